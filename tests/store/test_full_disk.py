"""A load on a full disk, or with too few open files, leaves the graph as it was before, or as it is after."""

from __future__ import annotations

import contextlib
import datetime as dt
import errno
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner, Result

from socialgraph.cli import main
from socialgraph.office.session import opened_store
from socialgraph.privacy.keys import Keys
from socialgraph.project.settings import Project, write_project
from socialgraph.store.bolt import Bolt
from socialgraph.store.disk import guarding

PURPOSE = {"handler": "甲", "purpose": "乙", "legal_basis": "丙", "assessment": "丁", "grievance": "戊"}


def sheets(folder: Path, floors: int) -> Path:
    """A register and dossiers of so many floors, ten flats each."""
    folder.mkdir(parents=True, exist_ok=True)
    rooms = [f"{floor}{flat:02d}" for floor in range(1, floors + 1) for flat in range(1, 11)]
    at = {"building": "5", "door": "", "room": rooms}
    register = pd.DataFrame(at | {"floor": [room[:-2] for room in rooms], "stack": [room[-2:] for room in rooms]})
    register.assign(stack_source="drawing").to_csv(folder / "flats.csv", index=False)
    pd.DataFrame(at | {"owner_name": [f"户{room}" for room in rooms]}).to_csv(folder / "dossiers.csv", index=False)
    return folder


def run(project: Project, *words: str | Path) -> Result:
    return CliRunner().invoke(main, [*map(str, words), "--project", str(project.folder), "--lang", "en"])


def on_record(project: Project) -> tuple[int, int, bool]:
    """Flats and people in the graph, and whether everybody is there once."""
    with opened_store(project) as store:
        records = store.read(["flats", "persons"])
    return len(records["flats"]), len(records["persons"]), records["persons"]["person"].is_unique


def made(folder: Path) -> Project:
    key = Keys.ensure().key_id
    return write_project(folder, **PURPOSE, retention_end=dt.date(2099, 1, 1), lang="en", key_id=key)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Twenty flats are in the graph."""
    project = made(tmp_path / "office")
    assert run(project, "load", sheets(tmp_path / "small", 2)).exit_code == 0
    return project


def test_without_room_nothing_is_begun(project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guarding, "RESERVE_BYTES", 10**18)
    said = run(project, "load", sheets(tmp_path / "large", 9))
    assert (said.exit_code, "make room" in said.output) == (1, True)
    assert on_record(project) == (20, 20, True)


@pytest.mark.parametrize("batch", [1, 3, 8])
def test_a_disk_that_fills_up_meanwhile_leaves_the_old_graph(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, batch: int
) -> None:
    write, calls = Bolt.write, []

    def full(self: Bolt, statements: list[tuple[str, dict[str, object]]]) -> object:
        calls.append(statements)
        if len(calls) > batch:
            raise OSError(errno.ENOSPC, "No space left on device")
        return write(self, statements)

    with monkeypatch.context() as patched:
        patched.setattr(Bolt, "write", full)
        said = run(project, "load", sheets(tmp_path / "large", 9))
    assert (said.exit_code, "Traceback" in said.output) == (1, False)
    assert on_record(project) == (20, 20, True)
    assert sorted(path.name for path in project.working_folder().glob("graph*")) == ["graph"]
    assert run(project, "load", tmp_path / "large").exit_code == 0
    assert on_record(project) == (90, 90, True)


def test_a_graph_that_does_not_read_as_it_was_written_is_put_back(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The engine says nothing, and pages are missing when it is opened again."""
    free = iter([10**12])
    with monkeypatch.context() as patched:
        usage = guarding.shutil.disk_usage(tmp_path)
        patched.setattr(guarding.shutil, "disk_usage", lambda _: usage._replace(free=next(free, 0)))
        read = guarding.fingerprint
        states = iter([{"flats": (90, 1)}])
        patched.setattr(guarding, "fingerprint", lambda bolt: next(states, None) or read(bolt))
        patched.setattr("socialgraph.store.store.fingerprint", lambda _: {"flats": (90, 2)})
        said = run(project, "load", sheets(tmp_path / "large", 9))
    assert (said.exit_code, "as it was before" in said.output) == (1, True)
    assert on_record(project) == (20, 20, True)


