"""Bringing a store up to date: which documents are copies, which reports tell one event.

What comes in: a store, and the documents that were added to it. What goes out: rows in ``reports``
and beside it. Only what shares a key with what was added is looked at. The merging itself is in
``near``, ``compare`` and ``assign``; here it meets the store.
"""

from __future__ import annotations

import json
from bisect import bisect_left, insort
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from heapq import heapify, heappop, heappush
from typing import Any

from detente.records import Document
from detente.reports.assign import Blocks, Link, Said, after, settle
from detente.reports.decisions import said as what_was_said
from detente.reports.near import Copy, Form, copied, document_keys, form
from detente.reports.profile import (
    LAST,
    Key,
    Order,
    Profile,
    lead_words,
    profile,
    sought_keys,
    told_keys,
)
from detente.reports.rules import Rules, load_rules, rules_digest
from detente.store import Store, event_from_json, report_sql

# Documents compared in one transaction: what a cut-off run loses at most.
CHUNK = 1000
# A key is followed to so many documents before the one in hand, the nearest first: a sentence
# that a thousand documents share is no sign of a copy.
NEIGHBOURS = 20
# Texts and profiles held at once; beyond this all are dropped and fetched again when met.
HELD = 60_000


@dataclass(frozen=True, slots=True)
class Updated:
    """What a step of bringing up to date did: ``documents`` compared, of ``pending`` in all;
    ``reports`` of events in them, ``moved`` reports of other documents that now tell another
    event."""

    documents: int
    pending: int
    reports: int
    moved: int


def update(
    store: Store,
    document_ids: Iterable[str] | None = None,
    *,
    progress: Callable[[Updated], None] | None = None,
) -> Updated:
    """Find out which events the reports of new documents tell; call it after adding documents.

    Whatever a run that was cut off left undone is done too. Where the rules are others than
    those that the store was merged by, everything is merged anew; what analysts said stands.

    Parameters
    ----------
    store
        Open for writing.
    document_ids
        Documents to compare (again); those never compared are compared in any case.
    progress
        Called after each thousand documents.

    Returns
    -------
    The sum of all steps.
    """
    rules = load_rules()
    version = rules_digest()
    if int(store.query(report_sql.OTHER_RULES, {"rules": version})[0][0]):
        store.forget_reports()
    pending = [row[0] for row in store.query(report_sql.PENDING)]
    known = set(pending)
    pending += [i for i in dict.fromkeys(document_ids or ()) if i not in known]
    total = Updated(0, len(pending), 0, 0)
    if not pending:
        return total
    work = _Work(store, rules, version, what_was_said(store))
    for at in range(0, len(pending), CHUNK):
        reports, moved = work.compare(pending[at : at + CHUNK])
        total = replace(
            total,
            documents=min(at + CHUNK, len(pending)),
            reports=total.reports + reports,
            moved=total.moved + moved,
        )
        if progress is not None:
            progress(total)
    return total


def rebuild(store: Store, *, progress: Callable[[Updated], None] | None = None) -> Updated:
    """Merge everything anew; what analysts said stands. The outcome is what was there already."""
    store.forget_reports()
    return update(store, progress=progress)


def resettle(store: Store, event_ids: Collection[str]) -> int:
    """Look again at some reports, after an analyst spoke; how many reports moved."""
    work = _Work(store, load_rules(), rules_digest(), what_was_said(store))
    return work.again(event_ids)


