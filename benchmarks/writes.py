"""Writes once for each line read, through a service: a saved view that comes and goes. `python -m benchmarks.writes ORGANISATION`."""

from __future__ import annotations

import sys

import django

django.setup()

from steerco.foundation.access.actor import Actor  # noqa: E402
from steerco.foundation.organisations.queries import organisation_named  # noqa: E402
from steerco.foundation.organisations.scope import within  # noqa: E402
from steerco.foundation.registers.register import registers  # noqa: E402
from steerco.foundation.registers.services import delete_view, save_view  # noqa: E402


def main() -> None:
    """Two revisions a line: the view is kept, and dropped."""
    by = Actor.system(organisation_named(sys.argv[1]))
    register = registers["units"]
    with within(by.organisation):
        for _ in sys.stdin:
            view = save_view(by=by, register=register, name="Of the benchmark", query="")
            delete_view(by=by, register=register, view=view)
            print("written", flush=True)


if __name__ == "__main__":
    main()
