"""Fetch the browser libraries that the desk carries, again and as they are pinned.

``python -m detente.web.vendor`` asks the npm registry for the packages in ``PINNED``, checks each
tarball against its SHA-512, and writes the one file that the desk needs of it into
``static/vendor/``, with ``vendor.json`` naming version, licence and SHA-256. Only developers run
it; the desk itself asks nothing of the network. The command is `make web-assets`.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import tarfile
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from detente.errors import BadDataFile

REGISTRY = "https://registry.npmjs.org"
FOLDER = Path(__file__).parent / "static" / "vendor"


@dataclass(frozen=True, slots=True)
class Pinned:
    """A package at a version: what of it is taken, under which name, and its licence."""

    package: str
    version: str
    integrity: str
    member: str
    name: str
    licence: str
    notice: str


PINNED = (
    Pinned(
        "htmx.org", "2.0.8",
        "fm297iru0iWsNJlBrjvtN7V9zjaxd+69Oqjh4F/Vq9Wwi2kFisLcrLCiv5oBX0KLfOX/zG8AUo9ROMU5XUB44Q==",
        "package/dist/htmx.min.js", "htmx.min.js", "0BSD", "big sky software",
    ),
    Pinned(
        "vega", "6.4.0",
        "rHXCq2LpEWCLMjXBEj7hocY9G0/i5TGYRayGGSj06VTF4+l2IG2Z7oeZKCjWbUh/7hTE/mVhbaOPB72wCElh6g==",
        "package/build/vega.min.js", "vega.min.js", "BSD-3-Clause",
        "Copyright (c) 2015-2023, University of Washington Interactive Data Lab",
    ),
    Pinned(
        "vega-lite", "6.5.0",
        "fMXF6s0MrIg0UTWnLIfeFtgSLzVhyzSKobzGrh5rhS+mL6FOYFG3m7ouJ4U23gj65EK+gl9FIIT5w7wLNaAzkA==",
        "package/build/vega-lite.min.js", "vega-lite.min.js", "BSD-3-Clause",
        "Copyright (c) 2015, University of Washington Interactive Data Lab",
    ),
    Pinned(
        "vega-interpreter", "2.3.2",
        "JDAoi3taFcCDLujZG84TNNUXdkAZ5WsSHssx8lWVYaxb9Slsjk7v7PtRIYXpSlUwLaKGRBqoJ9KDs36Z0eMEIw==",
        "package/build/vega-interpreter.js", "vega-interpreter.js", "BSD-3-Clause",
        "Copyright (c) 2015-2023, University of Washington Interactive Data Lab",
    ),
    Pinned(
        "world-atlas", "2.0.2",
        "IXfV0qwlKXpckz1FhwXVwKRjiIhOnWttOskm5CtxMsjgE/MXAYRHWJqgXOpM8IkcPBoXnyTU5lFHcYa5ChG0LQ==",
        "package/countries-110m.json", "countries-110m.json", "ISC",
        "Copyright 2013-2019 Michael Bostock; made from Natural Earth, public domain",
    ),
)  # fmt: skip


def fetch() -> None:
    """Fetch every pinned package and write its file.

    Raises
    ------
    BadDataFile
        A tarball is not the one that was pinned.
    """
    FOLDER.mkdir(parents=True, exist_ok=True)
    told = []
    for one in PINNED:
        short = one.package.rpartition("/")[2]
        url = f"{REGISTRY}/{one.package}/-/{short}-{one.version}.tgz"
        with urllib.request.urlopen(url, timeout=60) as answer:
            tarball = answer.read()
        found = base64.b64encode(hashlib.sha512(tarball).digest()).decode()
        if found != one.integrity:
            raise BadDataFile(
                f"SHA-512 {found} is not the pinned {one.integrity}",
                file=url,
                hint="do not use it; see whether the version was replaced",
            )
        with tarfile.open(fileobj=io.BytesIO(tarball)) as archive:
            member = archive.extractfile(one.member)
            if member is None:
                raise BadDataFile(f"holds no {one.member}", file=url)
            text = member.read().decode("utf-8")
        data = _for_a_page(one.name, text).encode("utf-8")
        (FOLDER / one.name).write_bytes(data)
        told.append(
            {
                "file": one.name,
                "package": one.package,
                "version": one.version,
                "licence": one.licence,
                "notice": one.notice,
                "sha256": hashlib.sha256(data).hexdigest(),
            }
        )
    (FOLDER / "vendor.json").write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


def _for_a_page(name: str, text: str) -> str:
    """A file as a plain script: without a source map, and the interpreter without modules.

    The interpreter is published as a module alone, whose import of a bare name no page can
    resolve without an inline import map, which the content security policy forbids. What it
    imports stands in Vega itself.
    """
    lines = [line for line in text.splitlines() if not line.startswith("//# sourceMappingURL")]
    text = "\n".join(lines) + "\n"
    if name != "vega-interpreter.js":
        return text
    head = "import { ascending, isString, DisallowedObjectProperties } from 'vega-util';"
    foot = "export { expression as expressionInterpreter };"
    if head not in text or foot not in text:
        raise BadDataFile("is not built as it was", file=name, hint="see `_for_a_page`")
    body = text.replace(head, "const { ascending, isString, DisallowedObjectProperties } = vega;")
    return (
        "(function () {\n"
        + body.replace(foot, "vega.expressionInterpreter = expression;")
        + "})();\n"
    )


if __name__ == "__main__":
    fetch()
