"""Following the case: what a chat hears about, how soon, and which questions wait for an answer."""

from collections.abc import Iterable
from dataclasses import replace as changed
from html import escape
from typing import Any

from telegram import (
    CallbackQuery,
    Chat,
    ChatMember,
    ChatMemberAdministrator,
    ChatMemberBanned,
    ChatMemberLeft,
    ChatMemberRestricted,
    Message,
    Update,
)

from handlers.ask import question_of
from handlers.buttons import acknowledge, replace, send
from handlers.callbacks import Callback, Verb, data, meant, read
from handlers.context import Context, Services, may_set, said, services, spoken_language, thread_of
from handlers.render import Button, Reply, shorten, title_of
from handlers.texts import say
from knowledge.answering import Excerpts, Suggestions, Unknown
from knowledge.following import WORDS_LIMIT, Refusal, read_words
from knowledge.hours import format_hours, format_time
from knowledge.model import KnowledgeBase
from knowledge.subscribing import TYPED, About, Rhythm, Settings, Subscription, TooManyError, Unreachable, can_wait

VERBS = (Verb.FOLLOW, Verb.STOP, Verb.SET)
"""The buttons that `button` answers."""
NIGHT = (22 * 60, 8 * 60)
"""The quiet hours that a button sets, in minutes of the day."""
_NAMES = 40
_FOLLOWED_KINDS = ("person", "body")


def render_choices(language: str) -> Reply:
    """Return what can be followed."""
    rows = [(Button(say(language, f"follow_{key}"), data(Verb.FOLLOW, *parts)),) for key, parts in _CHOICES]
    return Reply(escape(say(language, "follow")), tuple(rows))


_CHOICES = (("case", (About.CASE, "")), ("topics", ("t",)), ("names", ("n",)))


def render_topics(base: KnowledgeBase, language: str) -> Reply:
    """Return the topics to follow, a button each."""
    rows = tuple(
        (Button(shorten(topic.title[language], 60), data(Verb.FOLLOW, About.TOPIC, topic.id)),)
        for topic in base.case.topics
    )
    return Reply(escape(say(language, "follow_topic")), rows)


def render_names(base: KnowledgeBase, language: str) -> Reply:
    """Return the people and bodies to follow, a button each."""
    names = [name for name in base.case.names if name.kind in _FOLLOWED_KINDS][:_NAMES]
    rows = tuple((Button(shorten(name.label[language], 60), data(Verb.FOLLOW, About.NAME, name.id)),) for name in names)
    return Reply(escape(say(language, "follow_name")), rows)


def render_followed(base: KnowledgeBase, followed: Iterable[Subscription], settings: Settings, language: str) -> Reply:
    """Return what a chat follows, with a button to end each, and its settings."""
    own = list(followed)
    if not own:
        return Reply(escape(say(language, "subscriptions_none")))
    lines = [f"• {described(one, base, language)}" for one in own]
    state = say(
        language,
        "subscriptions_settings",
        rhythm=say(language, f"comes_{own[0].rhythm}", time=format_time(settings.digest_minute)),
        zone=settings.timezone,
        quiet=quiet_of(settings, language),
        sound=say(language, "sound_off" if settings.silent else "sound_on"),
    )
    rows: list[tuple[Button, ...]] = [
        (Button(shorten(f"✕ {described(one, base, language)}", 60), data(Verb.STOP, one.about, one.value)),)
        for one in own
    ]
    rows.append(tuple(Button(say(language, f"rhythm_{rhythm}"), data(Verb.SET, rhythm)) for rhythm in Rhythm))
    rows += [(Button(say(language, key), data(Verb.SET, what)),) for key, what in _switches(settings)]
    rows.append((Button(say(language, "unfollow_all"), data(Verb.STOP, "all")),))
    text = "\n".join((escape(say(language, "subscriptions")), *map(escape, lines)))
    paused = [escape(say(language, "paused"))] if settings.paused else []
    return Reply("\n\n".join((text, escape(state), *paused)), tuple(rows))


