"""The register of a portfolio's projects at a date: the list of its page, printed and exported like any other."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from steerco.capabilities.dashboards.registers.columns import DEFAULT, columns_of
from steerco.capabilities.dashboards.registers.listing import listed
from steerco.capabilities.projects import queries as projects
from steerco.capabilities.projects.access import PROJECTS, scopes_of
from steerco.capabilities.projects.queries import Project
from steerco.foundation.registers.register import Register, declare

PORTFOLIO = declare(
    Register(
        name="portfolio",
        model=Project,
        label=gettext_lazy("projects of the portfolio"),
        word="portfolio_project",
        one=gettext_lazy("project"),
        rows=projects.projects,
        permissions=PROJECTS,
        columns=(),
        own=columns_of,
        default=DEFAULT,
        search=("name", "ref", "key", "unit_code"),
        sort="attention",
        slug="ref",
        opens="project",
        scopes=scopes_of,
        listed=listed,
        about=gettext_lazy("The projects of a portfolio at a date: rating, dates and cost beside the report before."),
    )
)
