"""Pages with faults on purpose: the walker must see each of them, else it proves nothing."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from steerco.capabilities.people.models import Person
from steerco.capabilities.projects.models import Project
from steerco.foundation.access.views import acting


@acting
def unfiltered_list(request: HttpRequest) -> HttpResponse:
    """Lists the projects of everybody."""
    return HttpResponse("\n".join(Project.everywhere.values_list("name", flat=True)))


@acting
def unfiltered_record(request: HttpRequest, pk: int) -> HttpResponse:
    """Shows a person by number, whosever it is."""
    return HttpResponse(Person.everywhere.get(pk=pk).email)


@acting
def unfiltered_write(request: HttpRequest, pk: int) -> HttpResponse:
    """Changes a person by number, whosever it is, and says that it did not."""
    if request.method == "POST":
        Person.everywhere.filter(pk=pk).delete()
    return HttpResponse("Refused", status=403)


@acting
def crash(request: HttpRequest) -> HttpResponse:
    """Breaks."""
    raise RuntimeError("broken on purpose")


urlpatterns = [
    path("leaky/list/", unfiltered_list, name="leaky_list"),
    path("people/<int:pk>/leaky/", unfiltered_record, name="leaky_record"),
    path("people/<int:pk>/leaky/write/", unfiltered_write, name="leaky_write"),
    path("leaky/crash/", crash, name="leaky_crash"),
    path("unknown/<int:riddle>/", crash, name="leaky_riddle"),
    path("", include("steerco.interfaces.urls")),
]
