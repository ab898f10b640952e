"""Real publications beside the returns: those that may be shipped lie in `examples/`, the others in shared data beside the repository."""

from __future__ import annotations

from pathlib import Path

import pytest

from steerco.foundation.imports.services import GivenFile

ROOT = Path(__file__).parents[5]
SHIPPED, SHARED = ROOT / "examples", ROOT.parent / "shared" / "data" / "portfolio"


def publication(path: str) -> GivenFile:
    """A file as it was published; the test is skipped where it may not be shipped and isn't here."""
    for folder in (SHIPPED, SHARED):
        if (folder / path).exists():
            return GivenFile(Path(path).name, (folder / path).read_bytes())
    pytest.skip(
        f"{path} may not be shipped with the project; put it into {SHARED.relative_to(ROOT.parent)} beside the repository to run this"
    )
