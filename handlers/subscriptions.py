"""Following the case: what a chat hears about, how soon, and when it wants quiet."""

import re
from collections.abc import Iterable
from dataclasses import replace as changed
from datetime import datetime
from functools import cache
from html import escape
from importlib.resources import files
from typing import Any
from zoneinfo import available_timezones

from anyascii import anyascii
from rapidfuzz import fuzz, process
from telegram import Message, Update
from telegram.constants import ChatMemberStatus

from handlers.buttons import acknowledge, replace, send
from handlers.context import Context, Services, may_set, services, spoken_language, thread_of
from handlers.render import Button, Reply, shorten
from handlers.texts import say
from knowledge.model import KnowledgeBase
from knowledge.subscribing import About, Rhythm, Settings, Subscription, zone

NIGHT = (22 * 60, 8 * 60)
"""The quiet hours that a button sets, in minutes of the day."""
WORDS_LIMIT = 60
"""Characters of words to follow."""
_NAMES = 40
_FOLLOWED_KINDS = ("person", "body")
_LIKE_ENOUGH = 75


def render_choices(language: str) -> Reply:
    """Return what can be followed."""
    rows = [(Button(say(language, f"follow_{key}"), f"s:{data}"),) for key, data in _CHOICES]
    return Reply(escape(say(language, "follow")), tuple(rows))


_CHOICES = (("case", "case:"), ("topics", "t"), ("names", "n"))


def render_topics(base: KnowledgeBase, language: str) -> Reply:
    """Return the topics to follow, a button each."""
    rows = tuple((Button(shorten(topic.title[language], 60), f"s:topic:{topic.id}"),) for topic in base.case.topics)
    return Reply(escape(say(language, "follow_topic")), rows)


def render_names(base: KnowledgeBase, language: str) -> Reply:
    """Return the people and bodies to follow, a button each."""
    names = [name for name in base.case.names if name.kind in _FOLLOWED_KINDS][:_NAMES]
    rows = tuple((Button(shorten(name.label[language], 60), f"s:name:{name.id}"),) for name in names)
    return Reply(escape(say(language, "follow_name")), rows)


def render_followed(base: KnowledgeBase, followed: Iterable[Subscription], settings: Settings, language: str) -> Reply:
    """Return what a chat follows, with a button to end each, and its settings."""
    own = list(followed)
    if not own:
        return Reply(escape(say(language, "subscriptions_none")))
    lines = [f"• {described(one, base, language)}" for one in own]
    quiet = say(language, "quiet_none")
    if settings.quiet:
        quiet = "–".join(f"{minute // 60}:{minute % 60:02}" for minute in settings.quiet)
    state = say(
        language,
        "subscriptions_settings",
        rhythm=say(language, f"rhythm_{own[0].rhythm}"),
        zone=settings.timezone,
        quiet=quiet,
        sound=say(language, "sound_off" if settings.silent else "sound_on"),
    )
    rows: list[tuple[Button, ...]] = [
        (Button(shorten(f"✕ {described(one, base, language)}", 60), f"u:{one.about}:{one.value}"),)
        for one in own
        if len(f"u:{one.about}:{one.value}".encode()) <= _DATA
    ]
    rows.append(tuple(Button(say(language, f"rhythm_{rhythm}"), f"w:{rhythm}") for rhythm in Rhythm))
    rows += [(Button(say(language, key), f"w:{data}"),) for key, data in _switches(settings)]
    rows.append((Button(say(language, "unfollow_all"), "u:all"),))
    text = "\n".join((escape(say(language, "subscriptions")), *map(escape, lines)))
    paused = [escape(say(language, "paused"))] if settings.paused else []
    return Reply("\n\n".join((text, escape(state), *paused)), tuple(rows))


_DATA = 64
"""Bytes that Telegram keeps with a button."""


def _switches(settings: Settings) -> Iterable[tuple[str, str]]:
    yield ("resume", "resume") if settings.paused else ("pause", "pause")
    yield ("sound", "sound") if settings.silent else ("silence", "silence")
    yield ("quiet_off", "loud") if settings.quiet else ("quiet_on", "quiet")
    if settings.quiet:
        yield ("urgent_off", "later") if settings.urgent_passes else ("urgent_on", "urgent")


_CHANGES: dict[str, dict[str, Any]] = {
    "pause": {"paused": True},
    "resume": {"paused": False},
    "silence": {"silent": True},
    "sound": {"silent": False},
    "quiet": {"quiet": NIGHT},
    "loud": {"quiet": None},
    "urgent": {"urgent_passes": True},
    "later": {"urgent_passes": False},
}


def described(subscription: Subscription, base: KnowledgeBase, language: str) -> str:
    """Return what a subscription is about, in a few words."""
    about, value = subscription.about, subscription.value
    what = value
    if about is About.TOPIC and value in base.topics:
        what = base.topics[value].title[language]
    elif about is About.NAME and value in base.names:
        what = base.names[value].label[language]
    elif about is About.FACT and value in base.facts:
        what = shorten(base.facts[value].questions[language][0], 80)
    return say(language, f"about_{about}", what=what)


async def subscribe(update: Update, context: Context) -> None:
    """Answer /subscribe with what can be followed; words after it are followed as they are, after "-" shut out."""
    message = update.effective_message
    if message is None or not await _allowed(update, context):
        return
    own, language = services(context), await spoken_language(services(context), update)
    words = " ".join(context.args or ())[:WORDS_LIMIT]
    if not words:
        await send(context.bot, message, render_choices(language))
        return
    about = About.WITHOUT if words.startswith("-") else About.WORDS
    text = await _follow(own, message, Subscription(about, words.removeprefix("-").strip()), language)
    await send(context.bot, message, text)


