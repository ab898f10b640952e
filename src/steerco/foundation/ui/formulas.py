"""How a number came about, in words: the amounts and dates put into its formula, with the result."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext, ngettext

from steerco.foundation.ui.figures import exact, signed_percent


def amount(value: Decimal | None, currency: str) -> str:
    """An amount, unrounded."""
    return exact(value, currency) if value is not None else gettext("not given")


def change(before: Decimal, after: Decimal, currency: str) -> str:
    """How a change of an amount is computed, with its result."""
    share = (after - before) / before
    words = {"after": exact(after, currency), "before": exact(before, currency), "share": signed_percent(share)}
    return gettext("(%(after)s − %(before)s) ÷ %(before)s = %(share)s") % words


def days_between(member_days: int, before: str, after: str) -> str:
    """How a move of a date is computed."""
    words = {"after": after, "before": before, "days": f"{member_days:+,}".replace("-", "−")}
    return ngettext("%(after)s − %(before)s = %(days)s day", "%(after)s − %(before)s = %(days)s days", abs(member_days)) % words
