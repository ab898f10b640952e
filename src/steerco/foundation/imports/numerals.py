"""Numbers as people write them: which mark stands before the decimals, which between thousands, and whether a column tells."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

MOST_DIGITS, LONGEST = 18, 60
POINT, COMMA, ASK = "point", "comma", "ask"
DECIMALS = "decimals"
_GROUPED = r"[0-9]{1,3}(?:%s[0-9]{3})+"


def _shape(mark: str, group: str) -> re.Pattern[str]:
    """Numbers whose decimals stand after `mark`; thousands in threes, one and the same sign between them."""
    whole = "|".join(_GROUPED % re.escape(sign) for sign in (group, " ", "'"))
    return re.compile(rf"(?P<whole>{whole}|[0-9]+)?(?:{re.escape(mark)}(?P<part>[0-9]+))?")


_SHAPES = {".": _shape(".", ","), ",": _shape(",", ".")}
_LAKHS = re.compile(r"(?P<whole>[0-9]{1,2}(?:,[0-9]{2})+,[0-9]{3})(?:\.(?P<part>[0-9]+))?")
_BOTH_POINT, _BOTH_COMMA = re.compile(r"[0-9]{1,3}(,[0-9]{3})+\.[0-9]+"), re.compile(r"[0-9]{1,3}(\.[0-9]{3})+,[0-9]+")
_SPACES = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " ", "’": "'"})
_BODY = re.compile(r"[0-9][0-9., '\u00a0\u202f\u2009’]*|[.,][0-9]+")
_SPOKEN_UNIT = re.compile(r"[0-9]\s*(k|m|mn|mio|b|bn|thousand|millions?|billion)\b", re.IGNORECASE)


def decimal_of(text: str, *, decimal_comma: bool = False, lakhs: bool = False) -> Decimal | None:
    """A number with or without separators between thousands: `1,234.5`, `1 234.5`, `1'234.5`, or `1.234,5` where a comma marks decimals.

    Thousands stand in threes and one sign stands between all of them (`lakhs` allows 1,00,000 too); None for anything else, and for more
    than 18 digits before the decimals. `1.234,5` says itself that its comma marks decimals.
    """
    digits = text.translate(_SPACES).strip()
    if not digits or len(digits) > LONGEST:
        return None
    mark = "," if (decimal_comma and not _BOTH_POINT.fullmatch(digits)) or _BOTH_COMMA.fullmatch(digits) else "."
    match = _SHAPES[mark].fullmatch(digits) or (_LAKHS.fullmatch(digits) if lakhs else None)
    if match is None:
        return None
    whole = re.sub(r"[^0-9]", "", match["whole"] or "").lstrip("0") or "0"
    return None if len(whole) > MOST_DIGITS else Decimal(f"{whole}.{match['part'] or '0'}")


def decimal_mark(texts: Iterable[str], *, exact: bool = False) -> tuple[str, str]:
    """What a column of numbers says about the mark of its decimals (`point`, `comma`, or `ask`), and a text that needs the answer.

    1.250.000 or 12,50 tell; 2.500 alone doesn't, and 750,000 below 12,50 contradicts it. Where nothing tells and commas stand before
    threes, they are taken for thousands, as in English. `exact`: cells of a workbook, whose numbers always have a point.
    """
    said: dict[str, str] = {}
    for text in texts:
        if (body := _BODY.search(text)) is not None:
            kind = _kind(body[0].translate(_SPACES).strip().replace(" ", "").replace("'", ""), spoken=_SPOKEN_UNIT.search(text) is not None)
            said.setdefault(kind, text)
    if exact and "point?" in said:
        said.setdefault(POINT, said["point?"])
    point, comma = said.get(POINT, said.get("commas group")), said.get(COMMA, said.get("points group"))
    if point is not None and comma is not None:
        return ASK, said.get("comma?", said.get("point?", comma))
    if comma is not None:
        return (ASK, said["comma?"]) if "comma?" in said else (COMMA, "")
    if POINT not in said and "point?" in said:
        return ASK, said["point?"]
    return POINT, ""


def _kind(digits: str, *, spoken: bool) -> str:
    """What one number tells: its decimals' mark, what groups its thousands, `point?` or `comma?` before three digits, or nothing."""
    if _BOTH_POINT.fullmatch(digits):
        return POINT
    if re.fullmatch(r"[0-9]{1,3}(,[0-9]{2,3})+,[0-9]{3}", digits):
        return "commas group"
    if _BOTH_COMMA.fullmatch(digits) or re.fullmatch(r"[0-9]{1,3}(\.[0-9]{3}){2,}", digits):
        return "points group"
    match = re.fullmatch(r"([0-9]*)([.,])([0-9]+)", digits)
    if match is None:
        return ""
    unsure = len(match[3]) == 3 and 1 <= len(match[1]) <= 3 and not match[1].startswith("0")
    if unsure and not (spoken and match[2] == "."):
        return "point?" if match[2] == "." else "comma?"
    return POINT if match[2] == "." else COMMA
