"""What programs do to projects beside their register: move them through their life, put them into portfolios and take them out."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Router

from steerco.capabilities.projects import services
from steerco.capabilities.projects.models import LifeState, Portfolio
from steerco.foundation.access.actor import Actor
from steerco.foundation.api.acts import Act, add_acts, slug, taken
from steerco.foundation.api.document import parameter, ref
from steerco.foundation.api.identity import asker
from steerco.foundation.api.lists import record_answer
from steerco.foundation.api.records import seen_version
from steerco.foundation.registers.checks import refuse
from steerco.foundation.registers.register import registers

REASON = {"type": "string", "maxLength": 300, "description": "Why; stays in the history."}
MOVE = {
    "type": "object", "required": ["to"], "additionalProperties": False,
    "properties": {"to": {"type": "string", "enum": [str(state.value) for state in LifeState]}, "reason": REASON},
}  # fmt: skip
MEMBER = {
    "type": "object", "required": ["project"], "additionalProperties": False,
    "properties": {"project": {"type": "string", "description": "The reference of the project."}, "reason": REASON},
}  # fmt: skip
IF_MATCH = parameter("If-Match", "The ETag of the project that you saw, or * for whichever is there.", place="header")


def add_routes(router: Router) -> None:
    """The operations of projects and portfolios."""
    which = slug("Which portfolio: the reference.")
    add_acts(router, "projects", [
        Act("projects_move", "/projects/{slug}/move", _move, "Move a project through its life",
            "Takes the next step, or puts on hold, rejects, cancels, archives; an illegal step is refused with its rule.", ref("Project"),
            takes=MOVE, parameters=[slug("Which project: the reference."), IF_MATCH], refuses=["not-found", "stale", "no-version"]),
    ])  # fmt: skip
    add_acts(router, "portfolios", [
        Act("portfolios_add", "/portfolios/{slug}/add", _add, "Put a project into a portfolio",
            "The project is governed with the portfolio from now on.", ref("PortfolioRecord"), takes=MEMBER, parameters=[which],
            refuses=["not-found"]),
        Act("portfolios_remove", "/portfolios/{slug}/remove", _remove, "Take a project out of a portfolio",
            "The project stays; it only leaves the portfolio.", ref("PortfolioRecord"), takes=MEMBER, parameters=[which],
            refuses=["not-found"]),
    ])  # fmt: skip


def _move(request: HttpRequest, slug: str) -> HttpResponse:
    by = asker(request)
    project = registers["projects"].find(by, slug)
    version, given = seen_version(request), taken(request, {"to": str, "reason": str})
    services.move_project(by=by, project=project, to=_state(given), version=version, reason=given.get("reason", ""))
    return record_answer(request, registers["projects"], project)


def _state(given: dict[str, Any]) -> str:
    """The state that is asked for; one that there is not is refused like one that is left out."""
    to = str(given.get("to", ""))
    if to not in LifeState.values:
        refuse("state", _("Choose one of: %(states)s.") % {"states": ", ".join(LifeState.values)})
    return to


def _add(request: HttpRequest, slug: str) -> HttpResponse:
    by, portfolio, given = _asked(request, slug)
    project = registers["projects"].find(by, str(given.get("project", "")))
    services.add_to_portfolio(by=by, portfolio=portfolio, project=project, reason=given.get("reason", ""))
    return record_answer(request, registers["portfolios"], portfolio)


def _remove(request: HttpRequest, slug: str) -> HttpResponse:
    by, portfolio, given = _asked(request, slug)
    project = registers["projects"].find(by, str(given.get("project", "")))
    services.remove_from_portfolio(by=by, portfolio=portfolio, project=project, reason=given.get("reason", ""))
    return record_answer(request, registers["portfolios"], portfolio)


def _asked(request: HttpRequest, slug: str) -> tuple[Actor, Portfolio, dict[str, Any]]:
    by = asker(request)
    return by, registers["portfolios"].find(by, slug), taken(request, {"project": str, "reason": str})
