"""The reference answers of the seven real returns, read straight from the file, without Django."""

from __future__ import annotations

import csv
import datetime as dt
from decimal import Decimal
from functools import cache
from pathlib import Path

from steerco_engine.confidence import Confidence
from steerco_engine.health import Statement

FILE = Path(__file__).resolve().parents[3] / "examples" / "uk-gmpp" / "reference_tidy_2015-2023.csv"
STATUS_ON = {
    "2015": dt.date(2014, 9, 30), "2016": dt.date(2015, 9, 30), "2017": dt.date(2016, 9, 30), "2019": dt.date(2018, 9, 30),
    "2020": dt.date(2019, 9, 30), "2021": dt.date(2021, 3, 31), "2023": dt.date(2023, 3, 31),
}  # fmt: skip
RATINGS = {
    "Green": Confidence.GREEN, "Amber/Green": Confidence.AMBER_GREEN, "Amber": Confidence.AMBER,
    "Amber/Red": Confidence.AMBER_RED, "Red": Confidence.RED, "": None,
}  # fmt: skip


@cache
def rows(year: str) -> tuple[dict[str, str], ...]:
    """The rows of one return."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return tuple(row for row in csv.DictReader(file) if row["year"] == year)


def by_id(year: str) -> dict[str, dict[str, str]]:
    """The rows of a return that have an id, by id."""
    return {row["gmpp_id"]: row for row in rows(year) if row["gmpp_id"]}


def amount(text: str) -> Decimal | None:
    """An amount in full pounds, or None."""
    return Decimal(text) * 1_000_000 if text else None


def date(text: str) -> dt.date | None:
    """An ISO date, or None."""
    return dt.date.fromisoformat(text) if text else None


def rating(row: dict[str, str]) -> Confidence | None:
    """The rating of a row."""
    return RATINGS[row["dca"]]


def statement(row: dict[str, str]) -> Statement:
    """The facts of a row as the engine takes them."""
    return Statement(
        STATUS_ON[row["year"]], date(row["end_date"]), amount(row["wlc_gbp_m"]), amount(row["fy_baseline_gbp_m"]),
        amount(row["fy_forecast_gbp_m"]), "GBP", "unstated",
    )  # fmt: skip
