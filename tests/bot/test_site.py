"""`casewire site`: what is written and left alone on the disk, and what is served with which headers."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import httpx
import pytest

from bot.site.serving import SiteServer
from bot.site.writing import SiteFolderError, write_site
from handlers.site.building import site_files
from handlers.site.view import Site
from tests.bot.running import call
from tests.handlers.site.cases import hostile_base

MUSEUM = Path(__file__).parents[1] / "cases" / "museum"
FILES = [("index.html", b"one"), ("en/a.html", b"two")]


def write(folder: Path, files: list[tuple[str, bytes]]) -> tuple[int, int]:
    written = write_site(folder, files, lambda _: None)
    return written.changed, written.removed


def test_only_what_differs_is_written_and_what_is_gone_is_removed(tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert write(out, FILES) == (2, 0)
    before = (out / "index.html").stat().st_mtime_ns
    assert write(out, FILES) == (0, 0)
    assert write(out, [("index.html", b"one"), ("en/b.html", b"three")]) == (1, 1)
    assert (out / "index.html").stat().st_mtime_ns == before
    assert not (out / "en/a.html").exists()
    (out / "index.html").write_bytes(b"by hand")
    assert write(out, FILES) == (2, 1), "what was changed by hand is put right"


def test_a_folder_with_other_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(SiteFolderError, match="has other files"):
        write_site(tmp_path, FILES, lambda _: None)
    assert [one.name for one in tmp_path.iterdir()] == ["thesis.txt"]


def test_files_that_a_listing_names_elsewhere_are_not_removed(tmp_path: Path) -> None:
    out = tmp_path / "out"
    write(out, FILES)
    (tmp_path / "kept.txt").write_text("mine")
    with (out / ".casewire-site").open("a") as listing:
        listing.write(f"../kept.txt\n{tmp_path}/kept.txt\n")
    write(out, FILES)
    assert (tmp_path / "kept.txt").exists()


@contextmanager
def serving(files: dict[str, bytes]) -> Iterator[httpx.Client]:
    with SiteServer(("127.0.0.1", 0), files) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            with httpx.Client(base_url=f"http://127.0.0.1:{server.server_port}", trust_env=False) as client:
                yield client
        finally:
            server.shutdown()
            thread.join()


def test_pages_are_served_with_a_strict_policy_and_no_cookie() -> None:
    with serving(dict(site_files(Site(hostile_base())))) as client:
        for path in ("/", "/en/facts/closed.html", "/en/facts/nothing.html", "/style.css"):
            answer = client.get(path)
            policy = answer.headers["Content-Security-Policy"]
            assert policy.startswith("default-src 'none'; style-src 'self'"), path
            assert "unsafe" not in policy
            assert "Set-Cookie" not in answer.headers
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert client.get("/en/facts/nothing.html").status_code == 404
        assert client.get("/en/../../../etc/passwd").status_code == 404


def test_a_page_is_sent_again_only_when_it_has_changed() -> None:
    files = {"index.html": b"the pier is closed", "404.html": b"nothing"}
    with serving(files) as client:
        tag = client.get("/").headers["ETag"]
        again = client.get("/", headers={"If-None-Match": tag})
        assert (again.status_code, again.content) == (304, b"")
        assert client.head("/").headers["Content-Length"] == "18"
    with serving({**files, "index.html": b"the pier is opened"}) as client:
        assert client.get("/", headers={"If-None-Match": tag}).status_code == 200, "as long, and within the same second"


@pytest.mark.slow
def test_the_command_writes_a_case_and_says_what_it_wrote(tmp_path: Path) -> None:
    out = tmp_path / "site"
    command: list[str | Path] = ["site", "build", out, "--case", MUSEUM, "--url", "https://museum.example/"]
    code, said, wrong = call(tmp_path, *command)
    assert code == 0, wrong
    assert "Without site.url" not in said
    assert "https://museum.example/en/index.html" in (out / "sitemap.xml").read_text()
    assert " 0 written" in call(tmp_path, *command)[1]
    assert call(tmp_path, *command[:-1], "javascript:alert(1)")[0] == 2
