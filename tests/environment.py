"""Runs the whole suite on SQLite and on PostgreSQL, fetches what it needs where it may, and says in a line what is left out.

Run it by `make test`; options go on to pytest: `make test ARGS="-k ledger"`. In CI (`CI=true`) nothing may be left out.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.migrated import migrated_file, migrated_template

ROOT = Path(__file__).resolve().parent.parent
CI = os.environ.get("CI") == "true"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "/Applications/Chromium.app/Contents/MacOS/Chromium")
# The long walks and journeys come first, so that neither core waits for the other at the end; `make check` ran the architecture.
# Four processes on two cores: a fifth of the time goes into waiting for servers, workers and the browser.
IN_PARALLEL = ("-n", "4", "--dist", "loadfile", "--no-loadscope-reorder", "--ignore", "tests/architecture")
SERVER = (
    "-k {folder} -c listen_addresses= -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=60"
    " -c jit=off -c autovacuum=off -c wal_level=minimal -c max_wal_senders=0"
)


def chromium() -> str | None:
    """The path of a browser for the journeys: `STEERCO_CHROMIUM`, or the first that is installed."""
    named = os.environ.get("STEERCO_CHROMIUM")
    return named or next((path for name in BROWSERS if (path := shutil.which(name))), None)


def postgres_programs() -> Path | None:
    """The folder of initdb and pg_ctl, the newest where there are several."""
    on_path = shutil.which("initdb")
    if on_path and shutil.which("pg_ctl"):
        return Path(on_path).parent
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: int(folder.parent.name.split(".")[0]))
    return next((folder for folder in reversed(folders) if (folder / "initdb").exists()), None)


def fetch_missing() -> None:
    """Installs Chromium and PostgreSQL from the distribution: as root on Debian and its kin only."""
    missing = [*([] if chromium() else ["chromium", "fonts-liberation"]), *([] if postgres_programs() else ["postgresql"])]
    if not missing or not shutil.which("apt-get") or os.geteuid() != 0:
        return
    print(f"Fetching {', '.join(missing)} from the distribution …", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing]):
        outcome = subprocess.run(command, env=quiet, capture_output=True, text=True)
        if outcome.returncode:
            print(outcome.stdout[-2000:] + outcome.stderr[-2000:], file=sys.stderr)
            return


def _as_server(folder: Path, *command: str) -> None:
    """Runs one of PostgreSQL's programs, which refuse to work as root, as its own user where we are root."""
    change = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"] if os.geteuid() == 0 else []
    outcome = subprocess.run(
        [*change, *command], cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    if outcome.returncode:
        raise RuntimeError(f"{Path(command[0]).name} failed:\n{outcome.stdout[-2000:]}")


@contextlib.contextmanager
def postgres(programs: Path) -> Iterator[str]:
    """A private cluster on a socket in a temporary folder, gone afterwards; yields what `STEERCO_DATABASE` is to say."""
    folder = Path(tempfile.mkdtemp(prefix="steerco-pg-", dir="/tmp"))  # a socket's path must be short
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres", "postgres")
        data, log = str(folder / "data"), str(folder / "log")
        initdb, control = str(programs / "initdb"), str(programs / "pg_ctl")
        _as_server(folder, initdb, "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        _as_server(folder, control, "-w", "-D", data, "-l", log, "-o", SERVER.format(folder=folder), "start")
        try:
            yield f"name=steerco host={folder} user=postgres"
        finally:
            _as_server(folder, control, "-D", data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def run_suite(database: str, name: str, arguments: list[str]) -> bool:
    """One run of pytest on one database; true when it passed."""
    print(f"\n== The suite on {name} ==", flush=True)
    with tempfile.TemporaryDirectory(prefix="steerco-test-") as home, contextlib.ExitStack() as held:
        environment = {**os.environ, "STEERCO_DATABASE": database, "STEERCO_TEST_HOME": home, "STEERCO_SECRET_KEY": "of the tests only"}
        environment["STEERCO_TEST_FILE"] = str(migrated_file(Path(home) / "migrated"))
        if database:
            environment["STEERCO_TEST_TEMPLATE"] = held.enter_context(migrated_template(Path(home) / "template", database))
        command = [sys.executable, "-m", "pytest", "-q", *IN_PARALLEL, *arguments]
        return subprocess.run(command, env=environment, cwd=ROOT).returncode == 0


def main(arguments: list[str]) -> int:
    """Both runs; 0 when both passed and, in CI, nothing was left out."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that a stopped run takes its database along
    fetch_missing()
    browser, programs, given = chromium(), postgres_programs(), os.environ.get("STEERCO_DATABASE", "")
    left_out: list[str] = []
    if browser is None:
        left_out.append("Left out: the browser journeys. Install Chromium (Debian: apt-get install chromium) or set STEERCO_CHROMIUM.")
        arguments = [*arguments, "-m", "not journey"]
    if programs is None and not given:
        left_out.append("Left out: the suite on PostgreSQL. Install it (Debian: apt-get install postgresql) or set STEERCO_DATABASE.")
    started = time.monotonic()
    passed = run_suite("", "SQLite", arguments)
    if given:
        passed = run_suite(given, "PostgreSQL", arguments) and passed
    elif programs is not None:
        with postgres(programs) as database:
            passed = run_suite(database, "PostgreSQL", arguments) and passed
    print(f"\nBoth runs took {time.monotonic() - started:.0f} s." if programs or given else "")
    print("\n".join(left_out))
    return 0 if passed and not (CI and left_out) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