class _Work:
    """What one call of `update` holds: texts and profiles met so far."""

    def __init__(self, store: Store, rules: Rules, version: str, said: Said) -> None:
        self.store = store
        self.rules = rules
        self.version = version
        self.said = said
        self.texts = _Texts(store, rules)
        self.blocks = StoreBlocks(store, rules)

    def compare(self, ids: Sequence[str]) -> tuple[int, int]:
        """Compare some documents and write what came of it; reports, and reports moved."""
        if len(self.blocks.profiles) + len(self.texts.forms) > HELD:
            self.texts = _Texts(self.store, self.rules)
            self.blocks = StoreBlocks(self.store, self.rules)
        blocks, said = self.blocks, self.said
        asked = set(ids)
        touched = self._forget(ids)
        groups = self.texts.settle(ids)
        moved_groups = {i: row for i, row in groups.items() if i not in asked}
        fresh = self._profiles(ids, groups)
        touched |= self._regrouped(moved_groups)
        blocks.need({key for found in fresh for key in sought_keys(found, self.rules)})
        for found in fresh:
            blocks.put(found)
        new = {found.key for found in fresh}
        links = settle(blocks, new | touched, self.rules, said)
        others = {key: link for key, link in links.items() if key not in new}
        self._write(ids, groups, list(moved_groups), fresh, links, others)
        return len(fresh), len(others)

    def again(self, event_ids: Collection[str]) -> int:
        """Settle some reports again and write what changed."""
        self.blocks.need_events(event_ids)
        keys = {self.blocks.by_id[i] for i in event_ids if i in self.blocks.by_id}
        links = settle(self.blocks, keys, self.rules, self.said)
        rows = [_report_row(self.blocks.profiles[key], link) for key, link in links.items()]
        self.store.save_reports({"reports": rows}, events=[row[2] for row in rows])
        return len(rows)

    def _forget(self, ids: Sequence[str]) -> set[Key]:
        """Take out what these documents told before; the reports that hung on that."""
        blocks = self.blocks
        blocks.need_documents(ids)
        asked = set(ids)
        gone = [p for p in blocks.profiles.values() if p.key[0] in asked]
        hanging: set[Key] = set()
        for found in gone:
            link = blocks.links.get(found.key)
            if link is not None:
                hanging |= {p.key for p in after(found, {link.cluster}, blocks, self.said)}
        # What was coded anew is gone from `events`: its events are known by their id alone.
        stale = {row[0] for row in self.store.query(report_sql.STALE, {"ids": list(ids)})}
        for cluster in sorted(stale):
            hanging |= {p.key for p in blocks.members(cluster)}
        for found in gone:
            blocks.drop(found.key)
        return {key for key in hanging if key in blocks.profiles}

    def _profiles(self, ids: Sequence[str], groups: dict[str, _Group]) -> list[Profile]:
        out = []
        for doc_id, number, record in self.store.query(report_sql.EVENTS_OF, {"ids": list(ids)}):
            event = event_from_json(json.loads(record))
            published = self.texts.days[doc_id]
            key = (doc_id, int(number))
            lead = self.texts.leads[doc_id]
            out.append(profile(event, key, published, groups[doc_id].group, lead, self.rules))
        return sorted(out, key=lambda found: found.order)

    def _regrouped(self, groups: dict[str, _Group]) -> set[Key]:
        """Give the reports of documents that are copies of another now their new group."""
        if not groups:
            return set()
        self.blocks.need_documents(list(groups))
        found = [p for p in self.blocks.profiles.values() if p.key[0] in groups]
        for one in found:
            link = self.blocks.links.get(one.key)
            self.blocks.put(replace(one, group=groups[one.key[0]].group), link)
        return {one.key for one in found}

    def _write(
        self,
        ids: Sequence[str],
        groups: dict[str, _Group],
        regrouped: list[str],
        fresh: Sequence[Profile],
        links: dict[Key, Link],
        others: dict[Key, Link],
    ) -> None:
        rows = [_report_row(found, links[found.key]) for found in fresh]
        moved = [_report_row(self.blocks.profiles[key], link) for key, link in others.items()]
        keys = [
            (*found.key, key)
            for found in fresh
            for key in dict.fromkeys(told_keys(found, self.rules))
        ]
        self.store.save_reports(
            {
                "report_documents": [row.row(self.version) for row in groups.values()],
                "report_document_keys": [(i, key) for i in ids for key in self.texts.keys[i]],
                "report_event_keys": keys,
                "reports": rows + moved,
            },
            documents=ids,
            regrouped=regrouped,
            events=[row[2] for row in moved],
        )


def _report_row(found: Profile, link: Link) -> tuple[Any, ...]:
    features = json.dumps([list(pair) for pair in link.features], separators=(",", ":"))
    return (
        *found.key,
        found.event_id,
        link.cluster,
        link.like,
        link.points,
        link.rule,
        features,
    )


# --- copies of documents ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Group:
    """The group of near-duplicates that a document is in, and why."""

    doc_id: str
    run_id: int
    group: str
    like: str | None = None
    copy: Copy | None = None

    def row(self, version: str) -> tuple[Any, ...]:
        """The row of ``report_documents``."""
        c = self.copy
        told = (None,) * 4 if c is None else (c.rule, c.jaccard, c.contained, c.sentences)
        return (self.doc_id, self.run_id, version, self.group, self.like, *told)


