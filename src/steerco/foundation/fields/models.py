"""The fields of an organisation's own, and the shape of a record that can carry them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from steerco.foundation.organisations.models import OrganisationRecord


class FieldKind(models.TextChoices):
    """What a field holds, or how its value is found."""

    TEXT = "text", _("text")
    NUMBER = "number", _("number")
    MONEY = "money", _("money")
    DATE = "date", _("date")
    YES_NO = "yes_no", _("yes or no")
    CHOICE = "choice", _("choice")
    CHOICES = "choices", _("several choices")
    PERSON = "person", _("person")
    FORMULA = "formula", _("formula")
    ROLL_UP = "roll_up", _("roll-up")


class Measure(models.TextChoices):
    """What a roll-up says of the records beneath."""

    SUM = "sum", _("sum")
    COUNT = "count", _("count")
    AVERAGE = "average", _("average")
    EARLIEST = "earliest", _("earliest")
    LATEST = "latest", _("latest")


class FieldedRecord(OrganisationRecord):
    """A record that carries the values of an organisation's own fields, by key."""

    custom = models.JSONField(_("own fields"), default=dict, blank=True)

    class Meta(OrganisationRecord.Meta):
        abstract = True


class OwnField(OrganisationRecord):
    """A field of an organisation's own on the records of one register."""

    register = models.CharField(_("on"), max_length=40, default="projects")
    key = models.SlugField(_("key"), max_length=40)
    label = models.CharField(_("label"), max_length=80)
    kind = models.CharField(_("kind"), max_length=8, choices=FieldKind.choices)
    choices = models.JSONField(_("choices"), default=list, blank=True)
    formula = models.TextField(_("formula"), blank=True, max_length=1000)
    measure = models.CharField(_("what of them"), max_length=8, choices=Measure.choices, blank=True)
    children = models.CharField(_("over"), max_length=40, blank=True)
    child_field = models.CharField(_("of which field"), max_length=60, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    retired = models.BooleanField(_("retired"), default=False)

    class Meta(OrganisationRecord.Meta):
        verbose_name, verbose_name_plural = _("field of your own"), _("fields of your own")
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["organisation", "register", "key"], name="own_field_once")]

    def __str__(self) -> str:
        return self.label

    @property
    def is_typed(self) -> bool:
        """Whether people type its values; the others are worked out."""
        return self.kind not in (FieldKind.FORMULA, FieldKind.ROLL_UP)
