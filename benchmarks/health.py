"""Prints what health costs: the matrix page beside the bare page, all readings computed anew, and how planted differences are found.

Usage: python -m benchmarks.health [--projects 1000] [--reports 24] [--requests 40] [--portfolios 100] [--keep DIR]
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import tempfile
import time
from contextlib import ExitStack
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from benchmarks.installations import bare_beside, environment_of, machine, run, seeded, served
from benchmarks.measuring import Side, together
from steerco_engine.health import Health
from steerco_engine.readings import FrozenReport, readings
from steerco_engine.watermelons import Difference, difference

KEY = "healthy"
PORT_OURS, PORT_BARE = 8973, 8974
LIMIT, MOST_SECONDS = 3, 10
PLAN = FrozenReport(dt.date(2024, 1, 31), dt.date(2030, 1, 31), Decimal(1000), Decimal(100), Decimal(100), Decimal(500), "GBP")


def series(chance: random.Random, reports: int) -> list[FrozenReport]:
    """One project's reports: mostly as planned, now and then later, dearer, or silent on a fact."""
    made, now = [], PLAN
    for place in range(reports):
        now = replace(now, status_on=PLAN.status_on + dt.timedelta(days=30 * place))
        if chance.random() < 0.1 and now.end_on is not None:
            now = replace(now, end_on=now.end_on + dt.timedelta(days=chance.randint(10, 400)))
        if chance.random() < 0.1 and now.whole_life_cost is not None:
            now = replace(now, whole_life_cost=now.whole_life_cost * Decimal(chance.randint(98, 125)) / 100)
        made.append(replace(now, benefits=None) if chance.random() < 0.05 else now)
    return made


def recompute(projects: int, reports: int) -> float:
    """Seconds of the processor for every reading of every project."""
    chance = random.Random(4)
    known = [series(chance, reports) for _ in range(projects)]
    start = time.process_time()
    for each in known:
        readings(each)
    return time.process_time() - start


def planted(portfolios: int, each: int = 60) -> tuple[int, int, int, int]:
    """Portfolios with differences planted where the rating is made: how many were planted, found, found rightly, and looked at."""
    made = found = right = looked = 0
    for seed in range(portfolios):
        chance = random.Random(seed)
        for _ in range(each):
            evident = readings(series(chance, 6))[-1].evident
            if evident is None:
                continue
            looked += 1
            plant = evident is not Health.GREEN and chance.random() < 0.2
            told = difference(Health.GREEN if plant else evident, evident) is Difference.WATERMELON
            made, found, right = made + plant, found + told, right + (told and plant)
    return made, found, right, looked


def pages(projects: int, reports: int, requests: int, kept: Path) -> None:
    """Prints the matrix page beside the bare list."""
    ours = environment_of(kept, "")
    print(machine(ours))
    seeded(ours, {})
    run(ours, "-m", "steerco.interfaces.cli", "seed", "--organisation", KEY, "--projects", str(projects), "--reports", str(reports))
    cookies = seeded(ours, {KEY: projects})
    bare = bare_beside(ours, kept / "bare", "")
    with ExitStack() as stack:
        server = stack.enter_context(served("steerco.config.wsgi:application", PORT_OURS, ours))
        beside = stack.enter_context(served("benchmarks.bare.wsgi:application", PORT_BARE, bare))
        matrix = Side(PORT_OURS, ("/portfolio/health/",), cookies[KEY], server)
        told, floor = together([matrix, Side(PORT_BARE, ("/list/",), "", beside)], requests)
    alone, crowded = told.p50 / floor.p50, floor.rate / told.rate
    over = "" if max(alone, crowded) <= LIMIT else f"  over {LIMIT} ×"
    print(f"matrix, {projects:,} projects × {reports}: p50 {told.p50:.1f} ms, bare {floor.p50:.1f} ms,", end=" ")
    print(f"× {alone:.2f}, at 8 × {crowded:.2f}{over}")


def main() -> None:
    """Reads the arguments and prints the three."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--projects", type=int, default=1000)
    parser.add_argument("--reports", type=int, default=24)
    parser.add_argument("--requests", type=int, default=40)
    parser.add_argument("--portfolios", type=int, default=100)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--no-pages", action="store_true", help="only what needs no server")
    options = parser.parse_args()
    took = recompute(options.projects, options.reports)
    over = f"  over {MOST_SECONDS} s" if took > MOST_SECONDS else ""
    print(f"all health anew, {options.projects:,} projects × {options.reports} reports × 8 dimensions: {took:.1f} s{over}")
    made, found, right, looked = planted(options.portfolios)
    print(f"planted differences in {options.portfolios} portfolios: {made} of {looked}; found {found}; ", end="")
    print(f"precision {right / max(found, 1):.1%}, recall {right / max(made, 1):.1%}")
    if not options.no_pages:
        with tempfile.TemporaryDirectory() as folder:
            pages(options.projects, options.reports, options.requests, options.keep or Path(folder))


if __name__ == "__main__":
    main()
