"""Word and tag in, lemma out, by tables counted from the treebanks."""

from __future__ import annotations

import collections
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

# A name keeps its capitals; what else is written in capitals is so by its place in the text.
_NAMES = frozenset({"NNP", "NNPS"})
_LONGEST_SUFFIX = 6


@dataclass(frozen=True)
class Lemmas:
    """Lemmas by exception, else by the longest known suffix, else the word itself.

    Parameters
    ----------
    exceptions
        Lemma of ``"word tag"`` where the suffix rules are wrong; the word in small letters unless
        it is a name.
    suffixes
        ``"suffix tag"`` to ``"n:ending"``: take n letters off and put the ending on.
    """

    exceptions: Mapping[str, str]
    suffixes: Mapping[str, str]
    _known: dict[tuple[str, str], str] = field(default_factory=dict, repr=False, compare=False)

    def __call__(self, form: str, tag: str) -> str:
        """Lemma of a word under a Penn Treebank tag."""
        known = self._known.get((form, tag))
        if known is None:
            if len(self._known) > 100_000:
                self._known.clear()
            known = self._known[form, tag] = self._work_out(form, tag)
        return known

    def _work_out(self, form: str, tag: str) -> str:
        key = _key(form, tag)
        found = self.exceptions.get(f"{key} {tag}")
        if found is not None:
            return found
        rule = next(
            (r for s in _suffixes(key) if (r := self.suffixes.get(f"{s} {tag}")) is not None), None
        )
        if rule is None:
            return key
        cut, ending = rule.split(":", 1)
        return key[: len(key) - int(cut)] + ending or key


def _key(form: str, tag: str) -> str:
    form = form.replace("’", "'")
    return form if tag in _NAMES else form.lower()


def _suffixes(key: str) -> Iterable[str]:
    return (key[len(key) - n :] for n in range(min(_LONGEST_SUFFIX, len(key)), -1, -1))


def _rule(key: str, lemma: str) -> str:
    shared = 0
    while shared < min(len(key), len(lemma)) and key[shared] == lemma[shared]:
        shared += 1
    return f"{len(key) - shared}:{lemma[shared:]}"


def _choose(key: tuple[str, str], counter: collections.Counter[str]) -> str:
    """Most frequent lemma; of equals the one that sorts first, so that tables are repeatable."""
    form, tag = key
    if tag == "NNP" and 3 * counter[form] >= sum(counter.values()):
        return form  # one treebank says United, the other Unite
    return min(counter, key=lambda lemma: (-counter[lemma], lemma))


def learn(triples: Iterable[tuple[str, str, str]], *, least: int = 3) -> Lemmas:
    """Tables that explain the (form, tag, lemma) triples of a treebank.

    Parameters
    ----------
    least
        Different words that a suffix rule must explain; what rests on fewer becomes exceptions.
    """
    seen: dict[tuple[str, str], collections.Counter[str]] = collections.defaultdict(
        collections.Counter
    )
    for form, tag, lemma in triples:
        seen[_key(form, tag), tag][lemma] += 1
    best = {key: _choose(key, counter) for key, counter in sorted(seen.items())}
    votes: dict[str, collections.Counter[str]] = collections.defaultdict(collections.Counter)
    for (key, tag), lemma in best.items():
        if tag == "NNP":
            continue  # a name in the singular is its own lemma, whatever it ends in
        # Words of many letters speak for their endings; irregular ones are short and frequent.
        for suffix in _suffixes(key):
            votes[f"{suffix} {tag}"][_rule(key, lemma)] += 1
    rules = {}
    for suffix, counter in votes.items():
        rule = min(counter, key=lambda r: (-counter[r], r))
        if counter[rule] >= least:
            rules[suffix] = rule
    rules = {
        s: r for s, r in rules.items() if s[0] == " " or rules.get(s[1:]) != r
    }  # a shorter suffix says the same
    plain = Lemmas({}, rules)
    exceptions = {
        f"{key} {tag}": lemma for (key, tag), lemma in best.items() if plain(key, tag) != lemma
    }
    return Lemmas(exceptions, rules)
