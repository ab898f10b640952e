"""Asking the word index, in the manner of each database; everything above speaks of terms only."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from django.db import connection
from django.db.models import QuerySet

from steerco.foundation.search.folding import grams_of
from steerco.foundation.search.models import SearchEntry

TABLE = SearchEntry._meta.db_table
BROAD = 1000


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


def matching(entries: QuerySet[SearchEntry], organisation_id: int, terms: list[Term], limit: int) -> list[SearchEntry]:
    """The entries that hold every term, best first; in the order of their making where they are too many to weigh."""
    asked = _postgres(terms, organisation_id) if connection.vendor == "postgresql" else _sqlite(terms, organisation_id)
    where = [*asked.where, f"+{TABLE}.organisation_id = %s"]  # the sign keeps the planner at the word index
    found = entries.extra(tables=asked.tables, where=where, params=[*asked.params, organisation_id])  # noqa: S610
    ids = list(found.extra(order_by=[asked.order]).values_list("pk", flat=True)[: BROAD + 1])
    if len(ids) > BROAD:
        return list(SearchEntry.everywhere.filter(pk__in=ids[:limit]).order_by("pk"))
    if len(ids) > 1:
        ranked = found.extra(select={"rank": asked.rank}, select_params=asked.rank_params)  # noqa: S610
        ids = [pk for pk, _ in ranked.order_by("rank", "pk").values_list("pk", "rank")[:limit]]
    entry = SearchEntry.everywhere.in_bulk(ids)
    return [entry[pk] for pk in ids]


@dataclass(frozen=True, slots=True)
class _Asked:
    tables: list[str]
    where: list[str]
    params: list[str]
    order: str
    rank: str
    rank_params: list[str]


def _sqlite(terms: list[Term], organisation_id: int) -> _Asked:
    clauses = [f"scope : o{organisation_id}"]
    for term in terms:
        if term.how is How.INSIDE:
            grams = " AND ".join(f'"{gram}"' for gram in sorted(grams_of(term.words)))
            clauses.append(f"grams : ({grams})")
        else:
            star = "*" if term.how is How.BEGINNING else ""
            either = " OR ".join(f'"{word}"{star}' for word in term.words)
            clauses.append(f"{{title_words body_words}} : ({either})")
    text = " AND ".join(f"({clause})" for clause in clauses)
    where = [f"search_index.rowid = {TABLE}.id", "search_index MATCH %s"]
    return _Asked(["search_index"], where, [text], "search_index.rowid", "bm25(search_index, 0.0, 8.0, 1.0, 0.1)", [])


def _postgres(terms: list[Term], organisation_id: int) -> _Asked:
    words = [_either(term) for term in terms if term.how is not How.INSIDE]
    grams = [gram for term in terms if term.how is How.INSIDE for gram in sorted(grams_of(term.words))]
    where, params = [], []
    for column, parts in (("words_vector", words), ("grams_vector", [f"'{gram}':B" for gram in grams])):
        if parts:
            where.append(f"{TABLE}.{column} @@ to_tsquery('simple', %s)")
            params.append(" & ".join([f"'o{organisation_id}':D", *parts]))
    rank = f"-ts_rank('{{0, 0.1, 0.2, 1}}', {TABLE}.words_vector, to_tsquery('simple', %s), 1)" if words else f"length({TABLE}.title)"
    return _Asked([], where, params, f"{TABLE}.id", rank, [" & ".join(words)] if words else [])


def _either(term: Term) -> str:
    star = "*" if term.how is How.BEGINNING else ""
    return "(" + " | ".join(f"'{word}':{star}AC" for word in term.words) + ")"
