"""Code pages and languages: read rightly or set aside, never wrongly."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.documents import REASONS, from_text, publication_day, read
from detente.documents.decoding import Decoded, decode, looks_misread
from detente.documents.language import LanguageCheck
from detente.records import Document, Rejection

WEST = (
    "“Crème de la crème”, said François Hollande in Paris – the minister’s café had closed for £5."
)
TURKISH = (
    "President Erdoğan and Mevlüt Çavuşoğlu met İbrahim Kalın in Ankara, Turkey's minister said."
)
CENTRAL = (
    "Serbian President Aleksandar Vučić met Lech Wałęsa of Poland, the office in Belgrade said."
)
NORDIC = "Sweden's Margot Wallström and Norway's Børge Brende met in Malmö, the ministers said."


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (WEST, "cp1252"),
        ("A naïve vis-à-vis, the envoy’s Mädchen said at the café in Köln.", "cp1252"),
        (NORDIC, "latin-1"),
        (TURKISH, "iso-8859-9"),
        (TURKISH, "cp1254"),
        (TURKISH + " He flew to Paris with the French minister.", "cp1254"),
        (CENTRAL, "cp1250"),
        *((t, e) for t in (WEST, TURKISH, CENTRAL) for e in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be")),
    ],
)  # fmt: skip
def test_read_rightly(tmp_path: Path, text: str, encoding: str) -> None:
    (tmp_path / "a.txt").write_bytes(text.encode(encoding))
    (found,) = read([tmp_path / "a.txt"])
    assert isinstance(found, Document)
    assert found.text == text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("The president of Türkiye can’t meet “André” now, the minister said.", "mac_roman"),
        ("The president of Türkiye met André in the palace, the minister said.", "cp850"),
        ("The word мир means peace and world, the president said to his guests.", "cp1251"),
        ("The word мир means peace and world, the president said to his guests.", "koi8-r"),
        ("Vučić and Milošević met in Belgrade, the office of the president said.", "iso8859_2"),
        ("Vučić of Serbia met the French president in Paris, the office said.", "cp1250"),
        ("Vučić met his guests, the office of the president said.", "cp1250"),
        ("He had a café in Köln, the envoy said to his guests.", "mac_roman"),
        ("He had a café there, the envoy said to his guests.", "cp850"),
        ("He came from España to the talks, the envoy said.", "mac_roman"),
        ("Şahin met his guests, the office of the president said.", "cp1254"),
        ("The word 平和 means peace, the president said to his guests in the palace.", "shift_jis"),
    ],
)
def test_set_aside_rather_than_misread(tmp_path: Path, text: str, encoding: str) -> None:
    (tmp_path / "a.txt").write_bytes(text.encode(encoding))
    (found,) = read([tmp_path / "a.txt"])
    assert isinstance(found, Rejection)
    assert found.reason == REASONS["encoding"]


NAMES = {
    "cp1252": WEST + " " + NORDIC, "latin-1": NORDIC, "cp1254": TURKISH, "iso8859_9": TURKISH,
    "cp1250": CENTRAL, "iso8859_2": CENTRAL, "mac_roman": WEST + " " + NORDIC, "cp850": NORDIC,
    "utf-8": WEST + TURKISH + CENTRAL, "utf-16": WEST + TURKISH + CENTRAL,
}  # fmt: skip
LEAD = {
    "cp1254": "Turkey: ",
    "iso8859_9": "Turkey: ",
    "cp1250": "Serbia: ",
    "iso8859_2": "Poland: ",
}


@settings(max_examples=400, derandomize=True)
@given(st.data(), st.sampled_from(sorted(NAMES)))
def test_what_is_sure_is_right(data: st.DataObject, encoding: str) -> None:
    """Whatever the words: what is called sure gives the same letters back.

    A name of one page beside a country of another (Vučić in Paris, no word of Serbia) cannot
    be told, so names come with their countries here.
    """
    words = data.draw(st.lists(st.sampled_from(NAMES[encoding].split()), min_size=1))
    text = LEAD.get(encoding, "") + " ".join(words)
    try:
        found = decode(text.encode(encoding))
    except UnicodeEncodeError:
        return
    if isinstance(found, Decoded) and found.sure:
        assert found.text == text


def test_signs_of_an_earlier_misreading_are_told_and_the_text_kept(tmp_path: Path) -> None:
    text = "Türkiye’s minister met the envoy.".encode().decode("cp1252")
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    document, told = read([tmp_path / "a.txt"])
    assert isinstance(document, Document)
    assert document.text == text
    assert isinstance(told, Rejection)
    assert (told.doc_id, told.reason, told.detail) == (document.id, REASONS["mojibake"], "Ã¼")
    assert looks_misread("Âlso não, São Tomé; Türkiye, İzmir: “ça va” – à la carte") is None


def test_control_characters_keep_their_place() -> None:
    assert from_text("a\x85b\x0bc").text == "a…b c"


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("Putin, Erdoğan", False),
        ("Lavrov Zarif Çavuşoğlu Moskva Ankara Tehran", False),
        ("Exports 2015: gas 27 bcm, wheat 4.1 mt, tourism 4.5 m visitors, steel 1.2 mt", False),
        ("Путин и Эрдоган встретились", True),
        ("普京与土耳其总统会面", True),
        ("Le président russe a rencontré son homologue turc à Ankara pour parler de la guerre en Syrie et des accords sur le gaz entre les deux pays voisins.", True),
        ("Der russische Präsident hat in Ankara mit seinem Amtskollegen über den Krieg in Syrien und die Gaslieferungen zwischen den beiden Staaten gesprochen.", True),
        ("Rusya Devlet Başkanı Ankara'da Türk mevkidaşı ile Suriye'deki savaşı ve iki ülke arasındaki gaz anlaşmalarını görüşmek üzere bir araya geldi ve açıklama yaptı.", True),
        ("De Russische president heeft in Ankara met zijn ambtgenoot over de oorlog in Syrië en over het gas tussen de twee landen gesproken en was tevreden over dat gesprek.", True),
    ],
)  # fmt: skip
def test_other_languages_are_refused_and_doubt_is_for_the_text(text: str, refused: bool) -> None:
    assert (LanguageCheck("en").refuses(text) is not None) is refused


def test_a_named_language_is_trusted() -> None:
    check = LanguageCheck("en")
    assert check.refuses("Kein Wort Englisch hier.", said="English") is None
    assert check.refuses("The president met the envoy of the king.", said="tr-TR") is not None
    assert LanguageCheck("de").refuses("Kurz.", said="deu") is None


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2016-12-22", "2016-12-22"),
        ("2016-12-22T23:30:00-05:00", "2016-12-22"),
        ("2016/1/2", "2016-01-02"),
        ("20161222", "2016-12-22"),
        ("22 December 2016", "2016-12-22"),
        ("22nd of Dec., 2016", "2016-12-22"),
        ("Thursday, December 22, 2016 at 10:15 AM", "2016-12-22"),
        ("Thu, 22 Dec 2016 10:00:00 +0300", "2016-12-22"),
        ("Sept. 1 2016", "2016-09-01"),
        ("22.12.2016", "2016-12-22"),
        ("22/12/2016", "2016-12-22"),
        ("05/05/2016", "2016-05-05"),
        ("05/06/2016", None),
        ("2016-02-30", None),
        ("0001-01-01", None),
        ("20166-12-22", None),
        ("December 2016", None),
        ("2016", None),
        ("1482364800", None),
        ("", None),
    ],
)
def test_publication_days(written: str, day: str | None) -> None:
    assert publication_day(written) == day


@given(st.dates().filter(lambda d: 1800 <= d.year <= 2199))
def test_every_day_is_read_back(day: object) -> None:
    assert publication_day(str(day)) == str(day)
