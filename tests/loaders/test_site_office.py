"""Sheets as a contractor's site office keeps them: ledgers of risers, appointments, progress of works."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from socialgraph.loaders import Reading, read_paths
from socialgraph.loaders.words.lexicon import Words

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
