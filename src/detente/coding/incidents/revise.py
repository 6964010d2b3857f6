"""Case files with what the models say: which act a text is about, which phrase fills a field.

Comes in: a scene, its claims, the rules' case files, the models. Goes out: case files again. What
the rules put into a field stays unless the models hold it for unlikely; what they left out is
added where the models hold it for likely.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

from detente.coding.claims import speakers, who_says
from detente.coding.incidents.acts import Act, act_of, find_acts
from detente.coding.incidents.build import Built, built_from, firm, name_of
from detente.coding.incidents.cases import Case, likely_cases, looks_back
from detente.coding.incidents.days import bygone
from detente.coding.incidents.ended import ends_its_doer
from detente.coding.incidents.learned.counts import harm_of, held_as
from detente.coding.incidents.learned.joining import joining_of
from detente.coding.incidents.learned.judging import LEAST, Judging, Setting
from detente.coding.incidents.learned.keeping import Keeping
from detente.coding.incidents.learned.model import FIELDS, CaseModels
from detente.coding.incidents.learned.parts import At
from detente.coding.incidents.learned.reader import (
    CaseReader,
    Count,
    Value,
    alike,
    heads_of,
    meets,
    telling,
)
from detente.coding.incidents.opinions import handed_over, motives_of, suspects_of
from detente.coding.incidents.told import NOT
from detente.coding.scene import Scene, phrase_span
from detente.records import (
    Casualties,
    Claim,
    Event,
    FieldValue,
    Incident,
    Span,
)

# What an act was done with, or by: never whom it hit.
_MEANS = ("weapon", "access")
# So little of the other side's chance takes somebody from a side.
_SURER = 0.5
# What the chance of a value is worth that stands in the telling of another act, of long ago.
_BYGONE = 0.3
# What acts that are told side by side seldom share.
_OF_ONE = ("victim", "office")

# More values of a field than an article tells of one act.
_MOST = 3
_CASUALTIES = 5  # figures of one case, several harms and voices together
# More of what may fill a field is not looked at.
_OFFERED = 8
# A value beside one that is surely right takes so much more.
_FILLED, _FURTHER = 0.5, 2.0
# So many values of the rules stand that no model believes in, where there are no others.
_ALONE = 2
# What a case file may be of, beside what the rules know: who meets or agrees makes no incident.
_HARMFUL = frozenset(("ASSAULT", "COERCE", "SANCTION", "PROTEST", "MOBILIZE"))


def learned_incidents(
    scene: Scene, claims: tuple[Claim, ...], built: list[Built], models: CaseModels
) -> list[Built]:
    """The incidents of a document, what it is about first."""
    reader = CaseReader(scene, claims, [(b.incident, b.case) for b in built], models)
    ruled = firm(scene)
    drafts = _drafts(ruled, claims, built, reader, _more(scene, ruled, reader, models), models)
    out: list[Built] = []
    for n, draft in enumerate(drafts):
        others = [d.case for d in drafts if d is not draft]
        b = _revised(scene, claims, draft, reader, models, others, main=n == 0)
        out.append(_apart(b, out))
    told = [d.case.sentences for d in drafts]
    cases = handed_over(scene, [b.incident for b in out], told)
    out = [replace(b, incident=_firm(i)) for b, i in zip(out, cases, strict=True)]
    return [b for b in out if _told(b)]


def _apart(b: Built, others: Sequence[Built]) -> Built:
    """A case that names those first whom no likelier case names, called by its first victim."""
    fields: dict[str, tuple[FieldValue, ...]] = {}
    for name in _OF_ONE:
        taken = [telling(v.value) for o in others for v in getattr(o.incident, name)]
        values = getattr(b.incident, name)
        told = {v: any(alike(telling(v.value), t) for t in taken) for v in values}
        fields[name] = tuple(sorted(values, key=told.__getitem__))
    incident = replace(b.incident, **fields)  # type: ignore[arg-type]
    name = name_of(b.case, incident.victim, incident.place)
    return replace(b, incident=replace(incident, name=name))


def _drafts(
    scene: Scene,
    claims: tuple[Claim, ...],
    built: Sequence[Built],
    reader: CaseReader,
    more: Sequence[Act],
    models: CaseModels,
) -> list[Built]:
    """The rules' cases, and likely ones that they have not, the likeliest first.

    The rules' first case stays first unless another is by far likelier; what a text of today looks
    back on never stands before what it is about, however likely that is an act.
    """
    levels = models.levels
    joining = joining_of(models)
    found = likely_cases(scene, reader.chances, more, least=levels.extra, continues=joining)
    known = {at for b in built for at in _words(b.case)}
    ranked = [b.case for b in built]
    ranked += [case for case in found if known.isdisjoint(_words(case))]
    if not ranked:
        return []
    first = ranked[0]
    old = {id(c): looks_back(scene, c) for c in ranked}
    weight = {id(c): reader.chance(c) * (levels.first if c is first else 1.0) for c in ranked}
    ranked.sort(key=lambda c: (old[id(c)] and not old[id(first)], -weight[id(c)]))
    ruled = {id(b.case): b for b in built}
    keeping = Keeping(reader, ranked, [id(c) in ruled for c in ranked], joining)
    kept = [models.keep(case, keeping.features(n)) for n, case in enumerate(ranked)]
    enough = [levels.past if old[id(c)] else levels.beside for c in ranked]
    beside = [n for n in range(1, len(ranked)) if kept[n] >= enough[n]]
    beside = sorted(sorted(beside, key=lambda n: -kept[n])[: levels.most - 1])
    sole = not built and len(ranked) == 1
    return [
        ruled.get(id(case)) or built_from(scene, case, claims, sole=sole, main=not built)
        for case in (ranked[n] for n in (0, *beside))
    ]


def _words(case: Case) -> set[At]:
    return {(a.s.number, a.first) for a in case.acts}


def _more(scene: Scene, ruled: Scene, reader: CaseReader, models: CaseModels) -> list[Act]:
    """The words that are likely the act of the text and that no rule knows as one."""
    known = {(a.s.number, k) for a in find_acts(ruled) for k in range(a.first, a.last + 1)}
    out = []
    for at, chance in reader.chances.items():
        likely = chance >= models.levels.extra or reader.alone[at] >= models.levels.alone
        if not likely or at in known:
            continue
        s = scene.sentences[at[0]]
        event = _event(scene, at)
        types = [t.partition("/")[0] for t in reader.view.lex(s, at[1])]
        types = [event.event_type] if event is not None else types
        if not _HARMFUL.isdisjoint(types):
            word = "attack" if "ASSAULT" in types else s.lemmas[at[1]]
            out.append(act_of(ruled, s, at[1], event, word))
    return out


def _event(scene: Scene, at: At) -> Event | None:
    s, k = scene.sentences[at[0]], at[1]
    for event in scene.events_in(s):
        if any(s.start[k] <= m.trigger.start < s.end[k] for m in event.mentions):
            return event
    return None


def _told(b: Built) -> bool:
    """Whether a case tells who, whom, where or how many."""
    i = b.incident
    return bool(
        i.perpetrator or i.victim or i.casualties or i.suspects or i.weapon or i.place or i.motives
    )


def _revised(
    scene: Scene,
    claims: tuple[Claim, ...],
    old: Built,
    reader: CaseReader,
    models: CaseModels,
    others: Sequence[Case],
    *,
    main: bool,
) -> Built:
    levels = models.levels
    before = bygone(scene, old.case.acts)
    old = _less_theirs(old, reader, others)
    chances = _of_today(reader.fields(old.case, others), before)
    offices = [x for v in old.incident.office for x in v.spans]
    disowning = scene.once("disowning", lambda: tuple(_disowning(scene, claims)))
    judging = Judging(reader, Setting(old.case, others, main, chances))
    fields = {
        name: _values(
            scene,
            claims,
            getattr(old.incident, name),
            chances[name],
            offices if name == "victim" else (),
            fresh=levels.fresh.get(name, 1.0),
            kept=levels.kept.get(name, 0.0),
            nominal=name not in _MEANS,
            cleared=disowning if name == "claims_of_responsibility" else (),
            before=before,
            judge=partial(_judged, judging, models, name),
        )
        for name in FIELDS
    }
    hurt = _casualties(claims, old, judging, models, before)
    if _one_hurt(hurt):
        fields["victim"] = _by_name(scene, fields["victim"])
    hit = [x for v in fields["victim"] for x in v.spans]
    for name in _MEANS:
        fields[name] = tuple(v for v in fields[name] if not any(meets(x, hit) for x in v.spans))
    fields["perpetrator"], fields["victim"] = _one_side(
        fields["perpetrator"], fields["victim"], chances
    )
    stopping = _stopping(scene)
    fields["perpetrator"] = tuple(
        v
        for v in fields["perpetrator"]
        if not any(meets(x, stopping) for x in v.spans)
        and not any(meets(x, [w.span]) for x in v.spans for w in _likelier(chances, v))
    )
    incident = replace(old.incident, casualties=hurt, **fields)  # type: ignore[arg-type]
    event = incident.event or _event_told(scene, reader, old.case)
    incident = replace(incident, event=event)
    if main:
        incident = replace(
            incident,
            suspects=suspects_of(scene, judging, incident, models),
            motives=motives_of(scene, judging, incident.motives, models),
        )
    return replace(old, incident=_firm(_investigated(incident)))


def _less_theirs(old: Built, reader: CaseReader, others: Sequence[Case]) -> Built:
    """A case less what the rules have filled its fields with that is rather of another case."""
    fields: dict[str, tuple[FieldValue, ...]] = {
        name: tuple(
            v
            for v in getattr(old.incident, name)
            if not reader.theirs(old.case, others, name, v.spans)
        )
        for name in FIELDS
    }
    hurt = tuple(
        c for c in old.incident.casualties if not reader.counts_theirs(old.case, others, c.spans)
    )
    return replace(old, incident=replace(old.incident, casualties=hurt, **fields))  # type: ignore[arg-type]


def _investigated(incident: Incident) -> Incident:
    """A case whose investigation is no guess of who did it or why."""
    guessed_at = [x for v in incident.suspects for x in v.spans]
    guessed_at += [x for v in incident.motives for x in v.spans]
    kept = tuple(
        v for v in incident.investigation if not any(meets(x, guessed_at) for x in v.spans)
    )
    return replace(incident, investigation=kept)


def _one_side(
    doers: tuple[FieldValue, ...], hurt: tuple[FieldValue, ...], chances: dict[str, list[Value]]
) -> tuple[tuple[FieldValue, ...], tuple[FieldValue, ...]]:
    """Doers and victims, each on the side where he is likelier: the arrested arrest nobody."""

    def less(v: FieldValue, others: tuple[FieldValue, ...], mine: str, theirs: str) -> bool:
        if not any(meets(x, o.spans) for o in others for x in v.spans):
            return False
        one, other = _chance_of(v, chances[mine]), _chance_of(v, chances[theirs])
        return one < _SURER * other or (one == other and mine == "perpetrator")

    left = tuple(v for v in doers if not less(v, hurt, "perpetrator", "victim"))
    right = tuple(v for v in hurt if not less(v, doers, "victim", "perpetrator"))
    return left, right


def _of_today(chances: dict[str, list[Value]], old: Callable[[At], bool]) -> dict[str, list[Value]]:
    """What may fill a case; what stands in the telling of another act, of long ago, less likely."""
    out = {}
    for name, values in chances.items():
        weighed = [replace(v, chance=v.chance * _BYGONE) if old(v.at) else v for v in values]
        out[name] = sorted(weighed, key=lambda v: (-v.chance, v.span.start))
    return out


def _stopping(scene: Scene) -> list[Span]:
    """The words for those who end an attacker: guards, of whom no model makes an attacker."""
    return scene.once(
        "stopping",
        lambda: [
            a.s.span(a.agent, a.agent)
            for a in find_acts(scene)
            if a.agent is not None and ends_its_doer(scene, a)
        ],
    )


def _firm(incident: Incident) -> Incident:
    """A case less perpetrators and affiliations that are only suspected, beside known ones."""
    accused = [x for x in incident.suspects if x.status == "suspected"]
    names = [telling(x.value) for x in accused]
    spans = [span for x in accused for span in x.spans]

    def guessed_at(v: FieldValue) -> bool:
        return any(alike(telling(v.value), words) for words in names)

    who = tuple(v for v in incident.perpetrator if not guessed_at(v))
    whose = tuple(
        v
        for v in incident.affiliation
        if not guessed_at(v) and not any(meets(x, spans) for x in v.spans)
    )
    return replace(
        incident,
        perpetrator=who or incident.perpetrator,
        affiliation=whose or incident.affiliation,
    )


def _event_told(scene: Scene, reader: CaseReader, case: Case) -> str | None:
    """The event that a case is of where the rules know of none: that of its likeliest word."""
    told = (_event(scene, at) for at in reader.told(case))
    return next((e.id for e in told if e is not None and e.event_type in _HARMFUL), None)


def _values(
    scene: Scene,
    claims: tuple[Claim, ...],
    ruled: Sequence[FieldValue],
    likely: Sequence[Value],
    taken: Sequence[Span],
    *,
    fresh: float,
    kept: float,
    nominal: bool,
    cleared: Sequence[frozenset[str]] = (),
    before: Callable[[At], bool],
    judge: Callable[[Value, FieldValue, int, bool], float],
) -> tuple[FieldValue, ...]:
    """The rules' values, but for unlikely ones beside others; then further likely ones.

    ``taken`` are words that say something else of the case; ``nominal``: no verb fills the field;
    ``cleared`` are those who say that they had no part; ``before`` says where another act is told,
    of long ago; ``judge`` says how likely a value should be recorded, knowing how many values rules
    give, and whether they give this one.
    """
    known = [telling(v.value) for v in ruled]
    talking = [telling(who) for who in speakers(scene)] if nominal else []
    twins: dict[int, Value] = {}
    offered: list[tuple[float, FieldValue]] = []
    looked_at = 0
    for v in likely:
        if v.chance < LEAST:
            break
        words = telling(v.span.text)
        twin = next((n for n, w in enumerate(known) if alike(w, words)), None)
        if twin is not None:
            twins.setdefault(twin, v)
            continue
        if looked_at >= _OFFERED or _of_date(scene, v):
            continue
        if nominal and (_of_verb(scene, v.at) or any(alike(words, who) for who in talking)):
            continue  # who is interviewed tells of it
        if any(alike(words, who) for who in cleared):
            continue
        looked_at += 1
        claim = who_says(claims, v.span)
        value = FieldValue(v.span.text, None if claim is None else claim.speaker, (v.span,))
        weight = _BYGONE if before(v.at) else 1.0
        offered.append((weight * judge(v, value, len(ruled), False), value))
    found = [
        (judge(twins[n], value, len(ruled), True) if n in twins else 0.0, value)
        for n, value in enumerate(ruled)
    ]
    for chance, value in sorted(offered, key=lambda x: -x[0]):
        filled = any(c >= _FILLED for c, _ in found)
        if chance < fresh * (_FURTHER if filled else 1.0) or len(found) >= _MOST:
            break
        words = telling(value.value)
        if any(alike(telling(o.value), words) for _, o in found):
            continue
        if any(_beside(scene, value.spans[0], x) for x in (*taken, *_spans(found))):
            continue  # "Russian Ambassador" of "Russian Ambassador Andrei Karlov"
        found.append((chance, value))
    # What no model believes in stands where the field would be empty without it.
    found = [x for x in found if x[0] >= kept] or found[:_ALONE]
    found.sort(key=lambda x: -x[0])
    return tuple(_in_full(scene, value) for _, value in found[: max(_MOST, len(ruled))])


def _in_full(scene: Scene, value: FieldValue) -> FieldValue:
    """A verb that is offered alone, with its object or place: "dressed as policemen"."""
    at = scene.tokens(value.spans[0])
    if at is None or at[1] != at[2] or not at[0].tags[at[1]].startswith("VB"):
        return value
    s, k, last = at[0], at[1], at[1]
    for j in s.children[k]:
        end = s.subtree(j)[-1]
        whole = range(last + 1, end + 1)
        behind = last < j and s.deps[j] in _COMPLETING and end - k <= _FULLY
        if behind and all(s.pos[i] != "PUNCT" for i in whole):
            last = end
    span = s.span(k, last)
    return replace(value, value=span.text, spans=(span, *value.spans[1:]))


_COMPLETING = ("compound:prt", "obj", "obl", "xcomp", "advmod")
_FULLY = 7  # tokens behind a verb


def _disowning(scene: Scene, claims: Sequence[Claim]) -> Iterator[frozenset[str]]:
    """Who denies, or says that he did not do, what he may be held to have done: by his words.

    Those in apposition name him, too: "Jaish al-Adl, a militant group, said that it had not".
    """
    for c in claims:
        told = (_not_he(scene, *at) for at in heads_of(scene, c.proposition))
        if c.stance == "denies" or any(told):
            yield telling(c.speaker.value)
            for n, k in (at for span in c.speaker.spans for at in heads_of(scene, span)):
                s = scene.sentences[n]
                yield from (telling(phrase_span(s, j).text) for j in s.each(k, "appos"))


def _not_he(scene: Scene, n: int, k: int) -> bool:
    """Whether a verb says of somebody already named that he did not: "it had not ordered it"."""
    s = scene.sentences[n]
    who = s.child(k, "nsubj", "nsubj:pass")
    return (
        s.pos[k] == "VERB"
        and who is not None
        and s.pos[who] == "PRON"
        and any(s.lower[j] in NOT for j in s.children[k])
    )


def _judged(
    judging: Judging,
    models: CaseModels,
    name: str,
    likely: Value,
    value: FieldValue,
    rules: int,
    ruled: bool,
) -> float:
    """How likely a value of a field should be recorded."""
    said = value.said_by is not None
    looks = judging.value(name, likely, ruled=ruled, rules=rules, said=said)
    return models.judge(name, judging.setting.case, value, looks)


def _spans(found: Sequence[tuple[float, FieldValue]]) -> list[Span]:
    return [x for _, v in found for x in v.spans]


def _of_verb(scene: Scene, at: At) -> bool:
    """Whether a value is headed by a verb: "claimed" is nobody who claims."""
    s, k = scene.sentences[at[0]], at[1]
    return s.pos[k] in ("VERB", "AUX") and s.tags[k].startswith("VB")


def _casualties(
    claims: tuple[Claim, ...],
    old: Built,
    judging: Judging,
    models: CaseModels,
    before: Callable[[At], bool],
) -> tuple[Casualties, ...]:
    """The rules' casualties, then further likely ones.

    Persons who are told one by one are counted by the rules alone: no number tells of them.
    """
    out = list(old.incident.casualties)
    reader, others = judging.reader, judging.setting.others
    counts = [c for c in reader.counts(old.case) if c.chance >= LEAST]
    likely: list[tuple[float, Count, Casualties]] = []
    for c in counts:
        m = c.number
        if any(meets(m.span, o.spans) for o in out) or before((c.s.number, m.head)):
            continue
        if reader.counts_theirs(old.case, others, [m.span]):
            continue
        claim = who_says(claims, m.span)
        by = None if claim is None else claim.speaker
        kind = held_as(c.s, old.case.anchor.kind) if c.harm == "held" else c.harm
        told = Casualties(kind, m.value, m.low, m.high, by, (m.span,))
        looks = judging.count(c, counts, len(old.incident.casualties))
        likely.append((models.judge(c.harm, old.case, told, looks), c, told))
    for chance, c, told in sorted(likely, key=lambda x: -x[0]):
        if len(out) >= _CASUALTIES:
            break
        same = any(_same_count(told, o) for o in out)
        if not same and chance >= models.levels.fresh.get(c.harm, 1.0):
            out.append(told)
    return tuple(out)


def _same_count(a: Casualties, b: Casualties) -> bool:
    """Whether two figures say the same, of the same harm."""
    one, other = ((harm_of(c.kind), c.value, c.low, c.high) for c in (a, b))
    return one == other


def _one_hurt(told: Sequence[Casualties]) -> bool:
    """Whether one person was hurt in all, and no more."""
    return [c.value for c in told] == [1]


def _by_name(scene: Scene, values: tuple[FieldValue, ...]) -> tuple[FieldValue, ...]:
    """Of the values that mean one person those that name him, where any does."""

    def named(v: FieldValue) -> bool:
        at = scene.tokens(v.spans[0])
        return at is not None and "PROPN" in at[0].pos[at[1] : at[2] + 1]

    return tuple(filter(named, values)) or values


def _likelier(chances: Mapping[str, Sequence[Value]], value: FieldValue) -> list[Value]:
    """Means of the act that are likelier such than the value's words are its doer: a motorbike."""
    chance = _chance_of(value, chances["perpetrator"])
    return [w for w in chances["weapon"] if w.chance > chance]


def _chance_of(value: FieldValue, likely: Sequence[Value]) -> float:
    words = telling(value.value)
    return max((v.chance for v in likely if alike(telling(v.span.text), words)), default=0.0)


def _of_date(scene: Scene, v: Value) -> bool:
    s = scene.sentences[v.at[0]]
    return any(d.first <= v.at[1] <= d.last for d in scene.dates(s))


def _beside(scene: Scene, a: Span, b: Span) -> bool:
    """Whether two spans meet or only spaces and a comma stand between them."""
    if a.start < b.end and b.start < a.end:
        return True
    low, high = min(a.end, b.end), max(a.start, b.start)
    return low <= high and scene.text[low:high].strip(" ,") == ""
