"""`casewire phrasings`: from a prompt to a reply to the files of a case, and back; a model is asked when told to."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from bot.chat_model import ModelError, ask_model
from tests.bot.running import call
from tests.knowledge import small_case

pytestmark = pytest.mark.slow

REPLY = """Here are some more ways to ask:

### pier-closed
- Which office shut the pier?
- body responsible for shutting it
- Who closed the pier?
- Did Napoleon close the pier?
"""


@pytest.fixture
def case(tmp_path: Path) -> Path:
    return small_case.write(tmp_path / "case", small_case.todays_files())


class _Model(BaseHTTPRequestHandler):
    """A chat model that answers with the next of its server's replies."""

    server: "_Server"

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.asked.append((self.path, self.headers.get("Authorization"), json.loads(body)))
        status, content = self.server.replies[min(len(self.server.asked), len(self.server.replies)) - 1]
        data = content.encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class _Server(HTTPServer):
    def __init__(self, *replies: tuple[int, str]) -> None:
        super().__init__(("127.0.0.1", 0), _Model)
        self.replies = replies
        self.asked: list[tuple[str, str | None, dict[str, object]]] = []

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"


@contextmanager
def model(*replies: tuple[int, str]) -> Iterator[_Server]:
    server = _Server(*replies)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def completion(text: str) -> str:
    return json.dumps({"choices": [{"message": {"role": "assistant", "content": text}}]})


def test_a_prompt_says_all_that_is_needed_and_goes_nowhere(case: Path, tmp_path: Path) -> None:
    with model((200, completion(REPLY))) as server:
        code, output, _ = call(
            tmp_path, "phrasings", "ask", "pier-closed", "--knowledge", case, phrasings__endpoint=server.endpoint
        )
        assert code == 0
        assert not server.asked
    for wanted in (
        "The mayor said that the harbour office closed the north pier.",
        "The harbour office closed the north pier on 1 May 2020",
        "The mayor said that the pier stays closed.",  # a neighbour
        "English, Russian",
        "- en: Who closed the pier?",
        "```yaml\npier-closed:\n  en:\n    - ...",
    ):
        assert wanted in output


def test_a_reply_becomes_phrasings_and_undo_takes_them_back(case: Path, tmp_path: Path) -> None:
    reply, file = tmp_path / "reply.md", case / "phrasings" / "pier-closed.yaml"
    reply.write_text(REPLY, encoding="utf-8")
    before = file.read_bytes()
    code, output, errors = call(tmp_path, "phrasings", "take", reply, "--knowledge", case, typed=b"n\n")
    assert code == 1
    assert "Nothing was written" in errors
    assert file.read_bytes() == before
    code, output, errors = call(
        tmp_path, "phrasings", "take", reply, "--knowledge", case, "--origin", "a model, seen by Ann", "--yes"
    )
    assert (code, errors) == (0, "")
    assert "+ Which office shut the pier?" in output
    assert "Who closed the pier?  it is one that is there" in output
    assert "Did Napoleon close the pier?  the documents do not have Napoleon" in output
    kept = ("Which office shut the pier?", "body responsible for shutting it")
    added = "- origin: a model, seen by Ann\n  en:\n" + "".join(f"    - {text}\n" for text in kept)
    assert file.read_bytes() == before + added.encode()
    assert call(tmp_path, "check", case)[0] == 0
    assert call(tmp_path, "phrasings", "undo", "--knowledge", case)[0] == 0
    assert file.read_bytes() == before


def test_nothing_is_sent_without_an_endpoint_a_model_and_the_flag(case: Path, tmp_path: Path) -> None:
    code, _, errors = call(tmp_path, "phrasings", "ask", "--send", "--knowledge", case)
    assert code == 2
    assert "Nothing was sent" in errors


def test_a_reply_of_the_endpoint_can_be_taken(case: Path, tmp_path: Path) -> None:
    reply = tmp_path / "reply.md"
    with model((200, completion(REPLY))) as server:
        code, output, errors = call(
            tmp_path,
            *("phrasings", "ask", "--send", "--knowledge", case, "--output", reply),
            phrasings__endpoint=server.endpoint,
            phrasings__model="small",
            phrasings__key="s3cret",
        )
        assert code == 0, errors
    ((path, key, body),) = server.asked
    assert (path, key, body["model"]) == ("/v1/chat/completions", "Bearer s3cret", "small")
    assert "s3cret" not in output + errors
    assert reply.read_text(encoding="utf-8").strip() == REPLY.strip()


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        ((401, '{"error": "no such key"}'), "401"),
        ((200, "<html>"), "does not answer as a chat model does"),
        ((200, '{"choices": []}'), "does not answer as a chat model does"),
        ((200, completion("  ")), "empty"),
    ],
)
def test_what_goes_wrong_with_a_model_is_said_in_a_sentence(reply: tuple[int, str], said: str) -> None:
    with model(reply) as server, pytest.raises(ModelError, match=said):
        ask_model(server.endpoint, "small", "s3cret", ["Hello"], lambda done: None)


@pytest.mark.parametrize("endpoint", ["localhost:1", "ftp://x", "http://127.0.0.1:9/v1", "http://"])
def test_a_model_that_is_not_there_is_said_in_a_sentence(endpoint: str) -> None:
    with pytest.raises(ModelError, match=r"no address|cannot be reached"):
        ask_model(endpoint, "small", None, ["Hello"], lambda done: None)


def test_what_is_proposed_without_a_model_can_be_taken(case: Path, tmp_path: Path) -> None:
    file = tmp_path / "proposed.yaml"
    code, _, errors = call(tmp_path, "phrasings", "propose", "pier-closed", "--knowledge", case, "--output", file)
    assert code == 0, errors
    assert "Did the harbour office close the north pier?" in file.read_text(encoding="utf-8")
    assert call(tmp_path, "phrasings", "take", file, "--knowledge", case, "--yes")[0] == 0
    assert call(tmp_path, "check", case)[0] == 0


def test_what_adds_least_is_dropped_if_answers_stay_as_they_are(case: Path, tmp_path: Path) -> None:
    file = case / "phrasings" / "pier-closed.yaml"
    asked = ("did", "when did", "why did", "how did")
    more = [f"{ask} the harbour office {verb} the pier" for ask in asked for verb in ("shut", "bar")]
    file.write_text(file.read_text() + "".join(f"    - {text}\n" for text in more), encoding="utf-8")
    before = file.read_bytes()
    code, output, _ = call(tmp_path, "phrasings", "thin", "--knowledge", case, "--share", "0.5", typed=b"y\n")
    assert "before" in output
    if code:  # answers would be worse
        assert file.read_bytes() == before
        assert call(tmp_path, "phrasings", "thin", "--knowledge", case, "--share", "0.5", "--yes")[0] == 0
    assert len(file.read_bytes()) < len(before)
    assert call(tmp_path, "phrasings", "undo", "--knowledge", case)[0] == 0
    assert file.read_bytes() == before


def test_a_file_without_phrasings_is_refused(case: Path, tmp_path: Path) -> None:
    reply = tmp_path / "reply.md"
    reply.write_text("I am sorry, I cannot help with that.", encoding="utf-8")
    code, _, errors = call(tmp_path, "phrasings", "take", reply, "--knowledge", case)
    assert code == 1
    assert "has no phrasings" in errors
