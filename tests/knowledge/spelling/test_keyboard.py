"""What the edit cost promises: each kind of slip has its price, and a near key is a likelier slip than a far one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from knowledge.spelling.keyboard import MIN_EDIT_COST, edit_cost
from tests.knowledge.spelling.slips import slips

BESIDE = ("qw", "as", "nm", "sx", "gb", "op", "йц", "ол", "пи", "фі", "жє", "щз")
FAR = ("qp", "al", "zm", "ep", "tx", "цю", "ах", "єм", "її", "од")


@given(slips())
def test_a_slip_costs_nothing_where_there_is_none_and_else_at_least_the_least_for_each_edit(
    slip: tuple[str, str, str],
) -> None:
    _, word, typed = slip
    edits = OSA.distance(typed, word)
    assert edit_cost(word, word) == 0.0
    assert (edit_cost(typed, word) > 0.0) == (typed != word)
    assert edit_cost(typed, word) >= MIN_EDIT_COST * edits - 1e-9
    assert edit_cost(typed, word) <= 1.2 * edits + 0.3 + 1e-9


@pytest.mark.parametrize(
    ("typed", "meant", "cost"),
    [
        ("liccence", "licence", 0.5),
        ("comittee", "committee", 0.6),
        ("licemce", "licence", 0.6),
        ("licenmce", "licence", 0.75),
        pytest.param("licemnce", "licence", 0.75),
        ("lcience", "licence", 0.8),
        ("licece", "licence", 0.9),
        ("licpence", "licence", 1.0),
        ("licepce", "licence", 1.2),
        ("kicence", "licence", 0.9),
        ("л", "ло", 0.9),
    ],
)
def test_each_kind_of_slip_has_its_cost(typed: str, meant: str, cost: float) -> None:
    assert edit_cost(typed, meant) == pytest.approx(cost)


def test_a_second_slip_adds_what_it_costs_alone() -> None:
    doubled = edit_cost("demonnic", "demonic")
    assert edit_cost("deqmonnic", "demonic") == pytest.approx(doubled + edit_cost("deqmonic", "demonic"))


@given(
    st.sampled_from(BESIDE), st.sampled_from(FAR), st.booleans(), st.text("wкґ", max_size=4), st.text("wкґ", max_size=4)
)
def test_the_key_beside_the_right_one_is_a_likelier_slip_than_a_far_one(
    beside: str, far: str, turned: bool, left: str, right: str
) -> None:
    one, other = (beside[1], beside[0]) if turned else (beside[0], beside[1])
    cost = edit_cost(f"{left}{one}{right}", f"{left}{other}{right}")
    assert cost < edit_cost(left + far[0] + right, left + far[1] + right) or far[0] == far[1]
    assert cost == pytest.approx(0.6 if left else 0.9)
