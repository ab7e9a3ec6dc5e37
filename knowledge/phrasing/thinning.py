"""Thins what a case has: of the phrasings in files of their own, those that add least go."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil
from pathlib import Path

import yaml

from knowledge.casefile.phrasings import folded
from knowledge.casefile.yaml_text import compose, end_of, start_of
from knowledge.matching.matcher import Matcher
from knowledge.model import Fact, KnowledgeBase, Unanswered
from knowledge.phrasing.read_phrasing import entries_of, read_text
from knowledge.phrasing.taking import ranked
from knowledge.quality.hints import Watch, unwatched

MIN_KEPT = 6
"""Minimum number of phrasings that an entry keeps in a language; arbitrary."""


@dataclass(frozen=True, slots=True)
class Thinned:
    """A base without the phrasings that add least, and these."""

    base: KnowledgeBase
    dropped: Mapping[str, Mapping[str, Sequence[str]]]
    """Id to language to texts."""

    @property
    def count(self) -> int:
        """How many were dropped."""
        return sum(len(texts) for languages in self.dropped.values() for texts in languages.values())


def thin(base: KnowledgeBase, case: Path, share: float, watch: Watch = unwatched) -> Thinned:
    """Keep a share of the phrasings of each entry and language, from 0 to 1, chosen by what each adds.

    Only phrasings in `phrasings/` and `unanswered/` go; what stands beside a fact stays, and the first of each list.
    """
    watch("building an index", 0, 1)
    matcher = Matcher(base)
    movable = _movable(case)
    dropped: dict[str, dict[str, list[str]]] = {}
    entries = list(entries_of(base))
    for number, entry in enumerate(entries):
        watch("weighing", number, len(entries))
        for language, texts in entry.questions.items():
            if gone := _least(matcher, entry.id, language, texts, movable, share):
                dropped.setdefault(entry.id, {})[language] = gone
    return Thinned(without(base, dropped), dropped)


def without(base: KnowledgeBase, dropped: Mapping[str, Mapping[str, Sequence[str]]]) -> KnowledgeBase:
    """Return a base without some phrasings."""

    def left(entry: Fact | Unanswered) -> dict[str, tuple[str, ...]]:
        gone = {language: frozenset(texts) for language, texts in dropped.get(entry.id, {}).items()}
        return {code: tuple(q for q in own if q not in gone.get(code, ())) for code, own in entry.questions.items()}

    facts = {fact.id: replace(fact, questions=left(fact)) for fact in base.facts.values()}
    return replace(base, facts=facts, unanswered=tuple(replace(one, questions=left(one)) for one in base.unanswered))


def _least(
    matcher: Matcher, owner: str, language: str, texts: Sequence[str], movable: frozenset[str], share: float
) -> list[str]:
    """Return the phrasings that go, in their order."""
    kept = max(MIN_KEPT, ceil(share * len(texts)))
    if len(texts) <= kept:
        return []
    held = [number for number, text in enumerate(texts) if number == 0 or folded(text) not in movable]
    readings = [read_text(matcher, owner, language, text) for text in texts]
    order = [choice.number for choice in ranked(matcher, readings, held)]
    gone = frozenset(order[max(0, kept - len(held)) :])
    return [text for number, text in enumerate(texts) if number in gone]


def _movable(case: Path) -> frozenset[str]:
    """Return the folded phrasings that may go: those in lists of a line each, of which the first stays."""
    found: set[str] = set()
    for file in _files(case):
        for items in _lists(file.read_text(encoding="utf-8-sig")):
            found.update(folded(str(item.value)) for item in items[1:])
    return frozenset(found)


def _files(case: Path) -> list[Path]:
    return [file for name in ("phrasings", "unanswered") for file in sorted((case / name).glob("*.yaml"))]


def thinned_files(case: Path, thinned: Thinned) -> dict[str, bytes]:
    """Return the new contents of files, by their path in the folder of a case; all other lines stay byte for byte."""
    gone = {folded(text) for languages in thinned.dropped.values() for texts in languages.values() for text in texts}
    contents: dict[str, bytes] = {}
    for file in _files(case):
        before = file.read_bytes()
        text = before.decode("utf-8-sig")
        lines = before.decode().splitlines(keepends=True)
        for items in _lists(text):
            for item in items[1:]:
                if folded(str(item.value)) in gone:
                    for number in _lines_of(item):
                        lines[number] = ""
        after = "".join(lines).encode()
        if after != before:
            contents[file.relative_to(case).as_posix()] = after
    return contents


def _lists(text: str) -> Iterator[Sequence[yaml.ScalarNode]]:
    """Yield the lists of phrasings in a file that are written with a line for each."""
    pending = [compose(text)]
    while pending:
        node = pending.pop()
        if isinstance(node, yaml.MappingNode):
            pending += [value for _, value in node.value]
        elif isinstance(node, yaml.SequenceNode) and not node.flow_style:
            if node.value and all(isinstance(item, yaml.ScalarNode) for item in node.value):
                yield node.value
            else:
                pending += node.value


def _lines_of(node: yaml.Node) -> range:
    last, column = end_of(node)
    return range(start_of(node)[0], last + (column > 0))
