"""A caller of the interface: JSON in, JSON out, as the director of an organisation or as anybody else."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from conftest import MakeAccount, meant_in
from steerco.foundation.access.actor import Actor
from steerco.foundation.accounts.models import Account
from steerco.foundation.api.limits import forget_all
from steerco.foundation.organisations.models import Organisation


@dataclass
class Said:
    """An answer: its status, its headers, its JSON."""

    status: int
    headers: dict[str, str]
    body: Any
    text: str


@dataclass
class Caller:
    """A program that calls the interface."""

    client: Client
    headers: dict[str, str] = field(default_factory=dict)

    def __call__(self, method: str, path: str, body: Any = None, **headers: str) -> Said:
        given = {"data": body if isinstance(body, str | bytes) else json.dumps(body, default=str), "content_type": "application/json"}
        named = {name.replace("_", "-"): value for name, value in {**self.headers, **headers}.items()}
        answer: HttpResponse = self.client.generic(method.upper(), f"/api/v1{path}", **({} if body is None else given), headers=named)
        text = answer.content.decode()
        told = json.loads(text, parse_float=Decimal) if text and "json" in answer["Content-Type"] else None
        return Said(answer.status_code, dict(answer.items()), told, text)


Call = Callable[..., Said]


@pytest.fixture(autouse=True)
def _fresh_allowances() -> Iterator[None]:
    """Nobody has asked anything yet."""
    forget_all()
    yield
    forget_all()


@pytest.fixture
def caller_of() -> Callable[[Account | None], Caller]:
    """A caller in the session of an account; of nobody without one."""

    def make(account: Account | None) -> Caller:
        client = Client(raise_request_exception=False)
        if account is not None:
            client.force_login(account)
            return Caller(client, meant_in(client))
        return Caller(client)

    return make


@pytest.fixture
def call(director: Actor, caller_of: Callable[[Account | None], Caller]) -> Caller:
    """Calls as the director."""
    return caller_of(director.account)


@pytest.fixture
def call_as(organisation: Organisation, make_account: MakeAccount, caller_of: Callable[[Account | None], Caller]) -> Callable[..., Caller]:
    """Calls with a role: call_as("auditor")."""
    return lambda role, **told: caller_of(make_account(organisation, role, **told))
