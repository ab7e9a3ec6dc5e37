"""Ending what a chat follows: below a notice, in the list, by /unsubscribe; what cannot be taken back asks first."""

from dataclasses import replace as changed
from html import escape

from telegram import Message, Update

from handlers import subscriptions
from handlers.callback_kinds import AskEndAll, Callback, End, EndAll, Leave, Scope, Stop, Undo
from handlers.callbacks import encode, resolve
from handlers.context import Context, Services, services, spoken_language, thread_of
from handlers.messages import acknowledge, buttons_of, edit_buttons, replace, send
from handlers.presses import Press, permitted_press
from handlers.replies.fitting import BUTTON_LIMIT, COPY_LIMIT, Button, Reply, joined, shorten, units
from handlers.replies.subscriptions import described, render_end_all, render_followed
from handlers.subscriptions import allowed, overview_of, there
from handlers.texts import say
from knowledge.notices.audience import TYPED, About, Subscription, TooManyError
from knowledge.notices.words import named

KINDS = (Stop, Undo, End, AskEndAll, EndAll, Leave)
"""The buttons that `button` answers."""
_TOAST = 190
"""Maximum length in UTF-16 units of the short answer to a press: Telegram takes 200 characters."""


async def unsubscribe(update: Update, context: Context) -> None:
    """Answer /unsubscribe with the question whether to end everything, /unsubscribe WORDS by ending what they name."""
    message = update.effective_message
    if message is None or not await allowed(update, context):
        return
    own, language = services(context), await spoken_language(services(context), update)
    if context.args:
        reply = await _end_named(own, message, " ".join(context.args), language)
    else:
        reply = await _sure(own, message, language)
    await send(context.bot, message, reply)


async def _end_named(own: Services, message: Message, typed: str, language: str) -> Reply:
    """End what words name, in this thread or else elsewhere in the chat; if nothing, return what is followed."""
    for thread, followed in (await _by_thread(own, message)).items():
        if found := named(typed, followed, own.base):
            for one in found:
                await own.chats.subscribers.unfollow(message.chat.id, thread, one.about, one.value)
            key = "unfollowed" if thread == thread_of(message) else "stopped_elsewhere"
            lines = (escape(say(language, key, what=described(one, own.base, language))) for one in found)
            return Reply("\n".join(lines))
    overview = render_followed(own.base, await overview_of(own, message), language)
    unknown = escape(say(language, "unfollow_unknown", what=shorten(typed, 100)))
    return Reply(joined(unknown, overview.html), overview.buttons)


async def button(update: Update, context: Context) -> None:
    """End something, take that back, or answer a question about it."""
    press = await permitted_press(update, context)
    if press is None:
        return
    match callback := press.callback:
        case None:
            await acknowledge(press.query, say(press.language, "gone"))
        case Stop():
            await _stop(context, press, callback)
        case Undo():
            await _undo(press, callback)
        case End():
            await _end_listed(context, press, callback)
        case _:
            reply = await act(press.own, press.message, callback, press.language)
            await acknowledge(press.query)
            await replace(context.bot, press.message, reply)


async def act(own: Services, place: Message, callback: Callback, language: str) -> Reply:
    """Do what a button of the list says where `place` stands; return what is to be shown, which may be elsewhere."""
    match callback:
        case End(page, about, value):
            await _end(own, place, about, value)
            return render_followed(own.base, await overview_of(own, place), language, page)
        case EndAll(scope):
            return Reply(escape(await _end_all(own, place, scope, language)))
        case AskEndAll():
            return await _sure(own, place, language)
        case Leave():
            return Reply(escape(say(language, "left")))
        case _:
            return await subscriptions.act(own, place, callback, language)


