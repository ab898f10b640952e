"""Text as search sees it: folded words, squeezed codes and three-letter grams, the same for both databases."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_WORD = re.compile(r"[^\W_]+")
MAX_WORDS = 4000
MAX_WORD = 60


def folded(text: str) -> str:
    """Lower case without accents: “Überführung” reads as “uberfuhrung”."""
    parts = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in parts if not unicodedata.combining(letter)).casefold()


def words_of(text: str) -> list[str]:
    """The words of a text in order, folded; what is neither letter nor figure separates them."""
    return [word[:MAX_WORD] for word in _WORD.findall(folded(text))][:MAX_WORDS]


def squeezed(text: str) -> str:
    """A code without its punctuation: `DECC_0005_1112-Q1` reads as `decc00051112q1`."""
    return "".join(words_of(text))


def grams_of(words: Iterable[str]) -> set[str]:
    """Every run of three letters inside the words, so that a part of a word can be found."""
    return {word[i : i + 3] for word in words for i in range(len(word) - 2)}
