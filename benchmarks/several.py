"""Two web processes and two workers on PostgreSQL; one of each is killed amid writes and jobs; counts what was lost.

Usage: python -m benchmarks.several [--seconds 20]
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path

from benchmarks.chores import STEPS
from benchmarks.installations import ROOT, databases, environment_of, machine, run

PORTS = (8491, 8492)
WRITERS = 4
JOBS_WAIT = 240


class Writing:
    """Programs that write by the interface, at one server and, where it is gone, at the other; what was answered with 201 counts."""

    def __init__(self, token: str) -> None:
        self.token, self.stop = token, threading.Event()
        self.written: list[str] = []
        self.failed = 0
        self.threads = [threading.Thread(target=self._write, args=(number,)) for number in range(WRITERS)]

    def _write(self, number: int) -> None:
        port, turn = PORTS[number % 2], 0
        while not self.stop.is_set():
            code = f"W{number}-{turn}"
            turn += 1
            try:
                connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
                body = json.dumps({"code": code, "name": f"Unit {code}"})
                headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
                connection.request("POST", "/api/v1/units", body, headers)
                answer = connection.getresponse()
                said = answer.read()
                if answer.status != 201:
                    sys.exit(f"POST answered {answer.status}: {said[:300]!r}")
                self.written.append(code)
            except (OSError, http.client.HTTPException):
                self.failed += 1
                port = PORTS[(PORTS.index(port) + 1) % 2]


def started(environment: dict[str, str], *command: str) -> subprocess.Popen[bytes]:
    """A process of its own group, so that it can be killed with all that it has started."""
    return subprocess.Popen([sys.executable, "-m", "steerco.interfaces.cli", *command], env=environment, cwd=ROOT, start_new_session=True,
                            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip


def killed(process: subprocess.Popen[bytes]) -> None:
    """Ends a process and all it has started, without a warning."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def ready(port: int) -> None:
    """Waits until a server answers."""
    for _ in range(600):
        with suppress(OSError, http.client.HTTPException):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/api/v1/openapi.json")
            connection.getresponse().read()
            return
        time.sleep(0.1)
    sys.exit(f"nothing answers on port {port}")


def counted(environment: dict[str, str]) -> dict[str, list[list[object]]]:
    """What is in the database."""
    found: dict[str, list[list[object]]] = json.loads(run(environment, "-m", "benchmarks.chores.setting_up", "count"))
    return found


def measure(environment: dict[str, str], seconds: float) -> bool:
    """Starts everything, kills in the middle, waits for the jobs; says what was lost and whether anything was."""
    token = run(environment, "-m", "benchmarks.chores.setting_up", "found").strip()
    webs = [started(environment, "serve", "--port", str(port), "--workers", "1") for port in PORTS]
    workers = [started(environment, "worker", "--threads", "2") for _ in range(2)]
    writing = Writing(token)
    try:
        for port in PORTS:
            ready(port)
        run(environment, "-m", "benchmarks.chores.setting_up", "ask")
        for thread in writing.threads:
            thread.start()
        time.sleep(seconds / 2)
        before = len(writing.written)
        killed(webs[0])
        killed(workers[0])
        print(f"  one web process and one worker killed after {before} acknowledged writes", flush=True)
        time.sleep(seconds / 2)
        writing.stop.set()
        for thread in writing.threads:
            thread.join()
        until = time.monotonic() + JOBS_WAIT
        now = counted(environment)
        while any(state != "done" for _title, state, _attempt in now["jobs"]) and time.monotonic() < until:
            time.sleep(3)
            now = counted(environment)
    finally:
        writing.stop.set()
        for process in (*webs, *workers):
            killed(process)
    return said(writing, before, now)


def said(writing: Writing, before: int, now: dict[str, list[list[object]]]) -> bool:
    """Prints the sums; whether anything was lost."""
    there = {str(code) for code in now["codes"]}
    missing = [code for code in writing.written if code not in there]
    chores = {f"J{number}-{step}" for number in range(len(now["jobs"])) for step in range(STEPS)} - there
    again = sum(1 for _title, _state, attempt in now["jobs"] if int(str(attempt)) > 1)
    done = sum(1 for _title, state, _attempt in now["jobs"] if state == "done")
    print(f"  acknowledged writes: {len(writing.written)} ({len(writing.written) - before} after the kill), lost: {len(missing)}")
    print(f"  requests that got no answer: {writing.failed}; each went on at the other server")
    print(f"  jobs: {done} of {len(now['jobs'])} done, {again} of them begun again by the other; missing of their writes: {len(chores)}")
    print(f"  the ledger {'holds' if now['holds'] else 'BREAKS'}")
    return bool(missing or chores or not now["holds"] or done < len(now["jobs"]))


def main() -> None:
    """One run; exit 1 where anything was lost."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=20)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, databases("both", "") as chosen:
        described = dict(chosen)["PostgreSQL"]
        environment = {**environment_of(Path(folder), described), "STEERCO_JOBS": "workers"}
        environment["DJANGO_SETTINGS_MODULE"] = "benchmarks.chores.settings"
        print(f"\nPostgreSQL: {machine(environment)}; two web processes, two workers, {WRITERS} programs that write", flush=True)
        sys.exit(measure(environment, options.seconds))


if __name__ == "__main__":
    main()
