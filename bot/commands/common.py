"""What commands share: options, the configuration and the case they name, and how a command fails."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn, TypeVar

import typer

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from bot.config import Config
    from knowledge.model import KnowledgeBase

T = TypeVar("T")

Knowledge = Annotated[
    Path | None,
    typer.Option(
        "--knowledge", metavar="PATH", help="The case folder; the case that comes with Casewire if not given."
    ),
]
Case = Annotated[
    Path | None,
    typer.Option(
        "--case", "--knowledge", metavar="PATH", help="The case folder; the case that comes with Casewire if not given."
    ),
]
Language = Annotated[
    str | None,
    typer.Option("--language", metavar="xx", help="Language of the replies; that of the question if not given."),
]
ConfigFile = Annotated[
    Path | None, typer.Option("--config", metavar="FILE", help="The configuration; see config.example.yaml.")
]


def finished(work: "Coroutine[Any, Any, T]") -> T:
    """Return the result of an operator's command; what goes wrong ends the process with its sentence."""
    import asyncio

    from bot.publishing.errors import PublishingError
    from bot.storage import KeyFileError, StorageError

    try:
        return asyncio.run(work)
    except (PublishingError, KeyFileError, StorageError) as error:
        fail(str(error))


def load_settings(config: Path | None) -> "Config":
    """Load the configuration; one that cannot be used ends the process."""
    from bot.config import ConfigError
    from bot.config_loading import load_config

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
    from knowledge.casefile.problems import KnowledgeError
    from knowledge.casefile.shipped import default_case

    try:
        base = open_base(path or default_case())
    except KnowledgeError as error:
        fail(str(error))
    if language is not None and language not in base.case.languages:
        fail(f"The case has no language {language!r}; it has {', '.join(base.case.languages)}.", code=2)
    return base


def open_base(path: Path) -> "KnowledgeBase":
    """Load a case folder with the help of this machine's cache; raises `KnowledgeError` for a broken one."""
    import os

    from bot.paths import cache_or_none
    from knowledge.casefile.opening import open_case
    from knowledge.language.kept_lists import keep_in

    cache = cache_or_none(os.environ)
    keep_in(cache)
    return open_case(path, cache)


def fail(message: str, code: int = 1) -> NoReturn:
    """Print `message` to standard error and end with exit code `code`."""
    typer.echo(message, err=True)
    raise typer.Exit(code)


def put_out(text: str, output: Path | None) -> None:
    """Print a text, or write it to a file."""
    if output is None:
        print(text)
        return
    try:
        output.write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        fail(f"{output} cannot be written: {error.strerror}.")
    typer.echo(f"Written to {output}.", err=True)
