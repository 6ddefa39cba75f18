"""Sheets as a contractor's site office keeps them: ledgers of risers, appointments, progress of works."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from socialgraph.errors import InputError
from socialgraph.loaders import Reading, read_paths
from socialgraph.loaders.layout.explained.legends import read_legend
from socialgraph.loaders.values.words.lexicon import Words

Sheets = Callable[..., Path]


def rows(reading: Reading, table: str, *columns: str) -> list[tuple[str, ...]]:
    return sorted(reading.tables[table][list(columns)].itertuples(index=False, name=None))


def test_what_stands_behind_a_bracket_says_what_the_column_is(write_xlsx: Sheets) -> None:
    reading = read_paths(
        [
            write_xlsx(
                [
                    ["房号", "产权人(公房为承租人)意见", "征询日期"],
                    ["3-1-101", "签字", "2026-03-10"],
                    ["3-1-102", "不同意", "2026-03-10"],
                ]
            )
        ]
    )
    assert {name for (name,) in rows(reading, "dossiers", "owner_name")} <= {""}


def test_a_column_a_pipe_under_one_word_for_risers_is_a_map_of_each(write_xlsx: Sheets) -> None:
    reading = read_paths(
        [
            write_xlsx(
                [
                    ["楼号", "单元", "房号", "产权人", "所在立管编号", ""],
                    ["", "", "", "", "厨排FL", "卫排WL"],
                    [5, 1, 101, "席一", "单排", "单排"],
                    [5, 1, 201, "席二", "FL-1", "WL-1"],
                    [5, 1, 301, "席三", "FL-1", "WL-1"],
                    [5, 1, 401, "席四", "FL-1", "WL-1"],
                ],
                merges=["E1:F1"],
            )
        ]
    )
    risers = [row for row in rows(reading, "flats", "room", "stack", "pipe_kind") if "-" in row[1]]
    assert risers == sorted(
        (room, stack, pipe)
        for room in ("201", "301", "401")
        for stack, pipe in (("FL-1", "sewage_kitchen"), ("WL-1", "sewage_bath"))
    )


def test_a_word_among_codes_of_risers_is_no_riser_and_named(write_xlsx: Sheets) -> None:
    reading = read_paths(
        [
            write_xlsx(
                [
                    ["楼号", "单元", "房号", "产权人", "立管编号"],
                    [5, 1, 101, "席一", "单排"],
                    [5, 1, 201, "席二", "FL-1"],
                    [5, 1, 301, "席三", "FL-1"],
                ]
            )
        ]
    )
    assert ("101", "单排") not in rows(reading, "flats", "room", "stack")
    assert ("201", "FL-1") in rows(reading, "flats", "room", "stack")
    assert "单排" in set(reading.quarantine["value"])


def test_names_of_risers_without_any_code_stay(write_xlsx: Sheets) -> None:
    reading = read_paths(
        [
            write_xlsx(
                [["楼号", "单元", "房号", "立管编号"], [5, 1, 101, "左串"], [5, 1, 102, "右串"], [5, 1, 201, "左串"]]
            )
        ]
    )
    assert {stack for (stack,) in rows(reading, "flats", "stack")} == {"左串", "右串"}


def test_the_day_in_the_cell_of_an_answer_is_the_day_of_willingness(write_xlsx: Sheets) -> None:
    reading = read_paths(
        [
            write_xlsx(
                [
                    ["志愿者名单 2026年3月"],
                    ["姓名", "身份", "住址", "是否愿意帮忙"],
                    ["席一", "志愿者", "3-1-101", "愿意(3月5日表态)"],
                    ["席二", "志愿者", "3-1-102", "不愿意(3月6日表态)"],
                    ["席三", "志愿者", "3-1-201", "愿意"],
                ]
            )
        ]
    )
    assert rows(reading, "people", "name", "willing", "willing_on") == [
        ("席一", "true", "2026-03-05"),
        ("席三", "true", "2026-03"),
        ("席二", "false", "2026-03-06"),
    ]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("甩户完成", "bypassed"),
        ("越户完工", "bypassed"),
        ("完成(甩301)", "bypassed"),
        ("缺两户完成", None),
        ("除301外完成", None),
        ("局部完成", None),
        ("完成一半", "in_progress"),
        ("完工", "done"),
    ],
)
def test_what_is_done_for_some_only_is_not_done(text: str, status: str | None) -> None:
    assert Words().code("works_status", text) == status


MATRIX = [
    ["5#楼各立管住户同意情况矩阵(层×立管)"],
    ["统计截止2025.4.18  空格为未征询"],
    ["【卫生间排水 WL】"],
    ["楼层", "1单元", "1单元", "1单元"],
    ["", "WL-1", "WL-2", "WL-3"],
    ["", "01户", "02户", "03户"],
    ["3F", "●", "△", "⊘"],
    ["2F", "○", "", "×"],
    ["1F", "／", "／", "／"],
    ["已签/应签", "1/3", "0/3", "0/3"],
    ["图例"],
    ["●", "已签字"],
    ["○", "口头答应,没签"],
    ["△", "有条件"],
    ["×", "不同意"],
    ["⊘", "经街办定,尊重本人意见不再做工作"],
    ["／", "不涉及(一层单排)"],
]


def test_a_matrix_of_floors_and_risers_says_what_each_household_says_of_each_pipe(write_xlsx: Sheets) -> None:
    reading = read_paths([write_xlsx({"5#": MATRIX})])
    assert rows(reading, "stances", "building", "door", "room", "pipe_kind", "stance", "date") == [
        ("5", "1", room, "sewage_bath", stance, "2025-04-18")
        for room, stance in (
            ("101", "not_applicable"),
            ("102", "not_applicable"),
            ("103", "not_applicable"),
            ("201", "verbal"),
            ("203", "refused"),
            ("301", "signed"),
            ("302", "conditional"),
            ("303", "respected_refusal"),
        )
    ]
    mapped = [row for row in rows(reading, "flats", "room", "stack") if row[1].startswith("WL")]
    assert mapped == [("201", "WL-1"), ("203", "WL-3"), ("301", "WL-1"), ("302", "WL-2"), ("303", "WL-3")]


def test_a_matrix_of_signs_that_nothing_explains_is_left_alone(write_xlsx: Sheets) -> None:
    signs = [[{"●": "√", "△": "√"}.get(cell, cell) for cell in row] for row in MATRIX[:10]]
    with pytest.raises(InputError):
        read_paths([write_xlsx({"5#": signs})])


def test_the_two_columns_of_reasons_are_of_the_opinions_before_them(write_xlsx: Sheets) -> None:
    reading = read_paths(
        [
            write_xlsx(
                [
                    ["房号", "产权人意见", "说法", "租户意见", "说法", "征询日期"],
                    ["3-1-101", "不同意", "怕花钱", "", "", "2025-03-10"],
                    ["3-1-102", "签字", "", "有条件", "怕停水", "2025-03-10"],
                    ["3-1-201", "口头同意", "", "没意见", "", "2025-03-10"],
                ]
            )
        ]
    )
    assert rows(reading, "stances", "room", "giver", "stance", "reasons") == [
        ("101", "owner", "refused", "cost"),
        ("102", "occupant", "conditional", "noise_dust_water"),
        ("102", "owner", "signed", ""),
        ("201", "occupant", "no_objection", ""),
        ("201", "owner", "verbal", ""),
    ]


def test_a_sign_of_multiplication_is_no_legend() -> None:
    assert read_legend("各立管情况矩阵(层×立管)") == {}
    assert read_legend("√同意 ×不同意") == {"√": "同意", "×": "不同意"}


def test_a_ledger_of_complaints_is_no_log_of_visits_and_its_wishes_hold(write_xlsx: Sheets) -> None:
    complaints = [
        ["换管投诉台账(2025年3-4月)"],
        ["编号", "受理日期", "来源", "反映人", "房号", "内容", "类别", "处理情况"],
        ["TS-001", "2025-03-12", "意见箱", "席一", "5-1-201", "垃圾桶离窗户太近", "环卫", "转物业"],
        ["TS-002", "2025-03-15", "12345", "席二", "5-1-301", "请不要再上门打扰", "换管", "已告知"],
        ["TS-003", "2025-03-19", "电话", "席三", "5-1-401", "停水太久", "换管", "转施工单位"],
        ["TS-004", "2025-03-24", "当面", "席四", "5-1-501", "漏水闹矛盾", "邻里", "已转"],
        ["TS-005", "2025-04-02", "电话", "席五", "5-1-601", "打孔噪音大", "换管", "已转"],
    ]
    flats = [["房号", "产权人", "征询日期"], *([f"5-1-{floor}01", "席六", "2025-03-10"] for floor in range(2, 7))]
    reading = read_paths([write_xlsx({"户": flats}, name="户.xlsx"), write_xlsx(complaints, name="投诉台账.xlsx")])
    assert not len(reading.tables["visits"])
    assert ("5", "1", "301") in rows(reading, "holds", "building", "door", "room")
