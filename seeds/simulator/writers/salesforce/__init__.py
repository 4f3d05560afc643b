"""Salesforce: results of Bulk API 2.0 queries, deleted records included."""

from __future__ import annotations

from seeds.simulator.writers.salesforce.writer import SHAPES, SYSTEM, SalesforceWriter

__all__ = ["SHAPES", "SYSTEM", "SalesforceWriter"]
