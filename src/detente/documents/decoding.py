"""Turn bytes into text, or say why that cannot be done for certain.

What comes in: the bytes of a file. What goes out: its text and how it was read, or a reason.
A text is never handed on with letters that a wrong code page put there:

1. a byte order mark decides; else valid UTF-8 is UTF-8, else what an HTML page declares;
2. bytes that are nearly UTF-8 are broken UTF-8, not an 8-bit code page;
3. else the 8-bit pages that fit are tried: a letter must stand in a word and keep its case,
   a sign outside of one. Where the pages that fit disagree, the countries that the text names
   decide (Turkish names are to be expected in a text that names Turkey); if they name
   none, or countries of more than one page, nobody can tell, and the text is set aside.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC = (
    (b"%PDF-", "PDF"),
    (b"PK\x03\x04", "ZIP or office file"),
    (b"\x89PNG", "PNG image"),
    (b"\xff\xd8\xff", "JPEG image"),
    (b"GIF8", "GIF image"),
    (b"\xd0\xcf\x11\xe0", "old office file"),
    (b"\x7fELF", "program"),
    (b"BZh91AY&SY", "bzip2 file"),
    (b"\xfd7zXZ", "xz file"),
    (b"7z\xbc\xaf", "7z file"),
    (b"{\\rtf", "RTF file"),
)
# What the WHATWG encoding standard reads for these labels: pages say latin-1 and mean cp1252.
_LABELS = {
    "iso-8859-1": "cp1252",
    "latin-1": "cp1252",
    "latin1": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "windows-1252": "cp1252",
    "iso-8859-9": "cp1254",
    "latin5": "cp1254",
    "windows-1254": "cp1254",
}
_UTF8_LETTER = re.compile(
    rb"[\xc3-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|\xf0[\x90-\xbf][\x80-\xbf]{2}"
)
_HIGH = re.compile(rb"[\x80-\xff]")
_WORD = re.compile(r"[^\W\d_]+")
# Signs that a text in English may well carry between or around words. All else that is no
# letter speaks against the code page.
_SIGNS = frozenset("‘’‚“”„–—…•€£¥§©®°«»‹›·¡¿½¼¾×™\xa0\xad")
_WEST = (
    r"Fr(?:ance|ench)|Paris|Spa(?:in|nish)|Madrid|Portug|Lisbon|Brazil|Denmark|Danish|Copenhag|"
    r"Norw|Oslo|Swed|Stockholm|Ital|Rome|Geneva|Swiss|Belgi|Brussels|Iceland|Reykjav|Ireland|"
    r"Mexic|Argentin|Chile|Colombia|Venezuel|Cuba|Peru|Catal|Canad|Quebec|Luxemb|Finland|Finnish|"
    r"Netherl|Dutch|Bolivia|Ecuador|Uruguay|Paraguay|Panama|Guatemala|Hondura|Nicaragua|Haiti|"
    r"Senegal|Ivoir|Angola|Mozamb|Austria|German|Berlin"
)
# Words in English use with letters on which the pages disagree: no name, so no country needed.
_LOANS = frozenset((
    "à", "crème", "fête", "naïve", "naïvely", "naïveté", "niña", "niño", "première", "raisonnée",
    "señor", "señora", "tête", "voilà",
))  # fmt: skip
_CENTRAL = (
    r"Polan|Polish|Warsaw|Czech|Prague|Slova|Hungar|Budapest|Croat|Zagreb|Serb|Belgrade|Bosnia|"
    r"Sarajevo|Sloven|Ljubljana|Romania|Buchar|Montenegr|Kosovo|Albania|Macedonia"
)
# Code pages by the countries whose names they spell, with those for which Western (cp1252) is
# then still to be expected: it differs from Turkish only in the letters of Icelandic.
_PAGES = {
    "cp1254": (r"T.rk|Ankara|Istanbul|Erdo|Azerba|Baku", r"Iceland|Reykjav|Faroe"),
    "cp1250": (_CENTRAL, _WEST),
    "iso8859_2": (_CENTRAL, _WEST),
    "cp1257": (r"Latvia|Riga|Lithuania|Vilnius|Estonia|Tallinn|Baltic", _WEST),
}


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text and the encoding it was read in; ``sure`` is False for a best guess."""

    text: str
    encoding: str
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Undecoded:
    """A key of ``reasons.REASONS`` and the particulars."""

    key: str
    detail: str


