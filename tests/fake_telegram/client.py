"""What tests hold in their hands: people who write and press, staged trouble, and what the bot did."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from tests.fake_telegram.process import ServerProcess
from tests.fake_telegram.views import (
    BotMessage,
    CallbackAnswer,
    InlineAnswer,
    Posted,
    Query,
    RequestRecord,
    message_of,
)
from tests.support.eventually import SECONDS, eventually

T = TypeVar("T")


class FakeTelegram(ServerProcess):
    """A fake Telegram in its own process; use it as a context manager.

    Plain methods return at once (the server answers within a millisecond), so they may be called from async
    tests; only the waiting ones, `wait_...`, are coroutines and let the bot run meanwhile.
    """

    _albums = itertools.count(13_000_000_000_000_001)

    def reset(self) -> None:
        """Forget everything: people, chats, updates, log, faults."""
        self.call("reset")

    def add_user(
        self,
        id: int,  # noqa: A002
        name: str = "Reader",
        language_code: str | None = "en",
        username: str | None = None,
        *,
        started: bool = True,
    ) -> int:
        """A person and her private chat, both under this id."""
        self.call("add_user", id=id, name=name, language_code=language_code, username=username, started=started)
        return id

    def add_users(self, first_id: int, count: int, language_code: str | None = "en") -> range:
        """Many people at once; returns their ids."""
        self.call("add_users", first_id=first_id, count=count, language_code=language_code)
        return range(first_id, first_id + count)

    def add_group(
        self,
        title: str = "Group",
        *,
        id: int | None = None,  # noqa: A002
        kind: str = "supergroup",
        members: Sequence[int] = (),
        admins: Sequence[int] = (),
        forum: bool = False,
    ) -> int:
        """A group with the bot in it; returns its id."""
        given = {"title": title, "id": id, "kind": kind, "forum": forum}
        return int(self.call("add_group", members=list(members), admins=list(admins), **given))

    def add_channel(self, title: str = "Channel", *, admins: Sequence[int] = (), discussion: int | None = None) -> int:
        """A channel where the bot is an admin and may post; a `discussion` group gets all its posts."""
        given = {"title": title, "kind": "channel", "discussion": discussion}
        return int(self.call("add_group", admins=[self.bot_id, *admins], **given))

    def send_text(
        self,
        chat: int,
        text: str,
        from_user: int | None = None,
        *,
        reply_to: int | None = None,
        edit_of: int | None = None,
        thread_id: int | None = None,
    ) -> Posted:
        """A person writes (or edits message `edit_of`); in a private chat she is the chat's person.

        What is written in a channel is a post of the channel itself.
        """
        given = {"reply_to": reply_to, "edit_of": edit_of, "thread_id": thread_id}
        return Posted(**self.call("send_text", chat=chat, text=text, from_user=from_user, **given))

    def send_photo(self, chat: int, caption: str = "", from_user: int | None = None, *, album: str = "") -> Posted:
        """A person sends a picture, alone or as a part of an album."""
        size = {"file_id": "photo", "file_unique_id": "photo", "width": 90, "height": 60}
        return self._send_media(chat, caption, from_user, {"photo": [size]}, album)

    def send_document(self, chat: int, caption: str = "", from_user: int | None = None, *, album: str = "") -> Posted:
        """A person sends a file."""
        file = {"file_id": "file", "file_unique_id": "file", "file_name": "note.pdf", "mime_type": "application/pdf"}
        return self._send_media(chat, caption, from_user, {"document": file}, album)

    def send_album(self, chat: int, captions: Sequence[str], from_user: int | None = None) -> list[Posted]:
        """A person sends pictures together: each is a message of its own, with the same `media_group_id`."""
        album = str(next(self._albums))
        return [self.send_photo(chat, caption, from_user, album=album) for caption in captions]

    def _send_media(self, chat: int, caption: str, from_user: int | None, media: dict[str, Any], album: str) -> Posted:
        media |= {"media_group_id": album} if album else {}
        return Posted(**self.call("send_text", chat=chat, text=caption, from_user=from_user, media=media))

    def press(self, message: BotMessage, button: str, user: int | None = None) -> Query:
        """Press the callback button with that label or data; raises ControlError if there is none."""
        given = {"chat": message.chat_id, "message_id": message.message_id, "user": user}
        return Query(**self.call("press", button=button, **given))

    def inline_query(self, user: int, text: str, offset: str = "") -> Query:
        return Query(**self.call("inline_query", user=user, text=text, offset=offset))

    def choose_result(self, query: Query, result_id: str, chat: int, user: int | None = None) -> int:
        """Paste an inline result into a chat; returns the message id."""
        given = {"query_id": query.query_id, "result_id": result_id, "chat": chat, "user": user}
        return int(self.call("choose_result", **given))

    def set_chat_state(self, chat: int, state: str, *, migrate_to: int | None = None, announce: bool = False) -> None:
        """`active`, or what stops the bot from writing; the states and Telegram's words for them are in chat.py.

        With `announce` the bot gets the my_chat_member update that Telegram sends.
        """
        self.call("set_chat_state", chat=chat, state=state, migrate_to=migrate_to, announce=announce)

    def block(self, user: int) -> None:
        """A person blocks the bot, which is told."""
        self.set_chat_state(user, "blocked", announce=True)

    def unblock(self, user: int) -> None:
        """A person takes the bot back, without a message; the bot is told."""
        self.set_chat_state(user, "active", announce=True)

    def hide_members(self, chat: int, reason: str = "member list is inaccessible") -> None:
        """Refuse getChatMember to a bot that is no admin there, e.g. with CHAT_ADMIN_REQUIRED; "" ends that."""
        self.call("hide_members", chat=chat, reason=reason)

    def add_topic(self, chat: int, name: str = "Topic") -> int:
        """A new topic of a forum, announced by its service message; returns its id."""
        return int(self.call("add_topic", chat=chat, name=name))

    def close_topic(self, chat: int, topic: int | None = None) -> None:
        """Close a topic, or General: only admins may write there."""
        self.call("close_topic", chat=chat, topic=topic, closed=True)

    def reopen_topic(self, chat: int, topic: int | None = None) -> None:
        self.call("close_topic", chat=chat, topic=topic, closed=False)

    def delete_topic(self, chat: int, topic: int) -> None:
        """A topic goes with its messages, and nobody tells the bot."""
        self.call("delete_topic", chat=chat, topic=topic)

    def push_update(self, kind: str, payload: dict[str, Any]) -> int | None:
        """Any update that a test has built itself; None when the bot does not want that kind."""
        return self.call("push_update", kind=kind, payload=payload)  # type: ignore[no-any-return]

    def push_raw(self, update: object) -> int:
        """Anything in the place of an update, exactly as given; an object without an `update_id` gets the next one."""
        return int(self.call("push_raw", update=update))

    def renumber(self, next_id: int) -> None:
        """Go on with another `update_id`, as after a week without updates; what was pending has expired."""
        self.call("renumber", next_id=next_id)

    def carry(self, *addresses: str) -> None:
        """Carry updates to the webhook at these addresses, `host:port`, which take turns as behind a proxy."""
        self.call("carry", addresses=addresses)

    def carried(self) -> dict[int, int]:
        """How often each status came back from the webhook; 0 is a connection that failed."""
        return {int(status): count for status, count in self.call("carried").items()}

    def set_privacy(self, enabled: bool) -> None:
        """Group privacy mode: the bot sees only commands, mentions of it and replies to it."""
        self.call("set_privacy", privacy=enabled)

    def set_limits(self, **limits: float) -> None:
        """Switch flood limits: `enabled`, `per_second`, `private_per_second`, `private_burst`, ..."""
        self.call("set_limits", **limits)

    def add_fault(self, kind: str, **rule: Any) -> None:
        """Script a failure; kinds and fields are in faults.py, e.g. `add_fault("flood", retry_after=2)`."""
        self.call("add_fault", kind=kind, **rule)

    def outage(self, seconds: float, kind: str = "bad_gateway", methods: Sequence[str] = (), **rule: Any) -> None:
        """From now on all methods, or those named, fail for some seconds; a waiting getUpdates is cut."""
        self.call("outage", seconds=seconds, kind=kind, methods=list(methods), **rule)

    def end_outage(self) -> None:
        """End outages before their time; other faults stay."""
        self.call("end_outage")

    def clear_faults(self, seed: int = 0) -> None:
        self.call("clear_faults", seed=seed)

    def messages(self, chat: int, *, after: int = 0, bot_only: bool = True) -> list[BotMessage]:
        """The messages of a chat in order, those newer than message `after`, deleted ones too."""
        values = self.call("messages", chat=chat, after=after, bot_only=bot_only)
        return [message_of(value) for value in values]

    def message_counts(self) -> dict[int, int]:
        """How many messages the bot has in each chat that has any."""
        return {int(chat): count for chat, count in self.call("message_counts").items()}

    def log(self, method: str = "", *, since: int = 0) -> list[RequestRecord]:
        """The Bot API requests in order, of one method if given, from request number `since` on."""
        return [RequestRecord(**entry) for entry in self.call("log", method=method, since=since)]

    def status(self) -> dict[str, Any]:
        """requests, accepted, by_method, pending_updates, acknowledged, next_update_id, polled."""
        return dict(self.call("status"))

    def callback_answer(self, query: Query) -> CallbackAnswer | None:
        answer = self.call("query", query_id=query.query_id)
        return None if answer is None else CallbackAnswer(**answer)

    def inline_answer(self, query: Query) -> InlineAnswer | None:
        answer = self.call("query", query_id=query.query_id)
        return None if answer is None else InlineAnswer(**{**answer, "results": tuple(answer["results"])})

    async def wait_for_messages(
        self, chat: int, count: int = 1, *, after: int = 0, seconds: float = SECONDS
    ) -> list[BotMessage]:
        """Until the bot has `count` messages newer than `after` in the chat; raises TimeoutError."""
        what = f"{count} messages in chat {chat}"
        return await self._until(
            lambda: found if len(found := self.messages(chat, after=after)) >= count else None, what, seconds
        )

    async def wait_for_callback_answer(self, query: Query, *, seconds: float = SECONDS) -> CallbackAnswer:
        return await self._until(lambda: self.callback_answer(query), "an answer to the button", seconds)

    async def wait_for_inline_answer(self, query: Query, *, seconds: float = SECONDS) -> InlineAnswer:
        return await self._until(lambda: self.inline_answer(query), "inline results", seconds)

    async def wait_until_idle(self, *, seconds: float = SECONDS) -> None:
        """Until the bot has acknowledged every update; raises TimeoutError."""
        await self._until(lambda: self.call("idle") or None, "all updates acknowledged", seconds)

    async def wait_until_polled(self, *, seconds: float = SECONDS) -> None:
        """Until a bot waits for updates; raises TimeoutError."""
        await self._until(lambda: self.status()["polled"] or None, "a bot that polls", seconds)

    async def _until(self, ask: Callable[[], T | None], what: str, seconds: float) -> T:
        try:
            return await eventually(ask, seconds=seconds)
        except TimeoutError:
            raise TimeoutError(f"no {what} within {seconds} s") from None
