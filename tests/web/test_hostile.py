"""Articles are hostile input: whatever stands in them, nothing runs and nothing is asked for.

Payloads are put where text of others comes in: titles, bodies, captions, sources, authors, URLs,
ids, notes of imported data, what analysts write. Every page is then opened in Chromium.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from detente.coding.hypotheses import judgement, review
from detente.records import (
    Attribution,
    CaseDate,
    Casualties,
    Claim,
    Document,
    Event,
    EventDate,
    FieldValue,
    Hypothesis,
    Incident,
    Mention,
    Party,
    Place,
    Reading,
    Rejection,
    Signal,
    Stake,
    Suspect,
    Voice,
    digest,
    span_of,
)
from detente.store import open_store

from .conftest import Served, Watched, gone, serve, watched

FLAG = "window.owned=(window.owned||0)+1"
PAYLOADS = [
    f"<script>{FLAG}</script>",
    f"</title><script>{FLAG}</script>",
    f"<img src=x onerror={FLAG}>",
    f'"><img src=x onerror="{FLAG}">',
    f"'><svg onload='{FLAG}'>",
    f"<svg><script>{FLAG}</script></svg>",
    f"<svg><a xlink:href='javascript:{FLAG}'><text>x</text></a></svg>",
    f"<iframe srcdoc='<script>parent.{FLAG}</script>'></iframe>",
    f"<iframe src='javascript:{FLAG}'></iframe>",
    f"<a href='javascript:{FLAG}'>x</a>",
    f"javascript:{FLAG}",
    f"JaVaScRiPt:{FLAG}//https://example.org",
    f"data:text/html,<script>{FLAG}</script>",
    f"<body onload={FLAG}>",
    f"<details open ontoggle={FLAG}>",
    f"<input autofocus onfocus={FLAG}>",
    f"<video><source onerror='{FLAG}'></video>",
    f"<math><mtext></p><script>{FLAG}</script></mtext></math>",
    f"<style>@import 'javascript:{FLAG}';</style>",
    "<style>*{display:none!important}</style>",
    "<link rel=stylesheet href=https://evil.example/x.css>",
    "<meta http-equiv=refresh content='0;url=https://evil.example/'>",
    "<base href=https://evil.example/>",
    "<form action=https://evil.example/><button>x</button></form>",
    "<img src=https://evil.example/pixel.gif>",
    f"<template><script>{FLAG}</script></template>",
    f"<!--><script>{FLAG}</script>-->",
    f"]]><script>{FLAG}</script>",
    f"{{{{constructor.constructor('{FLAG}')()}}}}",
    "{{ 7 * 7 }}{% for x in [1] %}owned{% endfor %}",
    f"${{{FLAG}}}",
    f"\u003cscript\u003e{FLAG}\u003c/script\u003e",
    f"＜script＞{FLAG}＜/script＞",
    f"<scr\x00ipt>{FLAG}</scr\x00ipt>".replace("\x00", "\ufffd"),
    f"<div hx-get=/method hx-trigger=load hx-on:load='{FLAG}'>x</div>",
    f"<div data-spec='javascript:{FLAG}' class=chart>x</div>",
    f"\u202e<script>{FLAG}</script>\u202c",
    '" onmouseover="' + FLAG + '" autofocus="',
    '=HYPERLINK("https://evil.example/","x")',
    "<plaintext>",
]

MAPPING = """
dataset = "mine"
delimiter = ","
[columns]
id = "id"
date = "date"
actor = "source"
recipient = "target"
cameo = "cameo"
url = "url"
text = "text"
place_name = "place"
publisher = "publisher"
[places]
system = "iso3"
"""


def reading(number: int, payload: str) -> Reading:
    """A document that carries a payload wherever a record can carry text."""
    text = (
        f"Russia expelled {payload} of Turkey on Monday. "
        f"Turkey said that {payload} did it. Photo: {payload}\n"
    )
    doc_id = f"hostile-{number}-{payload[:40]}"
    whole = span_of(text, 0, text.index(". ") + 1)
    words = span_of(text, 16, 16 + len(payload))
    second = span_of(text, whole.end + 1, text.index(" did it.", whole.end) + 8)
    day = f"2016-12-{number % 28 + 1:02}"
    voice = Voice(payload, "person", "TUR", (words,))
    event = Event(
        event_type="SANCTION",
        event_mode=("expel",),
        context=("diplomatic",),
        cameo="161",
        quad_class=4,
        plover_score=-6.0,
        goldstein=-6.5,
        actor=(Party(payload, "RUS", ("GOV",), "state:RUS", span_of(text, 0, 6)),),
        recipient=(Party(payload, "TUR", ("GOV",), "state:TUR", words),),
        date=EventDate(day, day, "day", "stated", words),
        place=Place(payload, "TUR", 39.9, 32.9, words),
        status="asserted",
        historical=False,
        attributed_to=(Attribution(payload, "TUR", words),),
        id=digest("hostile", str(number)),
        doc_id=doc_id,
        mentions=(Mention(span_of(text, 7, 15), whole, 0),),
        decided_by=f"pattern:{payload}",
        confidence=0.9,
        because=((payload, 0.5),),
    )
    incident = Incident(
        payload, event.id,
        perpetrator=(FieldValue(payload, voice, (words,)),),
        victim=(FieldValue(f"{payload} {number}", None, (words,)),),
        place=(FieldValue(payload, None, (words,)),),
        date=(CaseDate(day, day, day, "day", (words,)),),
        casualties=(Casualties("killed", 1.0, 1.0, 1.0, voice, (words,)),),
        suspects=(Suspect(payload, voice, "suspected", (words,)),),
        id=digest("incident", str(number)), doc_id=doc_id,
    )  # fmt: skip
    claim = Claim(
        voice, "says", second, "attributed", (voice, voice), words, (event.id,), 1,
        digest("claim", str(number)), doc_id,
    )  # fmt: skip
    guesses = tuple(
        Hypothesis(
            "who", f"{payload} {which}", (voice,), ("for",), incident.id, (words,), (second,),
            (whole,), digest("hypothesis", str(number), which), doc_id,
        )
        for which in ("one", "two")
    )  # fmt: skip
    stake = Stake(
        payload, ("energy",), ("RUS", "TUR"), 9e9, currency="USD", bearer=("TUR",),
        status="planned", spans=(words,), id=digest("stake", str(number)), doc_id=doc_id,
    )  # fmt: skip
    signal = Signal(
        "reassurance", "call", ("RUS",), ("TUR",), payload, (0, 1), event.id, incident.id,
        (words,), digest("signal", str(number)), doc_id,
    )  # fmt: skip
    caption = span_of(text, text.index("Photo"), len(text) - 1)
    document = Document(
        doc_id, text, day, "file", payload, payload, payload, "en", (payload,), (caption,)
    )
    aside = Rejection(doc_id, "coding", "no trigger", 2, (caption,), payload)
    return Reading(
        document, (event,), (aside,), (claim,), (incident,), guesses, (stake,), (signal,)
    )


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A desk over a store of nothing but payloads."""
    folder = tmp_path_factory.mktemp("hostile")
    path = folder / "hostile.duckdb"
    readings = [reading(n, p) for n, p in enumerate(PAYLOADS)]
    with open_store(path) as store:
        store.begin_run(f"add {PAYLOADS[0]}", coder=PAYLOADS[2])
        assert all(store.add_all(readings))
        made = [
            review(p, "fix", event=r.events[0].id, doc_id=r.document.id,
                   changes={"actor": p}, text=p)
            for p, r in zip(PAYLOADS, readings, strict=True)
        ]  # fmt: skip
        made += [
            judgement(p, "note", hypothesis=r.hypotheses[0].id, text=p)
            for p, r in zip(PAYLOADS, readings, strict=True)
        ]
        store.add_judgements(made)
    _import(path, folder / "events.csv")
    for desk in serve(path):
        yield desk, readings


