"""What the check says of a base by asking it its own phrasings: collisions and facts that are hard to find."""

from dataclasses import replace
from pathlib import Path

import pytest

from knowledge.casefile.loading import load
from knowledge.casefile.phrasings import folded
from knowledge.language.normalisation import clean
from knowledge.matching.matcher import Matcher
from knowledge.model import Fact, KnowledgeBase, Location
from knowledge.quality import phrasing_lint
from knowledge.quality.check import check
from knowledge.quality.hints import Hint
from knowledge.quality.phrasing_lint import hints
from knowledge.search.logit import EXACT_OVERLAP
from tests.knowledge.harbour import harbour
from tests.knowledge.small_case import files, write

ROPES = (
    "who sells the ropes",
    "where are ropes sold",
    "ropes for sale",
    "who is selling ropes",
    "is there a rope seller",
)
SHIPS = ("how many ships came in", "number of ships that came", "did ships come in", "ships coming in", "ships came")
APART = ("who paints", "any lighthouse", "cost of bread", "tallest tree", "is it urgent")


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


def hints_of(base: KnowledgeBase) -> tuple[Hint, ...]:
    """Return the hints on a base whose phrasings all stand where their fact begins, but those that say the same."""
    return tuple(hint for hint in all_hints_of(base) if hint.kind != "phrasings that say the same")


def all_hints_of(base: KnowledgeBase) -> tuple[Hint, ...]:
    facts = base.facts.values()
    owners = [(fact, text) for fact in facts for texts in fact.questions.values() for text in texts]
    return hints(base, {folded(text): (f"the fact {fact.id}", place(fact)) for fact, text in owners})


def place(fact: Fact) -> Location:
    assert fact.location is not None
    return fact.location


def colliding() -> dict[str, str]:
    """Return the files of a case with a phrasing that fits one of another fact, but for their order."""
    repair = files()["facts/repair.yaml"].replace('- "no"\n', "- Closed the pier, who?\n")
    return {**files(), "facts/repair.yaml": repair}


def test_phrasings_that_collide_are_named_with_both_places(tmp_path: Path) -> None:
    (hint,) = check(write(tmp_path, colliding()), full=True).hints
    assert str(hint) == (
        f'{tmp_path / "facts/repair.yaml"}:12: "Closed the pier, who?" is also a phrasing of fact pier-closed '
        f"({tmp_path / 'facts/closure.yaml'}:13); readers may get either"
    )


def test_what_collides_fits_both_facts_exactly_when_it_is_asked(tmp_path: Path) -> None:
    matches = Matcher(load(write(tmp_path, colliding()))).match(clean("Closed the pier, who?"), "en")
    assert {match.fact_id for match in matches if match.best_overlap >= EXACT_OVERLAP} == {
        "pier-closed",
        "pier-needs-repair",
    }


def test_a_pair_is_named_once_and_each_other_pair_too() -> None:
    found = hints_of(base_with(ropes=ROPES, ships=(*SHIPS, "Ropes sold: where are?"), boats=("are ropes sold where",)))
    assert [(str(hint.location), hint.message.partition(";")[0]) for hint in found] == [
        ("boats.yaml:1", '"are ropes sold where" is also a phrasing of fact ropes (ropes.yaml:1)'),
        ("boats.yaml:1", '"are ropes sold where" is also a phrasing of fact ships (ships.yaml:1)'),
        ("ships.yaml:1", '"Ropes sold: where are?" is also a phrasing of fact ropes (ropes.yaml:1)'),
    ]


@pytest.mark.parametrize(
    "other", ["Who painted the pier?", "When was the pier closed?", "Who opened the pier?", "Кто закрыл?"]
)
def test_phrasings_that_differ_in_a_word_of_weight_do_not_collide(tmp_path: Path, other: str) -> None:
    contents = {name: text.replace("Closed the pier, who?", other) for name, text in colliding().items()}
    assert check(write(tmp_path, contents), full=True).hints == ()


def test_a_fact_whose_phrasings_have_nothing_in_common_is_named() -> None:
    others = {f"other{number}": tuple(f"{phrasing} {number}" for phrasing in ROPES) for number in range(4)}
    (hint,) = [hint for hint in hints_of(base_with(apart=APART, **others)) if "apart" in str(hint)]
    assert str(hint) == (
        "apart.yaml:1: fact apart: 5 of 5 phrasings in en are found by none of the others; add phrasings in other words"
    )


def test_a_fact_with_one_phrasing_is_not_tested() -> None:
    others = {f"other{number}": tuple(f"{phrasing} {number}" for phrasing in ROPES) for number in range(4)}
    assert not [hint for hint in hints_of(base_with(alone=("who paints",), **others)) if "alone" in str(hint)]


def test_a_good_base_gets_no_hints(tmp_path: Path) -> None:
    assert hints_of(base_with(ropes=ROPES, ships=SHIPS)) == ()
    assert check(write(tmp_path), full=True).hints == ()


def test_a_case_with_problems_gets_no_hints(tmp_path: Path) -> None:
    broken = {**colliding(), "golden.yaml": "- question: x\n"}
    report = check(write(tmp_path / "case", broken), full=True)
    assert report.problems
    assert report.hints == ()


def test_a_case_of_too_many_phrasings_is_not_asked_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("knowledge.quality.check.MAX_PHRASINGS", 6)
    report = check(write(tmp_path, colliding()), full=True)
    assert (report.good, report.too_many, report.hints) == (True, True, ())


def test_a_phrasing_that_the_spelling_corrector_bends_is_named() -> None:
    base = base_with(ropes=(*ROPES, "wh o sells ropes"), ships=SHIPS)
    assert [(hint.message, hint.kind) for hint in hints_of(base)] == [
        (
            '"wh o sells ropes" is read as "who sells ropes"; mend it, or write it in other words',
            "phrasings that are taken for typing errors",
        )
    ]


def test_a_fact_of_many_phrasings_is_asked_only_as_many_as_decide(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    nearest = phrasing_lint._nearest

    def counted(matcher: Matcher, phrasing: phrasing_lint._Phrasing) -> list[str]:
        asked.append(phrasing)
        return nearest(matcher, phrasing)

    monkeypatch.setattr(phrasing_lint, "_nearest", counted)
    seasons = ("spring", "summer", "autumn", "winter", "march")
    many = tuple(f"{phrasing} in {season}" for phrasing in ROPES for season in seasons)
    assert hints_of(base_with(ropes=many, ships=SHIPS)) == ()
    assert len(asked) <= 10


def test_how_far_a_full_check_is_can_be_watched(tmp_path: Path) -> None:
    seen: list[tuple[str, int, int]] = []
    check(write(tmp_path), full=True, watch=lambda *step: seen.append(step))
    assert [what for what, done, _ in seen if done == 0] == [
        "comparing phrasings with their facts",
        "reading the phrasings",
        "looking for typing errors",
        "building an index",
        "asking the phrasings",
        "forecasting",
    ]
    assert all(0 <= done < total for _, done, total in seen)


def test_phrasings_that_differ_in_small_words_only_are_hints() -> None:
    alike = ("Was Aurora's licence refused?", "So was the licence of Aurora refused?")
    found = all_hints_of(base_with(refused=(*alike, "When was Aurora's licence refused?")))
    (told,) = (hint.message for hint in found if hint.kind == "phrasings that say the same")
    assert told.startswith(f'"{alike[1]}" says the same as "{alike[0]}"')
