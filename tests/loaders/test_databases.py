"""Sheets kept as a database: headings in pinyin, codes of a codebook, ids that one table explains and others use."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from socialgraph.loaders import Reading, read_paths
from socialgraph.loaders.files.grids import Grid
from socialgraph.loaders.files.sheets import Cell
from socialgraph.loaders.layout.explained.codebooks import Codebook, read_codebook
from socialgraph.loaders.layout.explained.latin_headings import in_chinese

REGISTER = [
    ["hid", "lou", "dy", "ceng", "fh", "cq", "yezhu", "bz"],
    ["H0301", "3", "1", "1", "101", "FG", "仉砚台", ""],
    ["H0302", "3", "1", "1", "102", "SP", "亓风箱", ""],
    ["H0303", "3", "1", "2", "201", "SP", "佟蒲扇", ""],
    ["H0304", "3", "1", "2", "202", "SP", "邬铜铃", ""],
]
LEGEND = [
    ["字段", "代码", "含义"],
    ["lou", "", "楼号"],
    ["dy", "", "单元"],
    ["cq", "SP", "商品房"],
    ["cq", "FG", "房改房（已购公房）"],
]
ASKED = [
    ["hid", "pipe", "riser", "att_o", "date", "bz"],
    ["H0301", "GS", "3-1-GS1", "QY", "2025-03-22", ""],
    ["H0301", "CW", "3-1-CW1", "KT", "2025-03-22", ""],
    ["H0302", "GS", "3-1-GS2", "JJ", "2025-03-23", "本人说别再上门了"],
    ["H0303", "GS", "3-1-GS1", "QY", "2025-03-23", ""],
    ["H0304", "GS", "3-1-GS2", "QY", "2025-03-23", ""],
    ["H0399", "GS", "3-1-GS1", "QY", "2025-03-24", ""],
]
CODES = [
    ["字段", "代码", "含义"],
    ["pipe", "GS", "给水立管"],
    ["pipe", "CW", "厨房污水立管"],
    ["att_*", "QY", "已签协议"],
    ["att_*", "KT", "口头同意，没签"],
    ["att_*", "JJ", "不同意"],
]
Pages = dict[str, list[list[str]]]


def _saved(path: Path, pages: Pages) -> Path:
    workbook = Workbook()
    workbook.remove(workbook.active)  # type: ignore[arg-type]
    for name, rows in pages.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append([value or None for value in row])
    workbook.save(path)
    return path


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Reading:
    """An office of two files: the register with its legend, and what was asked, by id."""
    folder = tmp_path_factory.mktemp("office")
    _saved(folder / "01_档案.xlsx", {"hu": REGISTER, "legend": LEGEND})
    _saved(folder / "02_总表.xlsx", {"总表": ASKED, "图例": CODES})
    return read_paths([folder])


def test_a_word_under_an_id_is_that_of_the_household_which_another_file_explains(office: Reading) -> None:
    """H0302 of the second file is 3-1-102 of the first; pipe and stance are codes of the second file's page."""
    stances = office.tables["stances"]
    told = {tuple(row) for row in stances[["building", "door", "room", "pipe_kind", "stance", "date"]].to_numpy()}
    assert told == {
        ("3", "1", "101", "supply", "signed", "2025-03-22"),
        ("3", "1", "101", "sewage_kitchen", "verbal", "2025-03-22"),
        ("3", "1", "102", "supply", "refused", "2025-03-23"),
        ("3", "1", "201", "supply", "signed", "2025-03-23"),
        ("3", "1", "202", "supply", "signed", "2025-03-23"),
    }


def test_a_survey_of_a_row_a_pipe_maps_each_riser_to_its_pipe(office: Reading) -> None:
    """管种 beside 立管编号 is the riser's pipe."""
    flats = office.tables["flats"]
    mapped = {tuple(row) for row in flats[["room", "stack", "pipe_kind"]].to_numpy()}
    assert {("101", "3-1-GS1", "supply"), ("101", "3-1-CW1", "sewage_kitchen")} <= mapped


def test_codes_of_a_register_are_read_by_its_own_legend(office: Reading) -> None:
    """FG is 房改房, and the owner stands under yezhu."""
    dossiers = office.tables["dossiers"].set_index("room")
    assert dossiers.loc["101", "ownership_type"] == "private_reform"
    assert dossiers.loc["101", "owner_name"] == "仉砚台"


def test_a_wish_beside_an_id_holds_the_household(office: Reading) -> None:
    """别再上门了 in a row that names its flat by id only."""
    held = set(office.tables["holds"]["room"])
    assert held == {"102"}


def test_an_id_that_no_file_explains_is_a_finding(office: Reading) -> None:
    """H0399 is nobody's; its row is not used."""
    assert any(row["reason"] == "bad_address" for row in office.quarantine.to_dict("records"))


def test_headings_of_databases_are_known_by_their_parts() -> None:
    """Whole words, parts between underscores, whose first; else nothing."""
    assert in_chinese("ego_xm") == "本人姓名"
    assert in_chinese("att_o") == "业主态度"
    assert in_chinese("FWBH") == ""
    assert in_chinese("o") == ""


def _grid(rows: list[list[str]]) -> Grid:
    return Grid(
        rows={
            number: {column: Cell(text, text) for column, text in enumerate(row) if text}
            for number, row in enumerate(rows, start=1)
        }
    )


def test_codebooks_are_read_in_the_forms_that_surveys_have() -> None:
    """A title over its codes, a variable beside its values, and a line above a table."""
    book = Codebook()
    assert read_codebook(_grid([["JS 结束码"], ["10", "完访"], ["30", "拒访"]]), book)
    assert read_codebook(_grid([["FS 方式", "1入户 2电话"], ["LD/DY", "楼栋/单元"]]), book)
    assert not read_codebook(
        _grid([["甲方整理。SF身份 1党员 2楼长；SX户数上限"], ["姓名", "SF"], ["单车铃", "1"]]), book
    )
    said = {name: (variable.label, variable.codes) for name, variable in book.variables.items()}
    assert said["js"] == ("结束码", {"10": "完访", "30": "拒访"})
    assert said["fs"] == ("方式", {"1": "入户", "2": "电话"})
    assert said["ld"][0] == "楼栋"
    assert said["sf"] == ("身份", {"1": "党员", "2": "楼长"})
