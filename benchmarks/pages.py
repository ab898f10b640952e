"""Prints each page of ours beside the bare Django page of its kind, in one run: one request at a time, and eight at once.

Usage: python -m benchmarks.pages [--database sqlite|postgresql|both] [--requests 60]
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.environment import postgresql_cluster

ROOT = Path(__file__).resolve().parent.parent
PORT_OURS, PORT_BARE = 8971, 8972
AT_ONCE = 8

# page of ours, address in the organisation of 1,000 projects, the bare page of its kind
PAGES = [
    ("portfolio, 1,000 projects", "thousand", "/portfolio/SEED/", "/list/"),
    ("register, 1,000 projects", "thousand", "/projects/", "/list/"),
    ("register, filtered and sorted", "thousand", "/projects/?f=state:is:executing&sort=-whole_life_cost_amount", "/list/"),
    ("project, 12 reports", "thousand", "/projects/PRJ-0042/", "/overview/5/"),
    ("portfolio, 10,000 projects", "ten-thousand", "/portfolio/SEED/", "/list/"),
    ("register, 10,000 projects", "ten-thousand", "/projects/", "/list/"),
]


@dataclass(frozen=True)
class Figures:
    """Milliseconds at one request (median, 95th of 100), requests a second and median at eight at once, bytes sent."""

    p50: float
    p95: float
    rate: float
    p50_at_eight: float
    size: int


def ask(port: int, address: str, cookie: str) -> tuple[float, int, int]:
    """One request on a new connection: seconds, status, bytes."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    start = time.perf_counter()
    connection.request("GET", address, headers={"Cookie": cookie, "Accept-Encoding": "gzip"})
    response = connection.getresponse()
    body = response.read()
    took = time.perf_counter() - start
    connection.close()
    if response.status != 200:
        sys.exit(f"{address} answered {response.status}: {body[:300]!r}")
    return took, response.status, len(body)


def measure(port: int, address: str, cookie: str, requests: int) -> Figures:
    """Warms a page, then measures it alone and at eight at once."""
    for _ in range(8):
        size = ask(port, address, cookie)[2]
    alone = sorted(ask(port, address, cookie)[0] for _ in range(requests))
    with ThreadPoolExecutor(AT_ONCE) as pool:
        start = time.perf_counter()
        crowd = list(pool.map(lambda _: ask(port, address, cookie)[0], range(requests * 4)))
        elapsed = time.perf_counter() - start
    return Figures(
        1000 * statistics.median(alone), 1000 * alone[int(0.95 * len(alone))], len(crowd) / elapsed, 1000 * statistics.median(crowd), size
    )


def cold(port: int, address: str, cookie: str) -> float:
    """Milliseconds of the very first request of each worker: nothing computed yet; the slowest of four."""
    return 1000 * max(ask(port, address, cookie)[0] for _ in range(4))


@contextmanager
def served(application: str, port: int, environment: dict[str, str]) -> Iterator[None]:
    """Granian with two workers of four threads, as `steerco serve` starts it."""
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--workers", "2", "--blocking-threads", "4"]
    process = subprocess.Popen([*command, "--port", str(port), "--log-level", "error", application], env=environment, cwd=ROOT)
    try:
        for _ in range(200):
            try:
                http.client.HTTPConnection("127.0.0.1", port, timeout=1).connect()
                break
            except OSError:
                time.sleep(0.1)
        time.sleep(1)
        yield
    finally:
        process.terminate()
        process.wait(20)


def run(environment: dict[str, str], *command: str) -> str:
    """A command of ours; stops the benchmark where it fails."""
    done = subprocess.run([sys.executable, *command], env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{done.stdout}\n{done.stderr}")
    return done.stdout


def prepared(home: Path, database: str) -> dict[str, str]:
    """An installation with two generated organisations; the environment that serves it."""
    environment = {**os.environ, "STEERCO_HOME": str(home), "PYTHONPATH": str(ROOT), "DJANGO_SETTINGS_MODULE": "steerco.config.settings"}
    environment.pop("STEERCO_DATABASE", None)
    if database:
        environment["STEERCO_DATABASE"] = database
    run(environment, "manage.py", "migrate", "--verbosity", "0")
    run(environment, "manage.py", "collectstatic", "--noinput", "--verbosity", "0")
    for key, count in (("thousand", 1000), ("ten-thousand", 10_000)):
        start = time.perf_counter()
        run(environment, "-m", "steerco.interfaces.cli", "seed", "--organisation", key, "--projects", str(count), "--reports", "12")
        print(f"  seeded {count:,} projects × 12 reports in {time.perf_counter() - start:.1f} s")
    return environment


def cookies(environment: dict[str, str]) -> dict[str, str]:
    """A signed-in session in each organisation."""
    made = json.loads(run(environment, "-m", "benchmarks.sessions", "thousand", "ten-thousand"))
    return {key: f"sessionid={value}" for key, value in made.items()}


def compare(database: str, described: str, requests: int) -> None:
    """Prints the table for one database."""
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        print(f"\n{database}")
        ours = prepared(home / "ours", described)
        bare = {**ours, "BARE_HOME": str(home), "DJANGO_SETTINGS_MODULE": "benchmarks.bare.settings"}
        if described:
            bare["STEERCO_DATABASE"] = described.replace("name=steerco", "name=bare")
        run(bare, "-m", "benchmarks.bare.fill")
        session = cookies(ours)
        stack.enter_context(served("steerco.config.wsgi:application", PORT_OURS, ours))
        stack.enter_context(served("benchmarks.bare.wsgi:application", PORT_BARE, bare))
        print_table(session, requests)


def print_table(session: dict[str, str], requests: int) -> None:
    """Each page, the bare page of its kind, and how many times as much ours costs."""
    floors: dict[str, Figures] = {}
    ours = f"{'page':34}{'p50 ms':>8}{'p95 ms':>8}{'first ms':>10}{'req/s ×8':>10}{'KB gzip':>9}"
    head = f"{ours} | {'bare p50':>9}{'bare req/s':>11} | {'× alone':>8}{'× at 8':>8}"
    print(head, "-" * len(head), sep="\n")
    medians: dict[str, float] = {}
    for name, organisation, address, kind in PAGES:
        first = cold(PORT_OURS, address, session[organisation])
        ours = measure(PORT_OURS, address, session[organisation], requests)
        floor = floors[kind] if kind in floors else floors.setdefault(kind, measure(PORT_BARE, kind, "", requests))
        medians[name] = ours.p50
        print(
            f"{name:34}{ours.p50:8.1f}{ours.p95:8.1f}{first:10.0f}{ours.rate:10.0f}{ours.size / 1024:9.1f} | "
            f"{floor.p50:9.1f}{floor.rate:11.0f} | {ours.p50 / floor.p50:8.2f}{floor.rate / ours.rate:8.2f}"
        )
    growth = medians["portfolio, 10,000 projects"] / medians["portfolio, 1,000 projects"]
    print(f"portfolio page, 10,000 projects against 1,000: × {growth:.2f} (limit 4); page against bare page (limit 3)")


def main() -> None:
    """Reads the arguments and runs each database."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", choices=["sqlite", "postgresql", "both"], default="both")
    parser.add_argument("--requests", type=int, default=60)
    options = parser.parse_args()
    if options.database in ("sqlite", "both"):
        compare("SQLite", "", options.requests)
    if options.database in ("postgresql", "both"):
        with postgresql_cluster("steerco", "bare") as described:
            compare("PostgreSQL", described, options.requests)


if __name__ == "__main__":
    main()
