"""The main job: an office's workbooks in, the lists out, the filled list back; the same on both engines."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from socialgraph.loaders import opening
from socialgraph.office.town import town_from_tables

MOVES = ("new", "changed", "retired")
AS_OF = ("--as-of", "2026-11-25")


def test_preview_gives_exactly_the_truth(cli: Any, xinfeng: Path, fixtures: Path, tmp_path: Path) -> None:
    cli("preview", xinfeng, "--out", tmp_path / "out")
    compare = fixtures / "workbooks" / "compare.py"
    truth = fixtures / "workbooks" / "truth" / "xinfeng"
    done = subprocess.run(
        [sys.executable, compare, truth, tmp_path / "out"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


def test_loading_the_same_folder_again_changes_nothing(any_office: Any, xinfeng: Path) -> None:
    any_office.load(xinfeng)
    again = any_office.load(xinfeng)
    assert {what for counts in again.values() for what in counts} == {"unchanged", "quarantined"}


def test_a_changed_cell_is_the_only_change(any_office: Any, xinfeng: Path, tmp_path: Path) -> None:
    folder = copied(xinfeng, tmp_path)
    any_office.load(folder)
    edit(folder / "1号楼入户摸排台账.xlsx", "N5", "已签字")  # supply of 1-1-101 was 口头同意
    changes = {
        table: counts for table, counts in any_office.load(folder).items() if "changed" in counts or "new" in counts
    }
    assert {table: counts["changed"] for table, counts in changes.items()} == {"stances": 1}


def test_a_row_gone_from_a_full_load_is_retired(any_office: Any, xinfeng: Path, tmp_path: Path) -> None:
    folder = copied(xinfeng, tmp_path)
    any_office.load(folder)
    book = openpyxl.load_workbook(folder / "信任联系登记.xlsx")
    book.active.delete_rows(4)
    book.save(folder / "信任联系登记.xlsx")
    assert any_office.load(folder, "--full")["ties"]["retired"] == 1


def test_a_dry_run_tells_and_writes_nothing(any_office: Any, xinfeng: Path) -> None:
    announced = any_office.load(xinfeng, "--dry-run")
    assert announced == any_office.load(xinfeng)


@pytest.mark.parametrize("command", ["diagnose", "isolated", "suggest", "assign"])
def test_both_engines_give_the_same_bytes(office: Any, neo4j_office: Any, xinfeng: Path, command: str) -> None:
    printed = []
    for one in (office, neo4j_office):
        one.load(xinfeng)
        printed.append(one.run(command, *AS_OF, "--format", "json").stdout_bytes)
    assert printed[0] == printed[1]


def test_a_filled_list_comes_back_as_visits_and_words(any_office: Any, xinfeng: Path) -> None:
    any_office.load(xinfeng)
    any_office.run("export", "--confirmed-by", "测试书记")
    (path,) = (any_office.folder / "lists").glob("*.xlsx")
    fill_first_row(path, {"结果": "松口", "意见": "同意已签", "可入户": "是"})
    back = any_office.load(path)
    assert back["visits"]["new"] == 1
    assert back["stances"]["new"] >= 1


def test_a_list_that_comes_back_makes_a_load_open_no_file_twice(
    office: Any, xinfeng: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.load(xinfeng)
    office.run("export", "--confirmed-by", "测试书记")
    (path,) = (office.folder / "lists").glob("*.xlsx")
    fill_first_row(path, {"结果": "松口"})
    opened: list[str] = []
    open_grids = opening._grids
    monkeypatch.setattr(opening, "_grids", lambda file, head: opened.append(file.name) or open_grids(file, head))
    office.load(xinfeng, path)
    assert path.name in opened
    assert sorted(opened) == sorted(set(opened))


def test_do_not_come_again_keeps_the_household_out_of_every_list(any_office: Any, xinfeng: Path) -> None:
    any_office.load(xinfeng)
    any_office.run("export", "--confirmed-by", "测试书记")
    (path,) = (any_office.folder / "lists").glob("*.xlsx")
    fill_first_row(path, {"结果": "不要再来"})
    flat = first_flat(path)
    any_office.load(path)
    assert flat not in {row["flat"] for row in any_office.json("suggest")}


@pytest.mark.parametrize(
    ("heading", "value", "reason"),
    [("房号", "999", "not_the_listed_address"), ("名单编号", "L20200101-99/1", "unknown_list_row")],
)
def test_a_word_counts_only_for_the_household_its_list_row_was_made_for(
    office: Any, xinfeng: Path, heading: str, value: str, reason: str
) -> None:
    office.load(xinfeng)
    office.run("export", "--confirmed-by", "测试书记")
    (path,) = (office.folder / "lists").glob("*.xlsx")
    fill_first_row(path, {heading: value, "结果": "做通", "意见": "同意已签"})
    back = office.load(path)
    assert back["visits"] == {"quarantined": 1}
    assert back["stances"] == {}
    assert any(reason in text for text in quarantined_cells(office.folder))


def test_without_names_in_the_vault_no_list_is_made(office: Any, xinfeng: Path) -> None:
    office.load(xinfeng)
    (office.folder / ".socialgraph" / "vault.enc").unlink()
    assert "vault.enc" in office.run("export", "--confirmed-by", "测试书记", code=1).stderr
    assert not list(office.folder.glob("lists/*"))


def copied(folder: Path, tmp_path: Path) -> Path:
    """A copy of a folder of workbooks, to be changed."""
    return Path(shutil.copytree(folder, tmp_path / "workbooks"))


def edit(path: Path, cell: str, value: str) -> None:
    """Write one cell of a workbook's first sheet."""
    book = openpyxl.load_workbook(path)
    book.active[cell] = value
    book.save(path)


