"""What a chat can follow and what it follows, in words and buttons, page by page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from handlers.callback_kinds import (
    AskEndAll,
    End,
    EndAll,
    Follow,
    Leave,
    Menu,
    OpenMenu,
    Scope,
    SetRhythm,
    Setting,
    Switch,
    TurnFollowed,
)
from handlers.callbacks import encode
from handlers.replies.facts import title_of
from handlers.replies.fitting import BUTTON_LIMIT, Button, Reply, fitted, joined, shorten
from handlers.replies.localized import local
from handlers.replies.pages import page_of, turning
from handlers.texts import say
from knowledge.model import KnowledgeBase
from knowledge.notices.audience import TYPED, About, Rhythm, Settings, Subscription, Unreachable
from knowledge.notices.hours import format_hours, format_time

_FOLLOWED_KINDS = ("person", "body")
"""Kinds of names that can be followed."""
_DESCRIBED = 80
"""Maximum length in UTF-16 units of what a subscription is about; arbitrary."""
_LINE = 140
"""Maximum length of a line of the list, escaped, in UTF-16 units: a page of them fits into a message."""
_LISTED = 10
"""Maximum number of subscriptions of other forum topics that are listed; arbitrary."""
_CHOICES = (("case", Follow(About.CASE, "")), ("topics", OpenMenu(Menu.TOPICS)), ("names", OpenMenu(Menu.NAMES)))


@dataclass(frozen=True, slots=True)
class Followed:
    """What one thread of a chat follows, how the chat wants its notices, and why nothing can be sent to it."""

    subscriptions: tuple[Subscription, ...]
    settings: Settings
    unreachable: Unreachable | None = None


def render_choices(language: str) -> Reply:
    """Return what can be followed."""
    rows = [(Button(say(language, f"follow_{key}"), encode(callback)),) for key, callback in _CHOICES]
    return Reply(escape(say(language, "follow")), tuple(rows))


def render_topics(base: KnowledgeBase, language: str, page: int = 1) -> Reply:
    """Return a page of the topics to follow, a button each."""
    topics = [(local(topic.title, language), About.TOPIC, topic.id) for topic in base.case.topics]
    return _offered(topics, "follow_topic", Menu.TOPICS, language, page)


def render_names(base: KnowledgeBase, language: str, page: int = 1) -> Reply:
    """Return a page of the people and bodies to follow, a button each."""
    names = [
        (local(name.label, language), About.NAME, name.id) for name in base.case.names if name.kind in _FOLLOWED_KINDS
    ]
    return _offered(names, "follow_name", Menu.NAMES, language, page)


def _offered(items: Sequence[tuple[str, About, str]], lead: str, menu: Menu, language: str, page: int) -> Reply:
    shown, page, pages = page_of(items, page)
    rows = tuple((Button(shorten(label, BUTTON_LIMIT), encode(Follow(about, value))),) for label, about, value in shown)
    turn = turning(page, pages, lambda number: encode(OpenMenu(menu, number)), language)
    return Reply(escape(say(language, lead)), (*rows, *turn))


def render_followed(base: KnowledgeBase, followed: Followed, language: str, page: int = 1) -> Reply:
    """Return a page of what a chat follows, with a button to end each, its settings, and whether it can be reached."""
    own, settings = followed.subscriptions, followed.settings
    if not own:
        return Reply(escape(say(language, "subscriptions_none")))
    shown, page, pages = page_of(own, page)
    state = say(
        language,
        "subscriptions_settings",
        rhythm=say(language, f"comes_{own[0].rhythm}", time=format_time(settings.digest_minute)),
        zone=settings.timezone,
        quiet=quiet_of(settings, language),
        sound=say(language, "sound_off" if settings.silent else "sound_on"),
    )
    why = followed.unreachable
    html = joined(
        f"<b>{escape(say(language, f'unreachable_{why.name.casefold()}'))}</b>" if why else "",
        "\n".join((escape(say(language, "subscriptions")), *_lines(shown, base, language))),
        escape(say(language, "page", page=page, pages=pages)) if pages > 1 else "",
        escape(state),
        escape(say(language, "paused")) if settings.paused else "",
    )
    rows: list[tuple[Button, ...]] = [
        (
            Button(
                shorten(f"✕ {described(one, base, language)}", BUTTON_LIMIT),
                encode(End(page, one.about, one.value)),
            ),
        )
        for one in shown
    ]
    rows += turning(page, pages, lambda number: encode(TurnFollowed(number)), language)
    rows.append(tuple(Button(say(language, f"rhythm_{rhythm}"), encode(SetRhythm(rhythm))) for rhythm in Rhythm))
    rows += [(Button(say(language, key), encode(Switch(setting))),) for key, setting in _switches(settings)]
    rows.append((Button(say(language, "unfollow_all"), encode(AskEndAll())),))
    return Reply(html, tuple(rows))


def _lines(subscriptions: Iterable[Subscription], base: KnowledgeBase, language: str) -> list[str]:
    return [fitted(f"• {described(one, base, language)}", _LINE) for one in subscriptions]


def render_end_all(
    here: Sequence[Subscription], others: Sequence[Subscription], base: KnowledgeBase, language: str
) -> Reply:
    """Return the question before everything is ended: in this chat, or in this forum topic where others follow too."""
    leave = (Button(say(language, "leave"), encode(Leave())),)
    if not here and not others:
        return Reply(escape(say(language, "subscriptions_none")))
    if not others:
        yes = Button(say(language, "unfollow_yes"), encode(EndAll(Scope.CHAT)))
        return Reply(escape(say(language, "unfollow_sure", count=len(here))), ((yes,), leave))
    listed = _lines(others[:_LISTED], base, language) + ["…"] * (len(others) > _LISTED)
    lead = say(language, "unfollow_sure_here", count=len(here)) if here else say(language, "unfollow_here_none")
    there = "\n".join((escape(say(language, "unfollow_others", count=len(others))), *listed))
    html = joined(escape(lead), there, "" if here else escape(say(language, "unfollow_sure_others")))
    yes_here = (Button(say(language, "unfollow_yes_here"), encode(EndAll(Scope.HERE))),)
    everywhere = (Button(say(language, "unfollow_yes_everywhere"), encode(EndAll(Scope.CHAT))),)
    return Reply(html, ((yes_here, everywhere, leave) if here else (everywhere, leave)))


def quiet_of(settings: Settings, language: str) -> str:
    """Return a chat's quiet hours, or that there are none."""
    return format_hours(settings.quiet) if settings.quiet else say(language, "quiet_none")


def _switches(settings: Settings) -> Iterable[tuple[str, Setting]]:
    yield ("resume", Setting.RESUME) if settings.paused else ("pause", Setting.PAUSE)
    yield ("sound", Setting.SOUND) if settings.silent else ("silence", Setting.SILENCE)
    yield ("quiet_off", Setting.LOUD) if settings.quiet else ("quiet_on", Setting.QUIET)
    if settings.quiet:
        yield ("urgent_off", Setting.LATER) if settings.urgent_passes else ("urgent_on", Setting.URGENT)


def described(subscription: Subscription, base: KnowledgeBase, language: str) -> str:
    """Return what a subscription is about, in a few words."""
    about, value = subscription.about, subscription.value
    what = value
    if about is About.TOPIC and value in base.topics:
        what = shorten(local(base.topics[value].title, language), _DESCRIBED)
    elif about is About.NAME and value in base.names:
        what = shorten(local(base.names[value].label, language), _DESCRIBED)
    elif about is About.FACT and value in base.facts:
        what = shorten(title_of(base.facts[value], language), _DESCRIBED)
    elif about in TYPED:
        what = shorten(subscription.text or "…", _DESCRIBED)
    return say(language, f"about_{about}", what=what)
