"""What narrows everything that is said of a portfolio: departments, categories and programmes, as the address has them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields

from steerco.capabilities.scorecards.queries.portfolio_members import Identity


@dataclass(frozen=True, slots=True)
class Scope:
    """Departments (by code), categories and programmes; none means all."""

    department: tuple[str, ...] = ()
    category: tuple[str, ...] = ()
    programme: tuple[str, ...] = ()

    @classmethod
    def parse(cls, query: Mapping[str, Sequence[str]]) -> Scope:
        """The scope of an address (name → values)."""
        return cls(*(tuple(sorted(set(query.get(each.name) or ()))) for each in fields(cls)))

    def pairs(self) -> list[tuple[str, str]]:
        """The scope as it stands in an address."""
        return [(each.name, value) for each in fields(self) for value in getattr(self, each.name)]


def in_scope(scope: Scope) -> Callable[[Identity], bool]:
    """Whether a project is in the departments, categories and programmes asked for."""

    def fits(who: Identity) -> bool:
        return (
            (not scope.department or who.unit_code in scope.department)
            and (not scope.category or who.category in scope.category)
            and (not scope.programme or who.programme in scope.programme)
        )

    return fits
