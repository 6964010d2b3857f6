"""Where an alert goes: a file, a webhook, the standard input of a command.

What comes in: an alert's record. What goes out: nothing, or `DetenteError` that says why it did
not arrive. An alert carries its id everywhere (a field of the line, the header ``Idempotency-Key``,
``DETENTE_ALERT_ID``), for if the machine goes off between sending and noting so, it is sent again.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from detente.errors import DetenteError, OutputUnusable
from detente.watch.config import AlertConfig

SECONDS = 30.0


def send(alert: AlertConfig, sink: str, record: Mapping[str, Any], *, doubtful: bool) -> None:
    """Hand an alert to one of its sinks.

    Parameters
    ----------
    doubtful
        Whether it may have arrived already: a file is then looked through first.

    Raises
    ------
    DetenteError
        It did not arrive.
    """
    kind = sink.partition(":")[0]
    if kind == "file" and alert.file is not None:
        _file(alert.file, record, doubtful)
    elif kind == "webhook" and alert.webhook is not None:
        _webhook(alert.webhook, record)
    elif kind == "command" and alert.command:
        _command(alert.command, record)


def _file(path: Path, record: Mapping[str, Any], doubtful: bool) -> None:
    line = json.dumps(record, ensure_ascii=False).encode("utf-8") + b"\n"
    try:
        if doubtful and _holds(path, str(record["id"])):
            return
        with path.open("ab+") as file:
            if file.tell():  # a line that a full disk cut off must not swallow this one
                file.seek(-1, os.SEEK_END)
                if file.read(1) != b"\n":
                    file.write(b"\n")
            file.write(line)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise OutputUnusable(
            f"writing an alert to {path}: {error.strerror or error}",
            hint="is its folder there and writable, and is there room on the disk?",
            path=str(path),
        ) from None


def _holds(path: Path, ident: str) -> bool:
    if not path.exists():
        return False
    with path.open("rb") as file:
        for line in file:
            try:
                found = json.loads(line)
            except ValueError:
                continue
            if isinstance(found, dict) and found.get("id") == ident:
                return True
    return False


def _webhook(url: str, record: Mapping[str, Any]) -> None:
    import httpx

    headers = {"Idempotency-Key": str(record["id"]), "User-Agent": "detente/1"}
    try:
        answer = httpx.post(
            url, json=dict(record), headers=headers, timeout=SECONDS, follow_redirects=False
        )
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise DetenteError(
            f"posting an alert to {url}: {error or type(error).__name__}", url=url
        ) from None
    if not answer.is_success:
        raise DetenteError(
            f"posting an alert to {url}: the server answers {answer.status_code}", url=url
        )


def _command(command: tuple[str, ...], record: Mapping[str, Any]) -> None:
    env = {**os.environ, "DETENTE_ALERT_ID": str(record["id"])}
    try:
        done = subprocess.run(
            command,
            input=message(record).encode("utf-8"),
            env=env,
            timeout=SECONDS,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise DetenteError(f"running {command[0]}: no end after {SECONDS:g} seconds") from None
    except OSError as error:
        raise DetenteError(
            f"running {command[0]}: {error.strerror or error}", hint="is it on the PATH?"
        ) from None
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip()[-200:]
        raise DetenteError(f"running {command[0]}: it ended with {done.returncode}. {said}".strip())


def message(record: Mapping[str, Any]) -> str:
    """An alert as a message with headers, as ``sendmail -t`` and others take it."""
    evidence = record["evidence"]
    lines = [
        f"Subject: detente: {record['title']}",
        "Content-Type: text/plain; charset=utf-8",
        f"X-Detente-Alert: {record['id']}",
        "",
        record["title"] + ".",
        "",
    ]
    for item in evidence:
        where = ", ".join(str(v) for v in (item["source"], item["date"], item["url"]) if v)
        lines += [f"- {item['text']}", f"  ({where})" if where else ""]
    if not evidence:
        lines.append("No single event tells it: the volume of conflict does.")
    return "\n".join(lines) + "\n"
