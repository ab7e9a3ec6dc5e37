"""Times `casewire site build` on a made-up case: a first build, another one, and one after a fact was changed.

python -m tests.benchmarks.site [FACTS]
"""

import sys
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

from bot.site.writing import write_site
from handlers.site.building import site_files
from handlers.site.view import Site
from knowledge.casefile.loading import load
from tests.benchmarks import check

FACTS_IN_A_DOCUMENT = 10
"""Number of facts that cite one document: 5,000 facts, 500 documents."""


def timed(folder: Path, site: Site) -> None:
    """Write a site and print the CPU and the wall time that it took, in seconds."""
    processor, wall = process_time(), perf_counter()
    done = write_site(folder, site_files(site), lambda _: None)
    print(
        f"  {process_time() - processor:5.2f} s CPU, {perf_counter() - wall:5.2f} s wall: "
        f"{done.files:,} files, {done.changed:,} written, largest page {done.largest:,} bytes"
    )


def main() -> None:
    """Write a case, build its site three times, and print the times without the reading of the case."""
    facts = int(sys.argv[1]) if len(sys.argv) > 1 else check.FACTS
    check._FACTS_IN_A_DOCUMENT = FACTS_IN_A_DOCUMENT
    with TemporaryDirectory() as folder:
        start = process_time()
        check.write(Path(folder) / "case", facts)
        print(f"written in {process_time() - start:.1f} s")
        start = process_time()
        base = load(Path(folder) / "case")
        print(f"{facts:,} facts, {len(base.documents)} documents: read in {process_time() - start:.1f} s CPU")
        changed = replace(base.facts["fact-7"], statement={"en": "The minutes say otherwise."})
        other = replace(base, facts={**base.facts, "fact-7": changed})
        for one in (base, base, other):
            timed(Path(folder) / "out", Site(one, "https://case.example"))


if __name__ == "__main__":
    main()
