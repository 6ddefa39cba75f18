"""Sheets kept as a database: headings in pinyin, codes of a codebook, ids that one table explains and others use."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from socialgraph.loaders import Reading, read_paths
from socialgraph.loaders.files.grids import Grid
from socialgraph.loaders.files.sheets import Cell
from socialgraph.loaders.layout.explained.codebooks import Codebook, read_codebook
from socialgraph.loaders.layout.explained.databases import write_out_databases
from socialgraph.loaders.layout.explained.latin_headings import in_chinese
from socialgraph.loaders.layout.written_out.storeys import write_out_storeys
from socialgraph.loaders.values.words.dictionary import heading_dictionary
from socialgraph.loaders.values.words.heading_keys import heading_key
from socialgraph.loaders.values.words.lexicon import Words

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


def test_flats_of_storey_and_place_are_in_the_building_of_their_document() -> None:
    """4楼2号 under 甲7号楼 is 甲7-402; where no one building is named it stays as it is."""
    rows = [["甲7号楼换管"], ["门", "谁家"], ["4楼2号", "束铁锹"], ["3楼1号", "从雨靴"], ["5楼2号", "相书包"]]
    grid, other = _grid(rows), _grid(rows[1:])
    write_out_storeys([grid], "换管")
    write_out_storeys([other], "换管")
    assert [grid.rows[row][0].text for row in (3, 4, 5)] == ["甲7号楼402室", "甲7号楼301室", "甲7号楼502室"]
    assert other.rows[2][0].text == "4楼2号"


def test_a_landing_s_places_beside_their_storey_are_rooms(tmp_path: Path) -> None:
    """楼层 | 门 over 1楼 | 1号, again on each storey."""
    heads = ["楼层", "门", "房主", "换管意见"]
    names = ("邬榆钱", "乜木梳", "荆簸箕", "訾煤球", "缪镰刀", "芮锅盖")
    flats = [(floor, place) for floor in (1, 2, 3) for place in (1, 2)]
    rows = [[f"{f}楼", f"{p}号", name, "同意"] for (f, p), name in zip(flats, names, strict=True)]
    reading = read_paths([_saved(tmp_path / "5号楼摸底.xlsx", {"5号楼": [heads, *rows]})])
    dossiers = reading.tables["dossiers"]
    assert dict(zip(dossiers["room"], dossiers["owner_name"], strict=True)) == {
        f"{f}0{p}": name for (f, p), name in zip(flats, names, strict=True)
    }


def test_options_of_an_online_form_are_stances() -> None:
    """A yes with what goes with it, and a yes on a condition; a yes that is taken back is for a person to read."""
    words = Words()

    def said(text: str) -> dict[str, str] | None:
        cell = words.stance_cell(text)
        return None if cell is None else dict(cell.stances)

    assert said("同意更换，施工当天可以安排家里留人开门") == {"": "verbal"}
    assert said("同意更换，但要先把恢复、费用这些事说清楚才行") == {"": "conditional"}
    assert said("没啥意见，咋整都行") == {"": "no_objection"}
    assert said("这个事儿我不想谈") == {"": "declined_contact"}


def test_how_to_answer_is_no_part_of_a_question() -> None:
    """（必填） at the end of a heading."""
    assert heading_key("3.您的身份是？（必填）") == "您的身份是"


def test_helpers_and_households_by_id_are_who_looks_after_whom(tmp_path: Path) -> None:
    """P01 | H0302 in a page 包户: 佟蒲扇 looks after 3-1-102."""
    helpers = [
        ["rid", "xm", "hid", "role"],
        ["P01", "佟蒲扇", "H0303", "楼长"],
        ["P02", "褚灯芯", "H0301", "单元长"],
        ["P03", "隗高粱", "H0304", "志愿者"],
    ]
    pairs = [["rid", "hid"], ["P01", "H0302"], ["P01", "H0304"], ["P02", "H0303"]]
    _saved(tmp_path / "01.xlsx", {"hu": REGISTER, "legend": LEGEND})
    _saved(tmp_path / "02.xlsx", {"ren": helpers, "bao": pairs})
    links = read_paths([tmp_path]).tables["links"]
    assert set(zip(links["member_name"], links["room"], strict=True)) == {
        ("佟蒲扇", "102"),
        ("佟蒲扇", "202"),
        ("褚灯芯", "201"),
    }


def test_two_letters_among_chinese_headings_are_an_offices_own_sign() -> None:
    grid = _grid(
        [
            ["楼号", "房号", "户主", "意见", "SH"],
            *(["3", f"{floor}01", "聂冬至", "同意", "有"] for floor in range(1, 7)),
        ]
    )
    write_out_databases({"征询.xlsx": [grid]}, heading_dictionary())
    assert [cell.text for cell in grid.rows[1].values()] == ["楼号", "房号", "户主", "意见", "SH"]
