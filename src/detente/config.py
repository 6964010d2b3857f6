"""Settings: ``default.toml``, overlaid by the user's file, checked key by key.

What comes in: the path of a TOML file, or none. What goes out: a frozen `Settings`, whose
``to_json`` is stored with every run. What is left to others: command-line options, which
override single values through `Settings.replaced`.
"""

from __future__ import annotations

import difflib
import gc
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from detente.errors import BadSetting

USER_FILE = "detente.toml"
SHIPPED = "shipped"
NONE = "none"


@dataclass(frozen=True, slots=True)
class Settings:
    """Resolved settings, as ``section.key`` to value; ``source`` is the user's file or None."""

    values: Mapping[str, Any]
    source: str | None = None

    def __getitem__(self, key: str) -> Any:
        return self.values[key]

    @property
    def pipeline(self) -> str | None:
        """The language pipeline to load; None is the shipped one."""
        name = str(self["language.pipeline"])
        return None if name == SHIPPED else name

    @property
    def dictionaries(self) -> str | None:
        """The folder of imported dictionaries to code with; None for our own patterns."""
        name = str(self["coding.dictionaries"])
        return None if name == NONE else name

    @property
    def own_patterns(self) -> Path | None:
        """The folder of the user's own rules; None while it is not there."""
        folder = Path(self["patterns.folder"])
        return folder if folder.is_dir() else None

    @property
    def own_actors(self) -> Path | None:
        """The folder of the user's own actors; None while it is not there."""
        folder = Path(self["actors.folder"])
        return folder if folder.is_dir() else None

    def replaced(self, **changes: Any) -> Settings:
        """These settings with some values changed; keys as ``section__key``, None is no change.

        Raises
        ------
        BadSetting
            A key is unknown or a value of the wrong kind.
        """
        given = {k.replace("__", ".", 1): v for k, v in changes.items() if v is not None}
        _check(given, self.values, "options")
        return Settings({**self.values, **given}, self.source)

    def to_json(self) -> dict[str, Any]:
        """Every setting, as stored with a run."""
        return dict(self.values)


def one_thread_each() -> None:
    """Keep linear algebra to one thread a process, unless the environment says otherwise.

    The products of the language pipeline are small: threads gain nothing on them and, where
    other work keeps the cores busy, wait for each other (measured: 670 words a second instead
    of 5,400 on two busy cores). ``--jobs`` uses more cores. Must be called before numpy loads.
    """
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")


def prepare_process() -> None:
    """Set up a process that is ours alone: `one_thread_each`, and garbage collected seldom.

    Reading makes tens of thousands of small objects a document, hardly any of them in circles;
    Python's default looks for circles after every 700 of them; after every 20,000 it still is a
    twenty-fifth of the time of coding. 200,000 small objects are some 20 MB.
    """
    one_thread_each()
    gc.set_threshold(200_000, 20, 20)


def defaults() -> Settings:
    """The settings of ``default.toml``."""
    text = files("detente").joinpath("default.toml").read_text(encoding="utf-8")
    return Settings(_flat(tomllib.loads(text), "default.toml"))


def load_settings(path: str | Path | None = None) -> Settings:
    """Defaults overlaid by ``path``, or by ``./detente.toml`` where there is one.

    Raises
    ------
    BadSetting
        The file cannot be read, is not TOML, has a key that ``default.toml`` has not, or a
        value of the wrong kind or out of range.
    """
    base = defaults()
    chosen = Path(path) if path is not None else Path(USER_FILE)
    if path is None and not chosen.is_file():
        return base
    try:
        given = tomllib.loads(chosen.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "not UTF-8 text"
        raise BadSetting(
            f"cannot read the settings file {chosen}: {why}", file=str(chosen)
        ) from None
    except tomllib.TOMLDecodeError as error:
        raise BadSetting(f"{chosen} is not valid TOML: {error}", file=str(chosen)) from None
    overlay = _flat(given, str(chosen))
    _check(overlay, base.values, str(chosen))
    return Settings({**base.values, **overlay}, str(chosen))


def _flat(tree: Mapping[str, Any], file: str) -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for section, table in tree.items():
        if not isinstance(table, dict):
            raise BadSetting(
                f"{file}: {section!r} stands outside any section",
                hint="settings live in sections, such as [language]; see default.toml",
                key=section,
            )
        flat.update({f"{section}.{key}": value for key, value in table.items()})
    return flat


def _check(given: Mapping[str, Any], known: Mapping[str, Any], file: str) -> None:
    for key, value in given.items():
        if key not in known:
            near = difflib.get_close_matches(key, known, n=1)
            hint = f"did you mean {near[0]!r}?" if near else f"known are {', '.join(known)}"
            raise BadSetting(f"{file}: unknown setting {key!r}", hint=hint, key=key)
        wanted = type(known[key])
        fits = isinstance(value, wanted) and not (wanted is not bool and isinstance(value, bool))
        if wanted is float and type(value) is int:
            fits = True
        if not fits:
            raise BadSetting(
                f"{file}: {key} = {value!r} is a {type(value).__name__}, "
                f"allowed is a {wanted.__name__} such as {known[key]!r}",
                key=key,
                value=value,
            )
        if wanted in (int, float) and value <= 0:
            raise BadSetting(f"{file}: {key} = {value!r} is not above zero", key=key, value=value)
        if wanted is str and not value:
            raise BadSetting(
                f"{file}: {key} is empty", hint=f"the default is {known[key]!r}", key=key
            )
