"""Dates are written and read the British way, and a text is looked up once."""

from __future__ import annotations

import datetime as dt

from django import forms
from django.utils import formats, translation
from django.utils.translation import trans_real


def test_a_day_stands_before_its_month() -> None:
    with translation.override("en"):
        assert formats.date_format(dt.date(2023, 4, 3)) == "3 Apr 2023"
        assert forms.DateField().clean("03/04/2023") == dt.date(2023, 4, 3)


def test_no_text_is_looked_up_in_a_chain_of_catalogues() -> None:
    assert trans_real.translation("en")._fallback is None
