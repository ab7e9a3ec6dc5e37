"""The chats of the in-memory Telegram, and who is in them."""

from dataclasses import dataclass, field
from typing import Any

BOT = {
    "id": 1,
    "is_bot": True,
    "first_name": "Casewire",
    "username": "casewire_bot",
    "can_join_groups": True,
    "can_read_all_group_messages": False,
    "supports_inline_queries": True,
}
_RIGHTS = (
    "can_be_edited is_anonymous can_manage_chat can_delete_messages can_manage_video_chats can_restrict_members "
    "can_promote_members can_change_info can_invite_users can_post_stories can_edit_stories can_delete_stories"
).split()
_GIFTS = "unlimited_gifts limited_gifts unique_gifts premium_subscription gifts_from_channels".split()


@dataclass(slots=True)
class OfflineChats:
    """What getChatMember and getChat know of chats and who is in them."""

    status: str = "member"
    """What people are in each chat."""
    own_status: str = "administrator"
    """What the bot is there."""
    may_post: bool = True
    """Whether the bot may post in channels."""
    hides_members: bool = False
    """Whether nothing is said of people."""
    channels: dict[str, dict[str, Any]] = field(default_factory=dict)
    """The chats that getChat finds, by id or "@name"."""

    def member(self, number: int) -> dict[str, Any]:
        """Return a ChatMember: the bot or a person."""
        status = self.own_status if number == BOT["id"] else self.status
        rights = dict.fromkeys(_RIGHTS, True) if status == "administrator" else {}
        person = {"id": number, "is_bot": False, "first_name": "Somebody"}
        return {"user": person, "status": status, "can_post_messages": self.may_post, **rights}

    def chat(self, name: int | str) -> dict[str, Any]:
        """Return a ChatFullInfo; raises `KeyError` if there is no such chat."""
        gifts = dict.fromkeys(_GIFTS, False)
        return self.channels[str(name)] | {
            "accent_color_id": 0,
            "max_reaction_count": 11,
            "accepted_gift_types": gifts,
        }
