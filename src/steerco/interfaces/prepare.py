"""`steerco prepare`: the tables of the database and the static files, brought up to this version."""

from __future__ import annotations

import argparse
import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing to choose."""


def run(options: argparse.Namespace) -> int:
    """Applies what is missing; running it again changes nothing."""
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    collect_static_files()
    return 0


def collect_static_files() -> None:
    """Gathers and compresses the static files, unless they are those of the last time."""
    stamp = Path(settings.STATIC_ROOT) / ".gathered"
    digest = _digest()
    if stamp.exists() and stamp.read_text(encoding="ascii") == digest:
        return
    call_command("collectstatic", verbosity=0, interactive=False)
    stamp.write_text(digest, encoding="ascii")


def _digest() -> str:
    """What the static files are: names, sizes and times, not their content."""
    told = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            told.update(f"{name} {storage.size(name)} {storage.get_modified_time(name)}\n".encode())
    return told.hexdigest()