def decode(data: bytes, *, declared: str | None = None) -> Decoded | Undecoded:
    """The text of some bytes, line ends made LF, or why there is none.

    Parameters
    ----------
    data
        The whole file.
    declared
        The encoding that an HTML page names for itself.

    Returns
    -------
    ``Decoded`` with ``sure`` False if the encoding could only be guessed; such a text must
    not be coded.
    """
    read = _read(data, declared)
    if isinstance(read, Undecoded):
        return read
    text = read.text.replace("\r\n", "\n").replace("\r", "\n")
    odd = len(_CONTROL.findall(text))
    if odd > 2 and odd * 200 > len(text):
        return Undecoded("binary", f"{odd} control characters")
    return Decoded(cleaned(text), read.encoding, read.sure)


def magic(data: bytes) -> str | None:
    """What the first bytes say a binary file is; None if they say nothing."""
    return next((name for start, name in _MAGIC if data.startswith(start)), None)


def cleaned(text: str) -> str:
    """The text with control characters replaced, one character for one, so offsets stay.

    Control characters become spaces, those of U+0080-U+009F what Windows-1252 means by the
    same number (browsers do so too), and half surrogates U+FFFD.
    """
    return text.translate(_CLEAN) if _UNCLEAN.search(text) else text


def looks_misread(text: str) -> str | None:
    """The first stretch that looks like UTF-8 once read as Windows-1252, or None."""
    for found in _MISREAD.finditer(text):
        try:
            found[0].encode("cp1252").decode("utf-8")
        except UnicodeError:
            continue
        return found[0]
    return None


def _windows(code: int) -> str:
    try:
        return bytes([code]).decode("cp1252")
    except UnicodeDecodeError:
        return " "


_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_UNCLEAN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_CLEAN = {c: " " for c in (*range(0x20), 0x7F) if c not in (0x09, 0x0A, 0x0D)}
_CLEAN |= {c: _windows(c) for c in range(0x80, 0xA0)}
_CLEAN |= dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
_TRAIL = "".join(re.escape(_windows(c)) for c in range(0x80, 0xC0) if _windows(c) != " ")
_MISREAD = re.compile(rf"[Ã-ß][{_TRAIL}]|[à-ï][{_TRAIL}]{{2}}|ð[{_TRAIL}]{{3}}")


def _read(data: bytes, declared: str | None) -> Decoded | Undecoded:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _strictly(data[len(mark) :], encoding)
    if kind := magic(data):
        return Undecoded("binary", kind)
    if b"\0" in data:
        return _wide(data)
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        broken = error.start
    if declared and (label := _label(declared)) and label not in ("utf-8", "utf8"):
        return _strictly(data, label)
    if _UTF8_LETTER.search(data):
        return Undecoded("encoding", f"UTF-8 broken at byte {broken}")
    return _eight_bit(data)


def _strictly(data: bytes, encoding: str) -> Decoded | Undecoded:
    try:
        return Decoded(data.decode(encoding), encoding)
    except (UnicodeError, LookupError) as error:
        return Undecoded("encoding", f"not {encoding}: {getattr(error, 'reason', error)}")


def _label(declared: str) -> str | None:
    name = declared.strip().lower()
    try:
        return _LABELS.get(name) or codecs.lookup(name).name
    except (LookupError, ValueError):
        return None


