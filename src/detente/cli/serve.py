"""`detente serve` and `detente mcp`: the store for a browser, and for programs that use tools."""

from __future__ import annotations

import contextlib
import importlib
from typing import TYPE_CHECKING, Annotated

import typer

from detente.cli.app import app
from detente.cli.exits import EXIT_CODES
from detente.cli.messages import tell
from detente.cli.options import StorePath, settings_for
from detente.errors import BadSetting, DetenteError

if TYPE_CHECKING:
    from fastapi import FastAPI

LOOPBACK = ("127.0.0.1", "localhost", "::1")


@app.command(epilog=EXIT_CODES)
def serve(
    context: typer.Context,
    store: StorePath = None,
    host: Annotated[
        str, typer.Option(metavar="ADDRESS", help="Where to listen; only this machine by default.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 takes a free one.")] = 8765,
    name: Annotated[
        list[str] | None,
        typer.Option("--name", metavar="HOST", help="Answer to this host name too; repeatable."),
    ] = None,
    token: Annotated[
        str | None,
        typer.Option(
            metavar="TEXT",
            envvar="DETENTE_TOKEN",
            help="What a request must carry to write; made up if not given.",
        ),
    ] = None,
) -> None:
    """Show the desk in a browser: relations, incidents, hypotheses, odds, articles, sources.

    The address that is printed carries a token: whoever opens it may add articles and judge.
    Anybody who reaches the address without it may read. Nothing is asked of the network.
    """
    import socket
    import threading

    import uvicorn

    from detente.web import create_app

    if token is not None and len(token) < 8:
        raise BadSetting("--token is shorter than 8 characters", hint="leave it out: one is made")
    settings = settings_for(context, store__path=store)
    hosts = [*(name or ()), *([] if host in LOOPBACK else [host])]
    made = create_app(settings["store.path"], settings=settings, token=token, hosts=hosts)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
            listener.listen()  # who opens the address at once waits, and is not refused
        except OSError as error:
            raise BadSetting(
                f"cannot listen on {host} port {port}: {error.strerror or error}",
                hint="name another port with --port, or 0 for a free one",
            ) from None
        taken = listener.getsockname()[1]
        shown = f"[{host}]" if ":" in host else host
        typer.echo(f"http://{shown}:{taken}/?token={made.state.desk.tokens.token}")
        from detente.store import shown_path

        tell(f"the desk over {shown_path(settings['store.path'])}; Ctrl-C ends it")
        if host not in LOOPBACK:
            tell("it listens beyond this machine, without encryption: put it behind a proxy")
        threading.Thread(target=_warm, args=(made,), daemon=True).start()
        config = uvicorn.Config(made, log_level="warning", access_log=False, server_header=False)
        uvicorn.Server(config).run(sockets=[listener])


def _warm(made: FastAPI) -> None:
    """Compute the desk once, so that its first reader does not wait; trouble shows on the page.

    What draws pictures takes seconds to load, so that too.
    """
    from detente.web.views.desk import desk

    with contextlib.suppress(DetenteError):
        made.state.desk.access.answer("warm", desk)
    for name in ("altair", "vl_convert"):
        importlib.import_module(name)


@app.command(epilog=EXIT_CODES)
def mcp(context: typer.Context, store: StorePath = None) -> None:
    """Serve the reading tools of the desk over MCP, on standard input and output.

    Records come with the words that prove them; nothing writes to the store.
    """
    from detente.web.tools import make_server

    settings = settings_for(context, store__path=store)
    make_server(settings["store.path"], settings=settings).run("stdio")
