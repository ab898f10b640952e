"""Groups of differences as their page tells them: a head, what was done to how many of what, and the first records with their values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy

from steerco.foundation.differences.between import Between, Difference
from steerco.foundation.differences.folding import Folded, Group
from steerco.foundation.differences.words import lines
from steerco.foundation.ledger.activity import said
from steerco.foundation.ledger.models import Change, Revision
from steerco.foundation.ledger.names import labels_of
from steerco.foundation.ledger.origins import origins
from steerco.foundation.ledger.parts import whole_of
from steerco.foundation.ledger.wording import kind_of
from steerco.foundation.registers.subjects import Key, Subject, subjects

SHOWN, FEW = 12, 6  # records of a group on the page; groups with so few stand open where values changed
TALLIED = (Change.CREATED, Change.CHANGED, Change.DELETED)
DONE = {
    Change.CREATED: gettext_lazy("%(what)s added"),
    Change.CHANGED: gettext_lazy("%(what)s changed"),
    Change.DELETED: gettext_lazy("%(what)s removed"),
}


@dataclass(frozen=True)
class Told:
    """One group as its page shows it."""

    title: str
    url: str
    tally: str
    records: int
    act: Revision | None
    verb: str
    origin: str
    opens: str
    lines: Sequence[Mapping[str, Any]] = ()
    shared: Mapping[str, Any] | None = None
    rest: int = 0
    stands_open: bool = False


def tell(folded: Folded, page: Iterable[Group], query: Mapping[str, str]) -> list[Told]:
    """The groups of one page (a fixed number of queries for each kind of record)."""
    groups = list(page)
    by = folded.between.by
    numbers = {group.newest for group in groups}
    acts = {act.number: act for act in Revision.objects.filter(number__in=numbers).select_related("account", "on_behalf_of")}
    pages = origins(by, acts.values())
    heads = _heads(folded.between, groups)
    shown = {id(group): folded.in_order(group)[:SHOWN] for group in groups}
    found = _differences(folded, [key for keys in shown.values() for key in keys])
    told: list[Told] = []
    for group in groups:
        act = acts.get(group.newest)
        base = Told(
            title="", url="", tally=tallied(group), records=group.records, act=act, verb=said(act.verb) if act else "",
            origin=pages.get(group.newest, ""), opens="",
        )  # fmt: skip
        told.append(_act(base, group, query) if group.act else _group(base, group, folded, heads, found, shown[id(group)], query))
    return told


def tallied(group: Group) -> str:
    """What was done to how many of what: `2 projects and 4 reports added, 1 task removed`."""
    parts = []
    for outcome in TALLIED:
        kinds = [(number, kind) for (kind, done), number in group.tally.items() if done == outcome]
        kinds.sort(key=lambda pair: (_beneath(pair[1]), -pair[0], pair[1]))
        named = [f"{number:,} {kind_of(kind, many=number != 1)}" for number, kind in kinds]
        if named:
            what = named[0] if len(named) == 1 else _("%(some)s and %(last)s") % {"some": ", ".join(named[:-1]), "last": named[-1]}
            parts.append(str(DONE[outcome]) % {"what": what})
    return ", ".join(parts)


def _beneath(kind: str) -> int:
    """How far beneath what it is told with a kind lies: projects first, then their reports, then the texts of those."""
    part = whole_of(kind)
    return 0 if part is None else 1 + _beneath(part.whole)


def _act(base: Told, group: Group, query: Mapping[str, str]) -> Told:
    """An act on many is one line that opens."""
    kept = {name: value for name, value in query.items() if name != "page" and value}
    title = f"{base.verb}: {base.act.reason}" if base.act and base.act.reason else base.verb
    return replace(base, title=title, opens=f"?{urlencode(kept | {'act': str(group.newest)})}")


def _group(
    base: Told, group: Group, folded: Folded, heads: Mapping[Key, tuple[str, Subject | None]],
    found: Mapping[Key, Difference], shown: Sequence[Key], query: Mapping[str, str],
) -> Told:  # fmt: skip
    """A record with what belongs to it, or records of a kind."""
    key = (group.kind, group.number) if group.number is not None else None
    title, subject = heads[key] if key is not None else (kind_of(group.kind, many=True), None)
    keys = [each for each in shown if each in found]
    told = lines([found[each] for each in keys])
    for each, line in zip(keys, told, strict=True):
        line |= {"depth": folded.depth(each, group), "label": _within(line["told"].label, title), "head": each == key and line["edited"]}
    deeds = {tuple(deed.number for deed in line["deeds"]) for line in told}
    return replace(
        base, title=title[:1].upper() + title[1:], url=subject.address if subject is not None else "", lines=told,
        shared=told[0] if len(deeds) == 1 else None, rest=max(len(group.keys) - len(shown), 0),
        opens=_whole(folded.between, group, subject, query), stands_open=len(told) <= FEW and any(line["edited"] for line in told),
    )  # fmt: skip


def _within(label: str, title: str) -> str:
    """What a record is called beneath a head whose name it begins with."""
    shorter = label.removeprefix(f"{title}, ").removeprefix(f"{title}: ")
    return shorter[:1].upper() + shorter[1:] if shorter != label else label


def _whole(between: Between, group: Group, subject: Subject | None, query: Mapping[str, str]) -> str:
    """Where a group is told in full; empty where it is, or nowhere."""
    kept = {name: value for name, value in query.items() if name != "page" and value}
    if group.number is None:
        return f"?{urlencode(kept | {'kind': group.kind})}" if between.asked.kind != group.kind else ""
    if subject is None or (between.at is not None and subject.key == between.at.key):
        return ""
    return f"{reverse('changed_record', args=[subject.register.name, subject.slug])}?{urlencode(kept)}"


def _heads(between: Between, groups: Iterable[Group]) -> dict[Key, tuple[str, Subject | None]]:
    """The names of the heads, and those that the reader may open."""
    keys = {(group.kind, group.number) for group in groups if group.number is not None}
    numbers: dict[str, set[int]] = defaultdict(set)
    for kind, number in keys:
        numbers[kind].add(number)
    names = {(kind, number): name for kind, some in numbers.items() for number, name in labels_of(kind, some).items()}
    there = subjects(between.by, keys)
    return {key: (there[key].label if key in there else names.get(key, ""), there.get(key)) for key in keys}


def _differences(folded: Folded, keys: Sequence[Key]) -> dict[Key, Difference]:
    """What the records differ by, without the acts that are told apart."""
    numbers: dict[str, list[int]] = defaultdict(list)
    for kind, number in keys:
        numbers[kind].append(number)
    apart = list(folded.acts)
    return {each.key: each for kind, some in numbers.items() for each in folded.between.differences(kind, some, apart)}