def test_on_a_tight_disk_a_load_that_went_well_stays(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    free = iter([10**12])
    usage = guarding.shutil.disk_usage(tmp_path)
    with monkeypatch.context() as patched:
        patched.setattr(guarding.shutil, "disk_usage", lambda _: usage._replace(free=next(free, 0)))
        said = run(project, "load", sheets(tmp_path / "large", 9))
    assert said.exit_code == 0, said.output
    assert on_record(project) == (90, 90, True)


def test_a_copy_that_a_killed_load_left_is_used_where_the_graph_is_unreadable(project: Project, tmp_path: Path) -> None:
    graph = project.working_folder() / guarding.GRAPH
    guarding._copied(graph, project.working_folder() / guarding.COPY)
    for path in graph.rglob("*"):
        if path.is_file():
            path.write_bytes(b"")
    assert run(project, "load", sheets(tmp_path / "large", 9)).exit_code == 0
    assert on_record(project) == (90, 90, True)


@contextlib.contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[Path]:
    """A file system of that size; skipped where nobody may mount one."""
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", folder], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("no file system can be mounted here: the full disk is only simulated")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", folder], check=False)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="mounting needs Linux and root")
@pytest.mark.parametrize("left_kilobytes", [200, 900, 2_500, 6_000])
def test_a_load_on_a_small_disk_leaves_the_old_graph_or_the_new(tmp_path: Path, left_kilobytes: int) -> None:
    """The check of free space is switched off here, so that the disk fills up in the middle of the work."""
    large = sheets(tmp_path / "large", 60)
    with small_disk(tmp_path / "disk", 160) as disk:
        project = made(disk / "office")
        assert run(project, "load", sheets(tmp_path / "small", 2)).exit_code == 0
        copy = sum(path.stat().st_size for path in (project.working_folder() / "graph").rglob("*") if path.is_file())
        usage = os.statvfs(disk)
        free = usage.f_bavail * usage.f_frsize
        (disk / "filler").write_bytes(b"\0" * max(0, free - copy - left_kilobytes * 1024))
        code = f"""
import sys
from socialgraph.store.disk import guarding
import socialgraph.office.load as load
guarding.RESERVE_BYTES, load._GROWTH = 0, 0
from socialgraph.cli import main
main(["load", {str(large)!r}, "--project", {str(project.folder)!r}, "--lang", "en"])
"""
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=300)
        assert "Traceback" not in done.stderr, done.stderr
        (disk / "filler").unlink()
        assert on_record(project) == ((20, 20, True) if done.returncode else (600, 600, True))
        assert run(project, "load", large).exit_code == 0
        assert on_record(project) == (600, 600, True)


@pytest.mark.skipif(os.name != "posix", reason="limits are POSIX")
def test_too_few_open_files_are_told_before_anything_is_done(project: Project) -> None:
    code = f"""
import resource
resource.setrlimit(resource.RLIMIT_NOFILE, (128, 128))
from socialgraph.cli import main
main(["diagnose", "--project", {str(project.folder)!r}, "--lang", "en"])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=120)
    assert (done.returncode, "Traceback" in done.stderr) == (1, False), done.stderr
    assert "ulimit -n" in done.stderr
    assert on_record(project) == (20, 20, True)


def test_a_copy_that_does_not_fit_is_told_before_anything_is_done(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(guarding.shutil, "copytree", full)
        said = run(project, "load", sheets(tmp_path / "large", 9))
    assert (said.exit_code, "before the load began" in said.output) == (1, True)
    assert on_record(project) == (20, 20, True)
