"""What a screen shows and a file does not: names, why there is nothing, no hidden rows, a CSV that Excel reads."""

from __future__ import annotations

import csv
import io
import sys
from pathlib import Path
from typing import Any

import click
import pandas as pd
import pytest

from socialgraph.cli import names as names_option
from socialgraph.cli import printing
from socialgraph.cli.names import with_names

HEAD = "楼号,单元,房号,产权人,联系电话,意见,顾虑"
AGREED = ["5,1,101,测试甲,13900000001,同意,", "5,1,201,测试乙,13900000002,同意,"]
REFUSED = "5,1,301,测试丙,13900000003,不同意,"
ROSTER = "姓名,楼号,单元,房号,角色,是否愿意入户,愿意日期"


def fill(office: Any, *rows: str) -> None:
    """A survey of one stack, loaded."""
    path = office.folder.parent / "摸排.csv"
    path.write_text("\n".join([HEAD, *rows]) + "\n", encoding="utf-8")
    office.load(path)


@pytest.fixture
def willing(office: Any) -> Any:
    """A neighbour of the second floor who has offered to help, trusted by the one who refuses."""
    people = office.folder.parent / "people.csv"
    today = pd.Timestamp.today().date().isoformat()
    people.write_text(
        f"name,roles,building,door,room,willing,willing_on\n测试乙,volunteer,5,1,201,true,{today}\n", encoding="utf-8"
    )
    ties = office.folder.parent / "ties.csv"
    ends = "ego_name,ego_building,ego_door,ego_room,alter_name,alter_building,alter_door,alter_room"
    ties.write_text(
        f"{ends},kind,strength,observed_on\n测试丙,5,1,301,测试乙,5,1,201,confidant,3,{today}\n", encoding="utf-8"
    )
    fill(office, *AGREED, REFUSED)
    office.load(people, ties)
    return office


def test_where_nobody_is_left_to_talk_with_every_command_says_so(office: Any) -> None:
    fill(office, *AGREED)
    for command in ("isolated", "suggest", "plan", "assign"):
        message = office.run(command, "--lang", "en").stderr
        assert "of 2 households on known stacks none lacks a key" in message, command


def test_a_household_that_lacks_nothing_is_answered_with_that(willing: Any) -> None:
    for command in ("suggest", "plan"):
        result = willing.run(command, "5-1-101", "5-1-301", "--lang", "en")
        assert "5-1-101: no consent and no access is missing" in result.stderr, command
        assert "5-1-301:" not in result.stderr


def test_an_assignment_without_a_conversation_counts_the_reasons(office: Any) -> None:
    fill(office, *AGREED, REFUSED)
    message = office.run("assign", "--lang", "en").stderr
    assert "No conversation can be proposed now" in message
    assert "no open path 1" in message


def test_a_csv_begins_with_the_mark_that_excel_needs_and_hides_no_row(willing: Any) -> None:
    text = willing.run("assign", "--format", "csv").stdout
    assert text.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert [row["flat"] for row in rows] == ["5-1-301"]
    assert "expected_stacks" not in rows[0]


def test_tables_of_a_preview_are_read_by_excel_and_by_the_program_itself(cli: Any, tmp_path: Path) -> None:
    path = tmp_path / "摸排.csv"
    path.write_text("\n".join([HEAD, *AGREED]) + "\n", encoding="utf-8")
    cli("preview", path, "--out", tmp_path / "out")
    assert (tmp_path / "out" / "dossiers.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    again = cli("preview", tmp_path / "out", "--out", tmp_path / "again")
    assert again.exit_code == 0
    first, second = (tmp_path / name / "dossiers.csv" for name in ("out", "again"))
    assert first.read_bytes() == second.read_bytes()


@pytest.mark.parametrize("words", [["suggest"], ["assign"], ["plan"], ["explain", "5-1-301"]])
def test_names_go_to_no_pipe_and_no_other_format(willing: Any, words: list[str]) -> None:
    willing.run(*words, "--names", code=2)
    willing.run(*words, "--names", "--format", "json", code=2)
    willing.run(*words, "--names", "--format", "csv", code=2)


@pytest.mark.parametrize("words", [["suggest"], ["assign"], ["plan"], ["explain", "5-1-301"]])
def test_on_a_screen_the_vault_gives_the_name_and_the_log_says_so(
    willing: Any, words: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    log = willing.folder / ".socialgraph" / "audit.jsonl"
    before = log.read_text(encoding="utf-8").count('"vault_read"')
    assert "测试乙" not in willing.run(*words).stdout
    monkeypatch.setattr(names_option, "goes_to_screen", lambda: True)
    shown = (
        willing.run(*words, "--names", "--columns", "all") if words[0] != "explain" else willing.run(*words, "--names")
    )
    assert "测试乙" in shown.stdout
    assert log.read_text(encoding="utf-8").count('"vault_read"') == before + 1


def test_a_pseudonym_without_a_name_stays() -> None:
    frame = pd.DataFrame({"who": ["p_00aa11bb22cc33dd", None], "part": ["q p_00aa11bb22cc33dd", "x"], "n": [1, 2]})
    named = with_names(frame, {"p_00aa11bb22cc33dd": "测试甲"})
    assert named["who"].tolist()[0] == "测试甲"
    assert named["part"].tolist() == ["q 测试甲", "x"]
    assert with_names(frame, {"p_ffffffffffffffff": "测试乙"}).equals(frame)


class Screen(io.StringIO):
    """A terminal that knows Chinese characters."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


def test_a_terminal_of_eighty_columns_breaks_no_word_of_a_table_that_fits(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Screen()
    monkeypatch.setattr(sys, "stdout", screen)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("NO_COLOR", "1")
    words = ["building", "door", "8/1/1", "blocked", "8-1-401", "flats", "ready", "consent", "intermed"]
    assert sum(map(len, words)) + 3 * (len(words) - 1) == 80
    printing._print_rich(words, [words], [False] * len(words))
    lines = click.unstyle(screen.getvalue()).splitlines()
    assert [line.split() for line in (lines[0], lines[-1])] == [words, words]