def _import(path: Path, file: Path) -> None:
    """Rows of event data whose names, notes and addresses are payloads."""
    import subprocess
    import sys

    with file.open("w", newline="", encoding="utf-8") as stream:
        rows = csv.writer(stream)
        rows.writerow(
            ["id", "date", "source", "target", "cameo", "url", "text", "place", "publisher"]
        )
        for n, payload in enumerate(PAYLOADS):
            rows.writerow([n, f"2016-11-{n % 28 + 1:02}", "RUS", "TUR", "112", payload, payload,
                           payload, payload])  # fmt: skip
    mapping = file.with_suffix(".toml")
    mapping.write_text(MAPPING, encoding="utf-8")
    command = [sys.executable, "-m", "detente.cli", "import", str(file), "--store", str(path)]
    subprocess.run([*command, "--mapping", str(mapping)], check=True, capture_output=True)


def test_the_corpus_is_large_enough() -> None:
    assert len(set(PAYLOADS)) >= 30


def test_nothing_of_an_article_runs(chromium: Any, hostile: Any) -> None:
    desk, readings = hostile
    for look in watched(chromium, desk):
        page = look.page
        page.add_init_script(
            "document.addEventListener('securitypolicyviolation',"
            " e => { (window.blocked = window.blocked || []).push(e.violatedDirective); });"
        )
        page.goto(desk.entry)
        places = [
            *("/", "/dyad/RUS-TUR", "/dyad/RUS-TUR/events", "/dyad/RUS-TUR/stakes"),
            *("/dyad/RUS-TUR/outlook", "/dyad/RUS-TUR/brief", "/incidents", "/claims"),
            *("/hypotheses", "/documents", "/method", "/outlooks"),
            "/dyad/RUS-TUR/week/2016-12-01?to=2016-12-31",
            "/dyad/RUS-TUR/week/2016-11-01?to=2016-11-30",
        ]
        get = "place => fetch('/api' + place).then(a => a.json())"
        places += [
            f"/incident/{line['id']}" for line in page.evaluate(get, "/incidents")["lines"][::8]
        ]
        places += [f"/event/{r.events[0].id}" for r in readings[::8]]
        imported = page.evaluate(get, "/dyad/RUS-TUR/week/2016-11-01?to=2016-11-30")["acts"]
        assert any(act["event_id"].startswith("mine:") for act in imported)
        places += [f"/event/{act['event_id']}" for act in imported[::10]]
        ids = [line["id"] for line in page.evaluate(get, "/documents")["lines"]]
        quoted = page.evaluate("ids => ids.map(encodeURIComponent)", ids)
        places += [f"/document/{one}" for one in quoted[::4]]
        for place in places:
            answer = page.goto(f"{desk.url}{place}")
            assert answer.status == 200, (place, page.inner_text("main")[:300])
            gone(page.locator("figure.chart[data-spec]:not([data-state])"))
            _check(look, desk, place)
        payload = '"><script>window.owned=1</script>'
        for place in ("/incidents?words=", "/documents?source=", "/claims?words=",
                      "/dyad/RUS-TUR/events?words="):  # fmt: skip
            page.goto(desk.url + place + page.evaluate("encodeURIComponent", payload))
            _check(look, desk, place)
        page.goto(f"{desk.url}/dyad/{page.evaluate('encodeURIComponent', payload)}")
        assert page.evaluate("window.owned") is None


