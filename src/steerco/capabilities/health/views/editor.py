"""The editor of the rules: each limit, what they would have said over the last twelve months, and from when they hold."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from steerco.capabilities.health.access import RULES
from steerco.capabilities.health.forms import RulesForm
from steerco.capabilities.health.models import RuleTier
from steerco.capabilities.health.queries.preview import preview
from steerco.capabilities.health.queries.rules import in_force, rules_by_tier, rules_for, versions
from steerco.capabilities.health.queries.sentences import overall_sentence
from steerco.capabilities.health.queries.source import HealthSource
from steerco.capabilities.health.registers.cells import CODES
from steerco.capabilities.health.services import set_rules
from steerco.foundation.access.permissions import Refused
from steerco.foundation.access.views import acting, actor_of
from steerco.foundation.ui.notices import notify
from steerco.foundation.ui.numbers import number_in
from steerco_engine.readings import rules_on

MOST = 60


@require_http_methods(["GET", "POST"])
@acting
def rules_set(request: HttpRequest) -> HttpResponse:
    """Opens on the rules in force for `?tier=`; “Preview” shows what others would have said, “Put in force” makes them a version."""
    by = actor_of(request)
    if RULES.reach(by, "set").nothing:
        raise Refused("health rules", "set", RULES.allowed["set"])
    known, today = versions(), timezone.localdate()
    tier = number_in(request.POST.get("tier", request.GET.get("tier", "0"))) or 0
    tier = tier if tier in RuleTier.values else 0
    begin = rules_on(rules_for(tier, rules_by_tier(known)), today)
    form = RulesForm(request.POST or None, begin)
    form.fields["tier"].initial = tier
    form.fields["steady"].initial = begin.steady
    if request.method == "POST" and "put" in request.POST and form.is_valid() and not form.problems:
        answer = _put(request, form, tier)
        if answer is not None:
            return answer
    shown = preview(HealthSource(by), form.rules, tier) if form.is_bound and not form.problems else None
    context: dict[str, Any] = {
        "form": form, "tier": tier, "tiers": RuleTier.choices, "begin": in_force(tier, today, known), "preview": shown,
        "otherwise": [] if shown is None else [
            (each, CODES[each.now], CODES[each.then], overall_sentence(each.reading)) for each in shown.otherwise[:MOST]
        ],
        "counts": [] if shown is None else [
            (period, [(code, period.now.get(name, 0), period.then.get(name, 0)) for name, code in
                      (("green", "g"), ("amber", "a"), ("red", "r"), ("", "n"))]) for period in shown.periods
        ],
        "nav_current": "health_rules",
    }  # fmt: skip
    return render(request, "health/editor.html", context, status=422 if form.is_bound and (form.errors or form.problems) else 200)


def _put(request: HttpRequest, form: RulesForm, tier: int) -> HttpResponse | None:
    """Puts the rules in force from their day on; None where they are refused, with what is wrong in the form."""
    day, reason = form.cleaned_data.get("in_force_from"), form.cleaned_data.get("reason", "")
    if day is None:
        form.add_error("in_force_from", _("Say from which day they hold."))
        return None
    try:
        made = set_rules(
            by=actor_of(request), limits=form.limits, in_force_from=day, reason=reason, tier=tier, steady=form.cleaned_data["steady"]
        )
    except ValidationError as error:
        for field, messages in error.message_dict.items() if hasattr(error, "error_dict") else [("__all__", error.messages)]:
            form.add_error(field if field in form.fields else None, messages)
        return None
    notify(request, _("%(rules)s set; in force from %(day)s.") % {"rules": made.ref, "day": made.in_force_from})
    return redirect("health_rules_version", made.ref)
