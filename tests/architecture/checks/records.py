"""What the database holds: foreign keys point downhill, and every record of a room belongs to an organisation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db import models

Relation = tuple[str, str, str]


def relations(kinds: Iterable[type[models.Model]]) -> Iterator[Relation]:
    """Every relation as (app, field, app that it points to), for models of Steerco."""
    for kind in kinds:
        for field in [*kind._meta.concrete_fields, *kind._meta.many_to_many]:
            related = field.related_model
            if related is not None and not isinstance(related, str):
                yield kind._meta.app_label, f"{kind.__name__}.{field.name}", related._meta.app_label


def uphill(found: Iterable[Relation], order: list[str]) -> list[str]:
    """The relations that point up: `order` names the apps from the top down; apps that are not ours lie below all."""
    depth = {name: row for row, name in enumerate(order)}
    return [
        f"{field} of {here} points up to {there}"
        for here, field, there in found
        if here in depth and there in depth and depth[there] < depth[here]
    ]


def without_organisation(kinds: Iterable[type[models.Model]]) -> list[str]:
    """The records that belong to no organisation."""
    return [kind.__name__ for kind in kinds if "organisation" not in {field.name for field in kind._meta.concrete_fields}]


def unscoped(kinds: Iterable[type[models.Model]], scoped: type[models.Manager]) -> list[str]:  # type: ignore[type-arg]
    """The records whose `objects` reads all organisations."""
    return [kind.__name__ for kind in kinds if not isinstance(kind._default_manager, scoped)]
