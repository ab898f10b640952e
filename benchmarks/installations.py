"""Installations to measure: prepared once, served by granian as `steerco serve` does, on SQLite or on a PostgreSQL of their own."""

from __future__ import annotations

import http.client
import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from tests.environment import postgres, postgres_programs

ROOT = Path(__file__).resolve().parent.parent
SIZES = {"thousand": 1000, "ten-thousand": 10_000}
WIDE = ("hundred-thousand", 100_000)
REPORTS = 12
ABOUT = """
import json, platform, django; django.setup()
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("SELECT sqlite_version()" if connection.vendor == "sqlite" else "SHOW server_version")
    print(json.dumps(f"Python {platform.python_version()}, Django {django.__version__}, {connection.display_name} {cursor.fetchone()[0]}"))
"""


def run(environment: dict[str, str], *command: str) -> str:
    """A command of ours; stops the benchmark where it fails."""
    done = subprocess.run([sys.executable, *command], env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{done.stdout}\n{done.stderr}")
    return done.stdout


def environment_of(home: Path, database: str) -> dict[str, str]:
    """The environment of an installation in a folder; `database` as `STEERCO_DATABASE` says it, empty for SQLite."""
    home.mkdir(parents=True, exist_ok=True)
    environment = {
        **os.environ,
        "STEERCO_HOME": str(home),
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "src")]),
        "DJANGO_SETTINGS_MODULE": "steerco.config.settings",
    }
    environment.pop("STEERCO_DEBUG", None)
    environment["STEERCO_DATABASE"] = database
    environment["STEERCO_API_RATE"] = "1000000000"  # so that nothing is measured but the answer
    run(environment, "-m", "steerco.interfaces.cli", "prepare")
    return environment


def machine(environment: dict[str, str]) -> str:
    """What the figures were measured with, in one line."""
    about = json.loads(run(environment, "-c", ABOUT))
    return f"{about}; {os.cpu_count()} cores, {platform.system()} {platform.machine()}, load {os.getloadavg()[0]:.1f} at the start"


def seeded(environment: dict[str, str], sizes: dict[str, int]) -> dict[str, str]:
    """Makes the organisations that are not there yet, and the one whose list is long; a signed-in cookie for each."""
    run(environment, "-m", "benchmarks.wide", *map(str, WIDE))
    there = json.loads(run(environment, "-m", "benchmarks.sessions", *sizes))
    for key in [key for key in sizes if key not in there]:
        start = time.perf_counter()
        command = ("seed", "--organisation", key, "--projects", str(sizes[key]), "--reports", str(REPORTS))
        run(environment, "-m", "steerco.interfaces.cli", *command)
        print(f"  seeded {sizes[key]:,} projects × {REPORTS} reports in {time.perf_counter() - start:.1f} s", flush=True)
    there = json.loads(run(environment, "-m", "benchmarks.sessions", *sizes, WIDE[0]))
    return {key: f"sessionid={session}" for key, session in there.items()}


def bare_beside(environment: dict[str, str], home: Path, database: str) -> dict[str, str]:
    """The floor in a database of its own, filled once."""
    home.mkdir(parents=True, exist_ok=True)
    bare = {**environment, "BARE_HOME": str(home), "DJANGO_SETTINGS_MODULE": "benchmarks.bare.settings"}
    bare["STEERCO_DATABASE"] = database.replace("name=steerco", "name=bare")
    run(bare, "-m", "benchmarks.bare.fill")
    return bare


@contextmanager
def served(application: str, port: int, environment: dict[str, str]) -> Iterator[int]:
    """Granian with two workers of four threads, as `steerco serve` starts it; the number of its process."""
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--workers", "2", "--blocking-threads", "4", "--no-ws"]
    process = subprocess.Popen([*command, "--port", str(port), "--log-level", "error", application], env=environment, cwd=ROOT)
    try:
        for _ in range(300):
            try:
                http.client.HTTPConnection("127.0.0.1", port, timeout=1).connect()
                break
            except OSError:
                time.sleep(0.1)
        time.sleep(2)
        yield process.pid
    finally:
        process.terminate()
        process.wait(20)


@contextmanager
def writer(environment: dict[str, str], organisation: str) -> Iterator[subprocess.Popen[str]]:
    """A process beside the server that writes once for each line it is sent, so that whatever was kept is kept no longer."""
    command = [sys.executable, "-m", "benchmarks.writes", organisation]
    process = subprocess.Popen(command, env=environment, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(20)


def write_once(process: subprocess.Popen[str]) -> None:
    """One write, committed when this returns."""
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write("write\n")
    process.stdin.flush()
    process.stdout.readline()


@contextmanager
def databases(chosen: str, server: str) -> Iterator[list[tuple[str, str]]]:
    """The databases to measure, with what `STEERCO_DATABASE` says of each; a cluster of our own unless a server is given."""
    wanted = [("SQLite", "")] if chosen in ("sqlite", "both") else []
    if chosen == "sqlite":
        yield wanted
        return
    programs = postgres_programs()
    if server:
        yield [*wanted, ("PostgreSQL", f"name=steerco {server}")]
    elif programs is None:
        sys.exit("PostgreSQL is not installed (Debian: apt-get install postgresql).")
    else:
        with postgres(programs) as described:
            _create(described)
            yield [*wanted, ("PostgreSQL", described)]


def _create(described: str) -> None:
    """The two databases of a fresh cluster."""
    with psycopg.connect(described.replace("name=steerco", "dbname=postgres"), autocommit=True) as connection:
        for name in ("steerco", "bare"):
            connection.execute(psycopg.sql.SQL("CREATE DATABASE {}").format(psycopg.sql.Identifier(name)))
