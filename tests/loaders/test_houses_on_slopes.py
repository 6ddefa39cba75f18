"""An office of a hillside town: rooms of storey and place, storeys below the street, houses called by a letter."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from socialgraph.loaders import Reading, read_paths
from socialgraph.loaders.values.names import parse_name
from socialgraph.loaders.values.words.lexicon import Words
from socialgraph.loaders.values.words.protective import asks_to_be_left_alone

Sheets = Callable[..., Path]

STOREYS = ("负2", "负1", "1", "2", "3", "4")
NAMES = (
    "聂冬至",
    "勾银杏",
    "訾灯笼",
    "亓算盘",
    "仉瓦罐",
    "郗棉被",
    "缑蜡烛",
    "庹蓑衣",
    "昝铜锣",
    "殳纸鸢",
    "逄雨靴",
    "鞠锅铲",
)
FLATS = [f"{storey}-{place}" for storey in STOREYS for place in (1, 2)]
HEADINGS = ["房号", "户主", "电话", "换管意见"]
LIST = [[flat, name, f"139000010{at:02d}", "同意"] for at, (flat, name) in enumerate(zip(FLATS, NAMES, strict=True))]
HOUSE = {"甲幢总表": [["甲幢换管意见登记 2025年"], HEADINGS, *LIST]}


def values(reading: Reading, table: str, *columns: str) -> list[tuple[str, ...]]:
    return sorted(map(tuple, reading.tables[table][list(columns)].astype(str).to_numpy().tolist()))


def test_rooms_of_storey_and_place_below_the_street_are_dwellings_of_the_house_that_the_sheet_is_called_by(
    write_xlsx: Sheets,
) -> None:
    reading = read_paths([write_xlsx(HOUSE)])
    below = [("甲", "-101", "-1", "dwelling"), ("甲", "-102", "-1", "dwelling")]
    below += [("甲", "-201", "-2", "dwelling"), ("甲", "-202", "-2", "dwelling")]
    flats = [("甲", f"{storey}0{place}", str(storey), "dwelling") for storey in range(1, 5) for place in (1, 2)]
    assert values(reading, "flats", "building", "room", "floor", "kind") == below + flats


def test_a_riser_from_storey_to_storey_serves_every_flat_between(write_xlsx: Sheets) -> None:
    risers = [["串号", "管种", "串到哪些"], ["WL-1", "厨房排污", "负2-1到4-1"], ["WL-2", "厨房排污", "1-2到4-2"]]
    reading = read_paths([write_xlsx({**HOUSE, "串号对照": [["甲幢一根管子串哪些户"], *risers]})])
    served = {stack: [] for stack in ("WL-1", "WL-2")}
    for room, stack in values(reading, "flats", "room", "stack"):
        if stack:
            served[stack].append(room)
    assert served == {"WL-1": ["-101", "-201", "101", "201", "301", "401"], "WL-2": ["102", "202", "302", "402"]}


@pytest.mark.parametrize("written", ["甲3-1", "甲幢3-1", "甲3-1室"])
def test_a_letter_storey_and_place_are_a_flat_where_the_office_has_that_flat(write_xlsx: Sheets, written: str) -> None:
    signed = [
        ["3月8日院坝会签到 2025年"],
        ["姓名", "楼栋房号", "签到"],
        ["仉瓦罐", "甲1-1", "√"],
        ["勾银杏", "甲负2-2", "√"],
    ]
    signed += [["殳纸鸢", written, "√"], ["逄雨靴", "甲4-1", "√"]]
    reading = read_paths([write_xlsx(HOUSE, name="甲幢.xlsx"), write_xlsx({"院坝会": signed}, name="签到.xlsx")])
    assert ("殳纸鸢", "甲", "", "301") in values(reading, "activities", "name", "building", "door", "room")


def test_a_letter_and_a_number_stay_a_building_and_a_door_where_the_room_stands_beside_them(write_xlsx: Sheets) -> None:
    rows = [
        ["楼门", "房号", "户主", "意见"],
        *(["甲3-1", room, name, "同意"] for room, name in zip(("101", "201", "301"), NAMES, strict=False)),
    ]
    reading = read_paths([write_xlsx({"登记": [["换管意见登记"], *rows]})])
    assert {place[:2] for place in values(reading, "flats", "building", "door", "room")} == {("甲3", "1")}


def test_several_columns_of_told_visits_are_a_log_with_who_went_and_every_day(write_xlsx: Sheets) -> None:
    rows = [
        [*HEADINGS, "走访①", "走访②"],
        *LIST[:4],
        [*LIST[4], "3.10上门，勾灯笼一起，说同意", ""],
        [*LIST[5], "3.13、3.20上门都没人", "4.2我同牟扁担去的，口气松了"],
        [*LIST[6], "", "4.11庹蓑衣上门，还是不同意"],
        *LIST[7:],
    ]
    reading = read_paths([write_xlsx({"甲幢总表": [["甲幢换管意见登记（2025年，网格员敖石榴）"], *rows]})])
    assert values(reading, "visits", "date", "room", "visitors") == [
        ("2025-03-10", "101", "勾灯笼"),
        ("2025-03-13", "102", ""),
        ("2025-03-20", "102", ""),
        ("2025-04-02", "102", "敖石榴|牟扁担"),
        ("2025-04-11", "201", "庹蓑衣"),
    ]


@pytest.mark.parametrize(
    ("remark", "status"), [("绕过3-2施工", "bypassed"), ("302没换", "bypassed"), ("拟绕开302", "done")]
)
def test_finished_works_whose_remark_leaves_a_flat_out_are_bypassed(
    write_xlsx: Sheets, remark: str, status: str
) -> None:
    rows = [
        ["楼栋", "立管编号", "类型", "状态", "完成日期", "备注"],
        ["甲幢", "JL-1", "给水立管", "已完成", "2025/5/20", ""],
    ]
    rows += [
        ["甲幢", "JL-2", "给水立管", "已完成", "2025/6/5", remark],
        ["甲幢", "WL-1", "厨房污水立管", "施工中", "", "302未换"],
    ]
    reading = read_paths([write_xlsx({"进度": [["立管更换进度表"], *rows]})])
    assert values(reading, "works", "stack", "status") == [("JL-1", "done"), ("JL-2", status), ("WL-1", "in_progress")]


@pytest.mark.parametrize(
    "text", ["甲负1-1 租客缪芋头——不要再上门找她，她上班忙", "租客不要再上门找她", "房客莫再打电话给他"]
)
def test_a_tenant_who_asks_is_no_other_party(text: str) -> None:
    assert asks_to_be_left_alone(text)


def test_a_landlord_who_silences_his_tenant_asks_nothing_of_us() -> None:
    assert not asks_to_be_left_alone("房东让租客别再来电话")


@pytest.mark.parametrize(
    ("offer", "answer"), [("办法", "答复"), ("承诺/办法", "他咋说"), ("给了啥子办法", "对方咋个答")]
)
def test_an_answer_beside_an_offer_is_no_word_on_the_works(write_xlsx: Sheets, offer: str, answer: str) -> None:
    rows = [["房号", "户主", "换管意见", "原因", offer, answer]]
    rows += [["101", "聂冬至", "不同意", "刚装修", "瓷砖照原样恢复", "要得"], ["102", "勾银杏", "同意", "", "", ""]]
    rows += [["201", "訾灯笼", "不同意", "怕吵", "白天施工", "不干"], ["202", "亓算盘", "同意", "", "", ""]]
    reading = read_paths([write_xlsx({"3幢": [["3幢换管意见登记"], *rows]})])
    assert values(reading, "stances", "room", "stance") == [
        ("101", "refused"),
        ("102", "verbal"),
        ("201", "refused"),
        ("202", "verbal"),
    ]
    assert values(reading, "measures", "room", "concern", "measure", "accepted") == [
        ("101", "new_fitout", "瓷砖照原样恢复", "true"),
        ("201", "noise_dust_water", "白天施工", "false"),
    ]


@pytest.mark.parametrize("written", ["（房东不住这）", "房东在外地", "空置", "租给人了", "待查"])
def test_what_stands_in_place_of_a_name_is_none(written: str) -> None:
    assert parse_name(written).text == ""


@pytest.mark.parametrize("written", ["（聂冬至）", "房东王二", "都不花", "全家福"])
def test_names_that_look_like_remarks_stay_names(written: str) -> None:
    assert parse_name(written).text == written.strip("（）")


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("自己开超市", "commercial"),
        ("开面馆", "commercial"),
        ("自住兼开店", None),
        ("没人住，业主在钦州，可电联", "absentee"),
        ("空着，房东住上海，微信能找到", "absentee"),
        ("没人住", "vacant"),
        ("自己住", "owner_occupied"),
    ],
)
def test_who_lives_in_a_flat_is_heard_in_a_sentence(written: str, code: str | None) -> None:
    assert Words().code("occupancy", written) == code


@pytest.mark.parametrize(
    ("written", "flags"), [("小孩高三", "exam_candidate"), ("小孩、高三", "infant|exam_candidate"), ("小孩", "infant")]
)
def test_a_child_at_school_is_no_infant(write_xlsx: Sheets, written: str, flags: str) -> None:
    rows = [
        ["楼号", "房号", "户主", "特殊情况", "意见"],
        ["3", "101", "聂冬至", written, "同意"],
        ["3", "102", "勾银杏", "", "同意"],
    ]
    reading = read_paths([write_xlsx({"摸底": [["住户摸底表"], *rows]})])
    assert values(reading, "dossiers", "room", "flags") == [("101", flags), ("102", "")]


@pytest.mark.parametrize("heading", ["业主/公房承租人", "承租人（房主）", "产权人或承租人", "户主（产权人/承租人）"])
def test_one_column_of_owners_and_lessees_is_split_by_the_ownership(write_xlsx: Sheets, heading: str) -> None:
    rows = [["楼号", "房号", heading, "房屋性质", "承租人/房主意见（卫生间管）", "承租人/房主意见（给水管）"]]
    rows += [["3", "101", "聂冬至", "房改房", "同意", "不同意"], ["3", "102", "勾银杏", "直管公房", "同意", "同意"]]
    reading = read_paths([write_xlsx({"意见": [["立管意见征集表"], *rows]})])
    assert values(reading, "dossiers", "room", "owner_name", "public_lessee_name") == [
        ("101", "聂冬至", ""),
        ("102", "", "勾银杏"),
    ]
    assert values(reading, "stances", "room", "pipe_kind", "giver", "stance") == [
        ("101", "sewage_bath", "owner", "verbal"),
        ("101", "supply", "owner", "refused"),
        ("102", "sewage_bath", "owner", "verbal"),
        ("102", "supply", "owner", "verbal"),
    ]
