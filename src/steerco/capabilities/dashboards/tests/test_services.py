"""The views with which a portfolio's list begins."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from steerco.capabilities.dashboards.services import keep_first_views
from steerco.capabilities.dashboards.tests.reading import text_of
from steerco.foundation.access.actor import Actor
from steerco.foundation.access.permissions import Refused
from steerco.foundation.registers.models import SavedView


def test_the_first_views_are_kept_once_for_everybody(
    gmpp: Actor, make_account: Callable[..., Any], client_of: Callable[[Any], Client]
) -> None:
    assert keep_first_views(by=gmpp) == 3
    assert keep_first_views(by=gmpp) == 0
    reader = client_of(make_account(gmpp.organisation, "auditor", clearance=2))

    for view, shown in zip(
        SavedView.objects.filter(register="portfolio").order_by("pk"), ("Rows 1 to 25 of 244", "23 of 244", "51 of 244"), strict=True
    ):
        text = text_of(reader.get(f"/portfolio/gmpp/?view={view.pk}"))
        assert shown in text and view.name in text and "View changed" not in text


def test_who_may_not_see_projects_keeps_no_views(gmpp: Actor, make_account: Callable[..., Any]) -> None:
    nobody = Actor.of(make_account(gmpp.organisation, "requester"), gmpp.organisation, entrance="page")

    with pytest.raises(Refused):
        keep_first_views(by=nobody)
    assert not SavedView.objects.exists()
