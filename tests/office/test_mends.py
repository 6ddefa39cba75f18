"""Three rounds of mending and loading again: what a clerk mended once is never lost and never comes back broken."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pytest
from click.testing import CliRunner
from office_words import GIVEN

from socialgraph.cli import main
from socialgraph.messages import text
from socialgraph.office.session import opened_store, town_of
from socialgraph.project.settings import Project
from socialgraph.schema.constants import HELD

HEAD = ["楼号", "单元", "房号", "产权人", "联系电话", "装修情况", "意见"]
ROWS = [
    ["5", "1", "101", "测试甲", "13900000001", "新装秀", "同意"],
    ["5", "1", "201", "测试乙", "1.39E+10", "老装修", "嗯嗯"],
    ["5", "2", "不详", "测试丙", "13900000003", "老装修", "不同意"],
    ["5", "2", "201", "测试丁", "13900000004", "老装修", "同意"],
]


class MendingOffice:
    """A project, its one workbook, and a clerk who mends cells by the row's owner and the heading."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.book = folder / "office", folder / "workbooks" / "台账.xlsx"
        self.book.parent.mkdir()
        self.run("init", *GIVEN)
        self.write(ROWS)

    def run(self, *words: str | Path) -> str:
        """A command in this project; all it says."""
        result = CliRunner().invoke(main, [*map(str, words), "--project", str(self.folder), "--lang", "en"])
        assert result.exit_code == 0, result.output
        return result.output

    def write(self, rows: list[list[str]]) -> None:
        """The office's own workbook."""
        book = openpyxl.Workbook()
        for row in [HEAD, *rows]:
            book.active.append(row)
        book.save(self.book)

    def load(self) -> str:
        """Load the office's workbooks, again."""
        return self.run("load", self.book.parent)

    def waiting(self) -> list[Path]:
        """The quarantine workbooks on the disk."""
        return sorted(self.folder.glob("*待更正*.xlsx")) + sorted(self.folder.glob("quarantine-*.xlsx"))

    def newest(self) -> Path:
        """The workbook that was written last by a load: no clerk has saved it since."""
        return max(self.waiting(), key=lambda path: path.stat().st_mtime_ns)

    def mend(self, path: Path, **cells: str) -> None:
        """Write cells into a quarantine workbook: `测试甲_装修情况="新装修"`."""
        book = openpyxl.load_workbook(path)
        columns = {cell.value: cell.column for cell in book.active[2]}
        lines = {row[columns["产权人"] - 1].value: row[0].row for row in book.active.iter_rows(min_row=3)}
        for where, mended in cells.items():
            owner, _, heading = where.partition("_")
            book.active.cell(lines[owner], columns[heading]).value = mended
        book.save(path)

    def table(self, name: str) -> list[dict[str, Any]]:
        """What the graph holds of one table, without people's pseudonyms."""
        from socialgraph.office.session import opened_store
        from socialgraph.project.settings import Project

        with opened_store(Project.open(self.folder)) as store:
            return store.read([name])[name].to_dict("records")

    def stances(self) -> set[tuple[str, str]]:
        """Household and word."""
        return {(row["household"], row["stance"]) for row in self.table("stances")}


@pytest.fixture
def office(tmp_path: Path) -> MendingOffice:
    made = MendingOffice(tmp_path)
    made.load()
    return made


def open_cells(office: MendingOffice) -> set[tuple[str, str]]:
    """Owner and heading of every red cell in the newest workbook of what waits."""
    page = openpyxl.load_workbook(office.newest()).active
    headings = {cell.column: cell.value for cell in page[2]}
    owner = next(column for column, heading in headings.items() if heading == "产权人")
    return {
        (page.cell(row, owner).value, headings[column])
        for row in range(3, page.max_row + 1)
        for column in headings
        if page.cell(row, column).fill.fgColor.rgb == "00FFC7CE"
    }


def test_three_rounds_of_mending_and_loading_again_lose_nothing(office: MendingOffice) -> None:
    assert open_cells(office) == {
        ("测试甲", "装修情况"),
        ("测试乙", "联系电话"),
        ("测试乙", "意见"),
        ("测试丙", "房号"),
    }
    (first,) = office.waiting()
    office.mend(first, 测试甲_装修情况="新装修", 测试乙_意见="同意")
    office.load()  # the half-mended workbook lies there, not yet loaded: it is not overwritten
    assert first in office.waiting()
    office.run("load", first)
    office.load()
    assert (":5:1:201", "verbal") in office.stances()

    second = next(path for path in office.waiting() if path != first)
    office.mend(second, 测试丙_房号="101")
    office.run("load", second)
    office.load()
    assert {(":5:1:201", "verbal"), (":5:2:101", "refused")} <= office.stances()

    office.run("quarantine", "--clean")
    (third,) = office.waiting()
    assert open_cells(office) == {("测试乙", "联系电话")}
    office.mend(third, 测试乙_联系电话="13900000002")
    office.run("load", third)
    result = office.load()
    assert office.waiting() == []
    assert "4 cells mended earlier are in force" in result
    assert {row["renovation_level"] for row in office.table("dossiers") if row["household"] == ":5:1:101"} == {"recent"}


