"""Measures whether words meet in all their forms, and only then.

python -m tests.benchmarks.language

The lists are those of `tests/data/language`, without names (these meet by declension), in the half that nothing was
tuned on. A form meets if it shares a stem with the dictionary form: by the stemmer alone, and by the stems of the
same word too (`knowledge/language/inflections.py`). "merged" are pairs of words that must not become one and do.

Then the golden questions of the case that comes with Casewire are answered by processes of their own, in turns with
the lists and without: CPU time until the first answer with the index in the cache, and of each further one.
"""

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from hashlib import md5
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import process_time

from knowledge.answering.answerer import Answerer
from knowledge.casefile.loading import default_case, load_golden
from knowledge.casefile.opening import open_case
from knowledge.language.inflections import stems_of_same_word
from knowledge.language.kept_lists import keep_in
from knowledge.language.normalisation import normalise
from knowledge.language.stemmer import stem
from knowledge.matching import word_forms

_TURNS = 3
"""Number of turns that are counted; one more, which fills the cache, is not."""
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


def timed(language: str, inflected: bool, folder: Path) -> tuple[float, float]:
    """Return the CPU time until the first answer, and of each further one, in milliseconds; a process calls it once."""
    if not inflected:
        vars(word_forms)["stems_of_same_word"] = lambda stem, language: ()
    started = process_time()
    keep_in(folder)
    base = open_case(default_case(), folder)
    answerer = Answerer(base, folder)
    asked = [one.question for one in load_golden(default_case(), base) if one.language == language]
    answerer.answer(asked[0])
    first = process_time()
    for question in asked[1:]:
        answerer.answer(question)
    return 1000 * (first - started), 1000 * (process_time() - first) / (len(asked) - 1)


def print_times() -> None:
    """Print the times of each language without the lists and with them, the medians of some turns."""
    print("      first answer      further ones")
    with TemporaryDirectory() as made, ProcessPoolExecutor(1, get_context("spawn"), max_tasks_per_child=1) as process:
        for language in LANGUAGES:
            times: dict[bool, list[tuple[float, float]]] = {False: [], True: []}
            for turn in range(_TURNS + 1):
                for inflected in times:
                    took = process.submit(timed, language, inflected, Path(made)).result()
                    times[inflected] += [took] * (turn > 0)
            (first, each), (all_first, all_each) = (map(median, zip(*own, strict=True)) for own in times.values())
            print(f"{language}  {first:6.0f} {all_first:6.0f} ms  {each:6.1f} {all_each:6.1f} ms")


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
    print_times()


if __name__ == "__main__":
    main()
