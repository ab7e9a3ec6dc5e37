"""The timeline as a small drawing: how many dated events each month, year or decade has, as bars."""

from collections import Counter
from collections.abc import Callable, Sequence

from handlers.site.markup import NOTHING, Html, fill, join
from handlers.site.view import View
from knowledge.edtf import EventDate
from knowledge.model import Fact

_WIDTH, _HEIGHT, _FOOT = 480, 80, 20
"""Size of the drawing, and height of what stands below its bars, in units of its own."""
_BARS = 72
"""Maximum number of bars; arbitrary: each is about seven units wide."""
_LABELS = 5
"""Maximum number of labels below the bars; arbitrary: they do not touch on a phone."""
_MARGIN = 30
"""Minimum distance of the middle of a label from the edge, in units of the drawing: half of the widest label."""
_UNITS: Sequence[tuple[Callable[[int, int], int], Callable[[int], str]]] = (
    (lambda year, month: year * 12 + month - 1, lambda one: f"{one % 12 + 1:02}.{one // 12}"),
    (lambda year, _: year, str),
    (lambda year, _: year // 10, lambda one: f"{one}0"),
    (lambda year, _: year // 100, lambda one: f"{one}00"),
)


def timeline_chart(view: View, facts: Sequence[Fact]) -> Html:
    """Return a drawing of the dated facts, which says in words what it shows; nothing for fewer than two."""
    dates = [fact.date for fact in facts if fact.date]
    if len(dates) < 2:
        return NOTHING
    counted, label = _counted(dates)
    first, last = min(counted), max(counted)
    slots = max(last - first + 1, 12)
    width, tallest = _WIDTH / slots, max(counted.values())
    bars = join((_bar((one - first) * width, width, count / tallest) for one, count in sorted(counted.items())), "")
    step = -(-slots // _LABELS)
    places = range(first, last + 1, step)
    labels = (_label((one - first + 0.5) * width, label(one)) for one in places)
    said = view.say("site_chart", count=len(dates), first=view.date(dates[0]), last=view.date(dates[-1]))
    pattern = (
        '<svg class="chart" viewBox="0 0 {} {}" role="img" aria-label="{}">'
        '<line x1="0" x2="{}" y1="{}" y2="{}"/>{}{}</svg>'
    )
    return fill(pattern, _WIDTH, _HEIGHT + _FOOT, said, _WIDTH, _HEIGHT, _HEIGHT, bars, join(labels, ""))


def _counted(dates: Sequence[EventDate]) -> tuple[Counter[int], Callable[[int], str]]:
    """Return how many dates each unit of time has, by the shortest unit with few enough bars, and its label."""
    for unit, label in _UNITS:
        counted = Counter(unit(date.first.year, date.first.month) for date in dates)
        if max(counted) - min(counted) < _BARS:
            return counted, label
    return counted, label


def _bar(left: float, width: float, share: float) -> Html:
    height = max(4.0, share * (_HEIGHT - 6))
    pattern = '<rect x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"/>'
    return Html(pattern.format(left + width * 0.15, _HEIGHT - height, width * 0.7, height))


def _label(middle: float, words: str) -> Html:
    middle = min(max(middle, _MARGIN), _WIDTH - _MARGIN)
    return fill('<text x="{}" y="{}">{}</text>', f"{middle:.1f}", _HEIGHT + _FOOT - 5, words)