def test_loading_the_same_again_after_a_mend_changes_nothing(office: MendingOffice) -> None:
    (path,) = office.waiting()
    office.mend(path, 测试甲_装修情况="新装修", 测试乙_意见="同意", 测试乙_联系电话="13900000002", 测试丙_房号="101")
    office.run("load", path)
    office.load()
    before = {name: office.table(name) for name in ("stances", "dossiers", "flats")}
    office.load()
    assert {name: office.table(name) for name in before} == before


def test_a_cell_that_changes_in_its_sheet_counts_and_is_shown_with_its_mend(office: MendingOffice) -> None:
    (path,) = office.waiting()
    office.mend(path, 测试乙_意见="同意", 测试乙_联系电话="13900000002")
    office.run("load", path)
    office.write([ROWS[0], [*ROWS[1][:6], "不同意"], *ROWS[2:]])
    result = office.load()
    assert "1 cells that were mended have changed in their sheets since" in result
    assert (":5:1:201", "refused") in office.stances()
    assert (":5:1:201", "verbal") not in office.stances()
    shown = [str(cell.value) for row in openpyxl.load_workbook(office.newest()).active.iter_rows() for cell in row]
    assert "不同意" in shown
    assert any("mended earlier to: 同意" in text for text in shown)


def test_a_change_of_another_cell_or_of_the_order_of_rows_leaves_a_mend_in_force(office: MendingOffice) -> None:
    (path,) = office.waiting()
    office.mend(path, 测试乙_意见="同意", 测试乙_联系电话="13900000002")
    office.run("load", path)
    office.write(
        [["5", "1", "301", "测试戊", "", "", ""], *reversed([*ROWS[:3], [*ROWS[3][:4], "13900000009", "", ""]])]
    )
    office.load()
    assert (":5:1:201", "verbal") in office.stances()
    assert ("测试乙", "意见") not in open_cells(office)


def test_a_mend_left_on_the_disk_is_taken_when_its_folder_is_loaded_with_the_sheets(office: MendingOffice) -> None:
    (path,) = office.waiting()
    office.mend(path, 测试乙_意见="同意")
    office.run("load", office.book.parent, path)
    assert (":5:1:201", "verbal") in office.stances()
    assert [row["household"] for row in office.table("stances")].count(":5:1:201") == 1


def test_cleaning_never_deletes_a_workbook_with_a_mend_that_no_load_has_taken(office: MendingOffice) -> None:
    (path,) = office.waiting()
    office.mend(path, 测试乙_意见="同意")
    office.load()
    assert "mended, load it" in office.run("quarantine", "--clean")
    assert path.exists()


def test_mends_are_nowhere_in_plain_text_and_go_with_their_household(office: MendingOffice) -> None:
    (path,) = office.waiting()
    office.mend(path, 测试乙_联系电话="13900000772", 测试乙_意见="同意")
    office.run("load", path)
    path.unlink(missing_ok=True)
    files = [file for file in office.folder.rglob("*") if file.is_file() and "待更正" not in file.name]
    assert not [file for file in files if b"13900000772" in file.read_bytes()]
    from socialgraph.office.reading.mends import kept_mends
    from socialgraph.privacy.keys import Keys
    from socialgraph.privacy.vault import Vault
    from socialgraph.project.settings import Project

    project = Project.open(office.folder)
    vault = Vault(project.working_folder(), Keys.load(project.key_id))
    assert {mend.text for mend in kept_mends(vault)} == {"13900000772", "同意"}
    office.run("rights", "erase", "5-1-201", "--yes")
    assert kept_mends(vault) == []


def without_hidden_column(path: Path, *, page_too: bool) -> None:
    """What becomes of a workbook when somebody deletes the hidden column, or copies its sheet to a new one."""
    book = openpyxl.load_workbook(path)
    page = book.worksheets[0]
    hidden = next(cell.column for cell in page[2] if cell.value == text("sheet.origin_check", "en"))
    page.delete_cols(hidden)
    if page_too:
        del book["_check"]
    book.save(path)


def test_a_mend_is_kept_though_the_hidden_column_was_deleted(office: MendingOffice) -> None:
    (path,) = office.waiting()
    office.mend(path, 测试甲_装修情况="新装修", 测试乙_意见="同意")
    without_hidden_column(path, page_too=False)
    assert "lack the hidden column" not in office.run("load", path)
    path.unlink(missing_ok=True)
    office.load()
    assert open_cells(office) == {("测试乙", "联系电话"), ("测试丙", "房号")}


