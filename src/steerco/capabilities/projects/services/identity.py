"""Which project does a source mean? Found by key, else by name with its evidence; registered where it is new."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from steerco.capabilities.projects.access import PROJECTS
from steerco.capabilities.projects.models import Project, ProjectName
from steerco.capabilities.projects.queries import projects
from steerco.capabilities.projects.services.references import next_references
from steerco.foundation.access.actor import Actor
from steerco.foundation.ledger.fresh import fresh as new_record
from steerco.foundation.ledger.writer import RevisionWriter
from steerco_engine.names import Link, Naming, Proposal, Sameness, fold, key_fold, link, propose_links

NEW = "new"
AT_ONCE = 2000
START, END, COST = "start date", "end date", "whole-life cost"


class KnownProject(NamedTuple):
    """As much of a project as a list needs to know, so that a hundred thousand of them fit into memory."""

    pk: int
    ref: str
    name: str
    confidentiality: int


@dataclass(frozen=True, slots=True)
class Identified:
    """The project that a naming was taken for, how sure that is, and other projects that it might be."""

    project: KnownProject
    new: bool
    link: str
    evidence: str
    candidates: tuple[Proposal, ...] = ()


@dataclass(frozen=True, slots=True)
class _Known:
    """Every project of the organisation, and how the source has named them before."""

    projects: dict[str, KnownProject]
    seen: dict[tuple[str, str], str]
    rows: set[tuple[int, str]]


def identify(
    by: Actor, writer: RevisionWriter, *, source: str, namings: Sequence[Naming], same_unit: Callable[[str, str], bool],
    fields_of: Callable[[str], dict[str, Any]], name_identifies: bool = False, decided: Mapping[str, str] | None = None,
    told: Callable[[str], Mapping[str, str]] | None = None,
) -> dict[str, Identified]:  # fmt: skip
    """The project of each naming, by its `ref`. New projects are written with `fields_of(ref)`, names with their evidence.

    `told(ref)` are the facts that speak for or against its being a known one, asked for only where that is in doubt.

    A naming that this source has had before stays with its project, so a person's merge or split outlasts the next import.
    With `name_identifies` an equal name is as good as a key (a list without keys that one office keeps).
    `decided` is what a person said of single namings: the reference of the project that it is, or `new`.
    A project that the actor may not import for is never returned: its naming is missing from the answer.
    """
    PROJECTS.require(by, "import")
    known = _known(source)
    before = {s.ref: ref for s in namings if (ref := known.seen.get((key_fold(s.key), s.name))) is not None}
    said = _said(known, decided or {}, before)
    apart = {ref for ref, answer in (decided or {}).items() if answer == NEW} - set(before)
    taken = set(before.values()) | set(said.values())
    rest = [s for s in namings if s.ref not in before and s.ref not in said]
    free = _names(taken) if rest else {}
    likely = link(rest, free, same_unit=same_unit)
    made = {found.incoming: found for found in likely if found.incoming not in apart or found.sameness is Sameness.KEY}
    fresh = [s for s in rest if s.ref not in made]
    proposals = _proposals(fresh, free, {found.known for found in made.values()}, same_unit, told or (lambda _ref: {}))
    for parted in (found for found in likely if found.incoming in apart and found.incoming not in made):
        proposals[parted.incoming] = (Proposal(parted.incoming, parted.known, 100, parted.evidence),)
    created = _register(by, writer, fresh, fields_of)
    allowed = set(projects(by, "import").values_list("pk", flat=True)) if before or made or said else set()
    answer: dict[str, Identified] = {}
    rows: list[tuple[Naming, Identified]] = []
    for naming in namings:
        if naming.ref in said:
            identified = Identified(known.projects[said[naming.ref]], False, ProjectName.Link.CONFIRMED, "said so at the import")
        else:
            identified = _identified(naming, before, made, created, known, proposals, name_identifies)
        if not identified.new and identified.project.pk not in allowed:
            continue
        answer[naming.ref] = identified
        if (identified.project.pk, naming.name) not in known.rows:
            rows.append((naming, identified))
    for _row in writer.create_each(_name_row(by, source, *pair) for pair in rows):
        pass
    return answer


def _said(known: _Known, decided: Mapping[str, str], before: Mapping[str, str]) -> dict[str, str]:
    """The known project that a person chose for a naming; a project that is spoken for already is not given twice."""
    by_reference = {project.ref: ref for ref, project in known.projects.items()}
    said: dict[str, str] = {}
    for ref, answer in decided.items():
        pk = by_reference.get(answer)
        if pk is not None and ref not in before and pk not in before.values() and pk not in said.values():
            said[ref] = pk
    return said


def _known(source: str) -> _Known:
    found = {str(row[0]): KnownProject(*row) for row in Project.objects.values_list(*KnownProject._fields)}
    seen: dict[tuple[str, str], str] = {}
    rows: set[tuple[int, str]] = set()
    for project_id, name, key in ProjectName.objects.filter(source=source).order_by("id").values_list("project_id", "name", "key"):
        seen[(key_fold(key), name)] = str(project_id)
        rows.add((project_id, name))
    return _Known(found, seen, rows)


def _names(taken: Collection[str]) -> dict[str, list[Naming]]:
    """All names of the projects that nothing is taken for yet."""
    names: dict[str, list[Naming]] = defaultdict(list)
    for project_id, name, key, unit in ProjectName.objects.order_by("id").values_list("project_id", "name", "key", "unit_code"):
        if (ref := str(project_id)) not in taken:
            names[ref].append(Naming(ref, name, key, unit))
    for project in Project.objects.select_related("unit").iterator(AT_ONCE):
        if (ref := str(project.pk)) not in taken:
            unit = project.unit.code if project.unit else ""
            names[ref].append(Naming(ref, project.name, project.key, unit, facts_of(project)))
    return dict(names)


def facts_of(project: Project) -> dict[str, str]:
    """The facts of a project that speak for or against its being another one."""
    cost = project.whole_life_cost_amount
    return {
        START: project.start_on.isoformat() if project.start_on else "",
        END: project.end_on.isoformat() if project.end_on else "",
        COST: format(cost, ".2f") if cost is not None else "",
    }


def _proposals(
    fresh: Sequence[Naming],
    free: Mapping[str, Sequence[Naming]],
    taken: set[str],
    same_unit: Callable[[str, str], bool],
    told: Callable[[str], Mapping[str, str]],
) -> dict[str, tuple[Proposal, ...]]:
    """Candidates for what seems new: projects that this source has not named otherwise."""
    open_names = [naming for ref, namings in free.items() if ref not in taken for naming in namings[-2:]]
    if not open_names:
        return {}
    found: dict[str, list[Proposal]] = defaultdict(list)
    asked = [replace(s, ref=f"row {s.ref}", facts=told(s.ref)) for s in fresh]  # a row's number must not pass for a project's key
    for proposal in propose_links(asked, open_names, same_unit=same_unit):
        found[proposal.incoming.removeprefix("row ")].append(proposal)
    return {ref: tuple(proposals) for ref, proposals in found.items()}


def _register(
    by: Actor, writer: RevisionWriter, fresh: Sequence[Naming], fields_of: Callable[[str], dict[str, Any]]
) -> dict[str, KnownProject]:
    if not fresh:
        return {}
    PROJECTS.require(by, "create")
    refs = next_references(by, Project, len(fresh))
    made = (
        new_record(Project, organisation=by.organisation, ref=ref, name=s.name, key=s.key, **fields_of(s.ref))
        for ref, s in zip(refs, fresh, strict=True)
    )  # fmt: skip
    written = (KnownProject(project.pk, project.ref, project.name, project.confidentiality) for project in writer.create_each(made))
    return {s.ref: project for s, project in zip(fresh, written, strict=True)}


def _identified(
    naming: Naming, before: Mapping[str, str], made: Mapping[str, Link], created: Mapping[str, KnownProject], known: _Known,
    proposals: Mapping[str, tuple[Proposal, ...]], name_identifies: bool,
) -> Identified:  # fmt: skip
    if naming.ref in before:
        return Identified(known.projects[before[naming.ref]], False, ProjectName.Link.KEY, "named so by this source before")
    if (found := made.get(naming.ref)) is not None:
        sure = found.sameness is Sameness.KEY or (name_identifies and found.sameness is Sameness.NAME)
        kind = ProjectName.Link.KEY if sure else ProjectName.Link.PROPOSED
        return Identified(known.projects[found.known], False, kind, found.evidence)
    return Identified(created[naming.ref], True, ProjectName.Link.FIRST, "", proposals.get(naming.ref, ()))


def _name_row(by: Actor, source: str, naming: Naming, identified: Identified) -> ProjectName:
    return new_record(
        ProjectName, organisation=by.organisation,
        project_id=identified.project.pk, source=source, name=naming.name, folded=fold(naming.name)[:300],
        key=naming.key, unit_code=naming.unit[:40], link=identified.link, evidence=identified.evidence[:300],
    )  # fmt: skip
