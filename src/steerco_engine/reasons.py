"""Words shared by the calculations: the direction of a change, and the codes that say why a number is missing."""

from __future__ import annotations

from enum import StrEnum


class Direction(StrEnum):
    """Which way something moved. For dates and cost more is worse."""

    BETTER = "better"
    SAME = "same"
    WORSE = "worse"

    @classmethod
    def of(cls, more_is_worse: int) -> Direction:
        """The direction of a signed change where more is worse.

        Examples
        --------
        >>> [Direction.of(change).value for change in (-3, 0, 9)]
        ['better', 'same', 'worse']
        """
        if more_is_worse == 0:
            return cls.SAME
        return cls.WORSE if more_is_worse > 0 else cls.BETTER


class Reason(StrEnum):
    """Why a number is missing (domain.md §0.2, G2). Never shown as 0."""

    NO_DATA = "NO_DATA"
    NO_BASELINE = "NO_BASELINE"
    NOT_POSITIVE = "NOT_POSITIVE"
    PLAN_DATE_PASSED = "PLAN_DATE_PASSED"
    CURRENCIES_DIFFER = "CURRENCIES_DIFFER"
    PRICE_BASES_DIFFER = "PRICE_BASES_DIFFER"


REASON_WORDS: dict[Reason, str] = {
    Reason.NO_DATA: "not given in this report",
    Reason.NO_BASELINE: "not given in the report before",
    Reason.NOT_POSITIVE: "the amount to compare with is zero or negative",
    Reason.PLAN_DATE_PASSED: "the end date of the report before had passed, so no time remained",
    Reason.CURRENCIES_DIFFER: "the two amounts are in different currencies",
    Reason.PRICE_BASES_DIFFER: "the two amounts are in different price bases",
}


class Unassessed(StrEnum):
    """Why something about a schedule can't be assessed; neither a pass nor a failure, never shown as 0."""

    NO_POPULATION = "NO_POPULATION"
    NO_BASELINE = "NO_BASELINE"
    NO_DATA = "NO_DATA"
    PLAN_DATE_PASSED = "PLAN_DATE_PASSED"

    @property
    def words(self) -> str:
        """The reason in words."""
        return UNASSESSED_WORDS[self]


UNASSESSED_WORDS: dict[Unassessed, str] = {
    Unassessed.NO_POPULATION: "there is nothing to count",
    Unassessed.NO_BASELINE: "the schedule has no baseline",
    Unassessed.NO_DATA: "the schedule does not say it",
    Unassessed.PLAN_DATE_PASSED: "the finish lies before the status date",
}


class Fault(StrEnum):
    """Why an input can't be calculated with (domain.md Appendix D). Calculations add the codes of their own field."""

    UNKNOWN_CALCULATION = "UNKNOWN_CALCULATION"
    NOT_JSON = "NOT_JSON"
    MISSING = "MISSING"
    UNKNOWN_FIELD = "UNKNOWN_FIELD"
    WRONG_TYPE = "WRONG_TYPE"
    NOT_A_NUMBER = "NOT_A_NUMBER"
    NOT_A_DATE = "NOT_A_DATE"
    NOT_A_CHOICE = "NOT_A_CHOICE"
    OUT_OF_RANGE = "OUT_OF_RANGE"
    UNKNOWN_TASK = "UNKNOWN_TASK"
    CYCLE = "CYCLE"
    BROKEN_NETWORK = "BROKEN_NETWORK"


class InputRefused(ValueError):
    """An input that can't be calculated with: its code, the place of the wrong value, and what is wrong with it."""

    def __init__(self, code: StrEnum, at: str, says: str) -> None:
        super().__init__(f"{at}: {says}" if at else says)
        self.code, self.at, self.says = code, at, says
