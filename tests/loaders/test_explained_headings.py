"""Headings that explain themselves, and what a condition says of its reason; all worked out by hand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from socialgraph.loaders import Reading, read_paths
from socialgraph.loaders.layout.forms.sign_in import activity_of
from socialgraph.loaders.values.words.dictionary import heading_dictionary
from socialgraph.loaders.values.words.stance_clauses import read_clauses

Sheets = Callable[..., Path]


def values(reading: Reading, table: str, *columns: str) -> list[tuple[str, ...]]:
    return sorted(map(tuple, reading.tables[table][list(columns)].astype(str).to_numpy().tolist()))


def test_one_column_for_lessees_and_owners_is_read_by_the_ownership_beside_it(write_xlsx: Sheets) -> None:
    rows = [["楼号", "单元", "房号", "承租人（房改的写房主）", "房屋性质", "态度"]]
    rows += [["3", "1", "101", "石甲", "直管公房", "同意"], ["3", "1", "201", "林乙", "房改房", "同意"]]
    reading = read_paths([write_xlsx(rows)])
    assert values(reading, "dossiers", "room", "owner_name", "public_lessee_name", "tenant_name") == [
        ("101", "", "石甲", ""),
        ("201", "林乙", "", ""),
    ]


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("困难（老病小）", "flags"),
        ("产权人意见（4月问的）", "stance"),
        ("厕所下水", "stance_bathroom"),
        ("承租人", "public_lessee_name"),
    ],
)
def test_a_heading_is_read_with_its_bracket_and_in_other_words(heading: str, field: str) -> None:
    assert heading_dictionary().look_up(heading)[0] == field


@pytest.mark.parametrize(
    ("said", "stance", "reasons"),
    [
        ("考完再动，考完就行", "conditional", ("exam",)),
        ("等孩子生了再商量", "hesitant", ("infant_pregnancy",)),
        ("签完又反悔了，怕漏", "reversed", ("quality_distrust",)),
        ("不同意，没说为啥", "refused", ("no_reason",)),
        ("没这根管", "not_applicable", ()),
    ],
)
def test_a_condition_or_a_wait_names_its_reason(said: str, stance: str, reasons: tuple[str, ...]) -> None:
    clauses = read_clauses(said)
    assert clauses is not None
    assert (clauses.stance, clauses.reasons) == (stance, reasons)


def test_an_unwilling_helper_with_a_reason_is_unwilling_and_not_gone(write_xlsx: Sheets) -> None:
    rows = [["姓名", "住址", "身份", "是否愿意", "管哪片"]]
    rows += [
        ["石甲", "青院2号楼1单元101", "党员", "不愿意，腿脚不行", ""],
        ["林乙", "青院2号楼1单元102", "楼长", "愿意", "青院2号楼"],
    ]
    reading = read_paths([write_xlsx({"党员楼长名单": rows})])
    assert values(reading, "people", "name", "willing", "scope") == [("林乙", "true", "2"), ("石甲", "false", "")]


def test_a_bracket_alone_is_no_activity() -> None:
    assert activity_of("活动签到(两个院合一起)\n换管子说明会 2024年3月16日") == "换管子说明会"
