"""The log of outlooks: appended to, never edited, scored when their horizon has passed.

What comes in: outlooks, and later the events that tell what happened. What goes out: lines of
JSON in a file, each with the hash of the one before, so that a changed, removed or moved line
is found out. Lines cut off at the end are found out by whoever kept a later ``logged_as``.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from detente.errors import BadDataFile
from detente.measure.forecast import brier_score, brier_skill
from detente.records import Outlook

START = "0" * 64


@dataclass(frozen=True, slots=True)
class Track:
    """The track record: how many outlooks were issued and scored, and how well.

    ``brier`` and ``skill`` (over the base rates that stood beside the outlooks) are None until
    one is scored.
    """

    issued: int
    scored: int
    happened: int
    brier: float | None
    base_brier: float | None
    skill: float | None

    def to_json(self) -> dict[str, Any]:
        """The track record as JSON object."""
        return {"kind": "track_record", **{k: getattr(self, k) for k in self.__dataclass_fields__}}


def log_beside(store: str | Path) -> Path:
    """Where the log of a store is kept."""
    from detente.store import is_url, shown_path

    if is_url(store):
        # No file to lie beside: in the working directory, named after the database.
        return Path(re.sub(r"[^\w.-]+", "-", shown_path(store)) + ".outlooks.jsonl")
    return Path(f"{store}.outlooks.jsonl")


def read_log(path: str | Path) -> list[dict[str, Any]]:
    """The entries of a log, checked; none where there is no file.

    Raises
    ------
    BadDataFile
        A line was changed, removed, added or moved; the message names the first that is wrong.
    """
    file = Path(path)
    if not file.is_file():
        return []
    before = START
    out: list[dict[str, Any]] = []
    told = file.read_bytes().decode("utf-8", "replace")
    lines = told.removesuffix("\n").split("\n") if told else []
    for number, line in enumerate(lines, start=1):
        try:
            entry = json.loads(line)
            body, after, hashed = entry["entry"], entry["after"], entry["hash"]
        except (ValueError, KeyError, TypeError):
            raise BadDataFile(
                "is no entry of a log of outlooks", file=str(file), line=number, hint=REMEDY
            ) from None
        if after != before or hashed != _hash(after, body) or body.get("number") != number:
            raise BadDataFile(
                "the chain is broken here: this line, or the one before, was changed, removed"
                " or moved",
                file=str(file),
                line=number,
                hint=REMEDY,
            )
        before = hashed
        out.append({**body, "hash": hashed})
    return out


REMEDY = "restore the file from a copy; what was issued cannot be edited"


def _hash(after: str, body: dict[str, Any]) -> str:
    told = json.dumps(body, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(f"{after}{told}".encode()).hexdigest()


def _append(path: Path, entries: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    known = read_log(path)
    before = known[-1]["hash"] if known else START
    lines, out = [], []
    for offset, entry in enumerate(entries, start=1):
        body = {"number": len(known) + offset, **entry}
        hashed = _hash(before, body)
        told = {"entry": body, "after": before, "hash": hashed}
        lines.append(json.dumps(told, ensure_ascii=False, separators=(",", ":")) + "\n")
        out.append({**body, "hash": hashed})
        before = hashed
    with path.open("a", encoding="utf-8") as stream:
        stream.writelines(lines)
    return out


def issue(path: str | Path, given: Sequence[Outlook], *, today: date) -> tuple[Outlook, ...]:
    """Append outlooks that say something; each with its place in the log as ``logged_as``.

    One that was issued before, on the same inputs by the same model, is not issued again.
    """
    file = Path(path)
    known = {_key(e["outlook"]): e for e in read_log(file) if e["what"] == "issued"}
    fresh = [o for o in given if o.probability is not None and _key(o.to_json()) not in known]
    entries = [{"what": "issued", "on": today.isoformat(), "outlook": o.to_json()} for o in fresh]
    for entry in _append(file, entries) if entries else []:
        known[_key(entry["outlook"])] = entry
    out = []
    for outlook in given:
        logged = known.get(_key(outlook.to_json()))
        place = None if logged is None else f"{logged['number']}:{logged['hash'][:12]}"
        out.append(replace(outlook, logged_as=place))
    return tuple(out)


def _key(told: dict[str, Any]) -> tuple[Any, ...]:
    model = told["model"] or {}
    return (
        told["dyad"], told["as_of"], told["horizon_days"], told["target"],
        told["inputs_digest"], model.get("version"),
    )  # fmt: skip


Outcome = Callable[[dict[str, Any]], bool | None]


def settle(path: str | Path, outcome: Outcome, *, known_to: date, today: date) -> int:
    """Score every outlook whose horizon has passed by ``known_to``; how many were new.

    Parameters
    ----------
    outcome
        Whether what was forecast happened, from an outlook as JSON; None if it cannot be told.
    known_to
        The last day that the data cover.
    """
    entries = read_log(path)
    settled = {e["of"] for e in entries if e["what"] == "scored"}
    found = []
    for entry in entries:
        if entry["what"] != "issued" or entry["number"] in settled:
            continue
        told = entry["outlook"]
        end = date.fromisoformat(told["as_of"]) + timedelta(days=told["horizon_days"])
        happened = outcome(told) if end <= known_to else None
        if happened is not None:
            found.append(
                {
                    "what": "scored",
                    "on": today.isoformat(),
                    "of": entry["number"],
                    "happened": happened,
                }
            )
    if found:
        _append(Path(path), found)
    return len(found)


def track(path: str | Path) -> Track:
    """The track record of a log."""
    entries = read_log(path)
    issued = {e["number"]: e["outlook"] for e in entries if e["what"] == "issued"}
    scored = [(issued[e["of"]], e["happened"]) for e in entries if e["what"] == "scored"]
    if not scored:
        return Track(len(issued), 0, 0, None, None, None)
    seen = [float(happened) for _, happened in scored]
    said = [told["probability"] for told, _ in scored]
    base = [told["base_rate"] for told, _ in scored]
    return Track(
        len(issued),
        len(scored),
        int(sum(seen)),
        round(brier_score(said, seen), 5),
        round(brier_score(base, seen), 5),
        round(brier_skill(said, seen, base), 5),
    )