def quiet_of(settings: Settings, language: str) -> str:
    """Return a chat's quiet hours, or that there are none."""
    return format_hours(settings.quiet) if settings.quiet else say(language, "quiet_none")


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
        what = shorten(title_of(base.facts[value], language), 80)
    elif about in TYPED:
        what = shorten(subscription.text or "…", 80)
    return say(language, f"about_{about}", what=what)


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
        await send(context.bot, message, await _overview(own, message, language))


async def unsubscribe(update: Update, context: Context) -> None:
    """Answer /unsubscribe: the chat follows nothing any more."""
    message = update.effective_message
    if message is not None and await allowed(update, context):
        own, language = services(context), await spoken_language(services(context), update)
        await own.chats.subscribers.unfollow(message.chat.id, thread_of(message))
        await send(context.bot, message, Reply(escape(say(language, "unfollowed_all"))))


async def button(update: Update, context: Context) -> None:
    """Follow, end or set what a button says."""
    query = update.callback_query
    if query is None or not isinstance(query.message, Message):
        return
    own, message, language = services(context), query.message, await spoken_language(services(context), update)
    if not await may_set(context, message.chat, query.from_user.id):
        await acknowledge(query, say(language, "admins_only"))
        return
    callback = read(query.data) or Callback(Verb.FOLLOW)
    about, value = callback.part(0), callback.whole(1)
    match callback.verb:
        case Verb.FOLLOW if about == About.QUESTION:
            await _wait(context, query, message, language)
        case Verb.FOLLOW if (there := _there(own.base, about, value)) is not None:
            fresh = await _follow(own, message, there, language)
            await acknowledge(query)
            await send(context.bot, message, fresh, quote=False)
        case Verb.STOP if about in set(About):
            what = described(await _ended(own, message, About(about), value), own.base, language)
            await acknowledge(query, shorten(say(language, "unfollowed", what=what), 190))
        case verb:
            reply = await _turned(own, message, verb, about, language)
            await acknowledge(query)
            await replace(context.bot, message, reply)


async def act(own: Services, place: Message, callback: Callback, language: str) -> Reply:
    """Do what a button says where `place` stands, and return what is to be shown, which may be elsewhere."""
    about, value = callback.part(0), callback.whole(1)
    match callback.verb:
        case Verb.FOLLOW if (there := _there(own.base, about, value)) is not None:
            return await _follow(own, place, there, language)
        case Verb.STOP if about in set(About):
            await _ended(own, place, About(about), value)
            return await _overview(own, place, language)
        case verb:
            return await _turned(own, place, verb, about, language)


async def _turned(own: Services, message: Message, verb: Verb, about: str, language: str) -> Reply:
    """Return what comes in the place of the message below which a button was pressed, once that is done."""
    match verb, about:
        case Verb.FOLLOW, "t":
            return render_topics(own.base, language)
        case Verb.FOLLOW, "n":
            return render_names(own.base, language)
        case Verb.STOP, "all":
            await own.chats.subscribers.unfollow(message.chat.id, thread_of(message))
            return Reply(escape(say(language, "unfollowed_all")))
        case Verb.SET, _:
            await _switch(own, message, about, language)
    return await _overview(own, message, language)


async def membership(update: Update, context: Context) -> None:
    """Keep whether the bot may write in a chat, which its membership there tells; what waited comes when it may."""
    change = update.my_chat_member
    if change is None:
        return
    subscribers, now = services(context).chats.subscribers, services(context).clock().timestamp()
    why = _cut_off(change.chat, change.new_chat_member)
    if why is None:
        await subscribers.back(change.chat.id, now, may_write=True)
    else:
        await subscribers.gone(change.chat.id, why, now)


def _cut_off(chat: Chat, member: ChatMember) -> Unreachable | None:
    """Return why the bot, as this member, cannot write in a chat; None if it can."""
    match member:
        case ChatMemberLeft() | ChatMemberBanned():
            return Unreachable.BLOCKED if chat.type == Chat.PRIVATE else Unreachable.REMOVED
        case ChatMemberRestricted(can_send_messages=False):
            return Unreachable.NO_RIGHTS
        case ChatMemberAdministrator(can_post_messages=may_post) if chat.type == Chat.CHANNEL and not may_post:
            return Unreachable.NO_RIGHTS
        case _:
            return None


