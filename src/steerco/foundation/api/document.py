"""The OpenAPI document (3.1): what each operation takes and answers, every status included, from the declarations of the registers."""

from __future__ import annotations

from typing import Any

from steerco.foundation.api.kinds import Schema, declared, record_schema, title, values_schema
from steerco.foundation.api.problems import KINDS, MEDIA
from steerco.foundation.registers.columns import Column
from steerco.foundation.registers.filters import OPERATIONS
from steerco.foundation.registers.register import Register, registers

EVERYWHERE = ("malformed", "sign-in", "refused", "not-acceptable", "too-many", "broken", "busy")
ALSO = {
    "list": ("invalid",), "get": ("not-found", "invalid"), "create": ("conflict", "too-large", "media", "invalid"),
    "update": ("not-found", "conflict", "stale", "too-large", "media", "invalid", "no-version"),
    "delete": ("not-found", "conflict", "stale", "invalid", "no-version"),
    "bulk": ("conflict", "too-large", "media", "invalid"),
}  # fmt: skip
_SAID = {
    "list": ("List {many}", "A page of the {many} that you may see, with the filters, order and words of the page."),
    "get": ("Read a {one}", "One {one} with all its columns; its version is its ETag."),
    "create": ("Add a {one}", "Adds a {one}. With an Idempotency-Key, the same request sent again is answered again and written once."),
    "update": ("Change a {one}", "Changes the fields that the body names, of the version that you saw."),
    "delete": ("Remove a {one}", "Removes the version that you saw; the history keeps it."),
    "bulk": ("Change many {many}", "Up to 500 operations, all or none; each refusal stands beside its place. `dry_run` writes nothing."),
}
_BODY = "application/json"


def operation(register: Register, verb: str) -> dict[str, Any]:
    """The summary, description, parameters, body and answers of one operation of a register."""
    words = {"one": str(register.one), "many": str(register.label)}
    summary, description = (text.format(**words) for text in _SAID[verb])
    told: dict[str, Any] = {"summary": summary, "description": description, "parameters": _parameters(register, verb)}
    body = _body(register, verb)
    if body is not None:
        told["requestBody"] = {"required": True, "content": {_BODY: {"schema": body}}}
    told["responses"] = {**_answers(register, verb), **refusals(*ALSO[verb])}
    return told


def refusals(*kinds: str) -> dict[int, Schema]:
    """The problem answers of an operation, by status."""
    found: dict[int, list[str]] = {}
    for kind in (*EVERYWHERE, *kinds):
        found.setdefault(KINDS[kind][0], []).append(str(KINDS[kind][1]))
    return {status: problem_answer("; ".join(said)) for status, said in sorted(found.items())}


def problem_answer(said: str) -> Schema:
    """An answer that says a problem."""
    return {"description": said, "content": {MEDIA: {"schema": ref("Problem")}}}


def json_answer(schema: Schema, said: str, headers: Schema | None = None) -> Schema:
    """An answer of JSON."""
    return {"description": said, "content": {_BODY: {"schema": schema}}, **({"headers": headers} if headers else {})}


def ref(name: str) -> Schema:
    """A reference to a schema of the document."""
    return {"$ref": f"#/components/schemas/{name}"}


def parameter(name: str, said: str, schema: Schema | None = None, *, place: str = "query", needed: bool = False, **more: Any) -> Schema:
    """A parameter of an operation."""
    return {"name": name, "in": place, "description": said, "required": needed, "schema": schema or {"type": "string"}, **more}


def schemas() -> Schema:
    """The schemas that the operations refer to."""
    found: Schema = {"Problem": PROBLEM, "Operation": OPERATION, "BulkResult": BULK_RESULT}
    for register in registers.values():
        name = title(register)
        found[name] = record_schema(register)
        found[f"{name}Page"] = _page_schema(name)
        if register.form is not None and register.create is not None:
            found[f"{name}Values"] = values_schema(register, whole=True)
        if register.form is not None and register.update is not None:
            found[f"{name}Changes"] = values_schema(register, whole=False)
    return found


def _parameters(register: Register, verb: str) -> list[Schema]:
    if verb == "list":
        return _of_list(register)
    found = []
    if verb in ("get", "update", "delete"):
        names = "the reference" if register.slug == "ref" else "the number"
        found.append(parameter("slug", f"Which {register.one}: {names}.", place="path", needed=True))
    if verb == "get":
        found += [_fields(register), _as_of()]
    if verb in ("update", "delete"):
        found.append(parameter("If-Match", "The ETag of the record that you saw, or * for whichever is there.", place="header"))
    if verb == "delete":
        found.append(parameter("reason", "Why; stays in the history.", {"type": "string", "minLength": 1, "maxLength": 300}, needed=True))
    if verb in ("create", "bulk"):
        found.append(idempotency())
    return found


def idempotency() -> Schema:
    """The header that lets a request be sent twice and carried out once."""
    said = "Your own name for this request; kept for a day."
    return parameter("Idempotency-Key", said, {"type": "string", "maxLength": 200}, place="header")


