"""Programs with their owners, last days and tokens; and the roles that groups of the directory bring."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from steerco.capabilities.people.access import ROLES
from steerco.capabilities.provisioning import services
from steerco.capabilities.provisioning.access import GROUP_ROLES, PROGRAMS
from steerco.capabilities.provisioning.forms import GroupForm, ProgramForm, TokenForm
from steerco.capabilities.provisioning.queries import group_roles, programs
from steerco.foundation.access.views import acting, actor_of
from steerco.foundation.ui.notices import notify


@require_http_methods(["GET", "POST"])
@acting
def programs_page(request: HttpRequest) -> HttpResponse:
    """The programs that are let in; makes one."""
    by = actor_of(request)
    PROGRAMS.require(by, "view")
    form = ProgramForm(by, request.POST or None)
    if request.method == "POST":
        PROGRAMS.require(by, "let_in")
        if form.is_valid():
            try:
                made = services.create_program(by=by, **form.cleaned_data)
                notify(request, _("%(program)s is let in. Issue a token for it.") % {"program": made.account})
                return redirect("program", made.pk)
            except ValidationError as error:
                _say(form, error)
    context = {
        "form": form, "found": programs(by), "may_create": PROGRAMS.allows(by, "let_in"), "today": timezone.localdate(),
        "nav_current": "programs",
    }  # fmt: skip
    return render(request, "provisioning/programs.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@acting
def program_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One program: its tokens, a new one, its end."""
    by, secret = actor_of(request), ""
    PROGRAMS.require(by, "view")
    membership = get_object_or_404(programs(by), pk=pk)
    form = TokenForm(request.POST if "name" in request.POST else None)
    if request.method == "POST" and "end" in request.POST:
        PROGRAMS.require(by, "end")
        services.end_program(by=by, membership=membership, reason=request.POST.get("reason", "")[:300])
        notify(request, _("%(program)s is let in no longer.") % {"program": membership.account})
        return redirect("programs")
    if request.method == "POST":
        PROGRAMS.require(by, "let_in")
        if form.is_valid():
            try:
                secret = services.issue_token(by=by, account=membership.account, **form.cleaned_data).secret
                form = TokenForm()
            except ValidationError as error:
                _say(form, error)
    context = {
        "program": membership, "form": form, "secret": secret, "tokens": membership.account.api_tokens.all(),
        "may_create": PROGRAMS.allows(by, "let_in") and membership.active, "may_end": PROGRAMS.allows(by, "end"),
        "today": timezone.localdate(), "nav_current": "programs",
    }  # fmt: skip
    answer = render(request, "provisioning/program.html", context, status=422 if form.errors else 200)
    answer["Cache-Control"] = "no-store"
    return answer


@require_http_methods(["GET", "POST"])
@acting
def groups_page(request: HttpRequest) -> HttpResponse:
    """Which roles groups bring; adds one."""
    by = actor_of(request)
    GROUP_ROLES.require(by, "view")
    form = GroupForm(by, request.POST or None)
    if request.method == "POST":
        GROUP_ROLES.require(by, "grant")
        if form.is_valid():
            try:
                made = services.map_group(by=by, **form.arguments())
                notify(request, _("Group %(group)s brings a role now.") % {"group": made.group})
                return redirect("group_roles")
            except ValidationError as error:
                _say(form, error)
    context = {
        "form": form, "found": [(each, ROLES.get(each.role, each.role)) for each in group_roles(by)],
        "may_configure": GROUP_ROLES.allows(by, "grant"), "nav_current": "group_roles",
    }  # fmt: skip
    return render(request, "provisioning/groups.html", context, status=422 if form.errors else 200)


@require_POST
@acting
def unmap(request: HttpRequest, pk: int) -> HttpResponse:
    """Ends that a group brings a role."""
    by = actor_of(request)
    GROUP_ROLES.require(by, "grant")
    mapping = get_object_or_404(group_roles(by), pk=pk)
    try:
        services.unmap_group(by=by, mapping=mapping, reason=request.POST.get("reason", "")[:300])
        notify(request, _("Group %(group)s brings this role no longer.") % {"group": mapping.group})
    except ValidationError as error:
        notify(request, " ".join(error.messages), level=messages.ERROR)
    return redirect("group_roles")


def _say(form: Form, error: ValidationError) -> None:
    """Puts a refusal of the service beside its field."""
    for name, said in error.message_dict.items():
        field = "place" if name.startswith("scope") else name
        form.add_error(field if field in form.fields else None, said[0])