async def seen(update: Update, context: Context) -> None:
    """Take a message or a press as a sign that the chat can be reached, though a send failed before."""
    if update.effective_chat is not None and update.my_chat_member is None:
        own = services(context)
        await own.chats.seen(update.effective_chat.id, own.clock())


async def migrated(update: Update, context: Context) -> None:
    """Keep the subscriptions of a group that became a supergroup."""
    message = update.effective_message
    if message is not None and message.migrate_to_chat_id:
        await services(context).chats.subscribers.moved(message.chat.id, message.migrate_to_chat_id)


def _there(base: KnowledgeBase, about: str, part: str) -> Subscription | None:
    """Return the subscription that a button offers, None if what it names is not in the base."""
    known: dict[str, Iterable[str]] = {
        About.CASE: ("",),
        About.TOPIC: base.topics,
        About.NAME: base.names,
        About.FACT: base.facts,
    }
    value = meant(part, known.get(about, ()))
    return None if value is None else Subscription(About(about), value)


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
    else:
        what = described(subscription, own.base, language)
        text = say(language, "followed" if first else "followed_again", what=what)
    if rhythm is not Rhythm.NOW:
        minute = (await subscribers.settings(message.chat.id)).digest_minute
        text = f"{text}\n\n{say(language, 'digest_how', time=format_time(minute))}"
    return Reply(escape(text), ((Button(say(language, "notice_settings"), data(Verb.FOLLOW)),),))


_MANY: dict[About | None, str] = {
    About.QUESTION: "questions_many",
    About.WORDS: "words_many",
    About.WITHOUT: "words_many",
}


async def _wait(context: Context, query: CallbackQuery, message: Message, language: str) -> None:
    """Keep the question of the message that `message` answers, until a notice answers it; else say why not.

    It is read off the chat as it stands now: whoever deleted or changed the question has taken it back.
    """
    own, asked = services(context), message.reply_to_message
    question = question_of(said(asked), context.bot.username)
    if not can_wait(question) or not isinstance(own.answerer.answer(question), Excerpts | Suggestions | Unknown):
        await acknowledge(query, say(language, "question_gone"))
        return
    reply = await _follow(own, message, Subscription(About.QUESTION, text=question), language)
    await acknowledge(query)
    await send(context.bot, message, reply, quote=False)


async def _ended(own: Services, message: Message, about: About, value: str) -> Subscription:
    """End a subscription; return what it was."""
    subscribers, chat, thread = own.chats.subscribers, message.chat.id, thread_of(message)
    followed = [one for one in await subscribers.followed(chat, thread) if one.about is about]
    named = {one.text: one for one in followed} | {one.value: one for one in followed}  # Old buttons have the words.
    ended = named.get(meant(value, named) or value, Subscription(about, value))
    await subscribers.unfollow(chat, thread, about, ended.value)
    return ended


async def _switch(own: Services, message: Message, what: str, language: str) -> None:
    """Change one setting of a chat, or how soon everything that it follows comes."""
    subscribers, chat, thread = own.chats.subscribers, message.chat.id, thread_of(message)
    if what in set(Rhythm):
        for one in await subscribers.followed(chat, thread):
            await subscribers.follow(chat, thread, changed(one, rhythm=Rhythm(what)), language)
    elif what in _CHANGES:
        await save(own, chat, changed(await subscribers.settings(chat), **_CHANGES[what]))


async def save(own: Services, chat_id: int, settings: Settings) -> None:
    """Keep how a chat wants its notices."""
    await own.chats.subscribers.set_settings(chat_id, settings, own.clock().timestamp())


async def _overview(own: Services, message: Message, language: str) -> Reply:
    subscribers = own.chats.subscribers
    followed = await subscribers.followed(message.chat.id, thread_of(message))
    return render_followed(own.base, followed, await subscribers.settings(message.chat.id), language)


async def allowed(update: Update, context: Context) -> bool:
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
