"""Answers in JSON: written by orjson, amounts as numbers with exactly their digits."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import orjson
from django.http import HttpResponse
from django.utils.functional import Promise

JSON = "application/json"


def json_bytes(held: Any) -> bytes:
    """A value as JSON; decimals keep every digit, lazy texts are said."""
    return orjson.dumps(held, default=_other, option=orjson.OPT_NON_STR_KEYS)


def answer(held: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> HttpResponse:
    """An answer that says a value."""
    return sent(json_bytes(held), status, headers)


def sent(body: bytes, status: int = 200, headers: Mapping[str, str] | None = None) -> HttpResponse:
    """An answer whose JSON is written already."""
    response = HttpResponse(body, status=status, content_type=JSON)
    for name, value in (headers or {}).items():
        response[name] = value
    return response


def _other(value: Any) -> Any:
    if isinstance(value, Decimal):
        text = format(value, "f")
        return orjson.Fragment(text.rstrip("0").rstrip(".") if "." in text else text)
    if isinstance(value, Promise):
        return str(value)
    if isinstance(value, tuple | set | frozenset):
        return list(value)
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"{type(value).__name__} can't be said in JSON")
