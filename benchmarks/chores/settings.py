"""The settings of an installation, with the jobs of the benchmarks."""

from steerco.config.settings import *  # noqa: F403

INSTALLED_APPS = [*INSTALLED_APPS, "benchmarks.chores"]  # noqa: F405
