"""Which updates stand between two offsets: numbering that starts anew, items without an id, and what is forgotten."""

from typing import Any

from bot.intake.updates import Incoming
from bot.intake.window import Window


def item(update_id: int, text: str = "x") -> Incoming:
    raw: dict[str, Any] = {"update_id": update_id, "message": {"text": text}}
    return Incoming(update_id, raw, "message", 1, 1, is_talk=False)


def polled(window: Window[str], *items: Incoming, trailing: int = 0) -> list[int]:
    """What one poll brings is finished at once; return the ids of what was new, and let Telegram number as it does."""
    offset = window.offset
    if window.is_renumbered(items, offset):
        window.renumber()
    new = [one for one in items if not window.knows(one)]
    for one in new:
        window.close(one)
    window.advance(items, offset, trailing)
    window.forget(min(offset, window.offset))
    return [one.update_id for one in new]


def test_the_offset_is_the_first_update_under_way() -> None:
    window = Window[str]()
    assert window.offset == 0
    for number in (5, 6, 7):
        window.begin(item(number), "work")
    window.advance([item(5), item(6), item(7)], 0)
    window.close(item(6))
    assert window.offset == 5
    window.close(item(5))
    assert window.offset == 7
    window.close(item(7))
    assert window.offset == 8


def test_a_batch_below_the_offset_goes_on_in_the_new_numbering() -> None:
    window = Window[str]()
    assert polled(window, item(700), item(701)) == [700, 701]
    assert window.offset == 702
    assert polled(window, item(5, "new"), item(6, "new")) == [5, 6]
    assert window.offset == 7
    assert polled(window, item(7, "new")) == [7]
    assert window.offset == 8


def test_an_old_id_may_come_again_in_a_new_numbering() -> None:
    window = Window[str]()
    polled(window, item(700), item(701))
    assert polled(window, item(699, "new")) == [699]
    assert polled(window, item(700, "new"), item(701, "new")) == [700, 701]


def test_an_update_that_telegram_was_told_to_forget_is_not_answered_twice() -> None:
    window = Window[str]()
    assert polled(window, item(5)) == [5]
    assert polled(window, item(5)) == []
    assert polled(window, item(5)) == []
    assert window.offset == 6


def test_the_offset_goes_past_items_without_an_id_and_past_no_other() -> None:
    window = Window[str]()
    polled(window, item(5), trailing=2)
    assert window.offset == 8
    window.begin(item(8), "work")
    for _ in range(3):
        window.advance([item(8)], 8, trailing=1)
    window.close(item(8))
    assert window.offset == 10


def test_a_refused_offset_is_dropped() -> None:
    window = Window[str]()
    polled(window, item(2**60))
    window.reset()
    assert window.offset == 0
    assert polled(window, item(2**60)) == []
