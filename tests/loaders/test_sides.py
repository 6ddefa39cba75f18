"""Flats that sheets name by their side of the landing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from socialgraph.loaders import read_paths
from socialgraph.loaders.files.grids import Grid
from socialgraph.loaders.files.sheets import Cell
from socialgraph.loaders.layout.explained.sides import Sides

Write = Callable[..., Path]
VISITS = [
    ["走访记录 2025年"],
    ["日期", "门牌", "走访人", "方式", "结果"],
    ["3月11日", "7号楼1单元3楼东户", "聂冬至", "入户", "同意"],
    ["3月12日", "7号楼1单元2楼西", "聂冬至", "入户", "同意"],
    ["3月13日", "9号楼1单元五楼西户", "聂冬至", "入户", "同意"],
]
BOOK = [
    ["7号楼住户底册，一层三户：东=01 中=02 西=03；9号楼东01西02"],
    ["楼号", "单元", "房号", "户主"],
    ["7", "1", "301", "勾银杏"],
]


def _grid(name: str, *rows: list[str]) -> Grid:
    return Grid(name, {n: {c: Cell(text) for c, text in enumerate(row)} for n, row in enumerate(rows, 1)})


def _visited(write_xlsx: Write, sheets: dict[str, list[list[str]]]) -> list[str]:
    visits = read_paths([write_xlsx(sheets)]).tables["visits"]
    return sorted(visits["building"] + "-" + visits["door"] + "-" + visits["room"])


def test_a_line_that_numbers_the_sides_of_two_buildings_numbers_their_flats(write_xlsx: Write) -> None:
    assert _visited(write_xlsx, {"底册": BOOK, "走访": VISITS}) == ["7-1-203", "7-1-301", "9-1-502"]


def test_a_flat_by_its_side_is_not_guessed_where_no_sheet_numbers_the_sides(write_xlsx: Write) -> None:
    reading = read_paths([write_xlsx({"底册": [["住户底册"], *BOOK[1:]], "走访": VISITS})])

    assert len(reading.tables["visits"]) == 0
    assert "7号楼1单元2楼西" in set(reading.quarantine["value"])


def test_sides_are_learned_from_a_list_that_has_both_names_of_each_flat() -> None:
    rows = [
        [f"{floor}楼{side}", f"{floor}{place:02d}"] for floor in (1, 2, 3) for side, place in (("左", 2), ("右", 1))
    ]

    assert Sides.of([_grid("5栋", ["老叫法", "房号"], *rows)]).of_building == {"5": {"左": 2, "右": 1}}


def test_a_side_with_two_numbers_is_none() -> None:
    assert not Sides.of([_grid("", ["01东户 02西户"]), _grid("", ["01西户 02东户"])])


def test_a_span_of_floors_on_two_sides_lists_both_columns_of_flats() -> None:
    grid = _grid("2号楼", ["1东 2西"], ["1-4楼东户、西户"])

    Sides.settle([grid])

    assert grid.rows[2][0].text == "101-401、102-402"