def _of_list(register: Register) -> list[Schema]:
    columns = declared(register.name).values()
    filters = "; ".join(f"{column.name} ({' '.join(_comparisons(column))})" for column in columns if column.filterable)
    sorts = [name for column in columns if column.sortable for name in (column.name, f"-{column.name}")]
    many = {"type": "array", "items": {"type": "string"}}
    return [
        parameter("f", f"A filter, name:comparison:value|value; several narrow the list. {filters}", many, style="form", explode=True),
        parameter("q", "Words that the record must hold.", {"type": "string", "maxLength": 200}),
        parameter("sort", "The column to sort by; a minus for falling.", {"type": "string", "enum": sorts}),
        _as_of(), _fields(register),
        parameter("limit", "How many records a page has.", {"type": "integer", "minimum": 1, "maximum": 500, "default": 50}),
        parameter("after", "Where the page begins: `next` of the page before."),
        parameter("totals", "1 counts all records and adds up their amounts.", {"type": "string", "enum": ["0", "1"]}),
        parameter("If-None-Match", "The ETag of the page that you hold; 304 where nothing was written since.", place="header"),
    ]  # fmt: skip


def _comparisons(column: Column) -> tuple[str, ...]:
    return tuple(op for op in OPERATIONS[column.kind] if column.where is None or op in ("in", "is", "not"))


def _fields(register: Register) -> Schema:
    names = ", ".join([*declared(register.name), "version", "updated_at"])
    return parameter("fields", f"The columns to answer, divided by commas, or `all`: {names}")


def _as_of() -> Schema:
    return parameter("as_of", "As it stood on this date.", {"type": "string", "format": "date"})


def _body(register: Register, verb: str) -> Schema | None:
    if verb == "bulk":
        asked = {"type": "array", "items": ref("Operation"), "minItems": 1, "maxItems": 500}
        return {"type": "object", "properties": {"operations": asked, "dry_run": {"type": "boolean"}}, "required": ["operations"],
                "additionalProperties": False}  # fmt: skip
    named = {"create": "Values", "update": "Changes"}.get(verb)
    return None if named is None else ref(f"{title(register)}{named}")


def _answers(register: Register, verb: str) -> dict[int, Schema]:
    name, etag = title(register), {"ETag": {"schema": {"type": "string"}, "description": "The version, for If-Match"}}
    if verb == "list":
        links = {"Link": {"schema": {"type": "string"}, "description": "The next page"}, **etag}
        return {200: json_answer(ref(f"{name}Page"), "The page", links), 304: {"description": "Nothing was written since"}}
    if verb == "delete":
        return {204: {"description": "Removed"}}
    if verb == "bulk":
        return {200: json_answer(ref("BulkResult"), "All were carried out")}
    if verb == "create":
        return {201: json_answer(ref(name), "Added", {**etag, "Location": {"schema": {"type": "string"}}})}
    return {200: json_answer(ref(name), "The record", etag)}


def _page_schema(name: str) -> Schema:
    properties = {
        "data": {"type": "array", "items": ref(name)},
        "next": {"type": ["string", "null"], "description": "Send it as `after` for the next page; null on the last."},
        "count": {"type": "integer", "description": "How many there are on all pages, where totals were asked for."},
        "totals": {"type": "object", "description": "Sums by column, each with how many of how many gave the amount."},
    }
    return {"type": "object", "properties": properties, "required": ["data", "next"]}


PROBLEM: Schema = {
    "type": "object",
    "description": "A refusal (RFC 9457), in the words of the page.",
    "properties": {
        "type": {"type": "string", "description": "Which kind of problem; leads to what it means."},
        "title": {"type": "string"}, "status": {"type": "integer"}, "detail": {"type": "string"}, "instance": {"type": "string"},
        "errors": {"type": "array", "items": {"type": "object", "required": ["field", "messages"], "properties": {
            "field": {"type": "string"}, "messages": {"type": "array", "items": {"type": "string"}}}}},
        "operations": {"type": "array", "items": {"type": "object"}, "description": "Of many: the refusals, each with its index."},
    },
    "required": ["type", "title", "status", "detail"],
}  # fmt: skip
OPERATION: Schema = {
    "type": "object",
    "properties": {
        "do": {"type": "string", "enum": ["create", "update", "delete"]},
        "id": {"type": ["string", "integer"], "description": "Which record, as in its address."},
        "version": {"type": "integer", "description": "The version that you saw."},
        "values": {"type": "object"}, "reason": {"type": "string", "maxLength": 300},
    },
    "required": ["do"],
    "additionalProperties": False,
}  # fmt: skip
BULK_RESULT: Schema = {
    "type": "object",
    "properties": {
        "results": {"type": "array", "items": {"type": "object", "required": ["index", "status"], "properties": {
            "index": {"type": "integer"}, "status": {"type": "integer"}, "id": {"type": ["string", "integer"]},
            "version": {"type": "integer"}}}},
        "dry_run": {"type": "boolean"},
    },
    "required": ["results", "dry_run"],
}  # fmt: skip
