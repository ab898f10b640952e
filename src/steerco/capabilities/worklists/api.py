"""What programs do with names that are alike: read what is proposed, confirm, merge, split, say “not the same”, take back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Router

from steerco.capabilities.projects.access import PROJECTS
from steerco.capabilities.projects.queries import KeptApart, Project, kept_apart
from steerco.capabilities.projects.services import CannotJoin, confirm_links, keep_apart, reconsider
from steerco.capabilities.status.services import merge_projects, split_project
from steerco.capabilities.worklists.queries import joinable, pair_of, periods_of, proposed_names, said_apart, similar_pairs
from steerco.capabilities.worklists.services import undo_join
from steerco.foundation.access.actor import Actor
from steerco.foundation.access.permissions import Refused
from steerco.foundation.api import hanging
from steerco.foundation.api.acts import Act, add_acts, slug, taken
from steerco.foundation.api.answers import answer
from steerco.foundation.api.document import ref
from steerco.foundation.api.identity import asker
from steerco.foundation.api.kinds import Schema
from steerco.foundation.api.lists import record_answer
from steerco.foundation.api.problems import Problem
from steerco.foundation.ledger.models import Revision
from steerco.foundation.registers.register import registers
from steerco.foundation.ui.numbers import number_in

MOST = 200
_NAMED: Schema = {"type": "object", "required": ["ref", "name"], "properties": {"ref": {"type": "string"}, "name": {"type": "string"}}}
_REF: Schema = {"type": "string", "description": "The reference of a project."}
MATCH: Schema = {
    "type": "object", "description": "Two projects that may be one, and what speaks for it.", "required": ["keep", "absorb", "score"],
    "properties": {"keep": _NAMED, "absorb": _NAMED, "score": {"type": "integer"}, "evidence": {"type": "string"}},
}  # fmt: skip
PAIR: Schema = {
    "type": "object", "description": "Two projects beside each other, and what merging them would do.",
    "required": ["keep", "absorb", "both", "reports_moving"],
    "properties": {
        "keep": _NAMED, "absorb": _NAMED, "reports_moving": {"type": "integer"}, "reports_then": {"type": "integer"},
        "both": {"type": "array", "items": {"type": "string"}, "description": "Periods for which both report: then they can't be one."},
        "facts": {"type": "array", "items": {"type": "object"}, "description": "Each fact of both, and whether it is the same."},
        "apart": {"anyOf": [ref("Apart"), {"type": "null"}]},
    },
}  # fmt: skip
APART: Schema = {
    "type": "object", "description": "Two projects that somebody said are not the same.", "required": ["id", "one", "other"],
    "properties": {"id": {"type": "integer"}, "one": _NAMED, "other": _NAMED, "reason": {"type": "string"}, "said_by": hanging.PERSON,
                   "said_at": hanging.AT},
}  # fmt: skip
LINK: Schema = {
    "type": "object", "description": "A name that only likeness has linked to a project.", "required": ["id", "project", "name"],
    "properties": {"id": {"type": "integer"}, "project": _NAMED, "name": {"type": "string"}, "key": {"type": "string"},
                   "source": {"type": "string"}, "evidence": {"type": "string"}},
}  # fmt: skip
SCHEMAS = {"Match": MATCH, "Pair": PAIR, "Apart": APART, "ProposedName": LINK} | {
    f"{name}Page": hanging.page_schema(ref(name)) for name in ("Match", "Apart", "ProposedName")
}


def add_routes(router: Router) -> None:
    """The operations of merging and parting."""
    reasoned, project = {"reason": hanging.REASON}, [slug("Which project: the reference.")]

    def body(needed: list[str], **properties: Schema) -> Schema:
        return {"type": "object", "required": needed, "additionalProperties": False, "properties": {**properties, **reasoned}}

    pages = [each for each in hanging.paging() if each["name"] in ("limit", "after")]
    names = {"type": "array", "items": {"type": "integer"}, "minItems": 1, "maxItems": MOST, "description": "Their numbers."}
    periods = {"type": "array", "items": {"type": "string"}, "minItems": 1, "description": "The periods whose reports go, by name."}
    add_acts(router, "projects", [
        Act("projects_merge", "/projects/{slug}/merge", _merge, "Merge another project into this one",
            "Its reports, names, comments and files move here, and it leaves the lists; one step that can be taken back.", ref("Project"),
            takes=body(["absorb", "reason"], absorb=_REF), parameters=project, refuses=["not-found"]),
        Act("projects_split", "/projects/{slug}/split", _split, "Make two projects of one",
            "The reports of some periods go to a second project, which is answered.", ref("Project"),
            takes=body(["periods", "reason"], periods=periods), parameters=project, refuses=["not-found"], status=201),
    ])  # fmt: skip
    add_acts(router, "matches", [
        Act("matches_list", "/matches", _matches, "List projects that may be one", "Pairs that are alike, best first.", ref("MatchPage"),
            method="GET", parameters=pages),
        Act("matches_names", "/matches/names", _names, "List names to confirm", "Names that only likeness has linked to a project.",
            ref("ProposedNamePage"), method="GET", parameters=pages),
        Act("matches_confirm", "/matches/names/confirm", _confirm, "Confirm names", "Says that these names belong to their projects.",
            ref("ProposedNamePage"), takes=body(["names"], names=names), refuses=["not-found"]),
        Act("matches_apart", "/matches/apart", _aparts, "List what is not the same", "Pairs of which somebody said so, newest first.",
            ref("ApartPage"), method="GET", parameters=pages),
        Act("matches_keep_apart", "/matches/apart", _keep_apart, "Say that two are not the same", "Nobody is asked about them again.",
            ref("Apart"), takes=body(["project", "other"], project=_REF, other=_REF), refuses=["not-found"], status=201),
        Act("matches_reconsider", "/matches/apart/{slug}/reconsider", _reconsider, "Let two be proposed again",
            "Forgets that they are not the same.", {}, takes=body(["reason"]), parameters=[slug("Which pair: its number.")],
            refuses=["not-found"], status=204),
        Act("matches_undo", "/matches/acts/{slug}/undo", _undo, "Take a merge back",
            "Takes back a merge, split, confirmation or “not the same”; refused where something later builds on it.",
            {"type": "object", "required": ["revision"], "properties": {"revision": {"type": "integer"}}},
            takes=body(["reason"]), parameters=[slug("Which act: the number of its revision.")], refuses=["not-found"]),
        Act("matches_compare", "/matches/{keep}/{absorb}", _pair, "Lay two projects beside each other",
            "What each is, and what merging the second into the first would move. Writes nothing.", ref("Pair"), method="GET",
            parameters=[slug("The project that stays: the reference.", "keep"), slug("The one that goes into it.", "absorb")],
            refuses=["not-found"]),
    ])  # fmt: skip


def _matches(request: HttpRequest) -> HttpResponse:
    by, (start, limit) = _merging(request), _place(request)
    pairs = similar_pairs(by)
    found = [
        {"keep": _short(pair.later), "absorb": _short(pair.earlier), "score": pair.score, "evidence": str(pair.evidence)}
        for pair in pairs[start : start + limit]
    ]  # fmt: skip
    return answer({"data": found, "next": start + limit if len(pairs) > start + limit else None})


def _pair(request: HttpRequest, keep: str, absorb: str) -> HttpResponse:
    by = _merging(request)
    kept, gone = _project(by, keep), _project(by, absorb)
    pair, apart = pair_of(by, kept, gone), said_apart(by, kept, gone)
    return answer({
        "keep": _short(kept), "absorb": _short(gone), "both": pair.both, "reports_moving": pair.moving, "reports_then": pair.kept,
        "facts": [{"fact": label, "keep": one, "absorb": other, "same": same} for label, one, other, same in pair.rows],
        "apart": None if apart is None else _apart(apart),
    })  # fmt: skip


def _names(request: HttpRequest) -> HttpResponse:
    by, (start, limit) = _merging(request), _place(request)
    found = list(proposed_names(by)[start : start + limit + 1])
    return answer({"data": [_link(name) for name in found[:limit]], "next": start + limit if len(found) > limit else None})


def _confirm(request: HttpRequest) -> HttpResponse:
    by, given = _merging(request), taken(request, {"names": list, "reason": str})
    asked = given.get("names", [])
    if not 1 <= len(asked) <= MOST or not all(isinstance(key, int) and not isinstance(key, bool) and 0 < key < 2**63 for key in asked):
        raise hanging.wrong("names", _("Name 1 to %(most)d names by their numbers.") % {"most": MOST})
    chosen = list(proposed_names(by).filter(pk__in=asked))
    if len(chosen) < len(set(asked)):
        raise Http404
    done = confirm_links(by=by, names=chosen, reason=_why(given))
    return answer({"data": [_link(name) for name in done], "next": None})


def _aparts(request: HttpRequest) -> HttpResponse:
    by, (start, limit) = _merging(request), _place(request)
    found = list(kept_apart(by)[start : start + limit + 1])
    return answer({"data": [_apart(each) for each in found[:limit]], "next": start + limit if len(found) > limit else None})


def _keep_apart(request: HttpRequest) -> HttpResponse:
    by, given = _merging(request), taken(request, {"project": str, "other": str, "reason": str})
    pair = [_project(by, given.get(side, "")) for side in ("project", "other")]
    return answer(_apart(_joined(lambda: keep_apart(by=by, project=pair[0], other=pair[1], reason=_why(given)))), 201)


def _reconsider(request: HttpRequest, slug: str) -> HttpResponse:
    by, key = _merging(request), number_in(slug)
    apart = kept_apart(by).filter(pk=key).first() if key is not None else None
    if apart is None:
        raise Http404
    reconsider(by=by, apart=apart, reason=_why(taken(request, {"reason": str})))
    return HttpResponse(status=204)


def _undo(request: HttpRequest, slug: str) -> HttpResponse:
    by, number = _merging(request), number_in(slug)
    revision = Revision.objects.filter(organisation=by.organisation, number=number).first() if number is not None else None
    if revision is None:
        raise Http404
    return answer({"revision": undo_join(by=by, revision=revision, reason=_why(taken(request, {"reason": str}))).number})


def _merge(request: HttpRequest, slug: str) -> HttpResponse:
    by, given = _merging(request), taken(request, {"absorb": str, "reason": str})
    keep, absorb = _project(by, slug), _project(by, given.get("absorb", ""))
    merged = _joined(lambda: merge_projects(by=by, keep=keep, absorb=absorb, reason=_why(given)))
    return record_answer(request, registers["projects"], merged)


def _split(request: HttpRequest, slug: str) -> HttpResponse:
    by, given = _merging(request), taken(request, {"periods": list, "reason": str})
    project, named = _project(by, slug), given.get("periods", [])
    if not all(isinstance(name, str) for name in named):
        raise hanging.wrong("periods", _("Name the periods as the reports do."))
    there = {report.period.name: report.period for report in periods_of(by, project)}
    unknown = next((name for name in named if name not in there), None)
    if unknown is not None:
        raise hanging.wrong("periods", _("The project has no report for “%(name)s”.") % {"name": unknown[:80]})
    part = _joined(lambda: split_project(by=by, project=project, periods=[there[name] for name in named], reason=_why(given)))
    return record_answer(request, registers["projects"], part, 201)


def _merging(request: HttpRequest) -> Actor:
    """The asker, if there is a project that it may merge; else refused."""
    by = asker(request)
    if PROJECTS.reach(by, "merge").nothing:
        raise Refused(PROJECTS.subject, "merge", PROJECTS.allowed["merge"])
    return by


def _project(by: Actor, reference: str) -> Project:
    found = joinable(by).filter(ref=reference).first()
    if found is None:
        raise Http404
    return found


def _joined(act: Any) -> Any:
    """What an act gives; that two can't be one, or one can't be two, is a conflict in its own words."""
    try:
        return act()
    except CannotJoin as error:
        raise Problem("conflict", str(error)) from error


def _why(given: Mapping[str, Any]) -> str:
    reason = str(given.get("reason", ""))
    if len(reason) > hanging.LONGEST_REASON:
        raise hanging.wrong("reason", _("The reason is a text of at most 300 characters."))
    return reason.strip()


def _place(request: HttpRequest) -> tuple[int, int]:
    """Where the page of a list begins, and how many it has."""
    query = {name: str(value) for name, value in request.GET.items()}
    unknown = next((name for name in query if name not in ("limit", "after")), None)
    if unknown is not None:
        raise hanging.wrong(
            unknown, _("There is no parameter “%(name)s”. There are: %(known)s.") % {"name": unknown, "known": "limit, after"}
        )
    return hanging.number(query, "after", 10**9) or 0, hanging.number(query, "limit", hanging.MOST) or hanging.PAGE


def _short(project: Any) -> dict[str, str]:
    return {"ref": project.ref, "name": project.name}


def _link(name: Any) -> dict[str, Any]:
    told = {"name": name.name, "key": name.key, "source": name.source, "evidence": name.evidence}
    return {"id": name.pk, "project": _short(name.project), **told}


def _apart(apart: KeptApart) -> dict[str, Any]:
    return {
        "id": apart.pk, "one": _short(apart.one), "other": _short(apart.other), "reason": apart.reason,
        "said_by": apart.said_by.email if apart.said_by is not None else None, "said_at": apart.created_at,
    }  # fmt: skip
