"""When notices come to a chat: /quiet, /digest, and /timezone, by whose clock these hours are."""

from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace as changed
from datetime import datetime
from html import escape

from telegram import Message, Update

from handlers.callback_kinds import SetZone
from handlers.callbacks import encode
from handlers.context import Context, Services, services, spoken_language, thread_of
from handlers.messages import acknowledge, replace, send
from handlers.presses import permitted_press
from handlers.replies.fitting import Button, Reply, shorten
from handlers.replies.subscriptions import quiet_of
from handlers.subscriptions import allowed, save
from handlers.texts import say
from knowledge.notices.audience import Rhythm, Settings
from knowledge.notices.cities import Place
from knowledge.notices.clocks import read_zone
from knowledge.notices.hours import format_time, parse_hours, parse_time
from knowledge.notices.zones import is_fixed, is_zone, zone

OFF = "off"
"""What ends quiet hours when it is typed after /quiet, in every language."""
_SHOWN = 60
"""Maximum length in UTF-16 units of what was typed that is repeated; arbitrary."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """A command of somebody who may set the hours, in a chat that follows something."""

    own: Services
    message: Message
    language: str
    typed: str
    settings: Settings
    rhythm: Rhythm
    """How soon what is followed in the thread comes."""


async def set_quiet(update: Update, context: Context) -> None:
    """Answer /quiet HOURS, /quiet off, and /quiet alone."""
    if asked := await _asked(update, context):
        await send(context.bot, asked.message, Reply(escape(await _quiet(asked))))


async def set_digest(update: Update, context: Context) -> None:
    """Answer /digest TIME and /digest alone."""
    if asked := await _asked(update, context):
        await send(context.bot, asked.message, Reply(escape(await _digest(asked))))


async def set_timezone(update: Update, context: Context) -> None:
    """Answer /timezone with a city, an offset or a zone's name: set at once if it is exact, else asked about."""
    if asked := await _asked(update, context):
        await send(context.bot, asked.message, await _timezone(asked))


async def choose_timezone(update: Update, context: Context) -> None:
    """Set the time zone whose button was pressed."""
    press = await permitted_press(update, context)
    if press is None:
        return
    own, message, language, callback = press.own, press.message, press.language, press.callback
    await acknowledge(press.query)
    followed = await own.chats.subscribers.followed(message.chat.id, thread_of(message))
    name = callback.zone if isinstance(callback, SetZone) else ""
    text = say(language, "subscriptions_none")
    if followed and is_zone(name):
        settings = changed(await own.chats.subscribers.settings(message.chat.id), timezone=name)
        await save(own, message.chat.id, settings)
        text = _zone_sentences(own, settings, followed[0].rhythm, name, language)
    await replace(context.bot, message, Reply(escape(text)))


async def _asked(update: Update, context: Context) -> _Asked | None:
    """Return what a command asks; None if it may not, or if the chat follows nothing, and says so."""
    message = update.effective_message
    if message is None or not await allowed(update, context):
        return None
    own, language = services(context), await spoken_language(services(context), update)
    subscribers = own.chats.subscribers
    followed = await subscribers.followed(message.chat.id, thread_of(message))
    if not followed:
        await send(context.bot, message, Reply(escape(say(language, "subscriptions_none"))))
        return None
    settings = await subscribers.settings(message.chat.id)
    return _Asked(own, message, language, " ".join(context.args or ()), settings, followed[0].rhythm)


async def _quiet(asked: _Asked) -> str:
    """Set the quiet hours that were typed; return what to say."""
    settings, language = asked.settings, asked.language
    hours = parse_hours(asked.typed)
    if asked.typed and hours is None and asked.typed.casefold() != OFF:
        return say(language, "quiet_unclear", typed=shorten(asked.typed, _SHOWN))
    if not asked.typed:
        text = say(language, "quiet_how", quiet=quiet_of(settings, language))
    else:
        settings = changed(settings, quiet=hours)
        await save(asked.own, asked.message.chat.id, settings)
        text = say(language, "quiet_set" if hours else "quiet_ended", quiet=quiet_of(settings, language))
    return "\n\n".join((text, *([_clock(asked.own, settings, language)] if settings.quiet else [])))


async def _digest(asked: _Asked) -> str:
    """Set the time of digests that was typed; return what to say."""
    settings, language = asked.settings, asked.language
    minute = parse_time(asked.typed)
    if asked.typed and minute is None:
        return say(language, "digest_unclear", typed=shorten(asked.typed, _SHOWN))
    if minute is not None:
        settings = changed(settings, digest_minute=minute)
        await save(asked.own, asked.message.chat.id, settings)
    key = "digest_how" if minute is None else "digest_set"
    lines = [say(language, key, time=format_time(settings.digest_minute))]
    lines += [say(language, "digest_none")] if asked.rhythm is Rhythm.NOW else []
    return "\n\n".join((*lines, _clock(asked.own, settings, language)))


async def _timezone(asked: _Asked) -> Reply:
    """Set the time zone that was typed if it is exact; return what to say, or to ask."""
    own, language = asked.own, asked.language
    if not asked.typed:
        return Reply(escape(f"{say(language, 'timezone_how')}\n\n{_clock(own, asked.settings, language)}"))
    meant = read_zone(asked.typed)
    if not meant.places:
        return Reply(escape(say(language, "timezone_unknown", typed=shorten(asked.typed, _SHOWN))))
    if not meant.is_exact:
        return render_places(meant.places, own.clock(), language)
    (place,) = meant.places
    settings = changed(asked.settings, timezone=place.zone)
    await save(own, asked.message.chat.id, settings)
    return Reply(escape(_zone_sentences(own, settings, asked.rhythm, _label(place), language)))


def render_places(places: Sequence[Place], now: datetime, language: str) -> Reply:
    """Return the question which place is meant, each with its time zone and what the clock shows there."""
    shown = [(_label(place), _time(place.zone, now), encode(SetZone(place.zone))) for place in places]
    if len(shown) == 1:
        label, time, button = shown[0]
        text = say(language, "timezone_mean", place=label, time=time)
        return Reply(escape(text), ((Button(say(language, "timezone_yes"), button),),))
    rows = tuple((Button(f"{time} · {label}", button),) for label, time, button in shown)
    return Reply(escape(say(language, "timezone_which")), rows)


def _label(place: Place) -> str:
    return ", ".join(filter(None, (place.name, place.zone)))


def _zone_sentences(own: Services, settings: Settings, rhythm: Rhythm, label: str, language: str) -> str:
    """Return the sentences that say which time zone was set, and when digests come, if they do."""
    lines = [say(language, "timezone_set", zone=label, time=_time(settings.timezone, own.clock()))]
    lines += [say(language, "timezone_fixed")] if is_fixed(settings.timezone) else []
    if rhythm is not Rhythm.NOW:
        lines.append(say(language, "digest_how", time=format_time(settings.digest_minute)))
    return "\n\n".join(lines)


def _clock(own: Services, settings: Settings, language: str) -> str:
    """Return the sentence that says whose clock the hours follow; who never chose is asked for a city."""
    key = "quiet_zone_unset" if settings.timezone == Settings().timezone else "timezone_set"
    return say(language, key, zone=settings.timezone, time=_time(settings.timezone, own.clock()))


def _time(name: str, now: datetime) -> str:
    return now.astimezone(zone(name)).strftime("%H:%M")
