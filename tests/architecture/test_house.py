"""The house stands as it is drawn: each rule of the contract, over the whole tree."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.architecture.checks import budgets, pages, papers, walls, writes

ROOT = Path(__file__).resolve().parents[2]
RULES: list[Callable[[Path], list[str]]] = [
    walls.floors, walls.mechanisms, walls.hill, walls.doors, walls.order_in_rooms, walls.engine_purity,
    writes.no_write_outside_services, writes.services_ask_access, writes.services_speak_of_by, writes.verbs_have_words,
    budgets.stops, budgets.aims, budgets.names, budgets.typed,
    pages.nothing_blocked, pages.translatable, pages.messages_translatable, pages.classes_used, pages.components_used,
    papers.rooms_documented, papers.events_documented, papers.settings_documented, papers.verbs_documented,
    papers.glossary, papers.links, papers.readme_short, papers.no_machine_names,
]  # fmt: skip


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_rule_holds(rule: Callable[[Path], list[str]]) -> None:
    breaches = rule(ROOT)
    assert not breaches, "\n".join([f"{len(breaches)} breaches:", *breaches])
