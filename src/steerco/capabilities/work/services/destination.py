"""What the pages of imports say and ask for lists of tasks: of which project, how many tasks, and where they are seen then."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _, ngettext

from steerco.foundation.access.actor import Actor
from steerco.foundation.imports.destinations import Destination
from steerco.foundation.imports.profiles import Profile
from steerco.foundation.imports.sheets import Question


def _questions(by: Actor) -> Sequence[Question]:
    text = _("Empty: as the file names it.")
    return [Question("project", _("Project, where the file names none"), (), "", False, text)]


def _settle(by: Actor, profile: Profile, given: Mapping[str, str]) -> dict[str, str]:
    name = " ".join(given.get("project", "").split())
    if len(name) > 300:
        raise ValueError(_("The name of the project is longer than %(limit)d characters.") % {"limit": 300})
    return {"project": name} if name else {}


def _counted(count: int) -> str:
    return ngettext("%(count)d task", "%(count)d tasks", count) % {"count": count}


def _summary(report: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What a load would do, in words and numbers."""
    effects = [effect for file in report.get("files", []) for effect in file["effects"]]
    new, changed, projects = (sum(e["count"] for e in effects if e["key"] == key) for key in ("created", "changed", "new_projects"))
    said = [(_("Loading adds"), ""), (str(new), "created"), (ngettext("task", "tasks", new), "")]
    if projects:
        said += [(_("in"), ""), (str(projects), "new_projects"), (ngettext("new project.", "new projects.", projects), "")]
    if changed:
        said += [(str(changed), "changed"), (ngettext("known task changes.", "known tasks change.", changed), "")]
    unchanged, refused = report.get("unchanged", 0), report.get("refused", 0)
    if unchanged:
        said += [(str(unchanged), "unchanged"), (ngettext("stays as it is.", "stay as they are.", unchanged), "")]
    said += (
        [(str(refused), "refused"), (ngettext("row is refused.", "rows are refused.", refused), "")]
        if refused else [(_("No row is refused."), "")]
    )  # fmt: skip
    return said


def _landing(by: Actor, report: Mapping[str, Any], answers: Mapping[str, str]) -> tuple[str, str]:
    return _("Tasks"), reverse("tasks")


DESTINATION = Destination(questions=_questions, settle=_settle, counted=_counted, summary=_summary, landing=_landing)
