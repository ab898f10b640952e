"""No result of fewer than five answers is shown, nor can it be had by subtracting what is shown."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from steerco_engine.anonymity import FEWEST_ANSWERS, groups_to_show

OFFICE = {"north": "office", "south": "office", "east": "office"}


def test_groups_that_are_large_enough_stand_alone() -> None:
    shown = groups_to_show({"north": 5, "south": 12}, OFFICE)
    assert [(group.name, group.answers) for group in shown] == [("north", 5), ("south", 12)]


def test_small_groups_are_merged_upwards() -> None:
    shown = groups_to_show({"north": 9, "south": 3, "east": 2}, OFFICE)
    assert [(group.name, group.merged, group.answers) for group in shown] == [("north", ("north",), 9), ("office", ("east", "south"), 5)]


def test_a_single_small_group_takes_the_smallest_sibling_along() -> None:
    shown = groups_to_show({"north": 9, "south": 6, "east": 2}, OFFICE)
    assert [(group.name, group.merged) for group in shown] == [("north", ("north",)), ("office", ("east", "south"))]


def test_what_stays_too_few_is_withheld() -> None:
    assert groups_to_show({"north": 2, "south": 2}, OFFICE) == ()
    assert groups_to_show({}, {}) == ()


def test_merging_goes_up_as_far_as_it_must() -> None:
    parents = {"team": "unit", "crew": "unit", "unit": "company"}
    shown = groups_to_show({"team": 1, "crew": 2, "company": 3}, parents)
    assert [(group.name, group.merged, group.answers) for group in shown] == [("company", ("company", "crew", "team"), 6)]


@pytest.mark.parametrize(("answers", "parents", "fewest"), [({"a": -1}, {}, 5), ({"a": 1}, {}, 0), ({"a": 9}, {"a": "b", "b": "a"}, 5)])
def test_what_means_nothing_is_refused(answers: dict[str, int], parents: dict[str, str], fewest: int) -> None:
    with pytest.raises(ValueError):
        groups_to_show(answers, parents, fewest)


def test_answers_of_the_top_join_what_stands_alone_far_below() -> None:
    shown = groups_to_show({"top": 2, "leaf": 6}, {"leaf": "middle", "middle": "top"})
    assert [(group.name, group.merged, group.answers) for group in shown] == [("top", ("leaf", "top"), 8)]


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 30)), max_size=12))
def test_never_fewer_than_five_and_nobody_twice(tree: list[tuple[int, int]]) -> None:
    """Each group lies under one with a smaller number; what is left out of a top group is fewer than five answers, or nothing."""
    names = [f"g{place:02}" for place in range(len(tree))]
    answers = {name: count for name, (count, _above) in zip(names, tree, strict=True)}
    parents = {names[place]: names[above % place] for place, (_count, above) in enumerate(tree) if place}
    shown = groups_to_show(answers, parents)
    told = [name for group in shown for name in group.merged]
    assert len(told) == len(set(told))
    assert all(group.answers >= FEWEST_ANSWERS and group.answers == sum(answers[name] for name in group.merged) for group in shown)
    hidden = sum(answers.values()) - sum(group.answers for group in shown)
    assert 0 <= hidden < FEWEST_ANSWERS
    assert hidden == 0 or not shown, "a few that are left out beside others could be had by subtracting"
