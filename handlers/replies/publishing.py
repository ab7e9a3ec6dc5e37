"""What admins see of publishing: the notices, one with what can be done with it, what came of it, how far it is."""

from collections.abc import Mapping, Sequence
from html import escape

from handlers.admin_callback_kinds import Act, AskCorrect, AskRecall, LeaveNotice, OpenNotice
from handlers.callback_kinds import Callback
from handlers.callbacks import encode
from handlers.ports import ActionResult, NoticeView
from handlers.replies.fitting import BUTTON_LIMIT, Button, Reply, shorten
from handlers.texts import say
from knowledge.notices.states import ENDED, Action, DeliveryState, NoticeState, Outcome

_SHOWN = 40
"""Maximum number of notices in the list, the newest; arbitrary."""
_PROBLEMS = 5
"""Maximum number of lines about a broken case folder; arbitrary."""
_SAID = (*ENDED, DeliveryState.HELD, "later", "digest")
"""States of deliveries that are counted, in the order in which they are said."""


def render_notices(notices: Sequence[tuple[str, NoticeState, str]], language: str) -> Reply:
    """Return the newest notices, a button each; they are given by id, state and fingerprint."""
    if not notices:
        return Reply(escape(say(language, "publish_empty")))
    rows = tuple(
        (
            Button(
                shorten(f"{notice}: {say(language, f'state_{state}')}", BUTTON_LIMIT),
                encode(OpenNotice(fingerprint)),
            ),
        )
        for notice, state, fingerprint in reversed(notices[-_SHOWN:])
    )
    return Reply(escape(say(language, "publish_list")), rows)


def render_view(view: NoticeView, stamps: Mapping[Action, str], language: str) -> Reply:
    """Return what can be done with a notice; `stamps` has the stamp of each action."""
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
    actions = [
        Button(say(language, f"do_{name}"), encode(_pressed(name, view.fingerprint, stamps[name])))
        for name in view.actions
    ]
    if Action.CANCEL not in view.actions:
        actions.append(Button(say(language, "do_cancel"), encode(LeaveNotice(view.fingerprint))))
    return Reply(escape(text), (tuple(actions),))


def _pressed(action: Action, fingerprint: str, stamp: str) -> Callback:
    """Return what a button asks for: the action, with the stamp without which nothing is done, or a question first."""
    match action:
        case Action.CORRECT:
            return AskCorrect(fingerprint)
        case Action.RECALL:
            return AskRecall(fingerprint)
        case _:
            return Act(action, fingerprint, stamp)


def render_question(view: NoticeView, action: Action, stamp: str, language: str) -> Reply:
    """Return the question before something that cannot be taken back."""
    if not view.notice.correction:
        return render_result(ActionResult(Outcome.UNEXPLAINED), view, language)
    text = say(language, f"sure_{action}", number=view.number)
    yes = Button(say(language, f"do_{action}"), encode(Act(action, view.fingerprint, stamp)))
    return Reply(escape(text), ((yes, Button(say(language, "do_cancel"), encode(LeaveNotice(view.fingerprint)))),))


def render_result(done: ActionResult, view: NoticeView | None, language: str) -> Reply:
    """Return what came of an action."""
    notice = view.notice.id if view else ""
    return Reply(
        escape(say(language, f"published_{done.outcome}", number=done.number, chats=done.chats, notice=notice).strip())
    )


def render_broken(error: Exception, language: str) -> Reply:
    """Return what is wrong with a case folder that cannot be read."""
    problems = "\n".join(str(error).splitlines()[:_PROBLEMS])
    return Reply(escape(say(language, "publish_broken", problems=shorten(problems, 3000))))


def render_progress(number: int, counts: Mapping[str, int], rate: float | None, language: str) -> Reply:
    """Return how far a notice is; `counts` by state, `rate` in messages a second, if it is known."""
    left = counts.get(DeliveryState.WAITING, 0) + counts.get(DeliveryState.SENDING, 0)
    done = sum(counts.get(state, 0) for state in ENDED)
    parts = [say(language, "progress" if left else "progress_done", number=number, done=done, all=done + left)]
    if left and rate:
        parts.append(say(language, "progress_rate", rate=f"{rate:.0f}", minutes=max(1, round(left / rate / 60))))
    parts += [say(language, f"count_{state}", count=counts[state]) for state in _SAID if counts.get(state)]
    return Reply(escape("\n".join(parts)))
