"""Ticks a pipe in a ledger of agreements that were signed; worked out by hand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from socialgraph.loaders import Reading, read_paths

Sheets = Callable[..., Path]
HEADER = ["序号", "幢", "单元", "室", "签约人", "厨", "卫", "签约日期"]


def stances(reading: Reading) -> list[tuple[str, ...]]:
    columns = ["room", "pipe_kind", "stance", "date"]
    return sorted(map(tuple, reading.tables["stances"][columns].fillna("").astype(str).to_numpy().tolist()))


def test_a_tick_in_a_ledger_of_agreements_is_a_signature_of_that_day(write_xlsx: Sheets) -> None:
    rows = [["立管更换协议签约台账"], HEADER, ["1", "3", "1", "101", "李小满", "√", "✓", "2025-06-13"]]
    rows += [["2", "3", "1", "502", "王小禾", "√", "—", "2025-06-23"]]
    assert stances(read_paths([write_xlsx(rows)])) == [
        ("101", "sewage_bath", "signed", "2025-06-13"),
        ("101", "sewage_kitchen", "signed", "2025-06-13"),
        ("502", "sewage_kitchen", "signed", "2025-06-23"),
    ]


def test_a_tick_without_the_day_of_signing_is_left_for_a_person_to_read(write_xlsx: Sheets) -> None:
    rows = [["立管更换协议签约台账"], HEADER, ["1", "3", "1", "101", "李小满", "√", "√", ""]]
    rows += [["2", "3", "1", "502", "王小禾", "√", "√", "2025-06-23"]]
    reading = read_paths([write_xlsx(rows)])
    assert {row[0] for row in stances(reading)} == {"502"}
    assert {finding.value for finding in reading.findings if finding.field.startswith("stance")} == {"√"}


@pytest.mark.parametrize(
    ("title", "header"),
    [
        ("立管更换征求意见签字表", HEADER),
        ("立管更换签约台账", [*HEADER[:5], "厨房意见", "卫生间意见", "签约日期"]),
        ("立管更换计划签约名单", HEADER),
    ],
    ids=["asks for opinions", "columns of opinions", "yet to come"],
)
def test_a_tick_under_a_title_or_heading_of_opinions_is_no_signature(
    title: str, header: list[str], write_xlsx: Sheets
) -> None:
    rows = [[title], header, ["1", "3", "1", "101", "李小满", "√", "√", "2025-06-13"]]
    rows += [["2", "3", "1", "502", "王小禾", "√", "√", "2025-06-23"]]
    assert "signed" not in {row[2] for row in stances(read_paths([write_xlsx(rows)]))}
