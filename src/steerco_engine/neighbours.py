"""Names that share words with a name, so that a long list isn't compared with itself name by name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

WHOLE = 2_000
"""Up to so many names every name is compared with every name; from there on with those that share words with it."""
NEAR = 120
"""With so many names at most, those that share the rarest words first."""


class Neighbours:
    """Which of many names are worth a look beside a name, by their place in the list.

    Examples
    --------
    >>> names = Neighbours(["harbour wall repair", "school roofs", "harbour wall"], whole=0)
    >>> names.of("harbor wall")
    {0: 'harbour wall repair', 2: 'harbour wall'}
    """

    def __init__(self, names: Sequence[str], *, whole: int = WHOLE) -> None:
        """Remember under each word, start of a word and pair of words where it stands."""
        self._names = dict(enumerate(names))
        self._where: dict[str, list[int]] | None = None
        if len(names) > whole:
            self._where = defaultdict(list)
            for index, name in enumerate(names):
                for part in _parts(name):
                    self._where[part].append(index)

    def of(self, name: str) -> Mapping[int, str]:
        """The names that are to be compared with this one, in the order of the list."""
        if self._where is None:
            return self._names
        found: set[int] = set()
        for places in sorted((self._where[part] for part in _parts(name) if part in self._where), key=len):
            found.update(places[: NEAR - len(found)])
            if len(found) >= NEAR:
                break
        return {index: self._names[index] for index in sorted(found)}


def _parts(name: str) -> Iterator[str]:
    words = sorted({word for word in name.split() if word})
    yield from words
    yield from {f"{word[:4]}*" for word in words if len(word) > 4}
    yield from (f"{one} {other}" for one, other in combinations(words[:8], 2))
