"""The form of what a writer judges: the colour of each dimension and of the whole with its reason, and what the board is to see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _

from steerco.capabilities.reporting.queries.beside import DIMENSIONS, Computed
from steerco.capabilities.reporting.queries.picking import Offer, kind_told
from steerco.capabilities.status.queries import StatusReport

MARK = {"green": "g", "amber": "a", "red": "r"}


class Line(NamedTuple):
    """One dimension on the page: its name, its two controls, and what the facts say."""

    label: str
    colour: BoundField
    why: BoundField
    mark: str
    computed: str
    because: str
    differs: bool


class Picks(forms.MultipleChoiceField):
    """What is ticked; a record that is offered no more since the page was opened is left out, which refuses nothing else."""

    def valid_value(self, value: str) -> bool:
        """Every name is taken here; the form keeps those that are offered."""
        return True


class JudgementForm(forms.Form):
    """The colours of a report and its picks."""

    def __init__(self, report: StatusReport, offers: Sequence[Offer], data: Any = None) -> None:
        super().__init__(data)
        self.report, self.offered = report, {offer.key: offer for offer in offers}
        colours = [("", "–"), *((value, _(label)) for value, label in (("green", "Green"), ("amber", "Amber"), ("red", "Red")))]
        for name, label in DIMENSIONS.items():
            held = report.reported_colours.get(name, {})
            colour = forms.ChoiceField(choices=colours, initial=held.get("colour", ""), label=label, required=False)
            colour.widget.attrs["class"] = "inp"
            self.fields[f"colour_{name}"] = colour
            self.fields[f"why_{name}"] = forms.CharField(
                label=_("Why %(dimension)s is so") % {"dimension": label},
                required=False,
                max_length=300,
                initial=held.get("reason", ""),
                widget=forms.TextInput(attrs={"class": "inp"}),
            )
        picked = [f"{pick['kind']}:{pick['ref']}" for pick in report.picks]
        choices = [(offer.key, offer.title) for offer in offers]
        self.fields["picks"] = Picks(choices=choices, initial=picked, required=False)

    def given(self) -> dict[str, Any]:
        """The colours and picks for the services; a reason without a colour is not kept."""
        colours: dict[str, dict[str, str]] = {}
        for name in DIMENSIONS:
            colour = self.cleaned_data[f"colour_{name}"]
            if colour:
                colours[name] = {"colour": colour, "reason": self.cleaned_data[f"why_{name}"].strip()}
        return {
            "reported_colours": colours,
            "picks": [self.offered[key].plain() for key in self.cleaned_data["picks"] if key in self.offered],
        }

    def colours(self) -> dict[str, str]:
        """The colours as the page shows them."""
        held = {name: self[f"colour_{name}"].value() or "" for name in DIMENSIONS}
        return {name: colour for name, colour in held.items() if colour}

    def reasons(self) -> dict[str, str]:
        """The reasons as the page shows them."""
        return {name: self[f"why_{name}"].value() or "" for name in DIMENSIONS}

    def lines(self, computed: Mapping[str, Computed], differing: Sequence[str]) -> list[Line]:
        """Each dimension with its controls, beside what the facts say."""
        labels = {"green": _("Green"), "amber": _("Amber"), "red": _("Red"), "": _("No data")}
        found = []
        for name, label in DIMENSIONS.items():
            one = computed.get(name)
            code = MARK.get(one.colour, "n") if one is not None else ""
            told = labels.get(one.colour, "") if one is not None else ""
            why = one.because if one is not None else ""
            found.append(Line(str(label), self[f"colour_{name}"], self[f"why_{name}"], code, told, why, name in differing))
        return found

    def picking(self) -> list[tuple[Offer, str, bool]]:
        """What may be picked, its kind in words, and whether it is."""
        chosen = set(self["picks"].value() or [])
        return [(offer, kind_told(offer.kind), offer.key in chosen) for offer in self.offered.values()]