def _check(look: Watched, desk: Served, place: str) -> None:
    page = look.page
    assert page.evaluate("window.owned") is None, place
    assert page.evaluate("window.blocked || []") == [], place
    assert page.url.startswith(desk.url), place
    assert page.locator("footer").last.is_visible(), place
    strange = page.evaluate(
        "[...document.querySelectorAll('script:not([src]), style, iframe, object, embed, base,"
        " template, plaintext, video, form[action^=http], meta[http-equiv], link[rel=stylesheet]"
        ':not([href^="/static"])\')].map(e => e.outerHTML)'
    )
    assert strange == [], place
    handlers = page.evaluate(
        "[...document.querySelectorAll('*')].filter(e => e.getAttributeNames()"
        ".some(n => n.startsWith('on') || n.startsWith('hx-on'))).map(e => e.outerHTML)"
    )
    assert handlers == [], place
    links = page.evaluate(
        "[...document.querySelectorAll('a')].map(a => a.getAttribute('href')"
        " || a.getAttribute('xlink:href')).filter(h => h !== null)"
    )
    assert all(link.startswith(("http://", "https://", "/", "#")) for link in links), place
    assert look.troubles == [], place


def test_the_words_are_shown_as_they_are(hostile: Any, chromium: Any) -> None:
    desk, readings = hostile
    for look in watched(chromium, desk):
        for one in (readings[0], readings[2], readings[29]):
            ident = look.page.goto(desk.url) and look.page.evaluate(
                "encodeURIComponent", one.document.id
            )
            look.page.goto(f"{desk.url}/document/{ident}")
            assert one.document.title in look.page.inner_text("h1")
            assert one.document.title in look.page.inner_text(".reader")


def test_a_spreadsheet_runs_no_formula(hostile: Any) -> None:
    import httpx

    desk, _ = hostile
    text = httpx.get(f"{desk.url}/download/documents.csv").text
    assert "\"'=HYPERLINK" in text
    assert '"=HYPERLINK' not in text
