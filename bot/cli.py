"""The command line: chat, ask, check, eval, run. Everything heavy is imported by the command that needs it."""

import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn, TypeVar

import typer

from bot import __version__

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from bot.config import Config
    from knowledge.answering.answers import Answer
    from knowledge.model import KnowledgeBase, Notice

T = TypeVar("T")

app = typer.Typer(
    help="Answers questions about a legal case only with what the case's documents say.",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Knowledge = Annotated[
    Path | None,
    typer.Option(
        "--knowledge", metavar="PATH", help="The case folder; the case that comes with Casewire if not given."
    ),
]
Language = Annotated[
    str | None,
    typer.Option("--language", metavar="xx", help="Language of the replies; that of the question if not given."),
]


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"casewire {__version__}")
        raise typer.Exit


@app.callback()
def main(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """Answers questions about a legal case only with what the case's documents say."""


@app.command()
def chat(knowledge: Knowledge = None, language: Language = None) -> None:
    """Talk to the bot in this terminal: no token, no network, nothing stored."""
    base = load_base(knowledge, language)
    from bot.terminal.chat import converse

    raise typer.Exit(converse(base, language))


@app.command()
def ask(
    question: Annotated[
        str, typer.Argument(help='The question; "-" with --json reads one a line from standard input.')
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON object for each question.")] = False,
    explain: Annotated[
        bool, typer.Option("--explain", help="Show how it was read, what it was compared with, and why it was decided.")
    ] = False,
    conversation: Annotated[
        bool,
        typer.Option("--conversation", help="The lines are the turns of one chat: a short question leans on the last."),
    ] = False,
    knowledge: Knowledge = None,
    language: Language = None,
) -> None:
    """Answer one question, or one a line, from the case's documents."""
    from bot.answering import answerer_for
    from bot.terminal.printing import print_explanation
    from knowledge.answering.answers import following
    from knowledge.answering.explanation import explain as explanation_of
    from knowledge.quality.evaluation import told

    base = load_base(knowledge, language)
    answerer = answerer_for(base)
    context: tuple[str, ...] = ()
    for line in _questions(question):
        answer = answerer.answer(line, language=language, context=context)
        if explain:
            print_explanation(explanation_of(answerer, line, language=language, context=context))
        if conversation:
            context = following(told(answer), context)
        _print(answer, base, as_json)


def _questions(question: str) -> Iterator[str]:
    """Give the question, or for "-" each line of standard input: an empty one too, so that line n gets object n."""
    if question == "-":
        yield from (line.rstrip("\r\n") for line in sys.stdin)
    else:
        yield question


def _print(answer: "Answer", base: "KnowledgeBase", as_json: bool) -> None:
    if as_json:
        from bot.terminal.json_output import line_of

        print(line_of(answer, base), flush=True)
    else:
        from bot.terminal.printing import print_reply
        from handlers.render import render_answer

        print_reply(render_answer(answer, base))


@app.command()
def check(
    path: Annotated[Path | None, typer.Argument(help="The case folder.", metavar="[PATH]")] = None,
    knowledge: Knowledge = None,
) -> None:
    """Check a case folder: every problem with its file and line, or a summary of what is in it."""
    from bot.terminal.printing import print_hints, print_summary
    from knowledge.casefile.loading import default_case
    from knowledge.quality.check import check as check_case

    result = check_case(path or knowledge or default_case())
    if result.problems:
        for problem in result.problems:
            print(problem)
        count = len(result.problems)
        fail(f"{count} problem{'s' if count != 1 else ''}. Nothing is loaded until all are mended.")
    print_summary(result.summary, path or knowledge or default_case())
    print_hints(result)


@app.command(name="eval")
def evaluate(
    knowledge: Knowledge = None,
    language: Language = None,
    golden: Annotated[
        Path | None, typer.Option("--golden", metavar="FILE", help="Other questions in the form of golden.yaml.")
    ] = None,
    thresholds: Annotated[
        bool, typer.Option("--thresholds", help="Show what other values of answer_from in case.yaml would do.")
    ] = False,
) -> None:
    """Ask the case's golden questions; exit code 1 below the floors that the case sets."""
    from bot.answering import answerer_for
    from bot.terminal.printing import print_evaluation, print_thresholds
    from knowledge.casefile.loading import KnowledgeError, default_case, load_golden
    from knowledge.quality.evaluation import evaluate as evaluate_case

    base = load_base(knowledge, language)
    try:
        questions = load_golden(golden or knowledge or default_case(), base)
    except KnowledgeError as error:
        fail(str(error))
    if language:
        questions = tuple(question for question in questions if question.language == language)
    answerer = answerer_for(base)
    if thresholds:
        print_thresholds(answerer, questions)
        return
    evaluation = evaluate_case(answerer, questions)
    print_evaluation(evaluation)
    if missed := evaluation.below(base.case.floors):
        fail("\n".join(missed))


@app.command()
def run(
    config: Annotated[
        Path | None, typer.Option("--config", metavar="FILE", help="The configuration; see config.example.yaml.")
    ] = None,
    knowledge: Knowledge = None,
) -> None:
    """Run the bot in Telegram, by polling."""
    from bot.application import serve
    from bot.config import ConfigError
    from knowledge.casefile.loading import default_case

    settings = load_settings(config)
    try:
        settings.token()
    except ConfigError as error:
        fail(str(error))
    folder = knowledge or settings.knowledge.path or default_case()
    raise typer.Exit(serve(settings, load_base(folder, None), folder))


ConfigFile = Annotated[
    Path | None, typer.Option("--config", metavar="FILE", help="The configuration; see config.example.yaml.")
]
NoticeId = Annotated[str, typer.Argument(metavar="NOTICE", help="The id of a notice: its file's name in notices/.")]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask.")]


notices = typer.Typer(help="Draft notices, and show what became of them.", invoke_without_command=True)
app.add_typer(notices, name="notices")


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
    _, states = finished(drafting.told_and_states(settings))
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
    from bot.publishing.publisher import PublishingError
    from bot.terminal.notices import show_changes
    from knowledge.casefile.loading import default_case

    settings, base = settings_and_base(config, knowledge)
    told, states = finished(drafting.told_and_states(settings))
    case = knowledge or settings.knowledge.path or default_case()
    try:
        changes = drafting.changes_since(told, base, everything)
        if changes.is_empty:
            print("Nothing has changed since the last publication.")
            return
        file = drafting.write_draft(case, base, changes, (day or now()).date(), states, notice_id)
    except PublishingError as error:
        fail(str(error))
    show_changes(changes)
    print(f"Drafted: {file}\nLook through it, then: casewire publish {file.stem}")


@app.command()
def migrate(config: ConfigFile = None) -> None:
    """Bring the database's tables up to date; the bot does so at every start."""
    from bot.publishing.publisher import storage_of

    async def work(settings: "Config") -> None:
        async with storage_of(settings):
            pass

    settings = load_settings(config)
    finished(work(settings))
    print("The tables are up to date.")


@app.command()
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
    from bot.publishing import publisher as publishing
    from bot.terminal.notices import show

    if cancel:  # The case is not read: what shall not go out is taken back though its file is gone or broken.
        dropped = finished(publishing.cancel(load_settings(config), notice, now()))
        print("Taken back: nothing is sent." if dropped else f"Nothing was scheduled or proposed for {notice}.")
        return
    settings, base = settings_and_base(config, knowledge)
    chosen = _chosen(base, notice)
    try:
        then = publishing.read_time(at, now()) if at else None
    except publishing.PublishingError as error:
        fail(str(error), code=2)
    answer = publishing.answering(base)
    reach = finished(publishing.reach(settings, base, chosen, now(), answer))
    show(chosen, base, reach.number)
    print(f"Chats that would get it: {reach.at_once} at once, {reach.by_digest} by digest.")
    when = f" at {then:%Y-%m-%d %H:%M %Z}" if then else ""
    if not yes and not typer.confirm(f"Publish it{when}?"):
        raise typer.Exit(1)
    done = finished(publishing.publish(settings, base, chosen, now(), answer, then))
    if done is publishing.Planned.PROPOSED:
        print(f"Proposed{when}. An admin approves it in the chat with the bot: /publish {notice}")
    elif done is publishing.Planned.SCHEDULED:
        print(
            f"Scheduled{when}. The running bot publishes it then. To take it back: casewire publish {notice} --cancel"
        )
    elif done.again:
        print(f"It was published before, as number {done.number}: nothing is sent. For a change: casewire correct.")
    else:
        print(f"Published as number {done.number}. Chats: {done.chats}. The running bot sends it: casewire deliveries.")


@app.command()
def correct(notice: NoticeId, config: ConfigFile = None, knowledge: Knowledge = None, yes: Yes = False) -> None:
    """Put the corrected text of a notice in the place of what was sent, and tell those who got it."""
    _amend(notice, "corrected", config, knowledge, yes)


@app.command()
def recall(notice: NoticeId, config: ConfigFile = None, knowledge: Knowledge = None, yes: Yes = False) -> None:
    """Withdraw a notice: strike it out where it was sent, and tell those who got it."""
    _amend(notice, "recalled", config, knowledge, yes)


def _amend(notice: str, state: str, config: Path | None, knowledge: Path | None, yes: bool) -> None:
    from bot.application import now
    from bot.publishing import publisher as publishing
    from bot.terminal.notices import show

    settings, base = settings_and_base(config, knowledge)
    chosen = _chosen(base, notice)
    show(chosen, base, finished(publishing.number_to_amend(settings, base, chosen)), state)
    if not yes and not typer.confirm(f"Tell everybody who got it that it is {state}?"):
        raise typer.Exit(1)
    done = finished(publishing.amend(settings, base, chosen, state, now()))
    if isinstance(done, publishing.Planned):
        print(f"Proposed. An admin approves it in the chat with the bot: /publish {notice}")
        return
    print("Nothing has changed since." if done.again else f"Chats to tell: {done.chats}. The running bot does it.")


@app.command()
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
    from bot.publishing import publisher as publishing
    from bot.terminal.notices import show_deliveries

    settings = load_settings(config)
    chosen = [
        ("held", "waiting", send_held),
        ("held", "skipped", skip_held),
        ("unconfirmed", "waiting", send_unconfirmed),
        ("unconfirmed", "skipped", drop_unconfirmed),
    ]
    for of, state, is_chosen in chosen:
        if is_chosen:
            if notice is None:
                fail(f"Name the notice whose {of} deliveries are meant.", code=2)
            count = finished(publishing.release(settings, notice, state, now(), of))
            print(f"{count} {of} deliveries are {'sent' if state == 'waiting' else 'skipped'}.")
    finished(show_deliveries(settings, notice, watch))


def _chosen(base: "KnowledgeBase", notice: str) -> "Notice":
    from bot.publishing.publisher import PublishingError, notice_of

    try:
        return notice_of(base, notice)
    except PublishingError as error:
        fail(str(error))


def finished(work: "Coroutine[Any, Any, T]") -> T:
    """Return the result of an operator's command; what goes wrong ends the process with its sentence."""
    import asyncio

    from bot.publishing.publisher import PublishingError
    from bot.storage import KeyFileError, StorageError

    try:
        return asyncio.run(work)
    except (PublishingError, KeyFileError, StorageError) as error:
        fail(str(error))


def load_settings(config: Path | None) -> "Config":
    """Load the configuration; one that cannot be used ends the process."""
    from bot.config import ConfigError, load_config

    try:
        return load_config(config)
    except ConfigError as error:
        fail(str(error))


def settings_and_base(config: Path | None, knowledge: Path | None) -> "tuple[Config, KnowledgeBase]":
    """Load the configuration and the case that it names."""
    settings = load_settings(config)
    return settings, load_base(knowledge or settings.knowledge.path, None)


def load_base(path: Path | None, language: str | None) -> "KnowledgeBase":
    """Load a case folder, the shipped one for None; a broken one or an unknown language ends the process."""
    import os

    from bot.paths import cache_or_none
    from knowledge.casefile.loading import KnowledgeError, default_case, load

    try:
        base = load(path or default_case(), cache_or_none(os.environ))
    except KnowledgeError as error:
        fail(str(error))
    if language is not None and language not in base.case.languages:
        fail(f"The case has no language {language!r}; it has {', '.join(base.case.languages)}.", code=2)
    return base


def fail(message: str, code: int = 1) -> NoReturn:
    """Print `message` to standard error and end with exit code `code`."""
    typer.echo(message, err=True)
    raise typer.Exit(code)
