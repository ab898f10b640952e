"""Access reviews: opening one, keeping and removing roles, what is overdue."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_http_methods

from steerco.capabilities.entitlements import services
from steerco.capabilities.entitlements.access import REVIEWS
from steerco.capabilities.entitlements.forms import ReviewForm
from steerco.capabilities.entitlements.queries.lent import named
from steerco.capabilities.entitlements.queries.reviews import lines, reviews, standing
from steerco.foundation.access.views import acting, actor_of
from steerco.foundation.ui.notices import notify


@require_http_methods(["GET", "POST"])
@acting
def reviews_page(request: HttpRequest) -> HttpResponse:
    """Every review, and where the next one stands; opens one."""
    by = actor_of(request)
    REVIEWS.require(by, "view")
    form = ReviewForm(request.POST or None)
    if request.method == "POST":
        REVIEWS.require(by, "open")
        if form.is_valid():
            try:
                review = services.open_review(by=by, **form.cleaned_data)
                notify(request, _("Access review %(name)s is open.") % {"name": review.name})
                return redirect("access_review", review.pk)
            except ValidationError as error:
                for name, said in error.message_dict.items():
                    form.add_error(name if name in form.fields else None, said[0])
    context = {
        "form": form, "found": reviews(by), "standing": standing(by), "may_open": REVIEWS.allows(by, "open"), "today": timezone.localdate(),
        "nav_current": "access_reviews",
    }  # fmt: skip
    return render(request, "entitlements/reviews.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@acting
def review_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One review: each role with keep or remove."""
    by = actor_of(request)
    REVIEWS.require(by, "view")
    review = get_object_or_404(reviews(by), pk=pk)
    listed = list(lines(by, review))
    if request.method == "POST":
        REVIEWS.require(by, "certify")
        chosen = set(request.POST.getlist("line"))
        try:
            count = services.decide_lines(
                by=by, review=review, lines=[each for each in listed if str(each.pk) in chosen],
                decision=request.POST.get("decision", ""), reason=request.POST.get("reason", "")[:300],
            )  # fmt: skip
            notify(request, ngettext("%(count)d role decided.", "%(count)d roles decided.", count) % {"count": count})
        except ValidationError as error:
            notify(request, " ".join(error.messages), level=messages.ERROR)
        return redirect("access_review", pk)
    shown = zip(listed, named(by, (each.assignment for each in listed)), strict=True)
    context = {
        "review": review, "lines": [(line, held, line.assignment.account_id in by.hands) for line, held in shown],
        "may_decide": REVIEWS.allows(by, "certify") and review.closed_at is None, "today": timezone.localdate(),
        "nav_current": "access_reviews",
    }  # fmt: skip
    return render(request, "entitlements/review.html", context)
