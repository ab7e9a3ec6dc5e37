"""Draws dates as facts carry them, for tests."""

import datetime

from hypothesis import strategies as st

from knowledge.edtf import parse_edtf

days = st.dates(min_value=datetime.date(1000, 1, 1))
simple = st.one_of(
    days.map(lambda day: day.strftime("%Y-%m-%d")),
    days.map(lambda day: day.strftime("%Y-%m")),
    days.map(lambda day: day.strftime("%Y")),
)
marked = st.tuples(simple, st.sampled_from(["", "~", "?"])).map("".join)


@st.composite
def intervals(draw: st.DrawFn) -> str:
    """Return an interval that begins before it ends."""
    first, second = sorted(draw(st.tuples(marked, marked)), key=lambda text: parse_edtf(text).first)
    if parse_edtf(first).last >= parse_edtf(second).first:
        return first
    return f"{first}/{second}"


EDTF = st.one_of(marked, intervals())
"""Days, months, years and intervals, some of them marked as approximate or uncertain."""
