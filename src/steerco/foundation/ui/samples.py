"""What the gallery shows: worked values of the real portfolio, in every state of every piece."""

from __future__ import annotations

from typing import Any

from steerco.foundation.ui.marks import MARKS


def gallery() -> dict[str, Any]:
    """The context of the gallery page."""
    return {"marks": list(MARKS.values())}
