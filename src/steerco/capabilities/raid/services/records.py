"""Records of the log are written, changed and removed here, all six kinds alike; what each asks beside is in `moves` and `settling`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from steerco.capabilities.projects.access import scopes_of
from steerco.capabilities.projects.queries import Project
from steerco.capabilities.raid.access import RAID
from steerco.capabilities.raid.models import (
    Action,
    Assumption,
    AssumptionState,
    Decision,
    DecisionState,
    Dependency,
    Issue,
    LogRecord,
    Risk,
    RiskState,
)
from steerco.capabilities.raid.services.moves import check_move
from steerco.capabilities.raid.services.settling import settle
from steerco.foundation.access.actor import Actor
from steerco.foundation.access.permissions import ScopeKey
from steerco.foundation.fields.values import checked_values
from steerco.foundation.ledger.models import Change
from steerco.foundation.ledger.snapshot import record_type
from steerco.foundation.ledger.writer import RevisionWriter, locked_head, revise
from steerco.foundation.registers.checks import as_changed, check_fields, given_reason, refuse, refuse_stale

L = TypeVar("L", bound=LogRecord)
PREFIXES: Mapping[type[LogRecord], str] = {
    Risk: "RSK-", Issue: "ISS-", Assumption: "ASM-", Dependency: "DEP-", Decision: "DEC-", Action: "ACT-",
}  # fmt: skip
NAMES: Mapping[type[LogRecord], str] = {
    Risk: "risks", Issue: "issues", Assumption: "assumptions", Dependency: "dependencies", Decision: "decisions", Action: "actions",
}  # fmt: skip
_ALL = ("project", "title", "owner", "raised_on", "state")
FIELDS: Mapping[type[LogRecord], tuple[str, ...]] = {
    Risk: (
        *_ALL, "cause", "event", "effect", "sign", "category", "theme", "actionee", "probability", "probability_band", "cost_amount",
        "time_days", "cost_band", "time_band", "quality_band", "benefit_band", "safety_band", "reputation_band", "residual_probability",
        "residual_probability_band", "residual_cost_amount", "residual_impact_band", "target_probability_band", "target_impact_band",
        "near_from", "near_until", "velocity", "triggers", "response", "response_plan", "fallback", "response_cost_amount", "currency",
        "secondary_to", "reviewed_on", "review_on", "outcome",
    ),
    Issue: (*_ALL, "kind", "description", "impact", "urgency", "due_on", "resolution", "risk"),
    Assumption: (*_ALL, "confidence", "if_false", "validate_by", "finding", "risk", "issue"),
    Dependency: (*_ALL, "giver", "giver_party", "kind", "acceptance", "need_by", "promised_on", "delivered_on"),
    Decision: (*_ALL, "options", "outcome", "decider", "decided_on", "rationale", "effects", "review_on", "issue"),
    Action: (*_ALL, "due_on", "priority", "source", "risk", "issue", "decision", "evidence"),
}  # fmt: skip
OWN_ACTION = frozenset({"state", "evidence"})
CREATED = {
    Risk: "create_risk", Issue: "create_issue", Assumption: "create_assumption", Dependency: "create_dependency",
    Decision: "create_decision", Action: "create_action",
}  # fmt: skip
CHANGED = {
    Risk: "update_risk", Issue: "update_issue", Assumption: "update_assumption", Dependency: "update_dependency",
    Decision: "update_decision", Action: "update_action",
}  # fmt: skip
REMOVED = {
    Risk: "delete_risk", Issue: "delete_issue", Assumption: "delete_assumption", Dependency: "delete_dependency",
    Decision: "delete_decision", Action: "delete_action",
}  # fmt: skip


def scopes_of_record(record: LogRecord) -> frozenset[ScopeKey]:
    """Every scope in which a record lies: that of its project; a dependency lies in that of the giver, too."""
    found = scopes_of(record.project)
    if isinstance(record, Dependency) and record.giver is not None:
        found |= scopes_of(record.giver)
    return found


def level_of(record: LogRecord) -> int:
    """How confidential a record is: as its project; a dependency as the more confidential of two."""
    giver = record.giver if isinstance(record, Dependency) else None
    return max(record.project.confidentiality, giver.confidentiality if giver is not None else 0)


def require(by: Actor, action: str, record: LogRecord) -> None:
    """Raises `Refused` unless the actor may do this to the record."""
    RAID.require(by, action, scopes=scopes_of_record(record), level=level_of(record))


def create_record(
    model: type[L], *, by: Actor, project: Project, custom: Mapping[str, Any] | None = None, reason: str = "", **fields: Any
) -> L:
    """A new record of a project's log, with the organisation's next reference."""
    RAID.require(by, "raise" if model is Issue else "create", scopes=scopes_of(project), level=project.confidentiality)
    with revise(by, CREATED[model], reason=reason) as revision:
        return write_new(revision, by, model, project, custom=custom, **fields)


def write_new(
    revision: RevisionWriter, by: Actor, model: type[L], project: Project, custom: Mapping[str, Any] | None = None, **fields: Any
) -> L:
    """Writes a new record inside an act whose permission was asked."""
    record = as_changed(model(organisation=by.organisation, project=project), fields, FIELDS[model])
    record.custom = checked_values(NAMES[model], by, {}, custom or {})
    if isinstance(record, Decision) and record.state != DecisionState.PROPOSED:
        require(by, "decide", record)
    record.ref = next_reference(by, model)
    _prepared(by, record, None)
    made = revision.create(record)
    _follow(revision, by, None, made)
    return made


def update_record(
    *, by: Actor, record: LogRecord, version: int | None = None, custom: Mapping[str, Any] | None = None, reason: str = "", **changes: Any
) -> LogRecord:
    """Changes fields of a record; its owner may say how far an action is without the right to edit the log."""
    if not (isinstance(record, Action) and not custom and set(changes) <= OWN_ACTION and _is_mine(by, record)):
        require(by, "edit", record)
    refuse_stale(record, version)
    draft = as_changed(record, changes, FIELDS[type(record)])
    if draft.project_id != record.project_id:
        RAID.require(by, "create", scopes=scopes_of(draft.project), level=draft.project.confidentiality)
    if isinstance(draft, Decision) and isinstance(record, Decision):
        _refuse_fixed(by, record, draft)
    if custom:
        draft.custom = checked_values(NAMES[type(record)], by, record.custom, custom)
    with revise(by, CHANGED[type(record)], reason=reason) as revision:
        write_changed(revision, by, record, draft)
    return record


def write_changed(revision: RevisionWriter, by: Actor, record: LogRecord, draft: LogRecord) -> None:
    """Writes what differs between a record and its draft inside an act, with all that follows from it."""
    _prepared(by, draft, record)
    fields = [field.name for field in record._meta.concrete_fields if field.name not in ("version", "updated_at", "created_at")]
    before = as_changed(record, {}, ())
    revision.update(record, **{name: getattr(draft, name) for name in fields if getattr(draft, name) != getattr(record, name)})
    _follow(revision, by, before, record)


def delete_record(*, by: Actor, record: LogRecord, reason: str = "") -> None:
    """Removes a record that was entered by mistake; the ledger keeps it. A decision in force is reversed, never removed."""
    require(by, "delete", record)
    if isinstance(record, Decision) and record.state != DecisionState.PROPOSED:
        refuse("__all__", _("Refused: a decision that was recorded stays. Reverse it with a new one."))
    with revise(by, REMOVED[type(record)], reason=given_reason(reason)) as revision:
        revision.delete(record)


def next_reference(by: Actor, model: type[LogRecord]) -> str:
    """The next reference of a kind, never given twice. Call it inside `revise`: the ledger's head is locked until it is written."""
    locked_head(by.organisation)
    prefix = PREFIXES[model]
    living = model.objects.filter(ref__startswith=prefix).order_by("-id").values_list("ref", flat=True)[:1]
    gone = Change.objects.filter(record_type=record_type(model), action=Change.DELETED, revision__organisation=by.organisation)
    refs = [*living, *gone.order_by("-record_id").values_list("before__ref", flat=True)[:1]]
    last = max((int(ref.removeprefix(prefix)) for ref in refs if ref.removeprefix(prefix).isdecimal()), default=0)
    return f"{prefix}{last + 1:04d}"


