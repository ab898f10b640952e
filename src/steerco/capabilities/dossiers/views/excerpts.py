"""Quotations from reports, cut at words, verbatim in what they keep."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

TOPICS = ("headline", "schedule", "cost", "confidence", "year", "benefits", "achieved", "next", "concerns", "help")


def excerpt(text: str, words: int = 18) -> str:
    """The first words of a text; `…` marks a cut."""
    all_words = text.split()
    cut = " ".join(all_words[:words])
    return cut if len(all_words) <= words else f"{cut.rstrip(',;:')}\N{NO-BREAK SPACE}…"


def told_topic(returns: Iterable[dict[str, str]]) -> str:
    """The topic that most returns speak on, the earlier in the list of topics where several do; nothing without any text."""
    spoken = Counter(topic for words in returns for topic in words)
    return max(TOPICS, key=lambda topic: (spoken[topic], -TOPICS.index(topic))) if spoken else ""
