"""When a record of purchasing last changed, whichever system shows it."""

from __future__ import annotations

from datetime import datetime

from seeds.simulator.world.supplier.life import Order, SupplierContract
from seeds.simulator.world.timeline import utc

_ENTERED_SECONDS = 30_000
"""Time of day at which an end is entered."""


def order_changed_at(order: Order) -> datetime:
    """The last receipt or promise, else the creation."""
    instants = [order.created_at]
    for line in order.lines:
        instants += [receipt.posted_at for receipt in line.receipts]
        instants += [promise.confirmed_at for schedule in line.schedule for promise in schedule.promises]
    return max(instants)


def contract_changed_at(contract: SupplierContract) -> datetime:
    """The day of termination, or of the end that closed it, else the creation."""
    if contract.terminated_on is not None:
        return max(contract.created_at, utc(contract.terminated_on, _ENTERED_SECONDS))
    if contract.status == "ended" and contract.end is not None:
        return max(contract.created_at, utc(contract.end, _ENTERED_SECONDS))
    return contract.created_at
