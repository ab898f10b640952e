"""The health of projects as pages and other rooms read it."""
