"""Plans through whole commands: one step in the same words everywhere, lists handed out, Ctrl-C."""

from __future__ import annotations

import json
import signal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from socialgraph.assignment import plan as planning
from socialgraph.cli import printing

SECRETARY = ("--confirmed-by", "测试书记")


@pytest.fixture
def loaded(office: Any, xinfeng: Path) -> Any:
    """The sample office, loaded."""
    office.load(xinfeng)
    return office


def steps(office: Any, command: str) -> dict[str, str]:
    """Household → the step that a command says."""
    return {row["flat"]: row["step"] for row in office.json(command) if row.get("flat")}


def texts(path: Path, sheet: str) -> list[list[str]]:
    """The texts of a sheet, row by row."""
    return [
        [str(cell.value) for cell in row if cell.value is not None] for row in openpyxl.load_workbook(path)[sheet].rows
    ]


def test_every_command_says_the_same_step_of_every_household(loaded: Any) -> None:
    planned = steps(loaded, "plan")
    assert len(planned) > 50
    assert {command: steps(loaded, command) for command in ("isolated", "suggest", "assign")} == dict.fromkeys(
        ("isolated", "suggest", "assign"), planned
    )
    for flat in [next(flat for flat, step in planned.items() if step == name) for name in set(planned.values())]:
        steps_said = [row["value"] for row in loaded.json("explain", flat) if row["part"] == "next step"]
        assert steps_said == [planned[flat]]


def test_every_command_says_the_step_in_the_same_words(loaded: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing, "SCREEN", 200)
    flat = next(iter(steps(loaded, "plan")))
    phrases = set()
    for command in ("isolated", "suggest", "assign", "plan"):
        lines = loaded.run(command, "--columns", "flat,step").stdout.splitlines()
        phrases |= {line.split(maxsplit=1)[1] for line in lines if line.split()[:1] == [flat]}
    (word,) = phrases
    assert word in loaded.run("explain", flat).stdout


def test_an_invitation_list_names_people_in_the_order_of_address_and_has_no_place_for_an_answer(
    loaded: Any, tmp_path: Path
) -> None:
    out = tmp_path / "邀请.xlsx"
    loaded.run("plan", "--invite", "--out", out, *SECRETARY)
    rows = texts(out, "邀请名单")
    assert rows[2] == ["姓名", "住址", "身份", "最早日期"]
    homes = [row[1] for row in rows[3:-1]]
    assert homes == sorted(homes)
    assert len(homes) == sum(row["gain"] > 1e-9 for row in loaded_before(loaded, out))
    assert any("说“不”" in "".join(row) for row in texts(out, "怎么开口、怎么接受“不”"))
    assert out.stat().st_mode & 0o077 == 0


def loaded_before(office: Any, out: Path) -> list[dict[str, Any]]:
    """The table of invitations as the list was made of it: its rows are in the graph, and are taken as void."""
    from socialgraph.office.session import opened_store
    from socialgraph.project.settings import Project

    with opened_store(Project.open(office.folder)) as store:
        given_out = store.read(["assignments"])["assignments"]
        assert set(given_out["role"]) == {"invite"}
        assert len(given_out) == len(texts(out, "邀请名单")) - 4
        store.append_assignments(given_out.assign(exported_on="2020-01-01", state="void"))
    return office.json("plan", "--invite")


def test_who_was_invited_is_not_invited_again(loaded: Any, tmp_path: Path) -> None:
    before = {row["person"] for row in loaded.json("plan", "--invite") if row["gain"] > 1e-9}
    loaded.run("plan", "--invite", "--out", tmp_path / "1.xlsx", *SECRETARY)
    after = {row["person"] for row in loaded.json("plan", "--invite")}
    assert before
    assert not before & after
    output = loaded.run("plan", "--invite", "--out", tmp_path / "2.xlsx", *SECRETARY).stdout
    assert "没有可以邀请的人" in output
    assert not (tmp_path / "2.xlsx").exists()


