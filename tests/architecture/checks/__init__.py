"""The contract of the house as plain functions: each takes the root of a tree and gives the breaches that it finds."""
