"""Which updates stand between two offsets: under way, finished, and from which id on the next poll asks."""

from collections import OrderedDict
from collections.abc import Iterable
from typing import Generic, TypeVar

from bot.intake.updates import Incoming

_RECENT = 1000
"""Number of finished updates that are recognised though Telegram was told to forget them."""

T = TypeVar("T")


class Window(Generic[T]):
    """The updates that Telegram has not been told to forget, by id, with what works on those under way.

    Telegram forgets the updates below the offset of a poll, so the offset is the first one under way.
    """

    def __init__(self) -> None:
        self.open: dict[int, T] = {}
        self._done: set[int] = set()
        self._recent: OrderedDict[int, int] = OrderedDict()
        self._next = 0

    @property
    def offset(self) -> int:
        """The id from which on the next poll asks; 0 asks for all that Telegram has."""
        return min(self.open, default=self._next)

    def knows(self, item: Incoming) -> bool:
        """Whether an update is under way or finished."""
        return item.update_id in self.open or item.update_id in self._done or self._is_recent(item)

    def begin(self, item: Incoming, work: T) -> None:
        """Keep what works on an update."""
        self.open[item.update_id] = work

    def close(self, item: Incoming) -> None:
        """Keep that an update is finished, or is in other hands."""
        self.open.pop(item.update_id, None)
        self._done.add(item.update_id)
        self._recent[item.update_id] = item.fingerprint
        while len(self._recent) > _RECENT:
            self._recent.popitem(last=False)

    def is_renumbered(self, items: Iterable[Incoming], offset: int) -> bool:
        """Whether Telegram numbers anew: only then it has other updates below the offset of a poll."""
        return any(item.update_id < offset and not self._is_recent(item) for item in items)

    def renumber(self) -> None:
        """Go on in another numbering, in which other updates have the ids; none of the old one may be under way."""
        self._done.clear()
        self._next = 0

    def reset(self) -> None:
        """Ask for all that Telegram has, for it does not take the offset."""
        self._next = 0

    def advance(self, items: Iterable[Incoming], offset: int, trailing: int = 0) -> None:
        """Keep what a poll with an offset returned, and how many items without an id came last.

        Such an item has an id at Telegram that is higher than those before, so the next offset may go past it.
        """
        ids = [item.update_id for item in items]
        last = max([update_id for update_id in ids if update_id < offset] or ids, default=offset - 1)
        if ids or offset:
            self._next = max(self._next, last + 1 + trailing)

    def forget(self, below: int) -> None:
        """Forget the finished updates below an id."""
        self._done = {update_id for update_id in self._done if update_id >= below}

    def _is_recent(self, item: Incoming) -> bool:
        return self._recent.get(item.update_id) == item.fingerprint
