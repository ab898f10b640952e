"""Units as a dated tree, and people."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from steerco.foundation.fields.models import FieldedRecord
from steerco.foundation.organisations.models import OrganisationRecord


class UnitKind(models.TextChoices):
    """What a unit is."""

    COMPANY = "company", _("company")
    DIVISION = "division", _("division")
    DEPARTMENT = "department", _("department")
    TEAM = "team", _("team")
    SUPPLIER = "supplier", _("supplier")


class PersonState(models.TextChoices):
    """Where a person stands with the organisation (domain.md §2.2)."""

    INVITED = "invited", _("invited")
    ACTIVE = "active", _("active")
    SUSPENDED = "suspended", _("suspended")
    LEFT = "left", _("left")


class Person(FieldedRecord):
    """Somebody known to the organisation, with or without an account."""

    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail"), blank=True)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    job_title = models.CharField(_("job title"), max_length=120, blank=True)
    home_unit = models.ForeignKey("OrgUnit", on_delete=models.PROTECT, null=True, blank=True, related_name="people")
    state = models.CharField(_("state"), max_length=10, choices=PersonState.choices, default=PersonState.ACTIVE)
    started_on = models.DateField(_("started"), null=True, blank=True)
    ended_on = models.DateField(_("ended"), null=True, blank=True)

    class Meta(FieldedRecord.Meta):
        verbose_name, verbose_name_plural = _("person"), _("people")
        ordering = ["name", "id"]
        indexes = [models.Index(fields=["organisation", "name", "id"])]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "account"], condition=models.Q(account__isnull=False), name="person_account_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


class OrgUnit(OrganisationRecord):
    """A company, division, department, team or supplier; where it sits in the tree is said by its placements."""

    code = models.CharField(_("code"), max_length=40)
    name = models.CharField(_("name"), max_length=160)
    kind = models.CharField(_("kind"), max_length=12, choices=UnitKind.choices, default=UnitKind.DEPARTMENT)
    head = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    valid_from = models.DateField(_("from"), null=True, blank=True)
    valid_to = models.DateField(_("to"), null=True, blank=True)

    class Meta(OrganisationRecord.Meta):
        verbose_name, verbose_name_plural = _("unit"), _("units")
        ordering = ["code", "id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "code"], name="unit_code_once"),
            models.CheckConstraint(
                condition=models.Q(valid_from__isnull=True)
                | models.Q(valid_to__isnull=True)
                | models.Q(valid_to__gte=models.F("valid_from")),
                name="unit_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.code


class UnitPlacement(OrganisationRecord):
    """That a unit lies under another from one date to another; a reorganisation ends one placement and begins the next."""

    unit = models.ForeignKey(OrgUnit, on_delete=models.CASCADE, related_name="placements")
    parent = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="child_placements")
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)

    class Meta(OrganisationRecord.Meta):
        constraints = [models.CheckConstraint(condition=~models.Q(unit=models.F("parent")), name="unit_not_its_own_parent")]

    def __str__(self) -> str:
        return f"{self.unit_id} under {self.parent_id}"
