"""Things in the landing folder that are no readable file in its place."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.hostile.deliveries import Deliveries, assert_refused

GOOD = b"id,name\n1,a\n"
NOBODY = 65_534


def test_a_directory_where_a_file_should_be_is_refused(desk: Deliveries) -> None:
    (desk.landing / "desk" / "t.csv").mkdir(parents=True)
    desk.deliver("good.csv", GOOD)
    refused, loaded = sorted(desk.load(), key=lambda outcome: outcome.status, reverse=True)
    assert_refused(refused, "desk/t.csv", "directory where a file should be", "move its files")
    assert loaded.loaded == 1


def test_a_directory_below_an_instance_is_refused(desk: Deliveries) -> None:
    (desk.landing / "desk" / "emea" / "2026").mkdir(parents=True)
    assert_refused(desk.load_one(), "desk/emea/2026", "directory where a file should be")


def test_an_unknown_system_is_refused_with_the_known_ones(desk: Deliveries) -> None:
    (desk.landing / "dest").mkdir(parents=True)
    assert_refused(desk.load_one(), "'dest' is no known system", "known: desk", "rename the folder")


def test_a_file_outside_any_system_is_refused(desk: Deliveries) -> None:
    desk.landing.mkdir()
    (desk.landing / "t.csv").write_bytes(GOOD)
    assert_refused(desk.load_one(), "outside any system's folder", "move it")


def test_a_loop_of_links_is_refused(desk: Deliveries) -> None:
    desk.deliver("good.csv", GOOD)
    (desk.landing / "desk" / "loop.csv").symlink_to("loop.csv")
    loaded, refused = desk.load()
    assert_refused(refused, "desk/loop.csv", "cannot be read", "mend the link")
    assert loaded.loaded == 1


LOADING = """
import os, sys
from pathlib import Path
from tests.hostile.deliveries import Deliveries

# One load beforehand: what Python imports late may stand where only root can read.
first, home = Deliveries(Path(sys.argv[1])), Deliveries(Path(sys.argv[2]))
first.deliver("first.csv", b"id,name\\n1,a\\n")
first.load()
if os.geteuid() == 0:
    os.setgroups([])
    os.setgid(int(sys.argv[3]))
    os.setuid(int(sys.argv[3]))
for outcome in home.load():
    print(outcome.status, outcome.message or outcome.loaded)
"""


def test_a_file_without_permission_is_refused_and_the_others_load(desk: Deliveries) -> None:
    root = Path(__file__).resolve().parents[2]
    with TemporaryDirectory() as folder:
        home = Deliveries(Path(folder))
        paths = [home.deliver("closed.csv", GOOD), home.deliver("open.csv", GOOD)]
        paths[0].chmod(0)
        if os.geteuid() == 0:
            for path in (home.home, home.landing, paths[0].parent, *paths):
                os.chown(path, NOBODY, NOBODY)
        result = subprocess.run(
            [sys.executable, "-c", LOADING, str(desk.home), folder, str(NOBODY)],
            cwd=root,
            env={**os.environ, "PYTHONPATH": str(root)},
            capture_output=True,
            text=True,
            check=False,
        )
    assert result.stdout.splitlines() == [
        "refused desk/closed.csv: it cannot be read: Permission denied; mend the permissions of the file",
        "loaded 1",
    ], result.stderr
