"""Whether the newest export of an object came to its end, by what its pages say of themselves."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

from orchestration.landing.rows import Notice
from orchestration.raw.lake import Entry
from orchestration.raw.outcome import FileOutcome

_UNFINISHED = Notice(
    "says that more pages follow, and none of its export is the last: the batch is incomplete; deliver the rest of it"
)
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


def with_unfinished(outcomes: list[FileOutcome], entries: Iterable[Entry]) -> list[FileOutcome]:
    """Put a notice at the last page of each newest export of which no page says that it is the last.

    Pages of one export share their extraction time; pages that say nothing are no export in pages.
    """
    batches: dict[tuple[str, str, str], list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.receipt.is_last is not None:
            batches[entry.system, entry.instance, entry.object].append(entry)
    newest = {place: _newest(pages) for place, pages in batches.items()}
    unfinished = {(*place, _last(pages)) for place, pages in newest.items() if not _is_whole(pages)}
    return [
        replace(outcome, notices=(*outcome.notices, _UNFINISHED))
        if (outcome.system, outcome.instance, outcome.object, outcome.file) in unfinished
        else outcome
        for outcome in outcomes
    ]


def _newest(pages: list[Entry]) -> list[Entry]:
    moment = max(entry.extracted_at or _LONG_AGO for entry in pages)
    return [entry for entry in pages if (entry.extracted_at or _LONG_AGO) == moment]


def _is_whole(pages: list[Entry]) -> bool:
    return any(entry.receipt.is_last for entry in pages)


def _last(pages: list[Entry]) -> str:
    """The file that comes last, where `page_10` comes after `page_9`."""
    return max(
        (entry.receipt.file for entry in pages),
        key=lambda name: [(len(part), part) if part.isdigit() else (0, part) for part in re.split(r"(\d+)", name)],
    )
