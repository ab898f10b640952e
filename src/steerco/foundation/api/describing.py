"""What the interface says of itself to one asker: who they are, and which registers and columns there are for them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from ninja import Router

from steerco.foundation.access.actor import Actor
from steerco.foundation.api.answers import answer
from steerco.foundation.api.document import json_answer, parameter, ref, refusals
from steerco.foundation.api.identity import IDENTITIES, asker, operation
from steerco.foundation.registers.columns import Column, Scene
from steerco.foundation.registers.fields import written_by
from steerco.foundation.registers.filters import OPERATIONS
from steerco.foundation.registers.register import Register, registers

ME: dict[str, Any] = {
    "type": "object", "description": "Who asks, where, with which roles.", "required": ["account", "organisation", "roles"],
    "properties": {
        "account": {"type": ["string", "null"]}, "name": {"type": "string"},
        "organisation": {"type": "object", "required": ["key", "name", "currency"], "properties": {
            "key": {"type": "string"}, "name": {"type": "string"}, "currency": {"type": "string"}, "time_zone": {"type": "string"}}},
        "roles": {"type": "array", "items": {"type": "object", "properties": {
            "role": {"type": "string"}, "scope": {"type": "string"}, "scope_id": {"type": ["integer", "null"]},
            "clearance": {"type": "integer"}}}},
    },
}  # fmt: skip
REGISTER: dict[str, Any] = {
    "type": "object", "description": "A register as the asker may use it.", "required": ["name", "label", "may", "columns"],
    "properties": {
        "name": {"type": "string"}, "label": {"type": "string"}, "about": {"type": "string"}, "sort": {"type": "string"},
        "may": {"type": "array", "items": {"type": "string"}}, "default": {"type": "array", "items": {"type": "string"}},
        "columns": {"type": "array", "items": {"type": "object", "required": ["name", "label", "kind"], "properties": {
            "name": {"type": "string"}, "label": {"type": "string"}, "kind": {"type": "string"},
            "filters": {"type": "array", "items": {"type": "string"}}, "sortable": {"type": "boolean"},
            "writable": {"type": "boolean"}, "choices": {"type": "array", "items": {"type": "object"}}}}},
    },
}  # fmt: skip


def routes() -> Router:
    """The operations of this kind."""
    router = Router(tags=["about"], auth=IDENTITIES)

    def add(path: str, view: Any, name: str, summary: str, description: str, schema: Any, *more: str, takes: Any = ()) -> None:
        answers: dict[int, Any] = {200: json_answer(schema, summary), **refusals(*more)}
        told = {"parameters": list(takes), "responses": answers}
        router.add_api_operation(
            path, ["GET"], operation(view), operation_id=name, summary=summary, description=description, openapi_extra=told,
            url_name=f"api_{name}",
        )  # fmt: skip

    add("/me", _me, "me_get", "Who you are", "Your account, your organisation and the roles that you hold in it today.", ref("Me"))
    listed = {"type": "object", "required": ["data"], "properties": {"data": {"type": "array", "items": ref("Register")}}}
    add("/registers", _registers, "registers_list", "List the registers", "The registers that you may see, without columns.", listed)
    which = parameter("name", "Which register.", {"type": "string"}, place="path", needed=True)
    said = "Its columns, those of the organisation's own included: what each compares with, whether it sorts, whether it is written."
    add("/registers/{name}", _register, "registers_get", "Describe a register", said, ref("Register"), "not-found", takes=[which])
    return router


def _me(request: HttpRequest) -> HttpResponse:
    by = asker(request)
    organisation = by.organisation
    roles = [
        {"role": each.role, "scope": each.scope_kind, "scope_id": each.scope_id, "clearance": each.clearance} for each in by.grants
    ]  # fmt: skip
    return answer({
        "account": by.account.email if by.account else None, "name": str(by.account or ""), "roles": roles,
        "organisation": {"key": organisation.key, "name": organisation.name, "currency": organisation.currency,
                         "time_zone": organisation.time_zone},
    })  # fmt: skip


def _registers(request: HttpRequest) -> HttpResponse:
    by = asker(request)
    return answer({"data": [{**_head(each, by), "columns": []} for each in registers.values() if each.may(by, "view")]})


def _register(request: HttpRequest, name: str) -> HttpResponse:
    by, register = asker(request), registers.get(name)
    if register is None:
        raise Http404
    register.require(by, "view")
    columns = register.all_columns(Scene(by))
    fields: dict[str, forms.Field] = {}
    if register.form is not None and (register.may(by, "create") or register.may(by, "edit")):
        fields = register.form(by, register.model(organisation=by.organisation)).fields
    names = written_by(columns.values(), fields)
    told = [_column(each, writable=each.name in names) for each in columns.values()]
    others = [
        {"name": name, "label": str(fields[field].label or name), "kind": "text", "filters": [], "sortable": False, "writable": True}
        for name, field in names.items() if name not in columns
    ]  # fmt: skip
    return answer({**_head(register, by), "columns": [*told, *others]})


def _head(register: Register, by: Actor) -> dict[str, Any]:
    verbs = {"view": True, "create": register.create, "edit": register.update, "delete": register.delete, "export": True}
    return {
        "name": register.name, "label": str(register.label), "about": str(register.about), "sort": register.sort,
        "default": list(register.default), "may": [verb for verb, there in verbs.items() if there and register.may(by, verb)],
    }  # fmt: skip


def _column(column: Column, *, writable: bool) -> dict[str, Any]:
    comparisons = OPERATIONS[column.kind] if column.where is None else ("in", "is", "not")
    return {
        "name": column.name, "label": str(column.label), "kind": str(column.kind), "sortable": column.sortable, "writable": writable,
        "filters": list(comparisons) if column.filterable else [],
        "choices": [{"value": value, "label": str(label)} for value, label in column.choices],
    }  # fmt: skip
