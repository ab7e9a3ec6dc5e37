"""Keeps who follows what, and how each chat wants its notices."""

from collections import defaultdict

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.crypto import decrypt_text, encrypt, encrypt_text
from bot.storage.database import Database
from bot.storage.followers import WAITS, code_of, read_subscription, settings_of
from bot.storage.moving import move
from bot.storage.rescheduling import catch_up, follow_settings, keep_unreachable, let_wait, waits_for_topic
from bot.storage.schema import deliveries, followers, subscriptions
from knowledge.notices.audience import TYPED, About, Settings, Subscription, TooManyError, Unreachable, limits
from knowledge.notices.reasons import Reason
from knowledge.notices.states import DeliveryState


class Subscribers:
    """The chats that follow something. All methods raise `StorageError` if the database fails."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def follow(self, chat_id: int, thread: int, subscription: Subscription, language: str) -> bool:
        """Keep a subscription, in place of one to the same thing; return whether it is the chat's first.

        What a person typed is kept encrypted, under a code that differs from chat to chat. Raises `TooManyError` if the
        chat has as many subscriptions as one may have.
        """
        key, chat, value, sealed = self._database.key, self._database.chat(chat_id), subscription.value, None
        if subscription.about in TYPED:
            value = value or code_of(key, chat_id, subscription.about, subscription.text)
            sealed = encrypt_text(key, subscription.text)
        row = {"chat": chat, "thread": thread, "kind": subscription.about.value, "value": value}
        rhythm = {"rhythm": subscription.rhythm.value}
        async with self._database.transaction() as connection:
            insert = self._database.insert(followers)
            insert = insert.values(chat=chat, address=encrypt(key, chat_id), language=language)
            new = insert.on_conflict_do_nothing().returning(followers.c.chat)
            first = (await connection.execute(new)).scalar_one_or_none() is not None
            if not first:  # This also lets requests of one chat take turns, so that none passes a limit.
                again = {"language": language, "gone": None, "gone_at": None}
                await connection.execute(update(followers).where(followers.c.chat == chat).values(**again))
            same = select(subscriptions.c.kind).where(*(subscriptions.c[name] == what for name, what in row.items()))
            if (await connection.execute(same)).scalar_one_or_none() is None:
                await _keep_to_limits(connection, chat, subscription.about)
            own = self._database.insert(subscriptions).values(**row, **rhythm, sealed=sealed)
            await connection.execute(own.on_conflict_do_update(index_elements=list(row), set_=rhythm))
        return first

    async def unfollow(self, chat_id: int, thread: int, about: About | None = None, value: str = "") -> int:
        """Forget a subscription, or all of a thread; return how many there were.

        Why notices came by it is forgotten with it. How a chat wants its notices stays for a while after its last
        subscription, for who takes that back; after the end of all it is gone at once.
        """
        chat = self._database.chat(chat_id)
        own = update(deliveries).where(deliveries.c.chat == chat, deliveries.c.thread == thread)
        cleared = own.values(why="")
        which = delete(subscriptions).where(subscriptions.c.chat == chat, subscriptions.c.thread == thread)
        if about is not None:
            which = which.where(subscriptions.c.kind == about.value, subscriptions.c.value == value)
            came_so = deliveries.c.why == Reason.by(about, value).encode()
            cleared = own.where(came_so).values(why=Reason(about).encode())
        async with self._database.transaction() as connection:
            found = (await connection.execute(which.returning(subscriptions.c.kind))).all()
            if about is None or about in TYPED:
                await connection.execute(cleared)
            waiting = deliveries.c.state.in_((DeliveryState.WAITING, DeliveryState.HELD))
            if about is None:
                dropped = own.where(waiting).values(state=DeliveryState.SKIPPED, note="unsubscribed")
                await connection.execute(dropped)
            left = select(subscriptions.c.chat).where(subscriptions.c.chat == chat).limit(1)
            if (await connection.execute(left)).scalar_one_or_none() is None:
                if about is None:
                    await connection.execute(delete(followers).where(followers.c.chat == chat))
                skipped = update(deliveries).where(deliveries.c.chat == chat, waiting)
                await connection.execute(skipped.values(state=DeliveryState.SKIPPED, note="unsubscribed"))
        if found and (about is None or about in TYPED):
            await self._database.wipe_log()
        return len(found)

    async def followed(self, chat_id: int, thread: int) -> tuple[Subscription, ...]:
        """Return what a thread of a chat follows, in a fixed order."""
        own = select(subscriptions).where(
            subscriptions.c.chat == self._database.chat(chat_id), subscriptions.c.thread == thread
        )
        async with self._database.reading() as connection:
            rows = await connection.execute(own.order_by(subscriptions.c.kind, subscriptions.c.value))
            return tuple(read_subscription(row, self._database.key) for row in rows.mappings())

    async def by_thread(self, chat_id: int) -> dict[int, tuple[Subscription, ...]]:
        """Return what each thread of a chat follows, in a fixed order."""
        own = select(subscriptions).where(subscriptions.c.chat == self._database.chat(chat_id))
        ordered = own.order_by(subscriptions.c.thread, subscriptions.c.kind, subscriptions.c.value)
        found: dict[int, list[Subscription]] = defaultdict(list)
        async with self._database.reading() as connection:
            for row in (await connection.execute(ordered)).mappings():
                found[row["thread"]].append(read_subscription(row, self._database.key))
        return {thread: tuple(followed) for thread, followed in found.items()}

    async def questions(self) -> frozenset[str]:
        """Return all questions that wait for an answer, without who asked them."""
        async with self._database.reading() as connection:
            sealed = (await connection.execute(select(subscriptions.c.sealed).where(WAITS))).scalars()
            return frozenset(filter(None, (decrypt_text(self._database.key, bytes(one or b"")) for one in sealed)))

    async def settings(self, chat_id: int) -> Settings:
        """Return how a chat wants its notices; the defaults for one that follows nothing."""
        chosen = select(followers).where(followers.c.chat == self._database.chat(chat_id))
        async with self._database.reading() as connection:
            row = (await connection.execute(chosen)).mappings().one_or_none()
        return settings_of(row) if row else Settings()

    async def set_settings(self, chat_id: int, settings: Settings, now: float) -> None:
        """Keep how a chat that follows something wants its notices; those that wait already come by it too."""
        chat = self._database.chat(chat_id)
        begin, end = settings.quiet or (None, None)
        values = {
            "timezone": settings.timezone,
            "quiet_from": begin,
            "quiet_to": end,
            "urgent_passes": settings.urgent_passes,
            "silent": settings.silent,
            "paused": settings.paused,
            "digest_minute": settings.digest_minute,
        }
        was_paused = select(followers.c.paused).where(followers.c.chat == chat)
        async with self._database.transaction() as connection:
            resumes = bool((await connection.execute(was_paused)).scalar_one_or_none()) and not settings.paused
            await connection.execute(update(followers).where(followers.c.chat == chat).values(**values))
            await follow_settings(connection, chat, settings, now)
            if resumes:
                await catch_up(connection, chat, now)
            elif not settings.paused:
                await let_wait(connection, chat, now)

    async def why_unreachable(self, chat_id: int) -> Unreachable | None:
        """Return why nothing can be sent to a chat; None if it can be reached."""
        known = select(followers.c.gone).where(followers.c.chat == self._database.chat(chat_id))
        async with self._database.reading() as connection:
            why = (await connection.execute(known)).scalar_one_or_none()
        return known_reason(why) if why is not None else None

    async def mark_unreachable(self, chat_id: int, why: Unreachable, now: float) -> None:
        """Keep that nothing can be sent to a chat, and why; what comes meanwhile waits."""
        async with self._database.transaction() as connection:
            await keep_unreachable(connection, self._database.chat(chat_id), why, now)

    async def mark_reachable(self, chat_id: int, now: float, may_write: bool = False) -> bool:
        """Keep that a chat can be reached, and let what waited come; return whether it could not be before.

        A message or a press does not prove that the bot may write there: without `may_write`, missing rights stay.
        """
        chat = self._database.chat(chat_id)
        lost = followers.c.gone.is_not(None) if may_write else followers.c.gone != Unreachable.NO_RIGHTS
        which = (followers.c.chat == chat) & lost
        async with self._database.reading() as connection:
            if (await connection.execute(select(followers.c.chat).where(which))).scalar_one_or_none() is None:
                return False
        async with self._database.transaction() as connection:
            again = update(followers).where(which).values(gone=None, gone_at=None).returning(followers.c.chat)
            returned = (await connection.execute(again)).scalar_one_or_none() is not None
            if returned:
                await catch_up(connection, chat, now)
        return returned

    async def reopened(self, chat_id: int, thread: int, now: float) -> None:
        """Let what waited for a forum topic to be open again come now."""
        chat = self._database.chat(chat_id)
        async with self._database.transaction() as connection:
            await catch_up(connection, chat, now, (deliveries.c.thread == thread) & waits_for_topic())

    async def moved(self, old_id: int, new_id: int) -> None:
        """Follow a group that became a supergroup: all that was kept for the old id is the new one's."""
        old, new = self._database.chat(old_id), self._database.chat(new_id)
        async with self._database.transaction() as connection:
            await move(connection, old, new, encrypt(self._database.key, new_id))


def known_reason(why: str) -> Unreachable:
    """Return a stored reason; what older versions kept in Telegram's words counts as blocked."""
    return Unreachable(why) if why in set(Unreachable) else Unreachable.BLOCKED


async def _keep_to_limits(connection: AsyncConnection, chat: bytes, about: About) -> None:
    """Raise `TooManyError` unless a chat may have one more subscription of a kind."""
    kinds = select(subscriptions.c.kind).where(subscriptions.c.chat == chat)
    kept = [About(kind) for kind in (await connection.execute(kinds)).scalars()]
    for most, which, counted in limits(about):
        if sum(one in counted for one in kept) >= most:
            raise TooManyError(most, which)
