"""The limits as the editor of the rules takes them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _, gettext_lazy

from steerco.capabilities.health.models import RuleTier
from steerco.capabilities.health.queries.rules import EDITABLE, PERCENT, number_of
from steerco.capabilities.health.queries.sentences import dimension_word, measure_word
from steerco.foundation.registers.dates import DayField
from steerco_engine.readings import SHIPPED_LIMITS, HealthRules
from steerco_engine.rules import Limits, Measure


@dataclass(frozen=True)
class LimitLine:
    """A measure in the editor: what it is, its limits as text, and what is wrong with them."""

    measure: str
    dimension: str
    label: str
    unit: str
    more_is_better: bool
    green: str
    amber: str
    on: bool
    problem: str = ""


class RulesForm(forms.Form):
    """For which projects, from when, why, and each limit; an empty Amber limit means that the measure makes nothing Red."""

    tier = forms.ChoiceField(label=gettext_lazy("For"), choices=RuleTier.choices, required=False)
    in_force_from = DayField(label=gettext_lazy("In force from"), required=False)
    steady = forms.BooleanField(label=gettext_lazy("Show better only after two reports in a row"), required=False)
    reason = forms.CharField(label=gettext_lazy("Why"), required=False, max_length=300)

    def __init__(self, data: Mapping[str, Any] | None, begin: HealthRules) -> None:
        super().__init__(data or None)
        self.begin, self.limits, self.problems = begin, dict[Measure, Limits](), dict[str, str]()
        if data:
            self._read(data)
        else:
            self.limits.update(begin.limits)

    def _read(self, data: Mapping[str, Any]) -> None:
        for measure in EDITABLE:
            if not data.get(f"on_{measure.value}"):
                continue
            shipped = SHIPPED_LIMITS[measure]
            green, amber = (str(data.get(f"{side}_{measure.value}", "")) for side in ("green", "amber"))
            first, second = _limit(measure, green), _limit(measure, amber) if amber.strip() else None
            if first is None or (amber.strip() and second is None):
                self.problems[measure.value] = _("Write a number, such as 5.")
                continue
            sign = 1 if shipped.more_is_better else -1
            if second is not None and sign * second > sign * first:
                self.problems[measure.value] = _("The Amber limit is stricter than the Green one.")
                continue
            self.limits[measure] = replace(shipped, green=first, amber=second)

    @property
    def lines(self) -> list[LimitLine]:
        """Every measure with its limits as they were written, or as they begin."""
        return [self._line(measure) for measure in EDITABLE]

    @property
    def rules(self) -> HealthRules:
        """The rules that are written here."""
        steady = bool(self.data.get("steady")) if self.is_bound else self.begin.steady
        return HealthRules(-1, dt.date(1900, 1, 1), self.limits, steady)

    def _line(self, measure: Measure) -> LimitLine:
        shipped = SHIPPED_LIMITS[measure]
        held = self.limits.get(measure) if self.is_bound else self.begin.limits.get(measure)
        shown = held or shipped
        green, amber = _text(measure, shown.green), "" if shown.amber is None else _text(measure, shown.amber)
        on = held is not None
        if measure.value in self.problems:
            green, amber, on = str(self.data.get(f"green_{measure.value}", "")), str(self.data.get(f"amber_{measure.value}", "")), True
        unit = "%" if measure in PERCENT else ""
        return LimitLine(
            measure.value, dimension_word(shipped.dimension), measure_word(measure), unit, shipped.more_is_better, green, amber, on,
            self.problems.get(measure.value, ""),
        )  # fmt: skip


def _limit(measure: Measure, text: str) -> Decimal | None:
    found = number_of(text)
    return found / 100 if found is not None and measure in PERCENT else found


def _text(measure: Measure, value: Decimal) -> str:
    shown = value * 100 if measure in PERCENT else value
    return f"{shown.normalize():f}"
