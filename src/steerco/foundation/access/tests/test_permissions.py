"""The table decides: default deny, deny wins, scopes inherit downwards, clearance limits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

import pytest

from steerco.foundation.access import permissions as module
from steerco.foundation.access.actor import SYSTEM_ROLE, Actor, Grant
from steerco.foundation.access.permissions import Permissions, Refused
from steerco.foundation.organisations.models import Organisation

IN_PROJECT_7 = frozenset({("project", 7), ("programme", 2), ("unit", 5)})


@pytest.fixture
def recipes(monkeypatch: pytest.MonkeyPatch) -> Iterator[Permissions]:
    """A table of its own, forgotten after the test."""
    monkeypatch.setattr(module, "_tables", {})
    yield Permissions("recipe", """
        action  guest cook chef inspector
        view    x     x    x    x
        edit    -     x    x    !
        delete  -     -    x    !
    """)  # fmt: skip


def holding(*grants: Grant) -> Actor:
    return Actor(Organisation(key="x", name="X"), None, "page", grants)


def everywhere(role: str, clearance: int = 0) -> Grant:
    return Grant(role, "organisation", None, clearance)


def test_nobody_may_anything_without_a_role(recipes: Permissions) -> None:
    assert not any(recipes.allows(holding(), action) for action in ("view", "edit", "delete"))
    assert recipes.reach(holding()).nothing


def test_a_role_that_the_table_does_not_name_may_nothing(recipes: Permissions) -> None:
    stranger = holding(everywhere("gardener", 2))
    assert not recipes.allows(stranger, "view")
    assert recipes.reach(stranger).nothing


def test_the_table_is_read_as_it_is_written(recipes: Permissions) -> None:
    may = {(role, action): recipes.allows(holding(everywhere(role)), action) for role, action in product(recipes.roles, recipes.allowed)}
    assert may == {
        ("guest", "view"): True, ("guest", "edit"): False, ("guest", "delete"): False,
        ("cook", "view"): True, ("cook", "edit"): True, ("cook", "delete"): False,
        ("chef", "view"): True, ("chef", "edit"): True, ("chef", "delete"): True,
        ("inspector", "view"): True, ("inspector", "edit"): False, ("inspector", "delete"): False,
    }  # fmt: skip


def test_a_denial_wins_over_every_allowance(recipes: Permissions) -> None:
    both = holding(everywhere("chef", 2), everywhere("inspector"))
    assert not recipes.allows(both, "edit")
    assert recipes.reach(both, "edit").nothing
    assert recipes.allows(both, "view")


def test_a_denial_holds_whatever_its_clearance(recipes: Permissions) -> None:
    both = holding(everywhere("chef", 2), everywhere("inspector", 0))
    assert not recipes.allows(both, "edit", level=2)


def test_a_denial_at_a_scope_holds_in_that_scope_only(recipes: Permissions) -> None:
    both = holding(everywhere("chef"), Grant("inspector", "project", 7, 0))
    assert not recipes.allows(both, "edit", scopes=IN_PROJECT_7)
    assert recipes.allows(both, "edit", scopes=frozenset({("project", 8)}))
    reach = recipes.reach(both, "edit")
    assert (reach.everywhere, reach.denied, reach.whole) == (0, {"project": {7}}, False)


def test_not_even_the_system_passes_a_denial(recipes: Permissions) -> None:
    assert recipes.allows(holding(everywhere(SYSTEM_ROLE, 2)), "delete", level=2)
    assert not recipes.allows(holding(everywhere(SYSTEM_ROLE, 2), everywhere("inspector")), "delete")


@pytest.mark.parametrize("scope", [("project", 7), ("programme", 2), ("unit", 5)])
def test_a_role_holds_in_everything_below_its_scope(recipes: Permissions, scope: tuple[str, int]) -> None:
    cook = holding(Grant("cook", *scope, 0))
    assert recipes.allows(cook, "edit", scopes=IN_PROJECT_7)
    assert recipes.reach(cook, "edit").at == {scope[0]: {scope[1]: 0}}


@pytest.mark.parametrize("scope", [("project", 8), ("unit", 7), ("portfolio", 2)])
def test_a_role_does_not_hold_beside_its_scope(recipes: Permissions, scope: tuple[str, int]) -> None:
    assert not recipes.allows(holding(Grant("cook", *scope, 2)), "edit", scopes=IN_PROJECT_7)


@pytest.mark.parametrize(("clearance", "level", "may"), [(0, 0, True), (0, 1, False), (1, 1, True), (1, 2, False), (2, 2, True)])
def test_clearance_limits_what_is_seen(recipes: Permissions, clearance: int, level: int, may: bool) -> None:
    assert recipes.allows(holding(everywhere("guest", clearance)), "view", level=level) is may


def test_the_highest_clearance_of_several_roles_counts(recipes: Permissions) -> None:
    reach = recipes.reach(holding(everywhere("guest", 0), everywhere("chef", 1), Grant("cook", "unit", 5, 2), Grant("chef", "unit", 5, 1)))
    assert (reach.everywhere, reach.at) == (1, {"unit": {5: 2}})


def test_a_refusal_says_what_was_asked_and_who_may(recipes: Permissions) -> None:
    with pytest.raises(Refused, match=r"you may not delete this recipe\. Who may: chef") as caught:
        recipes.require(holding(everywhere("guest")), "delete")
    assert (caught.value.subject, caught.value.action, caught.value.roles) == ("recipe", "delete", {"chef"})


def test_an_unknown_action_is_never_allowed(recipes: Permissions) -> None:
    with pytest.raises(KeyError):
        recipes.allows(holding(everywhere("chef")), "burn")


@pytest.mark.parametrize("table", ["action a b\nview x", "action a\nview y", "action a\nview x x"])
def test_a_table_that_does_not_fit_its_head_is_refused(recipes: Permissions, table: str) -> None:
    with pytest.raises(ValueError, match="does not fit its head"):
        Permissions("broken", table)


def test_mechanisms_find_a_table_by_its_subject(recipes: Permissions) -> None:
    assert module.table_of("recipe") is recipes
    with pytest.raises(KeyError):
        module.table_of("nothing")


def test_a_role_that_the_table_leaves_out_counts_as_the_one_that_it_stands_for(
    recipes: Permissions, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_stand_ins", {"sous_chef": "chef", "cook": "chef"})
    assert recipes.allows(holding(everywhere("sous_chef")), "delete")
    assert recipes.reach(holding(everywhere("sous_chef", 1)), "delete").everywhere == 1
    assert not recipes.allows(holding(everywhere("cook")), "delete"), "a column of its own comes first"


@pytest.mark.parametrize(
    ("extent", "may"), [("whole", {"view", "edit", "publish"}), ("work", {"view", "edit"}), ("look", {"view"}), ("nonsense", {"view"})]
)
def test_what_was_not_lent_may_not_be_done(monkeypatch: pytest.MonkeyPatch, extent: str, may: set[str]) -> None:
    monkeypatch.setattr(module, "_tables", {})
    table = Permissions("paper", "action  chef\nview  x\nedit  x\npublish  x")
    by = replace(holding(everywhere("chef")), extent=extent)
    assert {action for action in table.allowed if table.allows(by, action)} == may
    assert {action for action in table.allowed if not table.reach(by, action).nothing} == may


def test_an_administrator_approves_nothing_whatever_else_they_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_tables", {})
    table = Permissions("paper", "action  chef administrator\nedit  x  x\npublish  x  -")
    both = holding(everywhere("chef", 2), everywhere("administrator"))
    assert (table.allows(both, "edit"), table.allows(both, "publish"), table.reach(both, "publish").nothing) == (True, False, True)
    silent = Permissions("note", "action  chef\npublish  x")
    assert not silent.allows(both, "publish")
    with pytest.raises(ValueError, match=r"an administrator may not publish \(S3\)"):
        Permissions("broken", "action  administrator\npublish  x")