async def _stop(context: Context, press: Press, callback: Stop) -> None:
    """End what a message came by, and change only its buttons, which then can take that back."""
    own, query, message, language = press.own, press.query, press.message, press.language
    ended = await _end(own, message, callback.about, callback.value)
    if ended is None:
        await acknowledge(query, say(language, "stopped_before"))
        return
    thread, one = ended
    what = described(one, own.base, language)
    is_here = thread == thread_of(message)
    text = shorten(say(language, "stopped" if is_here else "stopped_elsewhere", what=what), _TOAST)
    await acknowledge(query, text)
    stopped = Button(shorten(text, BUTTON_LIMIT), copy=shorten(one.text or what, COPY_LIMIT))
    undo = Button(say(language, "undo"), encode(Undo(one.rhythm, one.about, one.value)))
    undoing = (undo,) if is_here and units(one.text) <= COPY_LIMIT else ()
    rows: list[tuple[Button, ...]] = []
    for row in buttons_of(message):
        if any(button.data == query.data for button in row):
            others = tuple(button for button in row if button.data != query.data)
            rows += [(stopped,), (*undoing, *others)]
        else:
            rows.append(row)
    rows = [row for row in rows or [(stopped,), undoing] if row]
    if not (await edit_buttons(message, rows)).worked:
        await send(context.bot, message, Reply(escape(text), tuple(row for row in ((stopped,), undoing) if row)))


async def _undo(press: Press, callback: Undo) -> None:
    """Follow again what a button ended, and put the button back; words stand in the button beside it."""
    own, query, message, language = press.own, press.query, press.message, press.language
    about, part = callback.about, callback.value
    rows = buttons_of(message)
    at = next((n for n, row in enumerate(rows) if any(button.data == query.data for button in row)), None)
    copied = rows[at - 1][0].copy if at and len(rows[at - 1]) == 1 else ""
    one = Subscription(about, text=copied) if about in TYPED and copied else there(own.base, about, part)
    if one is None:
        await acknowledge(query, say(language, "gone"))
        return
    try:
        again = changed(one, rhythm=callback.rhythm)
        await own.chats.subscribers.follow(message.chat.id, thread_of(message), again, language)
    except TooManyError as error:
        await acknowledge(query, say(language, "followed_many", count=error.most))
        return
    await acknowledge(query, shorten(say(language, "undone", what=described(one, own.base, language)), _TOAST))
    if at is not None:
        stop = Button(say(language, "notice_mute"), encode(Stop(about, part)))
        row = tuple(stop if button.data == query.data else button for button in rows[at])
        await edit_buttons(message, [*rows[: max(0, at - 1)], row, *rows[at + 1 :]])


async def _end_listed(context: Context, press: Press, callback: End) -> None:
    """End one of the list of what is followed, and show the list as it is then."""
    own, message, language = press.own, press.message, press.language
    ended = await _end(own, message, callback.about, callback.value)
    key, what = ("stopped_before", "") if ended is None else ("unfollowed", described(ended[1], own.base, language))
    await acknowledge(press.query, shorten(say(language, key, what=what), _TOAST))
    overview = render_followed(own.base, await overview_of(own, message), language, callback.page)
    await replace(context.bot, message, overview)


async def _end(own: Services, message: Message, about: About, part: str) -> tuple[int, Subscription] | None:
    """End a subscription of this thread, or else of whichever threads of the chat have it; return one thread and it."""
    ended = None
    for thread, followed in (await _by_thread(own, message)).items():
        same = {one.text: one for one in followed if one.about == about and one.text}  # Old buttons have the words.
        same |= {one.value: one for one in followed if one.about == about}
        value = resolve(part, same)
        if value is None:
            continue
        one = same[value]
        await own.chats.subscribers.unfollow(message.chat.id, thread, one.about, one.value)
        ended = ended or (thread, one)
        if thread == thread_of(message):
            break
    return ended


async def _by_thread(own: Services, message: Message) -> dict[int, tuple[Subscription, ...]]:
    """Return what each thread of a chat follows, the thread of a message first."""
    return {thread_of(message): (), **await own.chats.subscribers.by_thread(message.chat.id)}


async def _sure(own: Services, message: Message, language: str) -> Reply:
    threads = await _by_thread(own, message)
    here = threads.pop(thread_of(message))
    return render_end_all(here, [one for followed in threads.values() for one in followed], own.base, language)


async def _end_all(own: Services, message: Message, scope: Scope, language: str) -> str:
    """End all that this thread or the whole chat follows; return what to say."""
    if scope is Scope.HERE:
        await own.chats.subscribers.unfollow(message.chat.id, thread_of(message))
        return say(language, "unfollowed_here")
    for thread in await _by_thread(own, message):
        await own.chats.subscribers.unfollow(message.chat.id, thread)
    return say(language, "unfollowed_all")
