"""The words of an organisation held in memory, sorted: is a word known, and if not, which one was meant."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field
from threading import Lock
from uuid import UUID

from steerco.foundation.search.models import SearchMark, SearchWord

ALIKE = 0.7
AT_MOST = 5
SHORTEST = 3
KEPT_ORGANISATIONS = 8


@dataclass(slots=True)
class Vocabulary:
    """Sorted words, the build of the index that they are of, and the last row that was read."""

    build: UUID
    last: int = 0
    words: list[str] = field(default_factory=list)

    def knows(self, word: str) -> bool:
        """Whether there is just this word."""
        return self._from(word) == word

    def begins(self, word: str) -> bool:
        """Whether some word begins like this; a single letter says too little to be a beginning."""
        return len(word) > 1 and self._from(word).startswith(word)

    def _from(self, word: str) -> str:
        place = bisect_left(self.words, word)
        return self.words[place] if place < len(self.words) else ""

    def meant(self, word: str) -> list[str]:
        """The words most like a misspelt one, best first; several only when they are equally like it. Numbers are never guessed."""
        if len(word) < SHORTEST or any(letter.isdigit() for letter in word):
            return []
        from rapidfuzz import process
        from rapidfuzz.distance import DamerauLevenshtein

        found = process.extract(
            word, self.words, scorer=DamerauLevenshtein.normalized_similarity, processor=None, score_cutoff=ALIKE, limit=AT_MOST
        )
        return [match for match, score, _ in found if score >= found[0][1] - 1e-9]


_held: OrderedDict[int, Vocabulary] = OrderedDict()
_lock = Lock()


def vocabulary_of(mark: SearchMark) -> Vocabulary:
    """The words of an organisation's index as far as its mark says; only new ones are read again (no query when nothing is new)."""
    with _lock:
        held = _held.get(mark.organisation_id)
        if held is None or held.build != mark.build or held.last > mark.last_word:
            held = Vocabulary(mark.build, mark.last_word, sorted(_words(mark, 0)))
        elif held.last < mark.last_word:
            for word in _words(mark, held.last):
                insort(held.words, word)
            held.last = mark.last_word
        _held[mark.organisation_id] = held
        _held.move_to_end(mark.organisation_id)
        while len(_held) > KEPT_ORGANISATIONS:
            _held.popitem(last=False)
        return held


def _words(mark: SearchMark, after: int) -> Iterable[str]:
    rows = SearchWord.everywhere.filter(organisation_id=mark.organisation_id, pk__gt=after, pk__lte=mark.last_word)
    return rows.values_list("word", flat=True)
