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


def test_a_name_that_only_another_file_knows_stays_a_name(write_xlsx: Sheets) -> None:
    load = read_paths([write_xlsx(TIES, name="a.xlsx"), write_xlsx(HOMES, name="b.xlsx")])
    assert len(load.tables["ties"]) == 0
