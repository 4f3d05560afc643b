"""Zendesk Support: the desk of half of the units."""

from seeds.simulator.writers.zendesk.shapes import SHAPES, SYSTEM
from seeds.simulator.writers.zendesk.writer import ZendeskWriter

__all__ = ["SHAPES", "SYSTEM", "ZendeskWriter"]
