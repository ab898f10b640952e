"""The forms of projects, programmes and portfolios."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from steerco.capabilities.people import queries as people
from steerco.capabilities.projects import queries
from steerco.capabilities.projects.access import PORTFOLIOS
from steerco.capabilities.projects.models import Portfolio, PortfolioMembership, Programme, Project
from steerco.foundation.access.actor import Actor
from steerco.foundation.fields.forms import FieldedForm
from steerco.foundation.organisations.models import OrganisationRecord

REPORTED = ("start_on", "end_on", "whole_life_cost_amount", "year_budget_amount")


def _by_name(by: Actor) -> QuerySet[Any]:
    """The units as a person looks for them."""
    return people.units(by).order_by("name", "code")


class ProjectForm(FieldedForm):
    """A project with the organisation's own fields."""

    limits = {"unit": _by_name, "programme": queries.programmes, "owner": people.people}

    class Meta(FieldedForm.Meta):
        model = Project
        fields = (
            "name", "unit", "category", "tier", "owner", "programme", "key", "start_on", "end_on", "whole_life_cost_amount",
            "year_budget_amount", "budget_year", "contingency_amount", "currency", "price_basis", "price_base_year",
            "confidentiality", "description",
        )  # fmt: skip
        help_texts = {
            "key": _("How the source of your list names it, so that the next import finds it."),
            "whole_life_cost_amount": _("Write it as 2.5m, 1.2bn or 350000. Leave it empty if it is not known."),
            "year_budget_amount": _("For the budget year, such as 350k."),
            "contingency_amount": _("What is left of the reserve for risks. The 80% exposure of its risks is compared with it."),
            "tier": _("How much control it needs: tier 1 the most, tier 4 the least."),
            "currency": _("Empty: the currency of the organisation."),
        }

    def __init__(self, by: Actor, record: OrganisationRecord, data: Any = None) -> None:
        super().__init__(by, record, data)
        self._ask_portfolio()
        if record.pk:
            self._say_on_record()
        if "unit" in self.fields:
            self.fields["unit"].empty_label = _("Choose a unit")  # type: ignore[attr-defined]  # a choice of records

    def _ask_portfolio(self) -> None:
        """Asks for the portfolio of a project that is in none; a new one starts in the only one there is."""
        portfolios = [p for p in queries.portfolios(self.by) if PORTFOLIOS.allows(self.by, "edit", scopes=frozenset({("portfolio", p.pk)}))]
        if not portfolios or (self.record.pk and PortfolioMembership.objects.filter(project=self.record.pk).exists()):
            return
        scope = queries.portfolios(self.by).filter(pk__in=[portfolio.pk for portfolio in portfolios])
        self.fields["portfolio"] = forms.ModelChoiceField(scope, label=_("Portfolio"), required=False, empty_label=_("In no portfolio yet"))
        if not self.record.pk and len(portfolios) == 1:
            self.initial["portfolio"] = portfolios[0].pk

    def _say_on_record(self) -> None:
        """Says of the facts that reports give that a change here holds only until the next one."""
        for name in REPORTED:
            field = self.fields[name]
            field.help_text = format_lazy("{} {}", field.help_text, _("On record until the next report replaces it."))


class ProgrammeForm(FieldedForm):
    """A programme."""

    limits = {"portfolio": queries.portfolios, "owner": people.people}

    class Meta(FieldedForm.Meta):
        model = Programme
        fields = ("name", "portfolio", "owner", "purpose")


class PortfolioForm(FieldedForm):
    """A portfolio."""

    limits = {"owner": people.people}

    class Meta(FieldedForm.Meta):
        model = Portfolio
        fields = ("name", "owner", "membership", "purpose", "source_note")
