"""Draw the pictures of the README and the documents from the demo: `make docs-figures`.

``python docs/figures.py STORE FOLDER`` serves the store on a free port, opens the screens in
Debian's Chromium and keeps what a reader sees first of each as PNG.
"""

from __future__ import annotations

import socket
import sys
import threading
import time
from pathlib import Path

from playwright.sync_api import expect, sync_playwright

from detente.config import defaults, one_thread_each

one_thread_each()

from detente.web import create_app  # noqa: E402

CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]
DAY = "2016-12-22"
# Name of the picture, address, height of what is kept.
PICTURES = (
    ("desk", f"/?as_of={DAY}", 760),
    ("desk-relation", f"/dyad/RUS-TUR?as_of={DAY}", 900),
    ("desk-week", f"/dyad/RUS-TUR/week/2015-11-23?as_of={DAY}", 760),
    ("desk-outlook", f"/dyad/RUS-TUR/outlook?as_of={DAY}", 900),
    ("desk-brief", f"/dyad/RUS-TUR/brief?as_of={DAY}", 900),
    ("desk-reader", "READER", 900),
)


def main(store: str, folder: str) -> None:
    """Draw every picture."""
    import uvicorn

    token = "figures-of-the-docs"
    app = create_app(store, settings=defaults(), token=token)
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    home = f"http://127.0.0.1:{listener.getsockname()[1]}"
    out = Path(folder)
    out.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page(viewport={"width": 1400, "height": 900})
        page.set_default_timeout(60_000)
        page.goto(f"{home}/?token={token}")
        get = "place => fetch('/api' + place).then(a => a.json())"
        article = page.evaluate(get, "/documents?words=Six+Questions")["lines"][0]["id"]
        for name, place, height in PICTURES:
            page.set_viewport_size({"width": 1400, "height": height})
            page.goto(home + place.replace("READER", f"/document/{article}"))
            expect(page.locator("figure.chart[data-spec]:not([data-state])")).to_have_count(
                0, timeout=60_000
            )
            page.screenshot(path=str(out / f"{name}.png"))
            print(out / f"{name}.png")
        browser.close()
    server.should_exit = True
    thread.join(10)


if __name__ == "__main__":
    main(*sys.argv[1:3])
