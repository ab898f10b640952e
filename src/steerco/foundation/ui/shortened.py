"""Long official names as a narrow column writes them; the whole name stays in the title."""

from __future__ import annotations

import re

_HEADS = re.compile(r"^(?:Department (?:for|of)(?: the)?|Ministry of(?: the)?|Office (?:for|of)(?: the)?|HM|Government)\s+", re.IGNORECASE)
_AND = re.compile(r"\s+and\s+", re.IGNORECASE)
_OFFICES = {"agency", "authority", "board", "commission", "council", "department", "directorate", "inspectorate", "office", "service"}
_FITS = 20  # letters


def short_unit(name: str) -> str:
    """A unit without the words that all units share; of a long list of its concerns the first, with the word for what it is.

    >>> [short_unit(n) for n in ("Department for Levelling Up, Housing and Communities", "HM Revenue and Customs", "Works, North")]
    ['Levelling Up', 'Revenue & Customs', 'Works, North']
    >>> [short_unit(n) for n in ("Department for Energy Security and Net Zero", "Foreign, Commonwealth and Development Office")]
    ['Energy & Net Zero', 'Foreign Office']
    """
    bare = _HEADS.sub("", name)
    last = bare.rpartition(" ")[2]
    if "," in bare and _AND.search(bare) and last.lower() in _OFFICES:
        return f"{bare.split(',')[0]} {last}"
    short = _AND.sub(" & ", bare.split(",")[0] if bare != name else bare)
    first, joined, rest = short.partition(" & ")
    return f"{first.split()[0]} & {rest}" if joined and len(short) > _FITS and " " in first else short


def short_group(name: str) -> str:
    """A kind of thing in its first words.

    >>> [short_group(n) for n in ("Government Transformation and Service Delivery", "Infrastructure and Building", "Plant and machines")]
    ['Transformation', 'Infrastructure', 'Plant and machines']
    """
    return name if len(name) <= _FITS else _AND.split(_HEADS.sub("", name))[0]
