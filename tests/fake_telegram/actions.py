"""What people do in the fake Telegram: write, edit, press buttons, ask inline; each makes an update."""

from __future__ import annotations

import itertools
import time
from typing import Any

from tests.fake_telegram.chat import GONE, Chat, Json, Message, Topic, Version
from tests.fake_telegram.formatting import Formatted
from tests.fake_telegram.keyboards import find_button
from tests.fake_telegram.text import find_entities, is_encodable, utf16_slice
from tests.fake_telegram.world import World

FIRST_SUPERGROUP = -1_001_000_000_001
FIRST_GROUP = -500_001
TELEGRAM: Json = {"id": 777_000, "is_bot": False, "first_name": "Telegram"}  # Who writes for a channel


class ActionError(ValueError):
    """The test asked for something that could not happen."""


def add_user(world: World, given: Json) -> Json:
    """A person, with the private chat that she has started with the bot unless told otherwise."""
    user: Json = {"id": int(given["id"]), "is_bot": False, "first_name": given.get("name") or "Reader"}
    for name in ("username", "language_code"):
        if given.get(name):
            user[name] = given[name]
    world.users[user["id"]] = user
    chat = Chat(user["id"], "private", username=user.get("username"), person=user)
    chat.state = "active" if given.get("started", True) else "not_started"
    world.chats[user["id"]] = chat
    return user


def add_group(world: World, given: Json) -> int:
    """A group, supergroup or channel with the bot as a member; the id is chosen when not given."""
    kind = given.get("kind") or "supergroup"
    first = FIRST_GROUP if kind == "group" else FIRST_SUPERGROUP
    taken = [
        chat.id for chat in world.chats.values() if chat.person is None and (chat.kind == "group") == (kind == "group")
    ]
    chat_id = int(given.get("id") or min([first + 1, *taken]) - 1)
    chat = Chat(chat_id, kind, given.get("title") or "Group", given.get("username"))
    if given.get("forum"):
        chat.forum, chat.ids = True, itertools.count(2)  # message 1 made the group, and is General's number
    chat.members = {int(member) for member in given.get("members") or ()}
    chat.admins = {int(admin) for admin in given.get("admins") or ()}
    if given.get("discussion"):
        chat.discussion = find_chat(world, given["discussion"])
        chat.discussion.discusses = chat_id
    world.chats[chat_id] = chat
    return chat_id


def send_text(world: World, given: Json) -> Json:
    """A person writes to a chat, with a photo or a file if told, or edits her message when `edit_of` is given."""
    chat = find_chat(world, given["chat"])
    sender = _author(world, chat, given.get("from_user"))
    text, media = given["text"], given.get("media") or {}
    if not (text or media) or not is_encodable(text):
        raise ActionError("nobody can send an empty text or half of a surrogate pair")
    formatted = Formatted(text, tuple(find_entities(text)))
    if given.get("edit_of"):
        return _edit_text(world, chat, int(given["edit_of"]), formatted)
    message = world.add_message(chat, sender, formatted, [])
    message.words, message.more = "caption" if media else "text", media
    if given.get("reply_to"):
        message.reply_to = _message(chat, int(given["reply_to"]))
    if given.get("thread_id"):
        message.thread_id = int(given["thread_id"])
        topic = chat.threads.setdefault(message.thread_id, Topic(f"Topic {message.thread_id}"))
        message.reply_to = message.reply_to or topic.made_by
    chat.members.add(sender["id"])
    if chat.state in {"blocked", "not_started"}:
        chat.state = "active"
    return posted(world, message)


def forward_automatically(world: World, message: Message) -> None:
    """What is posted in a channel appears at once in the group where it is discussed, with an update for the bot."""
    channel, group = message.chat, message.chat.discussion
    if group is None:
        return
    copy = world.add_message(group, TELEGRAM, message.current.formatted, [])
    origin = {"type": "channel", "date": int(message.current.at), "chat": channel.as_json()}
    copy.words, copy.more = (
        message.words,
        {
            **message.more,
            "sender_chat": channel.as_json(),
            "is_automatic_forward": True,
            "forward_origin": origin | {"message_id": message.message_id},
        },
    )
    posted(world, copy)


def delete_text(world: World, given: Json) -> None:
    """A message disappears from a chat; Telegram tells bots nothing of it."""
    _message(find_chat(world, given["chat"]), int(given["message_id"])).deleted = True


