"""What of this room can be found: projects by any name that they ever had, programmes and portfolios."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from steerco.capabilities.projects import queries
from steerco.capabilities.projects.models import Portfolio, Programme, Project
from steerco.foundation.search.searchable import Searchable, declare


def _context(project: Any) -> str:
    """The unit and category, and the last name that the project had before."""
    former = [name.name for name in project.every_name if name.folded != project.name.casefold() and name.name != project.name]
    parts = [project.unit.code if project.unit else "", project.category]
    return " · ".join([part for part in parts if part] + ([f"formerly {former[-1]}"] if former else []))


def _words(project: Any) -> str:
    """Everything else that a project may be looked for by."""
    held = [each for value in project.custom.values() for each in (value if isinstance(value, list) else [value])]
    own = [each for each in held if isinstance(each, str)]  # the number of a person is no word
    names = [f"{name.name} {name.key}" for name in project.every_name]
    unit = f"{project.unit.code} {project.unit.name}" if project.unit else ""
    owner = project.owner.name if project.owner else ""
    return " ".join([*names, unit, owner, project.category, project.description, *own])


declare(
    Searchable(
        kind="project", model=Project, label=_("Projects"), icon="folders", order=10,
        title=lambda project: project.name, code=lambda project: project.key or project.ref, context=_context, body=_words,
        listed=("name", "ref", "key", "category"),
        url_name="project", argument=lambda project: project.ref, visible=queries.projects,
        related=("unit", "owner"), prefetch=(Prefetch("names", to_attr="every_name"),), follows=(("projects.projectname", "project_id"),),
    )
)  # fmt: skip
declare(
    Searchable(
        kind="programme", model=Programme, label=_("Programmes"), icon="sitemap", order=20,
        title=lambda programme: programme.name, code=lambda programme: programme.ref, body=lambda programme: programme.purpose,
        listed=("name", "ref"),
        url_name="programme", argument=lambda programme: programme.ref, visible=queries.programmes,
    )
)  # fmt: skip
declare(
    Searchable(
        kind="portfolio", model=Portfolio, label=_("Portfolios"), icon="chart-dots-3", order=5,
        title=lambda portfolio: portfolio.name, code=lambda portfolio: portfolio.ref, body=lambda portfolio: portfolio.purpose,
        listed=("name", "ref"),
        url_name="portfolio_overview", argument=lambda portfolio: portfolio.ref, visible=queries.portfolios,
    )
)  # fmt: skip
