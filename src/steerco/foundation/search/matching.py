"""Asking the word index, in the manner of each database; everything above speaks of terms only."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection
from django.db.models import QuerySet

from steerco.foundation.search.folding import grams_of
from steerco.foundation.search.models import SearchEntry

TABLE = SearchEntry._meta.db_table
BROAD = 2000


@dataclass(frozen=True, slots=True)
class Term:
    """One word that was typed, as the words that may stand for it; matched from its beginning, or anywhere inside."""

    words: tuple[str, ...]
    inside: bool = False

    @property
    def searchable(self) -> bool:
        """Whether the index can look for it: a part inside a word needs three letters."""
        return not self.inside or len(self.words[0]) >= 3


def matching(entries: QuerySet[SearchEntry], organisation_id: int, terms: list[Term]) -> QuerySet[SearchEntry]:
    """The entries that hold every term, best first while they are few and in order of entry when they are very many."""
    asked = _postgres(terms, organisation_id) if connection.vendor == "postgresql" else _sqlite(terms, organisation_id)
    inside = [*asked.where, f"+{TABLE}.organisation_id = %s"]  # the sign keeps the planner at the word index
    found = entries.extra(tables=asked.tables, where=inside, params=[*asked.params, organisation_id])  # noqa: S610
    if len(found.order_by().values_list("pk")[: BROAD + 1]) > BROAD:
        return found.order_by("pk")
    ranked = found.extra(select={"rank": asked.rank}, select_params=asked.rank_params)  # noqa: S610
    return ranked.order_by("rank", "title", "pk")


@dataclass(frozen=True, slots=True)
class _Asked:
    tables: list[str]
    where: list[str]
    params: list[str]
    rank: str
    rank_params: list[str]


def _sqlite(terms: list[Term], organisation_id: int) -> _Asked:
    clauses = [f"scope : o{organisation_id}"]
    for term in terms:
        if term.inside:
            grams = " AND ".join(f'"{gram}"' for gram in sorted(grams_of(term.words)))
            clauses.append(f"grams : ({grams})")
        else:
            either = " OR ".join(f'"{word}"*' for word in term.words)
            clauses.append(f"{{title_words body_words}} : ({either})")
    text = " AND ".join(f"({clause})" for clause in clauses)
    where = [f"search_index.rowid = {TABLE}.id", "search_index MATCH %s"]
    return _Asked(["search_index"], where, [text], "bm25(search_index, 0.0, 8.0, 1.0, 0.1)", [])


def _postgres(terms: list[Term], organisation_id: int) -> _Asked:
    words = ["(" + " | ".join(f"'{word}':*AC" for word in term.words) + ")" for term in terms if not term.inside]
    grams = [gram for term in terms if term.inside for gram in sorted(grams_of(term.words))]
    where, params = [], []
    for column, parts in (("words_vector", words), ("grams_vector", [f"'{gram}':B" for gram in grams])):
        if parts:
            where.append(f"{TABLE}.{column} @@ to_tsquery('simple', %s)")
            params.append(" & ".join([f"'o{organisation_id}':D", *parts]))
    rank = f"-ts_rank('{{0, 0.1, 0.2, 1}}', {TABLE}.words_vector, to_tsquery('simple', %s), 1)" if words else f"length({TABLE}.title)"
    return _Asked([], where, params, rank, [" & ".join(words)] if words else [])
