"""Title questions for a sentence: the question patterns of its language, filled with its own words."""

import re
import string
from collections.abc import Iterator, Mapping

from knowledge.edtf import EventDate
from knowledge.language.lexicon import lexicon
from knowledge.phrasing.clauses import clause_of, counted, inverted, provision_of, undated
from knowledge.phrasing.question_patterns import question_patterns

_WORD = re.compile(r"[^\W_]+")
_BARE = frozenset({"keywords", "noun"})
"""What makes a question too bare for a title ("How many months?")."""
MAX_TITLE = 90
"""Maximum length of a title that is proposed, in code points: longer ones say too much on a button; arbitrary."""


def titles_of(sentence: str, language: str, date: EventDate | None) -> Iterator[str]:
    """Yield questions that a sentence answers, the best first; each word is the sentence's or a pattern's."""
    own = _words(sentence)
    for kind, parts in _parts(sentence, language, date):
        patterns = question_patterns(language).patterns.get(kind, ())
        for pattern in sorted(patterns, key=lambda one: "inverted" not in one):
            wanted = {name for _, name, _, _ in string.Formatter().parse(pattern) if name}
            if not pattern.endswith("?") or not wanted.isdisjoint(_BARE) or not all(parts.get(name) for name in wanted):
                continue
            title = pattern.format(**parts)
            if len(title) <= MAX_TITLE and _words(title) <= own | _words(pattern):
                yield _with_capitals(title[0].upper() + title[1:], sentence, language)


def _parts(sentence: str, language: str, date: EventDate | None) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Yield what patterns are for, with what fills them."""
    clause = clause_of(sentence, language)
    words = clause.casefold().split()
    if not clause or not set(question_patterns(language).conjunctions).isdisjoint(words):
        return  # of two clauses, which verb belongs to which subject is not certain
    if words[0] in lexicon(language).interrogatives or not question_patterns(language).first_person.isdisjoint(words):
        return  # "we" is somebody else in a question
    bare = undated(clause, language, date)
    yield "date", {"undated": bare, "undated_inverted": inverted(bare, language) if bare else ""}
    for noun, whole in counted(clause, language):
        yield "number", {"noun": noun, "counted": whole}
    if provision := provision_of(sentence, language):
        yield "provision", {"provision": provision[0]}
    yield "clause", {"clause": clause, "inverted": inverted(clause, language)}


def _with_capitals(title: str, sentence: str, language: str) -> str:
    """Return a title in which a form of address or an office before a name has its capital letter ("Ms Marsh")."""
    first, second, *_ = [*sentence.split(), "", ""]
    if not second[:1].isupper() or first.casefold() in lexicon(language).determiners:
        return title
    return title.replace(f" {first[:1].lower()}{first[1:]} {second}", f" {first} {second}")


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.casefold()))
