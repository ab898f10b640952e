"""Names: folding, links that may be made at once, and proposals for a person."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from steerco_engine.names import Naming, Sameness, core, fold, key_number, link, propose_links


@given(st.text(max_size=80))
def test_folding_is_stable(name: str) -> None:
    assert fold(fold(name)) == fold(name)
    assert fold(name.upper().lower()) == fold(fold(name.upper().lower()))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Crossrail", "Crossrail Programme"),
        ("Digital Services at the Border (DSaB)", "Digital Services at the Border"),
        ("Fit for Work (previously called Health and Work Service)", "Fit for Work Programme"),
        ("Health and Social Care Network (Formerly Public Services Network for Health (PSNH))", "Health & Social Care Network"),
    ],
)
def test_general_words_and_former_names_dont_tell_projects_apart(one: str, other: str) -> None:
    assert core(one) == core(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("HS2 Phase 1", "HS2 Phase 2a"), ("BT LSP (London)", "BT LSP (South)"), ("Tranche 1", "Tranche 2"), ("Type 26", "Type 31")],
)
def test_phase_place_and_number_do_tell_projects_apart(one: str, other: str) -> None:
    assert core(one) != core(other)


def test_a_name_that_is_only_general_words_is_kept() -> None:
    assert core("The Programme") == "the programme"


def test_key_wins_over_name() -> None:
    known = {"P1": [Naming("P1", "Old name", "K_1_A")], "P2": [Naming("P2", "New name", "K_2_A")]}
    made = link([Naming("a", "New name", "k_1_a")], known)
    assert [(m.known, m.sameness) for m in made] == [("P1", Sameness.KEY)]


def test_different_keys_are_different_projects_however_alike_the_names() -> None:
    known = {"P1": [Naming("P1", "Shared Services", "CO_0001_1112-Q1")]}
    assert link([Naming("a", "Shared Services", "CO_0999_2021-Q1")], known) == ()


def test_a_key_whose_founding_department_was_renamed_links_by_name_with_its_evidence() -> None:
    known = {"P1": [Naming("P1", "PHE Science Hub", "DH_0017_1112-Q1", "DHSC")]}
    (made,) = link([Naming("a", "PHE Science Hub", "DOH_0017_1112-Q1", "DHSC")], known)
    assert made.sameness is Sameness.NAME
    assert "key DH_0017_1112-Q1, now DOH_0017_1112-Q1" in made.evidence
    assert key_number("DOH_0017_1112-Q1") == key_number("DH_0017_1112-Q1") == "0017_1112-q1"


def test_an_ambiguous_name_is_never_linked() -> None:
    known = {"P1": [Naming("P1", "Estates Programme")], "P2": [Naming("P2", "Estates Project")]}
    assert link([Naming("a", "Estates")], known) == ()
    assert link([Naming("a", "Estates"), Naming("b", "The Estates")], {"P1": [Naming("P1", "Estates Programme")]}) == ()


def test_another_unit_contradicts_a_name() -> None:
    known = {"P1": [Naming("P1", "IT Transformation Programme", unit="DWP")]}
    assert link([Naming("a", "IT Transformation Programme", unit="NCA")], known) == ()
    assert link([Naming("a", "IT Transformation Programme", unit="NCA")], known, same_unit=lambda one, other: True) != ()


def test_what_is_taken_is_not_linked_again() -> None:
    known = {"P1": [Naming("P1", "Crossrail", "K1")]}
    assert link([Naming("a", "Crossrail", "K1")], known, taken=frozenset({"P1"})) == ()
    assert len(link([Naming("a", "Crossrail", "K1"), Naming("b", "Crossrail")], known)) == 1


def test_agreeing_facts_raise_a_proposal_and_are_named() -> None:
    old = Naming("P1", "Future Maritime Support", unit="MOD", facts={"end date": "2030-01-01", "whole-life cost": "5.00"})
    plain = propose_links([Naming("a", "Maritime Support Delivery Framework")], [old], floor=0)
    agreeing = propose_links([Naming("a", "Maritime Support Delivery Framework", unit="MOD", facts=old.facts)], [old], floor=0)
    assert agreeing[0].score == plain[0].score + 30
    assert agreeing[0].evidence.endswith("same unit; same end date; same whole-life cost")


def test_nothing_is_proposed_for_unlike_names() -> None:
    assert propose_links([Naming("a", "Smart Metering")], [Naming("P1", "Dreadnought")]) == ()
