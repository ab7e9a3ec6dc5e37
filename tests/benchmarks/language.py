"""Measures whether words meet in all their forms, and only then.

python -m tests.benchmarks.language

The lists are those of `tests/data/language`, without names (these meet by declension), in the half that nothing was
tuned on. A form meets if it shares a stem with the dictionary form: by the stemmer alone, and by the stems of the
same word too (`knowledge/language/inflections.py`). "merged" are pairs of words that must not become one and do.
"""

from collections.abc import Iterator
from hashlib import md5
from pathlib import Path
from time import process_time

from knowledge.language.inflections import stems_of_same_word
from knowledge.language.normalisation import normalise
from knowledge.language.stemmer import stem

DATA = Path(__file__).parents[1] / "data" / "language"
LANGUAGES = ("en", "ru", "uk")
NAMES = ("surname", "given", "patronymic", "name", "form_ambiguous")
"""Beginnings of the kinds that are compared as names, or share a form by grammar."""


def rows(name: str) -> Iterator[list[str]]:
    """Yield the rows of a list, but names, in the half that nothing was tuned on."""
    for line in (DATA / f"{name}.tsv").read_text(encoding="utf-8").splitlines():
        kind, first, *rest = line.split("\t")
        unseen = int(md5(first.encode(), usedforsecurity=False).hexdigest(), 16) % 2
        if unseen and not kind.startswith(NAMES):
            yield [first, *rest]


def stems(word: str, language: str, inflected: bool) -> frozenset[str]:
    """Return the stems that a word is compared by, with those of its other forms or without."""
    own = stem(normalise(word), language)
    return frozenset((inflected and stems_of_same_word(own, language)) or (own,))


def met(language: str, inflected: bool) -> tuple[float, float]:
    """Return the share of families all of whose forms meet, and that of forms that meet their dictionary form."""
    families = [
        [not stems(form, language, inflected).isdisjoint(stems(lemma, language, inflected)) for form in forms.split()]
        for lemma, forms, *_ in rows(f"families_{language}")
    ]
    forms = [one for family in families for one in family]
    return sum(map(all, families)) / len(families), sum(forms) / len(forms)


def merged(language: str, inflected: bool) -> list[tuple[str, str]]:
    """Return the pairs of words with two meanings that share a stem."""
    pairs = ((one, other) for one, other, *_ in rows(f"apart_{language}"))
    return [
        (one, other)
        for one, other in pairs
        if not stems(one, language, inflected).isdisjoint(stems(other, language, inflected))
    ]


def main() -> None:
    """Print a line a language: before, and after."""
    print("    families met   forms met     merged     list read in")
    for language in LANGUAGES:
        before = process_time()
        stems_of_same_word("", language)
        took = process_time() - before
        (families, forms), (all_families, all_forms) = met(language, False), met(language, True)
        print(
            f"{language}  {families:5.1%} {all_families:6.1%}  {forms:5.1%} {all_forms:6.1%}"
            f"  {len(merged(language, False)):4} {len(merged(language, True)):3}"
            f"  {1000 * took:6.1f} ms"
        )


if __name__ == "__main__":
    main()
