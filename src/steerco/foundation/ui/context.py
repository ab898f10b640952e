"""What the shell of every page shows."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest


def shell(request: HttpRequest) -> dict[str, Any]:
    """The actor, and the organisations to switch between."""
    return {"actor": getattr(request, "actor", None), "organisations": getattr(request, "organisations", [])}
