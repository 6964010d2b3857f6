"""Addresses that must not be asked, however they are written."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import AddressRefused, FetchFailed
from detente.feeds import addresses, target_of, why_private

PRIVATE = (
    "127.0.0.1", "127.8.9.1", "0.0.0.0", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.0.9",
    "169.254.169.254", "100.64.0.1", "192.0.2.1", "198.18.0.1", "224.0.0.1", "240.0.0.1",
    "255.255.255.255", "::", "::1", "fe80::1", "fc00::1", "fd12::3", "ff02::1", "fec0::1",
    "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:7f00:1", "64:ff9b::7f00:1", "64:ff9b::a00:1",
    "2002:7f00:1::", "2002:c0a8:1::1", "::127.0.0.1", "2001:db8::1",
)  # fmt: skip
ODD = (
    "http://127.1/", "http://0x7f.0.0.1/", "http://2130706433/", "http://017700000001/",
    "http://0177.0.0.1/", "http://0x7f000001/", "http://127.0.0.1.1/", "http://8.8.2056/",
)  # fmt: skip
UNFIT = (
    "ftp://example.org/x", "file:///etc/passwd", "gopher://example.org", "//example.org/x",
    "example.org", "http://", "http:///x", "http://user:secret@example.org/", "http://a@example.org",
    "http://example.org:99999/", "http://exa mple.org/", "http://example.org/\r\nHost: x",
    "http://[fe80::1%25eth0]/", "http://[::1/", "http://example.org\\@127.0.0.1/", "", "javascript:1",
    "http://example.org/" + "a" * 2000,
)  # fmt: skip


@pytest.mark.parametrize("number", PRIVATE)
def test_numbers_inside_are_private(number: str) -> None:
    assert why_private(number) is not None
    with pytest.raises(AddressRefused, match=r"fetching from news\.example: it leads to"):
        addresses("news.example", 80, resolver=lambda host, port: [number])


@pytest.mark.parametrize("number", ["9.9.9.9", "1.1.1.1", "2606:4700::1111", "::ffff:9.9.9.9"])
def test_numbers_of_the_public_internet_are_not(number: str) -> None:
    assert why_private(number) is None
    assert addresses("x.example", 80, resolver=lambda host, port: [number]) == [number]


@given(st.ip_addresses(v=4))
def test_a_mapped_number_is_judged_as_the_number_itself(number: ipaddress.IPv4Address) -> None:
    mapped = ipaddress.IPv6Address(f"::ffff:{number}")
    nat64 = ipaddress.IPv6Address(int(ipaddress.IPv6Address("64:ff9b::")) + int(number))
    for form in (mapped, nat64):
        assert (why_private(form) is None) == (why_private(number) is None)


@pytest.mark.parametrize("url", ODD)
def test_a_host_written_as_an_odd_number_is_refused(url: str) -> None:
    with pytest.raises(AddressRefused, match="number in an unusual form"):
        target_of(url)


@pytest.mark.parametrize("url", UNFIT)
def test_what_is_no_web_address_is_refused(url: str) -> None:
    with pytest.raises(AddressRefused, match="fetching "):
        target_of(url)


def test_one_private_number_among_public_ones_is_enough() -> None:
    with pytest.raises(AddressRefused, match=r"10\.0\.0\.1, a private address"):
        addresses("x.example", 80, resolver=lambda host, port: ["9.9.9.9", "10.0.0.1"])


def test_private_numbers_are_let_through_where_the_user_says_so() -> None:
    found = addresses("x", 80, allow_private=True, resolver=lambda host, port: ["127.0.0.1"])
    assert found == ["127.0.0.1"]


def test_an_unknown_name_says_so() -> None:
    def unknown(host: str, port: int) -> list[str]:
        raise OSError(-2, "Name or service not known")

    with pytest.raises(FetchFailed, match="looking up nowhere: Name or service") as caught:
        addresses("nowhere", 80, resolver=unknown)
    assert (caught.value.reason, caught.value.again) == ("name not found", True)


def test_parts_of_an_address() -> None:
    target = target_of("HTTPS://News.Example.org.:8443/a?b#c")
    assert (target.scheme, target.host, target.port) == ("https", "news.example.org", 8443)
    assert target.origin == "https://news.example.org:8443"
    assert target_of("http://[2606:4700::1111]/x").origin == "http://[2606:4700::1111]"
