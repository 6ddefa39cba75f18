"""Sheets in headings that nobody has written down: what heading, cells and neighbours say together."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from socialgraph.loaders import Reading, read_paths
from socialgraph.loaders.layout.evidence import used_fields
from socialgraph.loaders.layout.weighing.column_evidence import candidates, is_sure
from socialgraph.loaders.layout.weighing.heading_model import heading_model
from socialgraph.loaders.layout.weighing.readings import field_share
from socialgraph.loaders.layout.weighing.seen import seen

Write = Callable[..., Path]


def rows(load: Reading, table: str, *columns: str) -> list[tuple[str, ...]]:
    return [tuple(row) for row in load.tables[table][list(columns)].itertuples(index=False)]


def test_a_log_in_a_clerks_own_headings_is_read_as_visits(write_xlsx: Write) -> None:
    log = [
        ["哪日子去的", "去的是哪一家", "由谁去的", "去后结果怎样"],
        ["2026-10-08", "5-1-101", "孟社工", "没人在家"],
        ["2026-10-08", "5-1-102", "孟社工", "同意了"],
        ["2026-10-09", "5-1-201", "孟社工", "态度没变"],
        ["2026-10-09", "5-1-202", "孟社工", "口气松动了"],
        ["2026-10-10", "5-1-301", "孟社工", "没人在家"],
    ]
    records = rows(read_paths([write_xlsx(log)]), "visits", "room", "result")
    assert records == [
        *(("101", "no_contact"), ("102", "agreed"), ("201", "unchanged"), ("202", "softened"), ("301", "no_contact")),
    ]


def test_cells_say_what_a_column_is_where_its_heading_says_nothing(write_xlsx: Write) -> None:
    stances = ["同意", "不同意", "没意见", "签了", "考虑考虑", "同意"]
    lived = ["自住", "出租", "自住", "空置", "出租", "自住"]
    sheet = [["换立管摸底", *[None] * 4], ["楼号", "单元", "房号", "第四栏", "第五栏"]]
    sheet += [["5", "1", f"{n}01", stance, how] for n, (stance, how) in enumerate(zip(stances, lived, strict=True), 1)]
    load = read_paths([write_xlsx(sheet)])
    assert [stance for (stance,) in rows(load, "stances", "stance")][:3] == ["verbal", "refused", "no_objection"]
    assert [how for (how,) in rows(load, "dossiers", "occupancy")][:2] == ["owner_occupied", "rented"]


def test_ticks_under_days_are_no_stances(write_xlsx: Write) -> None:
    days = [["楼号", "单元", "房号", "11.3", "11.5"]]
    days += [["5", "1", f"{n}01", "√", "×"] for n in range(1, 7)]
    assert not rows(read_paths([write_xlsx(days)]), "stances", "stance")


def test_tables_side_by_side_mean_the_same_under_the_same_unknown_headings(write_xlsx: Write) -> None:
    sheet: list[list[str | None]] = [["3号楼住户意见", *[None] * 6], ["1门", None, None, None, "2门", None, None]]
    sheet += [["房号", "谁家", "意见怎样", None, "房号", "谁家", "意见怎样"]]
    sheet += [[f"{n}01", "孟测", "同意", None, f"{n}01", "孟试", "不同意"] for n in range(1, 7)]
    records = rows(read_paths([write_xlsx(sheet)]), "stances", "door", "room", "stance")
    assert ("1", "101", "verbal") in records
    assert ("2", "101", "refused") in records


def test_keys_of_contracts_are_no_risers() -> None:
    column = seen(0, "", "HTBH", (), tuple(f"GF2019{n:04d}" for n in range(10)))
    parts = candidates("survey", column, used_fields("survey")).get("stack", [])
    assert not is_sure(parts)


def test_name_place_and_day_alone_are_no_activity(write_xlsx: Write) -> None:
    sheet = [
        ["几时", "哪户人家", "谁人"],
        *([f"2026-10-0{n}", f"5-1-{n}01", f"孟测{'甲乙丙丁戊'[n - 1]}"] for n in range(1, 6)),
    ]
    assert not rows(read_paths([write_xlsx(sheet)]), "activities", "name")


def test_a_ground_floor_flat_with_a_trade_in_it_is_a_shop(write_xlsx: Write) -> None:
    sheet = [
        ["楼号", "单元", "房号", "居住情况"],
        ["5", "1", "101", "底商"],
        ["5", "1", "201", "办公"],
        ["5", "1", "102", "自住"],
    ]
    kinds = dict(rows(read_paths([write_xlsx(sheet)]), "flats", "room", "kind"))
    assert kinds == {"101": "shop", "201": "dwelling", "102": "dwelling"}


@pytest.mark.parametrize(
    ("kind", "heading", "meant"),
    [
        ("visits", "何时上门的", "date"),
        ("visits", "谁去的他家", "visitors"),
        ("people_roster", "愿不愿意帮着说", "willing"),
        ("survey", "家中意见如何", "stance"),
    ],
)
def test_characters_vote_for_what_a_new_heading_means(kind: str, heading: str, meant: str) -> None:
    assert heading_model(kind, used_fields(kind)).guess(heading)[0][0] == meant


def test_a_share_counts_each_distinct_cell_once() -> None:
    assert field_share("occupancy", ["自住", "自住", "出租", "谷雨", ""]) == pytest.approx(2 / 3)
