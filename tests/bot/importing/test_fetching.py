"""Pages are fetched from public addresses only, wherever they send the asker, and with limits."""

import asyncio
import gzip
import ipaddress
import socket
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from typing import cast

import pytest

from bot.importing.addresses import AddressError, is_public, place_of
from bot.importing.fetching import FetchError, fetch
from bot.importing.limits import Limits

PAGE = b"<html><body><p>The court refused.</p></body></html>"


@asynccontextmanager
async def served(answers: Mapping[str, bytes], pause: float = 0.0) -> AsyncIterator[str]:
    """Serve answers by path, each a whole response; yield the address of the server."""

    answering: set[asyncio.Task[None]] = set()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        answering.add(cast("asyncio.Task[None]", asyncio.current_task()))
        path = (await reader.readuntil(b"\r\n\r\n")).split()[1].decode()
        with suppress(ConnectionError, asyncio.CancelledError):
            for piece in (answers[path][start : start + 1000] for start in range(0, len(answers[path]), 1000)):
                writer.write(piece)
                await writer.drain()
                await asyncio.sleep(pause)
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        for task in answering:
            task.cancel()
        await asyncio.gather(*answering, return_exceptions=True)


def response(body: bytes = PAGE, headers: str = "", status: str = "200 OK") -> bytes:
    return f"HTTP/1.1 {status}\r\nContent-Type: text/html\r\nConnection: close\r\n{headers}\r\n".encode() + body


async def test_a_page_comes_with_its_bytes_its_kind_and_the_address_it_was_found_at() -> None:
    answers = {"/a": response(b"", "Location: /b?x=1#part\r\n", "302 Found"), "/b?x=1": response()}
    async with served(answers) as address:
        source = await fetch(f"{address}/a", Limits(), private=True)
    assert (source.data, source.url, source.media_type) == (PAGE, f"{address}/b?x=1", "text/html")
    assert source.captured.endswith("Z")


async def test_a_machine_of_ones_own_is_asked_only_if_that_is_allowed() -> None:
    async with served({"/": response()}) as address:
        with pytest.raises(FetchError, match="local network"):
            await fetch(f"{address}/", Limits())


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://localhost/",
        "http://[::1]/",
        "http://[::ffff:10.0.0.1]/",
        "http://[64:ff9b::a00:1]/",
        "http://169.254.169.254/latest/",
        "http://10.1.2.3/",
        "http://192.168.1.1/",
        "http://100.64.0.1/",
        "http://0.0.0.0/",
        "http://224.0.0.1/",
        "http://[fe80::1%25eth0]/",
    ],
)
async def test_addresses_that_are_not_public_are_refused_however_they_are_written(url: str) -> None:
    with pytest.raises((FetchError, AddressError)):
        await fetch(url, Limits(fetching=5))


async def test_a_redirect_to_such_an_address_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    async with served({"/": response(b"", "Location: http://127.0.0.1:1/secret\r\n", "302 Found")}) as address:
        own = ipaddress.ip_address("127.0.0.1")
        first = [True]

        def public_once(text: str) -> bool:
            return ipaddress.ip_address(text) == own and bool(first and first.pop())

        monkeypatch.setattr("bot.importing.addresses.is_public", public_once)
        with pytest.raises(FetchError, match="local network"):
            await fetch(address, Limits())


async def test_a_name_is_resolved_once_and_what_was_checked_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that has a public address when it is checked and another one later never reaches the other one."""
    asked: list[str] = []

    async def resolve(_loop: object, host: str, port: int, **_: object) -> list[object]:
        asked.append(host)
        address = "203.0.113.5" if len(asked) > 1 else "93.184.216.34"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    monkeypatch.setattr(asyncio.get_running_loop().__class__, "getaddrinfo", resolve)
    place = await place_of("https://court.example:8443/a?b=c")
    assert place.pinned == "https://93.184.216.34:8443/a?b=c"
    assert place.header == "court.example:8443"
    assert asked == ["court.example"]


@pytest.mark.parametrize(
    "url",
    ["ftp://court.example/", "file:///etc/passwd", "https://", "https://ada:secret@court.example/", "http://a:99999/"],
)
async def test_other_addresses_end_in_a_sentence(url: str) -> None:
    with pytest.raises(FetchError):
        await fetch(url, Limits())


async def test_a_page_that_is_too_large_is_not_read_to_its_end() -> None:
    async with served({"/": response(b"x" * 200_000), "/packed": _packed(b"x" * 3_000_000)}) as address:
        for path in ("/", "/packed"):
            with pytest.raises(FetchError, match="larger"):
                await fetch(address + path, Limits(page=100_000), private=True)


async def test_a_packed_page_is_unpacked() -> None:
    async with served({"/": _packed(PAGE)}) as address:
        assert (await fetch(address, Limits(), private=True)).data == PAGE


def _packed(body: bytes) -> bytes:
    return response(gzip.compress(body), "Content-Encoding: gzip\r\n")


async def test_a_page_that_drips_ends_when_its_time_is_over() -> None:
    async with served({"/": response(b"x" * 100_000)}, pause=0.2) as address:
        with pytest.raises(FetchError, match="within 1 seconds"):
            await fetch(address, Limits(fetching=1), private=True)


async def test_redirects_without_end_and_errors_of_the_server_end_in_a_sentence() -> None:
    answers = {
        "/round": response(b"", "Location: /round\r\n", "302 Found"),
        "/gone": response(b"", "", "404 Not Found"),
        "/odd": response(PAGE, "Content-Encoding: br\r\n"),
    }
    async with served(answers) as address:
        for path, advice in (("/round", "more than 5 times"), ("/gone", "answers 404"), ("/odd", "not read")):
            with pytest.raises(FetchError, match=advice):
                await fetch(address + path, Limits(), private=True)


def test_public_addresses_are_public() -> None:
    assert is_public("93.184.216.34")
    assert is_public("2606:2800:220:1:248:1893:25c8:1946")
    assert not is_public("::ffff:192.168.0.1")
    assert not is_public("2002:7f00:1::")


async def test_a_redirect_to_what_is_no_address_ends_in_a_sentence() -> None:
    async with served({"/": response(b"", "Location: http://[bad/\r\n", "302 Found")}) as address:
        with pytest.raises(FetchError, match="sends elsewhere, but to no web address"):
            await fetch(f"{address}/", Limits(), private=True)
    with pytest.raises(FetchError, match="is no web address"):
        await fetch("http://[bad/", Limits())
