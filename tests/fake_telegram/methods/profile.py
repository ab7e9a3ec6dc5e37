"""The bot itself: who it is, its command menus and descriptions."""

from __future__ import annotations

import json
import re
from typing import Any

from tests.fake_telegram.chat import Json
from tests.fake_telegram.errors import bad_request
from tests.fake_telegram.parameters import Parameters
from tests.fake_telegram.world import World

MAX_COMMANDS = 100
MAX_NAME = 32
MAX_COMMAND_DESCRIPTION = 256
MAX_DESCRIPTION = 512
MAX_SHORT_DESCRIPTION = 120
_PLAIN_SCOPES = frozenset({"default", "all_private_chats", "all_group_chats", "all_chat_administrators"})
_CHAT_SCOPES = frozenset({"chat", "chat_administrators", "chat_member"})


def get_me(world: World, given: Parameters) -> Json:
    return world.bot | {
        "can_join_groups": True,
        "can_read_all_group_messages": not world.privacy,
        "supports_inline_queries": True,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def close(world: World, given: Parameters) -> bool:
    return True


def set_my_commands(world: World, given: Parameters) -> bool:
    commands = given.decoded("commands", "bot commands")
    if not isinstance(commands, list):
        raise bad_request("can't parse commands: Expected an Array")
    checked = [_command(command) for command in commands]
    key = _commands_key(world, given)
    if len(checked) > MAX_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    if any(not re.fullmatch(r"[a-z0-9_]+", command["command"]) for command in checked):
        raise bad_request("BOT_COMMAND_INVALID")
    world.profile[key] = checked
    return True


def get_my_commands(world: World, given: Parameters) -> Any:
    return world.profile.get(_commands_key(world, given), [])


def delete_my_commands(world: World, given: Parameters) -> bool:
    world.profile.pop(_commands_key(world, given), None)
    return True


def set_my_description(world: World, given: Parameters) -> bool:
    return _set_text(world, given, "description", MAX_DESCRIPTION)


def get_my_description(world: World, given: Parameters) -> Json:
    return {"description": world.profile.get(("description", _language(given)), "")}


def set_my_short_description(world: World, given: Parameters) -> bool:
    return _set_text(world, given, "short_description", MAX_SHORT_DESCRIPTION)


def get_my_short_description(world: World, given: Parameters) -> Json:
    return {"short_description": world.profile.get(("short_description", _language(given)), "")}


def _set_text(world: World, given: Parameters, name: str, most: int) -> bool:
    text = given.text(name)
    language = _language(given)
    if len(text) > most:
        raise bad_request("DESCRIPTION_TOO_LONG" if name == "description" else "ABOUT_TOO_LONG")
    world.profile[name, language] = text
    return True


def _command(command: Any) -> Json:
    if not isinstance(command, dict) or "command" not in command or "description" not in command:
        raise bad_request("can't parse BotCommand: Expected an Object with command and description")
    name = str(command["command"]).strip().removeprefix("/")
    description = str(command["description"]).strip()
    if not name:
        raise bad_request("command must be non-empty")
    if len(name) > MAX_NAME:
        raise bad_request(f"command length must not exceed {MAX_NAME}")
    if not description:
        raise bad_request("command description must be non-empty")
    if len(description) > MAX_COMMAND_DESCRIPTION:
        raise bad_request(f"command description length must not exceed {MAX_COMMAND_DESCRIPTION}")
    return {"command": name, "description": description}


def _commands_key(world: World, given: Parameters) -> tuple[str, ...]:
    scope = given.decoded("scope", "BotCommandScope") or {"type": "default"}
    kind = scope.get("type") if isinstance(scope, dict) else None
    if kind in _CHAT_SCOPES:
        world.chat(scope.get("chat_id"))
    elif kind not in _PLAIN_SCOPES:
        raise bad_request("can't parse BotCommandScope: Unsupported type specified")
    return ("commands", json.dumps(scope, sort_keys=True), _language(given))


def _language(given: Parameters) -> str:
    language = given.text("language_code")
    if language and not re.fullmatch(r"[a-z]{2}", language):
        raise bad_request("invalid language code specified")
    return language
