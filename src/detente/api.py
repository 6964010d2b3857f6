"""What a notebook and the command line share: code a text, add files to a store, see a dyad.

What comes in: texts, paths, a store's path. What goes out: records, and views of them as
pandas, Arrow, HTML or a chart. Everything heavy is imported where it is used.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, BinaryIO

from detente.codebook import state_code as state_code
from detente.config import Settings, load_settings
from detente.errors import BadSetting, DetenteError
from detente.records import Document, DyadWeek, Event, Outlook, Reading, Rejection

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd
    import pyarrow as pa

    from detente.brief import Desk
    from detente.brief.brief import Brief
    from detente.brief.checking import Checked
    from detente.brief.ledger import History
    from detente.coding import Coder
    from detente.coding.petrarch.documents import DictionaryCoder
    from detente.relations import Acts, DyadHistory, Shock, Why
    from detente.scale import SparkCoded
    from detente.store import Store

Item = Document | Rejection
Outcome = Reading | Rejection


# --- one text -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Coded:
    """What one text yielded: its document, its events, and what was set aside and why.

    In a notebook it shows itself as the text with its evidence highlighted.
    """

    document: Document
    events: tuple[Event, ...]
    rejections: tuple[Rejection, ...]

    def to_json(self) -> list[dict[str, Any]]:
        """The events as JSON objects of the contract."""
        return [event.to_json() for event in self.events]

    def to_arrow(self) -> pa.Table:
        """The events as a flat Arrow table, a row an event, columns as `detente export` has."""
        return flat_table([self._reading()], "events")

    def to_pandas(self) -> pd.DataFrame:
        """The events as a pandas frame, columns as `to_arrow`."""
        frame: pd.DataFrame = self.to_arrow().to_pandas()
        return frame

    def _reading(self) -> Reading:
        return Reading(self.document, self.events, self.rejections)

    def _repr_html_(self) -> str:
        from detente.brief import html_reading

        return html_reading(self.document, self.events, self.rejections)


def code(
    text: str,
    *,
    date: str | None = None,
    title: str | None = None,
    settings: Settings | None = None,
) -> Coded:
    """The events of one text, each with the words that prove it.

    Parameters
    ----------
    text
        English news text. It is kept as it is; every span's offsets index into
        ``result.document.text``.
    date
        Publication date, ISO. Without it relative dates ("on Monday") stay unresolved.
    title
        Headline, kept with the document; it is not coded.
    settings
        As `detente.config.load_settings` returns; None reads ``./detente.toml`` or the defaults.

    Raises
    ------
    DocumentUnusable
        The text is empty or otherwise no document.
    PipelineUnusable
        The language pipeline named in the settings cannot be loaded.
    """
    from detente.documents import from_text

    chosen = settings or load_settings()
    document = from_text(text, date=date, title=title)
    for reading in reader_for(chosen).read([document]):
        return Coded(reading.document, reading.events, reading.rejections)
    return Coded(document, (), ())


# --- many documents -------------------------------------------------------------------------


@cache
def coder(pipeline: str | None) -> Coder:
    """The coder that reads with a language pipeline; one a process, as it takes long to load."""
    from detente.coding import Coder

    return Coder(pipeline)


@cache
def dictionary_coder(pipeline: str | None, folder: str) -> DictionaryCoder:
    """The coder that uses imported dictionaries; one a process."""
    from detente.coding.petrarch.documents import DictionaryCoder

    return DictionaryCoder(folder, pipeline)


@cache
def _coder_with(
    pipeline: str | None, patterns: Path | None, actors: Path | None, digest: str
) -> Coder:
    """The coder with a user's own rules and actors; ``digest`` tells when they have changed."""
    from detente.coding import Coder, load_patterns

    own = None if patterns is None else load_patterns(own=patterns)
    return Coder(pipeline, patterns=own, actors=actors)


