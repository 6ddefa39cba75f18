"""One row for a round of several flats, and whom one hears beside whom one knows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from socialgraph.loaders import Reading, read_paths

Sheets = Callable[..., Path]
HEADINGS = ["日期", "走访人", "住址", "方式", "情况", "结果"]


def values(reading: Reading, table: str, *columns: str) -> list[tuple[str, ...]]:
    return sorted(map(tuple, reading.tables[table][list(columns)].astype(str).to_numpy().tolist()))


def log(write: Sheets, *rows: list[str]) -> Reading:
    others = [
        ["2026-4-1", "石青瓦", f"3-1-{room}", "入户", "都在家，当场签字了", "同意"]
        for room in ("501", "502", "601", "602")
    ]
    return read_paths([write({"走访": [["走访记录（2026年）"], HEADINGS, *others, *rows]})])


def test_each_flat_of_a_round_has_its_own_result(write_xlsx: Sheets) -> None:
    reading = log(
        write_xlsx,
        [
            "2026-4-2",
            "石青瓦",
            "3-1-101、102、201、301",
            "入户",
            "101、102签字；201家里没人；301没谈动，再考虑",
            "见情况",
        ],
        ["2026-4-3", "石青瓦", "3-1-202、402", "入户", "两户当场签字", "同意"],
    )
    results = {(room, result) for room, result in values(reading, "visits", "room", "result")}
    assert {("101", "agreed"), ("102", "agreed"), ("201", "no_contact"), ("301", "unchanged")} <= results
    assert {("202", "agreed"), ("402", "agreed")} <= results
    assert ("402", "signed") in values(reading, "stances", "room", "stance")


def test_a_round_in_which_somebody_asks_to_be_left_alone_is_not_taken_apart(write_xlsx: Sheets) -> None:
    reading = log(write_xlsx, ["2026-4-2", "石青瓦", "3-1-101、102", "入户", "101签字；102叫我们别再来了", "见情况"])
    assert not {"101", "102"} & {room for (room,) in values(reading, "visits", "room")}
    assert "102" in {room for (room,) in values(reading, "holds", "room")}


def test_the_relation_is_of_whom_one_knows_and_not_of_whom_one_hears(write_xlsx: Sheets) -> None:
    rows = [
        ["邻里关系摸底"],
        ["住址", "受访人", "①听谁的", "②来往的人", "关系", "远近", "日期"],
        ["3-1-101", "石青瓦", "林竹椅（3-1-202）", "申陶壶（3-1-102）", "老同事", "很近", "2026-05-12"],
        ["3-1-102", "申陶壶", "没有", "石青瓦（3-1-101）", "老同事", "一般", "2026-05-12"],
        ["3-1-201", "艾草帽", "林竹椅（3-1-202）", "", "", "", "2026-05-12"],
        ["3-1-301", "宋铜盆", "林竹椅（3-1-202）", "艾草帽（3-1-201）", "表亲", "偶尔", "2026-05-12"],
        ["3-1-302", "甄橙子", "艾草帽（3-1-201）", "宋铜盆（3-1-301）", "一起跳广场舞", "偶尔", "2026-05-12"],
    ]
    reading = read_paths([write_xlsx({"邻里": rows})])
    ties = values(reading, "ties", "ego_name", "alter_name", "kind", "strength")
    assert ("石青瓦", "林竹椅", "nominated", "") in ties
    assert ("石青瓦", "申陶壶", "former_colleague", "3") in ties
    assert ("申陶壶", "石青瓦", "former_colleague", "2") in ties
    assert not [tie for tie in ties if tie[1] == "林竹椅" and tie[2] != "nominated"]
    assert ("102", "named_nobody") in values(reading, "surveys", "room", "outcome")
