"""What the check says of a base by asking it its own phrasings: collisions and facts that are hard to find."""

from dataclasses import replace
from pathlib import Path

from knowledge.checking import check
from knowledge.model import KnowledgeBase, Location
from knowledge.self_check import hints
from tests.knowledge.harbour import harbour
from tests.knowledge.small_case import files, write


def base_with(**questions: tuple[str, ...]) -> KnowledgeBase:
    """Return a base of one fact for each argument, with English phrasings."""
    base = harbour()
    template = base.facts["refused"]
    facts = {
        name: replace(
            template,
            id=name,
            citations=(),
            statement={"en": ""},
            questions={"en": phrasings},
            location=Location(Path(f"{name}.yaml"), 1),
        )
        for name, phrasings in questions.items()
    }
    return replace(base, facts=facts)


ROPES = (
    "who sells the ropes",
    "where are ropes sold",
    "ropes for sale",
    "who is selling ropes",
    "is there a rope seller",
)
SHIPS = ("how many ships came in", "number of ships that came", "did ships come in", "ships coming in", "ships came")


def test_phrasings_of_different_facts_that_collide_are_named_with_both_places() -> None:
    (hint,) = hints(base_with(ropes=ROPES, ships=(*SHIPS, "Ropes sold: where are?")))
    assert str(hint).startswith("ships.yaml:1: ")
    assert "Ropes sold: where are?" in hint.message
    assert "the words of a phrasing of ropes (ropes.yaml:1)" in hint.message


def test_a_fact_whose_phrasings_have_nothing_in_common_is_named() -> None:
    apart = ("who paints", "any lighthouse", "cost of bread", "tallest tree", "is it raining")
    others = {f"other{n}": tuple(f"{q} {n}" for q in ROPES) for n in range(4)}
    found = [hint for hint in hints(base_with(apart=apart, **others)) if "apart" in str(hint)]
    assert [hint.message.partition(";")[0] for hint in found] == [
        "5 of 5 phrasings of apart in en are found by none of its others"
    ]


def test_a_good_base_gets_no_hints() -> None:
    assert hints(base_with(ropes=ROPES, ships=SHIPS)) == ()


def test_a_case_with_problems_gets_no_hints(tmp_path: Path) -> None:
    broken = {**files(), "facts/closure.yaml": "- id: x\n"}
    report = check(write(tmp_path / "case", broken))
    assert report.problems
    assert report.hints == ()
