"""Commands for notices: draft, list, publish, correct and recall them, and see to their deliveries."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from bot.commands.common import ConfigFile, Knowledge, fail, finished, load_settings, settings_and_base
from bot.commands.reloading import serve_first
from knowledge.notices.states import DeliveryState, NoticeState, Outcome

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.config import Config
    from bot.publishing.publisher import Publisher
    from bot.publishing.recipients import Answer
    from knowledge.model import KnowledgeBase, Notice

T = TypeVar("T")

NoticeId = Annotated[str, typer.Argument(metavar="NOTICE", help="The id of a notice: its file's name in notices/.")]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask.")]


notices = typer.Typer(help="Draft notices, and show what became of them.", invoke_without_command=True)


@notices.callback()
def show_notices(context: typer.Context, config: ConfigFile = None, knowledge: Knowledge = None) -> None:
    """Draft notices, and show what became of them; without a command, the list."""
    if context.invoked_subcommand is None:
        list_notices(config, knowledge)
    elif config is not None or knowledge is not None:
        fail(f"Write the options after {context.invoked_subcommand}.", code=2)


@notices.command(name="list")
def list_notices(config: ConfigFile = None, knowledge: Knowledge = None) -> None:
    """Show each notice of the case: draft, proposed, scheduled, published, corrected or recalled."""
    from bot.publishing import drafts as drafting
    from bot.terminal.notices import show_notices

    settings, base = settings_and_base(config, knowledge)
    _, states = finished(drafting.baseline_and_states(settings))
    show_notices(base, states)


@notices.command(name="draft")
def draft_notice(
    config: ConfigFile = None,
    knowledge: Knowledge = None,
    notice_id: Annotated[
        str | None, typer.Option("--id", metavar="NOTICE", help="The id of the notice; the date if not given.")
    ] = None,
    day: Annotated[
        datetime | None, typer.Option("--date", formats=["%Y-%m-%d"], help="The notice's date; today if not given.")
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Take all of the case as new, not what changed since the last publication.")
    ] = False,
) -> None:
    """Write a notice of what is new or changed since the last publication into the case folder, for you to edit."""
    from bot.application import now
    from bot.publishing import drafts as drafting
    from bot.publishing.errors import PublishingError
    from bot.terminal.notices import show_changes
    from knowledge.casefile.loading import default_case

    settings, base = settings_and_base(config, knowledge)
    baseline, states = finished(drafting.baseline_and_states(settings))
    case = knowledge or settings.knowledge.path or default_case()
    try:
        changes = drafting.changes_since(baseline, base, everything)
        if changes.is_empty:
            print("Nothing has changed since the last publication.")
            return
        file = drafting.write_draft(case, base, changes, (day or now()).date(), states, notice_id)
    except PublishingError as error:
        fail(str(error))
    show_changes(changes)
    print(f"Drafted: {file}\nLook through it, then: casewire publish {file.stem}")


@notices.command(name="verify")
def verify_audit_log(config: ConfigFile = None) -> None:
    """Check that no step of the audit log was changed or deleted; exit code 1 if one was."""
    from bot.terminal.notices import show_verification

    if not finished(show_verification(load_settings(config))):
        raise typer.Exit(1)


def publish(
    notice: NoticeId,
    config: ConfigFile = None,
    knowledge: Knowledge = None,
    yes: Yes = False,
    at: Annotated[
        str | None,
        typer.Option("--at", metavar="TIME", help="Not now but then: 2026-12-01T09:00, in UTC or with +02:00."),
    ] = None,
    cancel: Annotated[bool, typer.Option("--cancel", help="Take back what was scheduled or proposed.")] = False,
) -> None:
    """Send a notice to all who follow what it is about; shows it first, and asks."""
    from bot.application import now
    from bot.publishing import operator
    from bot.publishing.errors import PublishingError
    from bot.terminal.notices import show

    if cancel:  # The case is not read: what shall not go out is taken back though its file is gone or broken.
        dropped = finished(operator.cancel(load_settings(config), notice, now()))
        print("Taken back: nothing is sent." if dropped else f"Nothing was scheduled or proposed for {notice}.")
        return
    settings, base = settings_and_base(config, knowledge)
    chosen = _chosen(base, notice)
    try:
        then = operator.read_time(at, now()) if at else None
    except PublishingError as error:
        fail(str(error), code=2)
    serve_first(settings, knowledge, base, chosen)
    answer = operator.fact_finder(base)
    reach = finished(_by_publisher(settings, base, lambda publisher: publisher.preview(chosen), answer))
    show(chosen, base, reach.number)
    print(f"Chats that would get it: {reach.at_once} at once, {reach.by_digest} by digest.")
    when = f" at {then:%Y-%m-%d %H:%M %Z}" if then else ""
    if not yes and not typer.confirm(f"Publish it{when}?"):
        raise typer.Exit(1)
    by = operator.operator()
    done = finished(_by_publisher(settings, base, lambda publisher: publisher.publish(chosen, by, then), answer))
    match done.outcome:
        case Outcome.PROPOSED:
            print(f"Proposed{when}. An admin approves it in the chat with the bot: /publish {notice}")
        case Outcome.SCHEDULED:
            undo = f"casewire publish {notice} --cancel"
            print(f"Scheduled{when}. The running bot publishes it then. To take it back: {undo}")
        case Outcome.AGAIN:
            print(f"It was published before, as number {done.number}: nothing is sent. For a change: casewire correct.")
        case _:
            sent = "The running bot sends it: casewire deliveries."
            print(f"Published as number {done.number}. Chats: {done.chats}. {sent}")


def correct(notice: NoticeId, config: ConfigFile = None, knowledge: Knowledge = None, yes: Yes = False) -> None:
    """Put the corrected text of a notice in the place of what was sent, and tell those who got it."""
    _amend(notice, NoticeState.CORRECTED, config, knowledge, yes)


def recall(notice: NoticeId, config: ConfigFile = None, knowledge: Knowledge = None, yes: Yes = False) -> None:
    """Withdraw a notice: strike it out where it was sent, and tell those who got it."""
    _amend(notice, NoticeState.RECALLED, config, knowledge, yes)


def _amend(notice: str, state: NoticeState, config: Path | None, knowledge: Path | None, yes: bool) -> None:
    from bot.publishing.operator import operator
    from bot.publishing.publisher import Publisher
    from bot.terminal.notices import show

    settings, base = settings_and_base(config, knowledge)
    chosen = _chosen(base, notice)
    number = finished(_by_publisher(settings, base, lambda publisher: publisher.number_to_amend(chosen)))
    if state is NoticeState.CORRECTED:
        serve_first(settings, knowledge, base, chosen)
    show(chosen, base, number, state)
    if not yes and not typer.confirm(f"Tell everybody who got it that it is {state}?"):
        raise typer.Exit(1)
    amend = Publisher.correct if state is NoticeState.CORRECTED else Publisher.recall
    done = finished(_by_publisher(settings, base, lambda publisher: amend(publisher, chosen, operator())))
    if done.outcome is Outcome.PROPOSED:
        print(f"Proposed. An admin approves it in the chat with the bot: /publish {notice}")
        return
    again = done.outcome is Outcome.AGAIN
    print("Nothing has changed since." if again else f"Chats to tell: {done.chats}. The running bot does it.")


async def _by_publisher(
    settings: "Config",
    base: "KnowledgeBase",
    work: "Callable[[Publisher], Awaitable[T]]",
    answer: "Answer | None" = None,
) -> T:
    """Let a publisher work for this terminal."""
    from bot.application import now
    from bot.publishing.operator import fact_finder, publisher_of

    async with publisher_of(settings, base, answer or fact_finder(base), now) as publisher:
        return await work(publisher)


def deliveries(
    notice: Annotated[str | None, typer.Argument(metavar="[NOTICE]")] = None,
    config: ConfigFile = None,
    watch: Annotated[bool, typer.Option("--watch", help="Show the progress until all are sent.")] = False,
    send_held: Annotated[bool, typer.Option("--send-held", help="Send after all what was held for a person.")] = False,
    skip_held: Annotated[bool, typer.Option("--skip-held", help="Never send what was held for a person.")] = False,
    send_unconfirmed: Annotated[
        bool, typer.Option("--send-unconfirmed", help="Send once more what may have arrived, to each such chat.")
    ] = False,
    drop_unconfirmed: Annotated[
        bool, typer.Option("--drop-unconfirmed", help="Never send again what may have arrived.")
    ] = False,
) -> None:
    """Show what became of a notice, or of all: how many chats have it, and why others have not."""
    from bot.application import now
    from bot.publishing.operator import release
    from bot.terminal.notices import show_deliveries

    settings = load_settings(config)
    chosen = [
        (DeliveryState.HELD, DeliveryState.WAITING, send_held),
        (DeliveryState.HELD, DeliveryState.SKIPPED, skip_held),
        (DeliveryState.UNCONFIRMED, DeliveryState.WAITING, send_unconfirmed),
        (DeliveryState.UNCONFIRMED, DeliveryState.SKIPPED, drop_unconfirmed),
    ]
    for of, state, is_chosen in chosen:
        if is_chosen:
            if notice is None:
                fail(f"Name the notice whose {of} deliveries are meant.", code=2)
            count = finished(release(settings, notice, state, now(), of))
            print(f"{count} {of} deliveries are {'sent' if state is DeliveryState.WAITING else 'skipped'}.")
    finished(show_deliveries(settings, notice, watch))


def _chosen(base: "KnowledgeBase", notice: str) -> "Notice":
    from bot.publishing.errors import PublishingError
    from bot.publishing.operator import notice_of

    try:
        return notice_of(base, notice)
    except PublishingError as error:
        fail(str(error))
