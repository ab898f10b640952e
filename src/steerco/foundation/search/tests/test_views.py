from __future__ import annotations

import pytest
from django.test import Client

from steerco.capabilities.projects.models import Project
from steerco.foundation.access.actor import Actor
from steerco.foundation.ledger.writer import revise
from steerco.foundation.organisations.models import Organisation
from steerco.foundation.search.palette import behind, travel

HOSTILE = "<script>alert(1)</script> \"quoted\" & 'so on'"


@pytest.fixture
def analyst(system: Actor, organisation: Organisation, make_account, client_of) -> Client:
    with revise(system, "add_projects") as revision:
        revision.create(Project(ref="P-1", name="Crossrail Programme"))
        revision.create(Project(ref="P-2", name=HOSTILE))
    return client_of(make_account(organisation, "pmo_analyst"))


def test_the_page_finds_and_forgives(analyst: Client) -> None:
    page = analyst.get("/search/", {"q": "crosrail"})
    text = page.content.decode()
    assert page.status_code == 200
    assert 'href="/projects/P-1/"' in text and "This is what is called “crossrail”" in text


def test_hostile_texts_are_escaped(analyst: Client) -> None:
    for query in ({"q": "script"}, {"q": "script", "part": "palette"}, {"q": HOSTILE}, {}, {"part": "palette"}):
        text = analyst.get("/search/", query).content.decode()
        assert "<script>alert" not in text
        assert "&lt;script&gt;alert(1)" in text


def test_the_palette_gets_its_part_only(analyst: Client) -> None:
    text = analyst.get("/search/", {"q": "cross", "part": "palette"}).content.decode()
    assert 'class="it" href="/projects/P-1/"' in text
    assert "<html" not in text


def test_an_empty_question_shows_what_changed_last(analyst: Client) -> None:
    assert "Crossrail Programme" in analyst.get("/search/").content.decode()


def test_a_question_without_an_answer_leads_on(analyst: Client) -> None:
    text = analyst.get("/search/", {"q": "zzqqxx"}).content.decode()
    assert "No record holds" in text and "Changed last" in text and "Crossrail Programme" in text
    assert "Changed last" not in analyst.get("/search/", {"q": "zzqqxx", "part": "palette"}).content.decode()


def test_a_date_travels(analyst: Client) -> None:
    text = analyst.get("/search/", {"q": "31 mar 2021", "here": "/projects/P-1/?tab=money"}).content.decode()
    assert "/projects/P-1/?tab=money&amp;as_of=2021-03-31" in text
    text = analyst.get("/search/", {"q": "31 mar 2021", "here": "https://evil.test/x"}).content.decode()
    assert "evil.test" not in text and "as_of=2021-03-31" in text


def test_pages_of_the_menu_are_offered(analyst: Client) -> None:
    assert 'href="/search/' in analyst.get("/search/", {"q": "portfolio"}).content.decode()
    assert "/portfolio/" in analyst.get("/search/", {"q": "overview"}).content.decode()


def test_signed_out_and_strangers_find_nothing(analyst: Client, other_organisation: Organisation, make_account, client_of) -> None:
    assert Client().get("/search/", {"q": "crossrail"}).status_code == 302
    stranger = client_of(make_account(other_organisation, "pmo_director"))
    for query in ({"q": "crossrail"}, {"q": "crosrail"}, {"q": "crossrail", "part": "palette"}, {}):
        assert "Crossrail Programme" not in stranger.get("/search/", query).content.decode()


def test_asking_changes_nothing_and_posting_is_refused(analyst: Client) -> None:
    assert analyst.post("/search/", {"q": "crossrail"}).status_code == 405


def test_only_pages_of_this_site_lie_behind() -> None:
    assert behind("/portfolio/?x=1", "", "localhost") == "/portfolio/?x=1"
    assert behind("//evil.test/", "http://localhost/projects/P-1/", "localhost") == "/projects/P-1/"
    assert behind("javascript:alert(1)", "", "localhost") == ""
    assert travel("not a date", "/portfolio/") is None