async def subscriptions(update: Update, context: Context) -> None:
    """Answer /subscriptions with what the chat follows."""
    message = update.effective_message
    if message is not None:
        own, language = services(context), await spoken_language(services(context), update)
        await send(context.bot, message, await _overview(own, message, language))


async def unsubscribe(update: Update, context: Context) -> None:
    """Answer /unsubscribe: the chat follows nothing any more."""
    message = update.effective_message
    if message is not None and await _allowed(update, context):
        own, language = services(context), await spoken_language(services(context), update)
        await own.chats.subscribers.unfollow(message.chat.id, thread_of(message))
        await send(context.bot, message, Reply(escape(say(language, "unfollowed_all"))))


async def set_timezone(update: Update, context: Context) -> None:
    """Answer /timezone CITY."""
    message = update.effective_message
    if message is None or not await _allowed(update, context):
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
    await _set(own, message, changed(settings, timezone=found))
    time = own.clock().astimezone(zone(found)).strftime("%H:%M")
    await send(context.bot, message, Reply(escape(say(language, "timezone_set", zone=found, time=time))))


async def button(update: Update, context: Context) -> None:
    """Follow, end or set what a button says."""
    query = update.callback_query
    if query is None or not isinstance(query.message, Message):
        return
    own, message, language = services(context), query.message, await spoken_language(services(context), update)
    if not await may_set(context, message.chat, query.from_user.id):
        await acknowledge(query, say(language, "admins_only"))
        return
    verb, _, rest = (query.data or "").partition(":")
    about, _, value = rest.partition(":")
    match verb, about:
        case "s", "t":
            reply = render_topics(own.base, language)
        case "s", "n":
            reply = render_names(own.base, language)
        case "s", _ if about in set(About) and _there(own.base, About(about), value):
            fresh = await _follow(own, message, Subscription(About(about), value), language)
            await acknowledge(query)
            await send(context.bot, message, fresh, quote=False)
            return
        case "u", "all":
            await own.chats.subscribers.unfollow(message.chat.id, thread_of(message))
            reply = Reply(escape(say(language, "unfollowed_all")))
        case "u", _ if about in set(About):
            await own.chats.subscribers.unfollow(message.chat.id, thread_of(message), About(about), value)
            what = described(Subscription(About(about), value), own.base, language)
            await acknowledge(query, shorten(say(language, "unfollowed", what=what), 190))
            return
        case "w", _:
            await _switch(own, message, about, language)
            reply = await _overview(own, message, language)
        case _:
            reply = await _overview(own, message, language)
    await acknowledge(query)
    await replace(context.bot, message, reply)


async def membership(update: Update, context: Context) -> None:
    """Pause the notices of a chat that removed or blocked the bot, and resume them when it is let in again."""
    change = update.my_chat_member
    if change is None:
        return
    own = services(context)
    away = change.new_chat_member.status in {ChatMemberStatus.LEFT, ChatMemberStatus.BANNED}
    await own.chats.subscribers.gone(change.chat.id, "removed" if away else None, own.clock().timestamp())


async def migrated(update: Update, context: Context) -> None:
    """Keep the subscriptions of a group that became a supergroup."""
    message = update.effective_message
    if message is not None and message.migrate_to_chat_id:
        await services(context).chats.subscribers.moved(message.chat.id, message.migrate_to_chat_id)


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


def _there(base: KnowledgeBase, about: About, value: str) -> bool:
    known = {About.CASE: {""}, About.TOPIC: base.topics, About.NAME: base.names, About.FACT: base.facts}
    return value in known.get(about, ())


async def _follow(own: Services, message: Message, subscription: Subscription, language: str) -> Reply:
    subscribers, thread = own.chats.subscribers, thread_of(message)
    others = await subscribers.followed(message.chat.id, thread)
    rhythm = others[0].rhythm if others else Rhythm.NOW
    first = await subscribers.follow(message.chat.id, thread, changed(subscription, rhythm=rhythm), language)
    what = described(subscription, own.base, language)
    text = say(language, "followed" if first else "followed_again", what=what)
    return Reply(escape(text), ((Button(say(language, "notice_settings"), "s"),),))


async def _switch(own: Services, message: Message, what: str, language: str) -> None:
    """Change one setting of a chat, or how soon everything that it follows comes."""
    subscribers, chat, thread = own.chats.subscribers, message.chat.id, thread_of(message)
    if what in set(Rhythm):
        for one in await subscribers.followed(chat, thread):
            await subscribers.follow(chat, thread, changed(one, rhythm=Rhythm(what)), language)
    elif what in _CHANGES:
        await _set(own, message, changed(await subscribers.settings(chat), **_CHANGES[what]))


async def _set(own: Services, message: Message, settings: Settings) -> None:
    now: datetime = own.clock()
    await own.chats.subscribers.set_settings(message.chat.id, settings, now.timestamp())


async def _overview(own: Services, message: Message, language: str) -> Reply:
    subscribers = own.chats.subscribers
    followed = await subscribers.followed(message.chat.id, thread_of(message))
    return render_followed(own.base, followed, await subscribers.settings(message.chat.id), language)


async def _allowed(update: Update, context: Context) -> bool:
    """Whether a person may change what a chat follows; in a group an administrator only, and others are told so."""
    message, user = update.effective_message, update.effective_user
    if message is None:
        return False
    if message.sender_chat is not None and message.sender_chat.id == message.chat.id:
        return True
    if user is not None and await may_set(context, message.chat, user.id):
        return True
    language = await spoken_language(services(context), update)
    await send(context.bot, message, Reply(escape(say(language, "admins_only"))))
    return False