def _prepared(by: Actor, draft: LogRecord, record: LogRecord | None) -> None:
    settle(draft, record)
    check_fields(draft, by)
    for name in ("risk", "issue", "decision", "secondary_to", "reverses"):
        linked = getattr(draft, name, None)
        if linked is not None and linked.project_id != draft.project_id:
            refuse(name, _("This belongs to another project."))
    check_move(record, draft)


def _follow(revision: RevisionWriter, by: Actor, before: LogRecord | None, record: LogRecord) -> None:
    """What a state brings with it: a risk that happened becomes an issue; a false assumption raises one, if nothing was raised yet."""
    was = getattr(before, "state", None)
    if isinstance(record, Risk) and record.state == RiskState.OCCURRED != was and not record.issues.exists():
        words = _("Risk %(ref)s has happened: %(event)s") % {"ref": record.ref, "event": record.event or record.title}
        plan = _("Fallback plan: %(plan)s") % {"plan": record.fallback} if record.fallback else ""
        write_new(
            revision, by, Issue, record.project, title=record.title, owner=record.owner, risk=record, impact=_degree(record.impact_band),
            urgency=_degree(record.impact_band), description="\n".join(part for part in (words, record.effect, plan) if part),
        )  # fmt: skip
    raised = isinstance(record, Assumption) and (record.risk_id or record.issue_id)
    if isinstance(record, Assumption) and record.state == AssumptionState.FALSE != was and not raised:
        said = "\n".join(part for part in (record.finding, record.if_false) if part)
        title = (_("Not true: %(title)s") % {"title": record.title})[:300]
        made = write_new(revision, by, Issue, record.project, title=title, owner=record.owner, description=said)
        revision.update(record, issue=made)


def _degree(band: int | None) -> int:
    """The degree from 1 to 4 of an impact band from 1 to 5; moderate where nobody said it."""
    return 2 if band is None else max(1, min(band, 5) - 1)


def _is_mine(by: Actor, action: Action) -> bool:
    may = RAID.allows(by, "create", scopes=scopes_of_record(action), level=level_of(action))
    return may and action.owner is not None and by.account is not None and action.owner.account_id == by.account.pk


def _refuse_fixed(by: Actor, record: Decision, draft: Decision) -> None:
    """What was decided stays as it was recorded; recording and reversing are for who decides."""
    if draft.state != record.state:
        require(by, "decide", record)
        if draft.state == DecisionState.REVERSED:
            refuse("state", _("Reverse it with a new decision that says why."))
    kept = ("title", "options", "outcome", "decider_id", "decided_on", "rationale", "project_id")
    if record.state != DecisionState.PROPOSED and any(getattr(record, name) != getattr(draft, name) for name in kept):
        refuse("__all__", _("Refused: a recorded decision stays as it is. Reverse it with a new one."))
