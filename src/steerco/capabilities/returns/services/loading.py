"""A return becomes published reports: one a project and period, each gap with its reason; only the newest changes current facts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from steerco.capabilities.people.queries import OrgUnit
from steerco.capabilities.people.services import units_from_source
from steerco.capabilities.projects import services as projects
from steerco.capabilities.projects.queries import projects as projects_seen
from steerco.capabilities.returns.services import extras
from steerco.capabilities.returns.services.effects import effects_of, odd_amounts, odd_dates
from steerco.capabilities.returns.services.twice import twice
from steerco.capabilities.status.access import REPORTS
from steerco.capabilities.status.queries import (
    ReportingPeriod,
    ReportState,
    Scale,
    StatusReport,
    Topic,
    last_status_dates,
    standing_reports,
)
from steerco.capabilities.status.services import NOT_IN_RETURN, ReturnedReport, ensure_period, facts_from, publish_returned, use_scale
from steerco.foundation.access.actor import Actor
from steerco.foundation.imports.problems import CHECK, Problem
from steerco.foundation.imports.sheets import NOTHING, Record, Sheet
from steerco.foundation.imports.targets import Effect, Match, Outcome, TargetField, too_long
from steerco.foundation.imports.values import Gap, choice_fold
from steerco.foundation.ledger.fresh import fresh
from steerco.foundation.ledger.writer import RevisionWriter
from steerco_engine.names import Naming, fold, key_fold

AMOUNTS = ("whole_life_cost_amount", "year_budget_amount", "year_forecast_amount", "benefits_amount")
AT_ONCE = 2000
_IN_BETWEEN = frozenset({"amber_green", "amber_red"})


class StatusReturns:
    """The import target for lists and returns: each row is one project's report for the date of the file."""

    key = "status_returns"
    register = "projects"
    fields = (
        TargetField("name", "Project name", "text", required=True, max_length=300),
        TargetField("key", "Key", "text", max_length=80),
        TargetField("unit", "Department or unit", "text", max_length=160),
        TargetField("category", "Category", "text", max_length=120),
        TargetField("description", "Description", "words"),
        TargetField("owner", "Owner", "text", max_length=120),
        TargetField("programme", "Programme", "text", max_length=200),
        TargetField("state", "Life state", "choice"),
        TargetField("confidence", "Confidence", "choice"),
        TargetField("start_on", "Start date", "date"),
        TargetField("end_on", "End date", "date"),
        TargetField("whole_life_cost_amount", "Whole-life cost", "money"),
        TargetField("year_budget_amount", "Year’s budget", "money"),
        TargetField("year_forecast_amount", "Year’s forecast", "money"),
        TargetField("benefits_amount", "Benefits", "money"),
        *(TargetField(f"narrative.{topic.value}", str(topic.label), "words") for topic in Topic),
    )

    def require(self, by: Actor, level: int = 0) -> None:
        """Raises `Refused` unless the actor may import reports for the whole organisation, up to this confidentiality."""
        REPORTS.require(by, "import", level=level)

    def load(self, by: Actor, writer: RevisionWriter, sheet: Sheet) -> Outcome:
        """Writes one report a row; see the module."""
        self.require(by)
        return _Load(by, writer, sheet).run()


