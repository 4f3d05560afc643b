"""The errors a user can meet, each with the exit code of DESIGN section 9."""

from __future__ import annotations


class RapportError(Exception):
    """Something the user can mend. The message says what, where and what to do."""

    exit_code = 2


class CheckFailedError(RapportError):
    """A blocking check failed, so the old release stays."""

    exit_code = 1


class WorkspaceLockedError(RapportError):
    """Another run holds the workspace."""

    exit_code = 5


class RefusedFileError(RapportError):
    """One delivered file cannot be read at all; the run goes on without it."""

    exit_code = 3

    def __init__(self, reason: str, remedy: str, line: int | None = None) -> None:
        self.reason = reason
        self.remedy = remedy
        self.line = line
        where = f"line {line}: " if line is not None else ""
        super().__init__(f"{where}{reason}; {remedy}")


class ReleaseChangedError(RapportError):
    """A file of a release is not what was published."""

    exit_code = 1
