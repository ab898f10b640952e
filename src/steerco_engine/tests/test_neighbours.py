"""A long list of names is compared by the words that names share; a short one name by name."""

from __future__ import annotations

from time import process_time

from steerco_engine.names import Naming, propose_links
from steerco_engine.neighbours import NEAR, Neighbours

PLACES = [
    f"{start}{end}" for start in ("ash", "birk", "cold", "dun", "east", "fern", "glen") for end in ("by", "ford", "ham", "ton", "wick")
]


def test_a_short_list_is_compared_whole() -> None:
    assert Neighbours(["harbour", "school"]).of("bridge") == {0: "harbour", 1: "school"}


def test_a_long_list_is_compared_by_shared_words_the_rarest_first() -> None:
    names = [f"repair {number}" for number in range(1000)] + ["harbour repair"]
    near = Neighbours(names, whole=10).of("harbour repair")
    assert near[1000] == "harbour repair"
    assert len(near) == NEAR
    assert Neighbours(names, whole=10).of("bridge") == {}


def test_a_list_of_thousands_finds_its_pair_within_seconds() -> None:
    namings = [Naming(f"P{n}", f"{PLACES[n % 35]} {PLACES[n // 35 % 35]} {n // 1225} upgrade") for n in range(2200)]
    namings += [Naming("A", "Lightning Combat Aircraft", unit="MOD"), Naming("B", "Lighning Combat Aircraft Phase", unit="MOD")]
    began = process_time()
    found = propose_links(namings, namings, floor=70, each=2)
    assert process_time() - began < 8
    assert {("A", "B"), ("B", "A")} <= {(pair.incoming, pair.known) for pair in found}
