"""The words in memory: which are known, which one was meant, and what is never guessed."""

from __future__ import annotations

import random
from uuid import uuid4

import pytest
from rapidfuzz.distance import OSA

from steerco.foundation.search.vocabulary import ALIKE, ALPHABET, Vocabulary


def vocabulary(*words: str) -> Vocabulary:
    return Vocabulary(uuid4(), words=list(words))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("tunel", ["tunnel"]), ("tunnnel", ["tunnel"]), ("tunmel", ["tunnel"]), ("tunnle", ["tunnel"]), ("crosrial", ["crossrail"]),
        ("rale", ["sale"]), ("mail", ["rail", "sail"]), ("tunnelling", []), ("ra", []), ("201", []), ("hs3", []), ("zzzzzz", []),
    ],
)  # fmt: skip
def test_what_is_meant(typed: str, meant: list[str]) -> None:
    assert vocabulary("tunnel", "crossrail", "sale", "rail", "sail", "hs2", "2011").meant(typed) == meant


def test_the_short_way_and_the_long_one_agree() -> None:
    chance = random.Random(5)
    words = sorted({"".join(chance.choice("abcde") for _ in range(chance.randrange(3, 9))) for _ in range(400)})
    held = vocabulary(*words)
    for _ in range(300):
        typed = "".join(chance.choice("abcde") for _ in range(chance.randrange(3, 9)))
        alike = {word: OSA.normalized_similarity(typed, word) for word in words}
        best = max(alike.values())
        most = sorted(word for word, each in alike.items() if each >= best - 1e-9)
        assert set(held.meant(typed)) <= set(most if best >= ALIKE - 1e-9 else [])
        assert bool(held.meant(typed)) == (best >= ALIKE - 1e-9)


def test_words_that_are_learnt_are_known_and_meant() -> None:
    held = vocabulary("harbour")
    assert (held.knows("tunnel"), held.begins("tun"), held.meant("tunel")) == (False, False, [])
    held.learn(["tunnel", "2031"])
    assert (held.knows("tunnel"), held.begins("tun"), held.meant("tunel")) == (True, True, ["tunnel"])
    assert held.knows("2031") and held.words == ["2031", "harbour", "tunnel"]


def test_a_script_of_many_signs_takes_the_long_way() -> None:
    signs = [chr(0x4E00 + n) for n in range(ALPHABET + 50)]
    held = vocabulary(*("".join(signs[n : n + 5]) for n in range(ALPHABET)))
    wrong = signs[7] + signs[9] + signs[8] + signs[10] + signs[11]
    assert held._one_slip_away(wrong) == []
    assert held.meant(wrong) == ["".join(signs[7:12])]
