"""Amounts as people type them: `£2.5m`, `2,500,000` or `1.5bn`; the form shows again what it understood."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from steerco.foundation.ledger.snapshot import MOST, is_exact, too_large
from steerco.foundation.ui.figures import SIGNS

CENTS = Decimal("0.01")
_AMOUNT = re.compile(r"^([\-−]?)\s*(?:[^\d.,\-−\s]+\s*)?([\-−]?[\d,]*\.?\d+)\s*([a-z]*)\.?$", re.IGNORECASE)
_TIMES = {
    "": 1, "k": 10**3, "thousand": 10**3, "m": 10**6, "mn": 10**6, "million": 10**6, "bn": 10**9, "b": 10**9, "billion": 10**9,
}  # fmt: skip
_CODE = re.compile(r"\b([A-Z]{3})\b")


def amount_of(text: str) -> Decimal:
    """The amount that a text says; raises ValueError with what is wrong."""
    found = _AMOUNT.match(text.strip())
    times = _TIMES.get(found[3].lower()) if found else None
    if found is None or times is None:
        raise ValueError(_("“%(text)s” is not a number. Write it as 1500000, 1.5m or 1.5bn.") % {"text": text.strip()})
    try:
        amount = Decimal(found[2].replace(",", "").replace("−", "-")) * times
    except InvalidOperation:
        raise ValueError(_("“%(text)s” is not a number. Write it as 1500000, 1.5m or 1.5bn.") % {"text": text.strip()}) from None
    return -amount if found[1] else amount


def currency_in(text: str) -> str:
    """The currency that a text names by its sign or its three letters; empty where it names none."""
    code = _CODE.search(text)
    return next((code for code, sign in SIGNS.items() if sign in text), code[1] if code else "")


class AmountField(forms.CharField):
    """An amount of money, typed in any of the usual ways."""

    def clean(self, value: Any) -> Decimal | None:
        """The amount to the cent; refuses what is no amount, in our words."""
        text = super().clean(value).strip()
        if not text:
            return None
        try:
            amount = amount_of(text)
        except ValueError as error:
            raise ValidationError(str(error)) from None
        if abs(amount) >= MOST or not is_exact(amount := amount.quantize(CENTS)):
            raise ValidationError(too_large())
        return amount

    def prepare_value(self, value: Any) -> Any:
        """A stored amount with commas; what was typed stays as it was typed."""
        return f"{value:,.2f}".removesuffix(".00") if isinstance(value, Decimal) else value


def check_currency(form: forms.Form | Any, currency: str) -> None:
    """Refuses an amount that was typed in another currency than the record's; nothing is converted in silence."""
    for name, field in form.fields.items():
        typed = str(form.data.get(form.add_prefix(name), "")) if isinstance(field, AmountField) else ""
        named = currency_in(typed) if typed and name not in form.errors else ""
        if named and currency and named != currency:
            form.add_error(
                name, _("This is in %(typed)s; the record is in %(held)s. Change one of the two.") % {"typed": named, "held": currency}
            )
