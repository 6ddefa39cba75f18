"""Sheets of a mill's women's director and of a newcomer: columns beside each other tell what each one is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from socialgraph.loaders import Reading, read_paths
from socialgraph.loaders.values.words.confirmed import TABLE

WriteXlsx = Callable[..., Path]

FLATS = [
    ["编号", "几栋", "几单元", "几号", "楼层", "房主(证上的名字)", "租客", "房子来历", "现在怎么住", "电话"],
    [1, 1, 1, 1, 1, "陈竹篮", None, "房改房", "自己住", "13900001007"],
    [2, 1, 1, 2, 1, "何水壶", None, "房改房", "自己住", "13900001014"],
    [3, 1, 1, 3, 2, "罗板凳", None, "商品房", "自己住", "13900001021"],
    [4, 1, 1, 4, 2, "邓蒲扇", "柯行李", "商品房", "整套出租", "13900001028"],
    [5, 1, 1, 5, 3, "曾坛子", None, "房改房", "自己住", "13900001035"],
    [6, 1, 1, 6, 3, "廖斗笠", None, "房改房", "自己住", "13900001042"],
]


def rows(reading: Reading, table: str, *columns: str) -> list[tuple[str, ...]]:
    frame = reading.tables[table]
    return sorted(map(tuple, frame[list(columns)].to_numpy().tolist()))


def test_flats_that_a_door_numbers_through_are_read_by_building_door_and_number(write_xlsx: WriteXlsx) -> None:
    reading = read_paths([write_xlsx({"住户底册": FLATS})])
    assert ("1", "1", "5", "曾坛子") in rows(reading, "dossiers", "building", "door", "room", "owner_name")


def test_a_riser_passes_the_numbers_that_its_line_lists(write_xlsx: WriteXlsx) -> None:
    risers = [["木匠巷立管一览表"], ["楼号", "单元", "立管编号", "管道类别", "途经户号"]]
    risers += [["1#楼", 1, "WL-1", "卫生间污水立管", "1、3、5"], ["1#楼", 1, "WL-2", "卫生间污水立管", "2、4、6"]]
    risers += [["1#楼", 1, "FL-1", "厨房废水立管", "1、3、5"], ["1#楼", 1, "FL-2", "厨房废水立管", "2、4、6"]]
    risers += [["1#楼", 1, "JL-1", "给水立管", "1、2、3、4、5、6"]]
    reading = read_paths([write_xlsx({"住户底册": FLATS, "立管一览": risers})])
    risers_of_5 = [row for row in rows(reading, "flats", "room", "stack") if row[0] == "5"]
    assert risers_of_5 == [("5", "FL-1"), ("5", "JL-1"), ("5", "WL-1")]


def test_of_weekly_sheets_the_last_week_counts(write_xlsx: WriteXlsx) -> None:
    head = ["楼号", "单元", "立管编号", "类别", "形象进度", "完工日期"]
    weeks = {
        f"第{number}周": [["立管更新施工周进度表"], [f"周期:{span}"], head, ["1#", 1, "FL-1", "废水", state, None]]
        for number, span, state in ((1, "2025.5.19-5.25", "施工中"), (2, "2025.5.26-6.1", "取消不做"))
    }
    assert rows(read_paths([write_xlsx(weeks)]), "works", "stack", "status") == [("FL-1", "not_doing")]


def test_an_answer_to_an_offer_is_no_word_on_the_works(write_xlsx: WriteXlsx) -> None:
    offers = [
        ["哪户", "TA担心的", "我们提的办法", "回音", "日期"],
        ["1-1-6", "怕停水", "分两天停水，每次不超过4小时", "接受了", "2025-04-20"],
        ["1-1-4", "怕吵", "上午不打孔，下午两点后施工", "接受了", "2025-04-19"],
        ["1-1-2", "怕恢复不好", "协议里写明原样恢复", "接受了", "2025-05-08"],
        ["1-1-1", "怕花钱", "给看文件，住户不出一分钱", "不接受", "2025-05-09"],
        ["1-1-3", "怕灰", "拉防尘帘，做完保洁", "接受了", "2025-05-09"],
    ]
    reading = read_paths([write_xlsx({"住户底册": FLATS, "诉求怎么回应的": offers})])
    assert len(reading.tables["measures"]) == 5
    assert reading.tables["stances"].empty


def test_who_spoke_is_told_by_the_column_that_says_what_they_are(write_xlsx: WriteXlsx) -> None:
    signed = [
        ["楼", "单元", "户", "谁表的态", "TA是", "签没签", "日子"],
        ["1栋", "1单元", 1, "陈竹篮", "房主", "已签", "2025.4.14"],
        ["1栋", "1单元", 2, "何水壶", "房主", "已签", "2025.4.14"],
        ["1栋", "1单元", 4, "柯行李", "租客", "已签", "2025.4.15"],
        ["1栋", "1单元", 5, "曾坛子", "家人", "已签", "2025.4.15"],
        ["1栋", "1单元", 6, "廖斗笠", "房主", "已签", "2025.4.15"],
    ]
    reading = read_paths([write_xlsx({"住户底册": FLATS, "签字情况": [["立管更新签字情况(2025年)"], *signed]})])
    assert {("1", "owner", "signed"), ("4", "occupant", "signed")} <= set(
        rows(reading, "stances", "room", "giver", "stance")
    )


def test_two_spellings_of_one_works_compound_are_one(write_xlsx: WriteXlsx) -> None:
    ledger = [["小区", *FLATS[0]], *(["红线轴宿舍", *line] for line in FLATS[1:])]
    log = [["红线轴纺织厂宿舍走访记录 2025年"], ["日期", "住户", "走访人", "方式", "结果"]]
    log += [["2025-07-03", f"1-1-{room}", "吴绣绷", "上门", "同意"] for room in range(1, 6)]
    reading = read_paths([write_xlsx({"住户底册": ledger, "走访": log})])
    assert len(reading.tables["visits"]) == 5


def test_a_list_of_what_is_still_to_be_done_is_no_log(write_xlsx: WriteXlsx) -> None:
    to_do = [["记于", "住户", "事项"]]
    to_do += [[f"2025-07-0{day}", f"1-1-{day}", "再去问问同不同意"] for day in range(1, 7)]
    reading = read_paths([write_xlsx({"住户底册": FLATS, "待办": to_do})])
    assert reading.tables["visits"].empty
    assert not any(question.part == TABLE and "待办" in str(question.files) for question in reading.questions)
