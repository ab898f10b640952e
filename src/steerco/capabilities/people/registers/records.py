"""The registers of units and people."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy

from steerco.capabilities.people import queries, services
from steerco.capabilities.people.access import PEOPLE, UNITS
from steerco.capabilities.people.models import OrgUnit, Person, PersonState, UnitKind, UnitPlacement
from steerco.foundation.access.actor import Actor
from steerco.foundation.fields.columns import columns_of
from steerco.foundation.fields.forms import FieldedForm
from steerco.foundation.fields.queries import people_are
from steerco.foundation.registers.columns import Column, Kind
from steerco.foundation.registers.forms import RecordForm
from steerco.foundation.registers.register import Register, declare


class UnitForm(RecordForm):
    """A unit."""

    limits = {"head": queries.people}

    class Meta(RecordForm.Meta):
        model = OrgUnit
        fields = ("code", "name", "kind", "head", "valid_from", "valid_to")


class PersonForm(FieldedForm):
    """A person."""

    limits = {"home_unit": lambda by: queries.units(by).order_by("name", "code")}

    class Meta(FieldedForm.Meta):
        model = Person
        fields = ("name", "email", "job_title", "home_unit", "state", "started_on", "ended_on")


def _units(by: Actor) -> Iterable[tuple[str, str]]:
    return [(code, name or code) for code, name in queries.units(by).values_list("code", "name")]


def _update_unit(*, by: Actor, record: Any, **given: Any) -> OrgUnit:
    return services.update_unit(by=by, unit=record, **given)


def _delete_unit(*, by: Actor, record: Any, **given: Any) -> None:
    services.delete_unit(by=by, unit=record, **given)


def _update_person(*, by: Actor, record: Any, **given: Any) -> Person:
    return services.update_person(by=by, person=record, **given)


def _delete_person(*, by: Actor, record: Any, **given: Any) -> None:
    services.delete_person(by=by, person=record, **given)


def _around(by: Actor, unit: OrgUnit) -> list[dict[str, Any]]:
    people = queries.people(by).filter(home_unit=unit)
    links = [{"words": person.name, "address": reverse("person", args=[person.pk])} for person in people[:12]]
    more = f"{reverse('people')}?f=unit:is:{unit.code}"
    parent = queries.units(by).filter(pk=queries.parents(timezone.localdate()).get(unit.pk, 0)).first()
    above = [{"words": parent.name, "address": reverse("unit", args=[parent.pk])}] if parent is not None else []
    move = reverse("unit_place", args=[unit.pk]) if UNITS.allows(by, "edit", scopes=queries.scopes_of_unit(unit)) else ""
    return [
        {"title": _("Lies under"), "caption": _("today"), "links": above, "none": _("Nothing: it is at the top"), "more": move,
         "more_words": _("Move it from a date")},
        {"title": _("People"), "caption": str(people.count()), "links": links, "none": _("Nobody is entered here yet"), "more": more},
    ]  # fmt: skip


def _answers_for(by: Actor, person: Person) -> list[dict[str, Any]]:
    """What a person answers for, with the way to hand it over."""
    own = services.open_ownerships(by, person)
    links = [{"words": each.name, "address": each.url} for owned in own.values() for each in owned]
    more = reverse("handover", args=[person.pk]) if links and PEOPLE.allows(by, "edit") else ""
    return [
        {"title": _("Answers for"), "caption": str(len(links)), "links": links[:12], "none": _("Nothing is in this name"), "more": more,
         "more_words": _("Hand it over")},
    ]  # fmt: skip


declare(
    Register(
        name="units", word="unit", model=OrgUnit, label=gettext_lazy("units"), one=gettext_lazy("unit"), rows=queries.units,
        permissions=UNITS, sort="code", opens="unit", actions="people/units_actions.html",
        columns=(
            Column("code", gettext_lazy("Code")),
            Column("name", gettext_lazy("Unit"), opens="unit"),
            Column("kind", gettext_lazy("Kind"), Kind.CHOICE, choices=UnitKind.choices, group=True),
            Column("head", gettext_lazy("Head"), Kind.LINK, "head__name", group=True),
            Column("from", gettext_lazy("From"), Kind.DATE, "valid_from"),
            Column("to", gettext_lazy("To"), Kind.DATE, "valid_to"),
        ),
        default=("code", "name", "kind", "head", "from", "to"), search=("name", "code"),
        about=gettext_lazy("A unit is a company, division, department, team or supplier. Projects and people belong to one."),
        form=UnitForm, create=services.create_unit, update=_update_unit, delete=_delete_unit, scopes=queries.scopes_of_unit, parts=_around,
        belongings=(UnitPlacement,),
        consequence=lambda unit: _("A unit that projects, people or reports belong to can't be deleted: give it a last day instead."),
    )
)  # fmt: skip
declare(
    Register(
        name="people", word="person", model=Person, label=gettext_lazy("people"), one=gettext_lazy("person"), rows=queries.people,
        permissions=PEOPLE, own=columns_of("people"), sort="name", opens="person",
        columns=(
            Column("name", gettext_lazy("Name"), opens="person"),
            Column("job_title", gettext_lazy("Job title")),
            Column("unit", gettext_lazy("Unit"), Kind.LINK, "home_unit__code", "home_unit__name", options=_units, group=True),
            Column("email", gettext_lazy("E-mail")),
            Column("state", gettext_lazy("State"), Kind.CHOICE, choices=PersonState.choices, group=True),
            Column("started", gettext_lazy("Started"), Kind.DATE, "started_on"),
            Column("ended", gettext_lazy("Ended"), Kind.DATE, "ended_on"),
        ),
        default=("name", "job_title", "unit", "email", "state"), search=("name", "email", "job_title"),
        about=gettext_lazy("A person owns projects, heads a unit or holds a role, with or without an account."),
        form=PersonForm, create=services.create_person, update=_update_person, delete=_delete_person,
        parts=_answers_for, actions="people/people_actions.html",
        consequence=lambda person: _("Delete only who was entered by mistake. Set whoever leaves to “left”: history keeps the name."),
    )
)  # fmt: skip
people_are(queries.people)
