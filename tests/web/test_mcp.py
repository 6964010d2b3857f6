"""The desk's tools over MCP: the records of the screens, read-only, from a process of their own."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from detente.errors import StoreUnusable
from detente.store import open_store
from detente.web.tools import TOOLS, make_server


def apart(talk: Callable[[], Coroutine[Any, Any, Any]]) -> Any:
    """Run in a thread of its own: a browser of other tests may hold this one's event loop."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(lambda: asyncio.run(talk())).result()


def ask(store: Path, *calls: tuple[str, dict[str, Any]]) -> tuple[list[Any], list[Any]]:
    """The tools that a server tells of, and the answers to calls."""
    from mcp import Client

    async def talk() -> tuple[list[Any], list[Any]]:
        async with Client(make_server(str(store))) as client:
            tools = (await client.list_tools()).tools
            return tools, [await client.call_tool(name, given) for name, given in calls]

    return apart(talk)


def test_tools_tell_what_they_take(chronicle: Path) -> None:
    tools, _ = ask(chronicle)
    by_name = {tool.name: tool for tool in tools}
    assert set(by_name) == set(TOOLS.values())
    assert {
        "events_of_dyad",
        "timeline",
        "incident",
        "claims",
        "outlook",
        "explain",
        "brief",
    } <= set(by_name)
    for tool in tools:
        assert tool.description
        assert tool.annotations.read_only_hint is True
    given = by_name["events_of_dyad"].input_schema
    assert given["required"] == ["dyad"]
    assert "as_of" in given["properties"]
    assert "session" not in given["properties"]


def test_answers_carry_spans_that_slice(chronicle: Path) -> None:
    _, (week, missing, wrong) = ask(
        chronicle,
        ("week", {"dyad": "RUS-TUR", "week": "2015-11-24"}),
        ("article", {"doc_id": "none"}),
        ("week", {"dyad": "RUS-TUR", "week": "yesterday"}),
    )
    record = json.loads(week.content[0].text)
    quotes = [q for act in record["acts"] for q in act["quotes"]]
    assert quotes
    with open_store(chronicle, create=False, read_only=True) as store:
        for quote in quotes:
            document = store.document(quote["doc_id"])
            assert document is not None
            assert document.text[quote["start"] : quote["end"]] == quote["text"]
    assert missing.is_error
    assert "no article 'none'" in missing.content[0].text
    assert wrong.is_error


def test_the_command_speaks_over_standard_streams(chronicle: Path) -> None:
    from mcp import Client, StdioServerParameters
    from mcp.client.stdio import stdio_client

    given = StdioServerParameters(
        command=sys.executable, args=["-m", "detente.cli", "mcp", "--store", str(chronicle)]
    )

    async def talk() -> Any:
        async with Client(stdio_client(given)) as client:
            return await client.call_tool("outlook", {"dyad": "RUS-TUR", "as_of": "2016-12-22"})

    told = json.loads(apart(talk).content[0].text)
    assert told["sides"]["code"] == "RUS-TUR"
    assert told["day"] == "2016-12-22"
    assert told["targets"]


def test_a_store_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreUnusable):
        make_server(str(tmp_path / "none.duckdb"))
