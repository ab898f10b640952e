"""The words of an organisation held in memory: is a word known, and if not, which one was meant."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field
from math import ceil, floor
from threading import Lock
from uuid import UUID

from steerco.foundation.search.models import SearchMark, SearchWord

ALIKE = 0.7
AT_MOST = 5
SHORTEST = 3
ALPHABET = 200
KEPT_ORGANISATIONS = 8


@dataclass(slots=True)
class Vocabulary:
    """Sorted words, those that may be meant by their length, the build of the index that they are of, and the last row that was read."""

    build: UUID
    last: int = 0
    words: list[str] = field(default_factory=list)
    by_length: dict[int, list[str]] = field(default_factory=dict)
    letters: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.words.sort()
        self._may_mean(self.words)

    def learn(self, words: Iterable[str]) -> None:
        """Takes in words that are new."""
        fresh = list(words)
        for word in fresh:
            insort(self.words, word)
        self._may_mean(fresh)

    def knows(self, word: str) -> bool:
        """Whether there is just this word."""
        return self._from(word) == word

    def begins(self, word: str) -> bool:
        """Whether some word begins like this; a single letter says too little to be a beginning."""
        return len(word) > 1 and self._from(word).startswith(word)

    def meant(self, word: str) -> list[str]:
        """The words most like a misspelt one, best first; several only when they are equally like it. Numbers are never guessed."""
        if len(word) < SHORTEST or _has_figure(word):
            return []
        from rapidfuzz.distance import OSA

        near = {each: OSA.normalized_similarity(word, each) for each in self._one_slip_away(word) or self._most_like(word)}
        best = max(near.values(), default=0.0)
        return sorted(each for each, alike in near.items() if alike >= max(best - 1e-9, ALIKE))[:AT_MOST]

    def _one_slip_away(self, word: str) -> list[str]:
        """The words that one letter too many, too few, wrong or swapped turns into this: tried out one by one, so at no cost that grows."""
        if len(self.letters) > ALPHABET:
            return []
        cuts = [(word[:place], word[place:]) for place in range(len(word) + 1)]
        tried = {left + right[1:] for left, right in cuts if right}
        tried |= {left + right[1] + right[0] + right[2:] for left, right in cuts if len(right) > 1}
        tried |= {left + letter + rest for left, right in cuts for letter in self.letters for rest in (right, right[1:])}
        return [each for each in tried if not _has_figure(each) and self.knows(each)]

    def _most_like(self, word: str) -> list[str]:
        """The words of about this length that are most like it."""
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        found: list[tuple[str, float]] = []
        lengths = range(ceil(len(word) * ALIKE), floor(len(word) / ALIKE) + 1)
        for length in sorted(lengths, key=lambda each: abs(each - len(word))):
            at_least = max((alike for _, alike in found), default=ALIKE)
            some = self.by_length.get(length, [])
            matches = process.extract(word, some, scorer=OSA.normalized_similarity, processor=None, score_cutoff=at_least, limit=AT_MOST)
            found += [(match, alike) for match, alike, _ in matches]
        return [match for match, _ in found]

    def _may_mean(self, words: Iterable[str]) -> None:
        for word in words:
            if not _has_figure(word):
                self.by_length.setdefault(len(word), []).append(word)
                self.letters.update(word)

    def _from(self, word: str) -> str:
        place = bisect_left(self.words, word)
        return self.words[place] if place < len(self.words) else ""


_held: OrderedDict[int, Vocabulary] = OrderedDict()
_lock = Lock()


def vocabulary_of(mark: SearchMark) -> Vocabulary:
    """The words of an organisation's index as far as its mark says; only new ones are read again (no query when nothing is new)."""
    with _lock:
        held = _held.get(mark.organisation_id)
        if held is None or held.build != mark.build or held.last > mark.last_word:
            held = Vocabulary(mark.build, mark.last_word, list(_words(mark, 0)))
        elif held.last < mark.last_word:
            held.learn(_words(mark, held.last))
            held.last = mark.last_word
        _held[mark.organisation_id] = held
        _held.move_to_end(mark.organisation_id)
        while len(_held) > KEPT_ORGANISATIONS:
            _held.popitem(last=False)
        return held


def _words(mark: SearchMark, after: int) -> Iterable[str]:
    rows = SearchWord.everywhere.filter(organisation_id=mark.organisation_id, pk__gt=after, pk__lte=mark.last_word)
    return rows.values_list("word", flat=True)


def _has_figure(word: str) -> bool:
    return any(letter.isdigit() for letter in word)