def coder_for(settings: Settings) -> Coder:
    """Our own coder as some settings ask for it, with the user's own rules and actors if any."""
    folders = (settings.own_patterns, settings.own_actors)
    if folders == (None, None):
        return coder(settings.pipeline)
    from detente.coding import own_digest
    from detente.coding.actors import own_actors_digest

    patterns, actors = folders
    digest = "" if patterns is None else own_digest(patterns)
    return _coder_with(settings.pipeline, patterns, actors, digest + own_actors_digest(actors))


def reader_for(settings: Settings) -> Coder | DictionaryCoder:
    """Our own coder, or the one with imported dictionaries where a folder of them is named."""
    if settings.dictionaries is None:
        found = coder_for(settings)
        if not settings["coding.learned"]:
            found = found.rules_only()
        return found if settings["coding.analyst"] else found.events_only()
    return dictionary_coder(settings.pipeline, settings.dictionaries)


def read_inputs(
    paths: Sequence[str | Path],
    *,
    settings: Settings,
    date: str | None = None,
    stdin: BinaryIO | None = None,
) -> Iterator[Item]:
    """The documents in files, folders and standard input (``-``), and what was set aside."""
    from detente.documents import read

    yield from read(
        paths,
        date=date,
        max_bytes=settings["documents.max_bytes"],
        lang=settings["documents.lang"],
        stdin=stdin,
    )


def code_items(
    items: Iterable[Item],
    *,
    settings: Settings,
    notice: Callable[[str], None] = lambda said: None,
) -> Iterator[Outcome]:
    """Each item's outcome, in order: a document's reading; a rejection as it came.

    The work is cut into batches that do not depend on how many processes there are, so the
    outcome is the same on one and on many. A document that the coder cannot read, or whose
    process dies whenever it is read, is a rejection of stage ``coding``; ``notice`` is told of
    processes that died.
    """
    batches = _batches(items, settings["coding.batch_documents"])
    jobs = settings["coding.jobs"]
    work = partial(code_batch, settings)
    if jobs == 1:
        done: Iterator[list[Outcome]] = map(work, batches)
    else:
        from detente.scale import map_batches

        limit = settings["coding.worker_megabytes"] * 1_000_000
        done = map_batches(work, batches, jobs, lost=_lost, notice=notice, limit_bytes=limit)
    for outcomes in done:
        yield from outcomes


