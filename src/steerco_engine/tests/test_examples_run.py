"""The examples in the engine's docstrings run as they are written."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import steerco_engine

MODULES = sorted(module.name for module in pkgutil.iter_modules(steerco_engine.__path__) if not module.ispkg)


@pytest.mark.parametrize("name", MODULES)
def test_examples_in_docstrings_run(name: str) -> None:
    result = doctest.testmod(importlib.import_module(f"steerco_engine.{name}"))

    assert result.failed == 0
    assert result.attempted > 0
