"""The pages that show the document of the interface, drawn by this server alone, under the policy of every page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from steerco.foundation.access.views import acting
from steerco.foundation.api.problems import KINDS
from steerco.foundation.api.samples import example_of, fields_of, told_type
from steerco.foundation.registers.register import registers

Document = Callable[[], dict[str, Any]]
CONTROLS = {"integer": "number", "date": "date"}


def addresses(document: Document) -> list[URLPattern]:
    """The pages of a document."""

    @require_GET
    @acting
    def overview(request: HttpRequest) -> HttpResponse:
        """How to call the interface, every operation, and what each refusal means."""
        kinds = [{"name": kind, "status": status, "title": title} for kind, (status, title) in KINDS.items()]
        return render(request, "api/overview.html", {"groups": _groups(document()), "kinds": kinds})

    @require_GET
    @acting
    def operation(request: HttpRequest, name: str) -> HttpResponse:
        """One operation: what it takes, what it answers, and a form to try it."""
        found = next((each for group in _groups(document()) for each in group["operations"] if each["id"] == name), None)
        if found is None:
            raise Http404(_("There is no such operation."))
        return render(request, "api/operation.html", _context(document(), found))

    @require_GET
    @acting
    def first(request: HttpRequest) -> HttpResponse:
        """The root of the interface leads to its pages."""
        return redirect("api_reference")

    return [
        path("", overview, name="api_reference"),
        path("operations/<str:name>/", operation, name="api_operation"),
        path("v1/", first, name="api_first"),
    ]


def _groups(document: dict[str, Any]) -> list[dict[str, Any]]:
    """The operations by what they are about, in the order of the document."""
    found: dict[str, list[dict[str, Any]]] = {}
    for address, methods in document["paths"].items():
        for method, told in methods.items():
            line = {"id": told["operationId"], "method": method.upper(), "path": address, "summary": told["summary"], "told": told}
            found.setdefault(told["tags"][0], []).append(line)
    return [{"name": name, "label": _label(name), "operations": lines} for name, lines in found.items()]


def _label(name: str) -> str:
    known = {
        "about": _("Who you are and what there is"), "revisions": _("The ledger"), "calculations": _("Calculations"),
        "comments": _("Comments"), "files": _("Files"), "matches": _("Merge and split"),
    }  # fmt: skip
    return str(known.get(name) or (registers[name].label if name in registers else name)).capitalize()


def _context(document: dict[str, Any], found: dict[str, Any]) -> dict[str, Any]:
    told = found["told"]
    content = told.get("requestBody", {}).get("content", {})
    body = next((held["schema"] for held in content.values()), None)
    form = "multipart/form-data" in content
    return {
        "operation": found, "description": told["description"], "group": _label(told["tags"][0]),
        "parameters": [_parameter(document, each) for each in told["parameters"]],
        "body": fields_of(document, body) if body else None, "example": example_of(document, body) if body else "", "form": form,
        "answers": [_answer(document, status, said) for status, said in told["responses"].items()],
        "writes": found["method"] != "GET",
    }  # fmt: skip


def _parameter(document: dict[str, Any], each: dict[str, Any]) -> dict[str, Any]:
    schema = each["schema"]
    kind = told_type(document, schema)
    return {
        "name": each["name"], "place": each["in"], "needed": each["required"], "about": each.get("description", ""), "type": kind,
        "choices": [choice for choice in schema.get("enum", ()) if choice is not None][:200],
        "control": CONTROLS.get(schema.get("format") or str(schema.get("type")), "text"),
    }  # fmt: skip


def _answer(document: dict[str, Any], status: str, said: dict[str, Any]) -> dict[str, Any]:
    content = next(iter(said.get("content", {}).items()), None)
    schema = content[1]["schema"] if content else None
    own = schema is not None and not schema.get("$ref", "").endswith("/Problem")
    return {
        "status": status, "about": said["description"], "media": content[0] if content else "",
        "fields": fields_of(document, schema) if own else [], "good": status.startswith(("2", "3")),
    }  # fmt: skip
