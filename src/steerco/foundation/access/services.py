"""What access itself keeps up: when a token was last used."""

from __future__ import annotations

from django.utils import timezone

from steerco.foundation.access.models import ApiToken


def note_use(token: int) -> None:
    """Notes that a token is used now; no record of the office, so no revision."""
    ApiToken.everywhere.filter(pk=token).update(last_used_at=timezone.now())
