"""Finding: what was typed, read forgivingly, among the records that the actor may see."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from django.db.models import Model, QuerySet
from django.db.models.expressions import RawSQL

from steerco.foundation.access.actor import Actor
from steerco.foundation.search.folding import parts_of, squeezed, words_of
from steerco.foundation.search.matching import Candidate, How, Term, best_first, candidates, first_keys, found_first, holding, holding_grams
from steerco.foundation.search.models import SearchEntry
from steerco.foundation.search.searchable import Searchable, declared, declared_for
from steerco.foundation.search.services import catch_up
from steerco.foundation.search.sight import Sight
from steerco.foundation.search.vocabulary import Vocabulary, vocabulary_of

MAX_TYPED = 200
MAX_TERMS = 8
RECENT = 5
MANY = 1000


@dataclass(frozen=True, slots=True)
class Hit:
    """A found record: what it is, what it is called, where it opens."""

    kind: str
    label: str
    icon: str
    record_id: int
    title: str
    code: str
    context: str
    url: str


@dataclass(frozen=True, slots=True)
class Found:
    """The answer to a search: records best first, and the words that were read instead of those typed."""

    typed: str
    hits: list[Hit] = field(default_factory=list)
    read_as: str = ""
    more: bool = False

    @property
    def groups(self) -> list[tuple[str, list[Hit]]]:
        """The records by kind, kinds in the order of their best record."""
        grouped: dict[str, list[Hit]] = {}
        for hit in self.hits:
            grouped.setdefault(hit.label, []).append(hit)
        return list(grouped.items())


def find(by: Actor, typed: str, *, limit: int = 50, kind: str = "") -> Found:
    """The records that hold every typed word, else a part of each, else the words most like them."""
    typed = typed.strip()[:MAX_TYPED]
    words = list(dict.fromkeys(words_of(typed)))[:MAX_TERMS]
    mark = catch_up(by.organisation)
    kinds = _kinds(kind)
    if not words or not kinds:
        return Found(typed)
    sight, key, vocabulary = Sight(by, kinds), squeezed(typed), vocabulary_of(mark)
    found = dict.fromkeys(each.pk for each in sight.of(_by_code(by, key))) if len(key) > 1 else {}
    for terms in _readings(words, vocabulary):
        if len(found) > limit:
            break
        held = [each for each in sight.of(holding(by.organisation.pk, terms)) if _holds(each, terms, key)]
        found |= dict.fromkeys(each.pk for each in best_first(held, terms) if each.pk not in found)
    read_as = ""
    if not found and (terms := _meant(words, vocabulary)):
        found = dict.fromkeys(each.pk for each in best_first(sight.of(holding(by.organisation.pk, terms)), terms))
        read_as = " ".join(term.words[0] for term in terms) if found else ""
    return Found(typed, _hits(list(found)[:limit], kinds), read_as, len(found) > limit)


def recent(by: Actor, *, limit: int = RECENT) -> list[Hit]:
    """The records that changed last, of those that the actor may see."""
    catch_up(by.organisation)
    kinds = _kinds("")
    entries = _visible(by, kinds).order_by("-changed_at", "-pk")
    return _hits(list(entries.values_list("pk", flat=True)[:limit]), kinds)


def entry_at(by: Actor, url_name: str, argument: str) -> tuple[Searchable, Hit] | None:
    """The record that a page shows, if the actor may see it."""
    kinds = {each.kind: each for each in declared() if each.url_name == url_name}
    if not kinds:
        return None
    entry = _visible(by, kinds).filter(kind__in=kinds, argument=argument).first()
    return None if entry is None else (kinds[entry.kind], _hit(entry, kinds))


def possible(by: Actor, model: type[Model], fields: Collection[str], typed: str) -> list[int] | RawSQL | None:
    """The keys of the records that can hold each typed word in one of the fields: all that do, and perhaps some that don't.

    A query where they are many; None where the index can't tell, because it does not know the fields or nothing of three letters was typed.
    """
    each, grams = declared_for(model), parts_of(typed)
    if each is None or not grams or not set(fields) <= set(each.listed):
        return None
    catch_up(by.organisation)
    keys = holding_grams(by.organisation.pk, each.kind, grams)
    some = first_keys(keys, MANY + 1)
    return some if len(some) <= MANY else found_first(keys)


def _kinds(kind: str) -> dict[str, Searchable]:
    return {each.kind: each for each in declared() if kind in ("", each.kind)}


def _visible(by: Actor, kinds: dict[str, Searchable]) -> QuerySet[SearchEntry]:
    """Entries of the organisation whose record the actor may see."""
    return SearchEntry.everywhere.filter(Sight(by, kinds).condition(), organisation=by.organisation)


def _by_code(by: Actor, key: str) -> QuerySet[SearchEntry, Candidate]:
    """Records whose code begins as typed, punctuation aside."""
    entries = SearchEntry.everywhere.filter(organisation=by.organisation, code_key__gte=key, code_key__lt=key + "\U0010fffe")
    return candidates(entries.order_by("code_key", "pk"))


def _readings(words: list[str], vocabulary: Vocabulary) -> list[list[Term]]:
    """Ways to read what was typed, strictest first: as whole words, as beginnings, as parts of words."""
    readings = []
    if all(vocabulary.knows(word) for word in words):
        readings.append([Term((word,), How.WHOLE) for word in words])
    if any(vocabulary.begins(word) for word in words) and all(vocabulary.knows(word) or vocabulary.begins(word) for word in words):
        readings.append([Term((word,), How.BEGINNING if len(word) > 1 else How.WHOLE) for word in words])
    if any(len(word) > 2 for word in words):
        readings.append([Term((word,), How.INSIDE if len(word) > 2 else How.WHOLE) for word in words])
    return readings


def _meant(words: list[str], vocabulary: Vocabulary) -> list[Term]:
    """Misspelt words as the words most like them; nothing when one of them is like no other, or all are known."""
    known = {word: vocabulary.knows(word) or vocabulary.begins(word) for word in words}
    meant = {word: (word,) if known[word] else tuple(vocabulary.meant(word)) for word in words}
    if all(known.values()) or not all(meant.values()):
        return []
    return [Term(meant[word], How.BEGINNING if known[word] and len(word) > 1 else How.WHOLE) for word in words]


def _holds(entry: Candidate, terms: list[Term], key: str) -> bool:
    """Whether an entry truly holds each part, or its code the whole of what was typed: its grams alone could stand apart."""
    return key in entry.code_key or all(term.how is not How.INSIDE or term.words[0] in entry.title_words for term in terms)


def _hits(ids: list[int], kinds: dict[str, Searchable]) -> list[Hit]:
    """Entries in the order given, as they are shown (one query)."""
    shown = SearchEntry.everywhere.defer("title_words", "body_words", "grams").in_bulk(ids)
    return [_hit(shown[pk], kinds) for pk in ids if pk in shown]


def _hit(entry: SearchEntry, kinds: dict[str, Searchable]) -> Hit:
    each = kinds[entry.kind]
    return Hit(
        entry.kind, str(each.label), each.icon, entry.record_id, entry.title, entry.code, entry.context, each.address(entry.argument)
    )
