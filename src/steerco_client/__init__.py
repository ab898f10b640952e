"""Calls Steerco from Python: typed by the document of its interface, on the standard library alone.

>>> office = Steerco("https://pmo.example.org", token="steerco_…")  # doctest: +SKIP
>>> for project in office.projects.every(f=["state:is:executing"], sort="-end"):  # doctest: +SKIP
...     print(project["ref"], project["name"])
"""

from steerco_client.calls import Connection, Problem
from steerco_client.office import Steerco

__all__ = ["Connection", "Problem", "Steerco"]
