"""A load on a full disk, or with too few open files, leaves the graph as it was before, or as it is after."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest
from loads import made, on_record, run, sheets

from socialgraph.project.settings import Project
from socialgraph.store.bolt import Bolt
from socialgraph.store.disk import guarding


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Twenty flats are in the graph."""
    project = made(tmp_path / "office")
    assert run(project, "load", sheets(tmp_path / "small", 2)).exit_code == 0
    return project


def test_without_room_nothing_is_begun(project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guarding, "RESERVE_BYTES", 10**18)
    result = run(project, "load", sheets(tmp_path / "large", 9))
    assert (result.exit_code, "make room" in result.output) == (1, True)
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
        result = run(project, "load", sheets(tmp_path / "large", 9))
    assert (result.exit_code, "Traceback" in result.output) == (1, False)
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
        result = run(project, "load", sheets(tmp_path / "large", 9))
    assert (result.exit_code, "as it was before" in result.output) == (1, True)
    assert on_record(project) == (20, 20, True)


def test_on_a_tight_disk_a_load_that_went_well_stays(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    free = iter([10**12])
    usage = guarding.shutil.disk_usage(tmp_path)
    with monkeypatch.context() as patched:
        patched.setattr(guarding.shutil, "disk_usage", lambda _: usage._replace(free=next(free, 0)))
        result = run(project, "load", sheets(tmp_path / "large", 9))
    assert result.exit_code == 0, result.output
    assert on_record(project) == (90, 90, True)


def test_a_copy_that_a_killed_load_left_is_used_where_the_graph_is_unreadable(project: Project, tmp_path: Path) -> None:
    graph = project.working_folder() / guarding.GRAPH
    guarding._copied(graph, project.working_folder() / guarding.COPY)
    for path in graph.rglob("*"):
        if path.is_file():
            path.write_bytes(b"")
    assert run(project, "load", sheets(tmp_path / "large", 9)).exit_code == 0
    assert on_record(project) == (90, 90, True)


@pytest.mark.skipif(os.name != "posix", reason="limits are POSIX")
def test_too_few_open_files_are_told_before_anything_is_done(project: Project) -> None:
    code = f"""
import resource
from socialgraph.cli import main
resource.setrlimit(resource.RLIMIT_NOFILE, (128, 128))
main(["diagnose", "--project", {str(project.folder)!r}, "--lang", "en"])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=120)
    assert (done.returncode, "Traceback" in done.stderr) == (1, False), done.stderr
    assert "ulimit -n" in done.stderr
    assert on_record(project) == (20, 20, True)


def test_without_room_for_a_copy_of_the_graph_nothing_is_begun_however_large_it_is(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = guarding.shutil.disk_usage(tmp_path)
    with monkeypatch.context() as patched:
        patched.setattr(guarding, "_size", lambda _: 10 * 2**30)
        patched.setattr(guarding.shutil, "disk_usage", lambda _: usage._replace(free=9 * 2**30))
        result = run(project, "load", sheets(tmp_path / "large", 9))
    assert (result.exit_code, "make room" in result.output) == (1, True)
    assert on_record(project) == (20, 20, True)


def test_a_copy_that_does_not_fit_is_told_before_anything_is_done(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(guarding.shutil, "copytree", full)
        result = run(project, "load", sheets(tmp_path / "large", 9))
    assert (result.exit_code, "before the load began" in result.output) == (1, True)
    assert on_record(project) == (20, 20, True)
