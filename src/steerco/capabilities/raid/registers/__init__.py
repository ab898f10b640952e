"""The registers of the RAID log: six kinds of record, each field said once."""

from steerco.capabilities.raid.registers import dates, issues, rest, risks

__all__ = ["dates", "issues", "rest", "risks"]
