"""The store: readings in, records and tables out.

What comes in: readings, whole documents with all that was coded from them. What goes out: the
same records, filtered. A document and everything coded from it is written in one transaction,
so a store never holds half of one. Counting weeks and levels is left to ``relations``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from detente.errors import BadSetting, StoreUnusable
from detente.records import (
    STATUSES,
    Document,
    Event,
    Finding,
    Judgement,
    Reading,
    Rejection,
    Stake,
    judgement_from_json,
)
from detente.store import report_sql, sql
from detente.store.cells import Row, day, dumps, joined
from detente.store.connect import connect, utc_now
from detente.store.decode import as_document, event_from_json, span_from_json
from detente.store.engine import written
from detente.store.findings import FROM_JSON, stake_from_json
from detente.store.import_sql import QUARANTINE
from detente.store.imported import (
    Imported,
    ImportLoad,
    finish,
    imported_names,
    imports,
    known_digest,
    loading,
)
from detente.store.postgres import is_url, without_password
from detente.store.rows import reading_rows, rejection_row
from detente.store.several import Several
from detente.store.watching import WatchState

if TYPE_CHECKING:
    import pyarrow as pa

    from detente.store.engine import Engine


def detente_version() -> str:
    """The version of the installed package; ``0`` where it is not installed."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("detente")
    except PackageNotFoundError:
        return "0"


def default_coder() -> str:
    """Name and version of the coder, when a run names no other."""
    return f"detente {detente_version()}"


@dataclass(frozen=True, slots=True)
class Run:
    """One run that wrote to the store.

    ``started`` and ``finished`` are UTC (``YYYY-MM-DDTHH:MM:SSZ``); ``finished`` is None while
    it runs and for ever if it was killed. ``counts`` holds at least ``documents``, ``events``
    and ``rejections``: what the store holds from this run today.
    """

    id: int
    started: str
    finished: str | None
    command: str
    detente_version: str
    coder: str
    codebook_version: str | None
    pipeline_version: str | None
    settings: Mapping[str, Any]
    counts: Mapping[str, int]

    def to_json(self) -> dict[str, Any]:
        """The run as JSON object."""
        return {
            "kind": "run",
            "id": self.id,
            "started": self.started,
            "finished": self.finished,
            "command": self.command,
            "detente_version": self.detente_version,
            "coder": self.coder,
            "codebook_version": self.codebook_version,
            "pipeline_version": self.pipeline_version,
            "settings": dict(self.settings),
            "counts": dict(self.counts),
        }


def open_store(path: str | Path, *, create: bool = True, read_only: bool = False) -> Store:
    """The store at ``path``, a context manager; made if it is not there and ``create`` is set.

    Parameters
    ----------
    path
        One file, beside which DuckDB keeps a second, ``<path>.wal``, while writing; or the URL of
        a PostgreSQL database, ``postgresql://user@host/database``.
    create
        Make the store if there is none; never in a reading store.
    read_only
        Open for reading; several processes may read at once, on PostgreSQL also while one
        writes.

    Raises
    ------
    StoreUnusable
        There is no such store, it cannot be read or written, another process holds it, the file
        is no store or damaged, or a newer détente made it.

    Examples
    --------
    >>> import tempfile
    >>> from detente.records import Document, Reading
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with open_store(f"{folder}/news.duckdb") as store:
    ...         reading = Reading(Document("d1", "Talks failed.", "2016-12-19"), (), ())
    ...         store.add(reading), store.add(reading), len(store.documents())
    (True, False, 1)
    """
    con = connect(path, create=create, read_only=read_only)
    return Store(con, shown_path(path), read_only=read_only)


def shown_path(path: str | Path) -> str:
    """A store's path, or its URL without password, as it may be shown and logged."""
    return without_password(path) if is_url(path) and isinstance(path, str) else str(path)


