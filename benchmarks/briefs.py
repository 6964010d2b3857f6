"""A hundred briefs, each exported, read back and checked anew; and how well the checker catches.

    .venv/bin/python -m benchmarks.briefs

The store holds the bundled chronicle and analyses, the annotated articles of ``tests/texts`` and,
where ``../shared`` is at hand, the ICEWS events of 2018 between states. Dyads are those with most
events; days are spread over the data. Says how many sentences were written, withheld and found
wrong on checking again, and of sentences made false by a seed how many were caught, by kind.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.brief.corruption import corrupted

from detente.api import add_items, bundled_texts, check_brief, read_inputs, save_brief
from detente.brief.checking import Checker
from detente.brief.composing import compose
from detente.config import load_settings, one_thread_each
from detente.store import Store, open_store

HERE = Path(__file__).parent.parent
EVENTS = HERE.parent / "shared" / "data" / "events"
DAYS = ("2015-12-15", "2016-12-22", "2018-02-28", "2018-06-30", "2018-09-20")
# Every so many briefs one goes to the formats that draw pictures, which take seconds each.
DRAWN = {7: ".html", 13: ".docx", 19: ".pdf"}
HELD = ("held", "held3")


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--briefs", type=int, default=100)
    parser.add_argument("--corrupt", type=int, default=60, help="false sentences of each kind")
    parser.add_argument("--seed", type=int, default=20261128)
    asked = parser.parse_args()
    one_thread_each()
    with tempfile.TemporaryDirectory(prefix="detente-briefs-") as folder:
        with open_store(Path(folder) / "briefs.duckdb") as store:
            fill(store, Path(folder), HELD)
            hundred(store, Path(folder), asked.briefs)
        with open_store(Path(folder) / "held.duckdb") as store:
            add(store, [HERE / "tests" / "texts" / "reading" / name for name in HELD])
            catching(store, asked.corrupt, asked.seed)


def fill(store: Store, folder: Path, articles: tuple[str, ...]) -> None:
    """The store of the benchmark."""
    texts = [HERE / "tests" / "texts" / "reading" / name for name in ("develop", *articles)]
    add(store, [*bundled_texts(), *texts])
    rows = icews(folder)
    if rows is None:
        print("no ../shared: without imported events")
        return
    from detente.imports import import_files

    for done in import_files(store, [rows[0]], mapping=rows[1]):
        print(f"imported {done}")


def add(store: Store, paths: list[Path]) -> None:
    """Code texts into the store; notes of annotators are no texts."""
    files = [f for p in paths for f in (sorted(p.glob("*.txt")) if p.is_dir() else [p])]
    settings = load_settings()
    items = read_inputs(files, settings=settings)
    total = sum(a.events for a in add_items(store, items, settings=settings, command="bench"))
    print(f"{len(files)} files coded, {total} events")


def icews(folder: Path) -> tuple[Path, Path] | None:
    """ICEWS 2018 between states as a table of our own, and what its columns are."""
    source = EVENTS / "icews18_trainvalid.parquet"
    if not source.is_file():
        return None
    import pandas as pd

    events = pd.read_parquet(source)
    known = pd.read_parquet(EVENTS / "entities.parquet")
    state = known[known["state"]].drop_duplicates("entity").set_index("entity")["iso3"]
    frame = pd.DataFrame(
        {
            "id": range(len(events)),
            "date": events["date"].astype(str).str[:10],
            "actor": events["source"].map(state),
            "actor_name": events["source"],
            "recipient": events["target"].map(state),
            "recipient_name": events["target"],
            "cameo": events["cameo"].astype(str),
            "score": events["goldstein"],
            "text": events["relation"],
        }
    ).dropna()
    frame = frame[frame["actor"] != frame["recipient"]]
    table, mapping = folder / "icews18.csv", folder / "icews18.toml"
    frame.to_csv(table, index=False)
    columns = "\n".join(f'{name} = "{name}"' for name in frame.columns)
    mapping.write_text(
        f'dataset = "icews18"\ndelimiter = ","\n[columns]\n{columns}\n'
        '[constants]\npublisher = "ICEWS"\n[places]\nsystem = "iso3"\n'
    )
    return table, mapping


def busiest(store: Store, count: int) -> list[tuple[str, str]]:
    """The dyads with most events; Russia and Türkiye, of the chronicle, first."""
    from detente.relations import dyad_panel

    panel = dyad_panel(store).group_by(["a", "b"]).aggregate([("events", "sum")]).to_pylist()
    ranked = sorted(panel, key=lambda r: (-r["events_sum"], r["a"], r["b"]))
    pairs = [("RUS", "TUR"), *((r["a"], r["b"]) for r in ranked)]
    return list(dict.fromkeys(pairs))[:count]


def hundred(store: Store, folder: Path, count: int) -> None:
    """Write, export, read back and check so many briefs."""
    dyads = busiest(store, -(-count // len(DAYS)))
    sentences = notes = withheld = failures = 0
    reasons: Counter[str] = Counter()
    began = time.process_time()
    asked = [(a, b, day) for a, b in dyads for day in DAYS][:count]
    for n, (a, b, day) in enumerate(asked):
        made = compose(store, a, b, as_of=day, version="bench")
        path = folder / f"brief{DRAWN.get(n % 20, ('.json', '.md')[n % 2])}"
        save_brief(store, made, path)
        found = check_brief(store, path)
        sentences, notes = sentences + found.sentences, notes + found.notes
        withheld += len(made.withheld)
        reasons.update(w.reason.split("'")[0][:60] for w in made.withheld)
        failures += len(found.failures)
        for failure in found.failures:
            print(f"FAILS {a}-{b} {day} {failure.section}: {failure.text} {failure.reasons}")
    spent = time.process_time() - began
    print(
        f"{len(asked)} briefs of {len(dyads)} dyads: {sentences} sentences, {notes} footnotes;"
        f" {failures} fail on checking the exported file; {withheld} withheld;"
        f" {spent:.0f} CPU seconds"
    )
    for reason, times in reasons.most_common(8):
        print(f"   withheld {times:4d}  {reason}")


def catching(store: Store, each: int, seed: int) -> None:
    """How many of the false sentences are caught, by kind, and how many true ones are kept."""
    true: dict[str, tuple[str, ...]] = {}
    lost = 0
    for a, b in busiest(store, 30):
        made = compose(store, a, b, as_of="2026-01-01", since="1970-01-01")
        true.update({s.text: s.refs for _, s in made.sentences()})
        lost += len(made.withheld)
    checker = Checker(store)
    said, caught = Counter[str](), Counter[str]()
    for one in corrupted(list(true.items()), seed=seed, each=each):
        said[one.how] += 1
        caught[one.how] += bool(checker.sentence(one.text, one.refs))
        if not checker.sentence(one.text, one.refs):
            print(f"MISSED {one.how}: {one.was} -> {one.text}")
    kept = len(true) / (len(true) + lost) if true else 0.0
    print(f"held-back articles: {len(true)} sentences kept, {lost} withheld: {kept:.1%}")
    for how in said:
        print(f"   {how:9s} {caught[how]:3d} of {said[how]:3d} caught")
    total = sum(said.values())
    print(f"   all       {sum(caught.values())} of {total}: {sum(caught.values()) / total:.1%}")


if __name__ == "__main__":
    main()
