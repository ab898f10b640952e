"""Keeping the index: it reads the ledger from where it stopped, so that nothing written is ever missed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any
from uuid import uuid4

from django.apps import apps
from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone

from steerco.foundation.ledger.fresh import fresh
from steerco.foundation.ledger.models import Change
from steerco.foundation.ledger.queries import head_number
from steerco.foundation.ledger.rows import MANY, insert_many
from steerco.foundation.organisations.models import Organisation
from steerco.foundation.organisations.scope import within
from steerco.foundation.search.folding import grams_of, marked, parts_of, squeezed, words_of
from steerco.foundation.search.models import SearchEntry, SearchMark, SearchWord
from steerco.foundation.search.searchable import Searchable, declared, fingerprint

BATCH = 500
Written = tuple[str, int, Any, Any]
_KEPT = ["title", "code", "context", "argument", "code_key", "scope", "title_words", "body_words", "grams", "changed_at"]


def catch_up(organisation: Organisation) -> SearchMark:
    """Brings the index to the newest revision and says where it stands; builds the whole of it on first use (two queries when idle)."""
    mark = SearchMark.objects.filter(organisation=organisation).first()
    if mark is None or mark.built_from != fingerprint():
        return rebuild(organisation)
    if mark.number >= head_number(organisation):
        return mark
    with transaction.atomic(), within(organisation):
        mark = SearchMark.objects.select_for_update().get(organisation=organisation)
        head = head_number(organisation)
        written = _written_since(organisation, mark.number)
        words = {word for each in declared() for word in _index(organisation, each, sorted(_touched(each, written)))}
        _learn(organisation, words)
        mark.number = head
        return _marked(mark)


def rebuild(organisation: Organisation) -> SearchMark:
    """Builds the whole index of an organisation afresh."""
    with transaction.atomic(), within(organisation):
        SearchMark.objects.get_or_create(organisation=organisation)
        mark = SearchMark.objects.select_for_update().get(organisation=organisation)
        SearchEntry.objects.all().delete()
        SearchWord.objects.all().delete()
        words = set[str]()
        for each in declared():
            for records in _chunks(_read(each).order_by("pk").iterator(chunk_size=MANY)):
                entries = [_entry(organisation, each, record) for record in records]
                if not insert_many(entries):
                    SearchEntry.everywhere.bulk_create(entries)
                words.update(_words_of(entries))
        learnt = [fresh(SearchWord, organisation=organisation, word=word) for word in sorted(words)]
        if learnt and not insert_many(learnt):
            SearchWord.everywhere.bulk_create(learnt)
        mark.number, mark.built_from, mark.build = head_number(organisation), fingerprint(), uuid4()
        return _marked(mark)


def _marked(mark: SearchMark) -> SearchMark:
    """Notes how far the vocabulary reaches, so that readers know when to read it again."""
    mark.last_word = SearchWord.objects.aggregate(last=Max("pk"))["last"] or 0
    mark.save()
    return mark


def _written_since(organisation: Organisation, number: int) -> list[Written]:
    """The changes after a revision, of records that are found or followed."""
    kinds = {each.record_type for each in declared()} | {kind for each in declared() for kind, _ in each.follows}
    changes = Change.objects.filter(revision__organisation=organisation, revision__number__gt=number, record_type__in=kinds)
    return list(changes.values_list("record_type", "record_id", "before", "after"))


def _touched(each: Searchable, written: list[Written]) -> set[int]:
    """The records of one kind that changes touch, directly or through a record that it follows."""
    touched = {record_id for kind, record_id, _, _ in written if kind == each.record_type}
    for followed, column in each.follows:
        hits = [(record_id, before or {}, after or {}) for kind, record_id, before, after in written if kind == followed]
        touched.update(int(values[column]) for _, *both in hits for values in both if values.get(column))
        followers = apps.get_model(followed)._base_manager.filter(pk__in=[record_id for record_id, _, _ in hits])
        touched.update(followers.values_list(column, flat=True) if hits else ())
    return touched


def _index(organisation: Organisation, each: Searchable, ids: list[int]) -> set[str]:
    """Writes the entries of some records and removes those of records that are gone; gives the words that they hold."""
    words = set[str]()
    for some in _batches(ids):
        entries = [_entry(organisation, each, record) for record in _read(each).filter(pk__in=some)]
        gone = set(some) - {entry.record_id for entry in entries}
        if gone:
            SearchEntry.objects.filter(kind=each.kind, record_id__in=gone).delete()
        SearchEntry.everywhere.bulk_create(
            entries, batch_size=BATCH, update_conflicts=True, update_fields=_KEPT, unique_fields=["organisation", "kind", "record_id"]
        )
        words.update(_words_of(entries))
    return words


def _read(each: Searchable) -> QuerySet[Any]:
    """The records of one kind with all that their entries are made of."""
    records: QuerySet[Any] = each.model._default_manager.all()
    return records.prefetch_related(*each.related, *each.prefetch)  # a unit of a thousand projects is read once, not a thousand times


def _words_of(entries: Iterable[SearchEntry]) -> Iterator[str]:
    for entry in entries:
        yield from entry.title_words.split()
        yield from entry.body_words.split()


def _entry(organisation: Organisation, each: Searchable, record: Any) -> SearchEntry:
    title, code = each.title(record)[:300], each.code(record)[:120]
    title_words = words_of(f"{code} {title}")
    key = squeezed(code)
    grams = grams_of([*title_words, key])
    listed = set[str]().union(*(parts_of(str(getattr(record, field) or "")) for field in each.listed))
    return fresh(
        SearchEntry, organisation=organisation, kind=each.kind, record_id=record.pk, title=title, code=code,
        context=each.context(record)[:300], argument=each.argument(record), code_key=key[:120],
        scope=f"o{organisation.pk} k{squeezed(each.kind)}", title_words=" ".join(title_words),
        body_words=" ".join(words_of(each.body(record))), grams=" ".join(sorted(grams | marked(listed - grams))),
        changed_at=getattr(record, "updated_at", None) or timezone.now(),
    )  # fmt: skip


def _learn(organisation: Organisation, words: set[str]) -> None:
    """Adds words to the organisation's vocabulary."""
    known: set[str] = set()
    for some in _batches(words):
        known.update(SearchWord.objects.filter(word__in=some).values_list("word", flat=True))
    fresh = [SearchWord(organisation=organisation, word=word) for word in sorted(words - known)]
    SearchWord.everywhere.bulk_create(fresh, batch_size=BATCH, ignore_conflicts=True)


def _chunks(records: Iterable[Any]) -> Iterator[list[Any]]:
    source = iter(records)
    while some := list(islice(source, MANY)):
        yield some


def _batches(values: Iterable[Any]) -> Iterator[list[Any]]:
    listed = list(values)
    for start in range(0, len(listed), BATCH):
        yield listed[start : start + BATCH]
