"""What happens to chats in the fake Telegram: blocked, muted, migrated, topics closed and deleted."""

from __future__ import annotations

import time

from tests.fake_telegram.actions import ActionError, find_chat, posted
from tests.fake_telegram.chat import MUTED, STATES, Chat, Json, Message, Topic
from tests.fake_telegram.formatting import Formatted
from tests.fake_telegram.world import World

_SOMEBODY: Json = {"id": 1, "is_bot": False, "first_name": "Somebody"}
_PERMISSIONS = """
    can_change_info can_invite_users can_pin_messages can_manage_topics can_send_messages can_send_audios
    can_send_documents can_send_photos can_send_videos can_send_video_notes can_send_voice_notes can_send_polls
    can_send_other_messages can_add_web_page_previews can_edit_tag can_react_to_messages
"""


def set_chat_state(world: World, given: Json) -> None:
    """Block, delete, kick, leave, migrate or restore a chat; tells the bot as Telegram would."""
    chat = find_chat(world, given["chat"])
    state = given["state"]
    if state not in STATES:
        raise ActionError(f"no state {state!r}; there are {', '.join(sorted(STATES))}")
    before, chat.state = chat.state, state
    if state == "migrated":
        _migrate(world, chat, int(given["migrate_to"]))
    elif given.get("announce"):
        _announce(world, chat, before)


def _migrate(world: World, chat: Chat, new_id: int) -> None:
    chat.migrated_to = new_id
    if new_id not in world.chats:
        moved = Chat(new_id, "supergroup", chat.title, members=chat.members, admins=chat.admins)
        world.chats[new_id] = moved


def _announce(world: World, chat: Chat, before: str) -> None:
    change = {"chat": chat.as_json(), "from": chat.person or _SOMEBODY, "date": int(time.time())}
    change |= {"old_chat_member": _status(world, before), "new_chat_member": _status(world, chat.state)}
    world.updates.push("my_chat_member", change)


def _status(world: World, state: str) -> Json:
    """The bot's ChatMember object in a state of a chat."""
    match state:
        case "active" | "left":
            return {"user": world.bot, "status": "member" if state == "active" else "left"}
        case _ if state in MUTED:
            rights = dict.fromkeys(_PERMISSIONS.split(), False)
            return {"user": world.bot, "status": "restricted", "is_member": True, "until_date": 0, **rights}
        case _:
            return {"user": world.bot, "status": "kicked", "until_date": 0}


def hide_members(world: World, given: Json) -> None:
    """From now on a bot that is no admin may not ask who is a member, with this reason; an empty one ends that."""
    find_chat(world, given["chat"]).hides_members = given["reason"]


def add_topic(world: World, given: Json) -> int:
    """A new topic in a forum; the bot gets the service message that Telegram writes, whose id is the topic's."""
    chat = _forum(world, given)
    message = _service(world, chat, {"forum_topic_created": {"name": given["name"], "icon_color": 7322096}})
    message.thread_id = message.message_id
    chat.threads[message.message_id] = Topic(given["name"], made_by=message)
    posted(world, message)
    return message.message_id


def close_topic(world: World, given: Json) -> None:
    """Close a topic, or General if none is named, or open it again; the bot gets the service message."""
    chat = _forum(world, given)
    topic = _topic(chat, given.get("topic"))
    topic.closed = bool(given["closed"])
    message = _service(world, chat, {"forum_topic_closed" if topic.closed else "forum_topic_reopened": {}})
    if topic is not chat.general:
        message.thread_id = int(given["topic"])
    posted(world, message)


def delete_topic(world: World, given: Json) -> None:
    """A topic goes with all its messages; Telegram tells bots nothing of it."""
    chat = _forum(world, given)
    _topic(chat, given["topic"])
    del chat.threads[int(given["topic"])]
    for message in chat.messages.values():
        message.deleted |= message.thread_id == int(given["topic"])


def _forum(world: World, given: Json) -> Chat:
    chat = find_chat(world, given["chat"])
    if not chat.forum:
        raise ActionError(f"chat {chat.id} is no forum")
    return chat


def _topic(chat: Chat, topic: int | None) -> Topic:
    found = chat.general if topic is None else chat.threads.get(int(topic))
    if found is None:
        raise ActionError(f"no topic {topic} in chat {chat.id}")
    return found


def _service(world: World, chat: Chat, what: Json) -> Message:
    message = world.add_message(chat, _SOMEBODY, Formatted("", ()), [])
    message.words, message.more = "", what
    return message
