"""Text as search sees it: folded words, squeezed codes and three-letter grams, the same for both databases."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+")
MAX_WORDS = 4000
MAX_WORD = 60
MARK = "9"


def folded(text: str) -> str:
    """Lower case without accents: “Überführung” reads as “uberfuhrung”."""
    if text.isascii():
        return text.lower()
    parts = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in parts if not unicodedata.combining(letter)).casefold().replace("ı", "i")


def words_of(text: str) -> list[str]:
    """The words of a text in order, folded; what is neither letter nor figure separates them."""
    return [word[:MAX_WORD] for word in _WORD.findall(folded(text))][:MAX_WORDS]


def squeezed(text: str) -> str:
    """A code without its punctuation: `DECC_0005_1112-Q1` reads as `decc00051112q1`."""
    return "".join(words_of(text))


def parts_of(text: str) -> set[str]:
    """The three-letter grams of a text, however long its words are: a text that holds another holds its grams."""
    return grams_of(_WORD.findall(folded(text)))


def marked(grams: Iterable[str]) -> set[str]:
    """Grams of what stands neither in a title nor in a code, told from the others by a sign: only the search in a list asks for them."""
    return {f"{MARK}{gram}" for gram in grams}


def grams_of(words: Iterable[str]) -> set[str]:
    """Every run of three letters inside the words, so that a part of a word can be found."""
    return set[str]().union(*map(_grams_in, words))


@lru_cache(maxsize=20_000)
def _grams_in(word: str) -> frozenset[str]:
    return frozenset([word[i : i + 3] for i in range(len(word) - 2)])
