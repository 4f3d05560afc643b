"""Physical lines are found by number without going through the lines between."""

from __future__ import annotations

import mmap
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestration.landing.lines import mapped, offsets_of_lines


def naive(content: bytes, newline: bytes) -> list[int]:
    """Where each line starts, split by Python."""
    starts, offset = [], 0
    for line in content.split(newline):
        starts.append(offset)
        offset += len(line) + 1
    return starts[:-1] if content.endswith(newline) else starts


@given(st.lists(st.binary(max_size=5).map(lambda b: b.replace(b"\n", b"").replace(b"\r", b"")), min_size=1), st.data())
def test_lines_start_where_a_split_says(lines: list[bytes], data: st.DataObject) -> None:
    newline = data.draw(st.sampled_from([b"\n", b"\r"]))
    content = newline.join(lines) + newline
    with mmap.mmap(-1, len(content)) as memory:
        memory[:] = content
        starts = naive(content, newline)
        wanted = sorted(data.draw(st.sets(st.integers(1, len(starts)))))

        assert list(offsets_of_lines(memory, wanted)) == [starts[number - 1] for number in wanted]


@pytest.mark.parametrize("longest", [3, 300, 2_000_000])
def test_lines_are_found_across_the_pieces_of_a_large_file(tmp_path: Path, longest: int) -> None:
    chance = random.Random(7)
    lengths = (chance.randrange(longest) for _ in range(max(3, 4_000_000 // longest)))
    content = b"".join(b"x" * length + b"\n" for length in lengths)
    (tmp_path / "large").write_bytes(content)
    starts = naive(content, b"\n")
    wanted = sorted(chance.sample(range(1, len(starts) + 1), min(500, len(starts))))
    with mapped(tmp_path / "large") as data:
        assert list(offsets_of_lines(data, wanted)) == [starts[number - 1] for number in wanted]
        assert list(offsets_of_lines(data, [len(starts)])) == [starts[-1]]
