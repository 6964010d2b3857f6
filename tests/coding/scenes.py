"""Documents as the analyst meets them, before he reads."""

from __future__ import annotations

from detente.coding import Coder
from detente.coding.analyst import Findings
from detente.coding.scene import Scene
from detente.documents import from_text


def scene_of(text: str, date: str | None = None, coder: Coder | None = None) -> Scene:
    """The scene of a text, of which nothing beyond its acts has been read."""
    coder = coder or Coder()
    scenes: list[Scene] = []

    def keep(scene: Scene, *, learned: bool = False) -> Findings:
        scenes.append(scene)
        return {}

    plain = coder.analyse
    coder.analyse = keep
    try:
        next(iter(coder.read([from_text(text, date=date)])))
    finally:
        coder.analyse = plain
    return scenes[0]
