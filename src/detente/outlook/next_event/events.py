"""Files of events as arrays: day, source, relation, target.

What comes in: Parquet files with ``date``, ``source``, ``relation`` and ``target`` (names), or
``source_id``, ``relation_id`` and ``target_id`` in place of the names. What goes out: one
`EventTable`, each event once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from detente.errors import BadDataFile

if TYPE_CHECKING:
    import pandas as pd

Ints = NDArray[np.int64]
ROLES = ("source", "relation", "target")


@dataclass(frozen=True)
class EventTable:
    """Events in order of day, each once; entities and relations numbered in order of name.

    ``day`` counts days since 1970-01-01; ``source`` and ``target`` index ``entities``,
    ``relation`` indexes ``relations``; all of shape (events,). ``skipped`` counts rows that
    lacked a value and were set aside.
    """

    day: Ints
    source: Ints
    relation: Ints
    target: Ints
    entities: tuple[str, ...]
    relations: tuple[str, ...]
    skipped: int = 0

    def __len__(self) -> int:
        return len(self.day)

    def where(self, mask: NDArray[np.bool_]) -> EventTable:
        """The events that ``mask`` keeps, with the same numbering."""
        return replace(
            self,
            day=self.day[mask],
            source=self.source[mask],
            relation=self.relation[mask],
            target=self.target[mask],
        )

    def both_directions(self) -> tuple[Ints, Ints, Ints, Ints]:
        """Day, asker, relation, answer: each event, then each turned around.

        A turned relation r is numbered r + len(relations).
        """
        day = np.concatenate([self.day, self.day])
        asker = np.concatenate([self.source, self.target])
        answer = np.concatenate([self.target, self.source])
        relation = np.concatenate([self.relation, self.relation + len(self.relations)])
        return day, asker, relation, answer


def read_events(
    history: Sequence[str | Path],
    test: Sequence[str | Path],
    *,
    history_split: Sequence[str] = (),
    test_split: Sequence[str] = (),
) -> tuple[EventTable, EventTable]:
    """History and test, numbered alike.

    Parameters
    ----------
    history, test
        Parquet files; the same file may stand in both if splits are named.
    history_split, test_split
        Keep the rows whose column ``split`` has one of these values; all rows if empty.

    Raises
    ------
    BadDataFile
        A file cannot be read, lacks a column, or has no event.
    """
    import pandas as pd

    old = pd.concat([_frame(Path(f), history_split) for f in history], ignore_index=True)
    new = pd.concat([_frame(Path(f), test_split) for f in test], ignore_index=True)
    both = pd.concat([old, new], ignore_index=True)
    named = pd.concat([both["source"], both["target"]]).dropna().unique()
    entities = np.array(sorted(named), dtype=object)
    relations = np.array(sorted(both["relation"].dropna().unique()), dtype=object)
    return _table(old, entities, relations), _table(new, entities, relations)


def _frame(path: Path, split: Sequence[str]) -> pd.DataFrame:
    import pandas as pd
    import pyarrow as pa
    import pyarrow.parquet as pq

    if not path.is_file():
        raise BadDataFile("there is no such file", file=str(path), hint="check the path")
    try:
        found = pq.read_schema(path).names
    except (pa.ArrowInvalid, OSError) as error:
        raise BadDataFile(
            f"cannot be read as Parquet ({error})", file=str(path), hint="give a Parquet file"
        ) from None
    columns = {r: r if r in found else f"{r}_id" for r in ROLES} | {"date": "date"}
    if split:
        columns["split"] = "split"
    missing = [c for c in columns.values() if c not in found]
    if missing:
        raise BadDataFile(
            f"no column {', '.join(missing)}; it has {', '.join(found)}",
            file=str(path),
            hint="needed are date, source, relation and target, or their ids",
        )
    table = pq.read_table(path, columns=list(columns.values())).to_pandas()
    if split:
        table = table[table["split"].astype(str).isin(list(split))]
    if not len(table):
        raise BadDataFile("no event to read", file=str(path), hint="check the file and the split")
    dates = pd.to_datetime(table["date"], errors="coerce", utc=True)
    days = (dates.dt.tz_localize(None) - pd.Timestamp(0)).dt.days
    return pd.DataFrame({"day": days} | {r: table[columns[r]].astype("string") for r in ROLES})


def _table(
    frame: pd.DataFrame, entities: NDArray[np.object_], relations: NDArray[np.object_]
) -> EventTable:
    whole = frame.dropna()
    skipped = len(frame) - len(whole)
    whole = whole.drop_duplicates().sort_values(["day", *ROLES], kind="stable")
    return EventTable(
        day=whole["day"].to_numpy(dtype=np.int64),
        source=_numbered(whole["source"], entities),
        relation=_numbered(whole["relation"], relations),
        target=_numbered(whole["target"], entities),
        entities=tuple(str(e) for e in entities),
        relations=tuple(str(r) for r in relations),
        skipped=skipped,
    )


def _numbered(values: pd.Series, names: NDArray[np.object_]) -> Ints:
    place = {name: i for i, name in enumerate(names)}
    return values.map(place).to_numpy(dtype=np.int64)
