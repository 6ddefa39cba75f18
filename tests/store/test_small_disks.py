"""A load on a disk that really fills up, or with too few open files: the graph is the old one or the new one.

`make full-disks` tries forty random disks of each kind; the test suite takes a few.
"""

from __future__ import annotations

import contextlib
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from loads import made, on_record, run, sheets

from socialgraph.project.settings import Project

pytestmark = pytest.mark.slow

DISKS = int(os.environ.get("SOCIALGRAPH_FULL_DISKS", "2"))
SEED = int(os.environ.get("SOCIALGRAPH_SEED", "7"))
LEAST_KB, MOST_KB = 30, 24_000  # from not a page to more than the load takes
LEAST_FILES, MOST_FILES = 24, 400
SMALL, LARGE = (20, 20, True), (600, 600, True)  # flats and people on record, everybody once
NOTHING = (0, 0, True)


def draws(kind: str, least: int, most: int) -> list[int]:
    """So many numbers between two, evenly on a logarithmic scale; the same for the same seed."""
    rng = random.Random(f"{kind}:{SEED}")
    return [round(least * (most / least) ** rng.random()) for _ in range(DISKS)]


@contextlib.contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[Path]:
    """A file system of that size; skipped where nobody may mount one."""
    folder.mkdir()
    options = ["-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs"]
    if subprocess.run(["mount", *options, folder], capture_output=True, check=False).returncode:
        pytest.skip("no file system can be mounted here: the full disk is only simulated")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", folder], check=False)


def load_unguarded(project: Project, folder: Path, before: str = "") -> subprocess.CompletedProcess[str]:
    """Load in a process of its own, in which nobody looks for room or for open files before it begins."""
    code = f"""
import resource
from socialgraph.store.disk import guarding, open_files
import socialgraph.office.load as load
guarding.RESERVE_BYTES, load._GROWTH, open_files._LEAST_FILES = 0, 0, 0
{before}
from socialgraph.cli import main
main(["load", {str(folder)!r}, "--project", {str(project.folder)!r}, "--lang", "en"])
"""
    # what this process told its own engine is not what a command begins with
    own = {name: value for name, value in os.environ.items() if not name.startswith("ARCADEDB_")}
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=300, env=own
    )


def must_be_whole(project: Project, done: subprocess.CompletedProcess[str], old: tuple[int, int, bool]) -> None:
    """The old graph after a failure, the new one after a success; one line is said, and the log holds."""
    assert "Traceback" not in done.stderr, done.stderr
    assert done.returncode in (0, 1), done.stderr
    assert not done.returncode or [line[:6] for line in done.stderr.splitlines() if line] == ["Error:"], done.stderr
    print("left:", done.stderr if done.returncode else "the new graph")  # shown by -rP
    assert on_record(project) == (old if done.returncode else LARGE), done.stderr
    assert sorted(path.name for path in project.working_folder().glob("graph*")) == ["graph"]
    verified = run(project, "audit", "verify")
    assert verified.exit_code == 0, verified.output


@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="mounting needs Linux and root")
@pytest.mark.parametrize(
    ("is_first", "left_kb"),
    [(is_first, kb) for is_first in (True, False) for kb in draws(f"disk {is_first}", LEAST_KB, MOST_KB)],
)
def test_a_load_on_a_full_disk_leaves_the_old_graph_or_the_new(tmp_path: Path, is_first: bool, left_kb: int) -> None:
    """The first load into a project, and one over a graph that is there."""
    large = sheets(tmp_path / "large", 60)
    with small_disk(tmp_path / "disk", 160) as disk:
        project = made(disk / "office")
        copy = 0
        if not is_first:
            assert run(project, "load", sheets(tmp_path / "small", 2)).exit_code == 0
            graph = project.working_folder() / "graph"
            copy = sum(path.stat().st_size for path in graph.rglob("*") if path.is_file())
        usage = os.statvfs(disk)
        with (disk / "filler").open("wb") as filler:
            os.posix_fallocate(filler.fileno(), 0, usage.f_bavail * usage.f_frsize - copy - left_kb * 1024)
        done = load_unguarded(project, large)
        (disk / "filler").unlink()
        must_be_whole(project, done, NOTHING if is_first else SMALL)
        assert run(project, "load", large).exit_code == 0
        assert on_record(project) == LARGE


@pytest.mark.skipif(os.name != "posix", reason="limits are POSIX")
@pytest.mark.parametrize(
    ("is_first", "files"),
    [(is_first, files) for is_first in (True, False) for files in draws(f"files {is_first}", LEAST_FILES, MOST_FILES)],
)
def test_a_load_with_too_few_open_files_leaves_the_old_graph_or_the_new(
    tmp_path: Path, is_first: bool, files: int
) -> None:
    large = sheets(tmp_path / "large", 60)
    project = made(tmp_path / "office")
    if not is_first:
        assert run(project, "load", sheets(tmp_path / "small", 2)).exit_code == 0
    done = load_unguarded(project, large, f"resource.setrlimit(resource.RLIMIT_NOFILE, ({files}, {files}))")
    must_be_whole(project, done, NOTHING if is_first else SMALL)
    assert run(project, "load", large).exit_code == 0
    assert on_record(project) == LARGE
