"""Reads news about states, records who did what to whom, and follows every dyad over time.

>>> import detente  # doctest: +SKIP
>>> detente.code("Turkey expelled two Russian diplomats.", date="2016-03-01")  # doctest: +SKIP

Everything is loaded when it is first used, so that ``import detente`` is fast.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from detente.api import Coded, DyadView, Session, code, open

__all__ = ["Coded", "DyadView", "Session", "__version__", "code", "open"]


def __getattr__(name: str) -> Any:
    """Load a public name when it is first asked for."""
    if name == "__version__":
        from importlib.metadata import PackageNotFoundError, version

        try:
            return version("detente")
        except PackageNotFoundError:
            return "0"
    if name in __all__:
        from detente import api

        return getattr(api, name)
    raise AttributeError(f"module 'detente' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
