"""Organisations, who belongs to them, and the shape of a record that belongs to one."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from steerco.foundation.accounts.noticed import NoticedQuerySet
from steerco.foundation.organisations.scope import ScopedManager


class Organisation(models.Model):
    """A client of the office: its own records, people, fields and ledger, apart from all others."""

    key = models.SlugField(_("key"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=120)
    currency = models.CharField(_("currency"), max_length=3, default="GBP")
    time_zone = models.CharField(_("time zone"), max_length=64, default="Europe/London")
    is_sample = models.BooleanField(_("sample"), default=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = models.Manager.from_queryset(NoticedQuerySet)()

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class OrganisationRecord(models.Model):
    """A record that belongs to one organisation; `objects` reads the organisation in force only."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: models.Manager[Any] = ScopedManager()
    everywhere: models.Manager[Any] = models.Manager()

    class Meta:
        abstract = True
        base_manager_name = "everywhere"


class Membership(OrganisationRecord):
    """That an account may enter an organisation at all; what it may do there is said by its roles."""

    class Kind(models.TextChoices):
        """As what an account is let in."""

        MEMBER = "member", _("member")
        GUEST = "guest", _("guest: sees only what is shared with them")
        SERVICE = "service", _("service: a program, by token only")

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships", editable=False)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    active = models.BooleanField(_("active"), default=True)
    kind = models.CharField(_("kind"), max_length=7, choices=Kind.choices, default=Kind.MEMBER)
    sponsor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("answers for it")
    )
    ends_on = models.DateField(_("until"), null=True, blank=True)

    class Meta(OrganisationRecord.Meta):
        verbose_name, verbose_name_plural = _("membership"), _("memberships")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "account"], name="membership_once"),
            models.CheckConstraint(
                condition=models.Q(kind="member") | models.Q(sponsor__isnull=False, ends_on__isnull=False),
                name="guest_and_service_have_sponsor_and_end",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account} in {self.organisation}"
