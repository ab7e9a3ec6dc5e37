"""Which version of the base all answer from, how one goes back, and what was said of a fact when."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.reloading.beginning import begin
from bot.reloading.contents import stored
from bot.storage import Storage
from bot.storage.bases import KEPT, AgreedBy, Agreement, before
from knowledge.casefile.packing import form, pack_content, unpack, version_of
from knowledge.model import KnowledgeBase
from tests.knowledge.harbour import harbour

BASE = harbour()
FIRST, SECOND, *_ = BASE.facts
NOW = datetime(2021, 3, 1, 12, tzinfo=UTC)


def saying(text: str) -> KnowledgeBase:
    """Return the base with another statement of its first fact."""
    changed = replace(BASE.facts[FIRST], statement=dict.fromkeys(BASE.case.languages, text))
    return replace(BASE, facts={**BASE.facts, FIRST: changed})


def without(fact_id: str) -> KnowledgeBase:
    return replace(BASE, facts={key: fact for key, fact in BASE.facts.items() if key != fact_id})


@pytest.fixture
async def storage(url: str) -> AsyncIterator[Storage]:
    opened = await Storage.open(url, bytes(32))
    yield opened
    await opened.close()


async def agree(
    storage: Storage, base: KnowledgeBase, at: datetime = NOW, action: AgreedBy = AgreedBy.RELOAD
) -> Agreement:
    agreed = await storage.bases.agree(stored(base), "me", action, at, await storage.bases.agreed())
    assert agreed is not None
    return agreed


def test_the_content_of_a_base_is_read_again_as_it_was_but_for_places_and_notices() -> None:
    read = unpack(pack_content(BASE))
    assert pack_content(read) == pack_content(BASE)
    assert read.case == BASE.case
    assert read.documents == BASE.documents
    assert [fact.statement for fact in read.facts.values()] == [fact.statement for fact in BASE.facts.values()]
    assert version_of(pack_content(saying("Otherwise."))) != version_of(pack_content(BASE))


async def test_the_last_agreement_holds_and_its_content_is_kept(storage: Storage) -> None:
    assert await storage.bases.agreed() is None
    first = await agree(storage, BASE)
    second = await agree(storage, saying("Otherwise."))
    assert await storage.bases.agreed() == second
    assert (first.number, second.number) == (1, 2)
    content = await storage.bases.content(second.version, form())
    assert content is not None
    assert unpack(content).facts[FIRST].statement["en"] == "Otherwise."
    assert await storage.bases.content(second.version, "of another release") is None


async def test_of_several_who_agree_at_once_one_wins_and_the_others_change_nothing(storage: Storage) -> None:
    last = await agree(storage, BASE)
    texts = [f"Text {number}." for number in range(4)]
    tried = [storage.bases.agree(stored(saying(text)), "me", AgreedBy.RELOAD, NOW, last) for text in texts]
    won = [agreed for agreed in await asyncio.gather(*tried) if agreed is not None]
    assert [agreed.number for agreed in won] == [2]
    assert await storage.bases.agreed() == won[0]
    assert len(await storage.fact_history.of(FIRST)) == 2


async def test_only_the_contents_of_the_last_versions_are_kept(storage: Storage) -> None:
    agreed = [await agree(storage, saying(f"Text {number}.")) for number in range(KEPT + 1)]
    kept = [await storage.bases.content(one.version, form()) is not None for one in agreed]
    assert kept == [False, *[True] * KEPT]


async def test_who_goes_back_twice_does_not_come_back(storage: Storage) -> None:
    one, two, three = BASE, saying("Two."), saying("Three.")
    for base in (one, two, three):
        await agree(storage, base)
    assert (back := before(await storage.bases.agreements())) is not None
    assert back.version == stored(two).id
    await agree(storage, two, action=AgreedBy.ROLLBACK)
    assert (back := before(await storage.bases.agreements())) is not None
    assert back.version == stored(one).id
    await agree(storage, one, action=AgreedBy.ROLLBACK)
    assert before(await storage.bases.agreements()) is None


async def test_a_process_begins_with_its_folder_unless_that_was_left_behind(storage: Storage) -> None:
    def clock() -> datetime:
        return NOW

    older, newer = saying("It was wrong."), saying("It is right.")
    assert (await begin(storage, older, clock)).number == 1
    assert (await begin(storage, older, clock)).number == 1, "the same again is no news"
    served = await begin(storage, newer, clock)
    assert (served.number, served.base.facts[FIRST].statement["en"]) == (2, "It is right.")
    late = await begin(storage, older, clock)
    assert (late.number, late.base.facts[FIRST].statement["en"]) == (2, "It is right."), "a late pull on one machine"
    await agree(storage, older, action=AgreedBy.ROLLBACK)
    restarted = await begin(storage, newer, clock)
    assert (restarted.number, restarted.base.facts[FIRST].statement["en"]) == (3, "It was wrong."), "it was taken back"


async def test_a_process_does_not_begin_with_what_was_refused(storage: Storage) -> None:
    worse = saying("It is worse.")
    await agree(storage, BASE)
    await storage.bases.refuse(stored(worse).id)
    served = await begin(storage, worse, lambda: NOW)
    assert (served.number, served.version) == (1, stored(BASE).id)


async def test_another_case_in_the_same_database_is_no_older_version(storage: Storage) -> None:
    await agree(storage, BASE)
    other = replace(BASE, case=replace(BASE.case, id="another"))
    assert (await begin(storage, other, lambda: NOW)).number == 2
    assert (await begin(storage, BASE, lambda: NOW)).number == 3
    assert before(await storage.bases.agreements()) is None, "there is nothing to go back to in this case"


async def test_the_history_of_a_fact_says_what_was_said_and_when(storage: Storage) -> None:
    hours = [NOW + timedelta(hours=number) for number in range(4)]
    await agree(storage, BASE, hours[0])
    await agree(storage, saying("It was otherwise."), hours[1])
    await agree(storage, without(FIRST), hours[2])
    await agree(storage, BASE, hours[3])
    said = await storage.fact_history.of(FIRST)
    own = BASE.facts[FIRST]
    assert [(one.content["statement"]["en"], one.since, one.until) for one in said] == [
        (own.statement["en"], hours[0], hours[1]),
        ("It was otherwise.", hours[1], hours[2]),
        (own.statement["en"], hours[3], None),
    ]
    cited = BASE.documents[own.citations[0].document_id]
    citation = said[0].content["citations"][0]
    assert (citation["quote"], citation["title"]) == (own.citations[0].quote, cited.title)
    (other,) = await storage.fact_history.of(SECOND)
    assert (other.since, other.until) == (hours[0], None), "what does not change is one version"


async def test_what_was_said_on_a_day_is_all_that_was_said_during_it(storage: Storage) -> None:
    await agree(storage, BASE, NOW)
    await agree(storage, saying("It was otherwise."), NOW + timedelta(days=2))
    midnight = NOW.replace(hour=0)

    async def on(days: int) -> list[str]:
        begin = midnight + timedelta(days=days)
        said = await storage.fact_history.during(begin, begin + timedelta(days=1))
        return [one.content["statement"]["en"] for one in said if one.fact == FIRST]

    own = BASE.facts[FIRST].statement["en"]
    assert await on(-1) == []
    assert await on(0) == [own]
    assert await on(1) == [own]
    assert await on(2) == [own, "It was otherwise."], "it changed at noon"
    assert await on(3) == ["It was otherwise."]
