"""The REST interface: the operations of the registers and of the rooms below one address."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from steerco.foundation.api import calculations, describing, records, reference, revisions
from steerco.foundation.api.assembly import Interface, close
from steerco.foundation.registers.register import registers

API = Interface()
API.extra = {"Me": describing.ME, "Register": describing.REGISTER, "Revision": revisions.REVISION}
API.add_router("", describing.routes())
for register in registers.values():
    API.add_router(f"/{register.name}", records.routes(register))
API.add_router("/revisions", revisions.routes())
API.add_router("/calculations", calculations.routes())
close(API)

urlpatterns: list[URLPattern | URLResolver] = [*reference.addresses(API.document), path("v1/", API.urls)]