def test_an_invitation_list_is_in_the_log_before_and_after_it_is_written(loaded: Any, tmp_path: Path) -> None:
    loaded.run("plan", "--invite", "--out", tmp_path / "1.xlsx", "--scope", "1", *SECRETARY)
    entries = [
        json.loads(line)
        for line in (loaded.folder / ".socialgraph" / "audit.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    begun = next(entry for entry in entries if entry["event"] == "export" and entry["stage"] == "begun")
    done = next(entry for entry in entries if entry["event"] == "export" and entry["stage"] == "done")
    assert (begun["scope"], begun["confirmed_by"]) == ("1", "测试书记")
    assert done["of"] == begun["line"]
    assert done["counts"] == {"invited": len(texts(tmp_path / "1.xlsx", "邀请名单")) - 4}
    assert all(row[1].startswith("1-") for row in texts(tmp_path / "1.xlsx", "邀请名单")[3:-1])


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--invite", "--out", "x.xlsx"), 1),
        (("--invite", "--out", "x.xlsx", "--confirmed-by", "—"), 1),
        (("--invite", "--out", "x.xlsx", "--as-of", "2026-01-01", *SECRETARY), 1),
        (("--out", "x.xlsx", *SECRETARY), 2),
    ],
)
def test_no_invitation_list_without_a_name_for_another_day_or_of_something_else(
    loaded: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], code: int
) -> None:
    monkeypatch.chdir(tmp_path)
    assert loaded.run("plan", *words, code=code).stderr
    assert not Path("x.xlsx").exists()


def test_appointments_and_surveys_of_a_list_are_open_contacts_until_they_are_answered(
    loaded: Any, tmp_path: Path
) -> None:
    before = steps(loaded, "plan")
    loaded.run("export", *SECRETARY)
    (path,) = (loaded.folder / "lists").glob("*.xlsx")
    asked = {flat for flat, step in before.items() if step in ("ask_survey", "book_access", "conversation")}
    after = steps(loaded, "plan")
    assert {after[flat] for flat in asked} == {"wait_until"}
    assert {flat for flat in before if after[flat] != before[flat]} == asked

    book = openpyxl.load_workbook(path)
    form = book["信任联系调查表"]
    form["D4"], form["E4"], form["F4"] = "测试居民", str(form["E4"].value or loaded_on(loaded)), "没有人"
    flat = "-".join(str(form.cell(4, column).value) for column in (1, 2, 3) if form.cell(4, column).value)
    for name in book.sheetnames:
        if name != form.title:
            del book[name]
    book.save(tmp_path / "调查.xlsx")
    assert loaded.load(tmp_path / "调查.xlsx")["surveys"]["new"] == 1
    answered = steps(loaded, "plan")
    assert answered[flat] != "wait_until"
    assert {flat for flat, step in answered.items() if step != after[flat]} == {flat}


def loaded_on(office: Any) -> str:
    """Today, as the project has it."""
    from socialgraph.project.settings import Project

    return Project.open(office.folder).today().isoformat()


@pytest.mark.parametrize("command", ["assign", "plan"])
def test_ctrl_c_prints_the_best_plan_so_far_with_its_gap_and_exits_1(
    loaded: Any, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    whole = loaded.json(command)
    real = planning.solve

    def interrupted(*args: Any) -> Any:
        monkeypatch.setattr(planning, "solve", real)  # a second one would end the command at once
        signal.raise_signal(signal.SIGINT)
        return real(*args)

    monkeypatch.setattr(planning, "solve", interrupted)
    result = loaded.run(command, "--format", "json", code=1)
    rows = json.loads(result.stdout)
    assert {row["flat"] for row in rows} == {row["flat"] for row in whole}
    assert "Ctrl-C" in result.stderr
    if command == "assign":
        assert rows[-1]["gap"] == pytest.approx(
            (rows[-1]["bound"] - rows[-1]["expected_with_steps"]) / rows[-1]["bound"]
        )
        assert rows[-1]["bound"] >= whole[-1]["expected_with_steps"] - 1e-9


def test_ctrl_c_while_a_list_is_made_writes_nothing(loaded: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    before = loaded.json("assign")

    def interrupted(*_: Any, **__: Any) -> None:
        signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr("socialgraph.office.export.write_list", interrupted)
    result = loaded.run("export", *SECRETARY, code=130)
    assert "Ctrl-C" in result.stderr
    assert not list((loaded.folder / "lists").glob("*.xlsx"))
    assert loaded.json("assign") == before  # rows of a list that nobody holds count for nothing
