"""`detente patterns`: the rules that make events; why a sentence was coded; rules of one's own."""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.cli.app import app
from detente.cli.exits import DONE, EXIT_CODES, FAILED
from detente.cli.messages import tell
from detente.cli.options import DateOption, OutputOption, StorePath, event_types_of, settings_for
from detente.cli.output import write_text
from detente.cli.petrarch import patterns_import
from detente.errors import BadDataFile, BadSetting

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detente.coding import Coder
    from detente.coding.patterns import Patterns
    from detente.config import Settings
    from detente.evaluation import Changes
    from detente.records import Document

patterns = typer.Typer(
    help="See, try and add the rules that make events.",
    epilog=EXIT_CODES,
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.add_typer(patterns, name="patterns")
patterns.add_typer(patterns_import, name="import")

# Where a checkout of the source keeps the long list of event-free sentences, and the treebanks.
_LONG_LIST = Path("benchmarks/data/event_free.tsv")
_TREEBANKS = Path("../shared/data/ud")


class TextFormat(StrEnum):
    """How what is found is written."""

    table = "table"
    json = "json"


FormatChoice = Annotated[
    TextFormat, typer.Option("--format", "-f", help="Text or one JSON object.")
]
RuleFile = Annotated[
    str | None, typer.Argument(metavar="RULEFILE", help="A TOML file of [[rule]] tables.")
]
RuleOption = Annotated[
    str | None,
    typer.Option(
        "--rule",
        metavar="RULE",
        help='One rule: verb = ["hail"]; recipient = ["object"]; type = "SUPPORT"',
    ),
]
PlvOption = Annotated[
    str | None, typer.Option(metavar="FILE", help="Marked pairs (PLV) to score before and after.")
]
SilenceOption = Annotated[
    str | None,
    typer.Option(
        metavar="FILE", help="Sentences without an event, one a line; a bundled set by default."
    ),
]
TextsOption = Annotated[
    list[str] | None,
    typer.Option("--texts", metavar="FILE", help="Your own texts, as for code; may be repeated."),
]
MostOption = Annotated[
    int, typer.Option("--most", min=1, help="Show at most so many events of each kind a set.")
]


@patterns.callback()
def rules() -> None:
    """See, try and add the rules that make events."""


@patterns.command("list", epilog=EXIT_CODES)
def list_rules(
    context: typer.Context,
    type: Annotated[
        list[str] | None, typer.Option("--type", metavar="TYPE", help="Rules of this event type.")
    ] = None,
    lemma: Annotated[
        str | None, typer.Option("--lemma", metavar="WORD", help="Rules that this word triggers.")
    ] = None,
    format: FormatChoice = TextFormat.table,
    output: OutputOption = None,
) -> None:
    """List the rules, your own among them, by event type or by the word that triggers them."""
    from detente.brief.rules import rule_row, rules_of, rules_text

    found = _patterns(settings_for(context))
    asked = event_types_of(type)
    kinds: list[str | None] = [None] if asked is None else [*asked]
    chosen = [r for kind in kinds for r in rules_of(found, event_type=kind, lemma=lemma)]
    if format is TextFormat.json:
        rows = [rule_row(rule) for rule in chosen]
        write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", output)
    else:
        write_text(rules_text(chosen), output)
    tell(f"{len(chosen)} rule{'' if len(chosen) == 1 else 's'}")


@patterns.command("why", epilog=EXIT_CODES)
def why(
    context: typer.Context,
    sentence: Annotated[str, typer.Argument(metavar="SENTENCE", help="A sentence, or several.")],
    date: DateOption = None,
    rule: Annotated[
        str | None,
        typer.Option("--rule", metavar="ID", help="Why this rule did or did not make it."),
    ] = None,
    output: OutputOption = None,
) -> None:
    """Trace a sentence: its tree, every rule that was tried, what failed, what won and why."""
    from detente.api import coder_for
    from detente.brief.rules import why_not_text, why_text
    from detente.coding.masking import readable
    from detente.coding.trace import rule_named, trace
    from detente.documents import from_text
    from detente.language import parse

    coder = coder_for(settings_for(context))
    asked = None
    if rule is not None:
        asked = rule_named(coder.patterns, rule)
        if asked is None:
            raise BadSetting(f"--rule: no rule is called {rule!r}", hint=_nearest(coder, rule))
    document = from_text(sentence, date=date)
    (doc,) = parse(coder.nlp, [readable(document.text)])
    found = trace(coder, document, doc)
    write_text(why_text(found) if asked is None else why_not_text(found, asked), output)


@patterns.command("test", epilog=EXIT_CODES)
def try_rules(
    context: typer.Context,
    rulefile: RuleFile = None,
    rule: RuleOption = None,
    plv: PlvOption = None,
    silence: SilenceOption = None,
    texts: TextsOption = None,
    store: StorePath = None,
    most: MostOption = 20,
    format: FormatChoice = TextFormat.table,
    output: OutputOption = None,
) -> None:
    """Show what new rules change, before they are saved: events gained, lost, changed; scores.

    Tried on the bundled texts, on sentences without an event, and on what you name. Nothing is
    saved.
    """
    from detente.brief.changes import changes_json, changes_text

    settings = settings_for(context)
    _, staged, replaced = _staged(settings, rulefile, rule)
    found = _changes(settings, staged, plv, silence, texts, store)
    _tell_replaced(settings, staged, replaced)
    if format is TextFormat.json:
        write_text(json.dumps(changes_json(found), ensure_ascii=False, indent=1) + "\n", output)
    else:
        write_text(changes_text(found, most=most), output)
    tell("nothing is saved; `detente patterns add` saves")


@patterns.command("add", epilog=EXIT_CODES)
def add(
    context: typer.Context,
    rulefile: RuleFile = None,
    rule: RuleOption = None,
    plv: PlvOption = None,
    silence: SilenceOption = None,
    texts: TextsOption = None,
    store: StorePath = None,
    most: MostOption = 20,
    yes: Annotated[
        bool, typer.Option("--yes", "-y", help="Save also where silence or scores get worse.")
    ] = False,
    output: OutputOption = None,
) -> None:
    """Try new rules as `test` does, then save them in your folder of rules.

    Rules that do not hold up are refused. Where more events come from sentences that tell of none,
    or scores fall, you are asked; --yes answers.
    """
    from detente.brief.changes import changes_text
    from detente.coding.own_rules import save

    settings = settings_for(context)
    ids, staged, replaced = _staged(settings, rulefile, rule)
    found = _changes(settings, staged, plv, silence, texts, store)
    _tell_replaced(settings, staged, replaced)
    write_text(changes_text(found, most=most), output)
    losses = found.losses()
    if losses and not yes:
        asked = sys.stdin.isatty() and sys.stderr.isatty()
        if not asked or not typer.confirm("It gets worse. Save all the same?", err=True):
            tell("detente: not saved, as it gets worse" + ("" if asked else "; --yes saves it"))
            raise typer.Exit(FAILED)
    files = save(staged)
    names = ", ".join(str(path) for path in files) or "nothing new"
    tell(f"saved {', '.join(ids)} in {names}")
    raise typer.Exit(DONE)


# what the commands share --------------------------------------------------------------------------


def _patterns(settings: Settings) -> Patterns:
    from detente.coding import load_patterns

    return load_patterns(own=settings.own_patterns)


def _nearest(coder: Coder, given: str) -> str:
    import difflib

    near = difflib.get_close_matches(given, [r.id for r in coder.patterns.rules()], 3, 0.5)
    return f"did you mean {' or '.join(near)}?" if near else "`detente patterns list` has them"


def _staged(
    settings: Settings, rulefile: str | None, rule: str | None
) -> tuple[list[str], dict[str, str], list[str]]:
    """Ids of the new rules, the texts that the folder would hold, own ids that they replace."""
    from detente.coding.own_rules import FILE, ids_in, rules_in, staged

    if (rulefile is None) == (rule is None):
        raise BadSetting(
            "one of RULEFILE and --rule is needed", hint="detente patterns test my.toml"
        )
    folder = Path(settings["patterns.folder"])
    if rule is not None:
        text, name = rules_in(rule), FILE
    else:
        path = Path(str(rulefile))
        if path.suffix != ".toml":
            raise BadSetting(f"{rulefile} is no .toml file", hint="rules are written in TOML")
        try:
            text, name = path.read_text(encoding="utf-8"), path.name
        except (OSError, UnicodeDecodeError) as error:
            said = error.strerror if isinstance(error, OSError) else "not UTF-8 text"
            raise BadDataFile(f"cannot be read: {said}", file=str(rulefile)) from None
        _hold_up(rulefile, text)
    texts, replaced = staged(folder, name, text)
    return ids_in(text), texts, replaced


def _hold_up(rulefile: str | None, text: str) -> None:
    """Check a file by itself, so that a mistake is named by its own lines."""
    from detente.coding import load_patterns
    from detente.coding.own_rules import ids_in

    load_patterns(added={str(rulefile): text})
    if not ids_in(text):
        raise BadDataFile("holds no rule", file=str(rulefile), hint="write [[rule]] and its keys")


def _tell_replaced(settings: Settings, staged: dict[str, str], replaced: Sequence[str]) -> None:
    from detente.coding import load_patterns
    from detente.coding.own_rules import ids_in

    shipped = {r.id for r in load_patterns().rules()}
    for ident in [i for text in staged.values() for i in ids_in(text)]:
        if ident in replaced:
            tell(f"{ident} takes the place of your own rule of that id")
        elif ident in shipped:
            tell(f"{ident} takes the place of the shipped rule of that id")


def _changes(
    settings: Settings,
    staged: dict[str, str],
    plv: str | None,
    silence: str | None,
    texts: Sequence[str] | None,
    store: str | None,
) -> Changes:
    """What the staged rules change, against those in force."""
    from detente.api import bundled_texts
    from detente.coding import Coder, load_patterns
    from detente.evaluation import changes, read_marked_pairs

    after, known = load_patterns(added=staged), load_patterns(own=settings.own_patterns)
    before = Coder(settings.pipeline, patterns=known, analyst=False)
    new = Coder(settings.pipeline, patterns=after, analyst=False)
    sets = [("bundled texts", _documents(bundled_texts(), settings))]
    if texts:
        sets.append(("your texts", _documents([Path(t) for t in texts], settings)))
    if store is not None:
        from detente.store import is_url, open_store

        if not is_url(store) and not Path(store).exists():
            raise BadSetting(f"--store: there is no store {store}", hint="`detente add` makes one")
        with open_store(store) as held:
            sets.append((f"the store {held.path}", held.documents()))
    rows = [] if plv is None else read_marked_pairs(plv)
    return changes(before, new, texts=sets, plv=rows, silence=_silence(silence))


def _documents(paths: Sequence[Path], settings: Settings) -> list[Document]:
    from detente.api import read_inputs
    from detente.cli.messages import where
    from detente.cli.messages import why as reason
    from detente.records import Document

    found: list[Document] = []
    for item in read_inputs(paths, settings=settings):
        if isinstance(item, Document):
            found.append(item)
        else:
            tell(f"set aside: {where(item)}: {reason(item)}")
    return found


def _silence(given: str | None) -> list[str]:
    from detente.evaluation import bundled_event_free, event_free_sentences, treebank_sentences

    if given is not None:
        return event_free_sentences(given)
    if _LONG_LIST.is_file() and _TREEBANKS.is_dir():
        long = [text for _, _, text in treebank_sentences(_LONG_LIST, _TREEBANKS)]
        return [*bundled_event_free(), *long]
    return bundled_event_free()