def _wide(data: bytes) -> Decoded | Undecoded:
    """UTF-16 without a mark, told by where the zero bytes stand; else binary."""
    half = max(1, len(data) // 2)
    even, odd = data[0::2].count(0) / half, data[1::2].count(0) / half
    if max(even, odd) > 0.6 and min(even, odd) < 0.05 and len(data) % 2 == 0:
        read = _strictly(data, "utf-16-le" if odd > even else "utf-16-be")
        if isinstance(read, Decoded) and "\0" not in read.text:
            return read
    return Undecoded("binary", "zero bytes")


def _eight_bit(data: bytes) -> Decoded | Undecoded:
    if len(_HIGH.findall(data)) * 5 > len(data):
        return _foreign(data)
    ascii_text = data.decode("ascii", "replace")
    named = [p for p, (words, _) in _PAGES.items() if re.search(words, ascii_text)]
    if not named:
        text = _fits(data, "cp1252")
        sure = (
            text is not None
            # The same numbers are vowels in the pages of the Macintosh and of DOS.
            and not re.search("[ŠšŽžŸ]", text)
            and (re.search(_WEST, ascii_text) or _undisputed(data, text))
        )
        return _foreign(data) if text is None else Decoded(text, "cp1252", sure=bool(sure))
    western = any(re.search(_PAGES[page][1], ascii_text) for page in named) or any(
        word.lower() in _LOANS for word in _WORD.findall(data.decode("cp1252", "replace"))
    )
    read = {page: _fits(data, page) for page in (*named, *(("cp1252",) if western else ()))}
    fits = {page: text for page, text in read.items() if text is not None}
    if not fits:
        return _foreign(data)
    page, text = next(iter(fits.items()))
    return Decoded(text, page, sure=len(set(fits.values())) == 1)


def _undisputed(data: bytes, text: str) -> bool:
    """Whether all pages spell the text's words alike, loan words aside."""
    words = _WORD.findall(text)
    for page in _PAGES:
        other = _fits(data, page)
        if other is None or other == text:
            continue
        theirs = _WORD.findall(other)
        if len(theirs) != len(words) or any(
            a != b and a.lower() not in _LOANS for a, b in zip(words, theirs, strict=True)
        ):
            return False
    return True


def _fits(data: bytes, page: str) -> str | None:
    """The text in a code page, None if it puts letters or signs where none can be."""
    try:
        text = data.decode(page)
    except UnicodeDecodeError:
        return None
    if text.count("”") > text.count("“"):  # Malm” was an ö
        return None
    for place in (m.start() for m in re.finditer(r"[^\x00-\x7f]", text)):
        sign = text[place]
        if not sign.isalpha():
            if sign not in _SIGNS or _misplaced(text, place):
                return None
        elif sign in "ªºµƒ":
            return None
    for word in _WORD.findall(text):
        high = sum(c > "\x7f" for c in word)
        if high and not _wordlike(word, high):
            return None
    return text


def _misplaced(text: str, place: int) -> bool:
    """Whether a sign stands where only a letter could: in caf\u201a, Espa\u2013a, M\u201dnchen."""
    sign, before, after = text[place], text[max(0, place - 1) : place], text[place + 1 : place + 2]
    if sign in "‚„“":
        return before.isalpha()
    if sign == "”":
        return after.isalpha()
    if sign == "–":
        return before.islower() and after.islower()
    return sign not in "’‘—…·\xa0\xad" and before.isalpha() and after.isalpha()


def _wordlike(word: str, high: int) -> bool:
    """Whether a word's case is whole, and its accents not more than a Latin name has."""
    if len(word) == 1 and word.isupper():  # Ð was a dash
        return False
    whole = word.islower() or word.isupper() or word[1:].islower()
    # McKinsey, DiCaprio: a capital inside is ASCII; an accented one there is a wrong page.
    capital_inside = any(c > "\x7f" and c.isupper() for c in word[1:])
    return (whole or not capital_inside) and (high <= 2 or high * 2 <= len(word))


def _foreign(data: bytes) -> Decoded | Undecoded:
    """A best guess at a text that is in no Latin code page: good for telling its language."""
    from charset_normalizer import from_bytes

    best = from_bytes(data[:20_000]).best()
    if best is None:
        return Undecoded("encoding", "no code page fits")
    try:
        return Decoded(data.decode(best.encoding), best.encoding, sure=False)
    except UnicodeError:
        return Undecoded("encoding", "no code page fits")
