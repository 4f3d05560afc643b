"""Periods as people write them: `2026-09`, `2026-Q3`, `t12m:2026-09`, `all`."""

from __future__ import annotations

import re
from datetime import date

from orchestration.errors import RapportError

ALL_TIME = date(1900, 1, 1)
MONTHS = 12


def parse_period(text: str) -> tuple[str, date]:
    """The period's grain and first day, as `fct_kpi_values` has them. Raises RapportError with the forms there are."""
    if text == "all":
        return "all_time", ALL_TIME
    match = re.fullmatch(r"(?P<t12m>t12m:)?(?P<year>\d{4})-(?:(?P<month>\d{2})|Q(?P<quarter>[1-4]))", text)
    if match and match["month"] and 1 <= int(match["month"]) <= MONTHS:
        return "t12m" if match["t12m"] else "month", date(int(match["year"]), int(match["month"]), 1)
    if match and match["quarter"] and not match["t12m"]:
        return "quarter", date(int(match["year"]), 3 * int(match["quarter"]) - 2, 1)
    raise RapportError(f"period {text!r} is none of 2026-09, 2026-Q3, t12m:2026-09, all")


def format_period(grain: str, start: date) -> str:
    """A period as people write it; the inverse of parse_period."""
    if grain == "all_time":
        return "all"
    if grain == "quarter":
        return f"{start.year:04d}-Q{(start.month + 2) // 3}"
    return f"{'t12m:' if grain == 't12m' else ''}{start.year:04d}-{start.month:02d}"
