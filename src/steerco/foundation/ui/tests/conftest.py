"""A browser for the tests of the look: the one of the system."""

from __future__ import annotations

import os
import shutil
from typing import Any

import pytest

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync"


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Starts the installed Chromium; without one these tests are skipped."""
    program = os.environ.get("STEERCO_CHROMIUM") or next((p for name in PROGRAMS if (p := shutil.which(name))), None)
    if program is None:
        pytest.skip("No Chromium found: install it, or name it in STEERCO_CHROMIUM.")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    return {"executable_path": program, "args": QUIET.split()}
