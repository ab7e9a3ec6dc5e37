"""Commands of the reading room: write a case as a static site, or serve it."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.common import Case, ConfigFile, fail, load_base, load_settings

if TYPE_CHECKING:
    from handlers.site.view import Site

site = typer.Typer(
    help="The reading room: the case as pages, every citation marked in its document.", no_args_is_help=True
)
Url = Annotated[
    str | None, typer.Option("--url", metavar="URL", help="Where the pages will stand; site.url of the configuration.")
]
Bot = Annotated[
    str | None, typer.Option("--bot", metavar="NAME", help="The bot's user name; site.bot of the configuration.")
]


@site.command()
def build(
    out: Annotated[Path, typer.Argument(metavar="[OUT]", help="The folder to write to.")] = Path("site"),
    case: Case = None,
    config: ConfigFile = None,
    url: Url = None,
    bot: Bot = None,
) -> None:
    """Write the case as a static site; files that have not changed are left as they are."""
    from bot.site.writing import SiteFolderError, write_site
    from bot.terminal.site import print_written, site_progress
    from handlers.site.building import expected_files, site_files

    shown = _site(case, config, url, bot)
    try:
        with site_progress(expected_files(shown)) as watch:
            written = write_site(out, site_files(shown), watch)
    except SiteFolderError as error:
        fail(str(error), code=2)
    except OSError as error:
        fail(f"{error.filename or out} cannot be written: {error.strerror}.")
    print_written(out, written, has_url=bool(shown.url))


@site.command()
def serve(
    case: Case = None,
    config: ConfigFile = None,
    url: Url = None,
    bot: Bot = None,
    host: Annotated[str, typer.Option("--host", help="The address to listen at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="The port; 0 for any that is free.")] = 8080,
) -> None:
    """Serve the case as a site from memory, until it is stopped with Ctrl-C."""
    from bot.site.serving import SiteServer
    from handlers.site.building import site_files

    files = dict(site_files(_site(case, config, url, bot)))
    try:
        server = SiteServer((host, port), files)
    except OSError as error:
        fail(f"Nothing can listen at {host}:{port}: {error.strerror}. Choose another --port.")
    typer.echo(f"http://{host}:{server.server_port}/ (Ctrl-C stops it)")
    with server:
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            typer.echo("Stopped.")


def _site(case: Path | None, config: Path | None, url: str | None, bot: str | None) -> "Site":
    """Return what is to be shown; a wrong address ends the process."""
    from handlers.site.view import Site

    settings = load_settings(config)
    address = (settings.site.url if url is None else url).rstrip("/")
    if address and not address.startswith(("http://", "https://")):
        fail("--url: write an address such as https://case.example.", code=2)
    base = load_base(case or settings.knowledge.path, None)
    return Site(base, address, (settings.site.bot if bot is None else bot).removeprefix("@"))