def quarantined_cells(folder: Path) -> set[str]:
    """All that stands in the quarantine workbooks of a project."""
    books = [openpyxl.load_workbook(path) for path in folder.glob("待更正-*.xlsx")]
    return {str(cell.value) for book in books for sheet in book for row in sheet.iter_rows() for cell in row}


def headings(sheet: Any) -> tuple[int, dict[str, int]]:
    """Row and columns of the headings of a list."""
    for row in sheet.iter_rows(max_row=8):
        columns = {str(cell.value).replace("\n", ""): cell.column for cell in row if cell.value}
        if "结果" in columns:
            return row[0].row, columns
    raise AssertionError("no headings")


def fill_first_row(path: Path, values: dict[str, str]) -> None:
    """Fill in the first conversation."""
    book = openpyxl.load_workbook(path)
    sheet = book["走访清单"]
    line, columns = headings(sheet)
    for heading, value in values.items():
        sheet.cell(line + 1, columns[heading], value)
    book.save(path)


def first_flat(path: Path) -> str:
    """The label of the first conversation's household."""
    sheet = openpyxl.load_workbook(path)["走访清单"]
    line, columns = headings(sheet)
    cells = [sheet.cell(line + 1, columns[name]).value for name in ("楼号", "单元", "房号") if name in columns]
    return "-".join(str(cell).removesuffix("号楼") for cell in cells if cell)


def test_town_from_tables_is_the_town_of_the_graph(office: Any, xinfeng: Path, cli: Any, tmp_path: Path) -> None:
    import datetime as dt
    from zoneinfo import ZoneInfo

    from socialgraph.outputs.render import render
    from socialgraph.reach.intermediaries import rank_intermediaries
    from socialgraph.schema.policy import Policy
    from socialgraph.trust.network import trust_network

    today = dt.datetime.now(ZoneInfo("Asia/Shanghai")).date()  # pauses are counted by today, whatever --as-of says
    cli("preview", xinfeng, "--out", tmp_path / "checked")
    office.load(xinfeng)
    town = town_from_tables(tmp_path / "checked")
    as_of = dt.date(2026, 11, 25)
    network = trust_network(town, as_of=as_of, policy=Policy(), today=today)
    suggested = rank_intermediaries(town, as_of=as_of, policy=Policy(), network=network)
    printed = office.json("suggest", *AS_OF)
    assert json.loads(render(suggested, "json")) == [
        {name: value for name, value in row.items() if name != "step"} for row in printed
    ]


def test_a_mended_row_comes_back_and_its_workbook_goes(office: Any, xinfeng: Path) -> None:
    office.load(xinfeng)
    (path,) = office.folder.glob("待更正-*.xlsx")
    book = openpyxl.load_workbook(path)
    for name in set(book.sheetnames) - {"2号楼"}:
        del book[name]
    sheet = book["2号楼"]
    columns = {cell.value: cell.column for cell in sheet[2]}
    for line in range(3, sheet.max_row + 1):  # 2-4-402 lost its phone, the other row its door
        broken = "手机" if sheet.cell(line, columns["错误代号"]).value == "bad_phone" else "门"
        sheet.cell(line, columns[broken], {"手机": "13900001234", "门": "4"}[broken])
    book.save(path)
    back = office.load(path)
    # the sheet is read again whole: what the row without its door said gives way to the mended one
    assert back["flats"] == {"unchanged": 72, "retired": 1}
    assert back["dossiers"] == {"changed": 1, "unchanged": 71, "retired": 1}
    assert not path.exists()


def test_a_preview_for_a_project_is_in_its_log(any_office: Any, cli: Any, xinfeng: Path, tmp_path: Path) -> None:
    cli("preview", xinfeng / "党员名册.xlsx", "--out", tmp_path / "out", "--project", any_office.folder)
    log = "".join(file.read_text(encoding="utf-8") for file in (any_office.folder / ".socialgraph").glob("audit*"))
    assert '"preview"' in log
