"""Asking the word index, in the manner of each database; everything above speaks of terms only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from steerco.foundation.search.folding import MARK, grams_of
from steerco.foundation.search.models import SearchEntry

TABLE = SearchEntry._meta.db_table


class How(Enum):
    """How a word must stand in a record."""

    WHOLE = "whole"
    BEGINNING = "beginning"
    INSIDE = "inside"


@dataclass(frozen=True, slots=True)
class Term:
    """One word that was typed, as the words that may stand for it."""

    words: tuple[str, ...]
    how: How


class Candidate(NamedTuple):
    """An entry that holds what was typed, as far as ranking needs to know it."""

    pk: int
    kind: str
    record_id: int
    title_words: str
    code_key: str


def holding(organisation_id: int, terms: list[Term]) -> QuerySet[SearchEntry, Candidate]:
    """The entries of an organisation that hold every term, in the order in which the index gives them: that of their making."""
    asked = _postgres(terms, organisation_id) if connection.vendor == "postgresql" else _sqlite(terms, organisation_id)
    found = SearchEntry.everywhere.extra(tables=asked.tables, where=asked.where, params=asked.params)  # noqa: S610
    return candidates(found)


def holding_grams(organisation_id: int, kind: str, grams: set[str]) -> RawSQL:
    """The keys of the records of one kind with all of these grams in their title, their code or a field that its list looks into."""
    both = [(gram, f"{MARK}{gram}") for gram in sorted(grams)]
    if connection.vendor == "postgresql":
        asked = _vectors({"grams_vector": [f"('{here}' | '{there}')" for here, there in both]}, organisation_id)
    else:
        asked = _index(["grams : (" + " AND ".join(f'("{here}" OR "{there}")' for here, there in both) + ")"], organisation_id)
    tables, where = ", ".join([TABLE, *asked.tables]), " AND ".join([*asked.where, f"{TABLE}.kind = %s"])
    return RawSQL(f"SELECT {TABLE}.record_id FROM {tables} WHERE {where}", [*asked.params, kind])  # noqa: S608, S611


def first_keys(keys: RawSQL, limit: int) -> list[int]:
    """The first that a query of keys gives."""
    with connection.cursor() as cursor:
        cursor.execute(f"{keys.sql} LIMIT %s", [*keys.params, limit])
        return [key for (key,) in cursor.fetchall()]


def found_first(keys: RawSQL) -> RawSQL:
    """The same keys as one list, so that PostgreSQL finds them before it looks at a record; SQLite does so anyway."""
    return RawSQL(f"SELECT unnest(ARRAY({keys.sql}))", keys.params) if connection.vendor == "postgresql" else keys  # noqa: S611


def candidates(entries: QuerySet[SearchEntry]) -> QuerySet[SearchEntry, Candidate]:
    """Entries, read as candidates."""
    return entries.values_list(*Candidate._fields, named=True)


def best_first(found: Iterable[Candidate], terms: list[Term]) -> list[Candidate]:
    """Those with most of the words in their title, short titles first; the same order on every database."""
    return sorted(found, key=lambda each: (-_in_title(each.title_words, terms), len(each.title_words), each.pk))


def _in_title(title: str, terms: list[Term]) -> int:
    """How well a title holds the terms: best as words, then as beginnings, then inside of words."""
    padded = f" {title} "
    return sum(max(_worth(padded, word) for word in term.words) for term in terms)


def _worth(title: str, word: str) -> int:
    return 3 if f" {word} " in title else 2 if f" {word}" in title else 1 if word in title else 0


class _Asked(NamedTuple):
    tables: list[str]
    where: list[str]
    params: list[str | int]


def _sqlite(terms: list[Term], organisation_id: int) -> _Asked:
    clauses = []
    for term in terms:
        if term.how is How.INSIDE:
            grams = " AND ".join(f'"{gram}"' for gram in sorted(grams_of(term.words)))
            clauses.append(f"grams : ({grams})")
        else:
            star = "*" if term.how is How.BEGINNING else ""
            either = " OR ".join(f'"{word}"{star}' for word in term.words)
            clauses.append(f"{{title_words body_words}} : ({either})")
    return _index(clauses, organisation_id)


def _index(clauses: list[str], organisation_id: int) -> _Asked:
    text = " AND ".join(f"({clause})" for clause in (f"scope : o{organisation_id}", *clauses))
    where = [f"search_index.rowid = {TABLE}.id", "search_index MATCH %s", f"+{TABLE}.organisation_id = %s"]
    return _Asked(["search_index"], where, [text, organisation_id])  # the sign keeps the planner at the word index


def _postgres(terms: list[Term], organisation_id: int) -> _Asked:
    words = [_either(term) for term in terms if term.how is not How.INSIDE]
    grams = [f"'{gram}'" for term in terms if term.how is How.INSIDE for gram in sorted(grams_of(term.words))]
    return _vectors({"words_vector": words, "grams_vector": grams}, organisation_id)


def _either(term: Term) -> str:
    star = ":*" if term.how is How.BEGINNING else ""
    return "(" + " | ".join(f"'{word}'{star}" for word in term.words) + ")"


def _vectors(asked: dict[str, list[str]], organisation_id: int) -> _Asked:
    asked = {column: parts for column, parts in asked.items() if parts}
    where = [*(f"{TABLE}.{column} @@ %s::tsquery" for column in asked), f"{TABLE}.organisation_id = %s"]
    return _Asked([], where, [*(" & ".join([f"'=o{organisation_id}'", *parts]) for parts in asked.values()), organisation_id])
