"""What of the log can be found: each kind of record by its words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from steerco.capabilities.raid import queries
from steerco.capabilities.raid.models import Action, Assumption, Decision, Dependency, Issue, LogRecord, Risk
from steerco.foundation.registers.columns import Text
from steerco.foundation.search.searchable import Searchable, declare


def _declare(model: type[LogRecord], kind: str, label: Text, icon: str, order: int, rows: Any, *words: str) -> None:
    declare(
        Searchable(
            kind=kind, model=model, label=label, icon=icon, order=order, title=lambda record: record.title,
            code=lambda record: record.ref, context=lambda record: str(record.project),
            body=lambda record: " ".join(str(getattr(record, name))[:2000] for name in words), listed=("title", "ref"),
            url_name=kind, argument=lambda record: record.ref, visible=rows, related=("project",),
        )
    )  # fmt: skip


_declare(Risk, "risk", _("Risks"), "alert-triangle", 50, queries.risks, "cause", "event", "effect", "response_plan", "theme")
_declare(Issue, "issue", _("Issues"), "alert-circle", 51, queries.issues, "description", "resolution")
_declare(Assumption, "assumption", _("Assumptions"), "info-circle", 52, queries.assumptions, "if_false", "finding")
_declare(Dependency, "dependency", _("Dependencies"), "link", 53, queries.dependencies, "giver_party", "acceptance")
_declare(Decision, "decision", _("Decisions"), "check", 54, queries.decisions, "options", "outcome", "rationale")
_declare(Action, "action", _("Actions"), "circle-check", 55, queries.actions, "source", "evidence")
