"""What a user can do wrong is one clear sentence and exit code 1; nothing half-written, no traceback."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

SURVEY = "楼号,单元,房号,产权人,意见\n5,1,101,测试甲,同意\n5,1,201,测试乙,不同意\n"


def only_line(result: Any) -> str:
    """The one line on stderr."""
    lines = [line for line in result.stderr.splitlines() if line.strip()]
    assert len(lines) == 1, lines
    assert "Traceback" not in result.output
    return str(lines[0])


@pytest.fixture
def survey(tmp_path: Path) -> Path:
    """A small survey."""
    path = tmp_path / "survey.csv"
    path.write_text(SURVEY, encoding="utf-8")
    return path


def test_a_missing_folder_is_named(cli: Any, tmp_path: Path) -> None:
    assert "nowhere" in only_line(cli("preview", tmp_path / "nowhere", "--out", tmp_path / "out", code=1))


def test_a_broken_workbook_is_named(cli: Any, tmp_path: Path) -> None:
    (tmp_path / "broken.xlsx").write_bytes(b"PK\x03\x04 not a workbook")
    assert "broken.xlsx" in only_line(cli("preview", tmp_path / "broken.xlsx", "--out", tmp_path / "out", code=1))


def test_a_folder_without_a_project_says_how_to_make_one(cli: Any, tmp_path: Path) -> None:
    assert "socialgraph init" in only_line(cli("diagnose", "--project", tmp_path, code=1))


@pytest.mark.parametrize("field", ["handler", "purpose", "legal_basis", "assessment", "retention_end", "grievance"])
def test_a_half_filled_purpose_stops_the_load_and_names_what_is_missing(office: Any, survey: Path, field: str) -> None:
    path = office.folder / "socialgraph.toml"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join(line for line in lines if not line.startswith(f"{field} ")), encoding="utf-8")
    assert field in only_line(office.run("load", survey, code=1))


@pytest.mark.parametrize("command", ["diagnose", "capital"])
def test_figures_by_door_are_refused_and_the_groups_are_named(office: Any, command: str) -> None:
    refused = office.run(command, "--by", "door", code=2)
    assert ("building" in refused.stderr, "compound" in refused.stderr, refused.stdout) == (True, True, "")


def test_a_missing_key_file_says_what_to_do(office: Any, survey: Path, monkeypatch: Any, tmp_path: Path) -> None:
    monkeypatch.setenv("SOCIALGRAPH_KEYS", str(tmp_path / "elsewhere"))
    line = only_line(office.run("load", survey, code=1))
    assert "backup" in line
    assert "init --new-key" in line


def test_a_server_that_is_not_there_is_one_line(
    cli: Any, tmp_path: Path, survey: Path, purpose: list[str], monkeypatch: Any
) -> None:
    monkeypatch.setenv("SOCIALGRAPH_NEO4J_PASSWORD", "x")
    cli("init", "--project", tmp_path / "o", *purpose, "--store", "neo4j", "--uri", "bolt://127.0.0.1:1")
    assert "bolt://127.0.0.1:1" in only_line(cli("load", survey, "--project", tmp_path / "o", code=1))


def test_a_wrong_password_is_one_line(neo4j_office: Any, survey: Path, monkeypatch: Any) -> None:
    monkeypatch.setenv("SOCIALGRAPH_NEO4J_PASSWORD", "wrong")
    assert "password" in only_line(neo4j_office.run("load", survey, code=1))


def test_a_folder_with_nothing_usable_is_exit_code_1(cli: Any, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "menu.csv").write_text("菜,价\n豆腐,3\n", encoding="utf-8")
    cli("preview", tmp_path / "in", "--out", tmp_path / "out", code=1)


def test_a_sheet_of_unknown_kind_is_named_and_skipped(cli: Any, tmp_path: Path, survey: Path) -> None:
    shutil.copytree(survey.parent, tmp_path / "in")
    (tmp_path / "in" / "menu.csv").write_text("菜,价\n豆腐,3\n", encoding="utf-8")
    output = cli("preview", tmp_path / "in", "--out", tmp_path / "out", "--format", "json").stdout
    assert "menu.csv" in output


def test_an_unknown_tie_kind_in_canonical_input_names_file_and_row(office: Any, tmp_path: Path) -> None:
    (tmp_path / "ties.csv").write_text(
        "ego_name,ego_building,ego_door,ego_room,alter_name,alter_building,alter_door,alter_room,kind,strength,"
        "observed_on\n测试甲,1,1,101,测试乙,1,1,102,townsman,3,2026-01-01\n",
        encoding="utf-8",
    )
    line = only_line(office.run("load", tmp_path / "ties.csv", code=1))
    assert "ties.csv" in line
    assert "2" in line


def test_before_the_first_load_commands_say_so(office: Any) -> None:
    assert "socialgraph load" in only_line(office.run("diagnose", code=1))


def test_a_list_is_made_for_no_other_day(office: Any, survey: Path) -> None:
    office.load(survey)
    only_line(office.run("export", "--confirmed-by", "测试", "--as-of", "2026-01-01", code=1))


def test_an_unknown_flat_is_one_line(office: Any, survey: Path) -> None:
    office.load(survey)
    assert "9-9-999" in only_line(office.run("explain", "9-9-999", code=1))


@pytest.mark.parametrize("encoding", ["gbk", "cp1252"])
@pytest.mark.parametrize("words", [["--help"], ["preview", "FILE", "--out", "OUT"]])
def test_a_console_that_lacks_characters_is_no_error(
    fixtures: Path, tmp_path: Path, encoding: str, words: list[str]
) -> None:
    given = {"FILE": str(fixtures / "cases" / "g13_console.csv"), "OUT": str(tmp_path / "out")}
    command = [sys.executable, "-m", "socialgraph", *(given.get(word, word) for word in words)]
    done = subprocess.run(command, capture_output=True, env={"PYTHONIOENCODING": encoding}, check=False)
    assert (done.returncode, b"Traceback" in done.stderr) == (0, False)


def test_a_project_is_made_in_the_folder_that_init_is_given(cli: Any, tmp_path: Path, purpose: list[str]) -> None:
    cli("init", tmp_path / "office", *purpose)
    assert (tmp_path / "office" / "socialgraph.toml").exists()


def test_two_folders_for_one_project_are_refused_and_nothing_is_written(
    cli: Any, tmp_path: Path, purpose: list[str]
) -> None:
    said = cli("init", tmp_path / "one", "--project", tmp_path / "two", *purpose, code=2).output
    assert "--project" in said
    assert list(tmp_path.glob("*/socialgraph.toml")) == []
