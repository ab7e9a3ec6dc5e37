"""Following the case: what a chat hears about, how soon, and which questions wait for an answer."""

from collections.abc import Iterable
from dataclasses import replace as changed
from html import escape
from typing import Any

from telegram import (
    Message,
    Update,
)

from handlers.callback_kinds import (
    Callback,
    Follow,
    Menu,
    OpenFollowed,
    OpenMenu,
    SetRhythm,
    Setting,
    Switch,
    TurnFollowed,
)
from handlers.callbacks import encode, resolve
from handlers.context import Context, Services, may_set, question_of, said, services, spoken_language, thread_of
from handlers.messages import acknowledge, replace, send
from handlers.presses import Press, permitted_press
from handlers.replies.fitting import Button, Reply
from handlers.replies.subscriptions import (
    Followed,
    described,
    render_choices,
    render_followed,
    render_names,
    render_topics,
)
from handlers.texts import say
from knowledge.answering.answers import Act, Found, Timeline
from knowledge.model import KnowledgeBase
from knowledge.notices.audience import About, Rhythm, Settings, Subscription, TooManyError, can_wait
from knowledge.notices.hours import format_time
from knowledge.notices.words import WORDS_LIMIT, Refusal, read_words

KINDS = (OpenFollowed, OpenMenu, Follow, SetRhythm, Switch, TurnFollowed)
"""The buttons that `button` answers."""
NIGHT = (22 * 60, 8 * 60)
"""Quiet hours that a button sets, from and to, in minutes of the day; arbitrary."""
_CHANGES: dict[Setting, dict[str, Any]] = {
    Setting.PAUSE: {"paused": True},
    Setting.RESUME: {"paused": False},
    Setting.SILENCE: {"silent": True},
    Setting.SOUND: {"silent": False},
    Setting.QUIET: {"quiet": NIGHT},
    Setting.LOUD: {"quiet": None},
    Setting.URGENT: {"urgent_passes": True},
    Setting.LATER: {"urgent_passes": False},
}


async def subscribe(update: Update, context: Context) -> None:
    """Answer /subscribe with what can be followed; words after it are followed as they are, after a dash shut out."""
    message = update.effective_message
    if message is None or not await allowed(update, context):
        return
    own, language = services(context), await spoken_language(services(context), update)
    if not context.args:
        await send(context.bot, message, render_choices(language))
        return
    match read_words(" ".join(context.args), own.base.case.languages):
        case Refusal() as refusal:
            reply = Reply(escape(say(language, f"words_{refusal}", limit=WORDS_LIMIT)))
        case subscription:
            reply = await _follow(own, message, subscription, language)
    await send(context.bot, message, reply)


async def subscriptions(update: Update, context: Context) -> None:
    """Answer /subscriptions with what the chat follows."""
    message = update.effective_message
    if message is not None:
        own, language = services(context), await spoken_language(services(context), update)
        await send(context.bot, message, render_followed(own.base, await overview_of(own, message), language))


async def button(update: Update, context: Context) -> None:
    """Follow, end or set what a button says."""
    press = await permitted_press(update, context)
    if press is None:
        return
    callback = press.callback or OpenFollowed()
    if isinstance(callback, Follow) and callback.about is About.QUESTION:
        await _wait(context, press)
        return
    reply = await act(press.own, press.message, callback, press.language)
    await acknowledge(press.query)
    if isinstance(callback, Follow | OpenFollowed):  # It may stand below a text, which is not touched.
        await send(context.bot, press.message, reply, quote=False if isinstance(callback, Follow) else None)
    else:
        await replace(context.bot, press.message, reply)


async def act(own: Services, place: Message, callback: Callback, language: str) -> Reply:
    """Do what a button says where `place` stands, and return what is to be shown, which may be elsewhere."""
    match callback:
        case Follow(about, value) if (offered := there(own.base, about, value)) is not None:
            return await _follow(own, place, offered, language)
        case OpenMenu(Menu.TOPICS, page):
            return render_topics(own.base, language, page)
        case OpenMenu(Menu.NAMES, page):
            return render_names(own.base, language, page)
        case SetRhythm(rhythm):
            await _set_rhythm(own, place, rhythm, language)
        case Switch(setting):
            settings = await own.chats.subscribers.settings(place.chat.id)
            await save(own, place.chat.id, changed(settings, **_CHANGES[setting]))
    page = callback.page if isinstance(callback, TurnFollowed) else 1
    return render_followed(own.base, await overview_of(own, place), language, page)