class Store:
    """An open store; `open_store` makes one.

    ``path`` is its file or URL, without password; ``dialect`` the SQL that it reads. Methods that
    read return records in an order that does not depend on the order of adding.
    """

    def __init__(self, con: Engine, path: str, *, read_only: bool) -> None:
        self._con = con
        self.dialect = con.dialect
        self.path = path
        self.read_only = read_only
        self._run: Run | None = None

    # --- life ---------------------------------------------------------------------------

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None and self._run is not None:
            self.end_run()
        self.close()

    def close(self) -> None:
        """Close the file; a run that was not ended stays unfinished in the log."""
        self._con.close()

    def query(self, statement: str, values: Mapping[str, Any] | None = None) -> list[Row]:
        """The rows of a reading statement with ``$name`` parameters; for `detente.relations`."""
        return self._con.execute(statement, dict(values or {})).fetchall()

    def arrow(self, statement: str, values: Mapping[str, Any] | None = None) -> pa.Table:
        """`query`, as an Arrow table; for tables of millions of rows."""
        return self._table(statement, values)

    def _table(self, statement: str, values: Mapping[str, Any] | None = None) -> pa.Table:
        return self._con.arrow(statement, dict(values or {}))

    # --- runs ---------------------------------------------------------------------------

    def begin_run(
        self,
        command: str,
        settings: Mapping[str, Any] | None = None,
        *,
        coder: str | None = None,
        codebook_version: str | None = None,
        pipeline_version: str | None = None,
    ) -> Run:
        """Log a new run and let what is added from now on belong to it.

        ``coder`` is name and version of what codes the documents; a document that another
        coder read before is coded anew. An earlier run still open is ended.
        """
        self._writable("beginning a run")
        if self._run is not None:
            self.end_run()
        number = int(self.query(sql.NEXT_RUN)[0][0])
        started = utc_now()
        run = Run(
            id=number,
            started=_iso(started),
            finished=None,
            command=command,
            detente_version=detente_version(),
            coder=coder or default_coder(),
            codebook_version=codebook_version,
            pipeline_version=pipeline_version,
            settings=dict(settings or {}),
            counts={},
        )
        self._con.execute(
            sql.BEGIN_RUN,
            [
                run.id,
                started,
                run.command,
                run.detente_version,
                run.coder,
                run.codebook_version,
                run.pipeline_version,
                _logged(run.settings),
            ],
        )
        self._run = run
        return run

    def end_run(self, counts: Mapping[str, int] | None = None) -> None:
        """Log that the open run has ended, with further counts of the caller's."""
        if self._run is None:
            return
        self._con.execute(sql.END_RUN, [self._run.id, utc_now(), dumps(dict(counts or {}))])
        self._run = None

    def runs(self) -> list[Run]:
        """Every run, oldest first."""
        return [self._as_run(row) for row in self.query(sql.RUNS)]

    def _as_run(self, row: Row) -> Run:
        held = self._con.execute(sql.RUN_HOLDS, [row[0]]).fetchall()[0]
        holds = {"documents": held[0], "events": held[1], "rejections": held[2]}
        return Run(
            id=row[0],
            started=_iso(row[1]),
            finished=None if row[2] is None else _iso(row[2]),
            command=row[3],
            detente_version=row[4],
            coder=row[5],
            codebook_version=row[6],
            pipeline_version=row[7],
            settings=json.loads(row[8]),
            counts={**json.loads(row[9] or "{}"), **{k: int(v) for k, v in holds.items()}},
        )

    # --- adding -------------------------------------------------------------------------

    @property
    def coder(self) -> str:
        """The coder of the open run, or the default one."""
        return default_coder() if self._run is None else self._run.coder

    def has(self, document: str | Document) -> bool:
        """Whether `add` would change nothing: ask before coding.

        By id: the document is there, read by this coder. By document: so it is, and the store
        does not lack a date that this one has.
        """
        if isinstance(document, str):
            rows = self._con.execute(sql.CODER_OF, [document]).fetchall()
            return bool(rows) and rows[0][0] == self.coder
        stored = self._stored([document.id])
        return _settled(stored.get(document.id), document, self.coder)

    def add(self, reading: Reading) -> bool:
        """Add one document and all that was coded from it, in one transaction.

        See Also
        --------
        Store.add_all : several documents in one transaction, some five times as fast.
        """
        return self.add_all([reading])[0]

    def add_all(self, readings: Sequence[Reading]) -> list[bool]:
        """Add several documents in one transaction; which of them changed the store.

        A document that is there already, read by the same coder, changes nothing, unless it
        brings the publication date that the stored one lacks. One that another coder read is
        replaced with everything coded from it. A document whose id belongs to another text, or
        whose text is no Unicode text, is set aside as a rejection of stage ``store``.

        Raises
        ------
        StoreUnusable
            The store is read-only or the disk is full; nothing of this call was written.
        """
        self._writable("adding documents")
        if self._run is None:
            self.begin_run("add")
        run = self._run
        if run is None:  # begin_run sets it; said for the type checker
            return []
        stored = self._stored([r.document.id for r in readings])
        rows: dict[str, dict[str, list[Row]]] = {}
        replaced: list[str] = []
        set_aside: list[Rejection] = []
        answers: list[bool] = []
        for reading in readings:
            document = reading.document
            before = stored.get(document.id)
            if _settled(before, document, run.coder):
                answers.append(False)
                continue
            trouble = None
            if before is not None and before[3] != document.text:
                trouble = _set_aside(document, "its id belongs to another text")
            else:
                try:
                    made = reading_rows(reading, run.id, run.coder)
                except UnicodeEncodeError:
                    trouble = _set_aside(document, "text is not valid Unicode")
                else:
                    if (reason := self._con.cannot_hold(made)) is not None:
                        trouble = _set_aside(document, reason)
            if trouble is not None:
                set_aside.append(trouble)
                answers.append(False)
                continue
            if before is not None and before[0] not in rows:
                replaced.append(document.id)
            rows[document.id] = made
            date = made["documents"][0][4]
            stored[document.id] = (document.id, run.coder, date, document.text)
            answers.append(True)
        loose = self._loose_rows(set_aside, run.id)
        if rows or loose:
            self._write(replaced, list(rows.values()), loose)
        return answers

    def add_judgements(self, judgements: Iterable[Judgement]) -> int:
        """Keep what analysts add to hypotheses; how many there are now.

        One that is there already changes nothing, and no new coding of a document takes one
        away.
        """
        self._writable("adding judgements")
        for made in judgements:
            moment = datetime.fromisoformat(made.made_at.removesuffix("Z"))
            row = [made.id, moment, made.analyst, dumps(made.to_json())]
            self._con.execute(sql.ADD_JUDGEMENT, row)
        return len(self.judgements())

    def judgements(self) -> list[Judgement]:
        """What analysts added to hypotheses, oldest first."""
        return [judgement_from_json(json.loads(row[0])) for row in self.query(sql.JUDGEMENTS)]

    def add_rejections(self, rejections: Iterable[Rejection]) -> int:
        """Add what no document came of (unreadable files); how many were new.

        One that is there already (same stage, reason, source and detail) changes nothing.
        """
        self._writable("adding rejections")
        if self._run is None:
            self.begin_run("add")
        loose = self._loose_rows(list(rejections), 0 if self._run is None else self._run.id)
        if loose:
            self._write([], [], loose)
        return len(loose)

    def _stored(self, ids: list[str]) -> dict[str, Row]:
        """Id, coder, date and text of those documents that are there, by id."""
        known = [i for i in ids if _is_unicode(i)]
        rows = self._con.execute(sql.STORED, [known]).fetchall()
        return {row[0]: row for row in rows}

    def _loose_rows(self, rejections: list[Rejection], run_id: int) -> list[Row]:
        if not rejections:
            return []
        there = [tuple(row) for row in self.query(sql.LOOSE_REJECTIONS)]
        seen, first = set(there), len(there)
        out: list[Row] = []
        for found in rejections:
            key = (found.stage, found.reason, _clean(found.source), _clean(found.detail))
            if key in seen:
                continue
            seen.add(key)
            row = rejection_row(found, run_id, None, first + len(out))
            out.append(tuple(_clean(v) if isinstance(v, str) else v for v in row))
        return out

    def _write(
        self, replaced: list[str], made: list[dict[str, list[Row]]], loose: list[Row]
    ) -> None:
        """One transaction: forget what is replaced, write what is new."""
        doing = f"writing to the store {self.path}"
        hint = "nothing of this batch was written; run the same command again"
        with written(self._con, self.path, doing, hint):
            if replaced:
                for statement in sql.FORGET.values():
                    self._con.execute(statement, [replaced])
            for table in sql.COLUMNS:
                rows = [row for part in made for row in part[table]]
                if table == "rejections":
                    rows += loose
                if rows:
                    self._con.insert(table, sql.COLUMNS[table], rows)

    def _writable(self, doing: str) -> None:
        if self.read_only:
            raise StoreUnusable(
                f"{doing}: the store {self.path} is open for reading only",
                hint="open it with read_only=False",
                path=self.path,
            )

    # --- reports of one event -----------------------------------------------------------

    def save_reports(
        self,
        made: Mapping[str, Sequence[Row]],
        *,
        documents: Sequence[str] = (),
        regrouped: Sequence[str] = (),
        events: Sequence[str] = (),
    ) -> None:
        """Write which reports tell one event, in one transaction; for `detente.reports`.

        Parameters
        ----------
        made
            Rows by table of `detente.store.report_sql.COLUMNS`.
        documents
            Documents of which every earlier row goes.
        regrouped
            Documents whose earlier row in ``report_documents`` goes.
        events
            Reports, by id, whose earlier row in ``reports`` goes.
        """
        self._writable("merging reports")
        with self._transaction("merging reports"):
            for statement in report_sql.FORGET.values() if documents else ():
                self._con.execute(statement, [list(documents)])
            if regrouped:
                self._con.execute(report_sql.FORGET["report_documents"], [list(regrouped)])
            if events:
                self._con.execute(report_sql.FORGET_REPORTS, [list(events)])
            for table, rows in made.items():
                if rows:
                    self._con.insert(table, report_sql.COLUMNS[table], rows)

    def forget_reports(self) -> None:
        """Forget which reports tell one event, but not what analysts said of it."""
        self._writable("merging reports anew")
        with self._transaction("merging reports anew"):
            for statement in report_sql.FORGET_ALL.values():
                self._con.execute(statement)

    def add_report_decision(self, decision_id: str, analyst: str, record: str) -> None:
        """Keep what an analyst said of reports: which are one event, which are not."""
        self._writable("noting an analyst's decision")
        with self._transaction("noting an analyst's decision"):
            row = [decision_id, utc_now(), analyst, record]
            self._con.execute(report_sql.ADD_DECISION, row)

    def withdraw_report_decision(self, decision_id: str, analyst: str) -> None:
        """Mark a decision as withdrawn; it stays in the record."""
        self._writable("withdrawing an analyst's decision")
        with self._transaction("withdrawing an analyst's decision"):
            self._con.execute(report_sql.WITHDRAW, [decision_id, utc_now(), analyst])

    def _transaction(self, doing: str) -> AbstractContextManager[None]:
        hint = "nothing of this was written; run the same command again"
        return written(self._con, self.path, f"{doing} in the store {self.path}", hint)

    # --- event data of others -----------------------------------------------------------

    def importing(
        self, path: str, digest: str, format: str, dataset: str, table: str
    ) -> AbstractContextManager[ImportLoad]:
        """Take in the batches of one file of event data; `end_import` then logs its end.

        Raises
        ------
        StoreUnusable
            The store is read-only.
        """
        self._writable("importing event data")
        return loading(self._con, path, digest, format, dataset, table)

    def end_import(self, load: ImportLoad, damage: str | None = None) -> Imported:
        """Log that an import has ended, and what damage ended it early; its counts."""
        return finish(self._con, load, damage)

    def imported_as(self, digest: str) -> Imported | None:
        """The finished import of a file with this SHA-256, or None."""
        return known_digest(self._con, digest)

    def imported_files(self, dataset: str) -> set[str]:
        """The names, without folders, of a dataset's files whose import has ended."""
        return imported_names(self._con, dataset)

    def imports(self) -> list[Imported]:
        """Every file of event data that was imported, oldest first."""
        return imports(self._con)

    def quarantine(self, *, limit: int) -> list[dict[str, Any]]:
        """Rows of imported files that were set aside: import, row, reason, line."""
        rows = self.query(QUARANTINE, {"limit": limit})
        return [dict(zip(("path", "row_no", "reason", "line"), r, strict=True)) for r in rows]

    @property
    def several(self) -> Several:
        """Many records at once, by their ids."""
        return Several(self)

    @property
    def watching(self) -> WatchState:
        """What watches know of their sources, gaps in coverage, alerts."""
        return WatchState(self._con, self.path, self._writable)

    # --- reading ------------------------------------------------------------------------

    def document(self, doc_id: str) -> Document | None:
        """The document of that id, or None."""
        rows = self.query(sql.DOCUMENT, {"doc_id": doc_id})
        return as_document(rows[0]) if rows else None

    def documents(self, *, as_of: str | None = None) -> list[Document]:
        """Every document by date, those without a date last.

        Under ``as_of`` (ISO) only those published by then; a document without a date is left
        out, since nobody can say that it was known.
        """
        if as_of is None:
            return [as_document(row) for row in self.query(sql.DOCUMENTS)]
        rows = self.query(sql.DOCUMENTS_AS_OF, {"as_of": _asked_day(as_of, "as_of")})
        return [as_document(row) for row in rows]

    def events(
        self,
        actor: str | Iterable[str] | None = None,
        recipient: str | Iterable[str] | None = None,
        dyad: tuple[str, str] | None = None,
        event_type: str | Iterable[str] | None = None,
        quad: int | Iterable[int] | None = None,
        status: str | Iterable[str] | None = None,
        date_from: str | None = None,
        date_to: str | None = None,
        as_of: str | None = None,
        historical: bool | None = None,
        text: str | None = None,
        limit: int | None = None,
        doc_id: str | None = None,
        published_after: str | None = None,
    ) -> list[Event]:
        """The events that pass every filter given, whole, by date, document and position.

        Parameters
        ----------
        actor, recipient
            Country code of one of the parties (``RUS``, ``EUR``); of several, any.
        dyad
            Two country codes: one acted on the other, or both acted together (met, fought).
        event_type, quad, status
            One value or several: PLOVER types, quad classes 1 to 4, statuses.
        date_from, date_to
            ISO days, both included. An event is placed at the start of its own date if that is
            known to day, week or month; an event dated to a season, a year or an open interval
            must lie wholly in the range; asserted news without any date is placed at its
            publication. What else has no date is left out.
        as_of
            ISO day: documents published later, or without a publication date, are invisible.
        historical
            Whether told as background.
        text
            Words found in the evidence, a party's name or the document's title, in any case.
        limit
            At most so many.
        doc_id
            Events of that document only.
        published_after
            ISO day: of documents published later only.

        Raises
        ------
        BadSetting
            A filter's value is not allowed.
        """
        filters, values = _filters(
            actor=actor,
            recipient=recipient,
            dyad=dyad,
            event_type=event_type,
            quad=quad,
            status=status,
            date_from=date_from,
            date_to=date_to,
            as_of=as_of,
            historical=historical,
            text=text,
            doc_id=doc_id,
            published_after=published_after,
            limit=limit,
        )
        rows = self.query(sql.events("record", filters, limited=limit is not None), values)
        return [event_from_json(json.loads(row[0])) for row in rows]

    def event_table(self, *, limit: int | None = None, **given: Any) -> pa.Table:
        """The flat event table as Arrow, a row an event; filters as for `events`.

        The columns are described in ``store/columns.tsv``.
        """
        filters, values = _filters(limit=limit, **given)
        return self._table(sql.events("flat", filters, limited=limit is not None), values)

    def table(self, kind: str) -> pa.Table:
        """A flat table as Arrow: events, or one of `detente.store.sql.EXPORTS`."""
        if kind == "events":
            return self.event_table()
        if kind not in sql.EXPORTS:
            raise BadSetting(
                f"{kind!r} is not a table of the store",
                hint=f"one of events, {', '.join(sql.EXPORTS)}",
                value=kind,
            )
        return self._table(sql.EXPORTS[kind])

    def rejections(self, *, doc_id: str | None = None) -> list[Rejection]:
        """Every rejection, or those of one document, in the order of the text."""
        if doc_id is None:
            return [_as_rejection(row) for row in self.query(sql.REJECTIONS)]
        return [_as_rejection(row) for row in self.query(sql.REJECTIONS_OF, {"doc_id": doc_id})]

    def readings(self) -> Iterable[Reading]:
        """Every document with its events and rejections, by date and id, one at a time."""
        for document in self.documents():
            found: dict[str, Any] = {
                table: tuple(self.findings(table, doc_id=document.id))
                for table in sql.FINDING_KINDS
            }
            yield Reading(
                document,
                tuple(self.of_document(document.id)),
                tuple(self.rejections(doc_id=document.id)),
                **found,
            )

    def findings(
        self, table: str, *, as_of: str | None = None, doc_id: str | None = None
    ) -> list[Finding]:
        """What was read beyond single events, by date of publication and place in the text.

        Parameters
        ----------
        table
            claims, incidents, hypotheses, stakes or signals.
        as_of
            ISO day: documents published later, or without a publication date, are invisible.
        doc_id
            Of that document only.

        Raises
        ------
        BadSetting
            There is no such table.
        """
        if table not in sql.FINDING_KINDS:
            raise BadSetting(
                f"{table!r} is no table of findings",
                hint=f"one of {', '.join(sql.FINDING_KINDS)}",
                value=table,
            )
        statement = sql.findings(table, as_of=as_of is not None, of_document=doc_id is not None)
        values: dict[str, Any] = {} if doc_id is None else {"doc_id": doc_id}
        if as_of is not None:
            values["as_of"] = _asked_day(as_of, "as_of")
        rows = self.query(statement, values)
        return [FROM_JSON[table](json.loads(row[0])) for row in rows]

    def record(self, kind: str, record_id: str) -> Event | Finding | None:
        """The record of that id, or None; ``kind`` is event, claim, incident and so on.

        Raises
        ------
        BadSetting
            There is no such kind.
        """
        return self.several.records(kind, [record_id]).get(record_id)

    def stakes_of(self, a: str, b: str, *, as_of: str) -> list[Stake]:
        """What documents published by a day say that the relation of two states is worth."""
        values = {"dyad": joined(sorted((a, b))), "as_of": _asked_day(as_of, "as_of")}
        return [stake_from_json(json.loads(r[0])) for r in self.query(sql.STAKES_OF, values)]

    def imported_row(self, act_id: str) -> dict[str, Any] | None:
        """The imported row of an act's id (``dataset:source@day``), or None."""
        dataset, colon, rest = act_id.partition(":")
        source, at, day_ = rest.rpartition("@")
        if not colon or not at:
            return None
        try:
            _asked_day(day_, "day")
        except BadSetting:
            return None
        values = {"dataset": dataset, "source_id": source, "day": day_}
        rows = self.query(sql.IMPORTED_ROW, values)
        return dict(zip(sql.imported_columns(), rows[0], strict=True)) if rows else None

    def of_document(self, doc_id: str) -> list[Event]:
        """The events of one document in the order of the text."""
        rows = self.query(sql.EVENTS_OF, {"doc_id": doc_id})
        return [event_from_json(json.loads(row[0])) for row in rows]

    def export(
        self, path: str | Path, format: str | None = None, kind: str = "events"
    ) -> list[Path]:
        """Write a table to a file, with a codebook of its columns beside it.

        Parameters
        ----------
        path
            The file to write; an existing one is replaced once the new one is whole.
        format
            ``csv``, ``parquet`` or ``jsonl``; None goes by the file's suffix.
        kind
            events, mentions, parties, documents, rejections, claims, incidents, hypotheses, stakes
            or signals.

        Returns
        -------
        The files written: the table and ``<name>.codebook.csv`` (not for JSONL, whose lines are
        the records of the contract for events, documents and rejections).

        Raises
        ------
        BadSetting
            The format or the kind is not known.
        StoreUnusable
            The file cannot be written.
        """
        from detente.store.export import export

        return export(self, Path(path), format, kind)


