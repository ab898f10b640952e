"""The register of roles: who holds which, where, until when, and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy

from steerco.capabilities.people import services
from steerco.capabilities.people.access import ROLE_ASSIGNMENTS, ROLES
from steerco.foundation.access.actor import Actor
from steerco.foundation.access.models import Clearance, RoleAssignment
from steerco.foundation.accounts.models import Account
from steerco.foundation.organisations.models import OrganisationRecord
from steerco.foundation.registers.columns import Column, Kind, Row, Scene
from steerco.foundation.registers.forms import RecordForm
from steerco.foundation.registers.register import Register, declare
from steerco.foundation.ui.numbers import number_in

PLACES = (
    ("organisation", gettext_lazy("organisation")), ("portfolio", gettext_lazy("portfolio")), ("programme", gettext_lazy("programme")),
    ("project", gettext_lazy("project")), ("unit", gettext_lazy("unit")),
)  # fmt: skip


def _rows(by: Actor) -> QuerySet[RoleAssignment]:
    reach = ROLE_ASSIGNMENTS.reach(by, "view")
    if reach.everywhere is not None:
        return RoleAssignment.objects.all()
    held = Q(pk__in=[])
    for kind, scopes in reach.at.items():
        held |= Q(scope_kind=kind, scope_id__in=list(scopes))
    return RoleAssignment.objects.filter(held)


def _members(by: Actor) -> QuerySet[Account]:
    return Account.objects.filter(memberships__organisation=by.organisation, memberships__active=True).order_by("name", "email")


class RoleForm(RecordForm):
    """A role for a member, at the organisation or at one record; what was granted is ended, never rewritten."""

    limits = {"account": _members}
    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=[("", gettext_lazy("choose a role")), *ROLES.items()])
    scope_kind = forms.CharField(required=False, widget=forms.HiddenInput)
    scope_id = forms.CharField(
        label=gettext_lazy("Where"), required=False, widget=forms.Select, help_text=gettext_lazy("It holds for everything below, too.")
    )
    grounds = forms.CharField(label=gettext_lazy("Why"), required=False, max_length=300)

    class Meta(RecordForm.Meta):
        model = RoleAssignment
        fields = ("account", "role", "clearance", "scope_kind", "scope_id", "starts_on", "ends_on")

    def __init__(self, by: Actor, record: OrganisationRecord, data: Any = None) -> None:
        super().__init__(by, record, data)
        places = [(str(label), [(f"{kind}:{pk}", name) for pk, name in named(by)]) for kind, (label, named) in services.scope_names.items()]
        self.fields["scope_id"].widget.choices = [("", _("the whole organisation")), *places]

    def clean(self) -> dict[str, Any]:
        """A place is one choice: `project:7`; nothing is the whole organisation."""
        given = super().clean()
        kind, _colon, number = given.get("scope_id", "").rpartition(":")
        given["scope_kind"] = kind or given.get("scope_kind") or "organisation"
        given["scope_id"] = number_in(number)
        if number and given["scope_id"] is None:
            self.add_error("scope_id", _("Choose a place of the list."))
        return given

    def arguments(self, names: set[str]) -> dict[str, Any]:
        """The values for the service."""
        given = super().arguments(names)
        return {**{name: value for name, value in given.items() if name != "grounds"}, "reason": given.get("grounds", "")}


def _end(*, by: Actor, record: Any, reason: str) -> None:
    services.end_role(by=by, assignment=record, reason=reason)


def _in_force(row: Row) -> bool:
    today = timezone.localdate()
    lasts = row["expires_at"] is None or row["expires_at"] > timezone.now()
    return lasts and (row["starts_on"] is None or row["starts_on"] <= today) and (row["ends_on"] is None or row["ends_on"] >= today)


def _scopes(record: Any) -> Any:
    return services.scopes_of_assignment(record)


def _nothing(scene: Scene, keys: Any) -> dict[int, Any]:
    return {}


def _places(scene: Scene, keys: Sequence[int]) -> dict[int, str]:
    """Where each role holds, by the name of the place."""
    held = list(RoleAssignment.objects.filter(pk__in=keys).values_list("pk", "scope_kind", "scope_id"))
    named = services.place_names(scene.by, [(kind, place) for _pk, kind, place in held if place is not None])
    unseen = _("not for you to see")
    return {pk: _("the whole organisation") if place is None else named.get((kind, place), unseen) for pk, kind, place in held}


declare(
    Register(
        name="roles", word="role", model=RoleAssignment, label=gettext_lazy("roles"), one=gettext_lazy("role"), rows=_rows,
        permissions=ROLE_ASSIGNMENTS, actions="people/roles_actions.html",
        verbs={"create": "grant", "delete": "end"}, sort="account", opens="role", scopes=_scopes, level=lambda record: record.clearance,
        columns=(
            Column("account", gettext_lazy("Who"), source="account__name", opens="role"),
            Column("email", gettext_lazy("E-mail"), source="account__email"),
            Column("role", gettext_lazy("Role"), Kind.CHOICE, choices=list(ROLES.items()), group=True),
            Column("place", gettext_lazy("Where"), prepare=_places),
            Column("scope", gettext_lazy("Kind of place"), Kind.CHOICE, source="scope_kind", choices=PLACES, group=True),
            Column("scope_number", gettext_lazy("Number of the place"), Kind.NUMBER, "scope_id", wide=True),
            Column("clearance", gettext_lazy("Clearance"), Kind.CHOICE, choices=Clearance.choices, group=True),
            Column("from", gettext_lazy("From"), Kind.DATE, "starts_on"),
            Column("until", gettext_lazy("Until"), Kind.DATE, "ends_on"),
            Column(
                "in_force", gettext_lazy("In force"), Kind.YES_NO, value=_in_force, prepare=_nothing,
                needs=("starts_on", "ends_on", "expires_at"),
            ),
            Column("granted_by", gettext_lazy("Granted by"), source="granted_by__name"),
            Column("why", gettext_lazy("Why"), source="reason"),
        ),
        default=("account", "role", "place", "scope", "clearance", "from", "until", "in_force", "granted_by"),
        search=("account__name", "account__email", "role"),
        about=gettext_lazy("A role says what somebody may see and do, and where. Without a role, a member sees nothing."),
        form=RoleForm, create=services.grant_role, delete=_end,
        consequence=lambda record: _("The role ends now; the list keeps it with its last day."),
    )
)  # fmt: skip