def there(base: KnowledgeBase, about: About, part: str) -> Subscription | None:
    """Return the subscription that a button offers, None if what it names is not in the base."""
    known: dict[About, Iterable[str]] = {
        About.CASE: ("",),
        About.TOPIC: base.topics,
        About.NAME: base.names,
        About.FACT: base.facts,
    }
    value = resolve(part, known.get(about, ()))
    return None if value is None else Subscription(about, value)


async def _follow(own: Services, message: Message, subscription: Subscription, language: str) -> Reply:
    subscribers, thread = own.chats.subscribers, thread_of(message)
    others = await subscribers.followed(message.chat.id, thread)
    rhythm = others[0].rhythm if others else Rhythm.NOW
    try:
        first = await subscribers.follow(message.chat.id, thread, changed(subscription, rhythm=rhythm), language)
    except TooManyError as error:
        return Reply(escape(say(language, _MANY.get(error.about, "followed_many"), count=error.most)))
    if subscription.about is About.QUESTION:
        text = say(language, "followed_question", what=subscription.text)
        if own.operator.reads_questions:
            await own.chats.reviewed.allow(subscription.text)
            text = f"{text}\n\n{say(language, 'question_read')}"
    elif subscription.about is About.WITHOUT:
        alone = all(one.about is About.WITHOUT for one in others)
        text = say(language, "followed_without_only" if alone else "followed_without", what=subscription.text)
    else:
        what = described(subscription, own.base, language)
        text = say(language, "followed" if first else "followed_again", what=what)
    if rhythm is not Rhythm.NOW:
        minute = (await subscribers.settings(message.chat.id)).digest_minute
        text = f"{text}\n\n{say(language, 'digest_how', time=format_time(minute))}"
    return Reply(escape(text), ((Button(say(language, "notice_settings"), encode(OpenFollowed())),),))


_MANY: dict[About | None, str] = {
    About.QUESTION: "questions_many",
    About.WORDS: "words_many",
    About.WITHOUT: "words_many",
}


async def _wait(context: Context, press: Press) -> None:
    """Keep the question of the message that the button's message answers, until a notice answers it; else say why not.

    It is read off the chat as it stands now: whoever deleted or changed the question has taken it back.
    """
    own, asked, language = press.own, press.message.reply_to_message, press.language
    question = question_of(said(asked), context.bot.username)
    if not can_wait(question) or isinstance(own.answerer.answer(question), Found | Timeline | Act):
        await acknowledge(press.query, say(language, "question_gone"))
        return
    reply = await _follow(own, press.message, Subscription(About.QUESTION, text=question), language)
    await acknowledge(press.query)
    await send(context.bot, press.message, reply, quote=False)


async def _set_rhythm(own: Services, message: Message, rhythm: Rhythm, language: str) -> None:
    """Change how soon everything comes that the thread of a message follows."""
    subscribers, chat, thread = own.chats.subscribers, message.chat.id, thread_of(message)
    for one in await subscribers.followed(chat, thread):
        await subscribers.follow(chat, thread, changed(one, rhythm=rhythm), language)


async def save(own: Services, chat_id: int, settings: Settings) -> None:
    """Keep how a chat wants its notices."""
    await own.chats.subscribers.set_settings(chat_id, settings, own.clock().timestamp())


async def overview_of(own: Services, message: Message) -> Followed:
    """Return what the thread of a message follows, and how its chat gets notices."""
    subscribers, chat = own.chats.subscribers, message.chat.id
    followed = await subscribers.followed(chat, thread_of(message))
    return Followed(followed, await subscribers.settings(chat), await subscribers.why_unreachable(chat))


async def allowed(update: Update, context: Context) -> bool:
    """Whether a person may change what a chat follows; in a group only an administrator may; others learn why not."""
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
