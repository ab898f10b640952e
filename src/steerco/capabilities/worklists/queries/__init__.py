"""What there is to start from, what waits for one person, and what speaks for two projects being one."""

from steerco.capabilities.worklists.queries.joining import (
    Doubted,
    Pair,
    beside,
    doubted_projects,
    joinable,
    joined_since,
    pair_of,
    periods_of,
    projects_touched,
    proposed_names,
    said_apart,
    similar_pairs,
)
from steerco.capabilities.worklists.queries.waiting import doors, nothing_yet, sample, waiting, ways_out

__all__ = [
    "Doubted",
    "Pair",
    "beside",
    "doors",
    "doubted_projects",
    "joinable",
    "joined_since",
    "nothing_yet",
    "pair_of",
    "periods_of",
    "projects_touched",
    "proposed_names",
    "said_apart",
    "sample",
    "similar_pairs",
    "waiting",
    "ways_out",
]
