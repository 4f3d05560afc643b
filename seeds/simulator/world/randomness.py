"""Randomness that a seed fixes: one stream a purpose, so that a change in one part leaves the others as they were."""

from __future__ import annotations

from random import Random


def stream(seed: int, *purpose: str | int) -> Random:
    """The random numbers of one purpose, such as ("client", 17). Equal arguments give equal numbers everywhere."""
    return Random("/".join([str(seed), *map(str, purpose)]))
