"""Background jobs: work that would keep a page waiting, and work that is done by the clock; none is ever lost silently."""
