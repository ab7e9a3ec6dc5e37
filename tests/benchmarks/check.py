"""Times `casewire check` on a made-up case: how long a curator of thousands of facts waits.

python -m tests.benchmarks.check [FACTS]
"""

import hashlib
import resource
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

from knowledge.quality.check import check

FACTS = 5_000
"""Default number of facts."""
_FACTS_IN_A_DOCUMENT = 50
_NAMES = 120
_PLACES = ("pier", "mill", "bridge", "harbour", "school", "quarry", "clinic", "station")
_DEEDS = ("closed", "opened", "inspected", "sold", "repaired", "bought", "fined", "measured")
_MONTHS = ("January", "March", "May", "July", "September", "November")


def _sentence(number: int) -> str:
    place, deed, month = (
        words[number // step % len(words)] for words, step in ((_PLACES, 1), (_DEEDS, 8), (_MONTHS, 64))
    )
    day, year, sum_ = number % 28 + 1, 1990 + number % 30, 1000 + number
    return f"Company Orlan {number % _NAMES} {deed} the {place} on {day} {month} {year} and paid {sum_} crowns"


def _document(identifier: str, first: int) -> str:
    numbers = range(first, first + _FACTS_IN_A_DOCUMENT)
    text = "\n\n".join(f"{_sentence(number)}, the council of Elm notes." for number in numbers) + "\n"
    digest = hashlib.sha256(text.encode()).hexdigest()
    return (
        f"---\nid: {identifier}\ntitle: Minutes {identifier}\ndate: 2021-05-01\npublisher: The council\nlanguage: en\n"
        f"sha256: {digest}\nurl: https://council.example/{identifier}\n---\n{text}"
    )


def _fact(number: int, document: str) -> str:
    sentence = _sentence(number)
    return (
        f"- id: fact-{number}\n  topic: all\n  asserted_by: council\n"
        f"  statement:\n    en: The minutes say that {sentence[0].lower()}{sentence[1:]}.\n"
        f"  citations:\n    - document: {document}\n      quote: {sentence}\n"
        f"  question:\n    en: Who paid {1000 + number} crowns?\n"
        f"  examples:\n    en:\n      - When did it come to {1000 + number} crowns?\n"
    )


def write(folder: Path, facts: int) -> None:
    """Write a case of that many facts, each with a title, an example and six phrasings more."""
    for name in ("documents", "facts", "phrasings"):
        (folder / name).mkdir(parents=True)
    names = "".join(
        f"  - {{id: orlan-{number}, kind: body, label: {{en: Orlan {number}}}, spellings: [Company Orlan {number}]}}\n"
        for number in range(_NAMES)
    )
    (folder / "case.yaml").write_text(
        "id: large\ntitle: {en: A large case}\nsummary: {en: Made up.}\nlanguages: [en]\ndefault_language: en\n"
        "topics:\n  - {id: all, title: {en: All}}\nnames:\n"
        f"  - {{id: council, kind: body, label: {{en: The council}}, spellings: [council of Elm]}}\n{names}"
    )
    for first in range(0, facts, _FACTS_IN_A_DOCUMENT):
        identifier = f"minutes-{first}"
        (folder / "documents" / f"{identifier}.md").write_text(_document(identifier, first))
        own = range(first, min(facts, first + _FACTS_IN_A_DOCUMENT))
        (folder / "facts" / f"{identifier}.yaml").write_text("".join(_fact(number, identifier) for number in own))
        for number in own:
            phrasings = "".join(f"    - way {way} to ask for item {number}\n" for way in range(6))
            (folder / "phrasings" / f"fact-{number}.yaml").write_text(f"- origin: made up\n  en:\n{phrasings}")


def main() -> None:
    """Write a case, check it, and print the CPU time and the memory that took."""
    facts = int(sys.argv[1]) if len(sys.argv) > 1 else FACTS
    with TemporaryDirectory() as folder:
        write(Path(folder) / "case", facts)
        start = process_time()
        report = check(Path(folder) / "case")
        seconds = process_time() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{report.summary.facts:,} facts: {seconds:.1f} s CPU, {memory:,.0f} MB, {len(report.problems)} problems")
    for line in (*report.problems[:3], *report.hints[:3]):
        print(f"  {line}")


if __name__ == "__main__":
    main()
