"""What a curator makes of a question that was asked: a phrasing, a draft, a golden or an unanswered question."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path

from rapidfuzz import fuzz, process

from knowledge.casefile.loading import read
from knowledge.casefile.phrasings import folded
from knowledge.casefile.symbol_table import SymbolTable
from knowledge.casefile.writing import Files, WritingError, appended, bytes_of, write
from knowledge.casefile.yaml_text import dumped
from knowledge.citing.finding import find
from knowledge.citing.places import place_of
from knowledge.drafting.drafts import draft_asked
from knowledge.drafting.files import SUFFIX, entry_of
from knowledge.language.lexicon import function_words, lexicon
from knowledge.language.normalisation import clean
from knowledge.language.tokenizer import tokenize
from knowledge.model import KnowledgeBase, Unanswered
from knowledge.phrasing.writing import add
from knowledge.reviewing.decision import Decision

ORIGIN = "questions of readers, approved by a curator"
"""The origin of phrasings that are taken from what readers asked."""
DRAFTS = f"facts/asked{SUFFIX}"
"""The file of a case that drafts go to that readers asked for."""
GOLDEN = ("evaluation/golden.yaml", "golden.yaml")
"""The file of golden questions, in today's form and in the older one."""
_NEAR = 60
"""Threshold, percent: an unanswered question of which a phrasing is so like gets the question as another; arbitrary."""
_ID_ROOM = 32
"""Maximum length of the part of an id that is the document's; the rest has room for the numbers behind it."""


def act(case: Path, decision: Decision, question: str, language: str, fact: str = "") -> str:
    """Do something with a question; return the file that was written, as a path in the case, "" for none.

    Raises `WritingError`, and changes nothing, where that cannot be done or the case would have a new problem.
    """
    text = " ".join(question.split())
    symbols = SymbolTable()
    base = read(case, symbols)
    if decision in {Decision.PHRASING, Decision.GOLDEN} and fact and fact not in base.facts:
        raise WritingError(f"there is no fact {fact} any more")
    match decision:
        case Decision.PHRASING:
            return add(case, base, {fact: {language: [text]}}, {}, ORIGIN)[0]
        case Decision.UNANSWERED:
            return add(case, base, {}, {_unanswered(base, text, language): {language: [text]}}, ORIGIN)[0]
        case Decision.GOLDEN:
            return _golden(case, text, language, fact)
        case Decision.DRAFT:
            return _draft(case, base, symbols, text, language)
        case Decision.DISMISS:
            return ""


def nearest_unanswered(base: KnowledgeBase, question: str, language: str) -> Unanswered | None:
    """Return the unanswered question that a question is most like, if it is like any."""
    phrasings = [(one, folded(text)) for one in base.unanswered for text in one.questions.get(language, ())]
    texts = [text for _, text in phrasings]
    found = process.extractOne(folded(question), texts, scorer=fuzz.token_set_ratio, score_cutoff=_NEAR)
    return phrasings[found[2]][0] if found else None


def _unanswered(base: KnowledgeBase, question: str, language: str) -> str:
    """Return the id of the unanswered question that a question joins: the nearest, or a new one."""
    if near := nearest_unanswered(base, question, language):
        return near.id
    known = {one.id for one in base.unanswered}
    return next(identifier for number in count(1) if (identifier := f"asked-{number}") not in known)


def _golden(case: Path, question: str, language: str, fact: str) -> str:
    name = next((one for one in GOLDEN if (case / one).is_file()), GOLDEN[0])
    lines = [
        f"- question: {dumped(question)}",
        f"  language: {language}",
        f"  tag: {'plain' if fact else 'gap'}",
        f"  facts: [{fact}]",
    ]
    write(Files(case, {name: appended(bytes_of(case / name), lines)}))
    return name


def _draft(case: Path, base: KnowledgeBase, symbols: SymbolTable, question: str, language: str) -> str:
    words = _without_question_words(question, language)
    found = [(document, find(document, words)) for document in base.documents.values()]
    best = max(found, key=lambda one: one[1].candidates[0].score if one[1].candidates else 0.0, default=None)
    if best is None or not best[1].is_found:
        raise WritingError("no document has a passage with words like these; there is nothing to draft")
    document, candidate = best[0], best[1].candidates[0]
    paragraph = place_of(candidate.citation, document).paragraph
    identifier = next(_ids(f"{document.id[:_ID_ROOM].rstrip('-')}-{paragraph}", {*base.facts, *symbols.drafts}))
    one = draft_asked(document, base, candidate, identifier, question, language)
    content = appended(bytes_of(case / DRAFTS), [*entry_of(one, document, "")])
    write(Files(case, {DRAFTS: content}))
    return DRAFTS


def _without_question_words(question: str, language: str) -> str:
    """Return the words of a question that a passage may have too; all of them where it has no others."""
    known = lexicon(language)
    asking = known.question_stop_words | known.question_pronouns | known.auxiliaries | {*known.interrogatives}
    words = [token.surface for token in tokenize(clean(question), language)]
    told = [word for word in words if word.casefold() not in asking | function_words(language)]
    return " ".join(told or words)


def _ids(begin: str, known: set[str]) -> Iterator[str]:
    yield from (one for number in count(1) if (one := f"{begin}-asked-{number}") not in known)
