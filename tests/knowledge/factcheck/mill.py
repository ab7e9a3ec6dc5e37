"""A case in memory to tell facts of rightly and wrongly: a dispute about a paper mill, in three languages."""

from knowledge.casefile.documents import Missing, locate, split_passages
from knowledge.edtf import parse_edtf
from knowledge.model import Case, Document, Fact, KnowledgeBase, Name, Topic

ORDER = """The Water Board of Elmstead ordered Harrow Paper on 12 March 2019 to close its mill at Nether Lees within two
weeks.

Inspectors had counted 860 dead trout below the mill. Harrow Paper was fined 45,000 pounds. The fine was paid on
3 May.

The company's director, Agnes Tolley, did not accept the findings. Her lawyer, Simon Oake, lodged an appeal at
10.30 a.m.

Brill Chemicals, which supplied the mill, was not charged. Orm Fisheries lost a third of its stock and asked for
1.2 million pounds.

The board took water samples on 4 February, 18 February and 1 March. The mill employs 214 people.

The High Court rejected the appeal of Harrow Paper under section 7 of the Rivers Act. Brill Chemicals welcomed
the decision."""
LETTER = """У листі від 2 червня 2020 року директорка Агнес Толлі пише, що комбінат не працює сорок два дні.

Компанія «Гарроу Пейпер» найняла двадцять п'ять водіїв і не звільнила жодного працівника.

Збитки становлять 3,4 мільйона фунтів."""
NOTE = """Рыбаки «Орм Фишериз» заявили 9 июля 2020 г., что три пруда пусты.

Суд отклонил жалобу двадцати двух рыбаков."""


def _name(identifier: str, kind: str, english: str, russian: str, ukrainian: str, *spellings: str) -> Name:
    return Name(identifier, kind, {"en": english, "ru": russian, "uk": ukrainian}, spellings)


NAMES = (
    _name("board", "body", "Water Board of Elmstead", "Водный совет Элмстеда", "Водна рада Елмстеда", "Water Board"),
    _name("harrow", "body", "Harrow Paper", "Харроу Пейпер", "Гарроу Пейпер", "Harrow"),
    _name("brill", "body", "Brill Chemicals", "Брилл Кемикалс", "Брілл Кемікалс", "Brill"),
    _name("orm", "body", "Orm Fisheries", "Орм Фишериз", "Орм Фішеріз", "Orm"),
    _name("court", "body", "High Court", "Высокий суд", "Високий суд"),
    _name("tolley", "person", "Agnes Tolley", "Агнес Толли", "Агнес Толлі", "Tolley", "Толли", "Толлі"),
    _name("oake", "person", "Simon Oake", "Саймон Оук", "Саймон Оук", "Oake", "Оук"),
    _name("pell", "person", "Martin Pell", "Мартин Пелл", "Мартін Пелл", "Pell", "Пелл"),
    _name("lees", "place", "Nether Lees", "Незер-Лис", "Незер-Ліс"),
    _name("elmstead", "place", "Elmstead", "Элмстед", "Елмстед"),
)


def _document(identifier: str, date: str, publisher: str, language: str, text: str) -> Document:
    passages = split_passages(identifier, text)
    return Document(identifier, "A paper mill", parse_edtf(date), publisher, language, "", "", text, passages)


DOCUMENTS = {
    "order": _document("order", "2019-08-20", "Water Board of Elmstead", "en", ORDER),
    "letter": _document("letter", "2020-06-02", "Harrow Paper", "uk", LETTER),
    "note": _document("note", "2020-07-10", "Orm Fisheries", "ru", NOTE),
}
LABELS = {"en": "The mill", "ru": "Комбинат", "uk": "Комбінат"}


def base() -> KnowledgeBase:
    """Return the case without any facts."""
    case = Case("mill", LABELS, LABELS, ("en", "ru", "uk"), "en", (Topic("mill", LABELS),), NAMES)
    return KnowledgeBase(case, DOCUMENTS, {})


def fact(statement: str, document: str, quote: str, language: str = "en", **fields: str) -> Fact:
    """Return a fact with a statement in one language and a quote, which must stand in the document.

    `fields` may have `date`, `asserted_by`, `question` and `derived`.
    """
    citation = locate(quote, document, DOCUMENTS[document].text)
    assert not isinstance(citation, Missing), quote
    return Fact(
        id="told",
        topic="mill",
        statement={language: statement},
        asserted_by=fields.get("asserted_by", {"order": "board", "letter": "tolley", "note": "orm"}[document]),
        citations=(citation,),
        questions={language: (fields["question"],)} if "question" in fields else {},
        date=parse_edtf(fields["date"]) if "date" in fields else None,
        derived={"en": fields["derived"]} if "derived" in fields else {},
    )
