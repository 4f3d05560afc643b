"""When an extract was taken: by its envelope, else its name, else its clock columns."""

from __future__ import annotations

import re
from datetime import datetime

from orchestration.raw.typed_text import instant
from orchestration.registry import ObjectContract


def extraction_time(
    contract: ObjectContract, name: str, envelope: str | None, clock: datetime | None
) -> tuple[datetime | None, str]:
    """Give the instant (UTC; None: known from the beginning) and where it comes from.

    `name` may be `archive!member`: the member's own name is tried first. Raises RefusedFileError where
    envelope or name hold a time that does not read.
    """
    described = contract.extracted_at
    if envelope is not None:
        return instant(envelope, described.format), "envelope"
    if described.file_name is not None:
        for part in reversed(name.split("!")):
            found = re.search(described.file_name, part.rsplit("/", 1)[-1])
            if found:
                return instant(found.group(1), described.format), "file_name"
    return (clock, "clock") if clock is not None else (None, "none")
