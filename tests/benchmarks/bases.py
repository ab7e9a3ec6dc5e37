"""Turns public question sets into knowledge bases, so that what is measured is the engine that is shipped."""

from knowledge.edtf import parse_edtf
from knowledge.model import Case, Document, Fact, KnowledgeBase, Passage, Topic
from tests.benchmarks.sets import QuestionSet

_DAY = "2020-01-01"


def base_of(questions: QuestionSet) -> KnowledgeBase:
    """Return a set's facts as a base without names; of a set of passages, as the passages of one document."""
    languages = tuple(dict.fromkeys((questions.language, "en", "ru", "uk")))
    labels = dict.fromkeys(languages, questions.name)
    case = Case(questions.name, labels, labels, languages, questions.language, (Topic("all", labels),), ())
    if questions.is_passages:
        return KnowledgeBase(case, {"text": _document(questions)}, {})
    facts = (
        Fact(
            id=str(number),
            topic="all",
            statement={questions.language: text} if text else {},
            asserted_by="",
            citations=(),
            questions={questions.language: phrasings},
        )
        for number, (phrasings, text) in enumerate(zip(questions.phrasings, questions.texts, strict=True))
    )
    return KnowledgeBase(case, {}, {fact.id: fact for fact in facts})


def _document(questions: QuestionSet) -> Document:
    passages, start = [], 0
    for number, (text,) in enumerate(questions.phrasings):
        passages.append(Passage("text", number, start, start + len(text), text))
        start += len(text) + 2
    text = "\n\n".join(passage.text for passage in passages)
    return Document("text", questions.name, parse_edtf(_DAY), "", questions.language, "", "", text, tuple(passages))
