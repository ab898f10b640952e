"""Prints what health costs: the matrix page beside the bare page, all readings computed anew, and how planted differences are found.

Usage: python -m benchmarks.health [--projects 1000] [--reports 24] [--requests 40] [--portfolios 100] [--keep DIR]
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import random
import tempfile
import time
from contextlib import ExitStack
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from benchmarks.installations import bare_beside, environment_of, machine, run, served, write_once, writer
from benchmarks.measuring import Side, anew, together
from steerco_engine.readings import FrozenReport, readings
from steerco_engine.tests.planted import score

KEY = "healthy"
PORT_OURS, PORT_BARE = 8973, 8974
LIMIT, MOST_SECONDS = 3, 10
PAGES = {"matrix": "/portfolio/health/", "watermelons": "/portfolio/health/watermelons/", "at two dates": "/portfolio/health/compare/"}
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


def planted(portfolios: int, each: int = 60) -> None:
    """Prints how the differences that were put into generated portfolios are found."""
    found, looked = score(portfolios, each)
    print(f"{portfolios} generated portfolios, {looked:,} reports that can be checked")
    for kind, told in found.items():
        print(f"  {kind.value}s planted {told.planted}, found {told.found}; precision {told.precision:.1%}, recall {told.recall:.1%}")


def pages(projects: int, reports: int, requests: int, kept: Path) -> None:
    """Prints the pages of health beside the bare list."""
    ours = environment_of(kept, "")
    print(machine(ours))
    run(ours, "-m", "benchmarks.healthy", KEY, str(projects), str(reports))
    cookie = "sessionid=" + json.loads(run(ours, "-m", "benchmarks.sessions", KEY))[KEY]
    bare = bare_beside(ours, kept / "bare", "")
    with ExitStack() as stack:
        server = stack.enter_context(served("steerco.config.wsgi:application", PORT_OURS, ours))
        beside = stack.enter_context(served("benchmarks.bare.wsgi:application", PORT_BARE, bare))
        writing = stack.enter_context(writer(ours, KEY))
        floor_side = Side(PORT_BARE, ("/list/",), "", beside)
        for name, address in PAGES.items():
            side = Side(PORT_OURS, (address,), cookie, server)
            told, floor = together([side, floor_side], requests)
            written, _work = anew(side, lambda: write_once(writing))
            over = "" if max(told.p50 / floor.p50, floor.rate / told.rate) <= LIMIT else f"  over {LIMIT} ×"
            print(f"{name}, {projects:,} projects × {reports}: p50 {told.p50:.1f} ms, bare {floor.p50:.1f} ms,", end=" ")
            print(f"× {told.p50 / floor.p50:.2f}, at 8 × {floor.rate / told.rate:.2f},", end=" ")
            print(f"after a write {written:.1f} ms, × {written / floor.p50:.2f}{over}")


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
    planted(options.portfolios)
    if not options.no_pages:
        with tempfile.TemporaryDirectory() as folder:
            pages(options.projects, options.reports, options.requests, options.keep or Path(folder))


if __name__ == "__main__":
    main()
