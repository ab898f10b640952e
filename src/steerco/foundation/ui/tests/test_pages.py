"""The gallery, the shell around it, and refusals in our own words."""

import re
from collections.abc import Callable

import pytest
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template import engines
from django.test import Client, RequestFactory, override_settings
from django.urls import include, path

from steerco.foundation.accounts.models import Account
from steerco.foundation.organisations.models import Organisation
from steerco.foundation.ui import notices
from steerco.foundation.ui.marks import MARKS


def refuse(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied("Refused: you may not create this project. Who may: pmo director.")


def lose(request: HttpRequest) -> HttpResponse:
    raise Http404("the name of a secret record")


def break_down(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("a secret of the inside")


urlpatterns = [path("", include("steerco.interfaces.urls")), path("t/refuse/", refuse), path("t/lose/", lose), path("t/break/", break_down)]


@pytest.fixture
def browser(organisation: Organisation, make_account: Callable[..., Account], client_of: Callable[[Account], Client]) -> Client:
    return client_of(make_account(organisation, "pmo_director", clearance=2))


def test_the_gallery_shows_every_mark_in_the_shell(browser: Client) -> None:
    page = browser.get("/gallery/").content.decode()
    assert all(str(mark.means) in page for mark in MARKS.values())
    assert "Alpha Works" in page
    assert "hx-headers:inherited" in page
    assert "<c-" not in page


def test_ids_are_given_once(browser: Client) -> None:
    page = re.sub(r"<template.*?</template>", "", browser.get("/gallery/").content.decode(), flags=re.DOTALL)
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert sorted(ids) == sorted(set(ids))


def test_who_is_signed_out_is_sent_to_the_sign_in() -> None:
    assert Client().get("/gallery/")["Location"].startswith("/accounts/login/")


@override_settings(ROOT_URLCONF=__name__)
def test_a_refusal_says_the_rule_and_the_way_on(browser: Client) -> None:
    answer = browser.get("/t/refuse/")
    assert answer.status_code == 403
    assert "Who may: pmo director." in answer.content.decode()
    assert 'class="nav"' in answer.content.decode()


@override_settings(ROOT_URLCONF=__name__, DEBUG=False)
def test_a_lost_record_is_not_named(browser: Client) -> None:
    answer = browser.get("/t/lose/")
    assert answer.status_code == 404
    assert "secret" not in answer.content.decode()
    assert "Alpha Works" in answer.content.decode()
    assert b"There is nothing here" in Client().get("/no/such/page/").content


@override_settings(ROOT_URLCONF=__name__, DEBUG=False)
def test_a_breakdown_says_that_nothing_was_half_saved(browser: Client) -> None:
    browser.raise_request_exception = False
    answer = browser.get("/t/break/")
    assert answer.status_code == 500
    assert "Nothing was half saved" in answer.content.decode()
    assert "secret" not in answer.content.decode()


@pytest.mark.django_db
def test_a_form_that_is_too_old_is_refused_in_our_words() -> None:
    answer = Client(enforce_csrf_checks=True).post("/accounts/login/", {"login": "a@b.test", "password": "x"})
    assert answer.status_code == 403
    assert "This form is too old" in answer.content.decode()


def test_robots_stay_away() -> None:
    assert Client().get("/robots.txt").content == b"User-agent: *\nDisallow: /\n"


def test_what_a_person_writes_is_never_markup(organisation: Organisation, browser: Client) -> None:
    organisation.name = "<script>alert(1)</script>"
    organisation.save()
    assert "<script>alert" not in browser.get("/gallery/").content.decode()


@pytest.mark.parametrize(
    ("tags", "address"), [("undo:/ledger/3/undo/", "/ledger/3/undo/"), ("undo://evil.test/", ""), ("undo:https://evil.test/", ""), ("", "")]
)
def test_undo_leads_to_a_path_of_this_site_only(tags: str, address: str) -> None:
    assert notices.undo_address(Message(constants.SUCCESS, "244 projects loaded.", extra_tags=tags)) == address


def test_a_number_that_opens_has_its_own_id_each_time() -> None:
    template = engines["django"].from_string('{% new_id "60" "Later" %} {% new_id "60" "Later" %} {% new_id "61" "Later" %}')
    first, second, other = template.render({}, RequestFactory().get("/")).split()
    assert second == f"{first}-2"
    assert other not in (first, second)


def test_a_change_is_plain_within_five_percent() -> None:
    template = engines["django"].from_string("{% for s in shares %}[{{ s|change_tone }}|{{ s|change_tone:'better' }}]{% endfor %}")
    assert template.render({"shares": ["0.05", "0.051", "-0.2"]}) == "[|][up|dn][dn|up]"
