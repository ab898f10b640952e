"""What the page of one project shows, put together for its template."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib.humanize.templatetags.humanize import apnumber
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.timezone import localdate
from django.utils.translation import gettext, ngettext

from steerco.capabilities.dossiers.queries.record import ProjectRecord, Return
from steerco.capabilities.dossiers.views import picture
from steerco.capabilities.dossiers.views.excerpts import excerpt, told_topic
from steerco.capabilities.dossiers.views.facts import MARKS, OpenPoint, facts_say, open_points
from steerco.capabilities.dossiers.views.story import summary
from steerco.capabilities.dossiers.views.words import words_changed
from steerco.capabilities.status.queries import gap_of, rating_told, topic_label
from steerco.foundation.ledger.activity import said
from steerco.foundation.ledger.queries import Act
from steerco.foundation.ledger.wording import label_of, model_of
from steerco.foundation.ui.amounts import Unit, unit_of, years
from steerco.foundation.ui.figures import day, sign_of
from steerco.foundation.ui.svg import mark

if TYPE_CHECKING:
    from steerco.capabilities.status.queries import StatusReport

_TOLD = ("projects.project", "status.statusreport")


@dataclass(frozen=True, slots=True)
class Column:
    """One return as the page writes it, beside its picture."""

    place: Return
    mark: str
    quote: str
    quote_repeated: bool
    facts: SafeString
    as_at: str
    rating: str
    numbers: tuple[tuple[str, str], ...]
    break_words: str
    url: str


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One revision in the history card."""

    revision: Act
    verb: str
    told: str
    on: str


@dataclass(frozen=True, slots=True)
class Tab:
    """A facet of the project: its words, address, whether it is open, and its count."""

    label: str
    href: str
    current: bool
    count: int | None = None
    lead: str = ""


def page_context(record: ProjectRecord) -> dict[str, Any]:
    """Everything that the overview shows."""
    topic = told_topic(column.words for column in record.returns)
    reports = [column.report for column in record.reported if column.report is not None]
    cost_unit = unit_of(report.whole_life_cost_amount for report in reports)
    year_unit = unit_of(amount for report in reports for amount in (report.year_forecast_amount, report.year_budget_amount))
    columns = [_column(column, record, topic) for column in record.returns]
    return {
        **frame(record, "project"),
        "story": summary(record),
        "columns": columns,
        "newest_first": columns[::-1],
        "cost_note": _cost_note(record, cost_unit),
        "fillers": range(max(picture.FEWEST_SLOTS - len(record.returns), 0)),
        "caption": _caption(record),
        "topic": topic_label(topic) if topic else "",
        "confidence_row": picture.confidence_row(record),
        "end_row": picture.end_row(record),
        "cost_row": picture.cost_row(record, cost_unit),
        "year_row": picture.year_row(record, year_unit),
        "words": words_changed(record.compared, record.latest),
        "open_points": points(record),
        "history": [history_line(revision, record.project.name) for revision in record.history],
    }


def frame(record: ProjectRecord, current: str) -> dict[str, Any]:
    """What every tab of a project shows: identity, tabs, dates, neighbours."""
    ref = record.project.ref
    return {
        **heading(record),
        "record": record,
        "tabs": tabs(record, current),
        "dates": [period.status_on for period in reversed(record.periods)],
        "edit_url": address("project_edit", ref) if record.may_edit and not record.is_past else "",
        "write_url": address("report_write", ref) if record.may_report and not record.is_past else "",
        "by_hand": by_hand(record),
        "against_on": record.against.status_on if record.against else None,
    }


def heading(record: ProjectRecord) -> dict[str, Any]:
    """What the head of every page of a project shows, whether its parts are kept or not."""
    return {
        "project": record.project,
        "identity": identity(record),
        "presence": _presence(record),
        "held": _held(record),
        "past_on": record.as_of.status_on if record.is_past and record.as_of else None,
        "past_back": reverse("project", args=[record.project.ref]),
        "nav_current": "projects",
    }


def identity(record: ProjectRecord) -> str:
    """Former names, key, unit, category, owner, and the life state where no report says how it stands."""
    project = record.project
    parts = [_former_names(record), project.key, str(project.unit or ""), project.category, str(project.programme or "")]
    if project.owner is not None:
        parts.append(gettext("owner %(name)s") % {"name": project.owner})
    if not record.reported:
        parts.append(project.get_state_display())
    return " · ".join(part for part in parts if part)


