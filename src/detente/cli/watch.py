"""`detente watch`, `coverage`: feeds, folders and lists of addresses, unattended."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer

from detente.cli.app import app
from detente.cli.exits import DONE, EXIT_CODES, SET_ASIDE
from detente.cli.messages import tell
from detente.cli.options import Format, FormatOption, OutputOption, StorePath, settings_for
from detente.cli.output import write_rows

if TYPE_CHECKING:
    from detente.store import Store
    from detente.watch import Round, WatchConfig


@app.command(epilog=EXIT_CODES)
def watch(
    context: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE.toml", help="What to watch.")],
    once: Annotated[
        bool, typer.Option("--once", help="Look once at everything, then end; for cron.")
    ] = False,
    check: Annotated[
        bool, typer.Option("--check", help="Only check the file and say what would be watched.")
    ] = False,
    serve: Annotated[
        bool, typer.Option("--serve", help="Show the desk in a browser meanwhile.")
    ] = False,
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="Port of the desk; 0 takes a free one.")
    ] = 8765,
) -> None:
    """Watch feeds, folders and lists of addresses, and tell of shocks as they come.

    What it saw is in the store: it may be stopped or killed at any moment and goes on where it
    was. Times in which a feed was not seen are kept as gaps: see `detente coverage`.
    """
    from detente.errors import BadSetting
    from detente.watch import Stop, load_watch, log_to, run, stopping_by_signal

    config = load_watch(file)
    settings = settings_for(
        context, store__path=None if config.store is None else str(config.store)
    )
    if check:
        _tell_plan(config, settings["store.path"])
        raise typer.Exit(DONE)
    if serve and once:
        raise BadSetting("--serve and --once do not go together", hint="leave one of them out")
    stop = Stop()
    total: list[Round] = []
    with log_to(config.log) as log, stopping_by_signal(stop):
        if serve:
            with _desk(settings, port) as open_with:
                run(config, settings, log, stop, open_with=open_with)
        else:
            run(config, settings, log, stop, once=once, each=total.append if once else _nothing)
    aside = any(done.aside or done.failed or done.waiting for done in total)
    raise typer.Exit(SET_ASIDE if aside else DONE)


def _nothing(done: Round) -> None:
    """A watch that runs for months keeps no list of its rounds."""


def _tell_plan(config: WatchConfig, store: str) -> None:
    typer.echo(f"watch {config.name}, store {store}, pages in {config.pages}, log {config.log}")
    for source in config.sources:
        every = timedelta(seconds=source.interval_seconds)
        typer.echo(f"{source.kind} {source.name}: {source.where}, every {every}")
    for alert in config.alerts:
        dyads = ", ".join("-".join(dyad) for dyad in alert.dyads)
        kinds = ", ".join(alert.on)
        typer.echo(f"{alert.name}: {kinds} of {dyads} to {', '.join(alert.sinks)}")


@contextmanager
def _desk(settings: Any, port: int) -> Iterator[Any]:
    """The desk on a thread of its own; gives how to open the store beside its requests."""
    import socket
    import threading

    import uvicorn

    from detente.errors import BadSetting
    from detente.web import create_app

    made = create_app(settings["store.path"], settings=settings)
    access = made.state.desk.access
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", port))
            listener.listen()  # who opens the address at once waits, and is not refused
        except OSError as error:
            raise BadSetting(
                f"cannot listen on port {port}: {error.strerror or error}",
                hint="name another port with --port, or 0 for a free one",
            ) from None
        shown = f"http://127.0.0.1:{listener.getsockname()[1]}"
        typer.echo(f"{shown}/?token={made.state.desk.tokens.token}")
        config = uvicorn.Config(made, log_level="warning", access_log=False, server_header=False)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
        thread.start()

        @contextmanager
        def opened() -> Iterator[Store]:
            with access.writing() as session:
                yield session.store

        try:
            yield opened
        finally:
            server.should_exit = True
            thread.join(timeout=5)


@app.command(epilog=EXIT_CODES)
def coverage(
    context: typer.Context,
    store: StorePath = None,
    weeks: Annotated[
        bool, typer.Option("--weeks", help="Week by week, the share of the watching done.")
    ] = False,
    format: FormatOption = Format.table,
    output: OutputOption = None,
) -> None:
    """List the times in which a watched feed was not seen, or with --weeks what share was.

    No events in such a time is not the same as no events. A gap is bridged where the feed still
    listed what was newest before: then nothing is missing.
    """
    from detente.store import open_store
    from detente.store.connect import utc_now
    from detente.watch import coverage as covered

    settings = settings_for(context, store__path=store)
    with open_store(settings["store.path"], create=False, read_only=True) as opened:
        found = covered(opened, utc_now())
    if not weeks:
        write_rows([gap.to_json() for gap in found.gaps], format, output)
        tell(f"{len(found.sources)} feeds, {len(found.gaps)} gaps")
        return
    since = min((s.since for s in found.sources), default=None)
    rows = []
    if since is not None:
        monday = since.date() - timedelta(days=since.weekday())
        for n in range((found.now.date() - monday).days // 7 + 1):
            week = found.week(monday + timedelta(weeks=n))
            rows.append({"week": week.week, "share": week.share, "known": week.known})
    write_rows(rows, format, output)
