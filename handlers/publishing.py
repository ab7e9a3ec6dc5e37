"""For the bot's admins: /publish shows the notices of the case as readers will see them, and sends them."""

from collections.abc import Mapping
from html import escape

from telegram import Message, Update

from handlers.callbacks import Verb, data, read
from handlers.context import Context, services, spoken_language
from handlers.messages import acknowledge, message_of, replace, send
from handlers.ports import ActionResult, Admin, AdminPublishing, NoticeView
from handlers.replies.fitting import BUTTON_LIMIT, Button, Reply, shorten
from handlers.replies.notices import NoticeForChat, render_notice
from handlers.start import help_
from handlers.texts import say
from knowledge.casefile.loading import KnowledgeError

SURE = ("corrected", "recalled")
"""What is asked twice."""
_SHOWN = 40
_PROBLEMS = 5


async def publish(update: Update, context: Context) -> None:
    """Answer /publish [NOTICE] of an admin; to others it is a command that does not exist."""
    message, user, own = update.effective_message, update.effective_user, services(context)
    if message is None or user is None:
        return
    if user.id not in own.admins or own.publishing is None:
        await help_(update, context)
        return
    language = await spoken_language(own, update)
    wanted = " ".join(context.args or ())
    try:
        if not wanted:
            await send(context.bot, message, await _list(own.publishing, language))
            return
        view = await own.publishing.view(wanted)
    except KnowledgeError as error:
        await send(context.bot, message, _broken(error, language))
        return
    if view is None:
        await send(context.bot, message, Reply(escape(say(language, "publish_unknown", notice=wanted[:100]))))
        return
    await _show(context, own.publishing, message, view, language)


async def button(update: Update, context: Context) -> None:
    """Show a notice, ask once more, or do what a button says."""
    query, own = update.callback_query, services(context)
    message = message_of(query)
    if query is None or message is None or own.publishing is None:
        return
    await acknowledge(query)
    if query.from_user.id not in own.admins:
        return
    language = await spoken_language(own, update)
    callback = read(query.data)
    if callback is None:
        return
    action, fingerprint, stamp = (callback.part(number) for number in range(3))
    try:
        view = await own.publishing.view(fingerprint)
        if action == "look" and view is not None:
            await _show(context, own.publishing, message, view, language)
        elif action == "leave":
            await replace(context.bot, message, Reply(escape(say(language, "published_cancelled"))))
        elif action.startswith("sure") and view is not None:
            stamp = own.publishing.stamp(action.removeprefix("sure"), view.fingerprint, message.chat.id)
            await replace(context.bot, message, _sure(view, action.removeprefix("sure"), stamp, language))
        else:
            who = Admin(query.from_user.id, message.chat.id, message.message_id, language)
            done = await own.publishing.act(action, fingerprint, who, stamp)
            await replace(context.bot, message, _told(done, view, language))
    except KnowledgeError as error:
        await replace(context.bot, message, _broken(error, language))


async def _list(publishing: AdminPublishing, language: str) -> Reply:
    notices = await publishing.notices()
    if not notices:
        return Reply(escape(say(language, "publish_empty")))
    rows = tuple(
        (
            Button(
                shorten(f"{notice}: {say(language, f'state_{state}')}", BUTTON_LIMIT),
                data(Verb.PUBLISH, "look", fingerprint),
            ),
        )
        for notice, state, fingerprint in reversed(notices[-_SHOWN:])
    )
    return Reply(escape(say(language, "publish_list")), rows)


async def _show(
    context: Context, publishing: AdminPublishing, message: Message, view: NoticeView, language: str
) -> None:
    """Send a notice as it will look in each language, and then what can be done with it."""
    base = services(context).base
    why = "corrected" if "corrected" in view.actions and view.notice.correction else "preview"
    for code in base.case.languages:
        await send(context.bot, message, render_notice(NoticeForChat(view.notice, view.number, why), base, code))
    text = say(
        language,
        "publish_look",
        number=view.number,
        notice=view.notice.id,
        state=say(language, f"state_{view.state}"),
        now=view.at_once,
        later=view.by_digest,
    )
    if view.waits_for:
        text = f"{text}\n{say(language, 'publish_waits', state=say(language, f'state_{view.waits_for}'))}"
    if view.due:
        text = f"{text}\n{say(language, 'publish_due', time=f'{view.due:%Y-%m-%d %H:%M} UTC')}"
    if view.is_outdated:
        text = f"{text}\n{say(language, 'publish_outdated')}"
    stamps = {name: publishing.stamp(name, view.fingerprint, message.chat.id) for name in view.actions}
    actions = [
        Button(say(language, f"do_{name}"), _data(name, view.fingerprint, stamps[name])) for name in view.actions
    ]
    if "cancel" not in view.actions:
        actions.append(Button(say(language, "do_cancel"), data(Verb.PUBLISH, "leave", view.fingerprint)))
    await send(context.bot, message, Reply(escape(text), (tuple(actions),)))


def _data(action: str, fingerprint: str, stamp: str) -> str:
    """Return what a button carries: the stamp without which nothing is done, or a question in between."""
    return (
        data(Verb.PUBLISH, f"sure{action}", fingerprint)
        if action in SURE
        else data(Verb.PUBLISH, action, fingerprint, stamp)
    )


def _sure(view: NoticeView, action: str, stamp: str, language: str) -> Reply:
    """Return the question before something that cannot be taken back."""
    if not view.notice.correction:
        return _told(ActionResult("unexplained"), view, language)
    text = say(language, f"sure_{action}", number=view.number) if action in SURE else ""
    yes = Button(say(language, f"do_{action}"), data(Verb.PUBLISH, action, view.fingerprint, stamp))
    return Reply(
        escape(text), ((yes, Button(say(language, "do_cancel"), data(Verb.PUBLISH, "leave", view.fingerprint))),)
    )


def _told(done: ActionResult, view: NoticeView | None, language: str) -> Reply:
    notice = view.notice.id if view else ""
    return Reply(
        escape(say(language, f"published_{done.outcome}", number=done.number, chats=done.chats, notice=notice).strip())
    )


def _broken(error: KnowledgeError, language: str) -> Reply:
    problems = "\n".join(str(error).splitlines()[:_PROBLEMS])
    return Reply(escape(say(language, "publish_broken", problems=shorten(problems, 3000))))


def render_progress(number: int, counts: Mapping[str, int], rate: float | None, language: str) -> Reply:
    """Return how far a notice is; `counts` by state, `rate` in messages a second, if it is known."""
    left = counts.get("waiting", 0) + counts.get("sending", 0)
    done = sum(counts.get(state, 0) for state in _ENDED)
    parts = [say(language, "progress" if left else "progress_done", number=number, done=done, all=done + left)]
    if left and rate:
        parts.append(say(language, "progress_rate", rate=f"{rate:.0f}", minutes=max(1, round(left / rate / 60))))
    parts += [say(language, f"count_{state}", count=counts[state]) for state in _SAID if counts.get(state)]
    return Reply(escape("\n".join(parts)))


_ENDED = ("sent", "unconfirmed", "unreachable", "skipped")
_SAID = (*_ENDED, "held", "later", "digest")
