"""The words of an organisation held in memory, sorted: is a word known, and if not, which one was meant."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock

from django.db.models import Max, Min

from steerco.foundation.organisations.models import Organisation
from steerco.foundation.search.models import SearchWord

ALIKE = 0.7
AT_MOST = 5
KEPT_ORGANISATIONS = 8


@dataclass(slots=True)
class Vocabulary:
    """Sorted words, and the first and last row that they were read from."""

    first: int = 0
    last: int = 0
    words: list[str] = field(default_factory=list)

    def knows(self, word: str) -> bool:
        """Whether some word begins like this."""
        place = bisect_left(self.words, word)
        return place < len(self.words) and self.words[place].startswith(word)

    def meant(self, word: str) -> list[str]:
        """The words most like a misspelt one, best first; several only when they are equally like it."""
        from rapidfuzz import process
        from rapidfuzz.distance import DamerauLevenshtein

        found = process.extract(
            word, self.words, scorer=DamerauLevenshtein.normalized_similarity, processor=None, score_cutoff=ALIKE, limit=AT_MOST
        )
        return [match for match, score, _ in found if score >= found[0][1] - 1e-9]


_held: OrderedDict[int, Vocabulary] = OrderedDict()
_lock = Lock()


def vocabulary_of(organisation: Organisation) -> Vocabulary:
    """The organisation's words; only new ones are read again (one query when nothing is new)."""
    rows = SearchWord.everywhere.filter(organisation=organisation)
    ends = rows.aggregate(first=Min("pk"), last=Max("pk"))
    first, last = ends["first"] or 0, ends["last"] or 0
    with _lock:
        held = _held.get(organisation.pk)
        if held is None or held.first != first or held.last > last:
            held = Vocabulary(first, last, sorted(rows.values_list("word", flat=True)))
        elif held.last < last:
            for word in rows.filter(pk__gt=held.last).values_list("word", flat=True):
                insort(held.words, word)
            held.last = last
        _held[organisation.pk] = held
        _held.move_to_end(organisation.pk)
        while len(_held) > KEPT_ORGANISATIONS:
            _held.popitem(last=False)
        return held
