"""The company's working schedules by id, and their working time, laid out once a process."""

from __future__ import annotations

from functools import lru_cache

from seeds.simulator.world.company import SCHEDULES
from seeds.simulator.world.timeline import END, START, add_months
from seeds.simulator.world.working_time import Schedule, WorkingTime

_MONTHS_BEFORE, _MONTHS_AFTER = 1, 39
"""Long enough for targets that nobody works towards any more."""


def schedule_of(id_: int) -> Schedule:
    """The schedule with this id."""
    return next(each for each in SCHEDULES if each.id == id_)


@lru_cache(maxsize=len(SCHEDULES))
def working_time_of(id_: int) -> WorkingTime:
    """The working time of a schedule, from before the history to well after it."""
    return WorkingTime(schedule_of(id_), add_months(START, -_MONTHS_BEFORE), add_months(END, _MONTHS_AFTER))
