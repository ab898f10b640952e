"""What the shell of every page shows."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from steerco.foundation.ui.shell import TOKEN


def shell(request: HttpRequest) -> dict[str, Any]:
    """The actor, the organisations to switch between, and what stands for the token of forms until the page is sent."""
    return {"actor": getattr(request, "actor", None), "organisations": getattr(request, "organisations", []), "csrf_token": TOKEN}
