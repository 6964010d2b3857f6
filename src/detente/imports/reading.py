"""Lines to batches of raw columns, all text, with what could not be cut into columns.

What comes in: a `LineStream` and a `Format`. What goes out: Arrow tables of some ten thousand
rows with the columns that the format's SQL reads, and the lines that have too few or too many.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from detente.errors import ImportUnusable
from detente.imports.formats import TARGETS, Format, quoted_cells
from detente.imports.streams import LineStream

if TYPE_CHECKING:
    import pyarrow as pa

BLOCK = 4 << 20
JSON_ROWS = 10_000


@dataclass(frozen=True, slots=True)
class Misfit:
    """A line that is no row of the format, and why."""

    reason: str
    line: str


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows as an Arrow table of text columns, and the lines between them that are none."""

    rows: pa.Table
    misfits: tuple[Misfit, ...]
    repaired: int


def batches(stream: LineStream, format: Format, path: str) -> Iterator[Batch]:
    """The rows of a file, some ten thousand at a time.

    Raises
    ------
    ImportUnusable
        The header lacks columns that the format needs.
    """
    if format.name == "plover":
        yield from _json_batches(stream)
        return
    names = _names(stream, format, path)
    yield from _cut(stream, format, names)


def _names(stream: LineStream, format: Format, path: str) -> list[str]:
    """The column names of the file; what a header line held beyond its end is put back."""
    if not format.header:
        return list(format.columns)
    line = stream.readline().decode("utf-8").lstrip("\ufeff")
    cells = _cells(line, format)
    cells, glued = _unglued(cells, format)
    if glued is not None:
        stream.unread((format.delimiter.join(glued) + "\n").encode("utf-8"))
    while cells and not cells[-1]:
        cells.pop()  # tabs at the end of the header
    missing = [name for name in format.columns if name not in cells]
    if missing:
        raise ImportUnusable(
            f"{path}: the header of {format.title} lacks {', '.join(missing)}",
            hint="is it that format? `--format` names another",
            path=path,
        )
    return cells


def _cells(line: str, format: Format) -> list[str]:
    if not format.quoted:
        return [cell.strip() for cell in line.rstrip("\r\n").split(format.delimiter)]
    return [cell.strip() for cell in quoted_cells(line, format.delimiter)]


def _unglued(cells: list[str], format: Format) -> tuple[list[str], list[str] | None]:
    """A header whose last name is glued to the first row's id (a lost line end), taken apart."""
    width, last = len(format.columns), format.columns[-1]
    if len(cells) < 2 * width - 1 or cells[: width - 1] != list(format.columns[:-1]):
        return cells, None
    at = cells[width - 1]
    if not at.startswith(last) or at == last:
        return cells, None
    return [*cells[: width - 1], last], [at.removeprefix(last), *cells[width:]]


def _cut(stream: LineStream, format: Format, names: list[str]) -> Iterator[Batch]:
    import pyarrow as pa
    import pyarrow.csv as reader

    misfits: list[Misfit] = []
    mended: list[list[str]] = []

    def odd(row: Any) -> str:
        cells = _cells(row.text, format)
        if len(cells) > len(names) and not any(cells[len(names) :]):
            mended.append(cells[: len(names)])  # spare tabs at the end
        else:
            wanted, got = len(names), row.actual_columns
            misfits.append(Misfit(f"{got} columns, not {wanted}", row.text))
        return "skip"

    unique, heads = _columns(names, format), (names[0], names[-1])
    try:
        found = reader.open_csv(
            pa.PythonFile(stream, mode="r"),
            read_options=reader.ReadOptions(column_names=unique, block_size=BLOCK),
            parse_options=reader.ParseOptions(
                delimiter=format.delimiter,
                quote_char='"' if format.quoted else False,
                newlines_in_values=format.quoted,
                invalid_row_handler=odd,
            ),
            convert_options=reader.ConvertOptions(
                column_types=dict.fromkeys(unique, pa.string()),
                strings_can_be_null=False,
                check_utf8=False,  # the stream has seen to it
            ),
        )
    except pa.ArrowInvalid as error:
        if "Empty CSV" in str(error):
            if misfits or mended:
                yield _batch([], unique, heads, format, misfits, mended)
            return
        raise
    while True:
        try:
            part = found.read_next_batch()
        except StopIteration:
            break
        except pa.ArrowInvalid as error:
            misfits.append(Misfit(f"reading broke off: {str(error).splitlines()[0]}", ""))
            break
        yield _batch([part], unique, heads, format, misfits, mended)
        misfits, mended = _emptied(misfits, mended)
    if misfits or mended:
        yield _batch([], unique, heads, format, misfits, mended)


def _columns(names: list[str], format: Format) -> list[str]:
    """Names for the columns of a table: those that the format's SQL reads, numbers for the others.

    A header may hold anything: nothing at all, control characters, the same name in another case.
    """
    read = {*format.columns, *format.constants}
    return [
        name if name in read and name not in names[:i] else f"column {i}"
        for i, name in enumerate(names)
    ]


