"""Saying, changing, taking away: by whom, at what, and who may be called by name."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from steerco.capabilities.projects.models import Project
from steerco.capabilities.projects.services import create_project
from steerco.foundation.access.actor import Actor
from steerco.foundation.access.permissions import Refused
from steerco.foundation.comments.models import LONGEST, Comment
from steerco.foundation.comments.queries import thread
from steerco.foundation.comments.services import add_comment, edit_comment, move_comments, remove_comment, restore_comment
from steerco.foundation.ledger.models import Change, Revision
from steerco.foundation.ledger.writer import EditConflict, revise
from steerco.foundation.registers.subjects import Subject, subject, subjects


@pytest.fixture
def project(director: Actor) -> Project:
    """A project that everybody with a role sees."""
    return create_project(by=director, name="Crossrail")


@pytest.fixture
def at(director: Actor, project: Project) -> Subject:
    """The project as something to speak about."""
    return subject(director, "projects", project.ref)


@pytest.fixture
def member(organisation: Any, make_account: Any) -> Any:
    """Makes an actor of a role with a name."""

    def make(role: str | None, name: str = "", **where: Any) -> Actor:
        account = make_account(organisation, role, **where)
        if name:
            type(account).objects.filter(pk=account.pk).update(name=name)
            account.name = name
        return Actor.of(account, organisation, entrance="page")

    return make


def refusal(error: pytest.ExceptionInfo[ValidationError]) -> str:
    return " ".join(error.value.messages)


def test_a_comment_hangs_on_its_record_and_lies_in_the_ledger(director: Actor, at: Subject, project: Project) -> None:
    made = add_comment(by=director, at=at, text="  First.\r\n\r\nSecond.  \n")
    assert (made.text, made.record_type, made.record_id, made.author) == (
        "First.\n\nSecond.",
        "projects.project",
        project.pk,
        director.account,
    )
    revision = Revision.objects.first()
    assert (revision.verb, revision.account) == ("comment", director.account)
    assert [each.comment for each in thread(director, at).said] == [made]


def test_reading_takes_three_queries_however_many(director: Actor, at: Subject, django_assert_num_queries: Any) -> None:
    for number in range(5):
        add_comment(by=director, at=at, text=f"No. {number}, @{director.account}")
    with django_assert_num_queries(2):
        assert thread(director, at).count == 5


@pytest.mark.parametrize("role", ["auditor", "administrator", "requester", None])
def test_whom_the_rooms_do_not_name_says_nothing(at: Subject, member: Any, role: str | None) -> None:
    with pytest.raises(Refused):
        add_comment(by=member(role, clearance=2), at=at, text="Hello")
    assert not Comment.objects.exists()


def test_a_role_elsewhere_says_nothing_here(director: Actor, at: Subject, member: Any) -> None:
    other = create_project(by=director, name="Elsewhere")
    with pytest.raises(Refused):
        add_comment(by=member("project_manager", scope=("project", other.pk)), at=at, text="Hello")
    assert not Comment.objects.exists()


@pytest.mark.parametrize(
    ("text", "said"), [("", "Write something"), ("  \n ", "Write something"), ("x" * (LONGEST + 1), "4001"), ("a\x07b", "signs")]
)
def test_empty_endless_and_unreadable_texts_are_refused(director: Actor, at: Subject, text: str, said: str) -> None:
    with pytest.raises(ValidationError) as error:
        add_comment(by=director, at=at, text=text)
    assert said in refusal(error)
    assert not Comment.objects.exists()


def test_people_are_called_by_name_or_address(director: Actor, at: Subject, member: Any) -> None:
    ada, grace = member("project_manager", "Ada Lovelace"), member("sponsor", "Grace")
    made = add_comment(by=director, at=at, text=f"@ada lovelace and (@{grace.account.email}), see `@nobody` or a@b.example")
    assert set(made.mentions) == {ada.account.pk, grace.account.pk}


def test_who_can_not_see_the_record_is_not_called(director: Actor, member: Any) -> None:
    secret = create_project(by=director, name="Secret", confidentiality=2)
    at = subject(director, "projects", secret.ref)
    member("project_manager", "Ada Lovelace")
    member("requester", "Grace Hopper")
    with pytest.raises(ValidationError) as error:
        add_comment(by=director, at=at, text="@Ada Lovelace and @Grace Hopper, look")
    assert "Ada Lovelace, Grace Hopper can’t see this project" in refusal(error)
    assert not Comment.objects.exists()


def test_a_name_that_nobody_bears_is_refused_with_the_likely_one(
    director: Actor, at: Subject, member: Any, make_account: Any, other_organisation: Any
) -> None:
    member("project_manager", "Ada Lovelace")
    make_account(other_organisation, "pmo_director")
    for text, said in (
        ("@Ada Lovelase", "mean @Ada Lovelace?"),
        ("@Zzyzx now", "Nobody here is called “Zzyzx”"),
        ("@pmo_director 2 x", "pmo_director"),
    ):
        with pytest.raises(ValidationError) as error:
            add_comment(by=director, at=at, text=text)
        assert said in refusal(error)
    assert not Comment.objects.exists()
    assert add_comment(by=director, at=at, text="mail \\@zzyzx").mentions == []


def test_of_two_with_one_name_the_address_decides(director: Actor, at: Subject, member: Any) -> None:
    first, _second = member("project_manager", "Ada"), member("sponsor", "Ada")
    with pytest.raises(ValidationError) as error:
        add_comment(by=director, at=at, text="@Ada?")
    assert "Several people are called Ada" in refusal(error)
    assert add_comment(by=director, at=at, text=f"@{first.account.email}?").mentions == [first.account.pk]


def test_ones_own_is_changed_within_an_hour_and_by_nobody_else(director: Actor, at: Subject, member: Any) -> None:
    manager = member("project_manager")
    made = add_comment(by=manager, at=at, text="Frist")
    with pytest.raises(Refused):
        edit_comment(by=director, at=at, comment=made, text="Mine now")
    edit_comment(by=manager, at=at, comment=made, text="First")
    with pytest.raises(EditConflict):
        edit_comment(by=manager, at=at, comment=made, text="Again", version=1)
    Comment.objects.update(created_at=timezone.now() - dt.timedelta(minutes=61))
    made.refresh_from_db()
    with pytest.raises(ValidationError) as error:
        edit_comment(by=manager, at=at, comment=made, text="Later")
    assert "An hour has passed" in refusal(error)
    made.refresh_from_db()
    assert (made.text, made.edited_at is not None) == ("First", True)


def test_taking_away_leaves_the_place_and_can_be_put_back(director: Actor, at: Subject, member: Any) -> None:
    manager = member("project_manager")
    made = add_comment(by=manager, at=at, text="Wrong words")
    remove_comment(by=manager, at=at, comment=made)
    (left,) = thread(director, at).said
    assert (left.comment.text, left.comment.removed_by, left.html, left.may_remove) == ("", manager.account, "", False)
    assert Change.objects.filter(before__text="Wrong words").exists()
    with pytest.raises(Refused):
        restore_comment(by=director, at=at, comment=made)
    restore_comment(by=manager, at=at, comment=made)
    assert (made.text, made.removed_at) == ("Wrong words", None)


def test_anothers_comment_is_taken_away_by_the_director_with_a_reason(director: Actor, at: Subject, member: Any) -> None:
    made = add_comment(by=member("project_manager"), at=at, text="Rude")
    with pytest.raises(Refused):
        remove_comment(by=member("pmo_analyst"), at=at, comment=made, reason="rude")
    with pytest.raises(ValidationError):
        remove_comment(by=director, at=at, comment=made, reason=" ")
    made.refresh_from_db()
    assert made.removed_at is None
    remove_comment(by=director, at=at, comment=made, reason="rude")
    assert Revision.objects.first().reason == "rude"


def test_comments_follow_a_record_that_is_made_one_with_another(director: Actor, at: Subject) -> None:
    other = create_project(by=director, name="Other")
    made = add_comment(by=director, at=at, text="Stays")
    with revise(director, "merge_projects", reason="one") as revision:
        assert move_comments(revision, "projects.project", {at.record.pk: other.pk}) == 1
    made.refresh_from_db()
    assert made.record_id == other.pk


def test_subjects_are_only_those_that_one_sees(director: Actor, member: Any) -> None:
    open_one, secret = create_project(by=director, name="Open"), create_project(by=director, name="Secret", confidentiality=2)
    keys = [("projects.project", open_one.pk), ("projects.project", secret.pk), ("nothing.nowhere", 1)]
    assert set(subjects(director, keys)) == set(keys[:2])
    assert set(subjects(member("project_manager"), keys)) == set(keys[:1])
    assert subjects(member(None), keys) == {}
