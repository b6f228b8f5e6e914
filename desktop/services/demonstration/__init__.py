"""A made-up office that shows the whole path; ``office.make`` makes it."""

FEWEST_HOUSEHOLDS = 12
"""Enough for every kind of fate, the rare names and the deliberate problems."""
