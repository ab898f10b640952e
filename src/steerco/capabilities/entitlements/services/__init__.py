"""The verbs of access: lend and take back rights, share with guests, break the glass, review."""

from steerco.capabilities.entitlements.services.delegations import end_delegation, lend_rights
from steerco.capabilities.entitlements.services.emergencies import break_glass, end_emergency, look_at_emergency
from steerco.capabilities.entitlements.services.reviews import decide_lines, open_review
from steerco.capabilities.entitlements.services.shares import end_share, share_record
from steerco.capabilities.entitlements.services.sponsors import take_over

__all__ = [
    "break_glass",
    "decide_lines",
    "end_delegation",
    "end_emergency",
    "end_share",
    "lend_rights",
    "look_at_emergency",
    "open_review",
    "share_record",
    "take_over",
]
