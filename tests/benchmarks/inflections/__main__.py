"""Writes the lists of stems of one word."""

import argparse
from pathlib import Path

from tests.benchmarks.inflections import __doc__ as usage
from tests.benchmarks.inflections.english import english
from tests.benchmarks.inflections.lexemes import groups
from tests.benchmarks.inflections.russian import russian
from tests.benchmarks.inflections.ukrainian import ukrainian

LANGUAGES = {"en": english, "ru": russian, "uk": ukrainian}
HEADER = "# Stems of one word, a line a word.\n# Made by tests/benchmarks/inflections; see README.md here.\n"


def main() -> None:
    """Write the lists of the languages named, or of all."""
    parser = argparse.ArgumentParser(description=usage, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("languages", nargs="*", default=[*LANGUAGES])
    for language in parser.parse_args().languages:
        listed = sorted(groups(LANGUAGES[language](), language))
        file = Path(__file__).parents[3] / "knowledge" / "language" / "data" / language / "inflections.txt"
        file.write_text(HEADER + "".join(" ".join(group) + "\n" for group in listed), encoding="utf-8")
        print(f"{language}: {len(listed)} words", flush=True)


if __name__ == "__main__":
    main()
