"""Sheets that are no list of rows: matrices, one-page forms, chains of a chat. Right values read off the sheets."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from socialgraph.loaders import Reading, read_paths
from socialgraph.loaders.files.grids import Grid
from socialgraph.loaders.layout.blocks import Block
from socialgraph.loaders.layout.columns.rounds import rounds_of
from socialgraph.loaders.layout.header_rows import Header, Heading


def rows(load: Reading, table: str, *columns: str) -> list[tuple[str, ...]]:
    return [tuple(map(str, row)) for row in load.tables[table][list(columns)].itertuples(index=False)]


def test_a_matrix_of_floors_and_risers_is_a_riser_map(write_xlsx: Callable[..., Path]) -> None:
    matrix = [
        ["8号楼2单元立管分布"],
        ["层＼立管", "JL-1", "FL-1"],
        ["管类", "给水", "厨房下水"],
        *[[f"{floor}F", f"{floor}01/{floor}02", f"{floor}01"] for floor in (3, 2, 1)],
    ]
    load = read_paths([write_xlsx(matrix)])
    expected = {
        *(("8", "2", f"{floor}0{side}", "JL-1", "supply") for floor in (1, 2, 3) for side in (1, 2)),
        *(("8", "2", f"{floor}01", "FL-1", "sewage_kitchen") for floor in (1, 2, 3)),
    }
    records = rows(load, "flats", "building", "door", "room", "stack", "pipe_kind")
    assert (set(records), len(records)) == (expected, len(expected))


def test_the_door_of_a_riser_stands_in_the_tier_above_its_number(write_xlsx: Callable[..., Path]) -> None:
    matrix = [
        ["1栋污水管串图"],
        [None, "1梯厨房", "2梯厨房"],
        ["串号", "甲厨", "乙厨"],
        *[[f"{floor}楼", f"{floor}01", f"{floor}01"] for floor in (3, 2, 1)],
    ]
    load = read_paths([write_xlsx(matrix)])
    records = rows(load, "flats", "door", "stack")
    assert sorted(set(records)) == [("1", "甲厨"), ("2", "乙厨")]


def test_a_matrix_of_neighbours_gives_a_tie_for_every_number(write_xlsx: Callable[..., Path]) -> None:
    rooms = ["101", "102", "201", "202"]
    matrix = [
        ["3号楼谁信谁"],
        ["每一行是回答的人，3=很信 2=比较信 1=一般 ×=合不来"],
        ["1门"],
        [None, *rooms],
        ["101 测试甲", "—", 3, None, None],
        ["102 测试乙", None, "—", None, "×"],
        ["201 测试丙", 1, None, "—", None],
        ["202 测试丁", None, None, None, "—"],
    ]
    load = read_paths([write_xlsx(matrix)])
    columns = ("ego_name", "ego_room", "alter_name", "alter_room", "kind", "strength")
    assert sorted(rows(load, "ties", *columns)) == [
        ("测试丙", "201", "测试甲", "101", "nominated", "1"),
        ("测试乙", "102", "测试丁", "202", "conflict", ""),
        ("测试甲", "101", "测试乙", "102", "nominated", "3"),
    ]


def test_a_page_a_household_is_read_by_its_labels(write_xlsx: Callable[..., Path]) -> None:
    page = [
        ["测试里7号楼 入户登记（换立管）"],
        ["门牌：", "7号楼1门101", "日期：", "2026-10-09"],
        ["户主：", "测试甲", "电话：", "13900001207"],
        ["产权：", "商品房", "居住情况：", "自住"],
        ["意见：", "不同意", "原因：", "怕麻烦"],
    ]
    load = read_paths([write_xlsx({"101": page})])
    assert rows(load, "stances", "building", "door", "room", "stance", "reasons", "date") == [
        ("7", "1", "101", "refused", "noise_dust_water", "2026-10-09")
    ]
    assert rows(load, "dossiers", "owner_name", "phone") == [("测试甲", "13900001207")]


def test_headings_side_by_side_stay_a_list(write_xlsx: Callable[..., Path]) -> None:
    listed = [["楼号", "单元", "房号", "意见"], ["1", "1", "101", "同意"], ["1", "1", "102", "反对"]]
    load = read_paths([write_xlsx(listed)])
    assert rows(load, "stances", "room", "stance") == [("101", "verbal"), ("102", "refused")]


def test_a_chain_of_a_chat_is_a_line_a_household(tmp_path: Path) -> None:
    lines = ["#接龙", "3幢换立管意向(2026年9月6日)", "1. 3-1-101 测试甲 同意", "2. 3-1-102测试乙 不同意"]
    lines += ["3. 3-1-201 测试丙(租客) 没意见", "4. 3-2-101 测试丁 考虑"]
    (tmp_path / "群接龙.txt").write_text("\n".join(lines), encoding="utf-8")
    load = read_paths([tmp_path / "群接龙.txt"])
    assert rows(load, "stances", "door", "room", "giver", "stance") == [
        ("1", "101", "owner", "verbal"),
        ("1", "102", "owner", "refused"),
        ("1", "201", "occupant", "no_objection"),
        ("2", "101", "owner", "hesitant"),
    ]


def test_a_wish_in_a_chain_that_is_no_line_of_it_is_still_heard(tmp_path: Path) -> None:
    lines = ["3幢换立管意向接龙", *[f"{n}. 3-1-{n}01 测试{n} 同意" for n in range(1, 6)], "3-2-502 请不要再上门了"]
    (tmp_path / "群接龙.txt").write_text("\n".join(lines), encoding="utf-8")
    load = read_paths([tmp_path / "群接龙.txt"])
    assert ("3", "2", "502") in rows(load, "holds", "building", "door", "room")


def test_lists_of_codes_side_by_side_explain_the_columns_that_they_name(write_xlsx: Callable[..., Path]) -> None:
    survey = [
        ["楼号", "单元", "房号", "产权码", "R1意愿"],
        ["5", "1", "101", "P2", "11"],
        ["5", "1", "102", "P1", "21"],
    ]
    codes = [["意愿码", "含义", None, "产权码", "含义"], ["11", "已签字", None, "P1", "商品房"]]
    codes += [["21", "不同意", None, "P2", "房改房"]]
    load = read_paths([write_xlsx({"总表": survey, "图例": codes})])
    assert rows(load, "dossiers", "room", "ownership_type") == [
        ("101", "private_reform"),
        ("102", "private_commodity"),
    ]
    assert [report.kind for report in load.reports] == ["survey", "unknown"]


def test_numbers_of_risers_may_stand_below_the_floors(write_xlsx: Callable[..., Path]) -> None:
    matrix = [
        ["立管小图（都是卫生间污水）"],
        ["6号楼", "1单元01", "2单元01"],
        *[[f"{floor}F", f"{floor}01", f"{floor}01"] for floor in (3, 2, 1)],
        ["管号", "6甲", "6乙"],
        ["8号楼", "1单元01", "1单元02"],
        *[[f"{floor}F", f"{floor}01", f"{floor}02"] for floor in (3, 2, 1)],
        ["管号", "8甲", "8乙"],
    ]
    load = read_paths([write_xlsx(matrix)])
    records = rows(load, "flats", "building", "door", "stack", "pipe_kind")
    assert set(records) == {
        ("6", "1", "6甲", "sewage_bath"),
        ("6", "2", "6乙", "sewage_bath"),
        ("8", "1", "8甲", "sewage_bath"),
        ("8", "1", "8乙", "sewage_bath"),
    }


def test_a_row_of_pipes_may_name_them_in_an_engineers_letters(write_xlsx: Callable[..., Path]) -> None:
    matrix = [
        ["甲1号楼1单元 立管系统"],
        ["立管", "JL-1", "WL-1", "WL-2"],
        ["系统", "JL", "WL(厨)", "WL(卫)"],
        *[[f"{floor}F", f"{floor}01", f"{floor}01", f"{floor}01"] for floor in (3, 2, 1)],
    ]
    load = read_paths([write_xlsx(matrix)])
    assert sorted(set(rows(load, "flats", "stack", "pipe_kind"))) == [
        ("JL-1", "supply"),
        ("WL-1", "sewage_kitchen"),
        ("WL-2", "sewage_bath"),
    ]


def test_a_door_written_once_is_carried_down_though_a_row_was_added_at_the_end(
    write_xlsx: Callable[..., Path],
) -> None:
    head = [["3栋住户意见登记表（2026年9月）"], ["单元", "房号", "房东", "意见"]]
    flats = [
        [door if floor == 1 else None, f"{floor}01", f"测试{name}", "同意"]
        for door in (1, 2)
        for floor, name in enumerate("甲乙丙丁戊", 1)
    ]
    load = read_paths([write_xlsx([*head, *flats, [2, None, "测试己", "同意"]])])
    assert {row[0] for row in rows(load, "flats", "door")} == {"1", "2"}
    assert len(load.tables["flats"]) == 10


def test_rooms_of_two_digits_are_told_by_the_floor_beside_them(write_xlsx: Callable[..., Path]) -> None:
    head = [["测试院甲1楼住户名册（2026年9月）"], ["门", "号", "层", "户主", "住房性质", "电话"]]
    flats = [
        [
            door if (floor, side) == (1, 1) else None,
            f"{floor}{side}",
            floor,
            f"测试{'甲乙丙丁'[floor - 1]}",
            "已售",
            None,
        ]
        for door in (1, 2)
        for floor in range(1, 5)
        for side in (1, 2)
    ]
    load = read_paths([write_xlsx([*head, *flats])])
    records = rows(load, "flats", "building", "door", "room", "floor")
    assert set(records) == {("甲1", str(d), f"{f}{s}", str(f)) for d in (1, 2) for f in range(1, 5) for s in (1, 2)}


def test_whole_addresses_count_whatever_their_heading_names(write_xlsx: Callable[..., Path]) -> None:
    head = [["甲1楼换管意见登记（2026年10月）"], ["楼门号", "意见", "签名", "日期"]]
    answers = [["同意", "签", "8日"], ["同意", "没签", "9号"], ["不同意", None, "10日"], ["同意", "未签", "10.11"]]
    flats = [[f"甲1楼2门{number}1号", *answer] for number, answer in enumerate(answers, 1)]
    load = read_paths([write_xlsx([*head, *flats])])
    assert rows(load, "stances", "door", "room", "stance", "date") == [
        ("2", "11", "signed", "2026-10-08"),
        ("2", "21", "verbal", "2026-10-09"),
        ("2", "31", "refused", "2026-10-10"),
        ("2", "41", "verbal", "2026-10-11"),
    ]


def test_a_column_of_flats_one_above_the_other_is_that_of_a_riser(write_xlsx: Callable[..., Path]) -> None:
    listed = [
        ["立管编号（图纸抄）"],
        ["楼", "管路", "编号", "途经那些人家"],
        *[
            ["甲1楼", "厨房排水", f"甲1-P{door}{side}", f"{door}门 1{side} 2{side} 3{side}"]
            for door in (1, 2)
            for side in (1, 2)
        ],
    ]
    load = read_paths([write_xlsx(listed)])
    records = rows(load, "flats", "building", "door", "room", "stack", "pipe_kind")
    assert ("甲1", "2", "31", "甲1-P21", "sewage_kitchen") in records
    assert len(records) == 12


def test_a_head_of_household_is_no_owner_under_an_ownership_that_nobody_knows(
    write_xlsx: Callable[..., Path],
) -> None:
    listed = [
        ["楼号", "单元", "房号", "户主", "产权性质"],
        ["1", "1", "101", "测试甲", "院内周转房"],
        ["1", "1", "102", "测试乙", "私"],
    ]
    load = read_paths([write_xlsx(listed)])
    assert rows(load, "dossiers", "room", "owner_name") == [("101", ""), ("102", "测试乙")]


def test_two_rounds_side_by_side_are_two_words_of_each_household(write_xlsx: Callable[..., Path]) -> None:
    sheet = [
        ["8号楼 立管更换 入户表 2026年"],
        [None, None, *["第一轮（8—9月）"] * 3, *["第二轮（10—11月）"] * 4],
        ["楼门室", "户主", "日期", "态度", "原因", "日期", "态度", "原因", "变化"],
        ["8-1-101", "张一甲", "2026-09-14", "不同意", "噪音", "2026-11-13", "同意", None, "松动"],
        ["8-1-102", "李二乙", "2026-09-15", "同意", None, None, None, None, None],
        ["8-1-201", "王三丙", "2026-09-16", "不同意", "费用", "2026-11-14", "不同意", "费用", "没变"],
        ["8-1-202", "赵四丁", "2026-09-16", "犹豫", "费用", "2026-11-15", "已签字", None, "松动"],
    ]
    load = read_paths([write_xlsx(sheet)])
    assert set(rows(load, "stances", "room", "stance", "date")) == {
        ("101", "refused", "2026-09-14"),
        ("101", "verbal", "2026-11-13"),
        ("102", "verbal", "2026-09-15"),
        ("201", "refused", "2026-09-16"),
        ("201", "refused", "2026-11-14"),
        ("202", "hesitant", "2026-09-16"),
        ("202", "signed", "2026-11-15"),
    }


def test_pipes_above_the_headings_are_no_rounds() -> None:
    groups = ("厨房", "卫生间")
    lower = ("日期", "意见", "原因")
    headings = tuple(
        Heading(column, group, text, (), group)
        for column, (group, text) in enumerate((group, text) for group in groups for text in lower)
    )
    assert len(rounds_of(Grid(name=""), Block(Header(2, 3, headings)))) == 1


def test_the_same_as_the_owner_is_no_name(write_xlsx: Callable[..., Path]) -> None:
    sheet = [
        ["地址", "产权人", "现住人姓名", "联系电话"],
        ["8-1-101", "张一甲", "同产权人", "13900000101"],
        ["8-1-102", "李二乙", "孙八辛", "13900000102"],
        ["8-1-201", None, "同产权人", "13900000103"],
    ]
    load = read_paths([write_xlsx(sheet)])
    assert set(rows(load, "dossiers", "room", "occupant_name")) == {("101", "张一甲"), ("102", "孙八辛"), ("201", "")}


def test_a_door_drawn_as_floors_and_sides_is_a_household_a_cell(write_xlsx: Callable[..., Path]) -> None:
    door = [
        ["8号楼2单元 2026年9月挨家问的"],
        [None, "左边（01）", "右边（02）"],
        ["3楼", "张一甲\n自己住\n不同意", "李二乙\n13900000302\n同意"],
        ["2楼", "王三丙 租客孙八辛\n13900000201\n出租\n签了", "赵四丁\n13900000202\n空着"],
        ["绿的签了"],
    ]
    load = read_paths([write_xlsx(door)])
    assert set(rows(load, "dossiers", "building", "door", "room", "owner_name", "tenant_name", "occupancy")) == {
        ("8", "2", "301", "张一甲", "", "owner_occupied"),
        ("8", "2", "302", "李二乙", "", ""),
        ("8", "2", "201", "王三丙", "孙八辛", "rented"),
        ("8", "2", "202", "赵四丁", "", "vacant"),
    }
    assert set(rows(load, "stances", "room", "stance")) == {("301", "refused"), ("302", "verbal"), ("201", "signed")}


def test_the_number_of_a_riser_says_its_pipe_where_nothing_else_does(write_xlsx: Callable[..., Path]) -> None:
    risers = [
        ["楼号", "单元", "立管编号", "经过的户"],
        ["7", "1", "7A1厨", "101、201"],
        ["7", "1", "7A1厕", "101、201"],
        ["7", "1", "7A9", "101、201"],
    ]
    found = set(rows(read_paths([write_xlsx(risers)]), "flats", "stack", "pipe_kind"))
    assert found == {("7A1厨", "sewage_kitchen"), ("7A1厕", "sewage_bath"), ("7A9", "")}


def test_rooms_of_a_riser_map_may_have_their_door_and_its_title_a_bare_building(
    write_xlsx: Callable[..., Path],
) -> None:
    rows = [["甲3 厨房下水"], ["串", "厨1", "厨2"], *[[f"{f}层", f"1-{f}01", f"2-{f}02"] for f in (4, 3, 2, 1)]]

    flats = read_paths([write_xlsx({"串位": rows})]).tables["flats"]

    assert {*zip(flats["building"], flats["door"], flats["room"], flats["stack"], strict=True)} == {
        *(("甲3", "1", f"{f}01", "厨1") for f in (1, 2, 3, 4)),
        *(("甲3", "2", f"{f}02", "厨2") for f in (1, 2, 3, 4)),
    }


def test_a_riser_of_a_whole_door_serves_all_flats_that_its_list_names_there(write_xlsx: Callable[..., Path]) -> None:
    rows = [
        ["立管编号", "楼号", "单元", "管道类别", "所带户号"],
        ["厨1", "2", "1", "厨房下水", "101～301"],
        ["厨2", "2", "1", "厨房下水", "102～302"],
        ["给1", "2", "1", "给水", "整个单元"],
        ["给2", "2", "2", "给水", "整个单元"],
    ]
    reading = read_paths([write_xlsx({"立管清单": rows})])
    supply = reading.tables["flats"].query("pipe_kind == 'supply'")

    assert {*zip(supply["door"], supply["room"], supply["stack"], strict=True)} == {
        ("1", room, "给1") for room in ("101", "201", "301", "102", "202", "302")
    }
    assert list(reading.quarantine["column"]) == ["所带户号"]
