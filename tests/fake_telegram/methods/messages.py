"""Sending, editing and deleting messages."""

from __future__ import annotations

import time

from tests.fake_telegram.actions import forward_automatically
from tests.fake_telegram.chat import Chat, Json, Message, Version
from tests.fake_telegram.errors import bad_request
from tests.fake_telegram.formatting import Formatted, finish_text, parse_text
from tests.fake_telegram.keyboards import Keyboard, check_keyboard, read_markup
from tests.fake_telegram.links import LinkError, checked_link
from tests.fake_telegram.parameters import Parameters
from tests.fake_telegram.world import World

_ACTIONS = frozenset(
    [
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
        "record_audio",
        "upload_audio",
    ]
)
_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)


def send_message(world: World, given: Parameters) -> Json:
    draft = _draft(given)
    keyboard = read_markup(given.decoded("reply_markup", "reply keyboard markup"))
    preview = _link_preview(given)
    chat = world.chat(given.values.get("chat_id"))
    chat.check_not_migrated()
    reply_to = _replied(chat, given)
    thread_id = _thread(chat, given) or (reply_to.thread_id if reply_to else None)
    formatted = finish_text(draft, world.users)
    check_keyboard(keyboard)
    chat.check_writable(thread_id, world.bot["id"])
    world.limits.check(chat.id)
    message = world.add_message(chat, world.bot, formatted, keyboard)
    message.reply_to, message.thread_id, message.link_preview = reply_to, thread_id, preview
    message.silent = given.boolean("disable_notification")
    forward_automatically(world, message)
    return message.as_json()


def edit_message_text(world: World, given: Parameters) -> Json | bool:
    draft = _draft(given)
    keyboard = read_markup(given.decoded("reply_markup", "reply keyboard markup"), inline_only=True)
    if given.text("inline_message_id"):
        raise bad_request("MESSAGE_ID_INVALID")
    preview = _link_preview(given)
    message = _editable(world, given)
    formatted = finish_text(draft, world.users)
    _edit(world, message, formatted, keyboard)
    message.link_preview = preview
    return message.as_json()


def edit_message_reply_markup(world: World, given: Parameters) -> Json | bool:
    keyboard = read_markup(given.decoded("reply_markup", "reply keyboard markup"), inline_only=True)
    if given.text("inline_message_id"):
        raise bad_request("MESSAGE_ID_INVALID")
    message = _editable(world, given)
    _edit(world, message, message.current.formatted, keyboard)
    return message.as_json()


def delete_message(world: World, given: Parameters) -> bool:
    chat = world.chat(given.values.get("chat_id"))
    message = chat.messages.get(_message_id(given))
    if message is None or message.deleted:
        raise bad_request("message to delete not found")
    foreign = message.sender is not world.bot
    if foreign and chat.person is None and world.bot["id"] not in chat.admins:
        raise bad_request("message can't be deleted")
    chat.check_open()
    message.deleted = True
    return True


def send_chat_action(world: World, given: Parameters) -> bool:
    chat = world.chat(given.values.get("chat_id"))
    if given.text("action") not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat.check_not_migrated()
    chat.check_writable(_thread(chat, given), world.bot["id"])
    return True


def _draft(given: Parameters) -> Formatted:
    entities = given.decoded("entities", "entities")
    return parse_text(given.text("text"), given.text("parse_mode"), entities)


def _link_preview(given: Parameters) -> Json | None:
    options = given.decoded("link_preview_options", "link preview options")
    if options is None:
        return {"is_disabled": True} if given.boolean("disable_web_page_preview") else None
    if not isinstance(options, dict):
        raise bad_request("object expected as link preview options")
    for name in ("is_disabled", "prefer_small_media", "prefer_large_media", "show_above_text"):
        if not isinstance(options.get(name, False), bool):
            raise bad_request(f'field "{name}" must be of type Boolean')
    if options.get("url"):
        try:
            checked_link(str(options["url"]))
        except LinkError as error:
            raise bad_request("WEBPAGE_URL_INVALID") from error
    return options


def _replied(chat: Chat, given: Parameters) -> Message | None:
    options = given.decoded("reply_parameters", "reply parameters")
    if options is None:
        return None
    if not isinstance(options, dict):
        raise bad_request("object expected as reply parameters")
    if not isinstance(options.get("message_id"), int):
        raise bad_request('can\'t find field "message_id"')
    message = chat.messages.get(options["message_id"])
    if message is not None and not message.deleted:
        return message
    if options.get("allow_sending_without_reply"):
        return None
    raise bad_request("message to be replied not found")


def _thread(chat: Chat, given: Parameters) -> int | None:
    thread_id = given.integer("message_thread_id")
    if not thread_id:
        return None
    if thread_id not in chat.threads:
        raise bad_request("message thread not found")
    return thread_id


def _message_id(given: Parameters) -> int:
    message_id = given.integer("message_id")
    if message_id <= 0:
        raise bad_request("message identifier is not specified")
    return message_id


def _editable(world: World, given: Parameters) -> Message:
    chat = world.chat(given.values.get("chat_id"))
    message = chat.messages.get(_message_id(given))
    chat.check_not_migrated()
    if message is None or message.deleted:
        raise bad_request("message to edit not found")
    if message.sender is not world.bot:
        raise bad_request("message can't be edited")
    return message


def _edit(world: World, message: Message, formatted: Formatted, keyboard: Keyboard) -> None:
    check_keyboard(keyboard)
    message.chat.check_open()
    current = message.current
    if current.formatted == formatted and current.keyboard == keyboard:
        raise bad_request(_NOT_MODIFIED)
    world.limits.check(message.chat.id)
    message.versions.append(Version(formatted, keyboard, time.time()))
