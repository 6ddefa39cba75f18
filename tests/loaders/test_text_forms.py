"""Lines of text that say what a table could: risers with their flats, how far the works are."""

from __future__ import annotations

from pathlib import Path

import pytest

from socialgraph.errors import InputError
from socialgraph.loaders import Reading, read_paths


def rows(load: Reading, table: str, *columns: str) -> list[tuple[str, ...]]:
    return [tuple(map(str, row)) for row in load.tables[table][list(columns)].itertuples(index=False)]


def read_text(folder: Path, *lines: str) -> Reading:
    file = folder / "说明.txt"
    file.write_text("\n".join(lines), encoding="utf-8")
    return read_paths([file])


def test_lines_of_risers_with_their_flats_are_a_riser_map(tmp_path: Path) -> None:
    load = read_text(
        tmp_path,
        "测试新村立管怎么分串,问来的",
        "",
        "11号楼只换厨房污水管,三根:",
        "11-甲  1单元 101 201 301",
        "11-乙  1单元 102 202 302",
        "11-丙  2单元 101 201 301",
    )
    flats = rows(load, "flats", "building", "door", "room", "stack", "pipe_kind")
    expected = {
        *(("11", "1", f"{floor}01", "11-甲", "sewage_kitchen") for floor in (1, 2, 3)),
        *(("11", "1", f"{floor}02", "11-乙", "sewage_kitchen") for floor in (1, 2, 3)),
        *(("11", "2", f"{floor}01", "11-丙", "sewage_kitchen") for floor in (1, 2, 3)),
    }
    assert (set(flats), len(flats)) == (expected, len(expected))


def test_the_same_text_may_say_how_far_the_works_are(tmp_path: Path) -> None:
    load = read_text(
        tmp_path,
        "3幢立管说明（2026年11月记）",
        "3幢1单元 31左串:101 201 301",
        "3幢1单元 31右串:102 202 302",
        "3幢2单元 32左串:101 201 301",
        "11月18日 3-甲 换完,试水不漏。3-乙 还没动,差几户。3-丙 没动。",
    )
    assert {row[0] for row in rows(load, "flats", "stack")} == {"31左", "31右", "32左"}
    assert set(rows(load, "works", "stack", "status", "done_on")) == {
        ("3-丙", "not_started", ""),
        ("3-乙", "not_started", ""),
        ("3-甲", "done", "2026-11-18"),
    }


def test_a_works_log_is_read_sentence_by_sentence(tmp_path: Path) -> None:
    load = read_text(
        tmp_path,
        "工程队日志摘抄（2026年11月）",
        "11月10日  甲1-P11 开工,断水一天。",
        "11月13日  甲1-P11 换完,试水不漏。",
        "甲1-P12、甲1-P21 没开工,等住户。",
    )
    assert set(rows(load, "works", "building", "stack", "status", "done_on")) == {
        ("甲1", "甲1-P11", "done", "2026-11-13"),
        ("甲1", "甲1-P12", "not_started", ""),
        ("甲1", "甲1-P21", "not_started", ""),
    }


def test_a_riser_may_be_called_by_door_side_and_pipe(tmp_path: Path) -> None:
    load = read_text(
        tmp_path,
        "工程所见（七号楼,2026年）",
        "二西厨:十一月五日开凿,至今未竣。",
        "一给:十月三十日换毕。",
        "一东厨、一西厨:未动。",
        "雨落管不在此次之列。",
    )
    assert set(rows(load, "works", "building", "stack", "pipe_kind", "status", "done_on")) == {
        ("7", "一给", "supply", "done", "2026-10-30"),
        ("7", "二西厨", "sewage_kitchen", "in_progress", ""),
        ("7", "一东厨", "sewage_kitchen", "not_started", ""),
        ("7", "一西厨", "sewage_kitchen", "not_started", ""),
    }


def test_a_state_that_nobody_understands_is_asked_and_not_guessed(tmp_path: Path) -> None:
    load = read_text(
        tmp_path,
        "5号楼施工进度（2026年11月）",
        "5-甲 没动。5-乙 没动。5-丙 没动。",
        "5-丁 换完,没动。",
        "5-戊 师傅摇头。",
    )
    status = dict(rows(load, "works", "stack", "status"))
    assert (status.get("5-甲"), status.get("5-丁", "")) == ("not_started", "")