@dataclass(slots=True)
class _Load:
    """One sheet on its way into the records."""

    by: Actor
    writer: RevisionWriter
    sheet: Sheet
    outcome: Outcome = field(default_factory=Outcome)
    units: dict[str, OrgUnit] = field(default_factory=dict)
    extras: extras.Extras = field(default_factory=extras.Extras)
    codes: dict[str, str] = field(default_factory=dict)
    coarse: str | None = None
    now: dt.datetime = field(default_factory=timezone.now)

    def run(self) -> Outcome:
        records = self._accepted()
        self.units = units_from_source(self.by, self.writer, self._units_named(records))
        self.extras = extras.prepared(self.by, self.writer, self.sheet, records)
        period = self._period()
        identified = self._identify(records, period)
        self._write(records, identified, period)
        self._into_portfolio([found.project for found in identified.values()])
        return self.outcome

    def _accepted(self) -> list[Record]:
        """The rows that can be loaded; each other one is counted as refused, with the reason and the place."""
        seen: dict[tuple[str, ...], int] = {}
        accepted: list[Record] = []
        against = {record.number: _reason_against(record) for record in self.sheet.records}
        groups = twice(self.sheet, [record for record in self.sheet.records if not against[record.number][0]], self._identity)
        self.outcome.matches.extend(group.as_match(self.sheet) for group in groups.values())
        for record in self.sheet.records:
            reason, blamed = against[record.number]
            identity = self._identity(record)
            group = None if reason else groups.get(identity)
            if group is not None and group.leaves_out(record):
                self._leave_out(record, _("Record %(number)d counts, as you chose.") % {"number": group.kept}, _("Left out"))
                continue
            if not reason and len(identity) == 1 and identity in seen and self._repeats(record, seen[identity]):
                continue
            if not reason and identity in seen and not (group is not None and group.every):
                said = _("Record %(number)d has the same key. Choose one of them under Matches, or give one another key.")
                if len(identity) > 1:
                    said = _("Record %(number)d has the same name. Choose under Matches, rename one, or add keys that tell them apart.")
                reason = said % {"number": seen[identity]}
                blamed = "key" if len(identity) == 1 else "name"
            if not reason and (reason := self._too_fine(record)):
                blamed = "confidence"
            if reason:
                self.outcome.refuse(self.sheet, record, reason, blamed)
            else:
                seen[identity] = record.number
                accepted.append(record)
        return accepted

    def _identity(self, record: Record) -> tuple[str, ...]:
        """What makes two rows the same project: the key alone, else name and unit."""
        key = key_fold(record.text("key"))
        return (key,) if key else ("", fold(record.text("name")), fold(self._code(record.text("unit"))))

    def _repeats(self, record: Record, number: int) -> bool:
        """Whether a row says word for word what an earlier one of the file says; then it is counted once, and that is said."""
        first = next(earlier for earlier in self.sheet.records if earlier.number == number)
        if any(record.cells[name].text != cell.text for name, cell in first.cells.items()):
            return False
        self._leave_out(record, _("Record %(number)d says the same word for word.") % {"number": number}, _("Counted once"))
        return True

    def _leave_out(self, record: Record, said: str, action: str) -> None:
        """Leaves out a row in whose place another one counts, and says so at its cell; no sum counts it."""
        cell, where = record.cells["name"], record.text("name")[:120]
        self.outcome.rows["left_out"] += 1
        self.outcome.refused.add(record.number)
        self.outcome.problems.append(Problem(self.sheet.file, cell.row, cell.column, said, CHECK, where=where, action=action))

    def _code(self, text: str) -> str:
        """A unit as the profile spells it; upper and lower case don't matter."""
        code = self.codes.get(text)
        if code is None:
            profile, folded = self.sheet.profile, text.casefold()
            known = (code for code in profile.context.get("units", {}) if code.casefold() == folded)
            code = self.codes[text] = profile.spelled.get(choice_fold(text)) or next(known, text)
        return code

    def _units_named(self, records: Sequence[Record]) -> dict[str, str]:
        official: Mapping[str, str] = self.sheet.profile.context.get("units", {})
        codes = {self._code(record.text("unit")) for record in records if record.text("unit")}
        return {code: official.get(code, code) for code in codes}

    def _period(self) -> ReportingPeriod:
        sheet = self.sheet
        changed = str(sheet.profile.context.get("scale_changed_in", "")) if sheet.scale == "three" else ""
        period = ensure_period(
            self.by, self.writer, status_on=sheet.status_on, name=sheet.label, scale=sheet.scale, scale_changed_in=changed,
            budget_year=sheet.budget_year,
        )  # fmt: skip
        if sheet.scale == Scale.FIVE and period.scale == Scale.THREE and not sheet.profile.datings:
            use_scale(self.by, self.writer, period, Scale.FIVE)
        return period

    def _reported_in(self, period: ReportingPeriod) -> bool:
        return StatusReport.objects.filter(period=period, state=ReportState.PUBLISHED).exists()

    def _too_fine(self, record: Record) -> str:
        """Why a rating between two points can't be loaded: its period is reported in on three. Empty where it can."""
        if record.value("confidence") not in _IN_BETWEEN:
            return ""
        if self.coarse is None:
            known = ReportingPeriod.objects.filter(status_on=self.sheet.status_on, scale=Scale.THREE).first()
            self.coarse = str(known) if known is not None and self._reported_in(known) else ""
        said = _(
            "“%(text)s” stands between two of the three points of %(period)s. Rate it Green, Amber or Red, or load it for another date."
        )
        return said % {"text": record.cells["confidence"].text[:80], "period": self.coarse} if self.coarse else ""

    def _identify(self, records: Sequence[Record], period: ReportingPeriod) -> dict[int, projects.Identified]:
        by_ref = {str(record.number): record for record in records}
        namings = [Naming(str(r.number), r.text("name"), r.text("key"), self._code(r.text("unit"))) for r in records]
        context = self.sheet.profile.context
        found = projects.identify(
            self.by, self.writer, source=period.name, namings=namings, same_unit=same_unit(context.get("follows", {})),
            fields_of=lambda ref: self._new_fields(by_ref[ref], period), name_identifies=bool(context.get("name_identifies")),
            decided=self._decided(), told=lambda ref: _evidence(by_ref[ref]),
        )  # fmt: skip
        candidates = {int(c.known) for identified in found.values() for c in identified.candidates}
        named = projects_seen(self.by).filter(pk__in=candidates).values_list("pk", "ref", "name", "confidentiality")
        refs = {pk: (ref, name) for pk, ref, name, _level in named}
        self._name({pk: level for pk, *_words, level in named})
        self._name({identified.project.pk: identified.project.confidentiality for identified in found.values()})
        self.outcome.made.update(identified.project.pk for identified in found.values() if identified.new)
        decided = self._decided()
        for record in records:
            identified = found.get(str(record.number))
            if identified is None:
                self.outcome.refuse(self.sheet, record, _("You may not report for this project."))
            else:
                self._note_match(record, identified, refs, decided=str(record.number) in decided)
        return {int(ref): identified for ref, identified in found.items()}

    def _decided(self) -> dict[str, str]:
        """What a person has said of single rows: which known project each is, or that it is new."""
        return {key.removeprefix("match:"): said for key, said in self.sheet.answers.items() if key.startswith("match:")}

    def _note_match(
        self, record: Record, identified: projects.Identified, refs: Mapping[int, tuple[str, str]], *, decided: bool
    ) -> None:  # fmt: skip
        if not decided and ((identified.new and not identified.candidates) or identified.link == "key"):
            return
        candidates = tuple(
            {"project_id": pk, "ref": refs[pk][0], "name": refs[pk][1], "score": c.score, "evidence": c.evidence}
            for c in identified.candidates if (pk := int(c.known)) in refs
        )  # fmt: skip
        known = None if identified.new else identified.project
        self.outcome.matches.append(
            Match(record.number, record.text("name"), known.name if known else "", identified.link, identified.evidence, candidates,
                  linked_ref=known.ref if known else "", decided=decided)
        )  # fmt: skip

    def _new_fields(self, record: Record, period: ReportingPeriod) -> dict[str, Any]:
        fields = facts_from(SimpleNamespace(**self._told(record), period=period))
        fields.pop("name")
        fields.pop("key", None)
        state = self.sheet.profile.context.get("project_state", "proposed")
        return {"state": state, **fields, **self.extras.of(record, {})}

    def _told(self, record: Record) -> dict[str, Any]:
        """What a row says of its project: the fields of a report, a missing fact as None with its reason among the gaps."""
        gaps: dict[str, Any] = {}
        facts: dict[str, Any] = dict.fromkeys(StatusReport.FACTS)
        facts["confidence"] = ""
        cells = record.cells
        for name in StatusReport.FACTS:
            said = cells.said(name)
            if said is NOTHING:
                gaps[name] = {"kind": NOT_IN_RETURN, "text": ""}
            elif type(said) is Gap:
                gaps[name] = {"kind": said.kind, "text": said.text}
            else:
                facts[name] = said
        unit = record.text("unit")
        facts["gaps"], facts["currency"] = gaps, record.currency or self.sheet.currency
        facts["unit"], facts["reported_unit"] = self.units.get(self._code(unit)) if unit else None, unit
        facts["reported_name"], facts["reported_key"] = record.text("name"), record.text("key")
        facts["reported_category"] = record.text("category")
        return facts

    def _report(self, record: Record, project_id: int, period: ReportingPeriod) -> StatusReport:
        """The report of one row, not yet written."""
        rated = record.cells.get("confidence")
        return fresh(
            StatusReport, organisation=self.by.organisation, project_id=project_id, period=period, state=ReportState.PUBLISHED,
            confidence_by=rated.by if rated is not None and rated.gap is None else "",
            price_basis=self.sheet.profile.context.get("price_basis", "unstated"), author=self.by.account, published_at=self.now,
            **self._told(record),
        )  # fmt: skip

    def _write(self, records: Sequence[Record], identified: Mapping[int, projects.Identified], period: ReportingPeriod) -> None:
        last = last_status_dates({found.project.pk for found in identified.values()})
        fresh: set[int] = set()
        replaced: list[str] = []
        told = [record for record in records if record.number in identified]
        for start in range(0, len(told), AT_ONCE):
            self._publish(told[start : start + AT_ONCE], identified, period, last, fresh, replaced)
        self.outcome.problems.extend(odd_amounts(self.sheet, records, identified, period))
        self.outcome.problems.extend(odd_dates(self.sheet, records))
        effects, gone = effects_of(self.by, records, identified, period, replaced, fresh=fresh)
        if self.extras.made:
            effects.insert(2, Effect("people", _("New people"), len(self.extras.made), self.extras.made))
        self.outcome.problems.extend(self.extras.problems)
        self.outcome.problems.extend(self.extras.own.problems if self.extras.own is not None else ())
        self.outcome.effects.extend(effects)
        self._name(gone)

    def _publish(
        self, records: Sequence[Record], identified: Mapping[int, projects.Identified], period: ReportingPeriod,
        last: Mapping[int, dt.date], fresh: set[int], replaced: list[str],
    ) -> None:  # fmt: skip
        """Writes what some rows say that their project's report didn't say before; notes whose project is news, and what is replaced."""
        standing, editions = standing_reports(period, [identified[record.number].project.pk for record in records])
        returned: list[ReturnedReport] = []
        facts: list[tuple[Record, StatusReport]] = []
        for record in records:
            found = identified[record.number]
            pk = found.project.pk
            old, old_words = standing.get(pk, (None, {}))
            one = ReturnedReport(self._report(record, pk, period), _words(record), old)
            if one.says_the_same(old_words):
                self.outcome.rows["unchanged"] += 1
                continue
            self.outcome.rows["created" if old is None else "changed"] += 1
            returned.append(one)
            fresh.add(pk)
            replaced.extend([old.reported_name] if old is not None else [])
            if not found.new and last.get(pk, period.status_on) <= period.status_on:
                facts.append((record, one.report))
        known = projects_seen(self.by, "import").in_bulk([report.project_id for _record, report in facts])
        for record, report in facts:
            project = known[report.project_id]
            said = {**facts_from(report), **self.extras.of(record, project.custom)}
            projects.update_from_report(self.by, self.writer, project, said)
        publish_returned(self.by, self.writer, returned, editions)

    def _name(self, levels: Mapping[int, int]) -> None:
        """Notes which projects the report names, and how confidential they are."""
        self.outcome.named.update(levels)
        self.outcome.level = max(self.outcome.level, *levels.values(), 0)

    def _into_portfolio(self, found: Sequence[Any]) -> None:
        context, answers = self.sheet.profile.context, self.sheet.answers
        ref = answers.get("portfolio_ref") or context.get("portfolio_ref")
        if not ref or not found:
            return
        portfolio = projects.ensure_portfolio(
            self.by, self.writer, ref=str(ref), name=answers.get("portfolio_name") or str(context.get("portfolio_name", ref)),
            membership=str(context.get("portfolio_membership", "listed")), source_note=str(context.get("source_note", "")),
        )  # fmt: skip
        projects.ensure_memberships(self.by, self.writer, portfolio, found)


