"""The whole interface as one object. Made from the document of the interface by `make client`: change that, not this."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from steerco_client.actions import Actions
from steerco_client.appetites import Appetites
from steerco_client.assumptions import Assumptions
from steerco_client.boards import Boards
from steerco_client.calculations import Calculations
from steerco_client.calls import Connection
from steerco_client.comments import Comments
from steerco_client.decisions import Decisions
from steerco_client.dependencies import Dependencies
from steerco_client.escalations import Escalations
from steerco_client.exceptions import Exceptions
from steerco_client.excuses import Excuses
from steerco_client.fields import Fields
from steerco_client.files import Files
from steerco_client.health_matrix import HealthMatrix
from steerco_client.health_overrides import HealthOverrides
from steerco_client.health_rules import HealthRules
from steerco_client.holidays import Holidays
from steerco_client.issues import Issues
from steerco_client.matches import Matches
from steerco_client.meetings import Meetings
from steerco_client.people import People
from steerco_client.portfolio import Portfolio
from steerco_client.portfolios import Portfolios
from steerco_client.programmes import Programmes
from steerco_client.projects import Projects
from steerco_client.reporting_calendars import ReportingCalendars
from steerco_client.reports import Reports
from steerco_client.risks import Risks
from steerco_client.roles import Roles
from steerco_client.tasks import Tasks
from steerco_client.tolerances import Tolerances
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
        self.issues = Issues(self.connection)
        self.assumptions = Assumptions(self.connection)
        self.dependencies = Dependencies(self.connection)
        self.decisions = Decisions(self.connection)
        self.actions = Actions(self.connection)
        self.risks = Risks(self.connection)
        self.reports = Reports(self.connection)
        self.reporting_calendars = ReportingCalendars(self.connection)
        self.holidays = Holidays(self.connection)
        self.excuses = Excuses(self.connection)
        self.health_matrix = HealthMatrix(self.connection)
        self.health_overrides = HealthOverrides(self.connection)
        self.health_rules = HealthRules(self.connection)
        self.tolerances = Tolerances(self.connection)
        self.exceptions = Exceptions(self.connection)
        self.escalations = Escalations(self.connection)
        self.boards = Boards(self.connection)
        self.meetings = Meetings(self.connection)
        self.tasks = Tasks(self.connection)
        self.appetites = Appetites(self.connection)
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
