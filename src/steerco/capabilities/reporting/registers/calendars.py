"""The registers of reporting calendars and of holidays."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _, gettext_lazy

from steerco.capabilities.projects import queries as projects
from steerco.capabilities.projects.queries import Tier
from steerco.capabilities.reporting import queries, services
from steerco.capabilities.reporting.access import CALENDARS
from steerco.capabilities.reporting.models import CadenceChoice, Holiday, ReportingCalendar, StatusDayChoice
from steerco.foundation.access.actor import Actor
from steerco.foundation.registers.columns import Column, Gap, Kind, Row
from steerco.foundation.registers.forms import RecordForm
from steerco.foundation.registers.register import Register, declare


def _projects(by: Actor) -> Iterable[tuple[str, str]]:
    return list(projects.projects(by).values_list("ref", "name"))


def _portfolios(by: Actor) -> Iterable[tuple[str, str]]:
    return list(projects.portfolios(by).values_list("ref", "name"))


def _all(row: Row) -> Gap:
    return Gap(_("all"), _("This calendar is not narrowed to one."))


def _never(row: Row) -> Gap:
    return Gap(_("never"))


class CalendarForm(RecordForm):
    """A reporting calendar."""

    limits = {"portfolio": projects.portfolios, "project": lambda by: projects.projects(by).order_by("name")}

    class Meta(RecordForm.Meta):
        model = ReportingCalendar
        fields = (
            "name", "cadence", "anchor_on", "status_day", "portfolio", "tier", "project", "due_days", "review_days", "packs_days",
            "board_days", "freeze_days", "recipients", "starts_on", "ends_on",
        )  # fmt: skip
        help_texts = {
            "anchor_on": gettext_lazy("Weeks are counted from it; a 4-4-5 year ends on the last such weekday of its month."),
            "portfolio": gettext_lazy("None, and no tier and no project: the calendar of the whole office."),
            "tier": gettext_lazy("Only projects of this tier, in the portfolio where one is chosen."),
            "due_days": gettext_lazy("Working days after the status date."),
            "freeze_days": gettext_lazy("Working days after the status date, from when only the PMO takes reports in. Empty: never."),
            "recipients": gettext_lazy("Who hears when all reports of a period are published: names of people, divided by commas."),
        }


def _update(*, by: Actor, record: Any, **given: Any) -> ReportingCalendar:
    return services.update_calendar(by=by, calendar=record, **given)


def _delete(*, by: Actor, record: Any, **given: Any) -> None:
    services.delete_calendar(by=by, calendar=record, **given)


def _consequence(calendar: ReportingCalendar) -> str:
    return _("Projects that report by “%(name)s” report by the next wider calendar, or no longer. Published reports stay.") % {
        "name": calendar.name}  # fmt: skip


def _update_holiday(*, by: Actor, record: Any, **given: Any) -> Holiday:
    return services.update_holiday(by=by, holiday=record, **given)


def _delete_holiday(*, by: Actor, record: Any, **given: Any) -> None:
    services.delete_holiday(by=by, holiday=record, **given)


declare(
    Register(
        name="reporting_calendars", word="reporting_calendar", model=ReportingCalendar, label=gettext_lazy("reporting calendars"),
        one=gettext_lazy("reporting calendar"), rows=queries.calendars, permissions=CALENDARS, sort="name", opens="reporting_calendar",
        scopes=services.place_of, level=lambda calendar: calendar.project.confidentiality if calendar.project is not None else 0,
        columns=(
            Column("name", gettext_lazy("Calendar"), opens="reporting_calendar", main=True),
            Column("cadence", gettext_lazy("How often"), Kind.CHOICE, choices=CadenceChoice.choices, group=True),
            Column("portfolio", gettext_lazy("Portfolio"), Kind.LINK, "portfolio__ref", "portfolio__name", options=_portfolios, gap=_all),
            Column("tier", gettext_lazy("Tier"), Kind.CHOICE, choices=Tier.choices, group=True, gap=_all),
            Column("project", gettext_lazy("Project"), Kind.LINK, "project__ref", "project__name", options=_projects, opens="project",
                   gap=_all),
            Column("anchor", gettext_lazy("A period ends"), Kind.DATE, "anchor_on"),
            Column("status_day", gettext_lazy("Facts are of"), Kind.CHOICE, choices=StatusDayChoice.choices),
            Column("due_days", gettext_lazy("Due, working days"), Kind.NUMBER),
            Column("review_days", gettext_lazy("Review, working days"), Kind.NUMBER),
            Column("packs_days", gettext_lazy("Packs, working days"), Kind.NUMBER),
            Column("board_days", gettext_lazy("Board, working days"), Kind.NUMBER),
            Column("freeze_days", gettext_lazy("Frozen, working days"), Kind.NUMBER, gap=_never),
            Column("recipients", gettext_lazy("Recipients")),
            Column("starts", gettext_lazy("In force from"), Kind.DATE, "starts_on"),
            Column("ends", gettext_lazy("In force until"), Kind.DATE, "ends_on", gap=_never),
        ),
        default=("name", "cadence", "portfolio", "tier", "project", "due_days", "packs_days", "board_days", "freeze_days", "starts"),
        search=("name",),
        about=gettext_lazy("A reporting calendar says how often projects report and by which working day. Begin with one for the office."),
        form=CalendarForm, create=services.create_calendar, update=_update, delete=_delete, consequence=_consequence,
    )
)  # fmt: skip


class HolidayForm(RecordForm):
    """A holiday."""

    class Meta(RecordForm.Meta):
        model = Holiday
        fields = ("on", "name")


declare(
    Register(
        name="holidays", word="holiday", model=Holiday, label=gettext_lazy("holidays"), one=gettext_lazy("holiday"), rows=queries.holidays,
        permissions=CALENDARS, sort="day", opens="holiday",
        columns=(
            Column("name", gettext_lazy("Holiday"), opens="holiday", main=True),
            Column("day", gettext_lazy("Day"), Kind.DATE, "on"),
        ),
        default=("name", "day"), search=("name",),
        about=gettext_lazy("A holiday is a working day on which the office does not work: it counts in no due date."),
        form=HolidayForm, create=services.create_holiday, update=_update_holiday, delete=_delete_holiday,
        consequence=lambda holiday: _("Due dates are counted with this day again."),
    )
)  # fmt: skip