def test_where_no_trace_of_a_row_is_left_the_load_says_that_its_mends_are_not_kept(office: MendingOffice) -> None:
    (path,) = office.waiting()
    office.mend(path, 测试甲_装修情况="新装修")
    without_hidden_column(path, page_too=True)
    assert "3 rows lack the hidden column" in office.run("load", path)


def test_the_end_of_retention_takes_the_mends_and_their_workbooks_along(
    office: MendingOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    (path,) = office.waiting()
    office.mend(path, 测试乙_联系电话="13900000772")
    office.run("load", path)
    settings = office.folder / "socialgraph.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("2099-12-31", "2020-01-01"), encoding="utf-8")
    office.run("purge")
    assert office.waiting() == []
    assert not (office.folder / ".socialgraph" / "vault.enc").exists()
    settings.write_text(settings.read_text(encoding="utf-8").replace("2020-01-01", "2099-12-31"), encoding="utf-8")
    office.load()
    assert ("测试乙", "联系电话") in open_cells(office)  # nothing of the mend has stayed


def test_a_preview_for_the_project_shows_the_workbooks_as_they_were_mended(
    office: MendingOffice, tmp_path: Path
) -> None:
    (first,) = office.waiting()
    office.mend(first, 测试甲_装修情况="新装修")
    office.run("load", first)
    office.run("preview", office.book.parent, "--out", tmp_path / "mended")
    alone = CliRunner().invoke(main, ["preview", str(office.book.parent), "--out", str(tmp_path / "as-written")])
    assert alone.exit_code == 0, alone.output
    renovated = {}
    for name in ("mended", "as-written"):
        with (tmp_path / name / "dossiers.csv").open(encoding="utf-8-sig") as lines:
            renovated[name] = {(row["door"], row["room"]): row["renovation_level"] for row in csv.DictReader(lines)}
    assert renovated["mended"] == {**renovated["as-written"], ("1", "101"): "recent"}
    assert renovated["as-written"]["1", "101"] == ""


def test_a_wish_in_a_column_that_is_not_kept_gets_a_cell_to_answer_in(tmp_path: Path) -> None:
    office = MendingOffice(tmp_path)
    book = openpyxl.Workbook()
    for row in [[*HEAD, "备注"], [*ROWS[3], "说别再来了"]]:
        book.active.append(row)
    book.save(office.book)
    office.load()
    assert open_cells(office) == {("测试丁", "免打扰")}
    office.mend(office.newest(), 测试丁_免打扰="是")
    office.run("load", office.newest())
    office.load()
    assert office.waiting() == []
    assert [row["household"] for row in office.table("stops")] == [":5:2:201"]


def test_what_waits_is_headed_in_words_though_the_sheet_s_own_headings_were_guessed(office: MendingOffice) -> None:
    book = openpyxl.Workbook()
    for row in (
        ["谁", "他家", "平时信得过谁", "那人住哪", "什么关系", "熟不熟"],
        ["测试甲", "5-1-101", "测试乙", "5-1-201", "互相帮忙", "很熟"],
        ["测试乙", "5-1-201", "测试丁", "5-2-201", "聊知心话", "熟"],
        ["测试丁", "5-2-201", "测试甲", "5-1-101", "不好说", "一般"],
    ):
        book.active.append(row)
    book.save(office.book.parent / "信任.xlsx")
    office.load()
    headings = [cell.value for page in openpyxl.load_workbook(office.newest()).worksheets for cell in page[2]]
    assert [heading for heading in headings if str(heading).startswith(("ego_", "alter_", "kind"))] == []


def test_a_mend_that_comes_back_alone_lifts_the_hold_of_its_row_at_once(office: MendingOffice) -> None:
    log = office.book.parent / "走访.csv"
    log.write_text("日期,楼号,单元,房号,走访人,结果\n2026-10-09,5,1,101,小测,拒访\n", encoding="utf-8")
    office.load()
    assert "5-1-101" in held(office)
    path = office.newest()
    book = openpyxl.load_workbook(path)
    for sheet in book.worksheets:
        columns = {cell.value: cell.column for cell in sheet[2]}
        for row in sheet.iter_rows(min_row=3) if "结果" in columns else ():
            row[columns["结果"] - 1].value = "态度缓和"
    book.save(path)
    office.run("load", path)
    assert "5-1-101" not in held(office)


def held(office: MendingOffice) -> set[str]:
    """The flats that wait for somebody to mend a cell."""
    project = Project.open(office.folder)
    with opened_store(project) as store:
        town, _ = town_of(store, project)
    return {town.households.label[home] for home in np.flatnonzero(town.households.stop & HELD)}