class _Texts:
    """Documents as near-duplicates are told; each is held against those before it alone."""

    def __init__(self, store: Store, rules: Rules) -> None:
        self.store = store
        self.rules = rules
        self.forms: dict[str, Form] = {}
        self.days: dict[str, date | None] = {}
        self.runs: dict[str, int] = {}
        self.leads: dict[str, frozenset[str]] = {}
        self.keys: dict[str, list[str]] = {}
        self.groups: dict[str, _Group] = {}
        self._found: dict[str, list[tuple[str, str]]] = {}
        self._copies: dict[str, list[str]] = {}

    def settle(self, ids: Sequence[str]) -> dict[str, _Group]:
        """The groups of some documents, and of others whose group that changes."""
        self._fetch(ids)
        self._copies = {i: [] for i in ids}
        for like, copy in self.store.query(report_sql.COPIES_OF, {"ids": list(ids)}):
            self._copies[like].append(copy)
        for i in ids:
            self.groups.pop(i, None)
            self.keys[i] = document_keys(self.forms[i], self.rules.near)
        self._need_keys({key for i in ids for key in self.keys[i]})
        for i in ids:
            for key in self.keys[i]:
                if self._at(i) not in self._found[key]:
                    insort(self._found[key], self._at(i))
        waiting = {self._at(i): i for i in ids}
        fresh = set(ids)
        heap = list(waiting)
        heapify(heap)
        out: dict[str, _Group] = {}
        while heap:
            one = waiting.pop(heappop(heap))
            old, new = self.groups.get(one), self._group(one)
            self.groups[one] = new
            if one in fresh or new != old:
                out[one] = new
            if old is not None and old.group == new.group and one not in fresh:
                continue
            for later in self._hanging(one, new=one in fresh):
                if self._at(later) not in waiting:
                    waiting[self._at(later)] = later
                    heappush(heap, self._at(later))
        return out

    def _at(self, doc_id: str) -> tuple[str, str]:
        day = self.days[doc_id]
        return (LAST if day is None else day.isoformat(), doc_id)

    def _before(self, doc_id: str) -> list[str]:
        """The documents before one that share a key with it, in order."""
        here = self._at(doc_id)
        near: set[tuple[str, str]] = set()
        for key in self.keys[doc_id]:
            at = bisect_left(self._found[key], here)
            near.update(self._found[key][max(0, at - NEIGHBOURS) : at])
        return [one for _, one in sorted(near)]

    def _group(self, doc_id: str) -> _Group:
        before = self._before(doc_id)
        self._fetch(before)
        best: tuple[float, float, str, Copy] | None = None
        for other in before:
            copy = copied(self.forms[doc_id], self.forms[other], self.rules.near)
            if copy is None:
                continue
            if best is None or (copy.jaccard, copy.contained) > best[:2]:
                best = (copy.jaccard, copy.contained, other, copy)
        if best is None:
            return _Group(doc_id, self.runs[doc_id], doc_id)
        _, _, like, copy = best
        self._need_groups([like])
        return _Group(doc_id, self.runs[doc_id], self.groups[like].group, like, copy)

    def _hanging(self, doc_id: str, *, new: bool) -> list[str]:
        """The settled documents after one that are copies of it, or may be now."""
        here = self._at(doc_id)
        if doc_id not in self._copies:
            rows = self.store.query(report_sql.COPIES_OF, {"ids": [doc_id]})
            self._copies[doc_id] = [copy for _, copy in rows]
        near = {*self._copies[doc_id], *self._copied_now(doc_id)}
        if new:
            for key in self.keys[doc_id]:
                found = self._found[key]
                at = bisect_left(found, here) + 1
                near.update(one for _, one in found[at : at + NEIGHBOURS])
        self._fetch(sorted(near))
        self._need_groups(sorted(near))
        later = [i for i in near if self._at(i) > here and i in self.groups]
        self._need_keys_of(later)
        return later

    def _copied_now(self, doc_id: str) -> set[str]:
        return {i for i, group in self.groups.items() if group.like == doc_id}

    def _fetch(self, ids: Sequence[str]) -> None:
        wanted = [i for i in ids if i not in self.forms]
        if not wanted:
            return
        for doc_id, run, text, day, title in self.store.query(
            report_sql.DOCUMENTS, {"ids": wanted}
        ):
            iso = None if day is None else day.isoformat()
            document = Document(doc_id, text, iso, title=title)
            self.forms[doc_id] = form(document, self.rules.near)
            self.days[doc_id] = day
            self.runs[doc_id] = int(run)
            self.leads[doc_id] = lead_words(title, text, self.rules)

    def _need_keys(self, keys: Collection[str]) -> None:
        wanted = [key for key in keys if key not in self._found]
        if not wanted:
            return
        for key in wanted:
            self._found[key] = []
        for key, doc_id, day in self.store.query(report_sql.DOCUMENT_KEYS, {"keys": wanted}):
            self._found[key].append((LAST if day is None else day.isoformat(), doc_id))
        for key in wanted:
            self._found[key] = sorted(set(self._found[key]))

    def _need_keys_of(self, ids: Collection[str]) -> None:
        wanted = [i for i in ids if i not in self.keys]
        if wanted:
            for i in wanted:
                self.keys[i] = []
            for doc_id, key in self.store.query(report_sql.KEYS_OF_DOCUMENTS, {"ids": wanted}):
                self.keys[doc_id].append(key)
        self._need_keys({key for i in ids for key in self.keys[i]})

    def _need_groups(self, ids: Collection[str]) -> None:
        wanted = [i for i in ids if i not in self.groups]
        if not wanted:
            return
        for doc_id, run, group, like, rule, jaccard, contained, sentences in self.store.query(
            report_sql.GROUPS, {"ids": wanted}
        ):
            copy = None if rule is None else Copy(rule, jaccard, contained, int(sentences))
            self.groups[doc_id] = _Group(doc_id, int(run), group, like, copy)


