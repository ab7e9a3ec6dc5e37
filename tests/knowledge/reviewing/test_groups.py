"""Questions that are alike are one, and those that were asked most come first."""

from knowledge.reviewing.groups import Group, grouped


def test_slips_order_and_case_make_no_question_of_their_own() -> None:
    asked = {
        "Who paid for the repair?": 3,
        "who payed for the repair": 1,
        "for the repair who paid": 1,
        "Is it safe?": 4,
    }
    assert grouped(asked) == (
        Group(("Who paid for the repair?", "for the repair who paid", "who payed for the repair"), 5),
        Group(("Is it safe?",), 4),
    )


def test_questions_about_different_things_stay_apart() -> None:
    assert len(grouped({"Who closed the pier?": 1, "Who opened the pier?": 1, "Кто закрыл пирс?": 1})) == 3
    years = {f"What did the harbour master say in {year}?": 1 for year in (2019, 2020)}
    assert len(grouped(years)) == 2


def test_nothing_asked_is_no_group() -> None:
    assert grouped({}) == ()
