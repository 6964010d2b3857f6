"""How results are written: blocks for the terminal, lines of JSON, flat tables."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from detente.cli.options import Format
from detente.errors import BadSetting

if TYPE_CHECKING:
    import pyarrow as pa
    from rich.console import Console, RenderableType


def console_for(output: str | None) -> Console:
    """A console on standard output, or one that writes to a file."""
    from rich.console import Console

    if output is None:
        return Console(highlight=False)
    return Console(file=open(output, "w", encoding="utf-8"), width=100, highlight=False)


def print_blocks(blocks: Iterable[RenderableType], output: str | None) -> None:
    """Print blocks one below the other."""
    console = console_for(output)
    for block in blocks:
        console.print(block)
    if output is not None:
        console.file.close()


def write_text(text: str, output: str | None) -> None:
    """Text to standard output or to a file."""
    if output is None:
        sys.stdout.write(text)
    else:
        Path(output).write_text(text, encoding="utf-8")


def write_lines(records: Iterable[dict[str, Any]], output: str | None) -> None:
    """One JSON object a line, UTF-8 and the same bytes wherever it runs."""
    with open_sink(output) as stream:
        for record in records:
            stream.write(line_of(record))


def line_of(record: Mapping[str, Any]) -> bytes:
    """A record as a line of JSON, UTF-8, half surrogate pairs written out."""
    line = json.dumps(record, ensure_ascii=False, separators=(",", ":"))
    return line.encode("utf-8", "backslashreplace") + b"\n"


def write_rows(rows: Sequence[dict[str, Any]], format: Format, output: str | None) -> None:
    """Flat rows as a table, JSON lines, CSV or Parquet."""
    if format is Format.jsonl:
        write_lines(rows, output)
    elif format is Format.table:
        from detente.brief.terminal import plain_table

        print_blocks([plain_table(rows)], output)
    else:
        import pyarrow

        flat = [{k: ";".join(v) if isinstance(v, list) else v for k, v in r.items()} for r in rows]
        write_arrow(pyarrow.Table.from_pylist(flat), format, output)


def write_arrow(table: pa.Table, format: Format, output: str | None) -> None:
    """An Arrow table as CSV or Parquet."""
    if format is Format.parquet and output is None and sys.stdout.isatty():
        raise BadSetting(
            "Parquet is not for a terminal", hint="name a file: --output events.parquet"
        )
    with open_sink(output) as sink:
        if format is Format.parquet:
            import pyarrow.parquet as parquet

            parquet.write_table(table, sink)
        else:
            import pyarrow.csv as csv

            csv.write_csv(table, sink)


@contextmanager
def open_sink(output: str | None) -> Iterator[IO[bytes]]:
    """Standard output, flushed, or a file, closed."""
    if output is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
    else:
        with open(output, "wb") as file:
            yield file
