"""Flats counted through their door (3楼2门14号), as older compounds have them: in lists, ties, sign-ins, riser maps."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from socialgraph.loaders import Reading, read_paths

WriteXlsx = Callable[..., Path]
REGISTER = [["房号", "产权人", "居住情况"], *[[f"3楼2门{n}号", f"甲{n}", "自住"] for n in range(1, 19)]]


@pytest.fixture
def office(write_xlsx: WriteXlsx) -> Callable[..., Reading]:
    """The register and one more sheet."""

    def read(rows: Sequence[Sequence[str | None]], merges: Sequence[str] = ()) -> Reading:
        other = write_xlsx(rows, name="另一张.xlsx", merges=merges)
        return read_paths([write_xlsx(REGISTER, name="住户登记.xlsx"), other])

    return read


def rows(reading: Reading, table: str, *columns: str) -> list[tuple[str, ...]]:
    return sorted(map(tuple, reading.tables[table][list(columns)].to_numpy().tolist()))


def test_ends_of_ties_may_be_written_as_three_numbers_and_a_name(office: Callable[..., Reading]) -> None:
    head = ["谁", "跟谁、听谁的", "怎么个关系"]
    reading = office([head, ["3-2-14 甲十", "3-2-18 乙八", "老同事"], ["3-2-7 丙石", "3-2-9 丁麦", "互相搭把手"]])
    ends = rows(reading, "ties", "ego_room", "ego_name", "alter_room", "alter_name")
    assert ends == [("14", "甲十", "18", "乙八"), ("7", "丙石", "9", "丁麦")]


def test_three_numbers_that_no_list_of_flats_has_are_no_flat(office: Callable[..., Reading]) -> None:
    reading = office([["谁", "跟谁、听谁的", "怎么个关系"], ["3-2-25 甲十", "3-2-18 乙八", "老同事"]])
    assert reading.tables["ties"].empty


def test_numbers_behind_the_first_flat_lie_in_its_door(office: Callable[..., Reading]) -> None:
    head = ["姓名", "住址", "身份", "联系户"]
    reading = office([["党员联系户"], head, ["甲某", "3楼2门18号", "党员", "3楼2门14、15、17号"]])
    assert rows(reading, "links", "door", "room") == [("2", "14"), ("2", "15"), ("2", "17")]


def test_lists_of_a_sign_in_sheet_may_stand_side_by_side(office: Callable[..., Reading]) -> None:
    head = ["序号", "姓名", "门牌", "备注"]
    lines = [
        ["1", "甲一", "3-2-1", None, "4", "丁四", "3-2-4", None],
        ["2", "乙二", "3-2-2", None, "5", "戊五", "3-2-5", None],
    ]
    lines.append(["3", "丙三", "3-2-3", None, "6", "己六", "3-2-6", None])
    reading = office(
        [["社区“端午包粽子”活动签到表"], ["时间：2026年5月30日上午"], [*head, *head], *lines], merges=["A1:H1", "A2:H2"]
    )
    came = rows(reading, "activities", "room", "activity", "date")
    assert came == [(str(room), "端午包粽子", "2026-05-30") for room in range(1, 7)]


def test_a_map_of_risers_may_hold_counted_flats(office: Callable[..., Reading]) -> None:
    floors = [
        [f"{'一二三'[n]}层", f"{3 * n + 1}号", f"{3 * n + 2}号（小卖部）" if n == 0 else f"{3 * n + 2}号"]
        for n in (2, 1, 0)
    ]
    reading = office([["下水立管串图"], ["3楼2门  厨房下水"], ["层", "3-2厨1", "3-2厨2"], *floors])
    flats = reading.tables["flats"]
    mapped = flats[flats["stack"] != ""]
    by_stack = {(stack, pipe): set(rooms["room"]) for (stack, pipe), rooms in mapped.groupby(["stack", "pipe_kind"])}
    assert by_stack == {("3-2厨1", "sewage_kitchen"): {"1", "4", "7"}, ("3-2厨2", "sewage_kitchen"): {"2", "5", "8"}}


def test_works_may_name_building_and_door_in_one_column(write_xlsx: WriteXlsx) -> None:
    head = ["楼门", "串号", "管线", "施工情况", "完工日期"]
    path = write_xlsx(
        [
            ["进度情况统计表"],
            head,
            ["3楼2门", "3-2厨1", "厨房下水", "未开工", None],
            ["甲5楼1门", "甲5-1卫1", "卫生间下水", "已完工", "2026.6.20"],
        ]
    )
    assert rows(read_paths([path]), "works", "building", "stack", "status") == [
        ("3", "3-2厨1", "not_started"),
        ("甲5", "甲5-1卫1", "done"),
    ]


def test_what_was_talked_about_is_no_offer(write_xlsx: WriteXlsx) -> None:
    head = ["日期", "门牌", "走访人", "方式", "谈了什么", "结果"]
    lines = [
        [f"2026-04-1{n}", f"3楼1门{n}01", "甲乙", "入户", f"家里第{n}次说怕灰怕吵，让再想想", "还那样"]
        for n in range(1, 7)
    ]
    reading = read_paths([write_xlsx([["入户走访记录"], head, *lines])])
    assert reading.tables["measures"].empty
    assert len(reading.tables["visits"]) == 6


def test_a_wish_beside_a_flat_in_a_list_of_fees_holds_that_flat(office: Callable[..., Reading]) -> None:
    fees = [
        ["卫生费收缴登记", None, None],
        ["门牌", "金额", "备注"],
        ["3楼2门1号", "36", None],
        ["3-2-7", "36", "往后别再来家里了"],
        ["3楼2门9号", "36", "以后别再上门"],
    ]
    assert rows(office(fees), "holds", "building", "door", "room") == [("3", "2", "7"), ("3", "2", "9")]


def test_storey_and_place_behind_a_building_are_a_room(office: Callable[..., Reading]) -> None:
    reading = office([["房号", "产权人"], ["5#1-3-2", "勾银杏"], ["5号楼1单元302", "勾银杏"]])
    assert {row for row in rows(reading, "flats", "building", "door", "room") if row[0] == "5"} == {("5", "1", "302")}


STOREYED = [["楼栋", "房号", "产权人", "居住情况"]] + [
    ["2栋", f"{floor}-{place}", f"甲{floor}{place}", "自住"] for floor in range(1, 8) for place in (1, 2)
]


def test_a_list_of_many_storeys_with_few_flats_has_storey_and_place_for_rooms(write_xlsx: WriteXlsx) -> None:
    visits = [["日期", "住址", "走访人", "走访结果"], ["2026-03-02", "2栋7-2", "乙麦", "没变化"]]
    reading = read_paths([write_xlsx(STOREYED, name="住户登记.xlsx"), write_xlsx(visits, name="走访.xlsx")])
    assert rows(reading, "flats", "building", "room", "floor")[-1] == ("2", "702", "7")
    assert rows(reading, "visits", "building", "door", "room") == [("2", "", "702")]


def test_what_may_be_doors_and_counted_flats_is_no_room(write_xlsx: WriteXlsx) -> None:
    few = [
        STOREYED[0],
        *[["2栋", f"{door}-{flat}", f"甲{door}{flat}", "自住"] for door in (1, 2) for flat in range(1, 9)],
    ]
    reading = read_paths([write_xlsx(few, name="住户登记.xlsx")])
    assert reading.tables["flats"].empty