def press(world: World, given: Json) -> Json:
    """Someone presses a callback button, found by label or data."""
    chat = find_chat(world, given["chat"])
    message = _message(chat, int(given["message_id"]))
    button = find_button(message.current.keyboard, given["button"])
    if button is None or "callback_data" not in button:
        labels = [one["text"] for row in message.current.keyboard for one in row]
        raise ActionError(f"no callback button {given['button']!r} among {labels}")
    user = world.users[int(given.get("user") or chat.id)]
    payload = {
        "from": user,
        "message": message.as_json(),
        "chat_instance": str(chat.id),
        "data": button["callback_data"],
    }
    query = world.new_query(("callback_query", payload))
    return {"update_id": query.update_id, "query_id": query.id}


def inline_query(world: World, given: Json) -> Json:
    """Someone types `@bot text` in any chat."""
    user = world.users[int(given["user"])]
    chat_type = given.get("chat_type") or "sender"
    payload = {
        "from": user,
        "query": given["text"],
        "offset": given.get("offset", ""),
        "chat_type": chat_type,
    }
    query = world.new_query(("inline_query", payload))
    return {"update_id": query.update_id, "query_id": query.id}


def choose_result(world: World, given: Json) -> int:
    """Someone picks an inline result, which is pasted into a chat; returns the message id."""
    answer = world.queries[given["query_id"]].answer or {"results": []}
    chosen = [result for result in answer["results"] if result["id"] == given["result_id"]]
    if not chosen:
        raise ActionError(f"no inline result {given['result_id']!r}")
    chat = find_chat(world, given["chat"])
    formatted = Formatted(chosen[0]["text"], tuple(chosen[0]["entities"]))
    sender = world.users[int(given.get("user") or chat.id)]
    message = world.add_message(chat, sender, formatted, chosen[0]["keyboard"])
    message.via_bot = world.bot
    return message.message_id


def expire_query(world: World, given: Json) -> None:
    """The time to answer a query runs out."""
    world.queries[given["query_id"]].expired = True


def find_chat(world: World, chat_id: Any) -> Chat:
    """A chat by its id; raises ActionError."""
    chat = world.chats.get(int(chat_id))
    if chat is None:
        raise ActionError(f"no chat {chat_id}; add the user or group first")
    return chat


def _message(chat: Chat, message_id: int) -> Message:
    message = chat.messages.get(message_id)
    if message is None:
        raise ActionError(f"no message {message_id} in chat {chat.id}")
    return message


def _edit_text(world: World, chat: Chat, message_id: int, formatted: Formatted) -> Json:
    message = _message(chat, message_id)
    message.versions.append(Version(formatted, [], time.time()))
    return posted(world, message, edited=True)


def _author(world: World, chat: Chat, user_id: Any) -> Json:
    if chat.kind == "channel":
        return TELEGRAM
    user = world.users.get(int(user_id or chat.id))
    if user is None:
        raise ActionError(f"nobody has the id {user_id or chat.id}; add the user first")
    return user


def posted(world: World, message: Message, *, edited: bool = False) -> Json:
    """Tell the bot of a message, if it may see it."""
    kind = "channel_post" if message.chat.kind == "channel" else "message"
    sees = _bot_sees(world, message)
    update_id = world.updates.push(f"edited_{kind}" if edited else kind, message.as_json()) if sees else None
    if not edited:
        forward_automatically(world, message)
    return {"update_id": update_id, "message_id": message.message_id, "chat_id": message.chat.id}


def _bot_sees(world: World, message: Message) -> bool:
    """With privacy mode a bot sees of a group only commands, mentions of it and replies to it."""
    chat = message.chat
    if chat.person is not None:
        return True
    if chat.state in GONE:
        return False
    if not world.privacy or not message.words or chat.kind == "channel" or world.bot["id"] in chat.admins:
        return True
    if message.reply_to is not None and message.reply_to.sender is world.bot:
        return True
    formatted = message.current.formatted
    return any(_addresses_bot(world.bot["username"], formatted.text, one) for one in formatted.entities)


def _addresses_bot(username: str, text: str, entity: Json) -> bool:
    words = utf16_slice(text, entity["offset"], entity["length"]).lower()
    name = f"@{username.lower()}"
    if entity["type"] == "bot_command":
        return words.endswith(name) if "@" in words else entity["offset"] == 0
    return entity["type"] == "mention" and words == name
