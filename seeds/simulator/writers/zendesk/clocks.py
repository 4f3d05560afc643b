"""Events of service-level clocks: Zendesk tells a clock's story by when it was applied, breached and fulfilled."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from seeds.simulator.world.client.life import SlaClock, Ticket
from seeds.simulator.world.company import SLA_POLICY
from seeds.simulator.writers.zendesk.instants import iso

_METRICS = {
    "first_reply": "reply_time",
    "next_reply": "reply_time",
    "requester_wait": "requester_wait_time",
    "agent_work": "agent_work_time",
    "resolution": "resolution_time",
}
_METRIC_NUMBERS = {metric: number for number, metric in enumerate(_METRICS)}
POLICY_ID = 360_010_001
_TYPES = {"activate": 0, "apply_sla": 1, "breach": 2, "fulfill": 3, "update_status": 4}
_CLOCKS_A_METRIC = 100


def metric_events(ticket: Ticket) -> Iterator[tuple[datetime, dict[str, Any]]]:
    """The events of all clocks of a ticket, each with its instant; `ticket_id` is the caller's.

    Zendesk gives a clock whose target changed with the priority no new instance: the newer apply_sla holds.
    """
    instances: dict[str, int] = {}
    cancelled: dict[str, datetime | None] = {}
    for clock in sorted(ticket.clocks, key=lambda each: (each.metric, each.instance, each.applied_at)):
        metric = _METRICS[clock.metric]
        is_retargeted = cancelled.get(clock.metric) == clock.applied_at
        if not is_retargeted:
            instances[metric] = instances.get(metric, 0) + 1
        cancelled[clock.metric] = clock.cancelled_at
        about = {"id": _first_id(ticket, clock), "metric": metric, "instance_id": instances[metric]}
        if not is_retargeted:
            yield clock.applied_at, _event(about, "activate", clock.applied_at)
        applied = _event(about, "apply_sla", clock.applied_at)
        yield clock.applied_at, {**applied, "sla": _sla(clock)}
        yield from _endings(clock, about)


def _first_id(ticket: Ticket, clock: SlaClock) -> int:
    """Where the numbers of a clock's events begin, whatever other clocks the ticket has by then."""
    metric = ticket.number * len(_METRICS) + _METRIC_NUMBERS[clock.metric]
    return (metric * _CLOCKS_A_METRIC + clock.instance) * len(_TYPES)


def _event(about: dict[str, Any], type_: str, at: datetime) -> dict[str, Any]:
    return {**about, "id": about["id"] + _TYPES[type_], "type": type_, "time": iso(at)}


def _endings(clock: SlaClock, about: dict[str, Any]) -> Iterator[tuple[datetime, dict[str, Any]]]:
    if clock.breached_at:
        yield clock.breached_at, _event(about, "breach", clock.breached_at)
    if clock.fulfilled_at:
        yield clock.fulfilled_at, _event(about, "fulfill", clock.fulfilled_at)
        minutes = int((clock.fulfilled_at - clock.applied_at).total_seconds()) // 60
        status = {"calendar": minutes, "business": clock.elapsed_seconds // 60}
        yield clock.fulfilled_at, {**_event(about, "update_status", clock.fulfilled_at), "status": status}


def _sla(clock: SlaClock) -> dict[str, Any]:
    policy = {"id": POLICY_ID, "title": clock.policy, "description": SLA_POLICY}
    return {"target": clock.target_minutes, "business_hours": clock.is_business_time, "policy": policy}
