"""Cited passages marked in a text: where citations overlap, the text is cut at the ends of each of them."""

from collections.abc import Sequence
from itertools import pairwise

from handlers.site.markup import Html, fill, join, text


def marked_text(words: str, start: int, cited: Sequence[tuple[int, int]], own: Sequence[tuple[int, str]]) -> Html:
    """Return a piece of a document with what is cited of it in `<mark>`.

    `start` is where the piece begins in the document; `cited` are spans of citations there, and `own` the anchors that
    stand in this piece with the places that they stand at, all in code points of the document.
    """
    end = start + len(words)
    spans = [(max(start, one), min(end, other)) for one, other in cited if one < end and start < other]
    cuts = sorted({start, end, *(cut for span in spans for cut in span)})
    anchors: dict[int, list[str]] = {}
    for place, anchor in own:
        anchors.setdefault(max(place, start), []).append(anchor)
    shown = []
    for left, right in pairwise(cuts):
        piece = text(words[left - start : right - start])
        if not any(one <= left and right <= other for one, other in spans):
            shown.append(piece)
            continue
        first, *others = anchors.get(left, [""])
        identifier = fill(' id="{}"', first) if first else Html("")
        more = join((fill('<span id="{}"></span>', one) for one in others), "")
        shown.append(fill("<mark{}>{}{}</mark>", identifier, more, piece))
    return join(shown, "")
