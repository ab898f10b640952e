"""A document at a record, and each of its versions. The bytes lie in the files of the installation, named by their own digest."""

from __future__ import annotations

from pathlib import PurePath

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from steerco.foundation.organisations.models import OrganisationRecord


class Document(OrganisationRecord):
    """A file that belongs to a record; `newest` is the number of its newest version."""

    record_type = models.CharField(_("kind of record"), max_length=60)
    record_id = models.BigIntegerField(_("record"))
    name = models.CharField(_("name"), max_length=200)
    newest = models.PositiveSmallIntegerField(_("newest version"), default=1)
    removed_at = models.DateTimeField(_("taken away"), null=True, blank=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("taken away by")
    )

    class Meta(OrganisationRecord.Meta):
        verbose_name, verbose_name_plural = _("document"), _("documents")
        ordering = ["name", "id"]
        indexes = [models.Index(fields=["organisation", "record_type", "record_id", "name", "id"])]

    def __str__(self) -> str:
        return self.name


class DocumentVersion(OrganisationRecord):
    """One state of a document: what was given, by whom, and the digest under which its bytes are kept."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"), default=1)
    file_name = models.CharField(_("file name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=20)
    size = models.PositiveBigIntegerField(_("size"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    note = models.CharField(_("what is new"), max_length=300, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("added by"))

    class Meta(OrganisationRecord.Meta):
        verbose_name, verbose_name_plural = _("version of a document"), _("versions of documents")
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["document", "number"], name="version_number_once")]
        indexes = [models.Index(fields=["organisation", "sha256"])]

    def __str__(self) -> str:
        return f"{self.file_name}, version {self.number}"

    @property
    def ending(self) -> str:
        """The end of its name in capitals: `PDF`."""
        return PurePath(self.file_name).suffix[1:].upper()
