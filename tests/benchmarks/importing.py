"""How fast documents come in, and which share of their words: `python -m tests.benchmarks.importing [--count N]`.

Makes reports of every format in three languages with broken words, columns, running heads, navigation and footnotes,
and converts them in one run as `casewire add` does. A word or mark is kept if it stands in the document in the order of
the report, and those of a footnote if it stands there whole. Added is what the report does not have.
"""

import argparse
import re
import resource
import time
from collections import defaultdict

from rapidfuzz.distance import LCSseq

from bot.importing.converter import convert_all
from bot.importing.limits import Limits
from knowledge.importing.draft import Draft, Source
from knowledge.importing.wording import written
from tests.support.sources.realistic import LANGUAGES, MAKERS, Report, report

_TOKEN = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*|[^\w\s#]")


def tokens(text: str) -> list[str]:
    """Return words and marks, as they are compared."""
    return _TOKEN.findall(text)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=300, help="how many documents")
    count = parser.parse_args().count
    kinds = list(MAKERS)
    made = []
    for number in range(count):
        kind = kinds[number % len(kinds)]
        told = report(LANGUAGES[number // len(kinds) % len(LANGUAGES)], number)
        made.append((kind, told, Source(kind, MAKERS[kind](told, number))))
    begun, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
    results = dict(convert_all([source for _, _, source in made], Limits(seconds=60)))
    seconds, after = time.monotonic() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    figures: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for place, (kind, told, _) in enumerate(made):
        drafts = results[place]
        if isinstance(drafts, str):
            raise SystemExit(f"{kind} {drafts}")
        _count(figures[kind], drafts, told)
    print("| source | documents | words and marks | kept | added |\n|---|---|---|---|---|")
    for kind, (documents, words, kept, added) in figures.items():
        print(f"| {kind} | {documents} | {words:,} | {100 * kept / words:.2f}% | {100 * added / words:.2f}% |")
    size = sum(len(source.data) for _, _, source in made)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(
        f"{count} documents, {size / 1e6:.1f} MB: {seconds:.1f} s, {cpu:.1f} s of CPU, {count / seconds:.0f} a second"
    )


def _count(figures: list[int], drafts: tuple[Draft, ...], told: Report) -> None:
    got = tokens("\n".join(written(draft.blocks) for draft in drafts))
    body = tokens(told.body)
    wanted, kept = len(body), LCSseq.similarity(body, got)
    for number, note in enumerate(told.notes, 1):
        words = tokens(f"{number}. {note}")
        wanted += len(words)
        kept += len(words) if f" {' '.join(words)} " in f" {' '.join(got)} " else 0
    for place, value in enumerate((1, wanted, kept, len(got) - kept)):
        figures[place] += value


if __name__ == "__main__":
    main()
