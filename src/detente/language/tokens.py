"""The tokenizer: spaCy's English rules, bent to the treebanks where they differ."""

from __future__ import annotations

from spacy.lang.char_classes import ALPHA, HYPHENS
from spacy.lang.en import English
from spacy.language import Language
from spacy.symbols import NORM, ORTH
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex

# English treebanks split a hyphenated word (state - owned) except after a prefix that is no word
# of its own (non-aggression); these are the prefixes that EWT and GUM leave on.
_PREFIXES = """
    non e re anti co pre pro mid cross post over multi ex sub counter semi mini neo socio
    psycho inter intra un
"""
# Shortened words of EWT and GUM, and of newswire, that spaCy cuts from their full stop. Those
# that are also plain words (no., sun., sat.) are not among them unless a capital tells.
_ABBREVIATIONS = """
    vs. al. Ft. Lt. Capt. Cmdr. Brig. Gov. Sen. Rep. Reps. Sens. Gen. Col. Maj. Sgt. Adm.
    Rev. Prof. Hon. Pres. Amb. Dr. Mr. Mrs. Ms. Messrs. St. Jr. Sr. Inc. Corp. Ltd. Co. Bros.
    Jan. Feb. Mar. Apr. Jun. Jul. Aug. Sep. Sept. Oct. Nov. Dec. Mon. Tue. Tues. Wed. Thu. Thur.
    Thurs. Fri. approx. ext. Ext. Ave. Blvd. Vol. vol. Va. Cal. Calif. Ala. Conn. Ga. Mich.
    Wis. Que. Ont. Attn. Dept. Univ. Assn. Esp. esp. ca. yrs. mins. lbs. oz. Ph.D. Lt.Gen.
"""
# Words of the treebanks that are written as one.
_FUSED = {
    "alot": ("a", "lot"),
    "wanna": ("wan", "na"),
    "outta": ("out", "ta"),
}
_RUNS = [rf"{mark}{{2,}}" for mark in (r"=", r"\*", r"_", r"<", r">", r"\$", r"~", r"-", r"\+")]
_MARKS = r"[!?][!?.]+|(?<!\.)\.[!?]+"


def blank() -> Language:
    """English pipeline with nothing but the tokenizer."""
    nlp = English()
    # A look-behind must be of fixed width, so there is one for each prefix.
    left_on = "".join(
        f"(?<!^{form})" for prefix in _PREFIXES.split() for form in (prefix, prefix.capitalize())
    )
    replaced = (f"(?:{HYPHENS})", r"[+\-\*^]")
    infixes = [r for r in nlp.Defaults.infixes if not any(text in r for text in replaced)]
    infixes += [
        rf"(?<=[{ALPHA}]){left_on}-(?=[{ALPHA}])",
        rf"(?<=[{ALPHA}])(?:--+|–|—+|~)(?=[{ALPHA}])",
        r"(?<=[0-9])[+*^](?=[0-9-])",
        # 713-853-3989 is one token, 1998-2002 and 5-10 are three.
        r"(?<=[0-9]{4})[-–](?=[0-9])",
        r"(?<=[0-9])[-–](?=[0-9]{1,3}(?![0-9-]))",
        rf"(?<=[{ALPHA}]){left_on}[-–](?=[0-9])",
        r"(?<=[\])])[-–:](?=[\[(]?)",
        _MARKS,
    ]
    prefixes = [_MARKS, *_RUNS, *nlp.Defaults.prefixes]
    suffixes = [
        _MARKS, *_RUNS, r"(?<=[0-9])(?:[AaPp][Mm]|[AaPp]\.[Mm]\.)", *nlp.Defaults.suffixes
    ]  # fmt: skip
    tokenizer = nlp.tokenizer
    tokenizer.prefix_search = compile_prefix_regex(prefixes).search
    tokenizer.suffix_search = compile_suffix_regex(suffixes).search
    tokenizer.infix_finditer = compile_infix_regex(infixes).finditer
    rules = {
        word: parts for word, parts in tokenizer.rules.items() if word.lower() not in ("and/or",)
    }
    for word in _ABBREVIATIONS.split():
        for form in (word, word.upper()):
            rules.setdefault(form, [{ORTH: form}])
    for word in ("w/o", "W/o", "b/c", "B/c"):
        rules[word] = [{ORTH: word}]
    for first, second in _FUSED.values():
        for a in (first, first.capitalize()):
            rules[a + second] = [{ORTH: a, NORM: first}, {ORTH: second, NORM: second}]
    tokenizer.rules = rules
    return nlp
