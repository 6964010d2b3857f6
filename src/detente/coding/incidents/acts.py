"""Which acts of violence, seizure or harm a document tells of, mention by mention.

Comes in: a `Scene` and the lexicon (``data/incidents.toml``). Goes out: `Act` values in text
order, told by verb or noun or only pointed back to. Which of them are one act is
`detente.coding.incidents.cases`' affair.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from detente.coding.arguments import DAYS, arguments, case_of, mark_of
from detente.coding.certainty import asked, clause_status, shipped_cues
from detente.coding.lexicon import Lexicon, lexicon
from detente.coding.scene import Scene, runs
from detente.coding.sentence import Sentence
from detente.coding.when import date_for
from detente.records import Event, Status

_HARMFUL = frozenset(("ASSAULT", "COERCE", "PROTEST", "MOBILIZE"))
_OLD_DAYS = 180


def words() -> Lexicon:
    """The lexicon of incidents."""
    needed = (
        "act",
        "pointing",
        "taken_as",
        "figurative",
        "weapon",
        "perpetrator_noun",
        "membership",
        "site",
        "alike",
        "harm_kind",
        "harm_sign",
        "arresting",
        "hostage_taking",
    )
    return lexicon("incidents", *needed, *_LISTS)


# Lists that some step of the reading asks for by name.
_LISTS = tuple(
    """
    abstract access_verb account aiding armed avenging behind belonging blaming body
    body_part casualty cause_phrases claiming cover culprit deed destroying diverting
    doer doing_away entering evidence_noun explaining firing flown group happening harm
    helping hiding improbable instrument_prepositions investigating key masterminding
    motive_noun open_membership part_in person place_prepositions police posing severing
    standing stopping suffering suspicion taking verdict victim_noun wanting wielding
    """.split()  # noqa: SIM905
)


@dataclass(frozen=True, slots=True)
class Act:
    """One mention of an act: its words, its sides as tokens, and how surely it is told."""

    s: Sentence
    first: int
    last: int
    kind: str
    type: str
    weight: float
    generic: bool
    verbal: bool
    status: Status
    background: bool
    event: Event | None
    agent: int | None
    patient: int | None


def act_of(scene: Scene, s: Sentence, k: int, event: Event | None, kind: str) -> Act:
    """A word that no rule knows for an act as one, of a kind that the lexicon says."""
    verbal = s.tags[k].startswith("VB") or s.pos[k] == "VERB"
    row = next((r for r in words().rows["act"] if r["id"] == kind), None)
    told = {"id": kind, "type": "Unknown", "weight": 1.0} if row is None else row
    act = _act(scene, s, k, k, told, verbal=verbal)
    return replace(act, event=act.event or event, background=False)


# --- mentions --------------------------------------------------------------------------------


def find_acts(scene: Scene) -> list[Act]:
    """Every mention of an act, in text order."""
    return scene.once("acts", lambda: _find_acts(scene))


def _find_acts(scene: Scene) -> list[Act]:
    rows = words().rows["act"]
    verbs = {w: row for row in rows for w in row["verbs"]}
    nouns = {w: row for row in rows for w in row["nouns"]}
    kinds = {row["id"]: row for row in rows}
    every = frozenset((*verbs, *nouns))
    figures = words().maps["figurative"]
    out: list[Act] = []
    for s in scene.sentences:
        taken = -1
        for first, last, phrase in runs(s, every):
            if first <= taken:
                continue
            verbal = s.tags[first].startswith("VB") or s.pos[first] == "VERB"
            # "A gunman shot dead the consul": parsers take such verbs for nouns.
            verbal = verbal or (phrase in verbs and phrase.endswith(" dead"))
            row = verbs.get(phrase) if verbal else nouns.get(phrase)
            if verbal and row is None and first == last:
                row = verbs.get(s.lemmas[first])  # "guilty of kidnapping X": noun and verb alike
            row = row or (nouns.get(phrase) if s.pos[last] in ("NOUN", "PROPN") else None)
            if row is None or (not verbal and s.deps[last] == "compound"):
                continue
            if row["id"] == "incident" and s.pos[last] == "PROPN":
                continue  # the Department of Foreign Affairs
            taken = last
            if verbal and (row.get("generic") or row["id"] in _BROAD):
                row = kinds.get(_composed(s, first) or "", row)
            if verbal and row["id"] == "storming" and _of_network(s, first):
                row = kinds["cyberattack"]
            if verbal and row["id"] in ("strike", "attack", "shooting") and _each_other(s, first):
                row = kinds["clash"]
            act = _act(scene, s, first, last, row, verbal=verbal)
            if verbal and s.tags[first] == "VBG" and mark_of(s, first) in ("of", "for"):
                act = replace(act, agent=_guilty(s, first, act.agent))
            if verbal and phrase in _TAKING_PEOPLE and _people_hit(s, act):
                act = replace(act, kind="kidnapping", type=kinds["kidnapping"]["type"])
                out.append(act)
                continue  # "the captain was captured": no craft, no cargo
            if verbal and s.lemmas[first] == "die" and "aged" in s.lower[last : last + 3]:
                continue  # an obituary's opening
            if verbal and phrase in figures and not _literal(scene, act, figures[phrase]):
                continue
            up = s.heads[first]
            if verbal and up >= 0 and s.lemmas[up] in FINDING and s.deps[first] != "conj":
                # "three women were found shot": hit, by nobody known
                below = arguments(s, up)
                act = replace(act, agent=None, patient=act.patient or below.object)
                act = replace(act, patient=below.object) if act.patient is None else act
            taken_thing = (
                row["id"] == "kidnapping"
                and verbal
                and act.patient is not None
                and s.pos[act.patient] == "NOUN"
                and not person(s, act.patient)
                and s.lemmas[act.patient] not in words().lists["group"] | words().lists["site"]
                and craft_of(s, act.patient) is None
            )
            if taken_thing:
                continue  # "made off with seven rifles"
            if row["id"] == "hijacking" and verbal and phrase in ("divert", "commandeer"):
                hit = act.patient
                if hit is not None and craft_of(s, hit) is None and s.pos[hit] != "PROPN":
                    continue  # "to divert attention"
            if s.lemmas[first] in FINDING:
                act = replace(act, agent=None)  # who finds the dead did not kill them
            if not verbal and act.patient is not None and s.deps[last] == "nsubj":
                act = replace(act, verbal=True)
            out.append(act)
        told = {a.first for a in out if a.s is s}
        for k in range(len(s)):
            if s.lemmas[k] == "hand" and s.pos[k] == "NOUN" and k not in told:
                held = _in_hands(scene, s, k, kinds["kidnapping"])
                out += [] if held is None else [held]
            if s.lemmas[k] in _CAPTORS and s.pos[k] == "NOUN" and k not in told:
                # "his abductors": that he was taken
                act = _act(scene, s, k, k, kinds[_CAPTORS[s.lemmas[k]]], verbal=False)
                out.append(replace(act, agent=None, patient=s.child(k, "nmod:poss")))
            if k not in told and _shot(s, k):
                out.append(_act(scene, s, k, k, kinds["shooting"], verbal=True))
            if k not in told and s.tags[k].startswith("VB"):
                pair = _pair(s, k, verbs)
                kind = _composed(s, k) if pair is None else None
                row = verbs[pair] if pair is not None else kinds.get(kind or "")
                if row is not None:
                    act = _act(scene, s, k, k, row, verbal=True)
                    if (
                        pair is not None
                        and pair in figures
                        and not _literal(scene, act, figures[pair])
                    ):
                        continue  # "cut itself off"
                    out.append(replace(act, agent=None) if s.lemmas[k] in FINDING else act)
    out.sort(key=lambda a: (a.s.number, a.first))
    return out


def _guilty(s: Sentence, k: int, agent: int | None) -> int | None:
    """Who did it in "found three men guilty of kidnapping X", "jailed him for shooting Y"."""
    up = s.heads[k]
    if up >= 0 and s.lemmas[up] == "guilty":
        above = s.heads[up]
        owner = s.child(up, "nsubj")
        if owner is None and above >= 0 and s.tags[above].startswith("VB"):
            owner = arguments(s, above).object
        elif owner is None and above >= 0 and s.pos[above] in ("NOUN", "PROPN"):
            owner = above
        return owner
    if up >= 0 and s.lemmas[up] in _JUDGING:
        return arguments(s, up).object
    return agent


_JUDGING = frozenset(("convict", "sentence", "jail", "condemn", "imprison", "try", "punish"))
_TAKING_PEOPLE = frozenset(("capture", "seize"))


def _people_hit(s: Sentence, act: Act) -> bool:
    """Whether whoever an act hit are people by their noun or name, no thing and no place."""
    k = act.patient
    if k is None or craft_of(s, k) is not None or s.pos[k] == "PRON":
        return False
    lists = words().lists
    named = s.pos[k] == "PROPN" and any(s.deps[j] == "flat" for j in s.children[k])
    people = lists["person"] | lists["membership"] | lists["doer"]
    return named or (s.lemmas[k] in people - _MOVED)


# People's nouns that stand for craft and positions as well.
_MOVED = frozenset(
    ("aircraft", "jet", "warship", "navy", "force", "army", "column", "cell", "unit")
)
# Doers whose name tells the act.
_CAPTORS = {
    "abductor": "kidnapping",
    "kidnapper": "kidnapping",
    "captor": "kidnapping",
    "hostage-taker": "kidnapping",
    "hijacker": "hijacking",
    "murderer": "assassination",
    "assassin": "assassination",
}
FINDING = frozenset(("find", "discover", "recover", "identify"))
# Kinds of acts that a weapon tells better: drones that set a plant on fire are a strike.
_BROAD = frozenset(("storming", "sabotage"))


def _of_network(s: Sentence, verb: int) -> bool:
    """ "Had broken into the studio's network"."""
    args = arguments(s, verb)
    heads = [args.object, *(j for p, j in args.preps if p in ("into", "in", "through", "to"))]
    alike = words().maps["alike"]
    soft = {"network", "computer", "server", "system", "account", "mailbox", "database", "website"}
    return any(
        j is not None and alike.get(s.lemmas[j], "network") == "network" and s.lemmas[j] in soft
        for j in heads
    )


def _each_other(s: Sentence, k: int) -> bool:
    return any(
        s.lower[j] in ("other", "another") and s.lower[j - 1] in ("each", "one")
        for j in s.children[k]
        if j > 0
    )


def _literal(scene: Scene, act: Act, kind: str) -> bool:
    """Whether a verb that is often a figure of speech is told of bodies, places or craft."""
    known = words()
    s, hit = act.s, act.patient
    burnt = arguments(s, act.first).object if s.lemmas[act.first] in ("burn", "raze") else None
    if s.lemmas[act.first] in ("burn", "raze") and (burnt is None or s.lemmas[burnt] == "way"):
        return False  # "fell burning into the fields", "burned its way through"
    if any(True for _ in runs(s, frozenset(known.maps["weapon"]))):
        return True
    burnt = arguments(s, act.first).object if s.lemmas[act.first] in ("burn", "raze") else None
    if hit is None:
        return (
            kind == "place"
            and act.agent is not None
            and s.lemmas[act.agent] in (known.lists["doer"] | known.lists["perpetrator_noun"])
        )
    lemma = s.lemmas[hit]
    place = lemma in known.lists["site"] or known.maps["alike"].get(lemma) == "mission"
    if kind == "place":
        return place
    craft = known.maps["alike"].get(lemma) in ("vessel", "aircraft", "line", "network")
    named = s.pos[hit] == "PROPN" and not scene.is_state(s, [hit])
    if kind == "thing":
        return craft or place or named or s.pos[hit] == "PRON"
    people = lemma in known.lists["doer"] | known.lists["person"] | known.lists["membership"]
    return place or people or craft or named


def _pair(s: Sentence, k: int, verbs: Mapping[str, Any]) -> str | None:
    """An entry of verb and object that stand apart ("dropped five bombs on")."""
    for j in s.children[k]:
        if s.deps[j] in ("obj", "obl", "nsubj:pass"):
            if s.deps[j] == "obl" and s.lemmas[k] in FINDING:
                continue  # "found polonium in his body"
            titles = (c for c in s.children[j] if s.deps[c] in ("compound", "nmod:desc"))
            for noun in (j, *titles):
                entry = f"{s.lemmas[k]} {s.lemmas[noun]}"
                if entry in verbs:
                    return entry
            if s.deps[j] in ("obj", "nsubj:pass"):
                # "brought the aircraft down"
                for c in s.children[k]:
                    entry = f"{s.lemmas[k]} {s.lower[c]}"
                    parted = s.deps[c] in ("compound:prt", "advmod") and c > k + 1
                    if entry == "set off" and s.lemmas[j] not in words().maps["weapon"]:
                        continue  # "what set it off"
                    if parted and s.lower[c] in _APART and entry in verbs:
                        return entry
                # "took ninety people captive"
                for c in (*s.children[j], *s.children[k]):
                    entry = f"{s.lemmas[k]} {s.lower[c]}"
                    if c > k and s.lower[c] in _TAKEN and entry in verbs:
                        return entry
    return None


_OF_WAR = frozenset(
    """destroyer frigate corvette warship carrier cruiser submarine fighter bomber warplane gunship
    drone jet minesweeper""".split()  # noqa: SIM905
)
_APART = frozenset(("down", "up", "out", "off", "away", "apart", "over"))
_TAKEN = frozenset(("captive", "hostage", "hostages", "prisoner", "prisoners"))


def _shot(s: Sentence, k: int) -> bool:
    """ "A gunman shot the consul": the verb that parsers take for a noun."""
    if s.lower[k] != "shot" or s.lemmas[k] == "shoot" or not 0 < k < len(s) - 1:
        return False
    if s.tags[k].startswith("VB"):
        return True  # a verb, with the noun for its lemma
    before, after = s.pos[k - 1], s.pos[k + 1]
    doer = before in ("NOUN", "PROPN") and s.lemmas[k - 1] not in words().maps["weapon"]
    return doer and (after in ("DET", "PROPN") or s.lower[k + 1] in ("him", "her", "them"))


def _in_hands(scene: Scene, s: Sentence, k: int, row: Mapping[str, Any]) -> Act | None:
    """ "Three hundred people are in the hands of the rebels"."""
    holder = next((j for j in s.children[k] if case_of(s, j) == "of"), None)
    held = next((j for j in s.children[k] if s.deps[j].startswith("nsubj")), None)
    up = s.heads[k]
    if held is None and up >= 0:
        held = arguments(s, up).subject
    if holder is None or held is None or case_of(s, k) != "in" or not person(s, held):
        return None
    return replace(_act(scene, s, k, k, row, verbal=True), agent=holder, patient=held)


def _composed(s: Sentence, k: int) -> str | None:
    """The kind of an act that verb and sides tell together; None if they tell none.

    "A mine tore the car apart" (a charge that destroys), "fired two missiles at it" (arms sent
    off), "masked men took them away" (armed people who take somebody).
    """
    known = words()
    lists, weapon = known.lists, known.maps["weapon"]
    lemma = s.lemmas[k]
    hacking = next((j for j in s.children[k] if s.lemmas[j] == "hacker"), None)
    if hacking is not None and s.deps[hacking].startswith(("nsubj", "obl")) and lemma not in _SAID:
        return "cyberattack"
    if lemma == "lose" and arguments(s, k).object is not None:
        lost = arguments(s, k).object or 0
        owner = arguments(s, k).subject
        if s.lemmas[lost] in lists["body_part"] and owner is not None and person(s, owner):
            return "wounding"  # "a seaman lost his thumb"
    if lemma in _ORDERED and _sent_out(s, k):
        told_to = arguments(s, k)
        whom = told_to.object if told_to.object is not None else told_to.iobj
        envoy = whom is not None and (
            s.pos[whom] == "PROPN"
            or known.maps["alike"].get(s.lemmas[whom]) == "envoy"
            or s.lemmas[whom] in ("staff", "officer", "official", "attaché", "member", "personnel")
        )
        return "expulsion" if envoy else None
    if lemma in _DESCENDING:
        onto = [j for p, j in arguments(s, k).preps if p in ("on", "onto", "aboard", "to", "into")]
        for j in onto:
            whole = [c for c in s.children[j] if case_of(s, c) == "of" or s.deps[c] == "nmod:poss"]
            deck = s.lemmas[j] == "deck" and bool(whole)
            if deck or craft_of(s, j) == "vessel":
                return "storming"
    telling = ("destroying", "firing", "taking", "diverting", "severing", "stopping")
    if lemma not in _FALLING and not any(lemma in lists[name] for name in telling):
        return None
    args = arguments(s, k)
    if lemma in lists["stopping"]:
        craft = args.object
        return "seizure" if craft is not None and craft_of(s, craft) == "vessel" else None
    if lemma in _FALLING | {"fall", "crash"} and args.subject is not None:
        kind = craft_of(s, args.subject)
        if kind == "vessel" and (lemma == "sink" or _down(s, k)):
            return "sinking" if args.object is None else None
        down = lemma not in ("go", "come", "sink", "break") or (lemma == "come" and _down(s, k))
        return "crash" if kind == "aircraft" and down else None
    if lemma in lists["severing"]:
        thing = args.object
        cut = thing is not None and known.maps["alike"].get(s.lemmas[thing]) == "line"
        if cut or lemma not in lists["destroying"]:
            return "sabotage" if cut else None
    if lemma in lists["diverting"]:
        craft = args.object if args.object is not None else args.subject
        if craft is None or craft_of(s, craft) is None:
            # "was told that there was a bomb and directed to": the sentence's craft
            craft = next((j for j in s.children[s.root] if s.deps[j] == "nsubj:pass"), None)
        if craft is not None and s.lemmas[craft] in _OF_WAR:
            return None  # "ordered two destroyers to the coast"
        moved = any(p in ("to", "into", "towards", "toward") for p, _ in args.preps)
        return "hijacking" if craft is not None and craft_of(s, craft) and moved else None
    if lemma in lists["destroying"]:
        means = args.agent if args.passive else args.subject
        kind = None if means is None else _means_kind(s, means, weapon)
        if kind is not None:
            return kind
    if lemma in lists["firing"]:
        thing = args.object
        if thing is None:
            rounds = lemma in ("fire", "shoot") and args.subject is not None
            return "shooting" if rounds and person(s, args.subject) else None
        kind = _means_kind(s, thing, weapon)
        if s.lemmas[thing] == "charge" and lemma not in _CHARGING:
            return None  # "dropped the charges"
        aimed = any(p in _TARGETED or p == "against" for p, _ in args.preps)
        if kind is not None and (aimed or kind != "storming"):
            return kind
        if lemma in ("fire", "shoot") and s.lemmas[thing] in ("shot", "round", "burst", "bullet"):
            return "shooting"
    if lemma in lists["taking"] and args.passive and args.agent is None:
        # "the ambassador was driven off", with guns or kidnappers in the sentence
        off = {s.lower[j] for j in s.children[k]} & {"away", "off"}
        armed_here = any(True for _ in runs(s, frozenset(weapon)))
        armed_here = armed_here or not lists["perpetrator_noun"].isdisjoint(s.lemmas)
        return "kidnapping" if off and armed_here and person(s, args.object) else None
    if lemma in lists["taking"] and args.subject is not None and args.object is not None:
        beside = s.children[args.subject]
        armed = {w for j in beside for w in (s.lemmas[j], s.lower[j])} & lists["armed"]
        armed |= {s.lower[args.subject - 1]} & lists["armed"] if args.subject else set()
        armed |= {s.lemmas[j] for j in beside if case_of(s, j) in ("with", "in")} & set(weapon)
        doer = s.lemmas[args.subject] in lists["perpetrator_noun"]
        away = {s.lower[j] for j in s.children[k]} & {"away", "off", "hostage", "captive"}
        away |= {p for p, j in args.preps if s.lemmas[j] in ("gunpoint", "gun-point", "knifepoint")}
        doer = doer or bool(away and s.lemmas[args.subject] in lists["doer"])
        rough = lemma in _ROUGH and s.pos[args.subject] != "PRON"
        moved = any(p in ("into", "onto", "off", "from", "out") for p, _ in args.preps)
        if rough and (moved or away) and person(s, args.object):
            return "kidnapping"
        forced = lemma != "take" and any(p in ("into", "in", "from") for p, _ in args.preps)
        if person(s, args.object) and ((armed or doer) and (away or forced or lemma == "take")):
            return "kidnapping"
    return None


# Ways of taking somebody along that nobody goes along with.
_ROUGH = frozenset(("bundle", "drag", "hustle", "shove", "whisk", "haul"))


def _down(s: Sentence, k: int) -> bool:
    """ "Went down", "broke in two", "came down"."""
    after = s.lower[k + 1 : k + 3]
    return bool(after) and (
        after[0] in ("down", "apart", "under")
        or after in (["in", "two"], ["in", "half"], ["to", "the"])
    )


def _sent_out(s: Sentence, k: int) -> bool:
    """ "Were told to be out of the country within 24 hours", "was ordered to leave"."""
    if s.lemmas[k] not in _ORDERED:
        return False
    for j in s.children[k]:
        if s.deps[j] not in ("xcomp", "ccomp", "advcl", "obj"):
            continue
        under = {s.lemmas[c] for c in s.subtree(j)}
        leaving = s.lemmas[j] in ("leave", "depart", "quit", "go", "pack")
        out = "out" in s.lower[j - 4 : j + 1] and s.lemmas[j] in ("country", "territory")
        hours = s.lemmas[j] in ("hour", "day") and "leave" in under
        if leaving or out or hours:
            return True
    return False


_DESCENDING = frozenset(
    "slide rappel abseil descend jump leap drop climb swarm clamber rope".split()  # noqa: SIM905
)
_ORDERED = frozenset("tell order ask give instruct request".split())  # noqa: SIM905


def _means_kind(s: Sentence, k: int, weapon: Mapping[str, str]) -> str | None:
    """The kind of act that a weapon does by itself or is sent to do."""
    word = next((w for w in (f"{s.lemmas[k - 1]} {s.lemmas[k]}", s.lemmas[k]) if w in weapon), None)
    kind = None if word is None else weapon[word]
    if kind == "Explosives" and word is not None:
        flown = words().lists["flown"]
        return "strike" if s.lemmas[k] in flown else "bombing"
    return _KIND_OF.get(kind or "")


_SAID = frozenset("say claim deny announce write demand threaten".split())  # noqa: SIM905
_CHARGING = frozenset("detonate explode trigger plant place attach".split())  # noqa: SIM905


def craft_of(s: Sentence, k: int) -> str | None:
    """Whether a noun is an aircraft or a vessel: itself or by the type before it."""
    alike = words().maps["alike"]
    for j in (k, *(c for c in s.children[k] if s.deps[c] in ("compound", "flat", "nmod:desc"))):
        if alike.get(s.lemmas[j]) in ("aircraft", "vessel"):
            return alike[s.lemmas[j]]
    return None


def person(s: Sentence, k: int | None) -> bool:
    """Whether a token may be somebody: a name, a pronoun of persons, a noun of people."""
    if k is None:
        return False
    lists = words().lists
    people = lists["perpetrator_noun"] | lists["doer"] | lists["membership"] | lists["person"]
    return s.pos[k] == "PROPN" or s.lemmas[k] in people or s.lower[k] in _PERSONAL


_FALLING = frozenset(("plunge", "disintegrate", "go", "come", "sink", "break", "founder"))
_KIND_OF = {
    "Incendiary": "storming",
    "Melee": "storming",
    "Chemical": "poisoning",
    "Radiological": "poisoning",
}
_PERSONAL = frozenset("he she they him her them we us who whom".split())  # noqa: SIM905


def _act(
    scene: Scene, s: Sentence, first: int, last: int, row: Mapping[str, Any], *, verbal: bool
) -> Act:
    event = _event_at(scene, s, first, last)
    head = first if verbal else last
    if verbal and s.lemmas[first] == "be" and s.heads[first] == last:
        head = last  # "was dead": the copula hangs on what it says
    if verbal and not (s.tags[first].startswith("VB") or s.pos[first] == "VERB"):
        agent, patient = _beside(s, first, last)
    else:
        agent, patient = _sides(s, head, row["id"]) if verbal else _owners(s, head)
        if patient is not None and any(d.first <= patient <= d.last for d in scene.dates(s)):
            patient = _beyond(s, head, patient)
    if event is not None:
        status: Status = event.status
        background = event.historical or (event.date is None and _long_ago(scene, s, head))
    else:
        status = clause_status(s, head, shipped_cues()) or "asserted"
        ahead = s.tags[head] == "VB" and mark_of(s, head) == "to"
        begun = s.heads[head] >= 0 and s.lemmas[s.heads[head]] in _BEGUN
        if verbal and ahead and status == "asserted" and not begun:
            status = "planned"
        if verbal and ahead and begun and status == "planned":
            status = clause_status(s, s.heads[head], shipped_cues()) or "asserted"
        background = _long_ago(scene, s, head)
    supposed = s.deps[head] == "advcl" and mark_of(s, head) in ("if", "unless", "lest")
    if asked(s, head) or supposed or (not verbal and _imagined(s, head)):
        status = "hypothetical"
    if s.words[-1] == "?":
        agent = None  # parsers stumble over the order of questions
    if not verbal and (_OTHERS & {s.lower[j] for j in s.children[head]} or _answered(s, head)):
        background = True
    if verbal and s.deps[head] in ("acl", "acl:relcl") and _avenged(s, head):
        background = True
    if verbal and event is None and s.number > 2 and _known_for(s, head):
        background = True
    if verbal and s.number > 2 and _long_before(s, head):
        background = True
    if verbal and s.deps[head] == "acl:relcl" and _denied_cleft(s, head):
        status = "negated"
    if verbal and s.tags[head] == "VBG" and status == "asserted" and _for_hire(s, head):
        status = "planned"
    return Act(
        s,
        first,
        last,
        row["id"],
        row["type"],
        row["weight"],
        bool(row.get("generic")),
        verbal,
        status,
        background,
        event,
        agent,
        patient,
    )


def _denied_cleft(s: Sentence, k: int) -> bool:
    """ "It is not the exporter who shot anybody"."""
    up = s.heads[k]
    below = {s.lower[j] for j in s.children[up]}
    return "it" in below and bool(below & {"not", "n't", "n’t"}) and s.child(up, "cop") is not None


def _answered(s: Sentence, noun: int) -> bool:
    """ "Revenge for the storming of", "in retaliation for the raid": the act that is answered."""
    up = s.heads[noun]
    return (
        up >= 0
        and s.lemmas[up] in _REPLIES
        and s.pos[up] == "NOUN"
        and case_of(s, noun) in ("for", "to", "over", "against", "at")
    )


def _long_before(s: Sentence, verb: int) -> bool:
    """ "Five months earlier the group had murdered an adviser": an act before the one told."""
    had = any(s.lower[j] in ("had", "'d") and s.deps[j] == "aux" for j in s.children[verb])
    units = {"week", "month", "year", "decade"}
    return had and any(
        s.lower[k] in ("earlier", "before", "previously") and s.lemmas[k - 1] in units
        for k in range(1, len(s))
    )


def _known_for(s: Sentence, verb: int) -> bool:
    """ "Sirhan Sirhan, who murdered Robert Kennedy": told of who somebody is."""
    up = s.heads[verb]
    who = s.child(verb, "nsubj")
    named = s.deps[verb] == "acl:relcl" and up >= 0 and s.pos[up] == "PROPN"
    return named and who is not None and s.lower[who] == "who"


def _avenged(s: Sentence, verb: int) -> bool:
    """ "Revenge for the sheikh, killed by helicopters": told of whoever is avenged."""
    at = s.heads[verb]
    for _ in range(3):
        if at < 0:
            return False
        if _answered(s, at):
            return True
        at = s.heads[at]
    return False


_REPLIES = frozenset(
    """revenge retaliation reprisal answer response reply retribution vengeance payback punishment
    protest anger outrage grief""".split()  # noqa: SIM905
)


def _for_hire(s: Sentence, k: int) -> bool:
    """ "Agreed to pay a man for placing a bomb": nobody has placed it yet."""
    up = s.heads[k]
    return mark_of(s, k) in ("for", "of", "about") and up >= 0 and s.lemmas[up] in _HIRING


_HIRING = frozenset("pay hire offer agree recruit commission contract talk think dream".split())  # noqa: SIM905


def _imagined(s: Sentence, noun: int) -> bool:
    """ "An attack on X would be a war", "bombings were prepared": no act that happened."""
    up = s.heads[noun]
    if up >= 0 and s.lemmas[up] in _AHEAD and s.deps[noun] in ("obj", "nsubj:pass", "obl"):
        return True
    if up < 0 or not s.deps[noun].startswith("nsubj"):
        return False
    definite = any(s.lower[j] in ("the", "this", "that") for j in s.children[noun])
    return not definite and any(
        s.lower[j] in ("would", "could", "might", "may", "will") for j in s.children[up]
    )


# What is begun is done: "began to wipe the disks".
_BEGUN = frozenset("begin start continue manage proceed succeed dare help".split())  # noqa: SIM905
_AHEAD = frozenset("prepare plan plot fear avert prevent foil expect contemplate".split())  # noqa: SIM905


def _event_at(scene: Scene, s: Sentence, first: int, last: int) -> Event | None:
    a, b = s.start[first], s.end[last]
    found = [
        e
        for e in scene.events_in(s)
        if e.event_type in _HARMFUL | {"SANCTION"}
        and any(
            m.sentence == s.number and m.trigger.start < b and m.trigger.end > a for m in e.mentions
        )
    ]
    found.sort(key=lambda e: e.status not in ("asserted", "attributed"))
    return found[0] if found else None


# "The second such attack", "an earlier raid": another one.
_OTHERS = frozenset(
    """such similar previous earlier past future another other second third latest recent deadliest
    worst series string wave""".split()  # noqa: SIM905
)


def _sides(s: Sentence, verb: int, kind: str) -> tuple[int | None, int | None]:
    args = arguments(s, verb)
    above = s.heads[verb]
    if s.deps[verb] == "conj" and s.tags[verb] == "VBN" and s.child(verb, "nsubj", "obj") is None:
        # "was stopped by marines and towed to port": both are done to the ship
        first = arguments(s, above)
        if first.passive and s.child(verb, "nsubj:pass") is None:
            return first.agent, first.object
    agent = args.agent if args.passive else args.subject
    patient = args.object
    passives = [j for j in s.children[verb] if s.deps[j] == "nsubj:pass"]
    if len(passives) > 1 and patient == passives[0]:
        patient = passives[-1]  # of two subjects the one by the verb is its own
    if patient is not None and s.lemmas[patient] in ("power", "control", "office"):
        patient = None  # "seized power"
    sunk = kind == "sinking" and args.object is None and not args.passive
    if s.lower[verb] == "dead" or s.lemmas[verb] in _SUFFERED or kind == "crash" or sunk:
        if kind == "crash" and agent is not None and s.pos[agent] == "PRON":
            # "What we know: flight 12, an airliner, came down"
            crafts = [j for j in range(verb) if craft_of(s, j) and s.deps[j] in ("appos", "nsubj")]
            agent = crafts[0] if crafts else agent
        return None, agent  # "the photographer drowned"
    if s.lemmas[verb] in ("explode", "detonate", "go") and patient is None:
        agent = None  # "two mines went off against the hull"
    headline = s.words[-1] not in _STOPS
    if headline and patient is None and s.tags[verb] in ("VBD", "VBN") and kind not in _MUTUAL:
        return None, agent  # "Consul abducted in Herat"
    means = patient is not None and (
        s.lemmas[patient] in _MEANS or words().maps["weapon"].get(s.lemmas[patient]) in _APPLIED
    )
    if kind in ("hijacking", "seizure", "kidnapping") and patient is None:
        return agent, None
    if agent is None and patient is not None and not args.passive:
        # "Turkish F-16s shot down a bomber", a number taken for part of the verb
        agent = next(
            (
                j
                for j in s.children[verb]
                if j < verb and s.deps[j] in _BEFORE and s.pos[j] in _NAMES
            ),
            None,
        )
    if patient is None or means:
        wanted = (
            ("to", "on", "at", "into", "with") if kind in _MUTUAL else ("to", "on", "at", "into")
        )
        away = [j for p, j in args.preps if p in wanted]
        patient = away[0] if away else None
    if patient is not None and (s.lower[patient] in DAYS or s.pos[patient] == "NUM"):
        patient = None
    if kind == "bombing" and (patient is None or s.lemmas[patient] in _CARRIED):
        # "a lorry was detonated beneath the window of the envoy"
        by = [j for p, j in args.preps if p in _BESIDE_OF and s.pos[j] in _NAMES]
        whole = [
            c for j in by for c in s.children[j] if case_of(s, c) == "of" and s.pos[c] == "PROPN"
        ]
        patient = next(iter(whole or by), patient)
    if patient is not None and s.lemmas[patient] in ("air", "ground", "sky", "sea", "water"):
        patient = None
    if kind == "storming" and s.lemmas[verb] in _DESCENDING:
        decks = [j for p, j in args.preps if p in ("on", "onto", "aboard", "to", "into")]
        patient = next((j for j in decks if s.lemmas[j] == "deck" or craft_of(s, j)), patient)
    return agent, patient


def _beyond(s: Sentence, verb: int, day: int) -> int | None:
    """Whom an act hit where the phrase that seemed to say so tells the day."""
    for prep, j in arguments(s, verb).preps:
        if j != day and prep in (*_TARGETED, "against"):
            whole = next((c for c in s.children[j] if case_of(s, c) == "of"), None)
            return whole if whole is not None and s.pos[whole] == "PROPN" else j
    return None


def _beside(s: Sentence, first: int, last: int) -> tuple[int | None, int | None]:
    """The nouns right before and behind a verb that the tree has lost."""
    nouns = [k for k in range(len(s)) if s.pos[k] in ("NOUN", "PROPN")]
    before = [k for k in nouns if k < first]
    after = [k for k in nouns if k > last and s.deps[k] not in ("compound", "nmod:desc")]
    return (before[-1] if before else None), (after[0] if after else None)


_BEFORE = frozenset(("compound", "nmod:desc", "nmod"))
_NAMES = frozenset(("PROPN", "NOUN"))
_STOPS = frozenset(". ! ? \" ” ' ’ ) :".split())  # noqa: SIM905
_SUFFERED = frozenset(
    ("drown", "die", "fall", "perish", "lose", "crash", "plunge", "disappear", "vanish", "go")
)
_CARRIED = frozenset(
    ("lorry", "truck", "car", "van", "bomb", "vehicle", "device", "charge", "vest")
)
_BESIDE_OF = frozenset(("beneath", "under", "outside", "underneath", "against", "beside", "below"))
# What an attack does to whom it hits.
_DEALT = frozenset(
    """kill wound injure hit paralyse paralyze destroy damage cripple disable claim shake strike
    target level flatten rock maim leave disrupt""".split()  # noqa: SIM905
)
# Objects that are the means, not whom it hit.
_MEANS = frozenset(
    """fire hostage gunfire bomb missile rocket shot grenade stone burst round mine charge
    attack raid strike shell torpedo gate window liquid substance powder cream gas spray""".split()  # noqa: SIM905
)
# Weapons that stand as object of what is done with them; vehicles may be the target.
_APPLIED = frozenset(("Firearms", "Explosives", "Chemical", "Incendiary", "Melee"))
_TARGETED = frozenset(("to", "on", "at", "into", "across"))
_MUTUAL = frozenset(("clash", "sinking", "collision"))


def _owners(s: Sentence, noun: int) -> tuple[int | None, int | None]:
    agent = patient = None
    up = s.heads[noun]
    if up >= 0 and s.deps[noun] == "nsubj" and s.lemmas[up] in _DEALT:
        patient = arguments(s, up).object  # "a blast killed twelve people"
    for j in s.children[noun]:
        case = case_of(s, j)
        if s.deps[j] == "acl:relcl" and s.lemmas[j] in _DEALT and patient is None:
            patient = arguments(s, j).object  # "the strike that flattened the consulate"
            patient = None if patient == noun else patient
        if s.deps[j] == "nmod:poss":
            agent = j
        elif s.deps[j] in ("nmod", "obl") and case in ("of", "on", "against", "at"):
            patient = j if patient is None else patient
        elif s.deps[j] in ("nmod", "obl", "obl:agent") and case == "by":
            agent = j
    return agent, patient


def _long_ago(scene: Scene, s: Sentence, head: int) -> bool:
    """Whether an act is told with an old date: its own, or the only ones of its clause."""
    if scene.published is None:
        return False
    here = [d for d in scene.dates(s) if d.date is not None]
    mine = date_for(s, head, here)
    if mine is not None and mine.date is not None:
        return scene.published.toordinal() - _day(mine.date.end) > _OLD_DAYS
    aside = {k for j in range(len(s)) if s.deps[j] == "acl:relcl" for k in s.subtree(j)}
    days = [
        scene.published.toordinal() - _day(d.date.end)
        for d in here
        if d.date is not None and (head in aside or d.first not in aside)
    ]
    return bool(days) and min(days) > _OLD_DAYS


def _day(iso: str) -> int:
    import datetime

    return datetime.date.fromisoformat(iso).toordinal()
