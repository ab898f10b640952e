"""`steerco worker`: does background jobs beside the pages, on this machine or on another one."""

from __future__ import annotations

import argparse

from steerco.foundation.tasks.worker import work


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How many jobs at a time."""
    parser.add_argument("--threads", type=int, default=2, help="jobs done at the same time (default 2)")
    parser.add_argument("--beside", type=int, metavar="PID", help=argparse.SUPPRESS)


def run(options: argparse.Namespace) -> int:
    """Works until it is stopped; what it was doing then waits for the next worker."""
    if options.beside is None:
        print(f"A worker with {options.threads} threads waits for jobs (stop with Ctrl+C).", flush=True)
    work(threads=max(1, options.threads), beside=options.beside)
    return 0
