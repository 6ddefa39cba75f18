"""Sheets with whose word it is below opinions and pipes, buildings without doors beside others, rounds of a log."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from socialgraph.loaders import Reading, read_paths
from socialgraph.loaders.layout.explained.legends import read_legend

WriteXlsx = Callable[..., Path]


def rows(reading: Reading, table: str, *columns: str) -> list[tuple[str, ...]]:
    frame = reading.tables[table]
    return sorted(map(tuple, frame[list(columns)].to_numpy().tolist()))


@pytest.mark.parametrize(
    ("holder", "resident"), [("产权人", "使用人"), ("业主", "租客"), ("承租人", "使用人"), ("房主", "实际住户")]
)
def test_below_opinions_stands_whose_they_are(write_xlsx: WriteXlsx, holder: str, resident: str) -> None:
    head = [["门", "室号", "更换意见", None, "问的日期"], [None, None, holder, resident, None]]
    lines = [["1门", "101", "已签", None, "2025.4.26"], ["1门", "102", "不同意（怕吵）", "口头同意", "2025.3.25"]]
    more = [["1门", "201", "已签", None, "2025.4.2"], ["1门", "202", "口头同意", None, "2025.4.9"]]
    path = write_xlsx([["11栋立管更换意见"], *head, *lines, *more], merges=["C2:D2"])
    reading = read_paths([path])
    assert rows(reading, "stances", "room", "giver", "stance", "reasons", "date") == [
        ("101", "owner", "signed", "", "2025-04-26"),
        ("102", "occupant", "verbal", "", "2025-03-25"),
        ("102", "owner", "refused", "noise_dust_water", "2025-03-25"),
        ("201", "owner", "signed", "", "2025-04-02"),
        ("202", "owner", "verbal", "", "2025-04-09"),
    ]
    assert all(not any(names) for names in rows(reading, "dossiers", "owner_name", "tenant_name", "occupant_name"))


def test_below_each_pipe_stands_its_riser_and_whose_word_it_is(write_xlsx: WriteXlsx) -> None:
    legend = "√已签  ○口头同意  △再想想  ×不同意"
    upper = ["门", "室号", "厨房立管", None, None, "卫生间立管", None, None]
    lower = [None, None, "编号", "业主", "住户", "编号", "业主", "住户"]
    lines = [
        ["1门", "101", "WL-1", "√", None, "WL-2", "√", None],
        ["1门", "102", "WL-3", "○", "√", "WL-4", "×", "○"],
        ["1门", "201", "WL-1", "△", None, "WL-2", "同厨房", None],
    ]
    path = write_xlsx([["11栋污水立管更换意见"], [legend], upper, lower, *lines], merges=["C3:E3", "F3:H3"])
    reading = read_paths([path])
    assert rows(reading, "stances", "room", "pipe_kind", "giver", "stance") == [
        ("101", "sewage_bath", "owner", "signed"),
        ("101", "sewage_kitchen", "owner", "signed"),
        ("102", "sewage_bath", "occupant", "verbal"),
        ("102", "sewage_bath", "owner", "refused"),
        ("102", "sewage_kitchen", "occupant", "signed"),
        ("102", "sewage_kitchen", "owner", "verbal"),
        ("201", "sewage_bath", "owner", "hesitant"),
        ("201", "sewage_kitchen", "owner", "hesitant"),
    ]
    assert ("102", "WL-4", "sewage_bath") in rows(reading, "flats", "room", "stack", "pipe_kind")


def test_names_below_a_heading_of_opinions_stay_names(write_xlsx: WriteXlsx) -> None:
    head = [["门", "室号", "意见征询", None, "意见"], [None, None, "产权人", "使用人", None]]
    lines = [["1门", f"{i}01", name, None, "同意"] for i, name in enumerate(("李小满", "王谷雨", "赵白露"), 1)]
    path = write_xlsx([["11栋立管更换意见"], *head, *lines], merges=["C2:D2"])
    assert [name for (name,) in rows(read_paths([path]), "dossiers", "owner_name")] == ["李小满", "王谷雨", "赵白露"]


def test_opinions_of_a_table_on_one_pipe_are_on_that_pipe(write_xlsx: WriteXlsx) -> None:
    head = ["门", "室号", "给水立管", "业主意见"]
    lines = [["1门", "101", "JL-1", "已签"], ["1门", "102", "JL-2", "不同意"], ["1门", "201", "JL-1", "口头同意"]]
    path = write_xlsx([["11栋给水立管更换意见"], head, *lines])
    assert rows(read_paths([path]), "stances", "room", "pipe_kind", "stance") == [
        ("101", "supply", "signed"),
        ("102", "supply", "refused"),
        ("201", "supply", "verbal"),
    ]


def test_a_log_that_comes_back_to_the_same_flats_is_no_list_of_several_doors(
    write_xlsx: WriteXlsx, tmp_path: Path
) -> None:
    listed = write_xlsx(
        [["12栋住户台账"], ["室号", "产权人", "使用状况"], *[[f"{i}01", f"李{i}月", "自住"] for i in range(1, 6)]]
    )
    log = [
        [f"{day}月{i}日", f"12栋{i}01", f"李{i}月", "张三", "上门", "说再想想", "没变化"]
        for day in (3, 4)
        for i in range(1, 6)
    ]
    head = ["日期", "户址", "产权人", "走访人", "方式", "谈的情况", "结果"]
    visited = write_xlsx([["2025年入户走访记录"], head, *log], name="走访.xlsx")
    reading = read_paths([listed, visited])
    assert len(rows(reading, "flats", "room")) == 5
    assert len(rows(reading, "visits", "room")) == 10


def test_a_single_letter_among_signs_is_a_sign_too() -> None:
    assert read_legend("√已签 ×不同意 随=没意见")["随"] == "没意见"
    assert "随" not in read_legend("随=没意见")


CHAIN = """锦荫3栋街坊群　聊天另存　2025-04-06

