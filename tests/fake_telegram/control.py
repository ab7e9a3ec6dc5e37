"""The test's side door: actions and questions under /control/, one JSON object in, one JSON value out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from tests.fake_telegram import actions, states
from tests.fake_telegram.chat import Json, Message
from tests.fake_telegram.errors import CutError
from tests.fake_telegram.faults import Faults
from tests.fake_telegram.world import World

Control = Callable[[World, Json], Any]


def add_users(world: World, given: Json) -> int:
    """Many people at once, with ids in a row."""
    first, count = int(given["first_id"]), int(given["count"])
    for user_id in range(first, first + count):
        actions.add_user(world, {"id": user_id, "language_code": given.get("language_code")})
    return count


def messages(world: World, given: Json) -> list[Json]:
    """The messages of a chat in order, from `after` (a message id) on; of the bot alone if asked."""
    chat = world.chats.get(int(given["chat"]))
    after, bot_only = int(given.get("after") or 0), given.get("bot_only", True)
    return [
        message_view(world, message)
        for message in (chat.messages.values() if chat else ())
        if message.message_id > after and (not bot_only or message.sender is world.bot)
    ]


def message_view(world: World, message: Message) -> Json:
    """Everything a test may ask of a message, with all its earlier versions."""
    return {
        "chat_id": message.chat.id,
        "message_id": message.message_id,
        "from_bot": message.sender is world.bot,
        "reply_to": message.reply_to.message_id if message.reply_to else None,
        "thread_id": message.thread_id,
        "link_preview": message.link_preview,
        "silent": message.silent,
        "deleted": message.deleted,
        "versions": [
            {
                "text": version.formatted.text,
                "entities": list(version.formatted.entities),
                "keyboard": version.keyboard,
                "at": version.at,
            }
            for version in message.versions
        ],
    }


def message_counts(world: World, given: Json) -> dict[str, int]:
    """How many messages the bot has in each chat that has any."""
    counts = {
        str(chat.id): sum(message.sender is world.bot for message in chat.messages.values())
        for chat in world.chats.values()
    }
    return {chat_id: count for chat_id, count in counts.items() if count}


def log(world: World, given: Json) -> list[Json]:
    """The Bot API requests from number `since` on, with what became of them."""
    method = str(given.get("method") or "").lower()
    entries = world.log[int(given.get("since") or 0) :]
    return [asdict(entry) for entry in entries if method in {"", entry.method}]


def status(world: World, given: Json) -> Json:
    """Numbers that are cheap to poll."""
    return {
        "requests": len(world.log),
        "accepted": sum(entry.accepted for entry in world.log),
        "by_method": Counter(entry.method for entry in world.log),
        "pending_updates": len(world.updates.pending),
        "acknowledged": world.updates.acknowledged,
        "next_update_id": world.updates.next_id,
        "polled": world.updates.polled,
    }


def idle(world: World, given: Json) -> bool:
    """Whether the bot has acknowledged every update."""
    return not world.updates.pending


def carry(world: World, given: Json) -> None:
    """Carry updates to the webhook at these addresses, `host:port`, which take turns as behind a proxy."""
    world.courier.carry_to(given["addresses"])


def carried(world: World, given: Json) -> Json:
    """How often each status came back from the webhook; 0 is a connection that failed."""
    return {str(status): count for status, count in world.courier.statuses.items()}


def query(world: World, given: Json) -> Json | None:
    """The bot's answer to a callback or inline query, None before it."""
    return world.queries[given["query_id"]].answer


def profile(world: World, given: Json) -> list[Json]:
    """All command menus and descriptions the bot has set."""
    return [{"key": list(key), "value": value} for key, value in world.profile.items()]


def add_fault(world: World, given: Json) -> None:
    world.faults.add(given)


def outage(world: World, given: Json) -> None:
    """The methods named, or all, fail from now on for a while; a poll that is waiting is cut, as all else."""
    methods = [str(method).lower() for method in given.pop("methods", None) or [""]]
    for method in methods:
        world.faults.add({**given, "method": method})
    if not {"", "getupdates"}.isdisjoint(methods):
        world.updates.interrupt(CutError())


def end_outage(world: World, given: Json) -> None:
    world.faults.end_outage()


def clear_faults(world: World, given: Json) -> None:
    """Removes all rules and seeds the dice anew."""
    world.faults = Faults(int(given.get("seed") or 0))


def set_limits(world: World, given: Json) -> None:
    for name, value in given.items():
        setattr(world.limits, name, value)


def set_privacy(world: World, given: Json) -> None:
    world.privacy = bool(given["privacy"])


def push_update(world: World, given: Json) -> int | None:
    """Any update a test has built itself."""
    return world.updates.push(given["kind"], given["payload"])


def push_raw(world: World, given: Json) -> int:
    """Anything at all in the place of an update, wanted or not."""
    return world.updates.push_raw(given["update"])


def renumber(world: World, given: Json) -> None:
    world.updates.renumber(int(given["next_id"]))


CONTROLS: dict[str, Control] = {
    "add_user": actions.add_user,
    "add_users": add_users,
    "add_group": actions.add_group,
    "send_text": actions.send_text,
    "delete_text": actions.delete_text,
    "press": actions.press,
    "inline_query": actions.inline_query,
    "choose_result": actions.choose_result,
    "expire_query": actions.expire_query,
    "set_chat_state": states.set_chat_state,
    "hide_members": states.hide_members,
    "add_topic": states.add_topic,
    "close_topic": states.close_topic,
    "delete_topic": states.delete_topic,
    "carry": carry,
    "carried": carried,
    "push_update": push_update,
    "push_raw": push_raw,
    "renumber": renumber,
    "messages": messages,
    "message_counts": message_counts,
    "log": log,
    "status": status,
    "idle": idle,
    "query": query,
    "profile": profile,
    "add_fault": add_fault,
    "outage": outage,
    "end_outage": end_outage,
    "clear_faults": clear_faults,
    "set_limits": set_limits,
    "set_privacy": set_privacy,
}
