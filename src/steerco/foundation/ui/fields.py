"""A field of a form with all that stands around its control: label, hint, count, refusals."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from steerco.foundation.ui.svg import icon

_PLAIN = (forms.CheckboxInput, forms.RadioSelect, forms.CheckboxSelectMultiple)
_NOTHING = SafeString()


def control(bound: BoundField) -> SafeString:
    """The control of a form field in our look, without a placeholder that only repeats the label."""
    attrs = bound.field.widget.attrs
    if str(bound.label).casefold() in str(attrs.get("placeholder", "")).casefold():
        attrs.pop("placeholder", None)
    return bound.as_widget(attrs={} if isinstance(bound.field.widget, _PLAIN) else {"class": "inp"})


def field(bound: BoundField, label: str = "", hint: str = "", needed: Any = "", most: Any = "", used: Any = "0") -> SafeString:
    """The whole field; `needed` marks what must be given, `most` letters are counted from `used`."""
    words, said, place = label or bound.label, hint or bound.help_text, bound.id_for_label
    if bound.use_fieldset:
        drawn = '<fieldset class="field"><legend class="lbl">{}</legend>{}{}{}</fieldset>'
        explained = format_html('<p class="cap" id="{}_helptext">{}</p>', bound.auto_id, said) if said else ""
        return format_html(drawn, words, control(bound), explained, _refusals(bound, format_html(' id="{}_error"', bound.auto_id)))
    if bound.widget_type == "checkbox":
        drawn = '<div class="field"><label class="row" for="{}">{}{}</label>{}</div>'
        refusals = format_html_join("", '<p class="cap refused">{}</p>', ((each,) for each in bound.errors))
        return format_html(drawn, place, control(bound), words, refusals)
    drawn = '<div class="field"><label for="{}">{}{}</label>{}\n{}\n{}</div>'
    required = format_html(' <span class="req">{}</span>', _("needed")) if needed and bound.field.required else ""
    refusals = format_html('<div id="{}_error">{}</div>', bound.auto_id, _refusals(bound)) if bound.errors else _NOTHING
    return format_html(drawn, place, words, required, control(bound), _beneath(bound, said, most, used), refusals)


def _beneath(bound: BoundField, said: str | Promise, most: Any, used: Any) -> SafeString:
    if not (said or most):
        return _NOTHING
    hint = format_html('<div class="cap" id="{}_helptext">{}</div>', bound.auto_id, said) if said else ""
    counted = '<span class="cap push" data-count-for="{}"><span>{}</span> {} {}</span>'
    count = format_html(counted, bound.id_for_label, used, _("of"), most) if most else ""
    return format_html('<div class="rowx">{}{}</div>', hint, count)


def _refusals(bound: BoundField, attributes: SafeString = _NOTHING) -> SafeString:
    sign = icon("alert-circle", "s")
    return format_html_join("", '<p class="cap refused"{}>{}{}</p>', ((attributes, sign, each) for each in bound.errors))
