"""A corpus coded on Apache Spark, document by document as one process codes it.

What comes in: JSONL or Parquet files, here or where Spark reads them (``s3a://``, ``hdfs://``), and
the function that codes a batch. What goes out: a folder of JSON lines or of Parquet. The model is
loaded once a worker process; a document that cannot be coded is set aside by itself; the partition
of a worker that is lost is done again by Spark, and gives the same.

A table of lines becomes a table of documents (`_read_lines`), a document that was met before is
told by its id (the only shuffle), and documents become records (`_code_rows`).
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from detente.config import one_thread_each
from detente.documents import Rows, files_below, met_before
from detente.errors import BadSetting, WorkersLost
from detente.records import Document, Reading, Rejection, digest
from detente.store import document_from_json, rejection_from_json

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame, SparkSession

Item = Document | Rejection
Outcome = Reading | Rejection
Work = Callable[[list[Item]], list[Outcome]]

# Documents handed to the coder at a time, and rows in an Arrow batch.
BATCH = 64
# Outcomes that a table is made of at a time.
TABLE_BATCH = 512
# Documents in a partition, at most: what is done again when a worker is lost.
PARTITION = 5_000
# A task may fail so often before the run ends; Spark's own default, which its local mode lacks.
FAILURES = 4
# Set-aside inputs that are named; the rest is counted.
NAMED = 1_000
# Lines in a file: positions of files and lines share a 64-bit number.
_LINES = 1 << 40

_READ = "rank long, id string, digest string, place string, document string, notes string"
_LINES_SUFFIXES = (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz")


@dataclass(frozen=True, slots=True)
class SparkCoded:
    """What a run on Spark counted, and the first `NAMED` of what it set aside, in order."""

    documents: int
    events: int
    aside: int
    items: int
    rejections: tuple[Rejection, ...]


def spark_session(master: str) -> SparkSession:
    """The Spark session of a master, started if there is none.

    Raises
    ------
    WorkersLost
        pyspark or Java is not installed, or the master cannot be reached.
    """
    one_thread_each()
    try:
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise WorkersLost(
            f"coding on Spark: {error}",
            hint="install it with détente: pip install 'detente[spark]'",
        ) from None
    home = os.environ.get("JAVA_HOME")
    if shutil.which("java", path=f"{home}/bin" if home else None) is None:
        raise WorkersLost(
            "coding on Spark: there is no Java"
            + (f" in JAVA_HOME ({home})" if home else " on this machine"),
            hint="install Java 17, for example with `apt-get install openjdk-17-jre-headless`",
        )
    local = re.fullmatch(r"local(?:\[(\d+|\*)\])?", master)
    builder = SparkSession.builder.appName("detente code")
    given: dict[str, Any] = {
        "spark.sql.execution.arrow.maxRecordsPerBatch": BATCH,
        "spark.sql.session.timeZone": "UTC",
        "spark.executorEnv.OMP_NUM_THREADS": 1,
        "spark.executorEnv.OPENBLAS_NUM_THREADS": 1,
        "spark.log.level": "ERROR",
        "spark.ui.showConsoleProgress": str(sys.stderr.isatty()).lower(),
    }
    if local:
        # A cluster tries a task that failed again; a local master must be asked to.
        master = f"local[{local[1] or 1},{FAILURES}]"
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
        given |= {
            "spark.driver.host": "127.0.0.1",
            "spark.driver.bindAddress": "127.0.0.1",
            "spark.ui.enabled": "false",
        }
    for key, value in given.items():
        builder = builder.config(key, value)
    try:
        found: SparkSession = builder.master(master).getOrCreate()
    except Exception as error:  # py4j's errors have no class in common
        raise WorkersLost(
            f"coding on Spark: {master} does not answer: {str(error).splitlines()[0][:300]}",
            hint="--master takes local[N], spark://HOST:PORT, yarn or k8s://URL",
            master=master,
        ) from error
    return found


def code_corpus(
    inputs: Sequence[str],
    output: str,
    *,
    spark: SparkSession,
    work: Work,
    reading: Mapping[str, Any],
    lines: Callable[[Outcome], Iterable[bytes]] | None = None,
    table: Callable[[list[Outcome]], pa.Table] | None = None,
) -> SparkCoded:
    """Code documents into a folder that Spark writes.

    Parameters
    ----------
    inputs
        ``.jsonl``, ``.ndjson`` (gzipped or not) and ``.parquet`` files or folders of them; local
        ones must lie where every worker sees them.
    output
        The folder, which must not be there yet.
    work
        Gives one outcome an item, in order.
    reading
        Options of `detente.documents.Rows`.
    lines, table
        One of them: the JSON lines of an outcome, or the flat table of several.

    Raises
    ------
    BadSetting
        An input is of another kind or missing, or the output is there already.
    WorkersLost
        A task failed `FAILURES` times.
    """
    if "://" not in output and Path(output).exists():
        raise BadSetting(
            f"writing {output}: it exists already",
            hint="name a folder that is not there yet",
            path=output,
        )
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    try:
        documents = _documents(spark, inputs, reading)
        # Spark's own working directory is where it was started.
        target = output if "://" in output else str(Path(output).resolve())
        return _write(spark, documents, target, work, lines, table)
    except (PySparkException, Py4JError) as error:
        raise WorkersLost(
            f"coding on Spark: {_cause(str(error))}",
            hint=f"is détente installed on every worker, and {output} writable? A document that"
            " kills its worker ends the run: `detente code --jobs` would set it aside",
            output=output,
        ) from error


def _cause(text: str) -> str:
    """The telling line of Spark's long error."""
    found = re.findall(r"^(?:\w+\.)*(?:\w*Error|\w*Exception): .+$", text, re.MULTILINE)
    wanted = [line for line in found if "Py4J" not in line and "Spark" not in line.split(":")[0]]
    return str((wanted or found or text.strip().splitlines() or ["no reason given"])[0])[:400]


