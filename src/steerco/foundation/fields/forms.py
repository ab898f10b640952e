"""Own fields in the forms of records, and the form of a field itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from steerco.foundation.access.actor import Actor
from steerco.foundation.fields import services
from steerco.foundation.fields.columns import OWN
from steerco.foundation.fields.models import FieldKind, Measure, OwnField
from steerco.foundation.fields.queries import fielded, own_fields, people
from steerco.foundation.fields.rolling_up import beneath, measurable
from steerco.foundation.fields.values import divided
from steerco.foundation.organisations.models import OrganisationRecord
from steerco.foundation.registers.columns import Scene
from steerco.foundation.registers.dates import DayField
from steerco.foundation.registers.forms import RecordForm
from steerco.foundation.registers.register import registers


class Ticks(forms.CheckboxSelectMultiple):
    """A box for each choice; in the cell of a list one line, in which semicolons divide them."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> Any:
        """The boxes, or the line."""
        if (attrs or {}).get("id") != "cell":
            return super().render(name, value, attrs, renderer)
        held = "; ".join(value) if isinstance(value, list) else value or ""
        return forms.TextInput().render(name, held, attrs, renderer)


class SeveralField(forms.MultipleChoiceField):
    """Several choices: ticked, or typed as one text."""

    widget = Ticks

    def to_python(self, value: Any) -> list[str]:
        """The choices; a text is divided into them."""
        offered = [str(held) for held, _label in self.choices]  # type: ignore[misc, union-attr]  # never lazy here
        return [part for each in super().to_python(value) for part in divided(each, offered)]


class FieldedForm(RecordForm):
    """The form of a record that carries own fields."""

    def __init__(self, by: Actor, record: OrganisationRecord, data: Any = None) -> None:
        super().__init__(by, record, data)
        held = getattr(record, "custom", {})
        for field in own_fields(self.register_name()):
            if field.is_typed:
                added = control(field, by)
                added.initial = self._shown(held.get(field.key))
                self.fields[f"{OWN}{field.key}"] = added
                self.dress(added)

    @classmethod
    def register_name(cls) -> str:
        """The register of the record."""
        return next(name for name, register in registers.items() if register.model is cls._meta.model)

    def arguments(self, names: set[str]) -> dict[str, Any]:
        """The values for the service, own fields apart."""
        written = {name: value for name, value in self.written().items() if name in names}
        own = {name.removeprefix(OWN): written.pop(name) for name in list(written) if name.startswith(OWN)}
        return {**written, "custom": own} if own else written

    def stored(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """What the ledger kept, own fields apart."""
        held = values.get("custom")
        own = {name: self._shown((held or {}).get(name.removeprefix(OWN))) for name in self.fields if name.startswith(OWN)}
        return {**super().stored(values), **(own if "custom" in values else {})}

    def typed(self) -> dict[str, Any]:
        """What was typed; nothing is the same as an own field that the record lacks."""
        return {name: value or "" if name.startswith(OWN) else value for name, value in super().typed().items()}

    @staticmethod
    def _shown(value: Any) -> Any:
        return "" if value is None else ("yes" if value else "no") if isinstance(value, bool) else value


def control(field: OwnField, by: Actor) -> forms.Field:
    """The control of a field in the form of a record; the service checks what is typed."""
    common: dict[str, Any] = {"label": field.label, "required": False}
    choices = [(choice, choice) for choice in field.choices]
    if field.kind == FieldKind.CHOICE:
        return forms.ChoiceField(choices=[("", "—"), *choices], **common)
    if field.kind == FieldKind.CHOICES:
        return SeveralField(choices=choices, **common)
    if field.kind == FieldKind.PERSON:
        return forms.ModelChoiceField(people(by), empty_label="—", **common)
    if field.kind == FieldKind.YES_NO:
        return forms.ChoiceField(choices=[("", "—"), ("yes", _("yes")), ("no", _("no"))], **common)
    if field.kind == FieldKind.DATE:
        return DayField(**common)
    return forms.CharField(**common)


class FieldForm(RecordForm):
    """The form of a field: register and kind are chosen once; the rest is what its kind needs."""

    choices = forms.CharField(label=_("Choices"), required=False, widget=forms.Textarea(attrs={"rows": 5}), help_text=_("One a line."))
    measure = forms.ChoiceField(label=_("Say their"), required=False, choices=[("", "—"), *Measure.choices])
    children = forms.ChoiceField(label=_("Look at"), required=False)
    child_field = forms.ChoiceField(
        label=_("Of which field"), required=False, help_text=_("Sum and average need a number or money, earliest and latest a date.")
    )

    class Meta(RecordForm.Meta):
        model = OwnField
        fields = ("label", "register", "kind", "choices", "formula", "children", "measure", "child_field", "position")
        help_texts = {"formula": _("Fields stand in square brackets: [Whole-life cost] - [Spent].")}

    NEEDED = {
        FieldKind.CHOICE: ("choices",), FieldKind.CHOICES: ("choices",), FieldKind.FORMULA: ("formula",),
        FieldKind.ROLL_UP: ("children", "measure", "child_field"),
    }  # fmt: skip

    def __init__(self, by: Actor, record: OrganisationRecord, data: Any = None) -> None:
        super().__init__(by, record, data)
        field: Any = record
        kind = field.kind if record.pk else (data or {}).get("kind", field.kind)
        self.register = field.register if record.pk else (data or {}).get("register", field.register)
        for name in ("position", "formula"):
            self.fields[name].required = False
        self.fields["register"] = forms.ChoiceField(
            label=_("On"), choices=[(name, str(each.label)) for name, each in fielded().items()], initial=self.register
        )
        if record.pk:
            del self.fields["register"], self.fields["kind"]
        needed = {name for kind_of, names in self.NEEDED.items() if kind_of == kind for name in names}
        if kind:
            for name in {"choices", "formula", "children", "measure", "child_field"} - needed:
                del self.fields[name]
        self.initial["choices"] = "\n".join(field.choices)
        if "formula" in self.fields:
            self.fields["formula"].widget = forms.Textarea(attrs={"rows": 3, "spellcheck": "false", "class": "code"})
            if field.formula and self.register in registers:
                self.initial["formula"] = services.with_labels(registers[self.register], by, field.formula)
        if "children" in self.fields:
            self._offer_beneath(by, [self.register] if kind else list(fielded()))

    def _offer_beneath(self, by: Actor, above: list[str]) -> None:
        found = {child: each for name in above for child, each in beneath(name).items()}
        self.fields["children"].choices = [("", "—"), *((name, str(each.register.label)) for name, each in found.items())]  # type: ignore[attr-defined]
        offered = [("", "—")]
        for each in found.values():
            columns = {name: c for measure in (Measure.SUM, Measure.EARLIEST) for name, c in measurable(each, Scene(by), measure).items()}
            offered.append((str(each.register.label).capitalize(), [(name, str(c.label)) for name, c in columns.items()]))  # type: ignore[arg-type]
        self.fields["child_field"].choices = offered  # type: ignore[attr-defined]

    def clean_choices(self) -> list[str]:
        """The lines as a list."""
        return [line.strip() for line in str(self.cleaned_data["choices"]).splitlines() if line.strip()]

    def say(self, name: str, value: Any) -> str:
        """A kept value in words; choices one after the other."""
        return ", ".join(value) if isinstance(value, list) and value else super().say(name, value)
