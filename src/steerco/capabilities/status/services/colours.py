"""What a report may say of each dimension, and what it may pick for the board: checked before anything is written."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from steerco_engine.health import Health
from steerco_engine.rules import Dimension

OVERALL = "overall"
REPORTED = (*(dimension.value for dimension in Dimension), OVERALL)
"""What a report gives a colour to: the eight dimensions, and the whole."""
COLOURS = (Health.GREEN.value, Health.AMBER.value, Health.RED.value)
LONGEST_REASON, MOST_PICKS, LONGEST_PICK = 300, 20, 80
PICKED = ("kind", "ref", "title", "note")


def check_colours(colours: Any) -> None:
    """Raises `ValidationError` unless each is a colour of a dimension, with a reason that is not too long."""
    if not isinstance(colours, dict) or set(colours) - set(REPORTED):
        raise ValidationError({"reported_colours": _("There is no such dimension.")})
    for said in colours.values():
        fits = isinstance(said, dict) and said.get("colour") in COLOURS and isinstance(said.get("reason", ""), str)
        if not fits or set(said) - {"colour", "reason"}:
            raise ValidationError({"reported_colours": _("A dimension is Green, Amber or Red, with its reason.")})
        if len(said.get("reason", "")) > LONGEST_REASON:
            message = _("At most %(limit)d characters; these are %(count)d.")
            raise ValidationError({"reported_colours": message % {"limit": LONGEST_REASON, "count": len(said["reason"])}})


def check_picks(picks: Any) -> None:
    """Raises `ValidationError` unless each names a record of a register by its kind and its reference."""
    if not isinstance(picks, list) or len(picks) > MOST_PICKS:
        raise ValidationError({"picks": _("Pick at most %(limit)d for the board.") % {"limit": MOST_PICKS}})
    for pick in picks:
        fits = isinstance(pick, dict) and {"kind", "ref"} <= set(pick) <= set(PICKED)
        if not fits or not all(isinstance(text, str) for text in pick.values()) or len(pick["ref"]) > LONGEST_PICK:
            raise ValidationError({"picks": _("Name each record by its kind and its reference.")})
