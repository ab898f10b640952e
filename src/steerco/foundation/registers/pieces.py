"""The pieces that the page of a list is made of: what its template repeats."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.safestring import SafeString


class Link(NamedTuple):
    """Something to choose: its words, where it leads, whether it is chosen."""

    words: str
    address: str
    on: bool = False


class Head(NamedTuple):
    """The head of a column; `edit` says whether its cells can be written."""

    name: str
    edit: bool
    written: str
    label: str
    css: str
    address: str
    sorted: str
    html: str


class Group(NamedTuple):
    """The row above a group: what its records share, how many they are, what they add up to under each column."""

    html: str
    how_many: str
    cells: list[tuple[str, str]]
    again: bool


class Block(NamedTuple):
    """Records one below the other, drawn as rows, and the head of their group, where the list has groups."""

    group: Group | None
    rows: SafeString


class Tab(NamedTuple):
    """A saved view, or all records."""

    words: str
    address: str
    on: bool
    how_many: str
    shared: bool
    why: str = ""
