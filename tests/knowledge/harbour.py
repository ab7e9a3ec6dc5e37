"""A small knowledge base made in memory: a harbour dispute with names, numbers and dates, in three languages."""

from knowledge.edtf import parse_edtf
from knowledge.model import Case, Citation, Document, Fact, KnowledgeBase, Name, Passage, Topic

TEXT = (
    "The Harbour Office of Norland refused the licence of the ship Aurora on 3 May 2019, citing safety.\n\n"
    "Captain Helen Marsh filed 12 complaints with the Transport Court.\n\n"
    "The court rejected the complaints of Helen Marsh in June 2019. The crew had repaired the hull in winter."
)


def harbour() -> KnowledgeBase:
    """Return the base: five facts, one document of three passages."""
    case = Case(
        id="harbour",
        title={"en": "The Aurora case", "ru": "Дело «Авроры»", "uk": "Справа «Аврори»"},
        summary={"en": "A ship without a licence.", "ru": "Судно без лицензии.", "uk": "Судно без ліцензії."},
        languages=("en", "ru", "uk"),
        default_language="en",
        topics=(Topic("licence", {"en": "The licence", "ru": "Лицензия", "uk": "Ліцензія"}),),
        names=(
            Name(
                "office", "body", _label("Harbour Office", "Управление порта", "Управління порту"), ("port authority",)
            ),
            Name("marsh", "person", _label("Helen Marsh", "Хелен Марш", "Гелен Марш"), ("Marsh", "Марш")),
            Name("berg", "person", _label("Helen Berg", "Хелен Берг", "Гелен Берг"), ()),
            Name("court", "body", _label("Transport Court", "Транспортный суд", "Транспортний суд"), ()),
            Name("norland", "place", _label("Norland", "Норландия", "Норландія"), ("NL",)),
            Name("aurora", "other", _label("Aurora", "Аврора", "Аврора"), ()),
        ),
        answer_from=0.35,
    )
    facts = (
        _fact(
            "refused",
            "2019-05-03",
            TEXT[:98],
            en=("Did the Harbour Office refuse the licence?", "Was Aurora's licence refused?"),
        ),
        _fact(
            "why-refused",
            None,
            TEXT[:98],
            en=(
                "Why did the Harbour Office refuse the licence?",
                "reason for refusing Aurora a licence",
                "why refused",
            ),
            ru=("Почему Управление порта отказало в лицензии?", "причина отказа в лицензии"),
            uk=("Чому Управління порту відмовило в ліцензії?", "причина відмови в ліцензії"),
        ),
        _fact(
            "when-refused",
            "2019-05-03",
            TEXT[:98],
            en=("When was the licence refused?", "date the licence of Aurora was refused"),
        ),
        _fact(
            "complaints",
            None,
            "Captain Helen Marsh filed 12 complaints with the Transport Court.",
            en=(
                "How many complaints did Marsh file?",
                "Who complained to the Transport Court?",
                "12 complaints by the captain",
            ),
            ru=("Сколько жалоб подала Марш?",),
        ),
        _fact(
            "rejected",
            "2019-06",
            "The court rejected the complaints of Helen Marsh in June 2019.",
            en=("Who rejected the complaints of Marsh?", "When did the Transport Court reject the complaints?"),
        ),
    )
    return KnowledgeBase(case, {"note": _document()}, {fact.id: fact for fact in facts})


def _label(en: str, ru: str, uk: str) -> dict[str, str]:
    return {"en": en, "ru": ru, "uk": uk}


def _fact(fact_id: str, date: str | None, quote: str, **questions: tuple[str, ...]) -> Fact:
    start = TEXT.index(quote)
    return Fact(
        id=fact_id,
        topic="licence",
        statement={"en": f"The note says: {quote}"},
        asserted_by="office",
        citations=(Citation("note", quote, start, start + len(quote)),),
        questions=questions,
        date=parse_edtf(date) if date else None,
    )


def _document() -> Document:
    passages, position = [], 0
    for number, text in enumerate(TEXT.split("\n\n"), 1):
        position = TEXT.index(text, position)
        passages.append(Passage("note", number, position, position + len(text), text))
    date = parse_edtf("2019-07-01")
    return Document(
        "note", "A note", date, "The Port News", "en", "https://example.org/note", "", TEXT, tuple(passages)
    )
