"""What is stored of a base, and the questions by which a base gets ready for others."""

import time
from collections.abc import Callable

from bot.storage.bases import Version
from knowledge.casefile.packing import form, pack_content, version_of
from knowledge.model import KnowledgeBase
from knowledge.notices.diff import digests
from knowledge.notices.fact_records import fact_records

_WARM = 40
"""Number of titles that a base is asked, so that what first questions need is on the disk or in memory; arbitrary."""


def stored(base: KnowledgeBase) -> Version:
    """Return a base as it is stored."""
    content = pack_content(base)
    return Version(version_of(content), base.case.id, form(), content, digests(base), fact_records(base))


def ask_titles(answer: Callable[[str], object], base: KnowledgeBase, pause: float = 0.0) -> None:
    """Ask a base titles of its own, from all over it, with a pause of seconds after each."""
    titles = [title for fact in base.valid for language in base.case.languages if (title := fact.title(language))]
    for title in titles[:: len(titles) // _WARM + 1]:
        answer(title)
        time.sleep(pause)
