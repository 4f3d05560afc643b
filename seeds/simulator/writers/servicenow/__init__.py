"""ServiceNow: the desk of half of the units, and the place of demand, benefits and assessments."""

from seeds.simulator.writers.servicenow.shapes import SHAPES, SYSTEM
from seeds.simulator.writers.servicenow.writer import ServiceNowWriter

__all__ = ["SHAPES", "SYSTEM", "ServiceNowWriter"]
