"""What a request says in its body: one JSON object, read strictly, so that no database ever meets what it can't hold."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any, NoReturn

from django.http import HttpRequest
from django.utils.translation import gettext as _

from steerco.foundation.api.problems import Problem

DEEPEST = 40


def body_of(request: HttpRequest) -> Any:
    """The JSON of a request; refuses what is none, NUL characters, half characters and numbers without end."""
    kind = request.content_type
    if kind and kind != "application/json" and not kind.endswith("+json"):
        raise Problem("media", _("Send JSON (Content-Type: application/json)."))
    try:
        found = json.loads(request.body, parse_float=Decimal, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise Problem("malformed", _("The body is not JSON.")) from None
    refuse_odd(found)
    return found


def object_of(request: HttpRequest) -> dict[str, Any]:
    """The JSON object of a request."""
    found = body_of(request)
    if not isinstance(found, dict):
        raise Problem("malformed", _("The body must be one JSON object."))
    return found


def _no_number(text: str) -> NoReturn:
    raise ValueError(text)


def refuse_odd(value: Any, depth: int = 0) -> None:
    """Raises a problem where a value holds a character that no text has, or is nested without end."""
    if depth > DEEPEST:
        raise Problem("malformed", _("The body is nested too deeply."))
    if isinstance(value, str):
        if "\x00" in value or any("\ud800" <= sign <= "\udfff" for sign in value):
            raise Problem("malformed", _("A text holds a character that no text has."))
    elif isinstance(value, dict):
        for name, each in value.items():
            refuse_odd(name, depth + 1)
            refuse_odd(each, depth + 1)
    elif isinstance(value, list):
        for each in value:
            refuse_odd(each, depth + 1)
