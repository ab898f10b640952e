"""What is made from kept objects is made again only when one of them is another."""

from __future__ import annotations

from steerco.foundation.ledger.derived import Derived, Made, carried


def test_the_same_parts_give_the_same_result() -> None:
    derived, made = Derived(10), []
    parts = [[1], [2]]

    def make(before: Made[int] | None) -> int:
        made.append(None if before is None else before.result)
        return len(made)

    assert derived.of("sum", tuple(parts), make) == derived.of("sum", tuple(parts), make) == 1
    assert derived.of("sum", ([1], parts[1]), make) == 2  # equal, but another object
    assert derived.of("other", tuple(parts), make) == 3
    assert made == [None, 1, None]


def test_the_heaviest_push_out_the_longest_unused() -> None:
    derived = Derived(10)
    for name in ("a", "b"):
        derived.of(name, (), lambda _: "small")
    derived.of("a", (), lambda _: "")
    derived.of("heavy", (), lambda _: "heavy", lambda _: 9)
    assert len(derived) == 2
    assert derived.of("a", (), lambda _: "made again") == "small"
    derived.of("heavier", (), lambda _: "heavier", lambda _: 99)
    assert len(derived) == 1


def test_only_values_that_are_other_objects_are_made_again() -> None:
    made: list[str] = []

    def upper(text: str) -> str:
        made.append(text)
        return text.upper()

    first = {1: "a", 2: "b"}
    before = Made((first,), carried(first, upper, None))
    changed = {1: "a", 2: "".join(["c"]), 3: "d"}
    after = carried(changed, upper, before)

    assert after == {1: "A", 2: "C", 3: "D"}
    assert made == ["a", "b", "c", "d"]
    assert carried({1: "a"}, upper, before) == {1: "A"}


def test_all_the_same_is_the_same_mapping() -> None:
    first = {1: "aa", 2: "b"}
    before = Made((first,), carried(first, len, None))
    assert carried({1: "aa", 2: "".join(["c"])}, len, before) is before.result
