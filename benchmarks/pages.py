"""Prints each page of ours beside the bare Django page of its kind, in one run: one request at a time, and eight at once.

Usage: python -m benchmarks.pages [--database sqlite|postgresql|both] [--requests 60] [--keep DIR] [--server "host=… user=…"]
With --keep the generated installations stay in DIR and are used again; --server names a PostgreSQL with databases steerco and bare.
"""

from __future__ import annotations

import argparse
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from benchmarks.installations import SIZES, WIDE, bare_beside, databases, environment_of, machine, seeded, served, write_once, writer
from benchmarks.measuring import Figures, Side, anew, together

PORT_OURS, PORT_BARE = 8971, 8972
LIMIT, GROWTH = 3, 4
SOME = range(40, 60)


@dataclass(frozen=True)
class Page:
    """A page of ours: its name, its organisation, its addresses, the bare pages of its kind, and whether the limit is set for it."""

    name: str
    organisation: str
    addresses: tuple[str, ...]
    bare: tuple[str, ...]
    limited: bool = True


LIST = ("/list/",)
REST = ("/rest/",)
OVERVIEWS, RECORDS = (tuple(f"/{kind}/{number}/" for number in SOME) for kind in ("overview", "record"))
SMALL, LARGE = "thousand", "ten-thousand"
SORTED = "f=state:is:executing&sort=-whole_life_cost_amount"
PAGES = (
    Page("portfolio, 1,000 projects", SMALL, ("/portfolio/SEED/",), LIST),
    Page("register, 1,000 projects", SMALL, ("/projects/",), LIST),
    Page("register, filtered and sorted", SMALL, (f"/projects/?{SORTED}",), LIST),
    Page("project, 20 of them in turn", SMALL, tuple(f"/projects/PRJ-{n:04}/" for n in SOME), OVERVIEWS),
    Page("report, 20 of them in turn", SMALL, tuple(f"/projects/PRJ-{n:04}/reports/2025-12-31/" for n in SOME), OVERVIEWS, False),
    Page("form of a project", SMALL, tuple(f"/projects/PRJ-{n:04}/edit/" for n in SOME), RECORDS, False),
    Page("REST list of 50", SMALL, ("/api/v1/projects",), REST),
    Page("REST list of 50, 10,000 projects", LARGE, ("/api/v1/projects?sort=-end&f=state:is:executing",), REST),
    Page("REST, pages in turn", LARGE, tuple(f"/api/v1/projects?limit={n}" for n in SOME), REST),
    Page("register of 100,000, sorted", WIDE[0], (f"/projects/?{SORTED}",), LIST),
    Page("REST list of 100,000, sorted", WIDE[0], ("/api/v1/projects?sort=-end&f=state:is:executing",), REST),
    Page("portfolio, 10,000 projects", LARGE, ("/portfolio/SEED/",), LIST, False),
    Page("register, 10,000 projects", LARGE, ("/projects/",), LIST, False),
)
HEAD = (
    f"{'page':32}{'p50 ms':>8}{'p95 ms':>8}{'req/s ×8':>10}{'KB':>6} |{'bare p50':>9}{'bare req/s':>11} |"
    f"{'× alone':>8}{'× at 8':>8} |{'written ms':>11}{'×':>7} |{'× of work':>10}{'written':>12}"
)


def compare(name: str, described: str, kept: Path, requests: int) -> None:
    """Prints the table for one database: kept pages, the first view after a write, and both as shares of the processor."""
    home = kept / name.lower()
    ours = environment_of(home, described)
    print(f"\n{name}: {machine(ours)}\n")
    cookies = seeded(ours, SIZES)
    bare = bare_beside(ours, home / "bare", described)
    with ExitStack() as stack:
        server = stack.enter_context(served("steerco.config.wsgi:application", PORT_OURS, ours))
        beside = stack.enter_context(served("benchmarks.bare.wsgi:application", PORT_BARE, bare))
        writers = {key: stack.enter_context(writer(ours, key)) for key in (*SIZES, WIDE[0])}
        print(HEAD, "-" * len(HEAD), sep="\n")
        medians: dict[str, float] = {}
        for page in PAGES:
            side = Side(PORT_OURS, page.addresses, cookies[page.organisation], server)
            figures, floor = together([side, Side(PORT_BARE, page.bare, "", beside)], requests)
            medians[page.name] = figures.p50
            told = anew(side, lambda key=page.organisation: write_once(writers[key]))  # type: ignore[misc]  # called at once
            print(_line(page, figures, floor, told), flush=True)
    growth = medians["portfolio, 10,000 projects"] / medians["portfolio, 1,000 projects"]
    print(f"The portfolio page with 10,000 projects costs {growth:.2f} × that with 1,000 (limit {GROWTH}).")


def _line(page: Page, ours: Figures, bare: Figures, anew: tuple[float, float]) -> str:
    alone, crowded, (first, work) = ours.p50 / bare.p50, bare.rate / ours.rate, anew
    busy = f"{ours.work / bare.work:10.2f}{work / bare.work:12.2f}" if bare.work else f"{'':22}"
    over = f"  over {LIMIT} ×" if page.limited and max(alone, crowded) > LIMIT else ""
    return (
        f"{page.name:32}{ours.p50:8.1f}{ours.p95:8.1f}{ours.rate:10.0f}{ours.size / 1024:6.1f} |{bare.p50:9.1f}{bare.rate:11.0f} |"
        f"{alone:8.2f}{crowded:8.2f} |{first:11.1f}{first / bare.p50:7.2f} |{busy}{over}"
    )


def main() -> None:
    """Reads the arguments and runs each database."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--database", choices=["sqlite", "postgresql", "both"], default="both")
    parser.add_argument("--requests", type=int, default=60)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--server", default="")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, databases(options.database, options.server) as chosen:
        for name, described in chosen:
            compare(name, described, options.keep or Path(folder), options.requests)


if __name__ == "__main__":
    main()
