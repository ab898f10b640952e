"""The two populated organisations of the isolation tests."""

from __future__ import annotations

from tests.isolation.conftest import _worlds as _worlds, alpha as alpha, member as member