def _batches(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    source = iter(items)
    while batch := list(islice(source, size)):
        yield batch


def code_batch(settings: Settings, batch: Sequence[Item]) -> list[Outcome]:
    """One outcome an item, in order; what the coder breaks on is set aside by itself.

    Raises
    ------
    DetenteError
        The coder cannot be had: its pipeline, rules or dictionaries do not load.
    """
    reader = reader_for(settings)
    documents = [item for item in batch if isinstance(item, Document)]
    try:
        readings: Iterator[Outcome] = iter(list(reader.read(documents)) if documents else ())
    except DetenteError:
        raise
    except Exception:
        readings = (_read_alone(reader, document) for document in documents)
    return [item if isinstance(item, Rejection) else next(readings) for item in batch]


def _read_alone(reader: Coder | DictionaryCoder, document: Document) -> Outcome:
    try:
        return next(iter(reader.read([document])))
    except DetenteError:
        raise
    except Exception as error:
        return _unread(document, "the coder failed", f"{type(error).__name__}: {error}")


def _lost(item: Item) -> Outcome:
    if isinstance(item, Rejection):
        return item
    return _unread(item, "its worker died", "three times while it was read")


def _unread(document: Document, reason: str, detail: str) -> Rejection:
    where = document.source or document.url or document.id
    return Rejection(
        None, "coding", reason, detail=f"document {document.id!r}: {detail}"[:300], source=where
    )


def code_on_spark(
    inputs: Sequence[str],
    output: str,
    *,
    settings: Settings,
    master: str,
    date: str | None = None,
    lines: Callable[[Outcome], Iterable[bytes]] | None = None,
    kind: str = "events",
) -> SparkCoded:
    """Code JSONL or Parquet files on Apache Spark into a folder; what was counted.

    Parameters
    ----------
    inputs, output
        As `detente.scale.code_corpus` takes them.
    master
        ``local[N]``, ``spark://HOST:PORT``, ``yarn`` or ``k8s://URL``.
    date
        Publication date of every document, ISO.
    lines
        The JSON lines of an outcome; without it the flat table ``kind`` is written as Parquet.

    Raises
    ------
    WorkersLost
        Spark or Java is missing, does not answer, or gives up.
    BadSetting
        An input cannot be read by Spark, or the output is there already.
    """
    from detente.scale import code_corpus, spark_session

    reader_for(settings)  # what is wrong with rules or dictionaries is told before Spark starts
    return code_corpus(
        inputs,
        output,
        spark=spark_session(master),
        work=partial(code_batch, settings),
        reading={
            "date": date,
            "max_bytes": settings["documents.max_bytes"],
            "lang": settings["documents.lang"],
        },
        lines=lines,
        table=None if lines is not None else partial(flat_table, kind=kind),
    )


def flat_table(outcomes: Iterable[Outcome], kind: str) -> pa.Table:
    """Outcomes as the flat table that `detente export` writes: events, documents, rejections."""
    from detente.store import open_store

    with (
        tempfile.TemporaryDirectory(prefix="detente-") as folder,
        open_store(Path(folder) / "flat.duckdb") as store,
    ):
        store.begin_run("flat table")
        for batch in _chunks(outcomes, 64):
            store.add_all([o for o in batch if isinstance(o, Reading)])
            store.add_rejections(o for o in batch if isinstance(o, Rejection))
        return store.table(kind)


def _chunks(outcomes: Iterable[Outcome], size: int) -> Iterator[list[Outcome]]:
    source = iter(outcomes)
    while chunk := list(islice(source, size)):
        yield chunk


def all_records(reading: Reading) -> Iterator[dict[str, Any]]:
    """Every record of a reading as JSON object: document, events, findings, rejections."""
    yield reading.document.to_json()
    for event in reading.events:
        yield event.to_json()
    for finding in reading.beyond_events():
        yield finding.to_json()
    for rejection in reading.rejections:
        yield rejection.to_json()


def bundled_texts() -> list[Path]:
    """The chronicle and the analyses that come with the package, in order of name."""
    from importlib.resources import files

    data = Path(str(files("detente") / "data"))
    return [*sorted(data.glob("chronicle/*.jsonl")), *sorted(data.glob("analyses/*.md"))]


# --- a store --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Added:
    """What adding changed: documents new and known already, events, what was set aside.

    ``words`` counts the words of the new documents.
    """

    documents: int
    known: int
    events: int
    rejections: tuple[Rejection, ...]
    words: int = 0


def open(path: str | Path, *, settings: Settings | None = None) -> Session:
    """The store at ``path``, made if it is not there.

    Examples
    --------
    >>> with detente.open("news.duckdb") as news:  # doctest: +SKIP
    ...     news.add("articles/")
    ...     news.dyad("RUS", "TUR").chart()
    """
    from detente.store import open_store

    return Session(open_store(path), settings or load_settings())


class Session:
    """An open store with the settings to add to it; a context manager."""

    def __init__(self, store: Store, settings: Settings) -> None:
        self.store = store
        self.settings = settings

    def __enter__(self) -> Session:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the store's file."""
        self.store.close()

    def add(self, *paths: str | Path, date: str | None = None) -> Added:
        """Code files or folders and add what they yield; what is there already is skipped."""
        items = read_inputs(paths, settings=self.settings, date=date)
        new = known = events = 0
        aside: list[Rejection] = []
        for step in add_items(self.store, items, settings=self.settings, command="api add"):
            new, known, events = new + step.documents, known + step.known, events + step.events
            aside.extend(step.rejections)
        return Added(new, known, events, tuple(aside))

    def events(self, **filters: Any) -> list[Event]:
        """Events of the store; filters as `detente.store.Store.events` takes."""
        return self.store.events(**filters)

    def to_arrow(self, **filters: Any) -> pa.Table:
        """The flat event table as Arrow; filters as `events`."""
        return self.store.event_table(**filters)

    def to_pandas(self, **filters: Any) -> pd.DataFrame:
        """The flat event table as a pandas frame; filters as `events`."""
        frame: pd.DataFrame = self.to_arrow(**filters).to_pandas()
        return frame

    def dyad(
        self,
        a: str,
        b: str,
        *,
        date_from: str | None = None,
        date_to: str | None = None,
        as_of: str | None = None,
        dataset: str | None = None,
        without: str | None = None,
    ) -> DyadView:
        """The view of two sides over a range of days.

        A side is a state, bloc or armed group, by code or name. ``dataset`` takes events of one
        origin alone, ``without`` leaves one publisher or dataset out.
        """
        from detente.relations import find_side

        one, other = find_side(a), find_side(b)
        if one.code == other.code:
            raise BadSetting(f"a dyad has two sides: {a!r} and {b!r} are both {one.code}")
        return DyadView(self, one.code, other.code, date_from, date_to, as_of, dataset, without)


@dataclass(frozen=True, slots=True)
class DyadView:
    """Two states over time; in a notebook it shows itself as its chart."""

    session: Session
    a: str
    b: str
    date_from: str | None = None
    date_to: str | None = None
    as_of: str | None = None
    dataset: str | None = None
    without: str | None = None

    def weeks(self) -> list[DyadWeek]:
        """Continuous weeks, Monday by Monday; a week without reports has no level."""
        return self.history().weeks

    def history(self) -> DyadHistory:
        """The weeks with what was computed of them: levels, slopes, what the rules found."""
        from detente.relations import dyad_history

        return dyad_history(
            self.session.store,
            self.a,
            self.b,
            date_from=self.date_from,
            date_to=self.date_to,
            as_of=self.as_of,
            dataset=self.dataset,
            without=self.without,
        )

    def acts(self) -> Acts:
        """The acts that the weeks count, one by one."""
        from detente.relations import dyad_acts

        return dyad_acts(
            self.session.store,
            self.a,
            self.b,
            as_of=self.as_of,
            dataset=self.dataset,
            without=self.without,
        )

    def shocks(self) -> list[Shock]:
        """Ruptures, escalations, repairs and third-party violence, in order of week."""
        from detente.relations import shocks_of

        return shocks_of(self.history(), self.acts())

    def why(self, day: str) -> Why:
        """Which acts moved the level in the week that holds a day, and how much each did."""
        from datetime import date

        from detente.relations import why

        return why(self.history(), self.acts(), date.fromisoformat(day))

    def events(self) -> list[Event]:
        """The events between the two, with those that others did to either of them.

        Between two states and of texts: a bloc's events and imported rows are `acts` alone.
        """
        from detente.relations import find_side

        states = {find_side(side).kind for side in (self.a, self.b)} == {"state"}
        if not states or self.dataset not in (None, "texts") or self.without == "texts":
            return []
        found = dyad_events(self.session.store, self.a, self.b, as_of=self.as_of)
        if self.without is None:
            return found
        told = {act.event_id for act in self.acts()}
        return [event for event in found if event.id in told]

    def outlook(self, *horizon_days: int) -> tuple[Outlook, ...]:
        """The odds of a rupture or repair as of the view's ``as_of``, today if it has none.

        Horizons are days ahead, 30, 90 and 180 if none is given; nothing is logged.
        """
        from datetime import date as day

        from detente.outlook.answer import outlooks
        from detente.relations import dyad_acts

        as_of = self.as_of or day.today().isoformat()
        first, second = sorted((self.a, self.b))
        acts = dyad_acts(self.session.store, first, second, as_of=as_of)
        ahead = horizon_days or (30, 90, 180)
        return outlooks(acts, f"{first}-{second}", day.fromisoformat(as_of), ahead)

    def brief(self, *, since: str | None = None) -> Brief:
        """The brief of the two as of the view's ``as_of``, today if it has none."""
        from datetime import date as day

        as_of = self.as_of or day.today().isoformat()
        return make_brief(self.session.store, self.a, self.b, as_of=as_of, since=since)

    def desk(self) -> Desk:
        """Weeks, marks and events, from which the chart and the terminal view are drawn."""
        from detente.brief import make_desk

        def published(doc_id: str) -> str | None:
            document = self.session.store.document(doc_id)
            return None if document is None else document.date

        return make_desk(
            self.weeks(),
            self.events(),
            labels=self.session.settings["picture.labels"],
            published=published,
            as_of=self.as_of,
        )

    def chart(self) -> alt.VConcatChart:
        """The Altair chart of the desk."""
        from detente.brief.charts.timeline import draw

        return draw(self.desk(), width=self.session.settings["picture.width"])

    def save(self, path: str | Path) -> None:
        """Draw the chart to a .png, .svg or .html file."""
        from detente.brief.charts.timeline import save

        settings = self.session.settings
        save(
            self.desk(),
            path,
            width=settings["picture.width"],
            png_scale=settings["picture.png_scale"],
        )

    def to_pandas(self) -> pd.DataFrame:
        """The weeks as a pandas frame, a row a week, columns as `week_row` names them."""
        import pandas as pd

        return pd.DataFrame([week_row(week, self.a, self.b) for week in self.weeks()])

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> Any:
        return self.chart()._repr_mimebundle_(include, exclude)


# --- briefs ---------------------------------------------------------------------------------


def make_brief(
    store: Store,
    one: str,
    other: str,
    *,
    as_of: str,
    since: str | None = None,
    history: History | None = None,
) -> Brief:
    """The brief of two sides as known on a day; every sentence in it was checked.

    Parameters
    ----------
    store
        An open store.
    one, other
        Codes or names of states, blocs or armed groups.
    as_of
        ISO day; nothing published later enters.
    since
        ISO day after which reports are new; 30 days before ``as_of`` if None.
    history
        What gives the weeks and acts of two sides as known on a day, where they are at hand.

    Raises
    ------
    UnknownState
        No side answers to a name.
    BadSetting
        A day is not ISO, or both sides are the same.
    """
    import detente
    from detente.brief.composing import compose

    return compose(
        store, one, other, as_of=as_of, since=since, version=detente.__version__, history=history
    )


def save_brief(store: Store, brief: Brief, path: str | Path) -> None:
    """Write a brief with its pictures to .html, .pdf, .docx, .md or .json, by the suffix.

    Raises
    ------
    BadSetting
        The suffix is another.
    PrinterMissing
        It is to be a PDF and Pango is not installed; the hint says how to get it.
    """
    from detente.brief.composing import pictures
    from detente.brief.exports.write import check_suffix, write_brief

    suffix = check_suffix(path)
    charts: dict[str, Any] = {}
    if suffix == ".pdf":
        charts = pictures(store, brief, width=1000, level_height=130)
    elif suffix in (".html", ".docx"):
        charts = pictures(store, brief, width=820)
    write_brief(brief, path, charts)


def check_brief(store: Store, path: str | Path) -> Checked:
    """Whether each sentence and footnote of an exported brief holds against a store.

    Also whether the file shows what it holds inside; of a PDF only what is attached is checked.

    Raises
    ------
    BadSetting
        The suffix is none of a brief's.
    BadDataFile
        The file holds no brief, or a damaged one.
    """
    from detente.brief.checking import Checked, Checker, Failure
    from detente.brief.exports import read_back

    read = read_back(path)
    found = Checker(store).brief(read.brief)
    odd = [Failure("file", words, ("the file was changed",)) for words in read.differences()]
    return Checked(found.sentences, found.notes, (*found.failures, *odd))


def week_row(week: DyadWeek, a: str, b: str) -> dict[str, Any]:
    """A week as one flat row: counts by direction and quad class have a column each.

    ``RUS_TUR_4`` counts acts of RUS on TUR of quad class 4, ``both_1`` joint acts of
    class 1, ``others_RUS_4`` violence on RUS by others than the two states.
    """
    row: dict[str, Any] = {"dyad": week.dyad, "week": week.week}
    first, second = sorted((a, b))
    directions = {
        f"{first}>{second}": f"{first}_{second}",
        f"{second}>{first}": f"{second}_{first}",
    }
    for key, column in {**directions, f"{first}<>{second}": "both"}.items():
        for quad in (1, 2, 3, 4):
            row[f"{column}_{quad}"] = week.counts.get(f"{key}:{quad}", 0)
    for side in (first, second):
        row[f"others_{side}_4"] = week.counts.get(f"*>{side}:4", 0)
    for name in ("events", "reports", "score_sum", "level", "low", "high", "phase", "shock"):
        row[name] = getattr(week, name)
    return row


def dyad_events(store: Store, a: str, b: str, *, as_of: str | None = None) -> list[Event]:
    """Events between two states, and what others did by force to either of them."""
    from detente.brief.desk import is_third_party_violence

    between = store.events(dyad=(a, b), as_of=as_of)
    seen = {event.id for event in between}
    for side in (a, b):
        for event in store.events(recipient=side, quad=4, as_of=as_of):
            if event.id not in seen and is_third_party_violence(event, a, b):
                seen.add(event.id)
                between.append(event)
    return between


def add_items(
    store: Store,
    items: Iterable[Item],
    *,
    settings: Settings,
    command: str,
    notice: Callable[[str], None] = lambda said: None,
) -> Iterator[Added]:
    """Code items and add them batch by batch, saying after each batch what it changed.

    What the store holds already, read by the same coder, is not read again: a run that was cut
    off is continued by running it again. ``notice`` is told of processes that died. At the end the
    reports of what was added are merged with those that tell the same events.
    """
    from detente.reports import update

    _begin(store, settings, command)
    known = 0

    def fresh() -> Iterator[Item]:
        nonlocal known
        for item in items:
            if isinstance(item, Document) and store.has(item):
                known += 1
            else:
                yield item

    for batch in _chunks(
        code_items(fresh(), settings=settings, notice=notice), settings["coding.batch_documents"]
    ):
        readings = [o for o in batch if isinstance(o, Reading)]
        aside = tuple(o for o in batch if isinstance(o, Rejection))
        changed = store.add_all(readings) if readings else []
        if aside:
            store.add_rejections(aside)
        events = sum(len(r.events) for r, new in zip(readings, changed, strict=True) if new)
        skipped, known = known, 0
        words = sum(len(r.document.text.split()) for r in readings)
        yield Added(sum(changed), skipped + changed.count(False), events, aside, words)
    update(store)
    store.end_run()
    if known:
        yield Added(0, known, 0, ())


def add_outcomes(
    store: Store, outcomes: Sequence[Outcome], *, settings: Settings, command: str
) -> Added:
    """Add what was coded already, in one run: for a store that is held only while it is written.

    ``outcomes`` are those of `code_items` under the same settings.
    """
    from detente.reports import update

    _begin(store, settings, command)
    readings = [o for o in outcomes if isinstance(o, Reading)]
    aside = tuple(o for o in outcomes if isinstance(o, Rejection))
    changed = store.add_all(readings) if readings else []
    if aside:
        store.add_rejections(aside)
    update(store)
    store.end_run()
    events = sum(len(r.events) for r, new in zip(readings, changed, strict=True) if new)
    words = sum(len(r.document.text.split()) for r in readings)
    return Added(sum(changed), changed.count(False), events, aside, words)


def _begin(store: Store, settings: Settings, command: str) -> None:
    """Log a run that codes, with the versions of everything that it codes with."""
    versions = {str(k): str(v) for k, v in reader_for(settings).versions.items()}
    store.begin_run(
        command,
        {**settings.to_json(), "versions": versions},
        coder=versions.get("coder"),
        codebook_version=versions.get("codebook"),
        pipeline_version=versions.get("pipeline"),
    )


def check_dyad(a: str, b: str) -> tuple[str, str]:
    """Two state codes from two names or codes, checked to be different."""
    first, second = state_code(a), state_code(b)
    if first == second:
        raise BadSetting(f"a dyad has two sides: {a!r} and {b!r} are both {first}")
    return first, second
