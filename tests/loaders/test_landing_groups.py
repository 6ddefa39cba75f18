"""Floors down and flats across with several columns each, and circled numbers that the sheet explains."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from socialgraph.loaders import Reading, read_paths

Sheets = Callable[..., Path]
TITLE = "砖厂生活区{}1栋2门(2026年4月)\n原因:①怕吵怕灰 ②屋里才装修的 ③管子还好用,没必要 ④怕要出钱"
LEGEND = "注:√签了字 ○口头答应 △拿不定(有讲究的写在下面) ×不同意 —没碰到人"


def values(reading: Reading, table: str, *columns: str) -> list[tuple[str, ...]]:
    return sorted(map(tuple, reading.tables[table][list(columns)].astype(str).to_numpy().tolist()))


def test_a_flat_across_has_its_own_columns(write_xlsx: Sheets) -> None:
    columns = ["产权人/承租人", "性质", "现在哪个住", "电话"]
    rows = [
        [TITLE.format("住户底册 ")],
        ["楼层", "01号", "", "", "", "02号", "", "", ""],
        ["", *columns, *columns],
        ["3楼", "石青瓦", "房改", "本人", "13900000301", "林竹椅", "公房", "儿子林小满", "13900000302"],
        ["2楼", "申陶壶", "房改", "租:甄橙子", "13900000201", "艾草帽", "公房", "本人", "13900000202"],
        ["1楼", "宋铜盆", "公房", "本人", "13900000101", "", "", "", ""],
        ["合计 5户,其中公房 3户"],
    ]
    reading = read_paths([write_xlsx({"1栋2门": rows})])
    assert values(reading, "dossiers", "building", "door", "room", "tenant_name", "occupant_name", "occupancy") == [
        ("1", "2", "101", "", "", "owner_occupied"),
        ("1", "2", "201", "甄橙子", "", "rented"),
        ("1", "2", "202", "", "", "owner_occupied"),
        ("1", "2", "301", "", "", "owner_occupied"),
        ("1", "2", "302", "", "林小满", "family_occupied"),
    ]
    assert ("302", "13900000302") in values(reading, "dossiers", "room", "phone")


def matrix(write: Sheets, *notes: str) -> Reading:
    columns = ["厨房管", "厕所管", "租客/住的人"]
    rows = [
        [TITLE.format("换管意见表 ")],
        ["楼层", "01号", "", "", "02号", "", ""],
        ["", *columns, *columns],
        ["3楼", "√", "√", "○", "×②③", "×", ""],
        ["2楼", "△④", "△", "", "√", "√", "△①"],
        ["1楼", "√", "√", "", "○", "○", ""],
        [LEGEND],
        *([text] for text in notes),
    ]
    return read_paths([write({"1栋2门": rows})])


def test_circled_numbers_behind_a_sign_are_the_reasons_that_the_title_lists(write_xlsx: Sheets) -> None:
    said = values(matrix(write_xlsx), "stances", "room", "pipe_kind", "giver", "stance", "reasons")
    assert ("302", "sewage_kitchen", "owner", "refused", "new_fitout|no_need") in said
    assert ("201", "sewage_kitchen", "owner", "hesitant", "cost") in said
    assert ("202", "", "occupant", "hesitant", "noise_dust_water") in said
    assert ("301", "", "occupant", "verbal", "") in said


def test_a_note_on_the_sign_of_a_flat_says_what_it_means_there(write_xlsx: Sheets) -> None:
    reading = matrix(write_xlsx, "201△:随大流,别人换他就换", "302×:问他为么事,不讲")
    said = values(reading, "stances", "room", "pipe_kind", "stance", "reasons")
    assert ("201", "sewage_kitchen", "conditional", "cost") in said
    assert ("201", "sewage_bath", "conditional", "") in said
    assert ("302", "sewage_bath", "refused", "") in said
