"""A sheet's kind is told by its columns."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from socialgraph.loaders.opening import open_sheets

KINDS_BY_HEADINGS = {
    "楼号 单元 房号 户主 意见": "survey",
    "地址 业主 联系电话 串号": "survey",
    "楼号 单元 房号 户主 意见 走访人 走访结果 产权性质 居住状态": "survey",
    "楼号 单元 房号 串号 管线类型 来源": "riser_map",
    "姓名 所属党支部 预/正 现住址": "party_roster",
    "姓名 身份 住址 负责楼门 是否愿意参与": "people_roster",
    "楼门长姓名 负责楼门 联系电话": "people_roster",
    "姓名 联系电话 是否志愿者": "people_roster",
    "姓名 家庭住址 党员联系户": "links",
    "提名人 被提名人 关系 登记时间": "ties",
    "姓名 住址 信任的人 对方住址 关系": "ties",
    "走访时间 楼号 单元 房号 走访人员 走访情况": "visits",
    "日期 地址 走访方式 走访结果": "visits",
    "楼号 单元 房号 核心关切 拟采取措施 是否接受": "measures",
    "楼号 串号 管线类型 施工状态 完工时间": "works",
    "活动名称 活动日期 姓名 住址": "activities",
    "楼号 单元 房号 被访人 询问日期 提名情况": "surveys",
    "楼号 单元 房号 可入户日期 开始时间 结束时间": "access_windows",
    "楼号 单元 楼层范围 每层户数": "flat_register",
    "业主编号 业主姓名 联系电话": "owners",
    "小区名称 总层数 社区": "unknown",
}


@pytest.mark.parametrize("headings", KINDS_BY_HEADINGS)
def test_the_kind_follows_from_the_headings(headings: str, write_xlsx: Callable[..., Path]) -> None:
    columns = headings.split()
    (sheet,) = open_sheets(write_xlsx([columns, ["x"] * len(columns)]))
    assert sheet.kind == KINDS_BY_HEADINGS[headings]


def test_every_sheet_of_the_sample_office_is_of_its_kind(xinfeng: Path) -> None:
    kinds = {sheet.source: sheet.kind for path in sorted(xinfeng.iterdir()) for sheet in open_sheets(path)}
    assert kinds == {
        "1号楼入户摸排台账.xlsx::1号楼": "survey",
        "2号楼台账.xls::2号楼": "survey",
        "3号楼(含底商)摸排情况.csv::": "survey",
        "4号楼(塔楼)摸排.xlsx::4号楼": "survey",
        "4号楼(塔楼)摸排.xlsx::补录15-16层": "survey",
        "一户一策.xls::一户一策": "measures",
        "信任联系登记.xlsx::登记表": "ties",
        "党员名册.xlsx::党员名册": "party_roster",
        "党员名册.xlsx::党员联系户": "links",
        "施工进度.xlsx::施工进度": "works",
        "楼门长、志愿者花名册.xlsx::楼长楼门长": "people_roster",
        "楼门长、志愿者花名册.xlsx::志愿者": "people_roster",
        "立管图(串号表).xlsx::2号楼1门现场": "riser_map",
        "立管图(串号表).xlsx::3号楼竣工图": "riser_map",
        "立管图(串号表).xlsx::4号楼": "riser_map",
        "走访记录2025-2026.xlsx::2025年": "visits",
        "走访记录2025-2026.xlsx::2026年": "visits",
    }


def test_a_date_means_what_the_kind_makes_of_it(write_xlsx: Callable[..., Path]) -> None:
    sheets = open_sheets(
        write_xlsx(
            {
                "a": [["提名人", "被提名人", "关系", "登记日期"], ["甲(1-1-101)", "乙(1-1-102)", "棋友", "2026-05-01"]],
                "b": [["姓名", "住址", "身份", "登记日期"], ["甲", "1-1-101", "志愿者", "2026-05-01"]],
                "c": [["楼号", "单元", "房号", "户主", "日期"], ["1", "1", "101", "甲", "2026-05-01"]],
            }
        )
    )
    assert [name for sheet in sheets for name in sheet.fields if name.endswith(("_on", "date"))] == [
        "observed_on",
        "willing_on",
        "survey_date",
    ]


@pytest.mark.parametrize("headings", [("厨房立管", "卫生间立管"), ("厨房立管编号", "卫生间串号")])
def test_a_column_a_pipe_is_a_riser_map_a_pipe(headings: tuple[str, str], write_xlsx: Callable[..., Path]) -> None:
    rows = [["楼号", "单元", "房号", *headings, "来源"], ["1", "1", "101", "KL-1", "WL-1", "图纸"]]
    records = [
        (sheet.kind, row.text("room"), row.text("stack"), row.text("pipe_kind"), row.text("stack_source"))
        for sheet in open_sheets(write_xlsx(rows))
        for row in sheet.rows
    ]
    assert records == [
        ("riser_map", "101", "KL-1", "厨房", "图纸"),
        ("riser_map", "101", "WL-1", "卫生间", "图纸"),
    ]


def test_opinions_under_the_same_headings_stay_opinions(write_xlsx: Callable[..., Path]) -> None:
    (sheet,) = open_sheets(write_xlsx([["楼号", "单元", "房号", "厨房立管"], ["1", "1", "101", "同意"]]))
    assert (sheet.kind, sheet.rows[0].text("stance_kitchen")) == ("survey", "同意")
