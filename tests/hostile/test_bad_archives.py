"""Archives that are broken, too large, or try to leave their place: nothing of them is loaded."""

from __future__ import annotations

import gzip
import io
import zipfile
from dataclasses import replace

import pytest

from orchestration.landing.unpack import Limits
from tests.hostile.deliveries import Deliveries, assert_refused

GOOD = b"id,name\n1,a\n"


def zipped(*members: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return target.getvalue()


def symlink() -> zipfile.ZipInfo:
    info = zipfile.ZipInfo("link.csv")
    info.external_attr = 0o120777 << 16
    return info


@pytest.mark.parametrize(
    ("member", "said"),
    [
        ("../out.csv", "leads outside"),
        ("a/../../out.csv", "leads outside"),
        ("/etc/out.csv", "absolute"),
        ("C:/out.csv", "absolute"),
        ("a\\out.csv", "backslash"),
        (symlink(), "symbolic link"),
    ],
)
def test_a_member_that_leads_outside_refuses_the_whole_zip(
    desk: Deliveries, member: str | zipfile.ZipInfo, said: str
) -> None:
    desk.deliver("b.zip", zipped(("good.csv", GOOD), (member, GOOD)))
    assert_refused(desk.load_one(), "desk/b.zip", said, "nothing of it is loaded", "pack it again")
    assert desk.entries() == []


def test_a_member_named_twice_refuses_the_whole_zip(desk: Deliveries) -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        content = zipped(("a.csv", GOOD), ("a.csv", GOOD))
    desk.deliver("b.zip", content)
    assert_refused(desk.load_one(), "'a.csv' stands in it twice")


def test_an_encrypted_member_refuses_the_whole_zip(desk: Deliveries) -> None:
    content = bytearray(zipped(("a.csv", GOOD)))
    content[content.index(b"PK\x01\x02") + 8] |= 1
    desk.deliver("b.zip", bytes(content))
    assert_refused(desk.load_one(), "'a.csv' is encrypted", "without a password")


def test_a_truncated_zip_is_refused(desk: Deliveries) -> None:
    desk.deliver("b.zip", zipped(("a.csv", GOOD * 1000))[:-30])
    assert_refused(desk.load_one(), "corrupt or cut short", "transfer the file again")


def test_a_zip_with_a_wrong_checksum_loads_nothing(desk: Deliveries) -> None:
    content = zipped(("a.csv", GOOD), ("b.csv", b"id,name\n2,b\n"))
    damaged = content.replace(zipfile.ZipFile(io.BytesIO(content)).getinfo("b.csv").CRC.to_bytes(4, "little"), b"0000")
    desk.deliver("b.zip", damaged)
    assert_refused(desk.load_one(), "corrupt or cut short")
    assert desk.entries() == []


def test_an_archive_inside_an_archive_is_refused(desk: Deliveries) -> None:
    desk.deliver("b.zip", zipped(("inner.zip", zipped(("a.csv", GOOD)))))
    assert_refused(desk.load_one(), "archive inside an archive")


@pytest.mark.parametrize("content", [gzip.compress(GOOD)[:-9], gzip.compress(GOOD)[:-8] + b"\0" * 8])
def test_a_corrupt_gzip_is_refused(desk: Deliveries, content: bytes) -> None:
    desk.deliver("t.csv.gz", content)
    assert_refused(desk.load_one(), "desk/t.csv.gz", "gzip is corrupt", "transfer the file again")


@pytest.mark.parametrize("limits", [Limits(member_bytes=10_000), Limits(total_bytes=10_000)])
def test_an_archive_larger_than_the_limits_is_refused(desk: Deliveries, limits: Limits) -> None:
    desk.limits = limits
    desk.deliver("b.zip", zipped(("a.csv", GOOD + b"2,b\n" * 10_000)))
    assert_refused(desk.load_one(), "more than the limits allow", "smaller parts")


def test_a_bomb_is_refused_by_its_ratio(desk: Deliveries) -> None:
    desk.deliver("bomb.gz", gzip.compress(b"\n" * (101 << 20)))
    assert_refused(desk.load_one(), "200 times its size")


def test_members_of_a_zip_and_a_gzip_inside_it_load_with_the_archive_named(desk: Deliveries) -> None:
    desk.deliver("b.zip", zipped(("x/a.csv", GOOD), ("b.csv.gz", gzip.compress(b"id,name\n2,b\n")), ("x/.hidden", b"")))
    assert [o.file for o in desk.load()] == ["desk/b.zip!b.csv.gz", "desk/b.zip!x/a.csv"]
    assert sorted(desk.rows()) == [("1", "a"), ("2", "b")]
    containers = {entry.receipt.container_sha256 for entry in desk.entries()}
    assert len(containers) == 1
    assert None not in containers


def test_a_defective_limit_would_not_stop_an_honest_archive(desk: Deliveries) -> None:
    desk.limits = replace(desk.limits, ratio=1)
    desk.deliver("b.zip", zipped(("a.csv", GOOD + b"2,b\n" * 10_000)))
    assert desk.load_one().loaded == 10_001
