"""Writes the lists of stems of one word, and of nouns that keep apart."""

import argparse
from collections.abc import Iterable
from pathlib import Path

from knowledge.language.stemmer import RUSSIAN, exceptions, stem
from tests.benchmarks.inflections import __doc__ as usage
from tests.benchmarks.inflections.apart import apart
from tests.benchmarks.inflections.english import english
from tests.benchmarks.inflections.lexemes import groups
from tests.benchmarks.inflections.russian import russian
from tests.benchmarks.inflections.ukrainian import ukrainian

LANGUAGES = {"en": english, "ru": russian, "uk": ukrainian}
MADE = "# Made by tests/benchmarks/inflections; see README.md here.\n"
INFLECTIONS = "# Stems of one word, a line a word.\n" + MADE
APART = "# Nouns that share a stem with another noun: a stem of their own, and the forms that have it.\n" + MADE
FOLDER = Path(__file__).parents[3] / "knowledge" / "language" / "data"


def main() -> None:
    """Write the lists of the languages named, or of all."""
    parser = argparse.ArgumentParser(description=usage, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("languages", nargs="*", default=[*LANGUAGES])
    for language in parser.parse_args().languages:
        if language == RUSSIAN:
            write(language, "apart", APART, apart(russian()))
            exceptions.cache_clear()
            stem.cache_clear()
        write(language, "inflections", INFLECTIONS, groups(LANGUAGES[language](), language))


def write(language: str, name: str, header: str, lines: Iterable[list[str]]) -> None:
    """Write a list of a language, sorted."""
    listed = sorted(lines)
    (FOLDER / language / f"{name}.txt").write_text(
        header + "".join(" ".join(line) + "\n" for line in listed), encoding="utf-8"
    )
    print(f"{language}, {name}: {len(listed)} words", flush=True)


if __name__ == "__main__":
    main()
