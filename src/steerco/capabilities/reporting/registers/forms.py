"""The form of a report that is written by hand: its period, its facts with the reason of each missing one, its words."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _, gettext_lazy

from steerco.capabilities.projects.queries import Project
from steerco.capabilities.status.queries import (
    FIVE_ONLY,
    Confidence,
    ReportingPeriod,
    Scale,
    StatusReport,
    Topic,
    gap_of,
    said,
    topic_label,
)
from steerco.foundation.registers.amounts import AmountField, check_currency

NEW_PERIOD = "new"
WRITTEN = (Topic.HEADLINE, Topic.CONFIDENCE, Topic.ACHIEVED, Topic.NEXT, Topic.CONCERNS, Topic.HELP, Topic.DECISIONS)
_KINDS = (
    ("withheld", re.compile(r"withh[eo]ld|exempt|section\s*\d+|s\.\s?\d+|confidential|redacted|commercial", re.IGNORECASE)),
    ("early_planning", re.compile(r"early planning", re.IGNORECASE)),
    ("not_applicable", re.compile(r"^n\.?/?a\.?$|^not applicable|^does not apply", re.IGNORECASE)),
)


def kind_of(reason: str) -> str:
    """The kind of gap that a typed reason means."""
    return next((kind for kind, pattern in _KINDS if pattern.search(reason)), "not_provided")


class ReportForm(forms.Form):
    """A report, new or drafted. `publishing` asks that each missing fact has its reason."""

    confidence = forms.ChoiceField(label=gettext_lazy("Delivery confidence"), required=False, widget=forms.RadioSelect)
    start_on = forms.DateField(label=gettext_lazy("Start date"), required=False)
    end_on = forms.DateField(label=gettext_lazy("End date"), required=False)
    whole_life_cost_amount = AmountField(label=gettext_lazy("Whole-life cost"), required=False)
    year_budget_amount = AmountField(label=gettext_lazy("Year budget"), required=False)
    year_forecast_amount = AmountField(label=gettext_lazy("Year forecast"), required=False)
    benefits_amount = AmountField(label=gettext_lazy("Benefits"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        project: Project,
        report: StatusReport,
        data: Any = None,
        *,
        publishing: bool = False,
        words: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(data)
        self.project, self.report, self.publishing = project, report, publishing
        five = report.period_id is None or report.period.scale == Scale.FIVE
        rated = [(c.value, c.label) for c in Confidence if five or c not in FIVE_ONLY]
        self.fields["confidence"].choices = [*rated, ("", _("no rating"))]  # type: ignore[attr-defined]  # a choice field
        words = said(report) if report.pk else dict(words or {})
        for name in StatusReport.FACTS:
            self.initial[name] = getattr(report, name)
            self.fields[f"gap_{name}"] = forms.CharField(label=_("Missing because"), required=False, max_length=300)
            self.initial[f"gap_{name}"] = gap_of(report.gaps, name).text
        for topic in dict.fromkeys([*WRITTEN, *words]):
            rows = {"rows": 2 if topic == Topic.HEADLINE else 4, "maxlength": Topic(topic).limit}
            text = forms.CharField(
                label=topic_label(topic), required=False, max_length=Topic(topic).limit, widget=forms.Textarea(attrs=rows)
            )
            self.fields[f"text_{topic}"] = text
            self.initial[f"text_{topic}"] = words.get(topic, "")
        self.initial["version"] = report.version if report.pk else None
        for field in self.fields.values():
            if isinstance(field, forms.DateField):
                field.widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def clean(self) -> dict[str, Any]:
        """Checks the facts against each other; the services check the rest."""
        given = super().clean() or self.cleaned_data
        check_currency(self, self.report.currency)
        if self.publishing:
            for name in StatusReport.FACTS:
                if given.get(name) in (None, "") and name not in self.errors and not given.get(f"gap_{name}"):
                    self.add_error(f"gap_{name}", _("Give a value above, or say why there is none."))
        return given

    def facts(self) -> dict[str, Any]:
        """The facts for the services, with the reasons of the missing ones."""
        given = {name: self.cleaned_data[name] for name in StatusReport.FACTS}
        reasons = {name: self.cleaned_data[f"gap_{name}"].strip() for name, value in given.items() if value in (None, "")}
        gaps = {name: {"kind": kind_of(text), "text": text} for name, text in reasons.items() if text}
        return {**given, "gaps": gaps}

    def narratives(self) -> dict[str, str]:
        """The words for the services, by topic."""
        return {name.removeprefix("text_"): text for name, text in self.cleaned_data.items() if name.startswith("text_")}

    def fact_rows(self) -> Iterator[tuple[BoundField, BoundField]]:
        """Each fact but the rating, with the field for its reason."""
        return ((self[name], self[f"gap_{name}"]) for name in StatusReport.FACTS if name != "confidence")

    def text_rows(self) -> Iterator[tuple[BoundField, int, int]]:
        """Each topic: its field, how many characters are used, how many there may be."""
        for name in self.fields:
            if name.startswith("text_"):
                yield self[name], len(self[name].value() or ""), Topic(name.removeprefix("text_")).limit


class PeriodForm(forms.Form):
    """For which period a report is written: one that is there, or a new one with its date."""

    period = forms.ChoiceField(label=gettext_lazy("Period"))
    status_on = forms.DateField(
        label=gettext_lazy("Facts as at"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("For a new period: the day that its facts are of."),
    )  # fmt: skip
    name = forms.CharField(
        label=gettext_lazy("Name of the new period"), required=False, max_length=40, help_text=gettext_lazy("Empty: its month and year.")
    )

    def __init__(
        self, open_periods: list[ReportingPeriod], may_open: bool, data: Any = None, today: dt.date | None = None, wanted: str = ""
    ) -> None:
        super().__init__(data)
        self.known = {str(period.pk): period for period in open_periods}
        reported = {str(period.pk) for period in open_periods if getattr(period, "reported", False)}
        told = [
            (key, _("%(period)s, a correction of what is published") % {"period": period.name} if key in reported else period.name)
            for key, period in self.known.items()
        ]
        fresh = next((key for key in self.known if key not in reported), NEW_PERIOD if may_open else "")
        named = next((str(period.pk) for period in open_periods if wanted and period.status_on.isoformat() == wanted), "")
        if named or fresh:
            self.initial["period"] = named or fresh
        self.fields["period"].choices = [*told, *([(NEW_PERIOD, _("A new period"))] if may_open else [])]  # type: ignore[attr-defined]
        if may_open:
            self.initial["status_on"] = today
        else:
            del self.fields["status_on"], self.fields["name"]

    def clean(self) -> dict[str, Any]:
        """A new period needs its date."""
        given = super().clean() or self.cleaned_data
        if given.get("period") == NEW_PERIOD and not given.get("status_on") and "status_on" not in self.errors:
            self.add_error("status_on", _("Give the date that the facts are of."))
        return given

    @property
    def chosen(self) -> ReportingPeriod | None:
        """The period that was chosen; None for a new one."""
        return self.known.get(self.cleaned_data["period"])
