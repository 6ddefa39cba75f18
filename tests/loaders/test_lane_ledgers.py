"""Ledgers of two lanes whose houses have the same numbers: captions, addresses by number, matrices, sign-ins, ties."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from socialgraph.loaders import Reading, read_paths

Write = Callable[..., Path]
FLATS = [["室号", "产权人", "房屋性质"], ["101", "聂某", "售后公房"], ["102", "勾某", "售后公房"]]


def rows(load: Reading, table: str, *columns: str) -> list[tuple[str, ...]]:
    return [tuple(map(str, row)) for row in load.tables[table][list(columns)].itertuples(index=False)]


def test_a_caption_names_the_house_of_its_lane_and_how_many_live_there(write_xlsx: Write) -> None:
    sheet = [["测试路238弄住户底册"], ["测试路238弄3号(2户)"], *FLATS, [], ["测试路238弄5号(2户)"], *FLATS]
    load = read_paths([write_xlsx({"238弄": sheet})])
    assert {(row[0], row[1]) for row in rows(load, "dossiers", "building", "room")} == {
        *(("3", room) for room in ("101", "102")),
        *(("5", room) for room in ("101", "102")),
    }


def test_numbers_under_a_heading_that_explains_them_are_lane_house_and_flat(write_xlsx: Write) -> None:
    offers = [
        ["换立管居民诉求与答复(2025年)"],
        ["地址(弄-号-室)", "居民讲的难处", "居委的办法", "答复"],
        ["238-3-101", "孩子中考", "排到6月20日以后施工", "接受"],
        ["238-3-102", "怕灰尘", "做防尘围挡", "不接受"],
    ]
    load = read_paths([write_xlsx({"2025": offers})])
    assert rows(load, "measures", "compound", "building", "door", "room")[0] == ("238弄", "3", "", "101")


def test_the_address_behind_the_others_name_is_the_others(write_xlsx: Write) -> None:
    ties = [
        ["238弄 家里有事找谁、听谁的"],
        ["室号", "姓名", "找谁/听谁的", "住哪", "什么关系", "哪天问的"],
        ["3号102", "逄某", "邰某", "3号103", "钥匙放他家", "2025-04-15"],
        ["3号402", "郜某", "蔺某", "3号301", "表姐妹", "2025-04-16"],
        ["3号403", "仝某", "缪某", "3号303", "互相帮忙", "2025-04-16"],
    ]
    load = read_paths([write_xlsx({"238弄": ties})])
    assert rows(load, "ties", "ego_room", "alter_room") == [("102", "103"), ("402", "301"), ("403", "303")]


def test_signatures_in_a_file_of_sign_ins_are_no_signatures_under_an_agreement(write_xlsx: Write) -> None:
    came = [["2025年4月26日 包馄饨"], ["序号", "姓名", "住址", "签名"]]
    came += [[str(at), name, f"3号楼1单元{at}01", "√"] for at, name in enumerate(("聂某", "勾某", "逄某"), start=1)]
    load = read_paths([write_xlsx({"4.26包馄饨": came}, name="7活动签到.xlsx")])
    assert (len(load.tables["stances"]), len(load.tables["activities"])) == (0, 3)


MATRIX = [
    ["测试路238弄3号 污水立管意见一览(2025年)"],
    ["楼层", "FL-1 厨房", "FL-2 厨房", "WL-1 卫生间", "WL-2 卫生间"],
    ["", "01室", "02室", "01室", "02室"],
    ["3层", "√ 4.20", "○", "√", "× 房东:刚贴好砖"],
    ["2层", "√", "—", "√", "—"],
    ["1层", "○", "×", "△ 怕灰", "×"],
    ["施工", "已完工 5.22", "未开工", "正在做", "未开工"],
    ["√已签字  ○口头同意  △再考虑  ×不同意  —没碰到人"],
]


@pytest.fixture
def matrix(write_xlsx: Write) -> Reading:
    return read_paths([write_xlsx({"238弄3号": MATRIX})])


def test_a_matrix_with_a_riser_over_each_side_says_what_each_flat_says_of_each_pipe(matrix: Reading) -> None:
    said = {(room, pipe): stance for room, pipe, stance in rows(matrix, "stances", "room", "pipe_kind", "stance")}
    assert said == {
        ("301", "sewage_kitchen"): "signed",
        ("302", "sewage_kitchen"): "verbal",
        ("301", "sewage_bath"): "signed",
        ("302", "sewage_bath"): "refused",
        ("201", "sewage_kitchen"): "signed",
        ("202", "sewage_kitchen"): "unreached",
        ("201", "sewage_bath"): "signed",
        ("202", "sewage_bath"): "unreached",
        ("101", "sewage_kitchen"): "verbal",
        ("102", "sewage_kitchen"): "refused",
        ("101", "sewage_bath"): "hesitant",
        ("102", "sewage_bath"): "refused",
    }


def test_the_risers_of_a_matrix_pass_its_flats(matrix: Reading) -> None:
    passed = {(stack, room) for stack, room in rows(matrix, "flats", "stack", "room") if stack == "WL-2"}
    assert passed == {("WL-2", room) for room in ("102", "202", "302")}


def test_a_row_of_works_below_a_matrix_is_the_progress_of_its_risers(matrix: Reading) -> None:
    assert rows(matrix, "works", "stack", "status", "done_on") == [
        ("FL-1", "done", "2025-05-22"),
        ("FL-2", "not_started", ""),
        ("WL-1", "in_progress", ""),
        ("WL-2", "not_started", ""),
    ]


def test_a_title_that_asks_about_one_pipe_is_about_that_pipe(write_xlsx: Write) -> None:
    sheet = [
        ["测试路238弄3号 给水总立管更换征询(2025年)"],
        ["室号", "产权人意见", "征询日期"],
        *([room, "同意", "4.12"] for room in ("101", "102", "201", "202", "301")),
    ]
    load = read_paths([write_xlsx({"给水征询": sheet})])
    assert {pipe for (pipe,) in rows(load, "stances", "pipe_kind")} == {"supply"}


def test_households_under_a_heading_that_says_own_house_are_of_the_members_house(write_xlsx: Write) -> None:
    roster = [
        ["楼组长、党员、志愿者名册(2025年)"],
        ["姓名", "住址", "身份", "愿不愿帮忙做工作", "联系户(本号)"],
        ["郗某", "3号201", "楼组长", "愿意", "203、303"],
        ["鞠某", "5号301", "党员", "愿意", "302"],
        ["勾某", "5号101", "志愿者", "愿意", "502"],
    ]
    load = read_paths([write_xlsx({"名册": roster})])
    assert set(rows(load, "links", "building", "room")) == {("3", "203"), ("3", "303"), ("5", "302"), ("5", "502")}