# --- small helpers ----------------------------------------------------------------------


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds") + "Z"


def _logged(settings: Mapping[str, Any]) -> str:
    """Settings as JSON for the log, a store's URL without its password."""
    kept = {k: shown_path(v) if isinstance(v, str) else v for k, v in settings.items()}
    return json.dumps(kept, default=str)


def _is_unicode(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _clean(text: str | None) -> str | None:
    """Text with half surrogate pairs written out, so that it can be stored in a message."""
    return None if text is None else text.encode("utf-8", "backslashreplace").decode("utf-8")


def _settled(stored: Row | None, document: Document, coder: str) -> bool:
    """Whether what is stored of a document stands against this copy of it."""
    if stored is None or stored[3] != document.text:
        return False
    return stored[1] == coder and (document.date is None or stored[2] is not None)


def _set_aside(document: Document, reason: str) -> Rejection:
    return Rejection(
        doc_id=None,
        stage="store",
        reason=reason,
        detail=f"document {document.id!r}",
        source=document.source or document.url or document.id,
    )


def _as_rejection(row: Row) -> Rejection:
    doc_id, sentence, stage, reason, detail, source, spans = row
    return Rejection(
        doc_id=doc_id,
        stage=stage,
        reason=reason,
        sentence=sentence,
        spans=tuple(span_from_json(s) for s in json.loads(spans)),
        detail=detail,
        source=source,
    )


def _asked_day(value: str, option: str) -> Any:
    try:
        return day(value, option)
    except StoreUnusable as error:
        raise BadSetting(error.message, hint=error.hint, **{option: value}) from None


def _several(value: Any) -> list[Any]:
    return [value] if isinstance(value, str | int) else list(value)


def _filters(
    *, limit: int | None = None, dyad: tuple[str, str] | None = None, **given: Any
) -> tuple[tuple[str, ...], dict[str, Any]]:
    """Names of the conditions and values of their parameters, checked.

    Raises
    ------
    BadSetting
        An unknown filter or a value that is not allowed.
    """
    values: dict[str, Any] = {}
    names: list[str] = []
    for name, value in given.items():
        if name not in sql.CONDITIONS:
            raise BadSetting(
                f"{name!r} is not a filter of events",
                hint=f"one of {', '.join(sql.CONDITIONS)}",
                value=name,
            )
        if value is None:
            continue
        names.append(name)
        if name in ("date_from", "date_to", "as_of", "published_after"):
            value = _asked_day(value, name)
        elif name in ("actor", "recipient", "event_type", "quad", "status"):
            value = _several(value)
        values[name] = value
    for quad in values.get("quad", ()):
        if quad not in (1, 2, 3, 4):
            raise BadSetting(f"quad class {quad!r} is not one of 1, 2, 3, 4", value=quad)
    for status in values.get("status", ()):
        if status not in STATUSES:
            raise BadSetting(
                f"{status!r} is not a status", hint=f"one of {', '.join(STATUSES)}", value=status
            )
    if dyad is not None:
        a, b = dyad
        if a == b:
            raise BadSetting(f"a dyad has two sides, not {a!r} twice", value=a)
        names.append("dyad")
        values["dyad_a"], values["dyad_b"] = a, b
    if limit is not None:
        if limit < 0:
            raise BadSetting(f"a limit of {limit} events is below zero", value=limit)
        values["limit"] = limit
    return tuple(names), values
