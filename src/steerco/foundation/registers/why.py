"""What explains a number of a list: how many records, what they add up to and who gave none, how a value is worked out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from steerco.foundation.access.views import acting, actor_of
from steerco.foundation.registers.asked import Asked
from steerco.foundation.registers.columns import Column, Kind, Price
from steerco.foundation.registers.filters import OPERATIONS, Filter
from steerco.foundation.registers.listing import Listing
from steerco.foundation.registers.register import Register, registers
from steerco.foundation.registers.sums import Money
from steerco.foundation.registers.taking import in_words, listing
from steerco.foundation.ui.explained import Explanation, Part
from steerco.foundation.ui.figures import day, exact, grouped

MOST_ALONE = 20  # filters that are counted one by one: each costs a count of its own


def why_address(register: Register, asked: Asked, what: str, of: str = "", *more: Filter) -> str:
    """Where a number of a list is explained, the list narrowed by further filters where the number is that of a group."""
    plain = Asked(filters=(*asked.conditions, *more), words=asked.words, as_of=asked.as_of, picked=asked.picked)
    address = reverse(register.urls["why"], args=[what]) + plain.address()
    return address + (f"{'' if address.endswith('?') else '&'}of={of}" if of else "")


def only(column: Column, value: object) -> Filter | None:
    """The filter that keeps the records of a group; None where no address can say it."""
    if value in (None, ""):
        return Filter(column.name, "missing")
    said = ("yes" if value else "no") if column.kind == Kind.YES_NO else str(value)
    return Filter(column.name, "is", (said,)) if "|" not in said else None


@require_GET
@acting
def why_page(request: HttpRequest, name: str, what: str) -> HttpResponse:
    """`…/why/sum/?of=whole_life_cost&f=unit:is:DFT`, `…/why/count/?…`, `…/why/cell/?of=spent:PRJ-0001`: 404 for what is no number."""
    by, register = actor_of(request), registers[name]
    register.require(by, "view")
    asked, of = replace(Asked.from_query(request.GET), whole=True, after="", view=None), request.GET.get("of", "")[:200]
    told = None
    if what == "count":
        told = _count(listing(register, by, replace(asked, group="")))
    elif what == "sum":
        told = _sum(listing(register, by, replace(asked, columns=(of,), group="")), of)
    elif what == "cell":
        told = _cell(listing(register, by, Asked(as_of=asked.as_of)), of)
    if told is None:
        raise Http404(_("There is no such number."))
    facts = _("As of %(date)s") % {"date": day(asked.as_of)} if asked.as_of else _("As the records stand now")
    context = {
        "told": told,
        "register": register,
        "facts": facts,
        "nav_current": name,
        "past_on": asked.as_of,
        "back": _list(register, asked),
    }
    return render(request, "registers/why.html" + ("#told" if request.GET.get("part") == "told" else ""), context)


def _list(register: Register, asked: Asked, *more: str) -> str:
    """The list itself, narrowed further."""
    added = tuple(each for text in more if (each := Filter.from_text(text)) is not None)
    return reverse(register.name) + Asked(filters=(*asked.conditions, *added), words=asked.words, as_of=asked.as_of, every=True).address()


def _conditions(listed: Listing) -> list[str]:
    asked, columns = listed.asked, listed.columns
    said = [in_words(columns.get(each.column), each, listed.scene.by) for each in asked.conditions]
    return [*said, *([_("“%(words)s” in a name") % {"words": asked.words}] if asked.words else [])]


def _count(listed: Listing) -> Explanation:
    """How many records are on a list, among how many that one may see, and how many each filter would let through alone."""
    register, asked = listed.register, listed.asked
    parts = []
    if 0 < len(asked.conditions) + bool(asked.words) <= MOST_ALONE:
        alone = [Asked(filters=(each,), as_of=asked.as_of) for each in asked.conditions]
        alone += [Asked(words=asked.words, as_of=asked.as_of)] if asked.words else []
        counts = listed.counts(dict(enumerate([Asked(as_of=asked.as_of), *alone])))
        labels = [_("All that you may see"), *(_("Where %(rule)s") % {"rule": said} for said in _conditions(listed))]
        for place, (label, state) in enumerate(zip(labels, [Asked(as_of=asked.as_of), *alone], strict=True)):
            if place in counts and (place == 0 or len(alone) > 1):
                parts.append(Part(label, grouped(counts[place]), _list(register, state)))
    total = listed.sums().total
    parts.append(Part(_("On the list"), grouped(total), _list(register, asked), strong=True))
    rules = _conditions(listed)
    formula = _("each of the %(records)s that you may see, once") % {"records": register.label}
    if rules:
        formula = _("each of the %(records)s once, where %(rules)s") % {"records": register.label, "rules": _(" and ").join(rules)}
    return Explanation(_("How many %(records)s") % {"records": register.label}, "", tuple(parts), formula, _list(register, asked))


def _sum(listed: Listing, of: str) -> Explanation | None:
    """What a column adds up to: a sum for each currency and price basis, of how many, and who gave none."""
    column = listed.columns.get(of)
    if column is None or column.kind != Kind.MONEY or not column.stored:
        return None
    register, asked = listed.register, listed.asked
    money: Money = listed.sums().money[column.name]
    can = "present" in OPERATIONS[column.kind] and column.filterable
    parts = list(_sums(money.parts))
    share = _("%(given)s of %(total)s") % {"given": grouped(money.given), "total": grouped(money.of)}
    parts.append(Part(_("Disclosed by"), share, _list(register, asked, f"{of}:present") if can else ""))
    if money.of > money.given:
        parts.append(
            Part(_("Left out: none given"), grouped(money.of - money.given), _list(register, asked, f"{of}:missing") if can else "")
        )
    rules = _conditions(listed)
    lead = _("Of the %(records)s where %(rules)s.") % {"records": register.label, "rules": _(" and ").join(rules)} if rules else ""
    if money.dates > 1:
        dates = _("They are of %(count)s dates, so the list shows no sum: an amount of one year says nothing beside one of another.")
        lead = f"{lead} {dates % {'count': grouped(money.dates)}}".strip()
    elif len(money.parts) > 1:
        lead = f"{lead} {_('They are in different currencies or prices, so they are not added to one sum.')}".strip()
    formula = _("sum of “%(label)s” as each record gives it; nothing is converted, and nothing is guessed for the rest") % {
        "label": column.label
    }
    return Explanation(str(column.label), lead, tuple(parts), formula, _list(register, asked, f"{of}:present") if can else "")


def _sums(parts: Sequence[tuple[Price, object, int]]) -> list[Part]:
    several = len(parts) > 1
    found = []
    for price, amount, given in parts:
        label = _("In %(currency)s, prices %(basis)s (%(count)s)") % {
            "currency": price.currency, "basis": price.basis or _("not stated"), "count": grouped(given),
        }  # fmt: skip
        found.append(Part(label if several else _("Exact sum"), exact(amount, price.currency), strong=not several))  # type: ignore[arg-type]
    return found


def _cell(listed: Listing, of: str) -> Explanation | None:
    """How a value of one record is worked out, as its column says."""
    name, _colon, slug = of.partition(":")
    column = listed.columns.get(name)
    if column is None or column.why is None:
        return None
    listed.shown = [column]
    rows = listed.record(listed.register.find(listed.scene.by, slug).pk)
    return column.why(listed.scene, rows[0]) if rows else None
