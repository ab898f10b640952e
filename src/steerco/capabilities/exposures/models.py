"""How much risk the office accepts, category by category (domain.md §9.3)."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from steerco.capabilities.raid.queries import Category
from steerco.foundation.organisations.models import OrganisationRecord


class Appetite(OrganisationRecord):
    """What risks of a category may come to: the largest score of one, and what all of a project may be expected to cost of its own cost."""

    category = models.CharField(_("category"), max_length=13, choices=Category.choices)
    most_score = models.PositiveSmallIntegerField(
        _("largest score"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(25)]
    )
    most_share = models.DecimalField(
        _("expected cost, percent of the project"), max_digits=5, decimal_places=2, null=True, blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )  # fmt: skip
    words = models.CharField(_("why"), max_length=300, blank=True)

    class Meta(OrganisationRecord.Meta):
        verbose_name, verbose_name_plural = _("risk appetite"), _("risk appetites")
        ordering = ["category"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "category"], name="appetite_once_per_category"),
            models.CheckConstraint(
                condition=models.Q(most_score__isnull=False) | models.Q(most_share__isnull=False), name="appetite_says_something"
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_category_display())