def test_a_table_of_works_stays_a_table(tmp_path: Path) -> None:
    file = tmp_path / "进度.csv"
    file.write_text(
        "楼号,立管编号,施工状态,完工日期\n5,5-甲,完工,2026-11-13\n5,5-乙,未开工,\n5,5-丙,未开工,\n", encoding="utf-8"
    )
    load = read_paths([file])
    assert dict(rows(load, "works", "stack", "status")) == {
        "5-甲": "done",
        "5-乙": "not_started",
        "5-丙": "not_started",
    }
    assert not any("接龙" in text for report in load.reports for text in report.notes)


@pytest.mark.parametrize("line", ["5-甲 101 205 310", "请看 101 201 301"])
def test_numbers_that_are_no_stack_give_no_flats(tmp_path: Path, line: str) -> None:
    load = read_text(tmp_path, "5号楼立管换了没有（2026年11月）", "5-甲 没动。5-乙 没动。5-丙 没动。", line, line, line)
    assert len(load.tables["flats"]) == 0


def test_a_chain_is_read_whatever_stands_between_address_and_name(tmp_path: Path) -> None:
    load = read_text(
        tmp_path,
        "—————  2026-10-12  —————",
        "#接龙",
        "3、4号楼厨房下水管更换，各家表个态，一家一行",
        "1. 3-1-101 张一甲  同意",
        "2. 3号楼1门201，李二乙，同意，大家辛苦",
        "3. 3-1 202 王三丙：不换",
        "4. 收到",
        "—————  2026-10-13  —————",
        "5. 3－1－301赵四丁 赞同",
    )
    assert set(rows(load, "stances", "room", "pipe_kind", "stance", "date")) == {
        ("101", "sewage_kitchen", "verbal", "2026-10-12"),
        ("201", "sewage_kitchen", "verbal", "2026-10-12"),
        ("202", "sewage_kitchen", "refused", "2026-10-12"),
        ("301", "sewage_kitchen", "verbal", "2026-10-13"),
    }
    assert set(rows(load, "dossiers", "room", "owner_name")) == {
        ("101", "张一甲"),
        ("201", "李二乙"),
        ("202", "王三丙"),
        ("301", "赵四丁"),
    }


def test_the_word_of_consent_behind_an_address_is_nobodys_name(tmp_path: Path) -> None:
    load = read_text(
        tmp_path,
        "3号楼换管接龙，同意的往下接 2026年9月6日",
        "1. 3-1-101 同意，已签",
        "2. 3-1-102 可以，什么时候都行",
        "3. 3-1-201 李二乙 同意",
        "4. 3-1-202 王三丙 同意",
    )
    assert {name for _, name in rows(load, "dossiers", "room", "owner_name") if name} == {"李二乙", "王三丙"}


def test_members_of_a_group_in_lines_are_households_with_owner_and_tenant(tmp_path: Path) -> None:
    load = read_text(
        tmp_path,
        "3、4号楼住户群成员（2026年9月28日抄）",
        "名字都是户主，租房子的我写“租”",
        "【3号楼】",
        "3－1－101张一甲 13900000101",
        "1门102  李二乙（租：孙八辛） 13900000102",
        "3-1-201  王三丙（没人住）",
        "3号楼1门202赵四丁",
        "【4号楼】",
        "4-1-101 钱五戊",
        "4-1 102 周六己 13900000106（坐轮椅）",
    )
    assert set(rows(load, "dossiers", "building", "door", "room", "owner_name", "tenant_name", "occupancy")) == {
        ("3", "1", "101", "张一甲", "", ""),
        ("3", "1", "102", "李二乙", "孙八辛", "rented"),
        ("3", "1", "201", "王三丙", "", "vacant"),
        ("3", "1", "202", "赵四丁", "", ""),
        ("4", "1", "101", "钱五戊", "", ""),
        ("4", "1", "102", "周六己", "", ""),
    }


def test_names_in_lines_that_nobody_calls_owners_are_not_read_as_owners(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        read_text(
            tmp_path,
            "3号楼下棋的人",
            *(f"3-1-{floor}01 张{floor}甲 1390000010{floor}" for floor in range(1, 7)),
        )


def test_a_refusal_with_its_reason_beside_it_is_read_with_the_reason(tmp_path: Path) -> None:
    load = read_text(
        tmp_path,
        "3号楼换管接龙，同意的往下接 2026年9月6日",
        "1. 3-1-101 张一甲 去年刚装修的，不换",
        "2. 3-1-102 李二乙 同意",
        "3. 3-1-201 王三丙 同意",
        "4. 3-1-202 赵四丁 同意",
    )
    assert ("101", "refused", "new_fitout") in rows(load, "stances", "room", "stance", "reasons")
