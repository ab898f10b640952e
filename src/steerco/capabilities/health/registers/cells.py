"""The cells of the matrix: the reported mark, the computed mark beside it, and what says that they differ."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from html import escape
from typing import Any
from urllib.parse import quote

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext as _

from steerco.capabilities.health.queries.lines import TREND, HealthLine
from steerco.capabilities.health.queries.sentences import because, dimension_word, said_of
from steerco.foundation.registers.columns import Row
from steerco.foundation.ui import svg
from steerco.foundation.ui.marks import word
from steerco_engine.health import Health
from steerco_engine.reasons import Direction
from steerco_engine.rules import Dimension
from steerco_engine.staleness import Age
from steerco_engine.watermelons import Difference

CODES = {Health.GREEN: "g", Health.AMBER: "a", Health.RED: "r", None: "n"}
BESIDE = {Difference.WATERMELON: "wm", Difference.LEMON: "lm"}


def name(row: Row) -> str:
    """The project; it opens why its health is what it is. Its department and category stand beneath."""
    who = row["line"].project
    said, where = escape(who.name), escape(" · ".join(part for part in (who.unit_code, who.category) if part))
    return _safe(f'<a class="pn" href="{_address()}{quote(who.ref)}/health/" title="{said}">{said}</a><span class="ps">{where}</span>')


def overall(row: Row) -> str:
    """What was reported, what the facts say, and the slice where the two differ; stale where the report has expired."""
    line: HealthLine = row["line"]
    reported, computed = CODES[line.reported], CODES[line.reading.overall]
    stale = svg.mark("stale", label=_("Expired; last %(colour)s") % {"colour": word(reported)}) if line.age is Age.EXPIRED else ""
    slice_ = svg.mark(BESIDE[line.difference]) if line.difference is not None else ""
    times = f'<span class="cap">×{line.in_a_row}</span>' if line.in_a_row > 1 else ""
    facts = "n" if line.reading.evident is None else computed
    said = escape(said_of(line))
    pair = _pair("" if stale else reported, facts, get_language())
    return _open(line, f"{stale}{pair}{_arrow(line, get_language())}{slice_}{times}", said)


def dimension(which: Dimension) -> Callable[[Row], str]:
    """What draws the marks of a dimension."""

    def draw(row: Row) -> str:
        line: HealthLine = row["line"]
        told = line.reading.dimensions[which]
        reported = line.kept.reported(which.value)
        if told.shown is None and reported is None:
            return _grey(get_language())
        pair = _pair(CODES[reported] if reported is not None else "", CODES[told.shown], get_language())
        return _open(line, pair, escape(said_of(line, which)), f"#{which.value}")

    return draw


def trend(row: Row) -> str:
    """The colours of the facts over the last reports, as a strip."""
    line: HealthLine = row["line"]
    kept, readings = line.health.kept[-TREND:], line.health.readings[-TREND:]
    return svg.strip([svg.Point(each.period, CODES[told.evident]) for each, told in zip(kept, readings, strict=True)])


def trend_words(row: Row) -> str:
    """The colours of the facts over the last reports, in words."""
    line: HealthLine = row["line"]
    told = zip(line.health.kept[-TREND:], line.health.readings[-TREND:], strict=True)
    return ", ".join(f"{kept.period} {word(CODES[reading.evident])}" for kept, reading in told)


def quality(row: Row) -> str:
    """The score; below 0.75 with a badge that says so."""
    line: HealthLine = row["line"]
    found = line.quality.quality
    if found.score is None:
        return svg.withheld(_("n/a"), _("Nothing could be looked at."))
    said = f"{found.score:.2f}"
    if not found.unsafe:
        return _open(line, said, "", "#quality")
    figures = _("Unsafe data: the score is below 0.75.")
    return _open(line, f'<span class="up num-note">{svg.icon("alert-triangle", "s")}</span>{said}', escape(figures), "#quality")


def age(row: Row) -> str:
    """Working days since the status date; stale and expired in words."""
    line: HealthLine = row["line"]
    words = {Age.FRESH: "", Age.STALE: _("stale"), Age.EXPIRED: _("expired")}[line.age]
    return _safe(f"{line.days_old:,}{f'<span class=cap> {escape(words)}</span>' if words else ''}")


def _open(line: HealthLine, html: str, said: str, anchor: str = "") -> SafeString:
    return _safe(f'<a class="w" href="{_address()}{quote(line.project.ref)}/health/{anchor}" title="{said}">{html}</a>')


@lru_cache(maxsize=200)
def _pair(reported: str, computed: str, _language: str | None) -> str:
    """Two marks beside each other: reported, then facts; one alone where nothing was reported."""
    said = _("facts %(colour)s") % {"colour": word(computed)}
    facts = f'<span class="hf">{svg.mark(computed, label=said)}</span>'
    if not reported:
        return facts
    return f'<span class="hr">{svg.mark(reported, label=_("reported %(colour)s") % {"colour": word(reported)})}</span>{facts}'


def _arrow(line: HealthLine, language: str | None) -> str:
    """Since when the facts got worse or better; nothing where they stayed."""
    if line.before is None or line.moved in (None, Direction.SAME):
        return ""
    return _turned(line.moved is Direction.WORSE, line.before.period, language)


@lru_cache(maxsize=500)
def _turned(worse: bool, since: str, _language: str | None) -> str:
    said = escape((_("facts worse than in %(period)s") if worse else _("facts better than in %(period)s")) % {"period": since})
    way, arrow = ("up", "↓") if worse else ("dn", "↑")
    return f'<span class="{way}" title="{said}"><span aria-hidden="true">{arrow}</span><span class="sr">{said}</span></span>'


@lru_cache(maxsize=20)
def _grey(_language: str | None) -> SafeString:
    return _safe(f'<span class="hf muted" title="{escape(_("Nothing that can be checked."))}">{svg.mark("n", label=_("grey"))}</span>')


@lru_cache(maxsize=1)
def _address() -> str:
    return reverse("project", args=["WHOSE"]).partition("WHOSE")[0]


def _safe(html: str) -> SafeString:
    return mark_safe(html)  # noqa: S308  # every text in it was escaped


def dimension_rows(line: HealthLine) -> list[dict[str, Any]]:
    """Reported beside facts, dimension by dimension, as the page of a project shows them."""
    rows = []
    for each in Dimension:
        told, reported = line.reading.dimensions[each], line.kept.reported(each.value)
        computed = CODES[told.shown]
        rows.append(
            {"id": each.value, "dimension": dimension_word(each), "reported": CODES[reported], "computed": computed,
             "reported_word": word(CODES[reported]) if reported is not None else _("not reported"),
             "computed_word": word(computed) if told.shown is not None else _("grey"), "because": because(line.reading, each),
             "differs": reported is not None and told.shown is not None and reported is not told.shown}
        )  # fmt: skip
    return rows
