"""`detente evaluate`: coding and reading measured on data with known answers."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Annotated, Any

import typer

from detente.cli.app import app
from detente.cli.exits import EXIT_CODES
from detente.cli.options import OutputOption, settings_for
from detente.cli.output import write_lines, write_text
from detente.config import Settings
from detente.errors import BadSetting

evaluate = typer.Typer(
    help="Measure coding and reading on data with known answers.",
    epilog=EXIT_CODES,
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.add_typer(evaluate, name="evaluate")


class ScoreFormat(StrEnum):
    """How scores are written."""

    table = "table"
    json = "json"


@evaluate.callback()
def measuring() -> None:
    """Measure coding and reading on data with known answers."""


@evaluate.command("coding", epilog=EXIT_CODES)
def evaluate_coding(
    context: typer.Context,
    plv: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="Sentences with one marked pair, as JSON lines (PLV)."),
    ] = None,
    petr: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="PETRARCH's unit records, as JSON lines (PETR)."),
    ] = None,
    dictionaries: Annotated[
        str | None,
        typer.Option(metavar="DIR", help="Folder of the PETRARCH files that PETR records name."),
    ] = None,
    pairs: Annotated[
        bool,
        typer.Option("--pairs", help="The pair is given; without it, the bare sentence is coded."),
    ] = False,
    predictions: Annotated[
        str | None, typer.Option(metavar="FILE", help="Write each row's answer, as JSON lines.")
    ] = None,
    format: Annotated[
        ScoreFormat, typer.Option("--format", "-f", help="How to write the scores.")
    ] = ScoreFormat.table,
    output: OutputOption = None,
) -> None:
    """Score the coder on sentences whose acts are known; no row by a model that has seen it.

    With --plv and --petr both, --predictions is for PLV's rows first, then PETR's records.
    """
    if plv is None and petr is None:
        raise BadSetting("there is nothing to score", hint="name a file by --plv or --petr")
    if petr is not None and dictionaries is None:
        raise BadSetting(
            "--petr needs --dictionaries", hint="the folder of the files that its records name"
        )
    settings = settings_for(context)
    parts = []
    if plv is not None:
        parts.append(_plv(plv, pairs, settings))
    if petr is not None and dictionaries is not None:
        parts.append(_petr(petr, dictionaries, settings))
    if predictions is not None:
        write_lines((answer for _, _, answers in parts for answer in answers), predictions)
    if format is ScoreFormat.table:
        write_text("\n".join(text for _, text, _ in parts), output)
        return
    # One file, one object; with both, one object that holds the two.
    found: dict[str, Any] = (
        parts[0][0] if len(parts) == 1 else {part["kind"]: part for part, _, _ in parts}
    )
    write_text(json.dumps(found, indent=1) + "\n", output)


_Part = tuple[dict[str, Any], str, list[dict[str, Any]]]  # as JSON, as text, answers


def _plv(file: str, pairs: bool, settings: Settings) -> _Part:
    from detente.api import coder_for
    from detente.evaluation import as_text, evaluate_plv

    scores, answers = evaluate_plv(file, pairs=pairs, coder=coder_for(settings))
    return scores.to_json(), as_text(scores), answers


def _petr(file: str, dictionaries: str, settings: Settings) -> _Part:
    from detente.evaluation import evaluate_petr, petr_text
    from detente.language import load

    scores, answers = evaluate_petr(file, dictionaries, load(settings.pipeline))
    by_coding = {s.coding: s.to_json() for s in scores}
    return {"kind": "petr_scores", **by_coding}, petr_text(scores), answers


@evaluate.command("reading", epilog=EXIT_CODES)
def evaluate_reading(
    context: typer.Context,
    texts: Annotated[
        str,
        typer.Option(metavar="DIR", help="Annotated articles: pairs of NAME.txt and NAME.json."),
    ],
    readings: Annotated[
        str | None,
        typer.Option(
            metavar="FILE", help="Score these records (JSON lines); without it, DIR is read now."
        ),
    ] = None,
    details: Annotated[
        str | None,
        typer.Option(
            metavar="FILE", help="Write what was missed or wrong, as JSON lines. Never on held/."
        ),
    ] = None,
    format: Annotated[
        ScoreFormat, typer.Option("--format", "-f", help="How to write the scores.")
    ] = ScoreFormat.table,
    output: OutputOption = None,
) -> None:
    """Score the reading of annotated articles: events, incidents, stakes, signals, claims."""
    from detente.evaluation.articles import read_articles
    from detente.evaluation.reading import as_text, score_articles, summed
    from detente.evaluation.run import read_records, records_of_file

    articles = read_articles(texts)
    if readings is not None:
        records = records_of_file(readings)
    else:
        from detente.api import coder_for

        records = list(read_records(articles, coder_for(settings_for(context))))
    by_article = score_articles(articles, records)
    scores = summed(by_article.values())
    if details is not None:
        write_lines((r.to_json() for r in scores.remarks), details)
    if format is ScoreFormat.table:
        write_text(as_text(scores), output)
    else:
        whole = scores.to_json() | {"by_article": {n: s.to_json() for n, s in by_article.items()}}
        write_text(json.dumps(whole, indent=1) + "\n", output)


@evaluate.command("reports", epilog=EXIT_CODES)
def evaluate_reports(
    context: typer.Context,
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE", help="Labelled reports (.txt), or a table of labels (.tsv, --texts)."
        ),
    ],
    texts: Annotated[
        list[str] | None,
        typer.Option(metavar="FILE", help="The documents that tables label; repeatable."),
    ] = None,
    errors: Annotated[
        str | None,
        typer.Option(
            metavar="FILE", help="Write our wrong and missed pairs, as JSON lines. Never on held."
        ),
    ] = None,
    format: Annotated[
        ScoreFormat, typer.Option("--format", "-f", help="How to write the scores.")
    ] = ScoreFormat.table,
    output: OutputOption = None,
) -> None:
    """Score the merging of reports into events, beside one event a dyad, type and day."""
    from detente.api import coder_for, read_inputs
    from detente.evaluation import reports as scoring
    from detente.records import Document

    settings = settings_for(context)
    coder = coder_for(settings)
    found = []
    for file in files:
        if file.endswith(".tsv"):
            if not texts:
                raise BadSetting(f"{file} labels documents", hint="name them by --texts")
            items = read_inputs(texts, settings=settings)
            documents = [item for item in items if isinstance(item, Document)]
            labelled = scoring.read_table(file, documents)
        else:
            labelled = scoring.read_labelled(file)
        found.append(scoring.evaluate_reports(labelled, coder))
    if errors is not None:
        write_lines((pair for one in found for pair in one.pairs), errors)
    if format is ScoreFormat.table:
        write_text(scoring.as_text(found), output)
    else:
        write_text(json.dumps([one.to_json() for one in found], indent=1) + "\n", output)
