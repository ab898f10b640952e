"""Keeping the index: it reads the ledger from where it stopped, so that nothing written is ever missed."""

from __future__ import annotations

from collections import defaultdict
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

BATCH, MUCH = 500, 200
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
        if mark.number < head:
            touched = _touched_since(organisation, mark.number)
            words = {word for each in declared() for word in _index(organisation, each, sorted(touched[each.kind]))}
            _learn(organisation, words)
        mark.number = head
        return _marked(mark)


def is_far_behind(organisation: Organisation) -> bool:
    """Whether so much was written since the index was read that nobody should wait until it is."""
    read_to = SearchMark.objects.filter(organisation=organisation).values_list("number", flat=True).first() or 0
    newer = Change.objects.filter(revision__organisation=organisation, revision__number__gt=read_to)
    return newer.order_by().values("pk")[MUCH : MUCH + 1].exists()


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
                words.update(_entered([_entry(organisation, each, record) for record in records]))
        learnt = [fresh(SearchWord, organisation=organisation, word=word) for word in sorted(words)]
        if learnt and not insert_many(learnt):
            SearchWord.everywhere.bulk_create(learnt)
        mark.number, mark.built_from, mark.build = head_number(organisation), fingerprint(), uuid4()
        return _marked(mark)


def _entered(entries: list[SearchEntry]) -> Iterator[str]:
    """Writes entries of records that have none; gives the words that they hold."""
    if entries and not insert_many(entries):
        SearchEntry.everywhere.bulk_create(entries)
    return _words_of(entries)


def _marked(mark: SearchMark) -> SearchMark:
    """Notes how far the vocabulary reaches, so that readers know when to read it again."""
    mark.last_word = SearchWord.objects.aggregate(last=Max("pk"))["last"] or 0
    mark.save()
    return mark


def _touched_since(organisation: Organisation, number: int) -> dict[str, set[int]]:
    """The records of each kind that the changes after a revision touch, directly or through a record that they follow."""
    own = {each.record_type for each in declared()}
    followed = [(kind, column, each) for each in declared() for kind, column in each.follows]
    changes = Change.objects.filter(revision__organisation=organisation, revision__number__gt=number)
    found: dict[str, set[int]] = defaultdict(set)
    for record_type, record_id in changes.filter(record_type__in=own).values_list("record_type", "record_id").iterator(MANY):
        found[record_type].add(record_id)
    touched = {each.kind: set(found[each.record_type]) for each in declared()}
    for kind, column, each in followed:
        hits = set[int]()
        named = changes.filter(record_type=kind).values_list("record_id", f"before__{column}", f"after__{column}")
        for record_id, *both in named.iterator(MANY):
            hits.add(record_id)
            touched[each.kind].update(int(key) for key in both if key)
        for some in _batches(hits):
            touched[each.kind].update(apps.get_model(kind)._base_manager.filter(pk__in=some).values_list(column, flat=True))
    return touched


def _index(organisation: Organisation, each: Searchable, ids: list[int]) -> Iterator[str]:
    """Writes the entries of some records and removes those of records that are gone; gives the words that they hold."""
    for some in _batches(ids):
        entries = [_entry(organisation, each, record) for record in _read(each).filter(pk__in=some)]
        there = set(SearchEntry.objects.filter(kind=each.kind, record_id__in=some).values_list("record_id", flat=True))
        gone = there - {entry.record_id for entry in entries}
        if gone:
            SearchEntry.objects.filter(kind=each.kind, record_id__in=gone).delete()
        yield from _entered([entry for entry in entries if entry.record_id not in there])
        known = [entry for entry in entries if entry.record_id in there]
        SearchEntry.everywhere.bulk_create(
            known, batch_size=BATCH, update_conflicts=True, update_fields=_KEPT, unique_fields=["organisation", "kind", "record_id"]
        )
        yield from _words_of(known)


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
