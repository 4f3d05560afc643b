"""One pass over a delimited file's bytes: is it clean, how many records has it, and on which line does each start."""

from __future__ import annotations

import mmap
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from orchestration.landing.encodings import CHUNK
from orchestration.landing.rows import Int64s

Bytes = npt.NDArray[np.uint8]
_LF, _CR = 10, 13


@dataclass
class Scan:
    """What a clean file's bytes say. `starts` are pieces of first lines: (first line, count) where regular."""

    records: int
    lines: int
    blank: int
    starts: list[tuple[int, int] | Int64s]

    def take(self, count: int) -> Int64s:
        """First physical lines of the next `count` records."""
        taken: list[Int64s] = []
        while count > 0:
            piece = self.starts[0]
            if isinstance(piece, tuple):
                first, held = piece
                size = min(count, held)
                taken.append(np.arange(first, first + size, dtype=np.int64))
                self.starts[0] = (first + size, held - size)
            else:
                held = len(piece)
                size = min(count, held)
                taken.append(piece[:size])
                self.starts[0] = piece[size:]
            if size == held:
                self.starts.pop(0)
            count -= size
        return np.concatenate(taken) if taken else np.empty(0, np.int64)


def scan(
    data: mmap.mmap, start: int, line: int, delimiter: int, quote: int | None, chunk_bytes: int = CHUNK
) -> Scan | None:
    """Scan from byte `start`, which is on physical line `line`, to the end.

    Returns None for anything that needs the precise way: a NUL, a quote that does not open or close a whole field or
    never closes, a CR outside quotes that ends no line with its LF.
    """
    content = np.frombuffer(data, np.uint8)
    end = len(content)
    state = _State(line, line, start - 1)
    result = Scan(0, 0, 0, [])
    for begin in range(start, end, chunk_bytes):
        chunk = content[begin : min(begin + chunk_bytes, end)]
        feeds = np.flatnonzero(chunk == _LF) + begin
        returns = np.flatnonzero(chunk == _CR) + begin
        quotes = np.flatnonzero(chunk == quote) + begin if quote is not None else _NONE
        if (
            np.count_nonzero(chunk) != len(chunk)
            or not _returns_hold(content, returns, quotes, state.parity)
            or not _quotes_hold(content, quotes, state.parity, delimiter)
        ):
            return None
        if feeds.size:
            _note(result, state, content, feeds, quotes)
        state.parity = (state.parity + len(quotes)) % 2
        # Pages already read would otherwise count as this process's memory.
        data.madvise(mmap.MADV_DONTNEED, begin // mmap.PAGESIZE * mmap.PAGESIZE, len(chunk))
    if state.parity:
        return None
    if end > start and content[-1] != _LF:
        result.records += 1
        result.starts.append((state.record_start, 1))
        state.line += 1
    result.lines = state.line - line
    return result


_NONE: Int64s = np.empty(0, np.int64)


@dataclass
class _State:
    """What one chunk hands to the next: the line it is on, where its record began, the last LF, inside quotes or not."""

    line: int
    record_start: int
    last_feed: int
    parity: int = 0


def _returns_hold(content: Bytes, returns: Int64s, quotes: Int64s, parity: int) -> bool:
    """Whether every CR outside quotes stands before an LF."""
    if not returns.size:
        return True
    bare = returns[content[np.minimum(returns + 1, len(content) - 1)] != _LF]
    return bool(np.all((np.searchsorted(quotes, bare) + parity) % 2 == 1))


def _quotes_hold(content: Bytes, quotes: Int64s, parity: int, delimiter: int) -> bool:
    """Whether every opening quote begins a field, and every closing one ends it or is doubled."""
    if not quotes.size:
        return True
    quote = content[quotes[0]]
    opening, closing = quotes[parity::2], quotes[1 - parity :: 2]
    before = content[opening - 1]
    after = content[np.minimum(closing + 1, len(content) - 1)]
    starts = (before == delimiter) | (before == _LF) | (before == quote)
    ends = (after == delimiter) | (after == _LF) | (after == _CR) | (after == quote)
    return bool(starts.all() and ends.all())


def _note(result: Scan, state: _State, content: Bytes, feeds: Int64s, quotes: Int64s) -> None:
    """Add the records and blank lines that end at the LFs of one chunk."""
    if quotes.size or state.parity:
        outside = np.flatnonzero((np.searchsorted(quotes, feeds) + state.parity) % 2 == 0)
    else:
        outside = np.arange(len(feeds))
    gaps = np.diff(feeds, prepend=state.last_feed)[outside]
    blank = (gaps == 1) | ((gaps == 2) & (content[feeds[outside] - 1] == _CR))  # noqa: PLR2004
    if outside.size:
        starts = np.empty(len(outside), np.int64)
        starts[0] = state.record_start
        starts[1:] = state.line + outside[:-1] + 1
        blanks = int(np.count_nonzero(blank))
        count = len(outside) - blanks
        regular = not blanks and int(starts[-1]) - int(starts[0]) == count - 1
        result.starts.append((int(starts[0]), count) if regular else starts[~blank])
        result.records += count
        result.blank += blanks
        state.record_start = state.line + int(outside[-1]) + 1
    state.line += len(feeds)
    state.last_feed = int(feeds[-1])
