"""Verbs of records as operations: what moves a record from one state to the next, said once a room as its services have it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from inspect import Parameter, signature
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from steerco.foundation.api.acts import Act, add_acts, slug, taken
from steerco.foundation.api.document import ref
from steerco.foundation.api.identity import asker
from steerco.foundation.api.kinds import Schema
from steerco.foundation.api.lists import record_answer
from steerco.foundation.registers.register import registers

TEXT: Schema = {"type": ["string", "null"], "maxLength": 10_000}


@dataclass(frozen=True)
class Verb:
    """One verb: the service that does it, what it is called, what it says of itself, the texts it takes, and those that name records."""

    do: Callable[..., Any]
    summary: str
    says: str
    takes: Mapping[str, str] = field(default_factory=dict)
    links: Mapping[str, str] = field(default_factory=dict)
    """Fields that name a record of a register, by its address there."""

    @property
    def texts(self) -> Mapping[str, str]:
        """The texts that it takes, with the reason where its service asks for one."""
        return {**self.takes, "reason": "Why."} if "reason" in signature(self.do).parameters else self.takes

    @property
    def needed(self) -> frozenset[str]:
        """The texts without which its service can't begin; it says itself what it misses in an empty one."""
        found = signature(self.do).parameters
        return frozenset(name for name in self.texts if name in found and found[name].default is Parameter.empty)


def add_verbs(router: Router, register: str, argument: str, schema: str, verbs: Mapping[str, Verb]) -> None:
    """The verbs of a register; each is `POST /<register>/<record>/<verb>` and answers with the record as it is then."""
    add_acts(router, register, [
        Act(f"{register}_{name}", f"/{register}/{{slug}}/{name}", _view(register, argument, verb), verb.summary, verb.says, ref(schema),
            takes=_body(verb), parameters=[slug("Which record: the reference.")], refuses=["not-found"])
        for name, verb in verbs.items()
    ])  # fmt: skip


def _body(verb: Verb) -> Schema:
    fields = {**verb.texts, **{name: f"Which record of {register}." for name, register in verb.links.items()}}
    told = {name: {**TEXT, "description": says} for name, says in fields.items()}
    return {"type": "object", "properties": told, "additionalProperties": False}


def _view(name: str, argument: str, verb: Verb) -> Callable[..., HttpResponse]:
    known = dict.fromkeys((*verb.texts, *verb.links), str)
    empty = dict.fromkeys(verb.needed, "")

    def view(request: HttpRequest, slug: str) -> HttpResponse:
        by, register = asker(request), registers[name]
        register.require(by, "view")
        record = register.find(by, slug)
        given = {field: value for field, value in taken(request, known).items() if value is not None}
        named = {field: registers[kept].find(by, given.pop(field)) for field, kept in verb.links.items() if field in given}
        verb.do(by=by, **{argument: record}, **empty | given, **named)
        return record_answer(request, register, register.find(by, slug))

    return view
