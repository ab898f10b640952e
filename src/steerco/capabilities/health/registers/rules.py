"""The register of the versions of the rules: read here, set in the editor."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _, gettext_lazy

from steerco.capabilities.health import services
from steerco.capabilities.health.access import RULES, visible_rules
from steerco.capabilities.health.models import HealthRuleSet, RuleTier
from steerco.foundation.registers.columns import Column, Gap, Kind, Row
from steerco.foundation.registers.register import Register, declare


def _withdraw(*, by: Any, record: HealthRuleSet, reason: str = "", **_given: Any) -> None:
    services.withdraw_rules(by=by, rules=record, reason=reason)


def _consequence(rules: HealthRuleSet) -> str:
    return _("The rules %(ref)s will not begin on %(day)s; those in force now stay. History keeps them.") % {
        "ref": rules.ref, "day": rules.in_force_from}  # fmt: skip


def _first(row: Row) -> Gap:
    return Gap(_("shipped rules"))


RULE_REGISTER = declare(
    Register(
        name="health_rules", word="health_rules_version", model=HealthRuleSet, label=gettext_lazy("health rules"),
        one=gettext_lazy("version of the rules"), rows=visible_rules, permissions=RULES, sort="-in_force_from", slug="ref",
        opens="health_rules_version",
        columns=(
            Column("ref", gettext_lazy("Version"), opens="health_rules_version"),
            Column("tier", gettext_lazy("For"), Kind.CHOICE, choices=RuleTier.choices, group=True),
            Column("in_force_from", gettext_lazy("In force from"), Kind.DATE),
            Column("predecessor", gettext_lazy("Takes the place of"), Kind.LINK, "predecessor__ref", opens="health_rules_version",
                   gap=_first),
            Column("author", gettext_lazy("Set by"), source="author__email", gap=lambda row: Gap("–")),
            Column("reason", gettext_lazy("Why"), css="long"),
            Column("steady", gettext_lazy("Better only after two reports"), Kind.YES_NO),
        ),
        default=("ref", "tier", "in_force_from", "predecessor", "author", "reason"),
        search=("ref", "reason"), verbs={"delete": "withdraw", "create": "set"}, page="health/rules.html",
        about=gettext_lazy("Projects are read with the rules that Steerco ships. Set your own limits for a tier, from a day on."),
        delete=_withdraw, consequence=_consequence,
    )
)  # fmt: skip
