"""The whole portfolio at a date: no page, file or answer for programs that shows it tells of what came later."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse

from steerco.capabilities.projects.models import Project
from steerco.capabilities.status.models import StatusReport
from steerco.foundation.access.actor import Actor
from tests.isolation.addresses import text_of

ON = "2021-03-31"
FORMS = ("csv", "xlsx", "json")
WHAT = {"portfolio_table": ("departments", "departments.csv", "dates.xlsx"), "portfolio_why": ("dates", "paired", "cost", "presence")}
ABOUT_NOW = {"portfolio_views": "keeps a view", "portfolio_record_new": "writes", "portfolio_record_edit": "writes"}
LISTS = ("/reports/", "/reports/export.csv", "/reports/export.json", "/projects/", "/projects/export.csv", "/projects/export.xlsx")
PROGRAMS = ("/api/v1/portfolios/gmpp/summary", "/api/v1/reports", "/api/v1/projects")


def addresses() -> list[str]:
    """Every address of the product that is about a portfolio by its reference, with each of its forms."""
    found: list[str] = []
    for name in sorted(key for key in get_resolver().reverse_dict if isinstance(key, str) and key.startswith("portfolio_")):
        if name in ABOUT_NOW or name.startswith("portfolio_record"):
            continue
        for more in ((), *((form,) for form in FORMS), *((what,) for what in WHAT.get(name, ()))):
            try:
                found.append(reverse(name, args=["gmpp", *more]))
            except NoReverseMatch:
                continue
    return [address for address in found if address.startswith("/portfolio/")]


@pytest.fixture
def visitor(gmpp: Actor, make_account: Callable[..., Any], client_of: Callable[[Any], Client]) -> Client:
    return client_of(make_account(gmpp.organisation, "pmo_director", clearance=2))


def test_nothing_that_came_later_is_told_at_an_earlier_date(visitor: Client, gmpp: Actor) -> None:
    early = set(StatusReport.objects.filter(period__status_on__lte=ON).values_list("project_id", flat=True))
    late = StatusReport.objects.filter(period__status_on__gt=ON).exclude(project__in=early)
    known = "\n".join(Project.objects.filter(pk__in=early).values_list("name", flat=True))
    names = sorted({name for name in late.values_list("project__name", flat=True) if len(name) > 25 and name not in known})
    assert len(names) > 40
    asked = [*addresses(), *LISTS, *PROGRAMS]
    assert len(asked) > 15
    answers: dict[str, HttpResponse] = {path: visitor.get(path, {"as_of": ON}) for path in asked}
    there = {path: text_of(answer) for path, answer in answers.items() if answer.status_code == 200}
    assert [path for path, answer in answers.items() if answer.status_code not in (200, 404)] == []
    assert len(there) > 15
    told = {path: name for path, text in there.items() for name in names if name in text}
    assert told == {}
    now = text_of(visitor.get("/portfolio/gmpp/export.csv"))
    assert any(name in now for name in names)


def test_the_ways_to_the_one_portfolio_keep_the_date(visitor: Client) -> None:
    for path in ("/portfolio/", "/portfolio/movements/"):
        assert visitor.get(path, {"as_of": ON}).headers["Location"].endswith(f"?as_of={ON}")
