"""Overviews leave nothing out."""

from handlers.replies.overviews import render_timeline
from tests.handlers.replies.bases import BASE, check


def test_pages_of_the_timeline_hold_every_dated_fact_once_and_in_order() -> None:
    shown: list[str] = []
    for page in range(1, 10):
        reply = render_timeline(BASE, page, "en")
        check(reply)
        ids = [row[0].data.removeprefix("f:") for row in reply.buttons if row[0].data.startswith("f:")]
        if ids and ids[0] in shown:
            break
        shown += ids
    assert shown == [fact.id for fact in BASE.timeline]
