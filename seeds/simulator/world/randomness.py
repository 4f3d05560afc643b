"""Randomness that a seed fixes: one stream a purpose, so that a change in one part leaves the others as they were."""

from __future__ import annotations

from random import Random
from zlib import crc32


def stream(seed: int, *purpose: str | int) -> Random:
    """The random numbers of one purpose, such as ("client", 17). Equal arguments give equal numbers everywhere."""
    return Random("/".join([str(seed), *map(str, purpose)]))


def chance_of(seed: int, *purpose: str | int) -> float:
    """One number from 0 to 1 for a purpose, such as ("voided", 17): the same whatever else is drawn, and cheap."""
    return crc32("/".join([str(seed), *map(str, purpose)]).encode()) / 2**32