# --- documents --------------------------------------------------------------------------------


def _documents(spark: SparkSession, inputs: Sequence[str], reading: Mapping[str, Any]) -> DataFrame:
    """The table of documents, what came twice told of, spread over partitions by id."""
    from pyspark.sql import Window
    from pyspark.sql import functions as F

    found, lines = _read_all(spark, inputs, reading)
    parts = max(4 * spark.sparkContext.defaultParallelism, -(-lines // PARTITION))
    keyed = found.withColumn("key", F.coalesce("id", F.concat(F.lit("rank "), "rank")))
    same = Window.partitionBy("key").orderBy("rank")
    return (
        # Told how many, Spark leaves the partitions as they are; small ones it would join,
        # as it counts bytes and not what it costs to read them.
        keyed.repartition(parts, "key")
        .withColumn("first_place", F.first("place").over(same))
        .withColumn("first_digest", F.first("digest").over(same))
        .withColumn("first_rank", F.first("rank").over(same))
        .drop("key")
    )


def _read_all(
    spark: SparkSession, inputs: Sequence[str], reading: Mapping[str, Any]
) -> tuple[DataFrame, int]:
    """Every line and row of the inputs as items, and how many there are."""
    from pyspark.sql import functions as F

    kinds = _by_kind(inputs)
    named = {_uri(name): name for name in inputs if "://" not in name}
    tables: list[DataFrame] = []
    blocks: list[tuple[str, int, int, str]] = []
    path, start = F.col("_metadata.file_path"), F.col("_metadata.file_block_start")
    if kinds["lines"]:
        reader = spark.read.option("lineSep", "\n").option("recursiveFileLookup", "true")
        raw = reader.text(kinds["lines"]).select(
            F.col("value").cast("binary").alias("value"), path.alias("path"), start.alias("start")
        )
        tables.append(raw)
        counted = raw.groupBy("path", "start").count().collect()
        blocks += [(r["path"], r["start"], r["count"], "lines") for r in counted]
    if kinds["rows"]:
        reader = spark.read.option("recursiveFileLookup", "true").option("mergeSchema", "true")
        rows = reader.parquet(*kinds["rows"])
        wanted = [c for c in rows.columns if c in _FIELDS]
        number = F.col("_metadata.row_index")
        raw = rows.select(*wanted, path.alias("path"), number.alias("row_index"))
        tables.append(raw)
        counted = rows.select(path.alias("path")).groupBy("path").count().collect()
        blocks += [(r["path"], 0, r["count"], "rows") for r in counted]
    if not tables:
        raise BadSetting(
            f"coding {', '.join(inputs)}: there is no document in it",
            hint="Spark reads .jsonl, .ndjson and .parquet files",
        )
    places, begins = _places(inputs, named, blocks)
    read: list[DataFrame] = []
    for raw in tables:
        reader_of = _read_rows if "row_index" in raw.columns else _read_lines
        function = partial(reader_of, dict(reading), places, begins)
        read.append(raw.mapInArrow(function, _READ))
    whole = read[0] if len(read) == 1 else read[0].unionByName(read[1])
    return whole, sum(count for _, _, count, _ in blocks)


_FIELDS = ("id", "text", "date", "title", "source", "url", "lang", "authors", "author")


def _by_kind(inputs: Sequence[str]) -> dict[str, list[str]]:
    """The files of the inputs by how they are read."""
    kinds: dict[str, list[str]] = {"lines": [], "rows": []}
    for name in inputs:
        if "://" in name:
            kinds["rows" if ".parquet" in name else "lines"].append(name)
            continue
        path = Path(name)
        if not path.exists():
            raise BadSetting(f"coding {name}: there is no such file", path=name)
        for file in files_below(path) if path.is_dir() else [path]:
            if file.name.startswith("_"):  # _SUCCESS, which Spark itself leaves
                continue
            if file.name.endswith(_LINES_SUFFIXES):
                kinds["lines"].append(str(file.resolve()))
            elif file.suffix == ".parquet":
                kinds["rows"].append(str(file.resolve()))
            else:
                raise BadSetting(
                    f"coding {file}: Spark reads .jsonl, .ndjson and .parquet files",
                    hint="`detente code --jobs` reads texts and pages too",
                    path=str(file),
                )
    return kinds


def _uri(name: str) -> str:
    return str(Path(name).resolve())


def _places(
    inputs: Sequence[str], named: Mapping[str, str], blocks: Sequence[tuple[str, int, int, str]]
) -> tuple[dict[str, tuple[int, str]], dict[tuple[str, int], int]]:
    """Ordinal and name of every file, and the number of lines before each of its blocks.

    Files stand in the order in which one process would read them, and have the names that it
    would give them, so that the same copy of a document is the first.
    """
    shown: dict[str, tuple[int, Any, str]] = {}
    for uri in {path for path, *_ in blocks}:
        local = unquote(urlsplit(uri).path) if uri.startswith("file:") else uri
        shown[uri] = (len(inputs), local, local)
        for ordinal, name in enumerate(inputs):
            base = next((b for b, n in named.items() if n == name), name)
            if local == base or local.startswith(base.rstrip("/") + "/"):
                below = local[len(base) :].lstrip("/")
                said = local if "://" in name else str(Path(name) / below) if below else name
                shown[uri] = (ordinal, Path(said).parts, said)
                break
    ordered = sorted(shown, key=lambda uri: shown[uri][:2])
    places = {uri: (number, shown[uri][2]) for number, uri in enumerate(ordered)}
    begins: dict[tuple[str, int], int] = {}
    before: dict[str, int] = {}
    for uri, start, count, _ in sorted(blocks):
        begins[uri, start] = before.get(uri, 0)
        before[uri] = before.get(uri, 0) + count
    return places, begins


def _read_lines(
    reading: dict[str, Any],
    places: Mapping[str, tuple[int, str]],
    begins: Mapping[tuple[str, int], int],
    batches: Iterator[pa.RecordBatch],
) -> Iterator[pa.RecordBatch]:
    """Lines as items. Spark reads the lines of a block one after the other, so that counting
    gives their numbers."""
    rows = Rows(**reading)
    met: dict[tuple[str, int], int] = {}
    for batch in batches:
        out = []
        for value, path, start in zip(
            *(column.to_pylist() for column in batch.columns), strict=True
        ):
            met[path, start] = met.get((path, start), 0) + 1
            number = begins[path, start] + met[path, start]
            ordinal, name = places[path]
            place = f"{name}:{number}"
            out += _read_row(rows.line(value, place, first=number == 1), ordinal, number, place)
        yield _batch(out)


def _read_rows(
    reading: dict[str, Any],
    places: Mapping[str, tuple[int, str]],
    begins: Mapping[tuple[str, int], int],
    batches: Iterator[pa.RecordBatch],
) -> Iterator[pa.RecordBatch]:
    rows = Rows(**reading)
    for batch in batches:
        out = []
        for record in batch.to_pylist():
            ordinal, name = places[record.pop("path")]
            number = record.pop("row_index") + 1
            place = f"{name}:{number}"
            out += _read_row(rows.row(record, place), ordinal, number, place)
        yield _batch(out)


def _read_row(items: list[Item], ordinal: int, number: int, place: str) -> list[dict[str, Any]]:
    """The row of what one line gave: a document with notes, a rejection, or nothing."""
    if not items:
        return []
    first = items[0]
    whole = isinstance(first, Document)
    notes = [item for item in items if isinstance(item, Rejection)]
    return [
        {
            "rank": ordinal * _LINES + number,
            "id": _safe(first.id) if isinstance(first, Document) else None,
            "digest": digest(first.text) if isinstance(first, Document) else None,
            "place": _safe(place),
            # Half surrogate pairs, which no string of Arrow can hold, are escaped in JSON.
            "document": json.dumps(first.to_json()) if whole else None,
            "notes": json.dumps([n.to_json() for n in notes]),
        }
    ]


def _safe(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _batch(rows: list[dict[str, Any]]) -> pa.RecordBatch:
    import pyarrow as pa

    kinds = {n: pa.int64() if n == "rank" else pa.string() for n in _names(_READ)}
    return pa.RecordBatch.from_pylist(rows, schema=pa.schema(list(kinds.items())))


def _names(columns: str) -> list[str]:
    return [column.split()[0] for column in columns.split(", ")]


# --- records ----------------------------------------------------------------------------------


def _write(
    spark: SparkSession,
    documents: DataFrame,
    output: str,
    work: Work,
    lines: Callable[[Outcome], Iterable[bytes]] | None,
    table: Callable[[list[Outcome]], pa.Table] | None,
) -> SparkCoded:
    context = spark.sparkContext
    counts = {name: context.accumulator(0) for name in ("documents", "events", "aside")}
    named = context.accumulator([], _Named())

    def count(rank: int, outcome: Outcome) -> None:
        if isinstance(outcome, Reading):
            counts["documents"].add(1)
            counts["events"].add(len(outcome.events))
        else:
            counts["aside"].add(1)
            named.add([(rank, json.dumps(outcome.to_json()))])

    if table is None:
        function = partial(_code_rows, work, count, lines or (lambda outcome: ()))
        documents.mapInArrow(function, "value string").write.text(output)
    else:
        from pyspark.sql.pandas.types import from_arrow_schema

        columns = from_arrow_schema(table([]).schema)
        documents.mapInArrow(partial(_code_table, work, count, table), columns).write.parquet(
            output
        )
    kept = [rejection_from_json(json.loads(text)) for _, text in sorted(named.value)]
    numbers = {name: int(found.value) for name, found in counts.items()}
    items = numbers["documents"] + numbers["aside"]
    return SparkCoded(**numbers, items=items, rejections=tuple(kept))


class _Named:
    """Joins the lists of what was set aside, the first `NAMED` of them in order of input."""

    def zero(self, value: list[Any]) -> list[Any]:
        return []

    def addInPlace(self, one: list[Any], other: list[Any]) -> list[Any]:
        return sorted(one + other)[:NAMED]


def _outcomes(
    work: Work, count: Callable[[int, Outcome], None], batches: Iterator[pa.RecordBatch], size: int
) -> Iterator[list[Outcome]]:
    """What becomes of the documents, some at a time, what came twice set aside."""
    for rows in _some(batches, size):
        items: list[Item] = []
        ranks: list[int] = []
        for row in rows:
            found = _items_of(row)
            items += found
            ranks += [row["rank"]] * len(found)
        outcomes: list[Outcome] = []
        for begin in range(0, len(items), BATCH):
            outcomes += work(items[begin : begin + BATCH])
        for rank, outcome in zip(ranks, outcomes, strict=True):
            count(rank, outcome)
        yield outcomes


def _some(batches: Iterator[pa.RecordBatch], size: int) -> Iterator[list[dict[str, Any]]]:
    held: list[dict[str, Any]] = []
    for batch in batches:
        held += batch.to_pylist()
        while len(held) >= size:
            yield held[:size]
            held = held[size:]
    if held:
        yield held


def _items_of(row: Mapping[str, Any]) -> list[Item]:
    if row["rank"] != row["first_rank"] and row["document"] is not None:
        identifier = json.loads(row["document"])["id"]
        same = row["digest"] == row["first_digest"]
        return [met_before(identifier, row["place"], same_text=same, first=row["first_place"])]
    items: list[Item] = [rejection_from_json(note) for note in json.loads(row["notes"])]
    if row["document"] is not None:
        items.insert(0, document_from_json(json.loads(row["document"])))
    return items


def _code_rows(
    work: Work,
    count: Callable[[int, Outcome], None],
    lines: Callable[[Outcome], Iterable[bytes]],
    batches: Iterator[pa.RecordBatch],
) -> Iterator[pa.RecordBatch]:
    import pyarrow as pa

    for outcomes in _outcomes(work, count, batches, BATCH):
        made = [line.removesuffix(b"\n").decode() for o in outcomes for line in lines(o)]
        yield pa.RecordBatch.from_arrays([pa.array(made, pa.string())], ["value"])


def _code_table(
    work: Work,
    count: Callable[[int, Outcome], None],
    table: Callable[[list[Outcome]], pa.Table],
    batches: Iterator[pa.RecordBatch],
) -> Iterator[pa.RecordBatch]:
    for outcomes in _outcomes(work, count, batches, TABLE_BATCH):
        yield from table(outcomes).to_batches(max_chunksize=TABLE_BATCH)
