"""What a site lets robots fetch: robots.txt by RFC 9309, read by protego.

What comes in: an address and a way to fetch. What goes out: whether it may be fetched and how
long the site wants to be left alone between two requests. A site without the file allows all; one
whose file cannot be had for the moment (RFC 9309, 2.3.1.4) allows nothing for the moment.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from detente.errors import AddressRefused, FetchFailed
from detente.feeds.guard import target_of

AGENT = "detente"
MAX_BYTES = 512_000  # RFC 9309 asks for at least 500 kibibytes
KEEP_SECONDS = 86_400.0  # RFC 9309: not longer than a day
KEEP_SITES = 500
LONGEST_DELAY = 300.0  # a site that asks for more is asked every five minutes


@dataclass(frozen=True, slots=True)
class Rules:
    """What one site says: protego's rules, None for a site without any."""

    found: Any
    until: float

    def allows(self, url: str) -> bool:
        """Whether an address of the site may be fetched."""
        return self.found is None or bool(self.found.can_fetch(url, AGENT))

    @property
    def delay_seconds(self) -> float:
        """Seconds between two requests that the site asks for; 0 if it does not."""
        asked = None if self.found is None else self.found.crawl_delay(AGENT)
        return 0.0 if asked is None else min(max(float(asked), 0.0), LONGEST_DELAY)


class Robots:
    """The rules of sites, each asked for once a day; safe for several threads.

    Parameters
    ----------
    fetch
        Gives the body of an address, or None for one that is not there (4xx).
    """

    def __init__(self, fetch: Callable[[str], bytes | None]) -> None:
        self._fetch = fetch
        self._lock = threading.Lock()
        self._sites: OrderedDict[str, Rules] = OrderedDict()

    def rules(self, url: str) -> Rules:
        """The rules of the site of an address.

        Raises
        ------
        AddressRefused
            The site must not be asked.
        FetchFailed
            The site's robots.txt cannot be had for the moment.
        """
        origin = target_of(url).origin
        with self._lock:
            known = self._sites.get(origin)
            if known is not None and known.until > time.monotonic():
                self._sites.move_to_end(origin)
                return known
        try:
            body = self._fetch(f"{origin}/robots.txt")
        except AddressRefused:
            raise
        except FetchFailed as error:
            raise FetchFailed(
                f"asking {origin} what robots may fetch: {error.message}",
                reason=f"robots.txt: {error.reason}",
                again=error.again,
                wait_seconds=error.wait_seconds,
                hint=error.hint or "until the site answers for its robots.txt nothing is fetched",
                url=url,
            ) from None
        made = Rules(None if body is None else _parsed(body), time.monotonic() + KEEP_SECONDS)
        with self._lock:
            self._sites[origin] = made
            while len(self._sites) > KEEP_SITES:
                self._sites.popitem(last=False)
        return made


def _parsed(body: bytes) -> Any:
    from protego import Protego

    return Protego.parse(body.decode("utf-8", "replace"))
