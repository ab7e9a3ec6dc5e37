"""Overviews leave nothing out."""

from dataclasses import replace

import pytest

from handlers.replies import overviews
from handlers.replies.dates import format_date
from handlers.replies.overviews import render_timeline
from tests.handlers.replies.bases import BASE, LANGUAGES, check


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_timeline_has_every_dated_fact_on_one_page_below_its_date(language: str) -> None:
    reply = render_timeline(BASE, 1, language)
    text = check(reply)
    opened = [button.data.removeprefix("f:") for row in reply.buttons for button in row]
    assert opened == [fact.id for fact in BASE.timeline]
    for number, fact in enumerate(BASE.timeline, 1):
        (line,) = (line for line in text.split("\n") if line.startswith(f"{number}. "))
        assert fact.statement[language][:60] in line
        assert fact.date is not None
        assert text.count(f"\n{format_date(fact.date, language)}\n") == 1, "each date stands once"


def test_a_long_timeline_has_pages_whose_numbers_go_on() -> None:
    fact = BASE.timeline[0]
    many = {f"f{number:03}": replace(fact, id=f"f{number:03}") for number in range(2 * overviews.PAGE + 3)}
    base = replace(BASE, facts=many)
    shown: list[str] = []
    for page in (1, 2, 3):
        reply = render_timeline(base, page, "uk")
        text = check(reply)
        assert f"({page} з 3)" in text
        assert f"\n{len(shown) + 1}. " in text
        shown += [b.data.removeprefix("f:") for row in reply.buttons for b in row if b.data.startswith("f:")]
    assert shown == list(many)
    assert render_timeline(base, 9, "uk") == render_timeline(base, 3, "uk")