def tabs(record: ProjectRecord, current: str) -> list[Tab]:
    """The facets of a project that have content and that the reader may see."""
    count, ref = len(record.reported), record.project.ref
    elsewhere = {name: f"{reverse(name)}?{urlencode({'project': ref})}" for name in ("tasks", "exposure")}
    if record.is_past and record.as_of is not None:
        elsewhere["project_health"] = f"{reverse('project_health', args=[ref])}?as_of={record.as_of.status_on}"
    facets = [
        ("project", gettext("Overview"), True, None),
        ("project_reports", gettext("Reports"), bool(count), count),
        ("project_health", gettext("Health"), bool(count), None),
        ("exposure", gettext("Risks and issues"), record.may_read_log, record.log.all),
        ("tasks", gettext("Tasks"), bool(record.tasks.all), record.tasks.all),
        ("project_people", gettext("People"), True, None),
        ("project_files", gettext("Files"), True, None),
        ("project_history", gettext("History"), record.may_read_history, None),
    ]
    leads = {
        "project_reports": gettext("Published reports of this project, of all periods up to the date of the page."),
        "exposure": gettext("Open risks, issues, assumptions, dependencies, decisions and actions of this project."),
        "tasks": gettext("Tasks of this project that you may see, done ones too."),
    }
    return [
        Tab(label, elsewhere.get(name) or reverse(name, args=[ref]), name == current, number, leads.get(name, ""))
        for name, label, there, number in facets
        if there
    ]


def points(record: ProjectRecord) -> list[OpenPoint]:
    """What is still open, with the addresses that are there."""
    may_act = record.may_edit and not record.is_past
    return open_points(record, address("project_edit", record.project.ref) if may_act else "", address("merge") if may_act else "")


def history_line(revision: Act, name: str) -> HistoryLine:
    """A revision in one line: what was done, to which report, and to which fields of the project."""
    told: list[str] = []
    fields: list[str] = []
    for change in revision.touching:
        model = model_of(change.record_type)
        if change.action == "changed" and model is not None:
            fields += [label_of(model, field).lower() for field in change.after or {}]
        elif change.record_type in _TOLD:
            told.append(change.record_label.removeprefix(f"{name}, "))
    more = len(set(fields)) - 2
    if fields:
        told += list(dict.fromkeys(fields))[:2]
    tail = ngettext(" and %(count)d more field", " and %(count)d more fields", more) % {"count": more} if more > 0 else ""
    return HistoryLine(revision, said(revision.verb), ", ".join(told) + tail, day(localdate(revision.at)))


