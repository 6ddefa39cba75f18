"""What one sheet leaves out and another sheet of the same load says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from socialgraph.loaders import Reading, read_paths

Write = Callable[..., Path]

MAP = [["楼号", "单元", "立管编号", "管别", "房号"], ["5", "1", "K-1", "厨房", "101"], ["5", "1", "K-1", "厨房", "201"]]
WORKS = [["立管编号", "状态", "完工日期"], ["K-1", "完工", "2026-10-01"], ["Z-9", "完工", "2026-10-02"]]


def works(load: Reading) -> list[tuple[str, ...]]:
    return [tuple(row) for row in load.tables["works"][["building", "stack", "pipe_kind"]].itertuples(index=False)]


def test_works_without_a_building_are_where_the_riser_map_has_the_riser(write_xlsx: Write) -> None:
    load = read_paths([write_xlsx({"串图": MAP, "进度": WORKS})])
    assert works(load) == [("5", "K-1", "sewage_kitchen")]
    assert "missing_building" in {finding.reason for finding in load.findings}


def test_the_same_code_in_two_buildings_places_no_works(write_xlsx: Write) -> None:
    twice = [*MAP, ["6", "1", "K-1", "厨房", "101"]]
    assert not works(read_paths([write_xlsx({"串图": twice, "进度": WORKS})]))


def test_a_date_without_a_year_takes_that_of_the_other_sheets(write_xlsx: Write) -> None:
    dated = [["楼号", "单元", "房号", "意见", "日期"], ["5", "1", "101", "同意", "2026-10-08"]]
    undated = [["楼号", "单元", "房号", "意见", "日期"], ["5", "1", "201", "同意", "10月9日"]]
    load = read_paths([write_xlsx({"甲": dated, "乙": undated})])
    assert sorted(load.tables["stances"]["date"]) == ["2026-10-08", "2026-10-09"]


def test_sheets_that_disagree_give_no_year(write_xlsx: Write) -> None:
    head = ["楼号", "单元", "房号", "意见", "日期"]
    sheets = {
        f"{year}": [head, ["5", "1", room, "同意", f"{year}-10-08"]] for year, room in ((2025, "101"), (2026, "102"))
    }
    load = read_paths([write_xlsx({**sheets, "乙": [head, ["5", "1", "201", "同意", "10月9日"]]})])
    assert "" in set(load.tables["stances"]["date"])


def test_a_householder_of_one_sheet_who_is_the_lessee_of_another_is_named_once(write_xlsx: Write) -> None:
    lessees = [["楼号", "单元", "房号", "公房承租人", "产权性质"], ["5", "1", "101", "孟测甲", "直管公房"]]
    heads = [["楼号", "单元", "房号", "户主", "产权性质"], ["5", "1", "101", "孟测甲", "直管公房"]]
    load = read_paths([write_xlsx({"承租": lessees, "花名册": heads})])
    assert list(load.tables["dossiers"]["public_lessee_name"]) == ["孟测甲"]
    assert list(load.tables["dossiers"]["occupant_name"]) == [""]


def test_a_title_without_an_address_names_nobody_and_a_place_is_no_part_of_a_role(write_xlsx: Write) -> None:
    roster = [["姓名", "住址", "身份"], ["孟师傅", "", "志愿者"], ["孟测甲", "5-1-101", "1门门长"]]
    load = read_paths([write_xlsx({"名单": roster})])
    assert list(load.tables["people"]["name"]) == ["孟测甲"]
    assert list(load.tables["people"]["roles"]) == ["door_captain"]
