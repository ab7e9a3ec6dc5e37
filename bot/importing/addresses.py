"""Which addresses of the network a web page may be fetched from: public ones, on every redirect."""

import asyncio
import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

_PORTS = {"http": 80, "https": 443}
_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")
"""IPv4 addresses written as IPv6 (RFC 6052)."""


class AddressError(Exception):
    """An address must not be asked, or cannot be; the message is a sentence without the address."""


@dataclass(frozen=True, slots=True)
class Place:
    """A web address taken apart, and the number of the machine that is asked for it."""

    scheme: str
    host: str
    port: int
    target: str
    """Path and query."""
    address: str

    @property
    def pinned(self) -> str:
        """The web address with the machine's number in place of its name."""
        host = f"[{self.address}]" if ":" in self.address else self.address
        return f"{self.scheme}://{host}:{self.port}{self.target}"

    @property
    def header(self) -> str:
        """What the machine is asked for: its name, with the port if it is an unusual one."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"


async def place_of(url: str, private: bool = False) -> Place:
    """Resolve a web address once, so that what is checked is what is asked; raises `AddressError`.

    Unless `private`, a name that has any address of this machine, of a local network or of no network is refused.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise AddressError("is no web address; write it from https:// on") from None
    if parts.scheme not in _PORTS or not host:
        raise AddressError("is no web address; write it from http:// or https:// on")
    if parts.username is not None or parts.password is not None:
        raise AddressError("has a name or a password in it; leave it out")
    try:
        host = host.encode("idna").decode() if not host.isascii() else host
        found = await asyncio.get_running_loop().getaddrinfo(
            host, port or _PORTS[parts.scheme], type=socket.SOCK_STREAM
        )
    except (OSError, UnicodeError):
        raise AddressError("is on a machine that is not known; check the spelling and the network") from None
    addresses = [str(entry[4][0]) for entry in found]
    if not private and not all(map(is_public, addresses)):
        message = "is on this machine or in a local network, which is not asked; use --private-addresses if it is yours"
        raise AddressError(message)
    target = f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}"
    return Place(parts.scheme, host, port or _PORTS[parts.scheme], target, addresses[0])


def is_public(address: str) -> bool:
    """Whether an address is one of the public network, also if it is written within another kind of address."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(parsed, ipaddress.IPv6Address):
        inner = parsed.ipv4_mapped or parsed.sixtofour or (parsed.teredo[1] if parsed.teredo else None)
        if parsed in _TRANSLATED:
            inner = ipaddress.IPv4Address(int(parsed) & 0xFFFFFFFF)
        if inner is not None:
            parsed = inner
    return parsed.is_global and not parsed.is_multicast