社工小陈 2025-04-06 20:05:12
3栋厕所管（WL）更换接龙，写 梯-房 姓名 意见

#接龙
3栋厕所管（WL）更换意见
1. 1-202 李木棉 已签
2. 1-201 王砂煲 同意
3. 1-302 租客赵书签 没意见
4. 3-101 钱镇纸 已签
5. 1-402 孙月饼（业主个仔） 同意
6. +1 楼上
7. 2-202 周钢笔 不同意

吴棋盘2-402 2025-04-06 21:16:40
再考虑

郑皮尺2-502 2025-04-07 09:16:40
我下午可以

冯花瓶2-602 2025-04-06 21:40:03
不要再@我，谢谢
"""


def test_a_chain_that_asks_for_door_and_room_is_of_the_building_and_day_of_its_title(
    write_xlsx: WriteXlsx, tmp_path: Path
) -> None:
    flats = [[f"3栋{door}梯{floor}0{n}", "自住"] for door in (1, 2, 3) for floor in range(1, 7) for n in (1, 2)]
    listed = write_xlsx([["地址", "居住情况"], *flats])
    text = tmp_path / "接龙_锦荫3栋街坊群.txt"
    text.write_text(CHAIN, encoding="utf-8")
    reading = read_paths([listed, text])
    assert rows(reading, "stances", "building", "door", "room", "pipe_kind", "giver", "stance", "date") == [
        ("3", "1", "201", "sewage_bath", "owner", "verbal", "2025-04-06"),
        ("3", "1", "202", "sewage_bath", "owner", "signed", "2025-04-06"),
        ("3", "1", "302", "sewage_bath", "occupant", "no_objection", "2025-04-06"),
        ("3", "2", "202", "sewage_bath", "owner", "refused", "2025-04-06"),
        ("3", "2", "402", "sewage_bath", "owner", "hesitant", "2025-04-06"),
        ("3", "3", "101", "sewage_bath", "owner", "signed", "2025-04-06"),
    ]
    assert rows(reading, "holds", "building", "door", "room") == [("3", "2", "602")]


def test_a_chain_of_a_building_with_a_letter_has_bare_rooms(tmp_path: Path) -> None:
    lines = ["1. 301 李汽笛 已签", "2. 101 王甘蔗 同意", "3. 201 赵算珠 同意", "4. 602 钱水桶 不同意"]
    text = tmp_path / "接龙.txt"
    text.write_text("A座厨房管（FL）更换接龙，写 房号 姓名 意见\n" + "\n".join(lines), encoding="utf-8")
    assert rows(read_paths([text]), "stances", "building", "room", "pipe_kind", "stance") == [
        ("A", "101", "sewage_kitchen", "verbal"),
        ("A", "201", "sewage_kitchen", "verbal"),
        ("A", "301", "sewage_kitchen", "signed"),
        ("A", "602", "sewage_kitchen", "refused"),
    ]


def test_a_chain_open_for_some_days_has_no_day(tmp_path: Path) -> None:
    lines = [f"{i}. 3-1-{i}01 李{name} 同意" for i, name in enumerate(("谷雨", "白露", "小满", "芒种"), 1)]
    text = tmp_path / "接龙.txt"
    text.write_text("3幢换立管意向接龙(2026年9月6日—8日)\n" + "\n".join(lines), encoding="utf-8")
    assert {day for (day,) in rows(read_paths([text]), "stances", "date")} == {""}


def test_closeness_in_digits_counts_as_the_legend_says(write_xlsx: WriteXlsx) -> None:
    head = ["街坊", "住址", "听/信哪个", "对方住址", "关系", "熟络"]
    lines = [
        ["李木棉", "3栋1梯401", "王砂煲", "3栋1梯202", "亲戚", "3"],
        ["赵书签", "3栋1梯302", "王砂煲", "3栋1梯202", "同事", "2"],
        ["钱镇纸", "3栋1梯101", "王砂煲", "3栋1梯202", "互相帮忙", "1"],
    ]
    path = write_xlsx([["邻里关系"], ["熟络：3=好熟 2=一般 1=少少"], head, *lines])
    assert rows(read_paths([path]), "ties", "ego_room", "strength") == [("101", "1"), ("302", "2"), ("401", "3")]


@pytest.mark.parametrize("said", ["绕户完成", "已完成（绕402）", "甩户完工"])
def test_a_riser_that_is_done_around_somebody_is_bypassed(write_xlsx: WriteXlsx, said: str) -> None:
    lines = [["5栋", "WL-1", "厕所", said], ["5栋", "FL-1", "厨房", "已完成"]]
    path = write_xlsx([["立管施工进度"], ["楼栋", "立管编号", "管种", "状态"], *lines])
    assert rows(read_paths([path]), "works", "stack", "status") == [("FL-1", "done"), ("WL-1", "bypassed")]


def test_who_would_sign_has_not_signed(write_xlsx: WriteXlsx) -> None:
    said = ["同意，愿意签字", "可以签", "已签字", "愿意，已签"]
    path = write_xlsx([["地址", "产权人意见"], *[[f"3栋1梯{i}01", text] for i, text in enumerate(said, 1)]])
    stances = rows(read_paths([path]), "stances", "room", "stance")
    assert stances == [("101", "verbal"), ("201", "verbal"), ("301", "signed"), ("401", "signed")]


@pytest.mark.parametrize("said", ["叫别来了", "叫唔好再嚟", "提出不要再上门"])
def test_the_order_not_to_come_again_is_what_came_of_a_visit(write_xlsx: WriteXlsx, said: str) -> None:
    head = ["日期", "住址", "走访人", "方式", "结果"]
    lines = [["2025-04-12", f"5栋{i}01", "甲乙", "上门", "没变化"] for i in range(1, 4)]
    path = write_xlsx([["走访记录"], head, *lines, ["2025-04-13", "5栋402", "甲乙", "电话", said]])
    assert ("402", "asked_to_stop") in rows(read_paths([path]), "visits", "room", "result")


def test_an_activity_is_named_by_the_line_that_says_who_signed_in(write_xlsx: WriteXlsx) -> None:
    head = ["序号", "姓名", "住址", "签名"]
    names = ["李木棉", "王砂煲", "赵书签", "钱镇纸"]
    lines = [[str(i), name, f"3-1-{i}01", "已签到"] for i, name in enumerate(names, 1)]
    rows_of_sheet = [["缺席的由楼长带资料上门。"], ["3栋5栋协商会签到"], ["时间：2025年5月29日"], head, *lines]
    path = write_xlsx(rows_of_sheet)
    assert {name for (name,) in rows(read_paths([path]), "activities", "activity")} == {"3栋5栋协商会"}


def test_letters_of_risers_are_the_pipes_that_the_title_explains(write_xlsx: WriteXlsx) -> None:
    title = [["立管更换工程进度表"], ["填报日期：2025-05-20　编号：WL厕所污水 FL厨房废水 JL给水"]]
    head = ["楼栋", "梯", "立管编号", "服务房号", "状态"]
    lines = [["3栋", "1梯", "WL-1", "101~301", "未开工"], ["3栋", "1梯", "FL-1", "201~301", "施工中"]]
    reading = read_paths([write_xlsx([*title, head, *lines, ["3栋", "1梯", "JL-1", "101~301、102~302", "未开工"]])])
    assert rows(reading, "works", "stack", "pipe_kind") == [
        ("FL-1", "sewage_kitchen"),
        ("JL-1", "supply"),
        ("WL-1", "sewage_bath"),
    ]
    assert rows(reading, "flats", "room", "stack", "pipe_kind")[:3] == [
        ("101", "JL-1", "supply"),
        ("101", "WL-1", "sewage_bath"),
        ("102", "JL-1", "supply"),
    ]
    assert len(rows(reading, "flats", "room")) == 3 + 2 + 6


def test_a_door_is_written_once_though_two_buildings_have_none(write_xlsx: WriteXlsx) -> None:
    head = ["楼栋", "梯", "立管编号", "服务房号", "管种", "状态"]
    first = [["3栋", "1梯", "WL-1"], [None, None, "WL-2"], [None, "2梯", "WL-3"], [None, None, "WL-4"]]
    others = [["5栋", "/", "WL-1"], [None, None, "WL-2"], ["7栋", "/", "WL-1"], [None, None, "WL-2"]]
    lines = [[*start, f"10{1 + i % 2}~30{1 + i % 2}", "厕所", "未开工"] for i, start in enumerate([*first, *others])]
    flats = rows(read_paths([write_xlsx([["立管进度"], head, *lines])]), "flats", "building", "door", "stack")
    assert sorted(set(flats)) == [
        ("3", "1", "WL-1"),
        ("3", "1", "WL-2"),
        ("3", "2", "WL-3"),
        ("3", "2", "WL-4"),
        ("5", "", "WL-1"),
        ("5", "", "WL-2"),
        ("7", "", "WL-1"),
        ("7", "", "WL-2"),
    ]


def test_a_question_that_says_what_to_write_holds_only_those_who_write_it(write_xlsx: WriteXlsx) -> None:
    question = "10、您最愿意听哪位街坊讲？（请填姓名；没有就写“没有”，不想有人上门谈请写“不用来”）"
    head = ["地址", "产权人", "意见", question]
    lines = [["3栋1梯101", "李木棉", "同意", "王砂煲"], ["3栋1梯102", "赵书签", "不同意", "不用来"]]
    reading = read_paths([write_xlsx([head, *lines, ["3栋1梯201", "钱镇纸", "同意", "没有"]])])
    assert [room for (room,) in rows(reading, "holds", "room")] in ([], ["102"])
    assert ("102", "wants_nobody") in rows(reading, "surveys", "room", "outcome") or len(reading.tables["holds"])


def test_below_whom_they_hear_stands_the_other_end(write_xlsx: WriteXlsx) -> None:
    upper = ["户址", "答话人", "愿意听的人", None, "亲疏", "摸底日期"]
    lower = [None, None, "姓名", "住址", None, None]
    lines = [
        ["11栋1门102", "李银杏", "王木梳", "11栋1门201", "很熟", "2025-05-10"],
        ["11栋1门302", "赵茶壶", "钱算盘", "11栋1门401", "浅", "2025-05-10"],
        ["11栋1门501", "孙纸鸢", "没得哪个", None, None, "2025-05-10"],
        ["11栋1门502", "周青砖", "哪个来都不要，莫派人来了", None, None, "2025-05-10"],
    ]
    title = [["换管的事，愿意听哪个讲"], ["亲疏分：很熟、一般、浅"]]
    reading = read_paths([write_xlsx([*title, upper, lower, *lines], merges=["C3:D3"])])
    assert rows(reading, "ties", "ego_room", "ego_name", "alter_name", "alter_room", "kind", "strength") == [
        ("102", "李银杏", "王木梳", "201", "nominated", "3"),
        ("302", "赵茶壶", "钱算盘", "401", "nominated", "1"),
    ]
    assert rows(reading, "surveys", "room", "outcome") == [("501", "named_nobody"), ("502", "wants_nobody")]


def test_a_helper_without_an_address_lives_where_the_roster_of_the_workbook_says(write_xlsx: WriteXlsx) -> None:
    roster = [["姓名", "身份", "住址"], ["李木棉", "党员", "3栋1梯202"], ["王镇纸", "楼长", "3栋2梯501"]]
    links = [
        ["二、联系户"],
        ["联系人", "联系户", "备注"],
        ["李木棉", "3栋1梯401、402", None],
        ["赵某", "3栋2梯302", None],
    ]
    path = write_xlsx({"名单": [*roster, ["钱算盘", "志愿者", "3栋1梯101"]], "联系户": links})
    found = rows(read_paths([path]), "links", "member_name", "member_room", "room")
    assert found == [("李木棉", "202", "401"), ("李木棉", "202", "402")]


def test_what_a_ledger_is_kept_apart_for_is_not_its_own_matter(write_xlsx: WriteXlsx) -> None:
    lines = [["1门", "101", "直管公房", "李煤炉"], ["1门", "102", "直管公房", "王铜盆"]]
    path = write_xlsx([["15栋住户台账"], ["租金另有册子"], ["门", "室号", "产权性质", "承租人"], *lines])
    assert rows(read_paths([path]), "dossiers", "room", "public_lessee_name") == [("101", "李煤炉"), ("102", "王铜盆")]


@pytest.mark.parametrize(
    ("written", "name"), [("李月饼（个仔）", "李月饼"), ("王桂皮(阿妈)", "王桂皮"), ("赵毛线等4人", "赵毛线")]
)
def test_a_relation_or_a_count_behind_a_name_is_no_part_of_it(write_xlsx: WriteXlsx, written: str, name: str) -> None:
    path = write_xlsx([["地址", "产权人", "实际住户", "居住情况"], ["3栋1梯101", "钱茶盏", written, "子女住"]])
    assert rows(read_paths([path]), "dossiers", "occupant_name") == [(name,)]


def test_whom_a_list_of_names_calls_owner_is_the_lessee_of_a_public_flat(write_xlsx: WriteXlsx) -> None:
    ledger = write_xlsx([["地址", "承租人", "产权性质"], ["3栋1梯101", "李玉兰", "直管公房"]])
    other = write_xlsx([["地址", "产权人", "意见"], ["3栋1梯101", "李玉兰", "同意"]], name="签约.xlsx")
    found = rows(read_paths([ledger, other]), "dossiers", "owner_name", "public_lessee_name")
    assert found == [("", "李玉兰")]


def test_offers_whose_kind_lacks_nothing_come_before_one_that_does(write_xlsx: WriteXlsx) -> None:
    head = [["户址", "产权人/承租人", "诉求", "答复", None, "住户认不认"], [None, None, None, "给的办法", "日期", None]]
    said = [("怕吵", "挂防尘布", "认"), ("怕出钱", "住户不掏钱", "不认"), ("刚装修", "只开检修口", "还没回话")]
    lines = [
        [f"11栋1门{i}02", f"李{'茶银纸'[i - 1]}", why, offer, "2025.4.14", answer]
        for i, (why, offer, answer) in enumerate(said, 1)
    ]
    path = write_xlsx([["换管诉求及答复"], *head, *lines], merges=["D2:E2"])
    assert rows(read_paths([path]), "measures", "room", "concern", "measure", "accepted") == [
        ("102", "noise_dust_water", "挂防尘布", "true"),
        ("202", "cost", "住户不掏钱", "false"),
        ("302", "new_fitout", "只开检修口", ""),
    ]


def test_a_register_of_quarrels_names_two_who_are_at_odds(write_xlsx: WriteXlsx) -> None:
    head = [["登记日期", "甲方", None, "乙方", None, "事由"], [None, "户址", "姓名", "户址", "姓名", None]]
    lines = [
        ["2025-03-26", "11栋1门402", "李藤椅", "11栋1门502", "王青砖", "楼上漏水，要赔"],
        ["2025-04-30", "11栋1门302", "赵雨靴", "11栋1门602", "钱熨斗", "空调滴水，吵过"],
        ["2025-05-16", "11栋1门102", "孙蓑衣", "11栋1门202", "周梅子", "下水返到楼下"],
    ]
    path = write_xlsx({"矛盾化解": [["2025年邻里矛盾化解登记"], *head, *lines]}, merges=["B2:C2", "D2:E2"])
    found = rows(read_paths([path]), "ties", "ego_name", "alter_name", "kind")
    assert found == [
        ("孙蓑衣", "周梅子", "conflict"),
        ("李藤椅", "王青砖", "conflict"),
        ("赵雨靴", "钱熨斗", "conflict"),
    ]
