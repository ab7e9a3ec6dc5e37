"""Templates: proposes phrasings without any model, from a fact's own parts and the question patterns of a language."""

import string
from collections.abc import Iterator, Mapping, Sequence

from knowledge.casefile.phrasings import folded
from knowledge.casefile.yaml_text import dumped
from knowledge.language.lexicon import lexicon
from knowledge.language.normalisation import clean
from knowledge.language.tokenizer import tokenize
from knowledge.matching.matcher import Matcher
from knowledge.model import Fact, KnowledgeBase, Name
from knowledge.phrasing.clauses import clause_of, counted, inverted, provision_of, undated
from knowledge.phrasing.question_patterns import question_patterns
from knowledge.phrasing.reply_items import Proposal
from knowledge.phrasing.synonyms import with_synonyms

_MIN_KEYWORDS = 2
"""Minimum number of words that are asked with as key words."""


def propose(matcher: Matcher, facts: Sequence[Fact]) -> Iterator[Proposal]:
    """Yield proposals for some facts in each language that their statement is in, each text once a fact."""
    base = matcher.index.base
    for fact in facts:
        seen: set[str] = set()
        for language in base.case.languages:
            for text in _texts(matcher, base, fact, language):
                if folded(text) not in seen:
                    seen.add(folded(text))
                    yield Proposal(fact.id, language, text)


def as_yaml(added: Mapping[str, Mapping[str, Sequence[str]]]) -> str:
    """Return phrasings by entry and language as a file to look through, in the form in which replies are read."""
    lines: list[str] = []
    for owner, languages in added.items():
        lines.append(f"{owner}:")
        for language, texts in languages.items():
            lines += [f"  {language}:", *(f"    - {dumped(text)}" for text in texts)]
    return "\n".join(lines)


def _texts(matcher: Matcher, base: KnowledgeBase, fact: Fact, language: str) -> Iterator[str]:
    patterns = question_patterns(language).patterns
    for kind, parts in _parts(matcher, base, fact, language):
        for pattern in patterns.get(kind, ()):
            wanted = {name for _, name, _, _ in string.Formatter().parse(pattern) if name}
            if all(parts.get(name) for name in wanted):
                text = pattern.format(**parts)
                yield text[0].upper() + text[1:] if text.endswith("?") else text
    if title := fact.title(language):
        yield from with_synonyms(title, language)


def _parts(matcher: Matcher, base: KnowledgeBase, fact: Fact, language: str) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Yield what patterns are for, with what fills them; a fact may have the same kind several times."""
    statement = fact.statement.get(language, "")
    keywords = _keywords(fact.title(language) or "", language)
    if clause := clause_of(statement, language):
        yield "clause", {"clause": clause, "inverted": inverted(clause, language)}
        bare = undated(clause, language, fact.date)
        year = fact.date.text[:4] if fact.date and fact.date.text[:4].isdecimal() else ""
        filled = {"undated": bare, "undated_inverted": inverted(bare, language) if bare else ""}
        yield "date", filled | {"keywords": keywords if bare else "", "year": year}
        for noun, whole in counted(clause, language):
            yield "number", {"noun": noun, "counted": whole}
    if provision := provision_of(statement, language):
        before = provision_of(clause, language)
        ruled = inverted(clause[: before[1]].strip(), language) if before else ""
        yield "provision", {"provision": provision[0], "ruled": ruled}
    yield "title", {"keywords": keywords}
    for name in _own_names(matcher, base, fact):
        yield f"name.{name.kind}", {"name": name.label.get(language, "")}


def _keywords(title: str, language: str) -> str:
    """Return a title as key words, without question words and articles; empty where too few are left."""
    known, patterns = lexicon(language), question_patterns(language)
    words = [token.surface for token in tokenize(clean(title), language)]
    while words and (length := _leading(tuple(word.casefold() for word in words), language)):
        del words[:length]
    dropped = patterns.dropped | patterns.auxiliaries | known.articles | {"a", "an"}
    left = [word for word in words if word.casefold() not in dropped]
    return " ".join(left) if len(left) >= _MIN_KEYWORDS else ""


def _leading(words: Sequence[str], language: str) -> int:
    """Return the number of first words that only ask, the longest phrase of them; 0 where there are none."""
    known, patterns = lexicon(language), question_patterns(language)
    lengths = [
        len(phrase.split()) for phrase in known.interrogatives if tuple(phrase.split()) == words[: len(phrase.split())]
    ]
    small = (
        known.question_stop_words
        | known.determiners
        | patterns.auxiliaries
        | patterns.dropped
        | {*patterns.conjunctions}
    )
    return max([*lengths, int(words[0] in small)])


def _own_names(matcher: Matcher, base: KnowledgeBase, fact: Fact) -> Iterator[Name]:
    """Yield the names in a fact that no other fact has."""
    index = matcher.index
    for key in sorted(index.profile(fact.id).keys):
        name = base.names.get(key[1:]) if key[0] == "#" else None
        if name and index.having(key) == 1 and name.id != fact.asserted_by:
            yield name
