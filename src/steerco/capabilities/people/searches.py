"""What of this room can be found: units and people."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from steerco.capabilities.people import queries
from steerco.capabilities.people.models import OrgUnit, Person
from steerco.foundation.search.searchable import Searchable, declare

declare(
    Searchable(
        kind="unit", model=OrgUnit, label=_("Units"), icon="building", order=30,
        title=lambda unit: unit.name or unit.code, code=lambda unit: unit.code, context=lambda unit: str(unit.get_kind_display()),
        listed=("name", "code"), url_name="unit", argument=lambda unit: str(unit.pk), visible=queries.units,
    )
)  # fmt: skip
declare(
    Searchable(
        kind="person", model=Person, label=_("People"), icon="user", order=40,
        title=lambda person: person.name, context=lambda person: person.job_title, body=lambda person: person.email,
        listed=("name", "email", "job_title"), url_name="person", argument=lambda person: str(person.pk), visible=queries.people,
    )
)  # fmt: skip
