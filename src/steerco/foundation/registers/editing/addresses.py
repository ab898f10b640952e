"""The addresses of editing in a list."""

from __future__ import annotations

from django.urls import URLPattern, path

from steerco.foundation.registers.editing.bulk import bulk
from steerco.foundation.registers.editing.cells import cell
from steerco.foundation.registers.editing.order import order
from steerco.foundation.registers.editing.paste import paste
from steerco.foundation.registers.register import Register


def editing_addresses(register: Register) -> list[URLPattern]:
    """Those of a register whose records can be edited; none of any other."""
    if register.form is None or register.update is None:
        return []
    named = {"name": register.name}
    return [
        path("bulk/", bulk, named, name=register.urls["bulk"]),
        path("paste/", paste, named, name=register.urls["paste"]),
        *([path("order/", order, named, name=register.urls["order"])] if register.order else []),
        path("<str:slug>/cells/<str:column>/", cell, named, name=register.urls["cell"]),
    ]
