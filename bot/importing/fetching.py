"""Fetches web pages: only http and https, only public addresses, with limits on size, time and redirects."""

import asyncio
import datetime
import zlib
from urllib.parse import urldefrag, urljoin, urlsplit

import httpx

from bot import __version__
from bot.importing.addresses import AddressError, Place, place_of
from bot.importing.limits import MEGABYTE, Limits
from knowledge.importing.draft import Source

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PIECE = 65_536
_PACKED = {"gzip": 31, "x-gzip": 31, "deflate": 15}
"""How zlib unpacks what a server packs; nothing is asked to be packed."""
_HEADERS = {
    "User-Agent": f"casewire/{__version__}",
    "Accept": "text/html,application/xhtml+xml,application/pdf,application/rss+xml,application/atom+xml,*/*;q=0.5",
    "Accept-Encoding": "identity",
}
_NO_ADDRESS = "is no web address; write it from https:// on"


class FetchError(Exception):
    """A page cannot be fetched; the message is a sentence without the address."""


async def fetch(url: str, limits: Limits, private: bool = False) -> Source:
    """Return what is at a web address, with the address where it was found at last; raises `FetchError`."""
    try:
        async with asyncio.timeout(limits.fetching):
            return await _follow(_whole(url), limits, private)
    except TimeoutError:
        raise FetchError(f"does not come within {limits.fetching:.0f} seconds; try again later") from None
    except AddressError as error:
        raise FetchError(str(error)) from None
    except httpx.InvalidURL:
        raise FetchError(_NO_ADDRESS) from None
    except httpx.HTTPError as error:
        raise FetchError(
            f"cannot be fetched ({type(error).__name__}); check the address, or save it and add it"
        ) from None


async def _follow(url: str, limits: Limits, private: bool) -> Source:
    async with httpx.AsyncClient(trust_env=False, follow_redirects=False, timeout=limits.fetching) as client:
        for _ in range(limits.redirects + 1):
            place = await place_of(url, private)
            request = _request(client, place)
            response = await client.send(request, stream=True)
            try:
                if response.status_code not in _REDIRECTS:
                    return await _page(response, url, limits)
                location = response.headers.get("Location", "")
            finally:
                await response.aclose()
            if not location:
                raise FetchError("sends elsewhere without saying where; check the address")
            url = _whole(location, url)
    raise FetchError(f"sends elsewhere more than {limits.redirects} times; check the address")


def _whole(address: str, base: str = "") -> str:
    """Return an address in full, seen from another, without the part of the page; raises `FetchError`."""
    try:
        return urldefrag(urljoin(base, address)).url
    except ValueError:
        raise FetchError("sends elsewhere, but to no web address; check the address" if base else _NO_ADDRESS) from None


def _request(client: httpx.AsyncClient, place: Place) -> httpx.Request:
    headers = {**_HEADERS, "Host": place.header}
    return client.build_request("GET", place.pinned, headers=headers, extensions={"sni_hostname": place.host})


async def _page(response: httpx.Response, url: str, limits: Limits) -> Source:
    if response.status_code != httpx.codes.OK:
        raise FetchError(f"answers {response.status_code}; check the address, or save the page and add it")
    packed = response.headers.get("Content-Encoding", "identity").strip().casefold()
    if packed not in {"identity", "", *_PACKED}:
        raise FetchError(f"comes packed in a way that is not read ({packed[:20]}); save the page and add it")
    unpack = zlib.decompressobj(_PACKED[packed]) if packed in _PACKED else None
    data = bytearray()
    async for piece in response.aiter_raw(_PIECE):
        try:
            data += unpack.decompress(piece, limits.page + 1 - len(data)) if unpack else piece
        except zlib.error:
            raise FetchError("comes broken; try again later") from None
        if len(data) > limits.page:
            raise FetchError(f"is larger than {limits.page // MEGABYTE} MB; save it and add a part of it")
    name = urlsplit(url).path.rstrip("/").rpartition("/")[2] or urlsplit(url).hostname or "page"
    now = datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return Source(name, bytes(data), url, response.headers.get("Content-Type", ""), now)
