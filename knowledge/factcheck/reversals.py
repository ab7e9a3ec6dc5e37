"""Notices statements that say the opposite of their quotes, as far as a negation or an antonym shows it."""

from collections.abc import Callable, Iterator, Set

from knowledge.factcheck.claims import Claims
from knowledge.factcheck.discrepancies import Discrepancy, FactText
from knowledge.factcheck.evidence import Evidence
from knowledge.language.wording import wording


def reversals(text: FactText, evidence: Evidence, is_usual: Callable[[str, str], bool]) -> Iterator[Discrepancy]:
    """Yield what a text negates and the quotes do not, or the other way round, and what they have the opposite of.

    Only where all documents are in the language of the text. `is_usual` is whether a stem of a language stands in
    many statements, and so says nothing of one fact alone ("The press release says").
    """
    if evidence.languages != {text.language}:
        return
    own, quotes = text.claims, evidence.quotes
    known = wording(text.language)
    if not _denies(quotes, known.denials):
        yield from (
            text.reversed(f"not {word}", quotes.stems[stem])
            for stem, word in own.negated.items()
            if stem in quotes.stems and not word[:1].isupper()
        )
    if not _denies(own, known.denials):
        yield from (
            text.reversed(own.stems[stem], f"not {word}")
            for stem, word in quotes.negated.items()
            if stem in own.stems and not word[:1].isupper()
        )
    for stem, word in own.stems.items():
        against = known.opposites.get(stem, frozenset())
        if not against or stem in quotes.stems or stem in own.negated or own.stems.keys() & against:
            continue
        met = [quotes.stems[one] for one in sorted(against) if one in quotes.stems and one not in quotes.negated]
        if met and not is_usual(stem, text.language):
            yield text.reversed(word, met[0])


def _denies(claims: Claims, denials: Set[str]) -> bool:
    return bool(claims.negated) or not denials.isdisjoint(claims.stems)
