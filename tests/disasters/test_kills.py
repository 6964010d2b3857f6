"""A few kills of each command; `python tests/disasters/kills.py --kills 50` for the whole."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

KILLS = Path(__file__).with_name("kills.py")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="kills forked children")
@pytest.mark.parametrize("name", ["add", "watch", "fetch"])
def test_nothing_is_lost_doubled_or_half_done_after_kills(name: str) -> None:
    command = [sys.executable, str(KILLS), "--kills", "3", "--seed", "8", "--only", name]
    done = subprocess.run(command, capture_output=True, text=True, timeout=280, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    assert "all well again" in done.stdout
