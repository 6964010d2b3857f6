"""How names are compared: without accents, case, punctuation that varies, or article."""

from __future__ import annotations

import unicodedata

_SPECIAL = str.maketrans({"ı": "i", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D",
                          "ß": "ss", "’": "'",
        "´": "'", "‘": "'", "ʼ": "'", "‑": "-", "–": "-"})  # fmt: skip
_LOOSE = str.maketrans({".": "", "'": "", "`": "", ",": " ", "-": " ", "(": " ", ")": " ",
                        "&": " and "})  # fmt: skip


def fold(text: str) -> str:
    """``text`` without accents and typographic apostrophes, case kept.

    Examples
    --------
    >>> fold("Türkiye’s Çavuşoğlu")
    "Turkiye's Cavusoglu"
    """
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFKD", text.translate(_SPECIAL))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def name_key(name: str) -> str:
    """What two spellings of one name share: folded, lower case, no article or punctuation.

    Examples
    --------
    >>> name_key("The U.S.S.R."), name_key("Côte d’Ivoire"), name_key("Bosnia & Herzegovina")
    ('ussr', 'cote divoire', 'bosnia and herzegovina')
    """
    return " ".join(fold(name).casefold().translate(_LOOSE).split()).removeprefix("the ")
