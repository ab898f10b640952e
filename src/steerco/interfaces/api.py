"""The REST interface: the operations of the registers and of the rooms below one address."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path
from ninja import Router

from steerco.capabilities.escalations import api as escalations
from steerco.capabilities.meetings import api as meetings
from steerco.capabilities.movements import api as movements
from steerco.capabilities.projects import api as projects
from steerco.capabilities.reporting import api as reporting
from steerco.capabilities.worklists import api as worklists
from steerco.foundation.api import attaching, calculations, changed, commenting, describing, records, reference, revisions
from steerco.foundation.api.assembly import Interface, close
from steerco.foundation.registers.register import registers

API = Interface()
API.extra = {"Me": describing.ME, "Register": describing.REGISTER, "Revision": revisions.REVISION}
API.extra |= commenting.SCHEMAS | attaching.SCHEMAS | worklists.SCHEMAS
API.add_router("", describing.routes())
ROUTES = Router()  # one for all, so that a room can add an operation to an address of its register
for register in registers.values():
    records.add_register(ROUTES, register)
for room in (projects, reporting, escalations, meetings, movements, worklists, commenting, attaching):
    room.add_routes(ROUTES)
API.add_router("", ROUTES)
API.add_router("/revisions", revisions.routes())
API.add_router("/changed", changed.routes())
API.add_router("/calculations", calculations.routes())
close(API)

urlpatterns: list[URLPattern | URLResolver] = [*reference.addresses(API.document), path("v1/", API.urls)]
