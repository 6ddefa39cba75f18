"""Safeguard: without a complete purpose that has not ended, nothing is loaded, suggested, assigned or exported."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from socialgraph.cli import main
from socialgraph.project.settings import PURPOSE_FIELDS, write_project

PURPOSE: dict[str, Any] = {
    "handler": "示例街道办事处",
    "purpose": "核实并协商示例小区上下水改造",
    "legal_basis": "个人信息保护法第十三条第一款第三项",
    "assessment": "PIA-2026-001",
    "retention_end": dt.date(2099, 12, 31),
    "grievance": "示例社区书记室 010-00000000",
}
COMMANDS = {
    "load": ["load", "{sheets}"],
    "suggest": ["suggest"],
    "assign": ["assign"],
    "export": ["export", "--confirmed-by", "示例书记"],
}


def run(command: str, folder: Path, sheets: Path) -> Result:
    arguments = [part.format(sheets=sheets) for part in COMMANDS[command]]
    return CliRunner().invoke(main, [*arguments, "--project", str(folder)])


@pytest.fixture
def sheets(tmp_path: Path) -> Path:
    folder = tmp_path / "sheets"
    folder.mkdir()
    (folder / "dossiers.csv").write_text("building,door,room,owner_name\n1,1,101,户主样例\n", encoding="utf-8")
    return folder


@pytest.mark.parametrize("command", COMMANDS)
def test_without_a_project_file_nothing_is_done(command: str, tmp_path: Path, sheets: Path) -> None:
    result = run(command, tmp_path, sheets)
    assert (result.exit_code, "socialgraph init" in result.output) == (1, True)
    assert not (tmp_path / ".socialgraph").exists()


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("missing", PURPOSE_FIELDS)
def test_a_half_filled_purpose_stops_the_command_and_names_the_field(
    command: str, missing: str, tmp_path: Path, sheets: Path
) -> None:
    write_project(tmp_path, **{name: value for name, value in PURPOSE.items() if name != missing})
    result = run(command, tmp_path, sheets)
    assert (result.exit_code, missing in result.output) == (1, True)
    assert not (tmp_path / ".socialgraph").exists()


@pytest.mark.parametrize("command", COMMANDS)
def test_after_the_end_of_retention_nothing_is_done(command: str, tmp_path: Path, sheets: Path) -> None:
    write_project(tmp_path, **PURPOSE | {"retention_end": dt.date(2020, 1, 1)})
    result = run(command, tmp_path, sheets)
    assert (result.exit_code, "2020-01-01" in result.output) == (1, True)
    assert not (tmp_path / ".socialgraph").exists()


def test_a_list_needs_a_person_who_confirms_it(tmp_path: Path) -> None:
    write_project(tmp_path, **PURPOSE)
    assert CliRunner().invoke(main, ["export", "--project", str(tmp_path)]).exit_code == 2
