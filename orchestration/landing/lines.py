"""Physical lines: they end at LF or CRLF, or at CR in a file that has no LF at all."""

from __future__ import annotations

import mmap
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from orchestration.landing.encodings import CHUNK

_PIECE = 1 << 20


@contextmanager
def mapped(path: Path) -> Iterator[mmap.mmap]:
    """Map a file that is not empty into memory for reading."""
    with path.open("rb") as file:
        # Not closed by hand: arrays over it may outlive the block, and the last one closes it.
        yield mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


def newline_of(data: mmap.mmap | bytes) -> bytes:
    """Give the byte that ends a line in this file."""
    return b"\r" if data.find(b"\n") == -1 and data.find(b"\r") != -1 else b"\n"


def count_lines(path: Path) -> int:
    """Physical lines of a file, counted from its bytes alone: the oracle of the law of conservation."""
    feeds = returns = 0
    last = b""
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            feeds += chunk.count(b"\n")
            returns += chunk.count(b"\r")
            last = chunk[-1:]
    ends, end = (feeds, b"\n") if feeds else (returns, b"\r")
    return ends + (last not in (b"", end))


def offsets_of_lines(data: mmap.mmap, wanted: Iterable[int]) -> Iterator[int]:
    """Give the byte offset at which each wanted physical line starts; their numbers must ascend."""
    newline = newline_of(data)
    # In the piece being looked at begin the lines after `line`, at `starts`; other pieces are only counted.
    line, position = 1, 0
    starts = np.empty(0, np.int64)
    for number in wanted:
        while number > line + len(starts) and position < len(data):
            line += len(starts)
            starts = starts[:0]
            piece = data[position : position + _PIECE]
            count = piece.count(newline)
            if line + count < number:
                line += count
            else:
                starts = np.flatnonzero(np.frombuffer(piece, np.uint8) == newline[0]) + position + 1
            position += len(piece)
        yield int(starts[number - line - 1]) if number > 1 else 0
