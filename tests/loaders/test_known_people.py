"""Somebody whom a sheet only names lives where surveys and rosters of its workbook have that name at one flat only."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from socialgraph.loaders import Reading, read_paths

Sheets = Callable[..., Path]
HOMES = [
    ["门牌", "户主", "产权", "居住", "摸底日期"],
    ["3-1-101", "席木棉", "房改", "自住", "2025-03-01"],
    ["3-1-102", "席冬至", "房改", "自住", "2025-03-01"],
    ["3-1-201", "席同名", "房改", "自住", "2025-03-01"],
    ["3-1-202", "席同名", "房改", "自住", "2025-03-01"],
]
TIES = [
    ["谁信得过谁（2025年4月）"],
    ["门牌", "姓名", "信得过谁", "怎么个关系", "问的日期"],
    ["3-1-101", "席木棉", "席冬至", "老同事", "2025-04-02"],
    ["3-1-102", "席冬至", "席同名", "老同事", "2025-04-02"],
    ["3-1-201", "席同名", "李大妈", "老同事", "2025-04-02"],
]


def rows(load: Reading, table: str, *columns: str) -> list[tuple[str, ...]]:
    return sorted(load.tables[table][list(columns)].itertuples(index=False, name=None))


@pytest.mark.parametrize("order", ["ab", "ba"])
def test_a_whole_name_that_is_at_one_flat_only_is_at_home_there(order: str, write_xlsx: Sheets) -> None:
    first, second = (TIES, HOMES) if order == "ab" else (HOMES, TIES)
    load = read_paths([write_xlsx({"甲": first, "乙": second})])
    assert rows(load, "ties", "ego_name", "alter_name", "alter_building", "alter_door", "alter_room") == [
        ("席木棉", "席冬至", "3", "1", "102")
    ]
    assert list(load.quarantine[load.quarantine["reason"] == "name_only"]["row"]) == ["4", "5"]


def test_a_name_on_a_sign_in_sheet_is_at_home_where_the_survey_has_it(write_xlsx: Sheets) -> None:
    there = [[number, name, f"3-2-{number}01"] for number, name in enumerate(("甲子", "乙丑", "丙寅", "丁卯"), 1)]
    signed = [
        ["换管说明会签到  2025年4月12日 活动室"],
        ["序号", "姓名", "门牌"],
        *there,
        [5, "席冬至", None],
        [6, "席同名", None],
        [7, "外来客", None],
    ]
    load = read_paths([write_xlsx({"住户": HOMES, "签到": signed})])
    assert ("席冬至", "1", "102") in rows(load, "activities", "name", "door", "room")
    assert len(load.tables["activities"]) == len(there) + 1


@pytest.mark.parametrize("order", ["ab", "ba"])
def test_a_name_that_only_another_file_has_at_one_flat_is_at_home_there(order: str, write_xlsx: Sheets) -> None:
    files = [write_xlsx(TIES, name="a.xlsx"), write_xlsx(HOMES, name="b.xlsx")]
    load = read_paths(files if order == "ab" else files[::-1])
    assert rows(load, "ties", "ego_name", "alter_name", "alter_room") == [("席木棉", "席冬至", "102")]


def test_a_name_that_its_own_file_has_at_several_flats_is_not_looked_for_in_others(write_xlsx: Sheets) -> None:
    another = [HOMES[0], ["3-1-201", "席同名", "房改", "自住", "2025-03-01"]]
    load = read_paths([write_xlsx({"甲": TIES, "乙": HOMES}, name="a.xlsx"), write_xlsx(another, name="b.xlsx")])
    assert "席同名" not in set(load.tables["ties"]["alter_name"])


def test_a_file_that_asks_for_names_of_others_is_told_as_one_that_asks(write_xlsx: Sheets) -> None:
    load = read_paths([write_xlsx(TIES, name="a.xlsx"), write_xlsx(HOMES, name="b.xlsx")])
    assert "names" in load.dependence.of_file("a.xlsx")["asks"]
    assert "names" in load.dependence.of_file("b.xlsx")["tells"]


def test_of_two_compounds_a_name_without_its_compound_is_at_home_in_neither(write_xlsx: Sheets) -> None:
    elsewhere = [["小区", *HOMES[0]], ["南园", "5-1-101", "席远方", "房改", "自住", "2025-03-01"]]
    files = [write_xlsx(TIES, name="a.xlsx"), write_xlsx(HOMES, name="b.xlsx"), write_xlsx(elsewhere, name="c.xlsx")]
    assert len(read_paths(files).tables["ties"]) == 0