def _words(record: Record) -> dict[str, str]:
    said = {name.removeprefix("narrative."): record.text(name) for name in record.cells if name.startswith("narrative.")}
    return {topic: text for topic, text in said.items() if text}


def _reason_against(record: Record) -> tuple[str, str]:
    """Why a row can't be loaded, and the field at fault; an empty reason where it can."""
    if not record.text("name"):
        return _("The project has no name."), "name"
    return too_long(StatusReturns.fields, record)


def same_unit(follows: Mapping[str, Sequence[str]]) -> Any:
    """Whether two unit codes may stand for one: equal, not given, or one took over the other's work at some time."""

    def before(code: str) -> set[str]:
        found: set[str] = set()
        waiting = list(follows.get(code, ()))
        while waiting:
            unit = waiting.pop()
            if unit not in found:
                found.add(unit)
                waiting.extend(follows.get(unit, ()))
        return found

    def agree(one: str, other: str) -> bool:
        return not one or not other or fold(one) == fold(other) or one in before(other) or other in before(one)

    return agree


def _evidence(record: Record) -> dict[str, str]:
    """What a row says that speaks for or against its being a known project."""
    return {projects.START: _iso(record.value("start_on")), projects.END: _iso(record.value("end_on")), projects.COST: _amount(record)}


def _iso(value: Any) -> str:
    return value.isoformat() if value is not None else ""


def _amount(record: Record) -> str:
    value = record.value("whole_life_cost_amount")
    return format(value, ".2f") if value is not None else ""
