"""Controls are exactly what Django draws, but for blank lines between options."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy

from steerco.foundation.ui.controls import Controls

CHOICES = [("", "None"), ("a", "A & “B”"), (3, 1234), ("Group <1>", [("x", mark_safe("<b>")), ("y", gettext_lazy("Green"))])]
ODD = "a \"quoted\" <b>&amp; text\n'of' two lines"


class Form(forms.Form):
    """One of each control."""

    words = forms.CharField(max_length=20, help_text="short", required=False)
    long = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}))
    count = forms.IntegerField(min_value=0)
    share = forms.DecimalField(required=False, localize=True)
    day = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), required=False)
    at = forms.DateTimeField(required=False)
    hour = forms.TimeField(required=False)
    mail = forms.EmailField()
    site = forms.URLField(assume_scheme="https", required=False)
    secret = forms.CharField(widget=forms.PasswordInput, disabled=True)
    hidden = forms.CharField(widget=forms.HiddenInput)
    ticked = forms.BooleanField(required=False)
    chosen = forms.ChoiceField(choices=CHOICES)
    several = forms.MultipleChoiceField(choices=CHOICES, widget=forms.SelectMultiple(attrs={"data-x": True, "hidden": False}))
    known = forms.NullBooleanField()
    one_of = forms.ChoiceField(choices=CHOICES[:2], widget=forms.RadioSelect)
    boxes = forms.MultipleChoiceField(choices=CHOICES[:2], widget=forms.CheckboxSelectMultiple)
    file = forms.FileField(required=False)


GIVEN = {
    "words": ODD, "long": ODD, "count": "12345", "share": "1234.5", "day": dt.date(2023, 3, 1), "at": "2023-03-01 10:00",
    "hour": "10:00", "mail": "a@b.test", "secret": "x", "hidden": ODD, "ticked": True, "chosen": "3", "several": ["a", "x"],
    "known": False, "one_of": "a", "boxes": ["a"],
}  # fmt: skip


@pytest.mark.parametrize("name", Form.base_fields)
@pytest.mark.parametrize("arguments", [{}, {"initial": GIVEN}, {"data": {**GIVEN, "mail": "wrong"}}], ids=["empty", "known", "typed"])
def test_a_control_is_what_django_draws(name: str, arguments: dict[str, Any]) -> None:
    drawn, expected = (re.sub(r">\s+<", "><", str(Form(**arguments, renderer=by())[name])) for by in (Controls, DjangoTemplates))
    assert drawn == expected


def test_the_forms_of_the_product_use_them() -> None:
    assert isinstance(Form().renderer, Controls)