# --- profiles in a store ---------------------------------------------------------------------


class StoreBlocks(Blocks):
    """`Blocks` filled from a store as keys are asked for."""

    def __init__(self, store: Store, rules: Rules) -> None:
        super().__init__(rules)
        self.store = store
        self._keys: set[str] = set()
        self._clusters: set[str] = set()
        ((day, undated),) = store.query(report_sql.LAST)
        end = chr(0x10FFFF)
        self._last: Order = ("", "", 0)
        if undated:
            self._last = (LAST, end, 0)
        elif day is not None:
            self._last = (day.isoformat(), end, 0)

    def last(self) -> Order | None:
        """The order after which nothing was settled."""
        return self._last

    def link(self, key: Key, link: Link) -> None:
        """Note which event a report tells."""
        super().link(key, link)
        self._last = max(self._last, self.profiles[key].order)

    def need(self, keys: Collection[str]) -> None:
        """Be sure that all events found under these keys are here."""
        wanted = [key for key in keys if key not in self._keys]
        if not wanted:
            return
        self._keys.update(wanted)
        found = self.store.query(report_sql.EVENT_KEYS, {"keys": wanted})
        missing = [(d, int(n)) for d, n in found if (d, int(n)) not in self.profiles]
        if missing:
            documents, numbers = ([pair[i] for pair in missing] for i in (0, 1))
            self._take(report_sql.REPORTS_AT, {"documents": documents, "numbers": numbers})

    def need_members(self, clusters: Collection[str]) -> None:
        """Be sure that all reports of these events are here."""
        wanted = [one for one in clusters if one not in self._clusters]
        if wanted:
            self._clusters.update(wanted)
            self._take(report_sql.REPORTS_OF_CLUSTERS, {"ids": wanted})

    def need_events(self, ids: Collection[str]) -> None:
        """Be sure that these reports are here, if they exist."""
        wanted = [one for one in ids if one not in self.by_id]
        if wanted:
            self._take(report_sql.REPORTS_OF_EVENTS, {"ids": wanted})

    def need_documents(self, ids: Collection[str]) -> None:
        """Be sure that all reports of these documents are here."""
        if ids:
            self._take(report_sql.REPORTS_OF_DOCUMENTS, {"ids": list(ids)})

    def _take(self, statement: str, values: dict[str, Any]) -> None:
        for row in self.store.query(statement, values):
            doc_id, number, record, day, title, lead, group, *told = row
            key = (doc_id, int(number))
            if key in self.profiles:
                continue
            event = event_from_json(json.loads(record))
            words = lead_words(title, lead, self.rules)
            found = profile(event, key, day, group, words, self.rules)
            self.put(found, _link(told))


def _link(row: Sequence[Any]) -> Link:
    cluster, like, points, rule, features = row
    pairs = tuple((name, float(value)) for name, value in json.loads(features))
    return Link(cluster, like, points, rule, pairs)