def address(name: str, *args: str) -> str:
    """The address of a page, or nothing where no room offers it."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def report_url(ref: str, status_on: dt.date) -> str:
    """Where the report of a period is read."""
    return reverse("report", args=[ref, status_on.isoformat()])


def _column(column: Return, record: ProjectRecord, topic: str) -> Column:
    report, said, status_on = column.report, facts_say(column, record), day(column.period.status_on)
    return Column(
        place=column,
        mark=MARKS[report.confidence] if report is not None else "",
        quote=excerpt(column.words.get(topic, "")) if topic else "",
        quote_repeated=topic in column.repeated,
        facts=format_html("{}<span>{}</span>", mark(said.mark, "", said.label), said.text),
        as_at="" if status_on.split() == column.period.name.split() else gettext("as at %(date)s") % {"date": status_on},
        rating=rating_told(report) if report is not None else "",
        numbers=_numbers(report) if report is not None else (),
        break_words=_break(column) if column.new_scale else "",
        url=report_url(record.project.ref, column.period.status_on) if report is not None else "",
    )


def _numbers(report: StatusReport) -> tuple[tuple[str, str], ...]:
    unit = unit_of([report.whole_life_cost_amount])
    year = unit_of([report.year_forecast_amount, report.year_budget_amount])
    cost, forecast, budget = report.whole_life_cost_amount, report.year_forecast_amount, report.year_budget_amount
    told_year = gap_of(report.gaps, "year_forecast_amount").short if forecast is None else year.money(forecast, report.currency)
    if forecast is not None and budget is not None:
        told_year = gettext("%(forecast)s of %(budget)s") % {"forecast": told_year, "budget": year.figure(budget)}
    return (
        (gettext("End date"), day(report.end_on) if report.end_on else gap_of(report.gaps, "end_on").short),
        (
            gettext("Whole-life cost"),
            gap_of(report.gaps, "whole_life_cost_amount").short if cost is None else unit.money(cost, report.currency),
        ),
        (gettext("Year forecast, budget"), told_year),
    )


def _break(column: Return) -> str:
    period = column.period.scale_changed_in or column.period.name
    points = column.period.get_scale_display()
    return gettext("%(period)s: the scale becomes %(points)s. Do not compare across this line.") % {"period": period, "points": points}


def _cost_note(record: ProjectRecord, unit: Unit) -> str:
    latest = record.latest.report if record.latest else None
    if latest is None:
        return ""
    basis = gettext("price basis not given") if latest.price_basis == "unstated" else str(latest.get_price_basis_display())
    return ", ".join(part for part in (f"{sign_of(latest.currency)}{unit.letter}", basis) if part)


def _former_names(record: ProjectRecord) -> str:
    former: dict[str, str] = {}
    for column in record.reported:
        if column.report is not None and column.report.reported_name.casefold().split() != record.project.name.casefold().split():
            former[" ".join(column.report.reported_name.split())] = column.period.name
    if not former:
        return ""
    newest = record.latest.report if record.latest is not None else None
    if newest is not None and record.renamed_on is not None and not record.is_past:
        former[" ".join(newest.reported_name.split())] = day(record.renamed_on)
    listed = [gettext("%(name)s until %(period)s") % {"name": name, "period": period} for name, period in former.items()]
    return gettext("Named %(names)s") % {"names": ", ".join(listed)}


def by_hand(record: ProjectRecord) -> list[str]:
    """What was typed over the newest published report, a sentence each; nothing on a past date."""
    newest = record.latest.report if record.latest is not None else None
    if newest is None or record.is_past:
        return []
    told = []
    for fact in record.by_hand:
        held, published = _fact_told(record.project, fact.name), _fact_told(newest, fact.name)
        label = label_of(type(record.project), fact.name)
        words = {"label": label, "held": held, "published": published, "period": newest.period.name}
        if fact.since is None:
            told.append(gettext("%(label)s on record: %(held)s; published in %(period)s: %(published)s.") % words)
        else:
            words["since"] = day(fact.since)
            told.append(gettext("%(label)s on record since %(since)s: %(held)s; published in %(period)s: %(published)s.") % words)
    return told


def _fact_told(record: Any, name: str) -> str:
    value = getattr(record, name)
    if value is None:
        return gap_of(getattr(record, "gaps", {}), name).short
    return day(value) if isinstance(value, dt.date) else unit_of([value]).money(value, record.currency)


def _presence(record: ProjectRecord) -> str:
    if not record.reported:
        return "" if record.portfolios else gettext("in no portfolio yet")
    counts = {"given": len(record.reported), "total": record.periods_so_far}
    if record.of_returns:
        return ngettext("in %(given)d of %(total)d return", "in %(given)d of %(total)d returns", record.periods_so_far) % counts
    return ngettext("%(given)d report for %(total)d period", "%(given)d reports for %(total)d periods", record.periods_so_far) % counts


def _held(record: ProjectRecord) -> tuple[tuple[str, str], ...]:
    """What explains in how many returns a project is: each return so far, and what it said."""
    if not record.reported:
        return ()
    told = {column.period.pk: column.rating_told for column in record.returns}
    so_far = [period for period in record.periods if record.as_of is not None and period.status_on <= record.as_of.status_on]
    return tuple((period.name, told.get(period.pk) or gettext("not in it")) for period in so_far)


def _caption(record: ProjectRecord) -> str:
    count = len(record.reported)
    returns = ngettext("%(count)s published return, read down", "%(count)s published returns, read down each column", count)
    reports = ngettext("%(count)s published report, read down", "%(count)s published reports, read down each column", count)
    told = (returns if record.of_returns else reports) % {"count": str(apnumber(count)).capitalize()}
    missing = [column.period.name for column in record.returns if column.report is None]
    return told + (gettext("; none in %(periods)s") % {"periods": years(missing)} if missing else "")
