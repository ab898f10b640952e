"""The search index: one entry a record, the words in use, and how far in the ledger the index has read."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.utils import timezone

from steerco.foundation.organisations.models import Organisation
from steerco.foundation.organisations.scope import ScopedManager


class SearchEntry(models.Model):
    """What search knows of one record. Derived from the records and rebuilt at will, so the ledger doesn't keep it."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    record_id = models.BigIntegerField()
    title = models.CharField(max_length=300)
    code = models.CharField(max_length=120, blank=True)
    context = models.CharField(max_length=300, blank=True)
    argument = models.CharField(max_length=120)
    code_key = models.CharField(max_length=120, blank=True)
    scope = models.CharField(max_length=80)
    title_words = models.TextField()
    body_words = models.TextField(blank=True)
    grams = models.TextField(blank=True)
    changed_at = models.DateTimeField(default=timezone.now)

    objects: models.Manager[SearchEntry] = ScopedManager()
    everywhere: models.Manager[SearchEntry] = models.Manager()

    class Meta:
        base_manager_name = "everywhere"
        constraints = [models.UniqueConstraint(fields=["organisation", "kind", "record_id"], name="search_entry_once")]
        indexes = [models.Index(fields=["organisation", "code_key"]), models.Index(fields=["organisation", "-changed_at", "-id"])]

    def __str__(self) -> str:
        return self.title


class SearchWord(models.Model):
    """A word that occurs in an organisation's records; misspelt words are corrected against these and no others."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    word = models.CharField(max_length=60)

    objects: models.Manager[SearchWord] = ScopedManager()
    everywhere: models.Manager[SearchWord] = models.Manager()

    class Meta:
        base_manager_name = "everywhere"
        constraints = [models.UniqueConstraint(fields=["organisation", "word"], name="search_word_once")]

    def __str__(self) -> str:
        return self.word


class SearchMark(models.Model):
    """The newest revision that an organisation's index has read, which declarations it was built from, and which build its words are of."""

    organisation = models.OneToOneField(Organisation, on_delete=models.CASCADE, primary_key=True, related_name="+")
    number = models.PositiveBigIntegerField(default=0)
    built_from = models.CharField(max_length=64, blank=True)
    build = models.UUIDField(default=uuid4)
    last_word = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"search of {self.organisation} at revision {self.number}"
