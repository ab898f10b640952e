"""The whole interface as one object. Made from the document of the interface by `make client`: change that, not this."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from steerco_client.calculations import Calculations
from steerco_client.calls import Connection
from steerco_client.comments import Comments
from steerco_client.fields import Fields
from steerco_client.files import Files
from steerco_client.matches import Matches
from steerco_client.people import People
from steerco_client.portfolio import Portfolio
from steerco_client.portfolios import Portfolios
from steerco_client.programmes import Programmes
from steerco_client.projects import Projects
from steerco_client.reports import Reports
from steerco_client.roles import Roles
from steerco_client.tasks import Tasks
from steerco_client.units import Units


class Steerco:
    """An office: its registers, its ledger, its calculations."""

    def __init__(self, address: str, token: str) -> None:
        self.connection = Connection(address, token)
        self.calculations = Calculations(self.connection)
        self.fields = Fields(self.connection)
        self.units = Units(self.connection)
        self.people = People(self.connection)
        self.roles = Roles(self.connection)
        self.programmes = Programmes(self.connection)
        self.portfolios = Portfolios(self.connection)
        self.projects = Projects(self.connection)
        self.reports = Reports(self.connection)
        self.tasks = Tasks(self.connection)
        self.portfolio = Portfolio(self.connection)
        self.comments = Comments(self.connection)
        self.files = Files(self.connection)
        self.matches = Matches(self.connection)

    def me(self) -> dict[str, Any]:
        """Who asks, where, with which roles."""
        return dict(self.connection.call("GET", "/api/v1/me").body)

    def revisions(self, since: int = 0, *, limit: int = 200) -> Iterator[dict[str, Any]]:
        """What was written since a revision, oldest first."""
        while True:
            body = self.connection.call("GET", "/api/v1/revisions", query={"since": since, "limit": limit}).body
            yield from body["data"]
            if body["next"] is None:
                return
            since = body["next"]
