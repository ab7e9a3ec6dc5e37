"""Why a chat gets a notice: what is stored says the same when it is read, also what earlier versions stored."""

import pytest

from knowledge.notices.audience import About
from knowledge.notices.reasons import Reason
from knowledge.notices.states import AMENDMENTS, NoticeState


@pytest.mark.parametrize(
    ("stored", "reason"),
    [
        ("", Reason()),
        ("case:", Reason(About.CASE)),
        ("topic:visa", Reason(About.TOPIC, "visa")),
        ("words:0f3a", Reason(About.WORDS, "0f3a")),
        ("words:", Reason(About.WORDS)),
        ("question:ab,cd", Reason(About.QUESTION, codes=("ab", "cd"))),
        ("question:", Reason(About.QUESTION)),
        ("corrected", Reason(NoticeState.CORRECTED)),
        ("recalled", Reason(NoticeState.RECALLED)),
    ],
)
def test_each_stored_reason_reads_as_it_was_meant(stored: str, reason: Reason) -> None:
    assert Reason.decode(stored) == reason
    assert reason.encode() == stored


def test_a_reason_of_a_kind_that_is_not_known_is_none() -> None:
    assert Reason.decode("weather:rain") == Reason()


@pytest.mark.parametrize("about", list(About))
def test_only_what_was_typed_has_codes(about: About) -> None:
    typed = {About.WORDS, About.WITHOUT, About.QUESTION}
    assert Reason.by(about, "0f3a").typed_codes == (("0f3a",) if about in typed else ())


@pytest.mark.parametrize("state", AMENDMENTS)
def test_a_changed_notice_comes_by_no_subscription(state: NoticeState) -> None:
    assert Reason(state).change is state
    assert Reason(About.CASE).change is None