def _emptied(
    misfits: list[Misfit], mended: list[list[str]]
) -> tuple[list[Misfit], list[list[str]]]:
    """The same lists, empty: the reader's handler keeps adding to them."""
    misfits.clear()
    mended.clear()
    return misfits, mended


def _batch(
    parts: list[pa.RecordBatch],
    names: list[str],
    heads: tuple[str, str],
    format: Format,
    misfits: list[Misfit],
    mended: list[list[str]],
) -> Batch:
    import pyarrow as pa

    schema = pa.schema([(name, pa.string()) for name in names])
    table = pa.Table.from_batches(parts, schema)
    if mended:
        columns = {n: [row[i] for row in mended] for i, n in enumerate(names)}
        table = pa.concat_tables([table, pa.table(columns, schema)])
    table, spare = _without_headers(table, heads)
    table = table.rename_columns([format.renamed.get(name, name) for name in names])
    for name, value in format.constants.items():
        if name not in table.column_names:
            table = table.append_column(name, pa.array([value] * len(table), pa.string()))
    return Batch(table, tuple(misfits), len(mended) + spare)


def _without_headers(table: pa.Table, heads: tuple[str, str]) -> tuple[pa.Table, int]:
    """Rows that only repeat the header (files put together by hand) left out, and their number."""
    import pyarrow.compute as compute

    again = compute.and_(
        compute.equal(table[0], heads[0]),
        compute.equal(table[len(table.column_names) - 1], heads[1]),
    )
    count = compute.sum(again).as_py() or 0
    return (table.filter(compute.invert(again)), count) if count else (table, 0)


# --- PLOVER JSON lines -----------------------------------------------------------------------


def _json_batches(stream: LineStream) -> Iterator[Batch]:
    import pyarrow as pa

    schema = pa.schema([(name, pa.string()) for name in TARGETS])
    rows: list[dict[str, str]] = []
    misfits: list[Misfit] = []

    def made() -> Batch:
        columns = {name: [row.get(name, "") for row in rows] for name in TARGETS}
        return Batch(pa.table(columns, schema), tuple(misfits), 0)

    while line := stream.readline():
        text = line.decode("utf-8").strip()
        if not text:
            continue
        try:
            found = json.loads(text)
            rows += _plover_rows(found)
        except ValueError as error:
            misfits.append(Misfit(f"no PLOVER record: {error}", text))
        if len(rows) + len(misfits) >= JSON_ROWS:
            yield made()
            rows.clear()
            misfits.clear()
    if rows or misfits:
        yield made()


def _plover_rows(found: Any) -> list[dict[str, str]]:
    """A PLOVER record as flat rows, one for each pair of actor and recipient.

    Raises
    ------
    ValueError
        It is no object, or lacks date, actor or event.
    """
    if not isinstance(found, Mapping):
        raise ValueError("not an object")
    for name in ("date", "actor", "event"):
        if not found.get(name):
            raise ValueError(f"{name} is missing")
    event = _list(found["event"])[0]
    cited = found.get("cite_info") or {}
    shared = {
        "id": str(found.get("id", "")),
        "date": str(found["date"]),
        "event_type": str(event.get("event", "") if isinstance(event, Mapping) else event),
        "event_mode": ";".join(_texts(found.get("mode"))),
        "context": ";".join(_texts(found.get("context"))),
        "quad_class": str(found.get("quad_code") or ""),
        "score": "" if found.get("event_scale") is None else str(found["event_scale"]),
        "place_name": _name(found.get("event_loc")),
        "publisher": str(cited.get("citation") or ""),
        "url": str(cited.get("url") or ""),
        "text": str(found.get("event_text") or found.get("text") or ""),
    }
    actors, recipients = _list(found["actor"]), _list(found.get("recipient")) or [{}]
    return [
        {
            **shared,
            "id": shared["id"] if len(actors) * len(recipients) == 1 else f"{shared['id']}#{n}",
            **_side("actor", actor),
            **_side("recipient", recipient),
        }
        for n, (actor, recipient) in enumerate((a, r) for a in actors for r in recipients)
    ]


def _list(value: Any) -> list[Any]:
    if value in (None, ""):
        return []
    return list(value) if isinstance(value, list | tuple) else [value]


def _texts(value: Any) -> list[str]:
    return [str(v) for v in _list(value)]


def _name(value: Any) -> str:
    return str(value.get("name", "")) if isinstance(value, Mapping) else str(value or "")


def _side(role: str, value: Any) -> dict[str, str]:
    """A party, an object or plain text, as the columns of its role."""
    if not isinstance(value, Mapping):
        return {role: str(value), f"{role}_name": str(value)}
    code = str(value.get("code") or value.get("country") or "")
    text = str(value.get("name") or value.get("actorText") or value.get("text") or "")
    sector = ";".join(_texts(value.get("sector")))
    return {role: code, f"{role}_name": text or code, f"{role}_sector": sector}
