"""What of this room can be found: exceptions and escalations by their words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from steerco.capabilities.escalations import queries
from steerco.capabilities.escalations.models import Escalation, ToleranceException
from steerco.foundation.search.searchable import Searchable, declare

declare(
    Searchable(
        kind="exception", model=ToleranceException, label=_("Exceptions"), icon="alert-triangle", order=42,
        title=lambda exception: exception.finding, code=lambda exception: exception.ref, context=lambda exception: str(exception.project),
        body=lambda exception: " ".join([exception.cause, exception.consequences, exception.recommendation])[:2000],
        listed=("finding", "ref"), url_name="exception", argument=lambda exception: exception.ref, visible=queries.exceptions,
        related=("project",),
    )
)  # fmt: skip
declare(
    Searchable(
        kind="escalation", model=Escalation, label=_("Escalations"), icon="alert-circle", order=43,
        title=lambda escalation: escalation.title, code=lambda escalation: escalation.ref,
        context=lambda escalation: str(escalation.project), body=lambda escalation: f"{escalation.asked} {escalation.causes}"[:2000],
        listed=("title", "ref"), url_name="escalation", argument=lambda escalation: escalation.ref, visible=queries.escalations,
        related=("project",),
    )
)  # fmt: skip
