"""The six kinds of record of a RAID log."""

from steerco.capabilities.raid.models.decisions import Action, ActionState, Decision, DecisionState
from steerco.capabilities.raid.models.dependencies import Dependency, DependencyKind, DependencyState
from steerco.capabilities.raid.models.issues import Assumption, AssumptionState, Confidence, Issue, IssueKind, IssueState, Priority
from steerco.capabilities.raid.models.log import Degree, LogRecord
from steerco.capabilities.raid.models.risks import Acceptance, Category, Response, Risk, RiskLevel, RiskState, Sign, Velocity

__all__ = [
    "Acceptance", "Action", "ActionState", "Assumption", "AssumptionState", "Category", "Confidence", "Decision", "DecisionState", "Degree",
    "Dependency", "DependencyKind", "DependencyState", "Issue", "IssueKind", "IssueState", "LogRecord", "Priority", "Response", "Risk",
    "RiskLevel", "RiskState", "Sign", "Velocity",
]  # fmt: skip
