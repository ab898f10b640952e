"""`steerco serve`: the pages, by granian, and a worker for background jobs beside them. It migrates nothing; it checks the ledger first."""

from __future__ import annotations

import argparse
import os
import socket
import subprocess
import sys
import threading

from granian import Granian
from granian.constants import Interfaces

from steerco.foundation.ledger.tools import newest_hold

THREADS = 4
AGAIN_SECONDS, GRACE_SECONDS = 2, 25


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to listen and with how many processes."""
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine only)")
    parser.add_argument("--port", type=int, default=8000, help="port (default 8000)")
    parser.add_argument("--workers", type=int, default=min(2, os.cpu_count() or 1), help="processes, each with four threads (default 2)")


def run(options: argparse.Namespace) -> int:
    """Serves until it is stopped; says so where the port is taken."""
    if _taken(options.host, options.port):
        print(f"Port {options.port} is taken by another program. Choose another one with --port (make run PORT=…).", file=sys.stderr)
        return 1
    for problem in newest_hold():
        print(f"Warning: {problem}\nRun steerco verify-ledger, and compare with your backup.", file=sys.stderr)
    shown = "localhost" if options.host in {"127.0.0.1", "0.0.0.0", "::"} else options.host  # noqa: S104  (compared, not bound)
    print(f"Steerco serves http://{shown}:{options.port} (stop with Ctrl+C).", flush=True)
    server = Granian(
        "steerco.config.wsgi:application",
        address=options.host,
        port=options.port,
        interface=Interfaces.WSGI,
        workers=options.workers,
        blocking_threads=THREADS,
        backpressure=256,
        log_enabled=os.environ.get("STEERCO_LOG") == "1",
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=10,  # a process that is told to end while it starts does not hear it
    )
    worker = Beside() if os.environ.get("STEERCO_JOBS", "embedded") == "embedded" else None
    try:
        server.serve()
    finally:
        if worker is not None:
            worker.end()
    return 0


class Beside:
    """The worker beside the pages: a process of its own, because the server forks, which threads of its own would not survive."""

    def __init__(self) -> None:
        self._ending = threading.Event()
        self._process = self._start()
        threading.Thread(target=self._watch, daemon=True).start()

    def _start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen([sys.executable, "-m", "steerco.interfaces.cli", "worker", "--beside", str(os.getpid())])

    def _watch(self) -> None:
        """Starts it again where it dies; what it was doing is found by the new one."""
        while not self._ending.is_set():
            self._process.wait()
            if not self._ending.wait(AGAIN_SECONDS):
                self._process = self._start()

    def end(self) -> None:
        """Ends it; a job that is running goes back to the queue."""
        self._ending.set()
        self._process.terminate()
        try:
            self._process.wait(GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()


def _taken(host: str, port: int) -> bool:
    """Whether something listens there already."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return True
    return False
