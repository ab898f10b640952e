"""The pages of own fields: what kind, then what that kind needs; what a field is used for; retiring it and bringing it back."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods

from steerco.foundation.access.actor import Actor
from steerco.foundation.access.views import acting, actor_of
from steerco.foundation.fields import queries, services
from steerco.foundation.fields.access import FIELDS
from steerco.foundation.fields.columns import Making, formula_column, others
from steerco.foundation.fields.forms import FieldForm
from steerco.foundation.fields.formulas.checking import FUNCTIONS, KINDS, Part, usable
from steerco.foundation.fields.formulas.parsing import FormulaError
from steerco.foundation.fields.models import FieldKind, OwnField
from steerco.foundation.fields.rolling_up import beneath
from steerco.foundation.ledger.writer import EditConflict, together
from steerco.foundation.registers.asked import Asked
from steerco.foundation.registers.cells import Drawer
from steerco.foundation.registers.columns import Scene
from steerco.foundation.registers.editing.taking_back import way_back
from steerco.foundation.registers.listing import Listing
from steerco.foundation.registers.register import Register, registers
from steerco.foundation.registers.writing import save
from steerco.foundation.ui.notices import notify

TRIED = 6
SAID = {
    FieldKind.TEXT: gettext_lazy("Any words, such as a contract number."),
    FieldKind.NUMBER: gettext_lazy("A figure that is counted or measured."),
    FieldKind.MONEY: gettext_lazy("An amount in the currency of the record; lists add it up."),
    FieldKind.DATE: gettext_lazy("A day."),
    FieldKind.YES_NO: gettext_lazy("One of two answers, or none yet."),
    FieldKind.CHOICE: gettext_lazy("One of a list that you write."),
    FieldKind.CHOICES: gettext_lazy("Any of a list that you write."),
    FieldKind.PERSON: gettext_lazy("Somebody of your people."),
    FieldKind.FORMULA: gettext_lazy("Worked out from other fields of the same record."),
    FieldKind.ROLL_UP: gettext_lazy("Sum, count, average or dates of the records beneath."),
}


class Tried(NamedTuple):
    """A record, and what a formula gives for it."""

    record: str
    html: str


@require_http_methods(["GET", "POST"])
@acting
def new_field(request: HttpRequest, name: str) -> HttpResponse:
    """Asks what kind of field, then for what that kind needs."""
    by = actor_of(request)
    FIELDS.require(by, "configure")
    asked = request.POST if request.method == "POST" else request.GET
    on = asked.get("register", "")
    register = queries.fielded().get(on) or registers["projects"]
    kind = asked.get("kind", "")
    if kind not in FieldKind.values or (kind == FieldKind.ROLL_UP and not beneath(register.name)):
        return _kinds(request, register)
    record = OwnField(organisation=by.organisation, register=register.name, kind=kind)
    form = FieldForm(by, record, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and "look" not in request.POST:
        try:
            with together(by) as act:
                made = services.define_field(by=by, **form.arguments(set(form.written())))
            notify(
                request, _("%(field)s is on all %(records)s now.") % {"field": made, "records": register.label}, undo=way_back(act.revision)
            )
            return redirect("field", made.pk)
        except ValidationError as error:
            form.refused(error)
    return _asked(request, form, record, register)


@require_http_methods(["GET", "POST"])
@acting
def edit_field(request: HttpRequest, name: str, slug: str) -> HttpResponse:
    """Changes a field; what depends on its kind stays of that kind."""
    by, here = actor_of(request), registers[name]
    record = here.find(by, slug)
    here.require(by, "edit", record)
    form = FieldForm(by, record, request.POST if request.method == "POST" else None)
    conflicts: list[Any] = []
    if request.method == "POST" and form.is_valid() and "look" not in request.POST:
        try:
            conflicts, act = save(here, by, form)
            if not conflicts:
                notify(request, _("%(field)s saved.") % {"field": record}, undo=way_back(act))
                return redirect("field", record.pk)
        except ValidationError as error:
            form.refused(error)
        except EditConflict as error:
            form.add_error(None, str(error))
    return _asked(request, form, record, registers[record.register], conflicts)


@require_GET
@acting
def field(request: HttpRequest, name: str, slug: str) -> HttpResponse:
    """What a field is, how many records have a value, and what is worked out from it."""
    by, here = actor_of(request), registers[name]
    here.require(by, "view")
    record: OwnField = here.find(by, slug)
    register = registers[record.register]
    listed = f"{reverse(register.name)}?cols={','.join([*register.default, record.key])}&every=1"
    context = {
        "record": record, "register": register, "slug": slug, "nav_current": name, "may": FIELDS.allows(by, "configure"),
        "said": SAID[FieldKind(record.kind)], "formula": services.with_labels(register, by, record.formula) if record.formula else "",
        "rolled": _rolled(record, by), "listed": "" if record.retired else listed, **_used(record),
    }  # fmt: skip
    return render(request, "fields/field.html", context)


@require_http_methods(["GET", "POST"])
@acting
def retire(request: HttpRequest, name: str, slug: str) -> HttpResponse:
    """Says what becomes of a field that is retired or brought back, then does it."""
    by, here = actor_of(request), registers[name]
    here.require(by, "edit")
    record: OwnField = here.find(by, slug)
    problem, reason = "", request.POST.get("reason", "")[:300]
    if request.method == "POST":
        act_of = services.bring_back_field if record.retired else services.retire_field
        done = _("%(field)s is back.") if record.retired else _("%(field)s is retired. Its values stay.")
        try:
            with together(by) as act:
                act_of(by=by, field=record, reason=reason)
            notify(request, done % {"field": record}, undo=way_back(act.revision))
            return redirect("field", record.pk)
        except ValidationError as error:
            problem = " ".join(error.messages)
    context = {"record": record, "register": registers[record.register], "slug": slug, "nav_current": name, "problem": problem,
               "reason": reason, **_used(record)}  # fmt: skip
    return render(request, "fields/retire.html", context, status=409 if problem else 200)


def _kinds(request: HttpRequest, register: Register) -> HttpResponse:
    """The choice of a kind, in plain words."""
    kinds = [(kind.value, kind.label, SAID[kind]) for kind in FieldKind if kind != FieldKind.ROLL_UP or beneath(register.name)]
    context = {"kinds": kinds, "register": register, "fielded": list(queries.fielded().values()), "nav_current": "fields"}
    return render(request, "fields/kinds.html", context)


def _asked(request: HttpRequest, form: FieldForm, record: OwnField, register: Register, conflicts: Any = ()) -> HttpResponse:
    by = actor_of(request)
    context: dict[str, Any] = {
        "form": form, "record": record if record.pk else None, "register": register, "kind": FieldKind(record.kind),
        "said": SAID[FieldKind(record.kind)], "nav_current": "fields", "conflicts": conflicts,
    }  # fmt: skip
    if record.kind == FieldKind.FORMULA:
        making = Making(register, Scene(by), queries.own_fields(register.name))
        context |= {"functions": FUNCTIONS, "offered": _offered(register, by)}
        text = str(form["formula"].value() or "")
        if text:
            try:
                context["tried"] = _tried(making.checked(text, record.key), register, by)
            except FormulaError as error:
                if form.is_bound and not form.errors.get("formula"):
                    form.add_error("formula", str(error))
    return render(request, "fields/form.html", context, status=409 if conflicts else 422 if form.errors else 200)


def _offered(register: Register, by: Actor) -> list[tuple[str, str]]:
    """The fields that a formula can name, and what each holds."""
    typed = {each.key: each for each in queries.own_fields(register.name)}
    columns = {**others(register, Scene(by)), **{c.name: c for c in Making(register, Scene(by), list(typed.values())).all()}}
    return [(str(column.label), str(KINDS[column.kind])) for column in columns.values() if usable(column)]


def _tried(part: Part, register: Register, by: Actor) -> list[Tried]:
    """What the formula gives for the first records."""
    column = formula_column(OwnField(register=register.name, key="tried_formula", label=_("Result")), part, Scene(by))
    listed = Listing(register, Scene(by), Asked())
    main = next(each for each in listed.columns.values() if each.titles)
    listed.shown = [main, column]
    drawer = Drawer(column, register.slug, by.organisation.currency)
    return [Tried(str(main.read(row)), drawer.html(row)) for row in listed.page(TRIED).rows]


def _rolled(record: OwnField, by: Actor) -> str:
    """A roll-up in words."""
    found = beneath(record.register).get(record.children)
    if found is None:
        return ""
    said = {"measure": record.get_measure_display(), "records": found.register.label}
    column = found.register.all_columns(Scene(by)).get(record.child_field)
    if column is None:
        return _("%(measure)s of %(records)s") % said
    return _("%(measure)s of “%(label)s” of its %(records)s") % {**said, "label": column.label}


def _used(record: OwnField) -> dict[str, Any]:
    """How many records have a value, and what hangs on the field."""
    count = queries.carrying(record).count() if record.is_typed else 0
    said = ngettext("%(count)s record has a value", "%(count)s records have a value", count) % {"count": f"{count:,}"}
    return {"count": said if record.is_typed else "", "leaning": queries.leaning_on(record), "views": queries.views_with(record)}
