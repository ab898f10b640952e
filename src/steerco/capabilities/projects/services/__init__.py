"""The verbs of projects, programmes, portfolios and fields of an organisation's own."""

from steerco.capabilities.projects.services.from_source import (
    ensure_memberships,
    ensure_portfolio,
    ensure_programmes,
    update_from_report,
)
from steerco.capabilities.projects.services.identity import COST, END, START, Identified, KnownProject, facts_of, identify
from steerco.capabilities.projects.services.joining import (
    CannotJoin,
    absorb_project,
    carried_along,
    confirm_link,
    confirm_links,
    keep_apart,
    part_project,
    reconsider,
    require_join,
)
from steerco.capabilities.projects.services.ownerships import OWNED
from steerco.capabilities.projects.services.portfolios import (
    add_to_portfolio,
    create_portfolio,
    create_programme,
    delete_portfolio,
    delete_programme,
    remove_from_portfolio,
    update_portfolio,
    update_programme,
)
from steerco.capabilities.projects.services.records import (
    create_project,
    delete_project,
    legal_moves,
    move_project,
    rule_against,
    update_project,
)
from steerco.capabilities.projects.services.references import next_references
from steerco.capabilities.projects.services.scopes import PLACES

__all__ = [
    "OWNED",
    "PLACES",
    "COST",
    "END",
    "START",
    "CannotJoin",
    "Identified",
    "KnownProject",
    "absorb_project",
    "carried_along",
    "add_to_portfolio",
    "confirm_link",
    "confirm_links",
    "create_portfolio",
    "create_programme",
    "create_project",
    "delete_portfolio",
    "delete_programme",
    "delete_project",
    "ensure_memberships",
    "ensure_portfolio",
    "ensure_programmes",
    "facts_of",
    "identify",
    "keep_apart",
    "legal_moves",
    "move_project",
    "next_references",
    "part_project",
    "reconsider",
    "remove_from_portfolio",
    "require_join",
    "rule_against",
    "update_from_report",
    "update_portfolio",
    "update_programme",
    "update_project",
]
