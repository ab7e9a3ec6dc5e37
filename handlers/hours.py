"""When a chat wants no notices: /quiet, and /timezone, by whose clock the hours are."""

import re
from dataclasses import replace as changed
from functools import cache
from html import escape
from importlib.resources import files
from zoneinfo import available_timezones

from anyascii import anyascii
from rapidfuzz import fuzz, process
from telegram import Update

from handlers.buttons import send
from handlers.context import Context, Services, services, spoken_language, thread_of
from handlers.render import Reply
from handlers.subscriptions import allowed, quiet_of, save
from handlers.texts import say
from knowledge.hours import parse_hours
from knowledge.subscribing import Settings
from knowledge.zones import zone

OFF = "off"
"""What ends quiet hours when it is typed after /quiet, in every language."""
_LIKE_ENOUGH = 75


async def set_quiet(update: Update, context: Context) -> None:
    """Answer /quiet HOURS, /quiet off, and /quiet alone."""
    message = update.effective_message
    if message is None or not await allowed(update, context):
        return
    own, language = services(context), await spoken_language(services(context), update)
    subscribers, chat = own.chats.subscribers, message.chat.id
    if not await subscribers.followed(chat, thread_of(message)):
        await send(context.bot, message, Reply(escape(say(language, "subscriptions_none"))))
        return
    text = await _quiet(own, chat, " ".join(context.args or ()), language)
    await send(context.bot, message, Reply(escape(text)))


async def _quiet(own: Services, chat: int, typed: str, language: str) -> str:
    """Set the quiet hours that were typed; return what to say."""
    settings = await own.chats.subscribers.settings(chat)
    hours = parse_hours(typed)
    if typed and hours is None and typed.casefold() != OFF:
        return say(language, "quiet_unclear")
    if not typed:
        text = say(language, "quiet_how", quiet=quiet_of(settings, language))
    else:
        settings = changed(settings, quiet=hours)
        await save(own, chat, settings)
        text = say(language, "quiet_set" if hours else "quiet_ended", quiet=quiet_of(settings, language))
    return "\n\n".join((text, *([_clock(own, settings, language)] if settings.quiet else [])))


def _clock(own: Services, settings: Settings, language: str) -> str:
    """Return the sentence that says whose clock the quiet hours follow; who never chose is asked for a city."""
    key = "quiet_zone_unset" if settings.timezone == Settings().timezone else "timezone_set"
    time = own.clock().astimezone(zone(settings.timezone)).strftime("%H:%M")
    return say(language, key, zone=settings.timezone, time=time)


async def set_timezone(update: Update, context: Context) -> None:
    """Answer /timezone CITY."""
    message = update.effective_message
    if message is None or not await allowed(update, context):
        return
    own, language = services(context), await spoken_language(services(context), update)
    typed = " ".join(context.args or ())
    if not await own.chats.subscribers.followed(message.chat.id, thread_of(message)):
        await send(context.bot, message, Reply(escape(say(language, "subscriptions_none"))))
        return
    found = find_timezone(typed) if typed else None
    if found is None:
        key = "timezone_unknown" if typed else "timezone_how"
        await send(context.bot, message, Reply(escape(say(language, key))))
        return
    settings = await own.chats.subscribers.settings(message.chat.id)
    await save(own, message.chat.id, changed(settings, timezone=found))
    time = own.clock().astimezone(zone(found)).strftime("%H:%M")
    await send(context.bot, message, Reply(escape(say(language, "timezone_set", zone=found, time=time))))


def find_timezone(typed: str) -> str | None:
    """Return the IANA time zone that a city or a zone's name means, in any script; None if none is near enough."""
    folded = re.sub(r"[ -]+", "_", anyascii(typed).casefold().strip()).replace("'", "")
    found = process.extractOne(folded, _cities().keys(), scorer=fuzz.ratio, score_cutoff=_LIKE_ENOUGH)
    return _cities()[found[0]] if found else None


@cache
def _cities() -> dict[str, str]:
    """Return how time zones are called, folded, by whole names and by cities: names in use before those given up."""
    table = (files("tzdata.zoneinfo") / "zone.tab").read_text(encoding="utf-8")
    current = [line.split("\t")[2] for line in table.splitlines() if not line.startswith("#")]
    names: dict[str, str] = {}
    for name in (*current, *sorted(available_timezones())):
        names.setdefault(name.casefold(), name)
        if "/" in name and not name.startswith("Etc/"):
            names.setdefault(name.rpartition("/")[2].casefold(), name)
    return names
