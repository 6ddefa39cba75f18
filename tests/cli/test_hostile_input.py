"""What somebody puts in the program's way on purpose: one line on the screen, nothing obeyed, nothing hung."""

from __future__ import annotations

import ast
import datetime as dt
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from socialgraph.cli import main
from socialgraph.errors import StoreError
from socialgraph.office.session import snapshot_path
from socialgraph.privacy.keys import Keys
from socialgraph.project.settings import Project, write_project
from socialgraph.store import embedded
from socialgraph.town.file import load_town, save_town

ROOT = Path(__file__).parents[2]
ESC = "\x1b]0;owned\x07\x1b[2J\u202e"
PURPOSE = {"handler": "甲", "purpose": "乙", "legal_basis": "丙", "assessment": "丁", "grievance": "戊"}


def run(project: Project, *words: str | Path) -> Result:
    arguments = [str(word) for word in (*words, "--project", project.folder, "--lang", "en")]
    return CliRunner().invoke(main, arguments)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return write_project(
        tmp_path / "office", **PURPOSE, retention_end=dt.date(2099, 1, 1), lang="en", key_id=Keys.ensure().key_id
    )


@pytest.fixture
def loaded(project: Project, tmp_path: Path) -> Project:
    """Two flats, one of which asked to be left alone; an offer with a terminal's commands in it."""
    folder = tmp_path / "tables"
    folder.mkdir()
    at = {"building": ["5", "5"], "door": ["", ""], "room": ["101", "201"]}
    dossiers = pd.DataFrame(at | {"owner_name": ["甲一", "甲二"], "do_not_contact": ["false", "true"]})
    dossiers.to_csv(folder / "dossiers.csv", index=False)
    register = pd.DataFrame(at | {"floor": ["1", "2"], "stack": ["1", "1"], "stack_source": ["drawing"] * 2})
    register.to_csv(folder / "flats.csv", index=False)
    offer = pd.DataFrame({name: value[:1] for name, value in at.items()} | {"concern": ["noise_dust_water"]})
    offer.assign(measure=[f"水{ESC}点"]).to_csv(folder / "measures.csv", index=False)
    assert run(project, "load", folder).exit_code == 0
    return project


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_is_refused_and_not_waited_for(project: Project, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "走访.xlsx")
    result = run(project, "load", tmp_path / "走访.xlsx")
    assert (result.exit_code, "a pipe or a device" in result.output) == (1, True)


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no devices here")
def test_a_device_is_refused_and_not_read_without_an_end(project: Project, tmp_path: Path) -> None:
    (tmp_path / "台账.xlsx").symlink_to("/dev/zero")
    result = run(project, "load", tmp_path / "台账.xlsx")
    assert (result.exit_code, "a pipe or a device" in result.output) == (1, True)


@pytest.mark.parametrize("store", [("--store", "neo4j"), ()])
def test_a_password_in_the_address_is_refused_and_neither_kept_nor_shown(
    tmp_path: Path, store: tuple[str, ...]
) -> None:
    words = [word for name, value in PURPOSE.items() for word in (f"--{name.replace('_', '-')}", value)]
    words += ["--retention-end", "2099-01-01", *store, "--uri", "bolt://neo4j:geheim@127.0.0.1:7687"]
    result = CliRunner().invoke(main, ["init", *words, "--project", str(tmp_path / "p"), "--lang", "en"])
    kept = [path for path in tmp_path.rglob("*") if path.is_file() and b"geheim" in path.read_bytes()]
    assert (result.exit_code, "without user and password" in result.output, "geheim" in result.output) == (
        1,
        True,
        False,
    )
    assert kept == []


