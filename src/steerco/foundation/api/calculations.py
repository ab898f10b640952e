"""Every calculation of the engine by REST: which there are, and the result of one with its reasons."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from steerco.foundation.api.answers import JSON, answer
from steerco.foundation.api.bodies import object_of
from steerco.foundation.api.document import json_answer, refusals
from steerco.foundation.api.identity import IDENTITIES, operation
from steerco.foundation.api.problems import Problem
from steerco.foundation.exports.writers import json_text
from steerco_engine.calculations import Calculation, calculations

REASONED = {"type": "object", "required": ["at", "code", "message"], "properties": {
    "at": {"type": "string"}, "code": {"type": "string"}, "message": {"type": "string"}}}  # fmt: skip


def routes() -> Router:
    """The list of calculations, and one operation for each."""
    router = Router(tags=["calculations"], auth=IDENTITIES)
    names = {"type": "object", "required": ["data"], "properties": {"data": {"type": "array", "items": {"type": "object"}}}}
    router.add_api_operation(
        "", ["GET"], operation(_list), operation_id="calculations_list", summary="List the calculations",
        description="Every calculation with what it answers, what it takes and what it gives.", url_name="api_calculations",
        openapi_extra={"responses": {200: json_answer(names, "The calculations"), **refusals()}},
    )  # fmt: skip
    for each in calculations().values():
        router.add_api_operation(
            f"/{each.name}", ["POST"], operation(_view(each)), operation_id=f"calculations_{each.name}",
            summary=each.name.replace("_", " "), description=each.does, openapi_extra=_told(each), url_name=f"api_calculation_{each.name}",
        )  # fmt: skip
    return router


def _list(request: HttpRequest) -> HttpResponse:
    return answer(
        {"data": [{"name": each.name, "does": each.does, "takes": each.takes, "gives": each.gives} for each in calculations().values()]}
    )


def _view(asked: Calculation) -> Any:
    def view(request: HttpRequest) -> HttpResponse:
        told = asked.answer(object_of(request))
        if "error" in told:
            raise NotCalculated(told)
        return HttpResponse(json_text(told), content_type=JSON)

    view.__name__ = f"calculate_{asked.name}"
    return view


class NotCalculated(Problem):
    """An input that can't be calculated with: the refusal with its code and place."""

    def __init__(self, told: dict[str, Any]) -> None:
        super().__init__("invalid", told["error"]["message"])
        self.told = told

    def said(self, instance: str = "") -> dict[str, Any]:
        """The object that is answered, with the code of the engine."""
        return {**super().said(instance), **self.told["error"], "calculation": self.told["calculation"]}


def _told(each: Calculation) -> dict[str, Any]:
    result = {
        "type": "object", "required": ["calculation", "engine_version", "result", "reasons", "inputs_hash"],
        "properties": {
            "calculation": {"const": each.name}, "engine_version": {"type": "string"}, "result": each.gives,
            "reasons": {"type": "array", "items": REASONED}, "inputs_hash": {"type": "string"},
        },
    }  # fmt: skip
    body = {"required": True, "content": {JSON: {"schema": each.takes}}}
    return {"requestBody": body, "responses": {200: json_answer(result, "The result"), **refusals("too-large", "media", "invalid")}}
