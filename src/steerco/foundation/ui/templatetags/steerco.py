"""Template tags of the look: the menu, numbers, dates, marks and small pictures."""

from __future__ import annotations

import datetime as dt
import zlib
from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation
from html import escape
from typing import Any

from django import template
from django.contrib.messages.storage.base import Message
from django.template import Context
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

from steerco.foundation.ui import browsers, fields, figures, marks, menu, notices, shell, svg, travel

register = template.Library()


@register.simple_tag(takes_context=True)
def shell_menu(context: Context) -> menu.Menu:
    """The menu of the signed-in actor, with the current page marked (by the view's `nav_current`, else by address)."""
    request = context.get("request")
    match = getattr(request, "resolver_match", None)
    current = context.get("nav_current") or (match.view_name if match else "")
    return menu.menu_for(context.get("actor"), current, getattr(request, "path", "/"))


@register.simple_tag(takes_context=True)
def shell_part(context: Context, name: str, offered: menu.Menu) -> SafeString:
    """A part of what stands around every page, as it is kept for this reader."""
    return shell.part(name, context["request"], offered)


def _number(value: Any) -> Decimal | None:
    if value is None or value == "":
        return None
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None


@register.filter
def money_bn(value: Any, currency: str = "GBP") -> str:
    """`£471.8bn`; empty for no value, because a gap needs its reason, not a zero."""
    number = _number(value)
    return "" if number is None else figures.money_bn(number, currency)


@register.filter
def money_m(value: Any, places: int = 0) -> str:
    """`18,815` for a column whose head says £m."""
    number = _number(value)
    return "" if number is None else figures.money_m(number, places)


@register.filter
def money(value: Any, currency: str = "GBP") -> str:
    """`£18,815m` in a sentence."""
    number = _number(value)
    return "" if number is None else figures.money(number, currency)


@register.filter
def exact(value: Any, currency: str = "") -> str:
    """The whole value for a title."""
    number = _number(value)
    return "" if number is None else figures.exact(number, currency)


@register.filter
def grouped(value: Any, places: int = 0) -> str:
    """`1,235`."""
    number = _number(value)
    return "" if number is None else figures.grouped(number, places)


@register.filter
def percent(value: Any, places: int = 1) -> str:
    """`62.5%` of a share."""
    number = _number(value)
    return "" if number is None else figures.percent(number, places)


@register.filter
def signed_percent(value: Any, places: int = 1) -> str:
    """`+27.9%` of a share."""
    number = _number(value)
    return "" if number is None else figures.signed_percent(number, places)


@register.filter
def change_of(value: Any, places: int = 1) -> str:
    """`+27.9%`, or `× 12` where a factor reads better."""
    number = _number(value)
    return "" if number is None else figures.change_of(number, places)


@register.filter
def share_of(given: int, total: int) -> str:
    """`193 of 244`, or `all`."""
    return figures.share_of(int(given), int(total))


@register.filter
def day(value: dt.date | None) -> str:
    """`31 Mar 2023`."""
    return "" if value is None or value == "" else figures.day(value)


@register.filter
def months(value: int | None) -> str:
    """`3 y 4 m`."""
    return "" if value is None else figures.months(value)


@register.filter
def signed_months(value: int | None) -> str:
    """`+3 y 4 m`."""
    return "" if value is None else figures.signed_months(value)


@register.filter
def counted(value: int, nouns: str) -> str:
    """`{{ n|counted:"project,projects" }}` as `1 project` or `244 projects`."""
    singular, _, plural = nouns.partition(",")
    return figures.counted(int(value), singular, plural or singular)


@register.filter
def pairs(rows: Iterable[tuple[Any, Any]]) -> SafeString:
    """Terms with what they mean, for a list of definitions."""
    return format_html_join("", "<dt>{}</dt><dd>{}</dd>", rows)


@register.filter
def links(found: Iterable[tuple[str, str, bool]]) -> SafeString:
    """What one can choose, each with its address; the chosen one is marked."""
    current = ' aria-current="true"'
    drawn = (f'<a href="{escape(address)}"{current if on else ""}>{escape(str(words))}</a>' for words, address, on in found)
    return mark_safe("".join(drawn))  # noqa: S308  # escaped


@register.filter
def rating_word(code: str) -> str:
    """The word of a mark: `ag` is Amber/Green."""
    return marks.word(code)


@register.filter
def tone(message: Message) -> str:
    """The colour of a notice: `g` done, `a` look, `r` refused, empty for plain news."""
    return notices.tone(message)


@register.filter
def tone_icon(message: Message) -> str:
    """The icon of a notice."""
    return notices.icon(message)


@register.filter
def undo_address(message: Message) -> str:
    """Where the Undo of a notice posts to; empty when it cannot be undone."""
    return notices.undo_address(message)


@register.filter
def does_again(message: Message) -> bool:
    """Whether the notice offers to do something again."""
    return notices.does_again(message)


@register.filter
def browser_said(agent: str) -> str:
    """What a browser says of itself, as people call it: `Firefox on Windows`."""
    return browsers.said(agent)


@register.filter
def change_tone(share: Any, up_is: str = "worse") -> str:
    """The class of a change: plain within 5 %, else `up` (worse) or `dn` (better)."""
    number = _number(share)
    if number is None or abs(number) <= figures.PLAIN_WITHIN:
        return ""
    return "up" if (number > 0) == (up_is == "worse") else "dn"


@register.simple_tag(takes_context=True)
def new_id(context: Context, *parts: Any) -> str:
    """An id for a pop-over: the same content gives the same id, a second one on the page its own."""
    made = f"x{zlib.crc32('|'.join(map(str, parts)).encode()):08x}"
    request = context.get("request")
    if request is None:
        return made
    used: dict[str, int] = request.__dict__.setdefault("_ui_ids", {})
    used[made] = used.get(made, 0) + 1
    return made if used[made] == 1 else f"{made}-{used[made]}"


@register.simple_tag(takes_context=True)
def carried(context: Context, *dropped: str) -> SafeString:
    """Hidden fields that carry the rest of the address through a form which sets some of it."""
    request = context.get("request")
    pairs = [(k, v) for k, values in request.GET.lists() for v in values if k not in dropped] if request else []
    return format_html_join("", '<input type="hidden" name="{}" value="{}">', pairs)


@register.simple_tag(takes_context=True)
def date_links(context: Context, name: str, dates: Sequence[dt.date], chosen: dt.date | None, before: dt.date | None = None) -> SafeString:
    """The dates to choose from, each the address of this page with the date under `name`; all, or those before one."""
    return travel.date_links(context["request"].GET, name, dates, chosen, before)


register.filter("control", fields.control)
register.simple_tag(fields.field, name="field")
register.simple_tag(svg.icon, name="icon")
register.simple_tag(svg.mark, name="mark")
register.simple_tag(svg.chip, name="chip")
register.simple_tag(svg.slip_head, name="slip_head")
register.simple_tag(svg.strip, name="strip")
register.simple_tag(svg.strip_head, name="strip_head")
register.simple_tag(svg.spark, name="spark")
register.simple_tag(svg.slip_bar, name="slip_bar")
register.simple_tag(svg.unit_marks, name="unit_marks")
register.simple_tag(svg.share_bar, name="share_bar")
register.simple_tag(svg.withheld, name="withheld")
