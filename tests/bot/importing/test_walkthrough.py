"""The guide's way from three documents to a bot that answers goes as it says, with what it prints."""

import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from tests.bot.running import casewire, environment
from tests.support.forks import ROOT
from tests.support.sources.office import docx, paragraph, run, word_part
from tests.support.sources.pdf import Text, flowing, pdf

pytestmark = pytest.mark.slow

GUIDE = (ROOT / "docs" / "curating.md").read_text(encoding="utf-8")
STEP = re.compile(
    r"<!-- walk(?:: (?P<file>\S+))? -->\n(?:```yaml\n(?P<content>(?s:.*?))```|(?P<shown>(?:    .*\n|\n(?=    ))+))"
)
ADDRESS = "http://127.0.0.1:8765"
PAGE = """<!doctype html><html lang="en"><head><title>Court upholds the order - Karst Gazette</title>
<meta property="og:site_name" content="Karst Gazette">
<meta property="article:published_time" content="2023-06-02T09:00:00+02:00"></head><body>
<nav><a href="/">Home</a> <a href="/news">News</a></nav><article><h1>Court upholds the order against the tannery</h1>
<p>The Administrative Court of Karst dismissed the appeal of Lindmere Tannery on 1 June 2023.</p>
<p>The presiding judge said that <q>the cleaning of a basin is no excuse</q>.</p></article></body></html>"""


def order() -> bytes:
    head = Text(72, 815, "KARST COUNTY WATER AUTHORITY", 8)
    ordered = "1. On 14 March 2023 the Water Authority of Karst County ordered Lindmere Tannery to stop the discharge."
    measured = "2. The Authority's inspectors measured 4.2 milli- | grams of chromium per litre on 9 March 2023."
    first = flowing([ordered, f"{measured} The permit allows 0.5 milligrams."], y=740)
    second = flowing(["3. The order may be appealed to the Administrative Court of Karst within 30 days."])
    title, numbers = Text(72, 790, "Order of the Water Authority", 17), [Text(290, 40, str(n), 9) for n in (1, 2)]
    return pdf([[head, title, *first, numbers[0]], [head, *second, numbers[1]]])


def letter() -> bytes:
    said = "Our director, Ilse Marn, says: “The measurement of 9 March was taken during the cleaning of the basin.”"
    return docx(
        paragraph(run("Letter of Lindmere Tannery to its neighbours"), style="Heading1"),
        *(paragraph(run(text)) for text in ("20 March 2023", said, "We will appeal against the order.")),
        parts={"word/header1.xml": word_part("hdr", paragraph(run("LINDMERE TANNERY")))},
    )


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    (tmp_path / "order.pdf").write_bytes(order())
    (tmp_path / "letter.docx").write_bytes(letter())
    (tmp_path / "web").mkdir()
    (tmp_path / "web" / "appeal.html").write_text(PAGE, encoding="utf-8")

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(tmp_path / "web")))
    serving = Thread(target=server.serve_forever)
    serving.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    serving.join()
    server.server_close()


def test_the_walk_through_the_guide_prints_what_it_says(tmp_path: Path, address: str) -> None:
    commands = 0
    for step in STEP.finditer(GUIDE):
        if step["file"]:
            path = tmp_path / "tannery" / step["file"]
            path.parent.mkdir(exist_ok=True)
            path.write_text(step["content"], encoding="utf-8")
            continue
        command, *expected = re.sub(r"^    ", "", step["shown"], flags=re.MULTILINE).splitlines()
        printed = run_step(tmp_path, command.removeprefix("$ ").replace(ADDRESS, address)).replace(address, ADDRESS)
        lines = [line.rstrip() for line in printed.splitlines() if line.strip()]
        wanted = [line for line in expected if line.strip()]
        if "..." in wanted:
            wanted = wanted[: wanted.index("...")]
            lines = lines[: len(wanted)]
        assert lines == wanted, command
        commands += 1
    assert commands == 10


def run_step(folder: Path, command: str) -> str:
    name, *arguments = shlex.split(command)
    line = casewire(*arguments) if name == "casewire" else [str(shutil.which(name)), *arguments]
    done = subprocess.run(line, cwd=folder, env=environment(folder), capture_output=True, text=True, check=True)
    return done.stdout + done.stderr
