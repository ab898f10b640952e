"""Lists of records in JSON: the fullest list of objects becomes a table, a head for each name that any record uses."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from steerco.foundation.imports.problems import CannotRead

MAX_DEPTH = 12


def looks_like_json(text: str) -> bool:
    """Whether a text begins as JSON does, and no line of a list in CSV could."""
    start = text.lstrip("\ufeff \t\r\n")[:200].replace(" ", "").replace("\n", "").replace("\r", "").replace("\t", "")
    return start.startswith(("[{", '{"', "[]", "{}"))


def lines_of_json(text: str, *, max_cells: int) -> list[list[str]]:
    """A line of heads and a line a record; numbers keep the digits that they were written with. Raises `CannotRead`."""
    records = _fullest(parsed(text))
    if not records:
        raise CannotRead(_("The file holds no list of records."))
    flat = [dict(_leaves(record)) for record in records]
    heads = list(dict.fromkeys(name for record in flat for name in record))
    if len(heads) * len(flat) > max_cells:
        raise CannotRead(_("The table has more than %(cells)d cells. Split it.") % {"cells": max_cells})
    return [heads, *([record.get(head, "") for head in heads] for record in flat)]


def parsed(text: str) -> Any:
    """The document, with every number as the text that it was written as; raises `CannotRead` with the place of a mistake."""
    try:
        document = json.loads(text.lstrip("\ufeff"), parse_float=_digits, parse_int=str, parse_constant=str)
        if "\\u" in text:
            json.dumps(document, ensure_ascii=False).encode()
        return document
    except UnicodeEncodeError as error:
        raise CannotRead(
            _("This JSON holds half a character (%(half)s), which no text can keep. Write the file again.")
            % {"half": ascii(error.object[error.start])}
        ) from error
    except json.JSONDecodeError as error:
        raise CannotRead(
            _("This JSON can't be read: line %(line)d, column %(column)d: %(reason)s.")
            % {"line": error.lineno, "column": error.colno, "reason": error.msg}
        ) from error
    except RecursionError as error:
        raise CannotRead(_("This JSON is nested too deeply to be a list.")) from error


def _digits(number: str) -> str:
    """A number without an exponent: 2e-05 is 0.00002."""
    return format(Decimal(number), "f") if "e" in number.casefold() and len(number) < 40 else number


def _fullest(document: Any) -> list[Mapping[str, Any]]:
    """The list of objects with the most records, wherever it stands."""
    found: list[list[Mapping[str, Any]]] = []
    waiting = [(document, 0)]
    while waiting:
        part, depth = waiting.pop()
        if isinstance(part, list):
            objects: list[Mapping[str, Any]] = [record for record in part if isinstance(record, dict)]
            if objects and len(objects) == len(part):
                found.append(objects)
        elif isinstance(part, dict) and depth < MAX_DEPTH:
            waiting.extend((value, depth + 1) for value in reversed(part.values()))
    return max(found, key=len, default=[])


def _leaves(record: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, str]]:
    """The values of a record by name; what is nested is named by its path."""
    for name, value in record.items():
        path = f"{before}{name}"
        if isinstance(value, dict) and path.count(".") < MAX_DEPTH:
            yield from _leaves(value, f"{path}.")
        else:
            yield path, _text(value)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list) and all(isinstance(part, str | bool | None) for part in value):
        return ", ".join(_text(part) for part in value)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
