"""What to think of when looking for risks: the prompts of domain.md, Appendix C, those that fit the project's kind first."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from steerco.capabilities.raid.models import Category
from steerco.foundation.registers.columns import Text

PROMPTS: Mapping[str, tuple[Text, ...]] = {
    Category.STRATEGIC: (_("Priority changes mid-way"), _("Sponsor leaves"), _("Overlap with another project")),
    Category.COMMERCIAL: (_("Single supplier"), _("Late contract"), _("Price rise"), _("Supplier fails")),
    Category.TECHNICAL: (_("Unproven technology"), _("Integration harder than planned"), _("Performance not reached")),
    Category.REQUIREMENTS: (_("Unclear need"), _("Late change"), _("Conflicting users")),
    Category.SCHEDULE: (_("Long approval times"), _("Seasonal window missed"), _("Hidden dependencies")),
    Category.PEOPLE: (_("Key person leaves"), _("Skills missing"), _("Over-allocation"), _("Fatigue")),
    Category.FINANCE: (_("Budget cut"), _("Currency move"), _("Inflation"), _("Late funding")),
    Category.LEGAL: (_("Permit late"), _("Data protection"), _("New regulation"), _("Audit finding")),
    Category.OPERATIONAL: (_("Users do not adopt"), _("Training too late"), _("Migration fails"), _("Downtime")),
    Category.EXTERNAL: (_("Weather"), _("Strike"), _("Epidemic"), _("Cyber attack"), _("Political change")),
    Category.OPPORTUNITIES: (
        _("Reuse of another project’s result"), _("Early delivery bonus"), _("Volume discount"), _("Wider use of the product"),
    ),
}  # fmt: skip
_FIRST: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    (("ict", "it ", "software", "digital", "system", "data"), (Category.TECHNICAL, Category.REQUIREMENTS, Category.OPERATIONAL)),
    (("build", "construct", "infrastruct", "rail", "road", "estate"), (Category.COMMERCIAL, Category.LEGAL, Category.EXTERNAL)),
    (("military", "defence", "weapon"), (Category.TECHNICAL, Category.COMMERCIAL, Category.SCHEDULE)),
    (("transform", "change", "service", "organis"), (Category.OPERATIONAL, Category.PEOPLE, Category.STRATEGIC)),
)


def prompts_for(kind: str) -> list[tuple[str, tuple[Text, ...]]]:
    """The categories with their prompts, those first that most often matter to a project of this kind (its category, in any words)."""
    words = f"{kind.casefold()} "
    first = next((found for marks, found in _FIRST if any(mark in words for mark in marks)), ())
    return [(each, PROMPTS[each]) for each in (*first, *(each for each in PROMPTS if each not in first))]


def category_of(prompt: str) -> str:
    """The category that a prompt belongs to; empty for words of one's own."""
    return next((category for category, prompts in PROMPTS.items() if prompt in map(str, prompts)), "")
