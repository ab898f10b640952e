"""What every record of a RAID log has: a reference, a project, a title, and who answers for it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from steerco.foundation.fields.models import FieldedRecord


class Degree(models.IntegerChoices):
    """One of four degrees, of an impact, an urgency or an action's weight; 4 is the greatest."""

    LOW = 1, _("low")
    MODERATE = 2, _("moderate")
    HIGH = 3, _("high")
    SEVERE = 4, _("severe")


class LogRecord(FieldedRecord):
    """A record of a project's RAID log; whoever sees the project's log sees it."""

    ref = models.CharField(_("reference"), max_length=20)
    project = models.ForeignKey("projects.Project", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("title"), max_length=300)
    owner = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    raised_on = models.DateField(_("raised"), null=True, blank=True)

    class Meta(FieldedRecord.Meta):
        abstract = True

    def __str__(self) -> str:
        return f"{self.ref} {self.title}"
