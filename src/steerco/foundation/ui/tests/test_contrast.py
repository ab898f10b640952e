"""Every pair of tokens can be read: text 4.5:1, edges of marks and controls 3:1, and the three-point fills stay apart for all eyes."""

import itertools
import re
from pathlib import Path

import pytest

CSS = (Path(__file__).parent.parent / "static" / "ui" / "tokens.css").read_text()
THEMES = {
    name: dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", re.search(pattern, CSS, re.DOTALL)[1]))  # type: ignore[index]
    for name, pattern in {
        "light": r':root, \[data-bs-theme="light"\] \{(.*?)\n\}',
        "dark": r'\n\[data-bs-theme="dark"\] \{(.*?)\n\}',
    }.items()
}
RATINGS = ("g", "ag", "a", "ar", "r", "n")
SURFACES = ("paper", "surface", "well", "hover", "selected")
EDGES = (
    "edge", "focus", "check", "stale-edge", "wm-rind", "bar-crit", "bar-done", "datadate", "float", "c1", "c2", "c3", "c4",
)  # fmt: skip
TEXT = [
    *itertools.product(("ink", "ink-2", "ink-3"), (*SURFACES, "raised")),
    *itertools.product(("accent", "accent-ink", "better", "worse", "past"), SURFACES[:3]),
    ("accent-ink", "accent-soft"), ("ink-on-accent", "accent"), ("past", "past-soft"), ("accent-ink", "selected"),
    *((f"{k}-ink", f"{k}-soft") for k in RATINGS),
    *(("on-fill", f"{k}-fill") for k in ("g", "ag", "a", "ar")),
]  # fmt: skip
MARKS = [
    *((f"{k}-edge", surface) for k in RATINGS for surface in (*SURFACES, f"{k}-soft")),
    *itertools.product(EDGES, ("surface", "paper")),
    ("wm-flesh", "surface"),
]  # fmt: skip
# How colours look to protan, deutan and tritan eyes: Machado, Oliveira and Fernandes 2009, severity 1.0, on linear RGB.
EYES = {
    "all": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}


def linear(colour: str) -> list[float]:
    """Hex colour to linear RGB."""
    values = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in values]


def ratio(one: str, other: str) -> float:
    """WCAG contrast ratio."""
    first, second = (sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear(x), strict=True)) + 0.05 for x in (one, other))
    return max(first, second) / min(first, second)


def lab(rgb: list[float]) -> tuple[float, float, float]:
    """Linear RGB to CIE Lab (D65)."""
    held = [min(1.0, max(0.0, c)) for c in rgb]
    rows = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
    parts = [sum(w * c for w, c in zip(row, held, strict=True)) / white for row, white in zip(rows, (0.9505, 1, 1.089), strict=True)]
    x, y, z = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in parts)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("pairs", "need"), [(TEXT, 4.5), (MARKS, 3.0)], ids=["text", "marks"])
def test_every_pair_has_its_contrast(theme: str, pairs: list[tuple[str, str]], need: float) -> None:
    tokens = THEMES[theme]
    below = {(a, b): round(ratio(tokens[a], tokens[b]), 2) for a, b in pairs if ratio(tokens[a], tokens[b]) < need}
    assert below == {}


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("eyes", EYES)
def test_the_three_point_fills_stay_apart(theme: str, eyes: str) -> None:
    seen = [
        lab([sum(w * c for w, c in zip(row, linear(THEMES[theme][f"{k}-fill"]), strict=True)) for row in EYES[eyes]])
        for k in ("g", "a", "r")
    ]
    nearest = min(sum((p - q) ** 2 for p, q in zip(a, b, strict=True)) ** 0.5 for a, b in itertools.combinations(seen, 2))
    assert nearest >= 20
