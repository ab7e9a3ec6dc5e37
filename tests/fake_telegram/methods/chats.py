"""What a bot can ask about chats and their members."""

from __future__ import annotations

from tests.fake_telegram.chat import Chat, Json
from tests.fake_telegram.errors import ApiError, bad_request
from tests.fake_telegram.parameters import Parameters
from tests.fake_telegram.world import World

_NO_GIFTS = {
    "unlimited_gifts": False,
    "limited_gifts": False,
    "unique_gifts": False,
    "premium_subscription": False,
    "gifts_from_channels": False,
}
_RIGHTS = """
    can_be_edited can_manage_chat can_change_info can_delete_messages can_invite_users can_restrict_members
    can_promote_members can_manage_video_chats is_anonymous can_post_stories can_edit_stories
    can_delete_stories can_pin_messages can_manage_topics
"""


def get_chat(world: World, given: Parameters) -> Json:
    chat = world.chat(given.values.get("chat_id"))
    _check_member(chat)
    details: Json = {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": _NO_GIFTS}
    linked = chat.discussion.id if chat.discussion else chat.discusses
    return chat.as_json() | details | ({"linked_chat_id": linked} if linked else {})


def get_chat_member(world: World, given: Parameters) -> Json:
    chat = world.chat(given.values.get("chat_id"))
    _check_member(chat)
    user_id, bot_id = given.integer("user_id"), world.bot["id"]
    if chat.hides_members and user_id != bot_id and bot_id not in chat.admins:
        raise bad_request(chat.hides_members)
    return _member(world, chat, user_id)


def get_chat_administrators(world: World, given: Parameters) -> list[Json]:
    chat = world.chat(given.values.get("chat_id"))
    if chat.person is not None:
        raise bad_request("there are no administrators in the private chat")
    _check_member(chat)
    return [_member(world, chat, user_id) for user_id in sorted(chat.admins)]


def leave_chat(world: World, given: Parameters) -> bool:
    chat = world.chat(given.values.get("chat_id"))
    if chat.person is not None:
        raise bad_request("chat member status can't be changed in private chats")
    _check_member(chat)
    chat.state = "left"
    return True


def _check_member(chat: Chat) -> None:
    chat.check_not_migrated()
    if chat.person is None:
        chat.check_open()


def _member(world: World, chat: Chat, user_id: int) -> Json:
    user = world.bot if user_id == world.bot["id"] else world.users.get(user_id)
    if user is None:
        raise ApiError(400, "Bad Request: user not found")
    if user_id in chat.admins:
        rights = dict.fromkeys(_RIGHTS.split(), False)
        if chat.kind == "channel":
            rights["can_post_messages"] = chat.state != "not_admin"
        return {"status": "administrator", "user": user, **rights}
    inside = user is world.bot or user_id == chat.id or user_id in chat.members
    return {"status": "member" if inside else "left", "user": user}
