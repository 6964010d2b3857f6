from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from detente.config import defaults, load_settings
from detente.errors import BadSetting


def settings_file(folder: Path, text: str) -> Path:
    path = folder / "my.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_users_file_changes_only_what_it_names(tmp_path: Path) -> None:
    found = load_settings(settings_file(tmp_path, '[store]\npath = "mine.duckdb"\n'))
    base = defaults()
    changed = {k for k in base.values if found[k] != base[k]}
    assert changed == {"store.path"}
    assert found["store.path"] == "mine.duckdb"
    assert found.to_json().keys() == base.to_json().keys()


def test_the_working_directory_file_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "detente.toml").write_text("[coding]\njobs = 3\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert load_settings()["coding.jobs"] == 3


@pytest.mark.parametrize(
    ("text", "says", "hint"),
    [
        ("[coding]\njob = 2\n", "unknown setting 'coding.job'", "did you mean 'coding.jobs'?"),
        ("[coding]\njobs = 'two'\n", "is a str", None),
        ("[coding]\njobs = true\n", "is a bool", None),
        ("[coding]\njobs = 0\n", "not above zero", None),
        ("[store]\npath = ''\n", "is empty", "detente.duckdb"),
        ("jobs = 2\n", "outside any section", "section"),
        ("[coding\n", "not valid TOML", None),
    ],
)
def test_bad_settings_say_what_is_wrong(
    tmp_path: Path, text: str, says: str, hint: str | None
) -> None:
    with pytest.raises(BadSetting) as caught:
        load_settings(settings_file(tmp_path, text))
    assert says in caught.value.message
    if hint is not None:
        assert hint in (caught.value.hint or "")


def test_a_missing_settings_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match="cannot read"):
        load_settings(tmp_path / "absent.toml")


def test_options_go_before_files_and_are_checked() -> None:
    base = defaults()
    assert base.replaced(coding__jobs=2, store__path=None)["coding.jobs"] == 2
    assert base.replaced(store__path=None) == base
    with pytest.raises(BadSetting, match="unknown"):
        base.replaced(coding__nonsense=1)


def test_every_default_has_a_comment() -> None:
    from importlib.resources import files

    lines = files("detente").joinpath("default.toml").read_text(encoding="utf-8").splitlines()
    for before, line in pairwise(lines):
        if "=" in line and not line.startswith("#"):
            assert before.startswith("#"), line


def test_every_setting_is_documented_with_its_default() -> None:
    docs = (Path(__file__).parent.parent / "docs" / "settings.md").read_text(encoding="utf-8")
    for key, value in defaults().values.items():
        shown = f'"{value}"' if isinstance(value, str) else str(value)
        assert f"| `{key}` | {'`' if isinstance(value, str) else ''}{shown}" in docs
