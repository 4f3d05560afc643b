"""A run may be cut off at any instant: a plain rerun gives what an undisturbed run gives, no file lost or doubled."""

import json
import os
import random
import signal
import subprocess
from pathlib import Path

import pytest

from tests.command import EXTRACTS, ROOT, clean_environment, command, rapport

KILLS = int(os.environ.get("RAPPORT_TEST_KILLS", "1"))
SEED = int(os.environ.get("RAPPORT_TEST_SEED", "0")) or random.SystemRandom().randrange(1, 2**31)


@pytest.fixture(scope="session")
def undisturbed(sample: Path) -> tuple[dict[str, bytes], dict[str, int], float]:
    """Parquet bytes and receipts of a run that nobody disturbed, and its seconds."""
    run = json.loads((sample / "releases" / "current" / "run.json").read_text(encoding="utf-8"))
    return published(sample), receipts(sample), sum(run["phases"].values())


def published(home: Path) -> dict[str, bytes]:
    folder = (home / "releases" / "current").resolve()
    return {path.name: path.read_bytes() for path in folder.rglob("*.parquet")}


def receipts(home: Path) -> dict[str, int]:
    """Deliveries of each file by name, with the records they loaded."""
    counted: dict[str, int] = {}
    for path in (home / "lake" / "raw").glob("[!.]*/*/*/*/receipts/*.json"):
        receipt = json.loads(path.read_text(encoding="utf-8"))
        assert receipt["file"] not in counted, f"{receipt['file']} was loaded twice"
        counted[receipt["file"]] = receipt["loaded"]
    return counted


@pytest.mark.parametrize("number", range(KILLS))
def test_a_rerun_after_a_kill_gives_the_same_bytes(
    number: int, undisturbed: tuple[dict[str, bytes], dict[str, int], float], tmp_path: Path
) -> None:
    bytes_due, receipts_due, seconds = undisturbed
    instant = random.Random(f"{SEED}/{number}").uniform(0, seconds)
    home = tmp_path / "workspace"

    process = subprocess.Popen(
        command("run", "--landing", EXTRACTS, home=home),
        cwd=ROOT,
        env=clean_environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(instant)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    answer = rapport("run", "--landing", EXTRACTS, home=home)

    told = f"seed {SEED}, kill {number} after {instant:.2f} s of {seconds:.2f} s\n{answer.err}"
    assert answer.code == 0, told
    assert published(home) == bytes_due, told
    assert receipts(home) == receipts_due, told
    again = rapport("run", "--landing", EXTRACTS, home=home)
    assert "nothing new" in again.err, told
