"""The seven real returns as tests use them: their files, and the independent reference answers."""

from __future__ import annotations

import csv
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

from steerco.foundation.imports.services import GivenFile

FOLDER = Path(__file__).parents[5] / "examples" / "uk-gmpp"
YEARS = (2015, 2016, 2017, 2019, 2020, 2021, 2023)
MILLION = Decimal(10**6)


def given(*years: int) -> list[GivenFile]:
    """The files of some years, as they are."""
    return [GivenFile(f"uk_{year}.csv", (FOLDER / f"uk_{year}.csv").read_bytes()) for year in years or YEARS]


def reference() -> dict[str, list[dict[str, str]]]:
    """The reference rows by year."""
    rows: dict[str, list[dict[str, str]]] = defaultdict(list)
    with (FOLDER / "reference_tidy_2015-2023.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            rows[row["year"]].append(row)
    return dict(rows)
