"""Ledgers of one clerk: words a pipe with days, sign-ins one below another, 我 and 小关, closeness by signs, a chat."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from one_sheet import reading_of, rows_of

from socialgraph.loaders import read_paths

WriteXlsx = Callable[..., Path]


def test_below_opinions_on_each_pipe_stand_a_word_and_its_day_and_a_repeat_points_to_the_pipe_before(
    write_xlsx: WriteXlsx,
) -> None:
    head = [["单元", "室", "户主", "户主意见：厨房管", None, "户主意见：厕所管", None]]
    head += [[None, None, None, "意见", "哪天", "意见", "哪天"]]
    lines = [
        ["1", "101", "王甲", "签了", "4.3", "同左", "〃"],
        ["1", "102", "李乙", "不同意", "4.9", "签了", "4.11"],
        ["1", "201", "赵丙", "口头答应", "4.18", "同左", "〃"],
    ]
    path = write_xlsx([["12#楼换管台账（2024年）"], *head, *lines], merges=["D2:E2", "F2:G2"])
    stances = rows_of(read_paths([path]), "stances", "room", "pipe_kind", "stance", "date")
    assert stances == [
        ("101", "sewage_bath", "signed", "2024-04-03"),
        ("101", "sewage_kitchen", "signed", "2024-04-03"),
        ("102", "sewage_bath", "signed", "2024-04-11"),
        ("102", "sewage_kitchen", "refused", "2024-04-09"),
        ("201", "sewage_bath", "verbal", "2024-04-18"),
        ("201", "sewage_kitchen", "verbal", "2024-04-18"),
    ]


def test_each_of_several_sign_in_lists_has_the_activity_and_day_of_its_own_title(write_xlsx: WriteXlsx) -> None:
    names = [["王甲", "12-1-101"], ["李乙", "12-1-102"], ["赵丙", "12-1-201"]]
    lists = [["2024年3月5日 清楼道"], ["姓名", "住哪"], *names, ["2024年5月25日 广场舞比赛"], ["姓名", "住哪"], *names]
    reading = read_paths([write_xlsx(lists, name="签到.xlsx")])
    met = set(rows_of(reading, "activities", "activity", "date"))
    assert met == {("清楼道", "2024-03-05"), ("广场舞比赛", "2024-05-25")}
    assert len(reading.tables["activities"]) == 6


@pytest.mark.parametrize(
    ("others", "visitors"),
    [("关笤帚、栾顶针", "佟线板|关笤帚"), ("关笤帚、关饭盒", "佟线板|小关"), ("关书记", "佟线板|小关")],
)
def test_in_a_log_i_am_who_kept_it_and_a_short_name_the_only_colleague_of_that_surname(
    tmp_path: Path, others: str, visitors: str
) -> None:
    rows = [
        ["日期", "户", "走访人", "方式", "结果"],
        ["2024-04-03", "12-1-101", "我、小关", "上门", "答应了"],
        ["2024-04-04", "12-1-102", others, "上门", "没人"],
    ]
    reading = reading_of(tmp_path, rows, "走访日志 2024年4月 记录人：佟线板")
    went = dict(rows_of(reading, "visits", "room", "visitors"))
    assert set(went["101"].split("|")) == set(visitors.split("|"))


def test_a_cell_of_tenants_may_say_how_they_live_there_beside_the_name(tmp_path: Path) -> None:
    rows = [
        ["楼号", "单元", "室", "户主", "产权", "谁住着", "租户/住的人", "户主意见"],
        ["12", "1", "101", "王甲", "房改", "出租", "租户车毛巾", "签了"],
        ["12", "1", "102", "李乙", "房改", "儿子住", "儿子李丁", "犹豫"],
        ["12", "1", "201", "赵丙", "房改", "合租", "三个小年轻合租，牵头的叫米水桶", "签了"],
        ["12", "1", "202", "钱戊", "房改", "合租", "沙纸箱他们四个", "签了"],
    ]
    reading = reading_of(tmp_path, rows)
    people = rows_of(reading, "dossiers", "room", "owner_name", "tenant_name", "occupant_name")
    assert people == [
        ("101", "王甲", "车毛巾", ""),
        ("102", "李乙", "", "李丁"),
        ("201", "赵丙", "米水桶", ""),
        ("202", "钱戊", "沙纸箱", ""),
    ]
    assert {giver for (giver,) in rows_of(reading, "stances", "giver")} == {"owner"}


def test_closeness_counts_as_the_line_above_says_and_a_room_alone_is_of_the_same_door(write_xlsx: WriteXlsx) -> None:
    head = [
        "楼",
        "单元",
        "室",
        "谁填的",
        "最信谁",
        "他住哪",
        "啥关系",
        "近不近",
        "第二个信谁",
        "住哪",
        "啥关系",
        "近不近",
    ]
    lines = [
        ["12#", "1", "101", "王甲", "富蒲扇", "201", "老同事", "3", "尹煤铲", "12-2-101", "老同事", "2"],
        ["12#", "1", "302", "李乙", "富蒲扇", "201", "互相帮忙", "3", "王甲", "101", "认识", "1"],
        ["12#", "1", "401", "赵丙", "富蒲扇", "201", "在他家店里干活", "1", "尹煤铲", "12-2-101", "认识", "1"],
        ["12#", "1", "402", "钱戊", "不填", None, None, None, None, None, None, None],
        ["12#", "1", "501", "孙己", "谁也不信", None, None, None, None, None, None, None],
    ]
    legend = "近不近：3天天见面  2常走动  1见面点头  0不来往"
    reading = read_paths([write_xlsx([["院里你信谁小问卷（2024年5月）"], [legend], head, *lines])])
    ties = rows_of(reading, "ties", "ego_room", "alter_door", "alter_room", "kind", "strength")
    assert ("101", "1", "201", "former_colleague", "3") in ties
    assert ("101", "2", "101", "former_colleague", "2") in ties
    assert ("401", "1", "201", "employer_superior", "1") in ties  # of whom nobody is asked to speak
    assert rows_of(reading, "surveys", "room", "outcome") == [("402", "declined"), ("501", "named_nobody")]


def test_of_a_chat_about_the_works_what_flats_write_is_read_and_a_wish_holds_its_flat(tmp_path: Path) -> None:
    lines = ["群聊：某院换管群"]
    for place, day, said in (
        ("15-2-502温闹钟", "2024/4/3 08:12", "没意见"),
        ("13-2-302卜马扎", "2024/4/21 19:44", "别再@我了，也别上家来，换管这事甭找我"),
        ("12-1-102滕笊篱", "2024/4/25 07:58", "今天早上停电谁知道咋回事"),
        ("15-2-301乌面板", "2024/4/26 07:58", "同意"),
        ("13-2-101匡脸盆", "2024/4/27 07:58", "我家也同意，啥时候签字？"),
    ):
        lines += ["", f"{place}  {day}", said]
    (tmp_path / "换管群.txt").write_text("\n".join(lines), encoding="utf-8")
    reading = read_paths([tmp_path / "换管群.txt"])
    stances = rows_of(reading, "stances", "building", "room", "stance", "date")
    assert stances == [("15", "301", "verbal", "2024-04-26"), ("15", "502", "no_objection", "2024-04-03")]
    assert [f.place.row.text("room") for f in reading.findings if f.reason == "protective_word"] == ["302"]
    assert {name for (name,) in rows_of(reading, "dossiers", "owner_name")} == {""}  # whoever writes need not own


def test_a_word_that_is_only_the_wish_to_be_left_alone_declines_contact_and_holds_the_flat(tmp_path: Path) -> None:
    rows = [
        ["楼号", "单元", "室", "户主", "户主意见"],
        ["12", "1", "101", "王甲", "再也别打了"],
        ["12", "1", "102", "李乙", "签了"],
    ]
    reading = reading_of(tmp_path, rows)
    assert ("101", "declined_contact") in rows_of(reading, "stances", "room", "stance")
    assert [finding.reason for finding in reading.findings] == ["protective_word"]


def test_who_stated_a_word_gives_it(tmp_path: Path) -> None:
    rows = [
        ["楼号", "单元", "室", "房主", "现在住的人", "住的情况", "老幼病残孕", "换管态度", "谁表的态"],
        ["13", "1", "101", "王甲", "", "自住", "老两口", "签了", "房主"],
        ["13", "1", "102", "李乙", "李丁", "闺女住", "怀孕", "签了", "住的人"],
        ["13", "1", "201", "赵丙", "", "自住", "老太太自己过", "签了", "房主"],
    ]
    reading = reading_of(tmp_path, rows)
    assert rows_of(reading, "stances", "room", "giver") == [("101", "owner"), ("102", "occupant"), ("201", "owner")]
    flags = rows_of(reading, "dossiers", "room", "flags")
    assert flags == [("101", "elderly"), ("102", "pregnant"), ("201", "elderly_alone")]


def test_the_secretary_in_a_list_of_the_office_is_no_resident_of_the_party(tmp_path: Path) -> None:
    rows = [
        ["姓名", "岗位", "电话"],
        ["安台秤", "书记", "13900000001"],
        ["关笤帚", "志愿者", "13900000003"],
    ]
    assert rows_of(reading_of(tmp_path, rows), "people", "name") == [("关笤帚",)]


def test_a_captain_of_a_numbered_building_is_one(tmp_path: Path) -> None:
    rows = [["姓名", "住址", "啥身份"], ["富蒲扇", "12-1-201", "党员、12#楼长"], ["尹煤铲", "12-2-101", "单元长"]]
    roles = dict(rows_of(reading_of(tmp_path, rows), "people", "name", "roles"))
    assert roles == {"富蒲扇": "building_captain|party_member", "尹煤铲": "door_captain"}