def test_no_cell_and_no_file_name_commands_the_terminal(loaded: Project, tmp_path: Path) -> None:
    evil = tmp_path / f"{ESC}.csv"
    evil.write_text(f"楼号,房号,业主{ESC}\n5,301,甲三{ESC}\n", encoding="utf-8")
    results = [
        run(loaded, "explain", "5-101"),
        run(loaded, "suggest"),
        run(loaded, "preview", evil),
        run(loaded, f"{ESC}"),
    ]
    results += [run(loaded, "load", tmp_path / f"no{ESC}where.xlsx"), run(loaded, "suggest", f"9-9{ESC}")]
    assert any("点" in one.output for one in results)
    assert [one.output for one in results if any(sign in one.output for sign in "\x1b\x07\u202e")] == []


def test_a_command_to_the_terminal_in_a_files_name_breaks_no_workbook(loaded: Project, tmp_path: Path) -> None:
    (tmp_path / f"{ESC}.csv").write_text(
        f"楼号,单元,房号,产权人{ESC},意见\n1,,101,测{ESC}试,同{ESC}意吗\n", encoding="utf-8"
    )
    result = run(loaded, "load", tmp_path / f"{ESC}.csv")
    assert (result.exit_code, result.exception, "\x1b" in result.output) == (0, None, False), result.output
    books = list(loaded.folder.glob("*.xlsx"))
    assert books
    assert all(load_workbook(book).sheetnames for book in books)


def test_one_function_prints() -> None:
    """Whatever is printed passes the one place that takes out what a terminal would obey."""
    printing = [
        f"{path.name}:{node.lineno}"
        for path in [*(ROOT / "socialgraph").rglob("*.py"), *(ROOT / "loaders").rglob("*.py")]
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("click.echo", "click.secho", "print")
        if path.name != "speaking.py"
    ]
    assert printing == []


def test_a_snapshot_with_other_values_is_not_believed(loaded: Project) -> None:
    path = snapshot_path(loaded)
    assert run(loaded, "isolated").exit_code == 0
    town = load_town(path)
    assert town.households.stopped.any()
    object.__setattr__(town.households, "stop", np.zeros_like(town.households.stop))
    save_town(town, path)  # a valid file of a town in which nobody asked to be left alone
    result = run(loaded, "isolated", "--format", "csv")
    assert "nothing in it is believed" in result.stderr
    assert "5-201" not in result.stdout
    assert load_town(path).households.stopped.any()
    assert "believed" not in run(loaded, "isolated").stderr


def test_another_projects_snapshot_is_not_believed_either(loaded: Project) -> None:
    path = snapshot_path(loaded)
    run(loaded, "isolated")
    path.with_name("town.npz.seal").write_bytes(b"0" * 128)
    assert "nothing in it is believed" in run(loaded, "diagnose").stderr


def test_a_port_that_another_program_took_is_said_as_that(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class EngineError(Exception):
        pass

    class Server:
        def start(self) -> None:
            raise EngineError("Unable to listen to a Bolt port on 127.0.0.1")

    class Engine:
        ArcadeDBError = EngineError

        def create_server(self, *_: object) -> Server:
            return Server()

    monkeypatch.setattr(embedded, "_engine", lambda _log: Engine())
    with pytest.raises(StoreError, match="no free port"), embedded.running(tmp_path):
        pass


@pytest.mark.skipif(os.name != "posix", reason="signals are POSIX")
@pytest.mark.parametrize("after", [0.3, 3.0])
def test_an_interrupt_ends_with_one_line_and_its_own_code(loaded: Project, after: float) -> None:
    """Wherever it hits: while modules are read, while the engine starts, while something is computed."""
    code = f"""
import os, signal, threading
import socialgraph.cli as cli
threading.Timer({after}, lambda: os.kill(os.getpid(), signal.SIGINT)).start()
while True:
    try:
        cli.main(["diagnose", "--project", {str(loaded.folder)!r}, "--lang", "en"])
    except SystemExit as ending:
        if ending.code:
            raise
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=120)
    assert (done.returncode, "Traceback" in done.stderr) == (130, False), done.stderr
    assert done.stderr.strip().splitlines()[-1].startswith("Stopped")
