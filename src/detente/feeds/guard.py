"""Which addresses may be asked: those of the public web, not this machine or its network.

What comes in: an address that somebody else wrote (a feed's link, a form of the desk). What goes
out: its parts and the numbers to connect to, or `AddressRefused`. A name is resolved once, here,
and the connection goes to the numbers that were checked: a name server that answers differently
the second time gains nothing. Each redirect passes here again (`transport`).
"""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from detente.errors import AddressRefused, FetchFailed

SCHEMES = {"http": 80, "https": 443}
LONGEST = 2_000
"""Characters of an address; the common limit of browsers and servers."""

# inet_aton reads 127.1, 0x7f.0.0.1, 017700000001 and 2130706433 as addresses; a name server
# never needs them, and nothing but a disguise is written so.
_NUMERIC = re.compile(r"(?:0x[0-9a-f]*|\d+)(?:\.(?:0x[0-9a-f]*|\d+))*\.?", re.IGNORECASE)
_UNFIT = re.compile(r"[\x00-\x20\x7f-\xa0\\]")
# IPv6 ranges that carry an IPv4 address inside: NAT64 (RFC 6052, 8215), the old compatible form.
_NAT64 = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("64:ff9b:1::/48"))
_COMPATIBLE = ipaddress.ip_network("::/96")

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolver = Callable[[str, int], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Target:
    """Where an address leads: scheme, host name in lower case (no brackets), port."""

    scheme: str
    host: str
    port: int

    @property
    def origin(self) -> str:
        """Scheme, host and port as one text, the port left out where it is the usual one."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == SCHEMES[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{host}{port}"


def target_of(url: str) -> Target:
    """The target of an address, its form checked; no name is looked up.

    Raises
    ------
    AddressRefused
        It is not http or https, has no host, carries a user name, is longer than 2,000
        characters, holds blanks or control characters, or writes its host as an odd number.

    Examples
    --------
    >>> target_of("https://Example.org/a?b").origin
    'https://example.org'
    """
    if len(url) > LONGEST:
        raise _refused(url, f"it is {len(url)} characters long", f"at most {LONGEST} are taken")
    if _UNFIT.search(url):
        raise _refused(url, "it holds blanks, backslashes or control characters")
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError as error:
        raise _refused(url, str(error)) from None
    if parts.scheme not in SCHEMES:
        raise _refused(url, f"its scheme is {parts.scheme!r}", "only http and https are fetched")
    if not host:
        raise _refused(url, "it names no host", "write it whole: https://example.org/feed.xml")
    if parts.username is not None or parts.password is not None:
        raise _refused(url, "it carries a user name or password")
    if "%" in host:
        raise _refused(url, "its host names a network interface")
    if _NUMERIC.fullmatch(host) and not _is_plain_ipv4(host):
        raise _refused(url, "its host is a number in an unusual form")
    return Target(parts.scheme, host, port or SCHEMES[parts.scheme])


def why_private(address: str | Address) -> str | None:
    """Why a number must not be connected to; None if it is on the public internet.

    Addresses that carry another inside (IPv4-mapped, 6to4, NAT64, Teredo) are judged by both.

    Examples
    --------
    >>> why_private("192.168.1.1"), why_private("::ffff:127.0.0.1"), why_private("9.9.9.9")
    ('private', 'loopback', None)
    """
    found = ipaddress.ip_address(address) if isinstance(address, str) else address
    for kind, is_so in (
        ("unspecified", found.is_unspecified),
        ("loopback", found.is_loopback),
        ("link-local", found.is_link_local),
        ("multicast", found.is_multicast),
    ):
        if is_so:
            return kind
    if isinstance(found, ipaddress.IPv6Address):
        if found.is_site_local:
            return "private"
        inside = _inside(found)
        if inside is not None:
            return why_private(inside)
    if found.is_private:
        return "private"
    if found.is_reserved or not found.is_global:
        return "reserved"
    return None


def _inside(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address that an IPv6 one carries."""
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.sixtofour is not None:
        return address.sixtofour
    if address.teredo is not None:
        return address.teredo[1]
    if any(address in net for net in _NAT64) or address in _COMPATIBLE:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return None


def look_up(host: str, port: int) -> list[str]:
    """The numbers of a host name, as the system's resolver gives them."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(row[4][0]) for row in found))


def addresses(
    host: str, port: int, *, allow_private: bool = False, resolver: Resolver = look_up
) -> list[str]:
    """The numbers to connect to for a host, all of them checked.

    Parameters
    ----------
    host, port
        As `Target` has them.
    allow_private
        Take private numbers too; for a test server on this machine.
    resolver
        Who answers for names; the system if not given.

    Raises
    ------
    FetchFailed
        The name is not known, or no name server answers.
    AddressRefused
        One of its numbers is private; a name that also leads inside is not trusted outside.
    """
    try:
        found = list(resolver(host, port))
    except (OSError, UnicodeError) as error:
        raise FetchFailed(
            f"looking up {host}: {getattr(error, 'strerror', None) or error}",
            reason="name not found",
            again=True,
            hint="is the name spelled right, and is this machine on the network?",
            host=host,
        ) from None
    if not found:
        raise FetchFailed(
            f"looking up {host}: it has no address", reason="name not found", again=True, host=host
        )
    for number in () if allow_private else found:
        kind = why_private(number.partition("%")[0])
        if kind is not None:
            raise AddressRefused(
                f"fetching from {host}: it leads to {number}, a {kind} address",
                hint="addresses of this machine and its network are not fetched; for a server of"
                " your own, `allow_private = true` in the [client] section allows it",
                host=host,
                address=number,
            )
    return found


def _is_plain_ipv4(host: str) -> bool:
    try:
        ipaddress.IPv4Address(host)
    except ValueError:
        return False
    return True


def _refused(url: str, why: str, hint: str | None = None) -> AddressRefused:
    shown = url if len(url) <= 120 else url[:117] + "..."
    return AddressRefused(f"fetching {shown!r}: {why}", hint=hint, url=url)
