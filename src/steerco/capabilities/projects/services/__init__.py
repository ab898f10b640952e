"""The verbs of projects, programmes, portfolios and fields of an organisation's own."""

from steerco.capabilities.projects.services.own_fields import define_field, remove_field, update_field
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
from steerco.capabilities.projects.services.scopes import scope_kinds

__all__ = [
    "add_to_portfolio",
    "create_portfolio",
    "create_programme",
    "create_project",
    "define_field",
    "delete_portfolio",
    "delete_programme",
    "delete_project",
    "legal_moves",
    "move_project",
    "next_references",
    "remove_field",
    "remove_from_portfolio",
    "rule_against",
    "scope_kinds",
    "update_field",
    "update_portfolio",
    "update_programme",
    "update_project",
]
