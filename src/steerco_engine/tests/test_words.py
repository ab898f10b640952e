"""The pen that marks what changed between two texts."""

from __future__ import annotations

import doctest

from hypothesis import given, strategies as st

from steerco_engine import words
from steerco_engine.words import Fate, compared, is_copy, similarity

OLD = "the project's end-date increased from 31 December 2020 to 14 May 2023 . This is primarily due to the following factors"
NEW = "the project's end-date remained schedule to finish on 2023-05-14. This is primarily due to the following factors"


def marked(old: str, new: str, **options: int) -> str:
    signs = {Fate.SAME: "{}", Fate.GONE: "[-{}-]", Fate.NEW: "[+{}+]", Fate.FOLDED: "<{}>"}
    return " ".join(signs[run.fate].format(run.text) for run in compared(old, new, **options))


def test_documented_examples_run() -> None:
    assert doctest.testmod(words).failed == 0


def test_a_real_change_reads_as_drawn() -> None:
    assert marked(OLD, NEW, keep=3) == (
        "the project's end-date [-increased from 31 December 2020 to 14 May 2023 .-] [+remained schedule to finish on 2023-05-14.+]"
        " This is primarily <due to the following factors>"
    )


def test_a_lone_word_between_two_changes_is_part_of_the_change() -> None:
    assert marked("a cat sat on one mat", "a dog lay on two rugs") == "a [-cat sat on one mat-] [+dog lay on two rugs+]"


def test_a_text_that_came_and_one_that_went() -> None:
    assert marked("", "all of it is new") == "[+all of it is new+]"
    assert marked("all of it went", "") == "[-all of it went-]"
    assert compared("", "") == ()


def test_white_space_is_no_change() -> None:
    assert [run.fate for run in compared("one  two\nthree", "one two three")] == [Fate.SAME]


def test_a_repeated_text_is_a_copy_and_a_changed_one_is_not() -> None:
    text = "Crossrail Ltd report that the overall schedule and completion dates will be maintained."
    assert is_copy(text, text + " ")
    assert not is_copy(text, "The opening would be delayed from December 2018.")
    assert not is_copy("", "")
    assert not is_copy(text + " It costs £5m, as it always did and as we said.", text + " It costs £6m, as it always did and as we said.")
    assert is_copy(text + " It costs £5m, as it always did and as we said.", text + " It costs £5m, as it always did as we said.")
    assert similarity("", "") == 1.0


def test_texts_of_many_words_are_compared_by_sentence() -> None:
    old = " ".join(f"Sentence {n} says nothing new." for n in range(1_000))
    new = old.replace("Sentence 500 says", "Paragraph 500 adds")
    changed = [run.text for run in compared(old, new) if run.fate in (Fate.GONE, Fate.NEW)]
    assert changed == ["Sentence 500 says nothing new.", "Paragraph 500 adds nothing new."]


TEXTS = st.lists(st.sampled_from("a b c the of 2023 £5m <b>".split()), max_size=40).map(" ".join)


@given(TEXTS, TEXTS)
def test_nothing_is_lost_and_nothing_is_added(old: str, new: str) -> None:
    runs = compared(old, new)
    assert " ".join(run.text for run in runs if run.fate is not Fate.GONE) == new
    assert " ".join(run.text for run in runs if run.fate is not Fate.NEW).split() == old.split()
