"""Every trap of traps.csv on a real file: read right, nothing guessed, nothing lost."""

from __future__ import annotations

import csv
import datetime
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

from socialgraph.loaders import Reading, ReadOptions, read_paths, write_quarantine_workbook, write_tables
from socialgraph.loaders.values.numbering import RoomNumbering

WriteXlsx = Callable[..., Path]
HEAD = ["楼号", "单元", "房号", "产权人", "意见"]


def rows(load: Reading, table: str, *columns: str) -> list[tuple[str, ...]]:
    return list(load.tables[table][list(columns)].itertuples(index=False, name=None))


def rooms(load: Reading) -> list[tuple[str, ...]]:
    return rows(load, "flats", "building", "door", "room")


def stances(load: Reading) -> dict[str, str]:
    return dict(rows(load, "stances", "room", "stance"))


def reasons(load: Reading) -> list[tuple[str, str]]:
    return list(load.quarantine[["row", "reason"]].itertuples(index=False, name=None))


def notes(load: Reading) -> str:
    return " ".join([*load.notes, *(note for report in load.reports for note in report.notes)])


@pytest.fixture
def write_csv(tmp_path: Path) -> Callable[..., Path]:
    def write(text: str, name: str = "台账.csv", encoding: str = "utf-8-sig") -> Path:
        (tmp_path / name).write_bytes(text.encode(encoding))
        return tmp_path / name

    return write


def test_t01_title_rows_above_the_header(write_xlsx: WriteXlsx) -> None:
    load = read_paths(
        [write_xlsx([["某社区摸排表(截至6月30日)"], ["单位:户"], HEAD, ["5", "2", "301", "甲一", "同意"]])]
    )
    assert rooms(load) == [("5", "2", "301")]


def test_t02_two_tier_headings(write_xlsx: WriteXlsx) -> None:
    head = [["楼号", "单元", "房号", "上下水意见", None], [None, None, None, "上水", "下水"]]
    path = write_xlsx([*head, ["5", "2", "301", "同意", "不同意"]], merges=["A1:A2", "B1:B2", "C1:C2", "D1:E1"])
    assert rows(read_paths([path]), "stances", "pipe_kind", "stance") == [
        ("supply", "verbal"),
        ("sewage_kitchen", "refused"),
        ("sewage_bath", "refused"),
    ]


def test_t03_an_explanatory_row_is_no_household(write_xlsx: WriteXlsx) -> None:
    hint = ["必填,填数字", "必填,填数字", "必填,如301", "必填,与房本一致", "1=是,0=否"]
    load = read_paths([write_xlsx([HEAD, hint, ["7", "2", "101", "甲一", "1"]])])
    assert (rooms(load), stances(load)) == ([("7", "2", "101")], {"101": "verbal"})


def test_t04_merged_cells_fill_down_and_blanks_do_not(fixtures: Path) -> None:
    load = read_paths([fixtures / "cases" / "g01_merged.xlsx"])
    assert ("5", "2", "302") in rooms(load)
    assert ("7", "missing_building") in reasons(load)


def test_t05_blanks_are_filled_down_only_when_asked(write_xlsx: WriteXlsx) -> None:
    path = write_xlsx([HEAD, ["5", "2", "101", "甲一", "同意"], [None, None, "102", "甲二", "同意"]])
    assert reasons(read_paths([path])) == [("3", "missing_building")]
    filled = read_paths([path], options=ReadOptions(ffill=("building", "door")))
    assert rooms(filled) == [("5", "2", "101"), ("5", "2", "102")]
    assert "上一行" in notes(filled)


def test_t06_subtotals_and_signatures_are_no_rows(write_xlsx: WriteXlsx) -> None:
    tail = [["合计", None, "1户", None, "同意率100%"], ["填表人:", "某某", None, "负责人签字:", None]]
    load = read_paths([write_xlsx([HEAD, ["5", "2", "101", "甲一", "同意"], *tail])])
    assert (rooms(load), reasons(load)) == ([("5", "2", "101")], [])


def test_t07_a_sheet_per_door_and_several_tables_on_one_sheet(write_xlsx: WriteXlsx) -> None:
    short = ["房号", "产权人", "意见"]
    sheet_per_door = {"5号楼1门": [short, ["101", "甲一", "同意"]], "5号楼2门": [short, ["101", "甲二", "同意"]]}
    assert rooms(read_paths([write_xlsx(sheet_per_door)])) == [("5", "1", "101"), ("5", "2", "101")]
    blocks = [["6号楼1门"], short, ["101", "乙一", "同意"], [], ["6号楼2门"], short, ["101", "乙二", "同意"]]
    assert rooms(read_paths([write_xlsx(blocks, name="b.xlsx")])) == [("6", "1", "101"), ("6", "2", "101")]


def test_t08_a_wrong_dimension_loses_no_row(write_xlsx: WriteXlsx, patch_part: Callable[..., Path]) -> None:
    path = write_xlsx([HEAD, ["5", "2", "101", "甲一", "同意"], ["5", "2", "102", "甲二", "同意"]])
    patch_part(
        path, "xl/worksheets/sheet1.xml", lambda xml: re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1"', xml)
    )
    assert len(rooms(read_paths([path]))) == 2


@pytest.mark.parametrize("inside", ["html", "csv", "xlsx"])
def test_t09_an_xls_may_be_something_else_inside(inside: str, write_xlsx: WriteXlsx, tmp_path: Path) -> None:
    line = ["5", "2", "101", "甲一", "同意"]
    path = tmp_path / "导出.xls"
    if inside == "html":
        table = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in (HEAD, line))
        path.write_text(f"<html><meta charset=utf-8><table>{table}</table></html>", encoding="utf-8")
    elif inside == "csv":
        path.write_text("\n".join(",".join(row) for row in (HEAD, line)), encoding="gb18030")
    else:
        write_xlsx([HEAD, line], name="导出.xls")
    assert rooms(read_paths([path])) == [("5", "2", "101")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_t10_every_usual_encoding_gives_the_same_table(encoding: str, write_csv: Callable[..., Path]) -> None:
    load = read_paths([write_csv("楼号\t单元\t房号\t产权人\n5号楼\t1\t101\t𠮷甲\n", name="a.txt", encoding=encoding)])
    assert rows(load, "dossiers", "building", "door", "room", "owner_name") == [("5", "1", "101", "𠮷甲")]
    assert "编码" in notes(load)


def test_t11_rare_names_stay_and_damaged_ones_are_quarantined(write_xlsx: WriteXlsx) -> None:
    load = read_paths([write_xlsx([HEAD, ["5", "2", "101", "陈𬀩", "同意"], ["5", "2", "102", "王?", "同意"]])])
    assert rows(load, "dossiers", "owner_name") == [("陈𬀩",), ("",)]
    assert reasons(load) == [("3", "damaged_name")]


def test_t12_phones_as_numbers_and_phones_that_lost_digits(write_xlsx: WriteXlsx) -> None:
    head = ["楼号", "单元", "房号", "产权人", "联系电话"]
    path = write_xlsx([head, ["5", "2", "101", "甲一", 13900005501.0], ["5", "2", "102", "甲二", "1.39E+10"]])
    load = read_paths([path])
    assert rows(load, "dossiers", "phone") == [("13900005501",), ("",)]
    assert reasons(load) == [("3", "bad_phone")]


def test_t13_an_id_number_is_in_nothing_that_is_written(write_xlsx: WriteXlsx, tmp_path: Path) -> None:
    head = ["楼号", "单元", "房号", "身份证号", "产权人", "联系电话"]
    number = "990101197109049947"
    load = read_paths([write_xlsx([head, ["5", "2", "101", number, "甲一", number]])])
    write_tables(load, tmp_path / "out")
    write_quarantine_workbook(load, tmp_path / "待更正.xlsx")
    book = load_workbook(tmp_path / "待更正.xlsx")
    written = [path.read_text(encoding="utf-8") for path in (tmp_path / "out").iterdir()]
    written += [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row]
    assert reasons(load) == [("2", "bad_phone")]
    assert not any(number in text for text in written)


def test_t14_lost_leading_zeros_are_padded_by_the_floor(write_xlsx: WriteXlsx) -> None:
    head = ["楼号", "单元", "楼层", "房号", "产权人"]
    load = read_paths([write_xlsx([head, ["5", "2", "3层", 1, "甲一"], ["5", "2", "3层", "02户", "甲二"]])])
    assert rooms(load) == [("5", "2", "301"), ("5", "2", "302")]


def test_t15_a_room_that_became_a_date_is_quarantined(write_xlsx: WriteXlsx) -> None:
    path = write_xlsx(
        [HEAD, ["5", "2", datetime.date(2026, 2, 3), "甲一", "同意"], ["5", "2", "1月2日", "甲二", "同意"]]
    )
    load = read_paths([path])
    assert (rooms(load), reasons(load)) == ([], [("2", "date_in_room"), ("3", "date_in_room")])


def test_t16_full_width_and_look_alike_characters(write_xlsx: WriteXlsx) -> None:
    path = write_xlsx([["地址", "产权人"], ["５号楼２单元３０１", "甲一"], ["5—2—3O2", "甲二"], ["5～2～30l", "甲三"]])
    assert rooms(read_paths([path])) == [("5", "2", "301"), ("5", "2", "302")]


def test_t17_chinese_numerals(write_xlsx: WriteXlsx) -> None:
    path = write_xlsx([["地址", "产权人"], ["五号楼二单元三层01户", "甲一"], ["廿一号楼一单元201", "甲二"]])
    assert rooms(read_paths([path])) == [("5", "2", "301"), ("21", "1", "201")]


def test_t18_buildings_with_suffixes_are_buildings_of_their_own(write_xlsx: WriteXlsx) -> None:
    lines = [[name, "1", "101", "甲", "同意"] for name in ("甲5号楼", "5号楼甲", "5号楼", "西楼")]
    buildings = {building for building, _, _ in rooms(read_paths([write_xlsx([HEAD, *lines])]))}
    assert buildings == {"甲5", "5甲", "5", "西"}


def test_t19_an_omitted_door_is_the_only_one_or_unknown(write_xlsx: WriteXlsx) -> None:
    addresses = ["5-1-301", "5-2-301", "5-302", "6-1-201", "6-202", "7-101"]
    load = read_paths([write_xlsx([["地址", "产权人"], *[[address, "甲"] for address in addresses]])])
    assert reasons(load) == [("4", "missing_door")]
    assert ("6", "1", "202") in rooms(load)
    assert ("7", "", "101") in rooms(load)


def test_t20_numbers_that_run_on_across_doors(write_xlsx: WriteXlsx) -> None:
    lines = [
        ["5", door, f"{floor}{place:02d}", "甲", "同意"]
        for floor in (1, 2, 3)
        for door, places in (("1", (1, 2, 3)), ("2", (4, 5, 6)))
        for place in places
    ]
    stacks = dict(rows(read_paths([write_xlsx([HEAD, *lines])]), "flats", "room", "stack"))
    assert (stacks["101"], stacks["104"], stacks["306"]) == ("5/1/1", "5/2/1", "5/2/3")


def test_t21_running_numbers_need_the_flats_of_a_floor(write_xlsx: WriteXlsx) -> None:
    path = write_xlsx([HEAD, *[["5", "2", f"{number}号", "甲", "同意"] for number in range(1, 19)]])
    unknown = read_paths([path])
    assert set(rows(unknown, "flats", "floor", "stack", "stack_source")) == {("", "", "unknown")}
    reading = read_paths([path], options=ReadOptions(numbering=RoomNumbering(flats_per_floor={"5": 3})))
    assert ("7", "3", "5/2/1") in rows(reading, "flats", "room", "floor", "stack")


def test_t22_basements_and_mezzanines(write_xlsx: WriteXlsx) -> None:
    written = ["-101", "B1-03", "地下3号", "半地下1", "夹层2", "201"]
    load = read_paths([write_xlsx([HEAD, *[["5", "1", room, "甲", "同意"] for room in written]])])
    floors = {
        room: (kind, int(floor) <= 0, source)
        for room, kind, floor, source in rows(load, "flats", "room", "kind", "floor", "stack_source")
    }
    assert {room for room, (kind, _, _) in floors.items() if kind == "basement"} == {
        "-101",
        "B1-03",
        "地下3",
        "半地下1",
        "夹层2",
    }
    assert all(below and source == "unknown" for kind, below, source in floors.values() if kind == "basement")


def test_t23_a_shop_is_a_flat_of_its_own_kind_and_needs_no_door(write_xlsx: WriteXlsx) -> None:
    load = read_paths(
        [
            write_xlsx(
                [
                    HEAD,
                    ["5", None, "底商1", "甲", "同意"],
                    ["5", "1", "201", "乙", "同意"],
                    ["5", "2", "201", "丙", "同意"],
                ]
            )
        ]
    )
    assert ("5", "", "底商1", "shop") in rows(load, "flats", "building", "door", "room", "kind")


def test_t24_merged_flats_are_one_household_and_two_flats(write_xlsx: WriteXlsx) -> None:
    written = ["301-302", "401/402", "501、502", "601+602"]
    load = read_paths([write_xlsx([HEAD, *[["5", "2", room, "甲", "同意"] for room in written]])])
    assert rows(load, "dossiers", "room") == [("301|302",), ("401|402",), ("501|502",), ("601|602",)]
    assert len(rooms(load)) == 8


def test_t25_split_flats_are_one_flat_and_several_households(write_xlsx: WriteXlsx) -> None:
    written = ["301A", "301B", "401甲", "501-1", "501-2"]
    load = read_paths([write_xlsx([HEAD, *[["5", "2", room, "甲", "同意"] for room in written]])])
    assert [room for _, _, room in rooms(load)] == ["301", "401", "501"]
    assert len(load.tables["dossiers"]) == 5


def test_t26_owner_line_and_tenant_line_are_one_household_with_two_roles(write_xlsx: WriteXlsx) -> None:
    head = ["楼号", "单元", "房号", "产权人", "租户", "联系电话", "意见"]
    owner = ["5", "1", "201", "甲一", None, "13900000001", "同意"]
    tenant = ["5", "1", "201", None, "乙二", "13900000002", "不同意"]
    load = read_paths([write_xlsx([head, owner, tenant])])
    assert rows(load, "dossiers", "owner_name", "tenant_name", "phone") == [("甲一", "乙二", "13900000001|13900000002")]
    assert set(rows(load, "stances", "giver", "stance")) == {("owner", "verbal"), ("occupant", "refused")}


def test_t27_one_owner_of_several_flats_stays_several_households(write_xlsx: WriteXlsx) -> None:
    load = read_paths([write_xlsx([HEAD, ["5", "1", "201", "甲一", "同意"], ["5", "1", "301", "甲一", "不同意"]])])
    assert stances(load) == {"201": "verbal", "301": "refused"}


def test_t28_namesakes_are_told_apart_by_flat(fixtures: Path) -> None:
    load = read_paths([fixtures / "cases" / "g05_roster.csv", fixtures / "cases" / "g05_volunteers.csv"])
    homes = [(door, name) for door, name in rows(load, "dossiers", "door", "occupant_name") if name == "汪伟"]
    assert homes == [("1", "汪伟"), ("2", "汪伟")]
    assert ("汪伟", "") in rows(load, "people", "name", "room")
    assert "5-1-301、5-2-301" in notes(load)


@pytest.mark.parametrize(
    ("ownership", "column"), [("直管公房", "public_lessee_name"), ("私产", "tenant_name"), ("不详", "")]
)
def test_t29_a_lessee_is_what_the_ownership_says(ownership: str, column: str, write_xlsx: WriteXlsx) -> None:
    head = ["楼号", "单元", "房号", "产权性质", "产权人", "承租人", "意见"]
    load = read_paths([write_xlsx([head, ["5", "1", "201", ownership, None, "符长河", "同意"]])])
    named = [name for name in ("public_lessee_name", "tenant_name") if load.tables["dossiers"][name][0]]
    assert named == ([column] if column else [])
    assert reasons(load) == ([] if column else [("2", "ambiguous_lessee")])
    assert bool(stances(load)) == bool(column)


def test_t30_a_dead_head_is_no_owner(write_xlsx: WriteXlsx) -> None:
    head = ["楼号", "单元", "房号", "户主", "产权人", "意见"]
    load = read_paths([write_xlsx([head, ["5", "1", "201", "甲一(已故)", "乙二", "同意"]])])
    assert rows(load, "dossiers", "owner_name") == [("乙二",)]
    assert reasons(load) == []


def test_t31_one_cell_for_supply_and_sewage(write_xlsx: WriteXlsx) -> None:
    load = read_paths(
        [write_xlsx([HEAD, ["5", "1", "201", "甲", "同意上水不同意下水"], ["5", "1", "301", "乙", "只改厨房"]])]
    )
    assert set(rows(load, "stances", "room", "pipe_kind", "stance")) == {
        ("201", "supply", "verbal"),
        ("201", "sewage_kitchen", "refused"),
        ("201", "sewage_bath", "refused"),
        ("301", "sewage_kitchen", "verbal"),
    }


def test_t32_t33_t35_conditions_negations_and_blanks(write_xlsx: WriteXlsx) -> None:
    words = {
        "101": "同意,但要恢复瓷砖",
        "201": "不同意",
        "301": "没说不同意",
        "401": "无意见",
        "501": None,
        "601": "不太同意",
    }
    load = read_paths([write_xlsx([HEAD, *[["5", "1", room, "甲", word] for room, word in words.items()]])])
    assert stances(load) == {"101": "conditional", "201": "refused", "301": "no_objection", "401": "no_objection"}
    assert reasons(load) == [("7", "unknown_value")]


def test_t34_a_stance_that_changed_keeps_its_history(write_xlsx: WriteXlsx) -> None:
    head = [*HEAD, "摸排日期"]
    load = read_paths(
        [
            write_xlsx(
                [
                    head,
                    ["5", "1", "201", "甲", "已签", "2026-08-01"],
                    ["5", "1", "201", "甲", "已签后反悔", "2026-09-01"],
                ]
            )
        ]
    )
    assert rows(load, "stances", "stance", "date") == [("signed", "2026-08-01"), ("reversed", "2026-09-01")]


def test_t36_the_register_holds_flats_that_nobody_reached(write_xlsx: WriteXlsx) -> None:
    load = read_paths(
        [
            write_xlsx(
                [
                    HEAD,
                    ["5", "1", "201", "甲", "同意"],
                    ["5", "1", "301", None, None],
                    ["5", "1", "401", None, "未联系上"],
                ]
            )
        ]
    )
    assert (len(rooms(load)), len(load.tables["stances"])) == (3, 2)


def test_t37_cells_with_several_values(write_xlsx: WriteXlsx) -> None:
    head = ["楼号", "单元", "房号", "产权人", "特殊情况"]
    load = read_paths([write_xlsx([head, ["5", "1", "201", "甲", "老人、病人"], ["5", "1", "301", "乙", "考生/孕妇"]])])
    assert rows(load, "dossiers", "flags") == [("elderly|seriously_ill",), ("exam_candidate|pregnant",)]


def styled(path: Path, change: Callable[[Workbook], None]) -> Path:
    book = load_workbook(path)
    change(book)
    book.save(path)
    return path


def test_t38_a_struck_row_is_gone_and_a_coloured_blank_is_asked_about(write_xlsx: WriteXlsx) -> None:
    path = write_xlsx(
        [HEAD, ["5", "1", "201", "甲", "同意"], ["5", "1", "301", "乙", None], ["5", "1", "401", "丙", "同意"]]
    )

    def change(book: Workbook) -> None:
        for column in range(1, 6):
            book.active.cell(2, column).font = Font(strike=True)
            book.active.cell(3, column).fill = PatternFill("solid", fgColor="FF0000")
        book.active["D4"].comment = Comment("再问", "某人")

    load = read_paths([styled(path, change)])
    assert reasons(load) == [("2", "struck_through"), ("3", "fill_meaning")]
    assert stances(load) == {"401": "verbal"}
    assert "批注" in notes(load)


def test_t38_a_colour_counts_where_the_legend_says_what_it_means(write_xlsx: WriteXlsx) -> None:
    path = write_xlsx([["说明:红底=不同意"], HEAD, ["5", "1", "201", "甲", None]])

    def change(book: Workbook) -> None:
        for column in range(1, 6):
            book.active.cell(3, column).fill = PatternFill("solid", fgColor="FF0000")

    assert stances(read_paths([styled(path, change)])) == {"201": "refused"}


def test_t39_signs_count_and_a_triangle_only_with_its_legend(write_xlsx: WriteXlsx) -> None:
    lines = [["5", "1", f"{floor}01", "甲", sign] for floor, sign in enumerate("√✓×△", start=1)]
    plain = read_paths([write_xlsx([HEAD, *lines])])
    assert (stances(plain), reasons(plain)) == (
        {"101": "verbal", "201": "verbal", "301": "refused"},
        [("5", "unknown_value")],
    )
    reading = read_paths([write_xlsx([["说明:√同意 ×不同意 △再考虑"], HEAD, *lines], name="b.xlsx")])
    assert stances(reading)["401"] == "hesitant"


def test_t40_vague_dates(write_xlsx: WriteXlsx) -> None:
    head = ["走访日期", "楼号", "单元", "房号", "走访人", "结果"]
    written = ["2023.5", 45292, "23年", "腊月", "26年3月"]
    load = read_paths(
        [write_xlsx([head, *[[date, "5", "1", f"{n}01", "王书记", "没变化"] for n, date in enumerate(written, 1)]])]
    )
    assert rows(load, "visits", "room", "date") == [
        ("101", "2023-05"),
        ("201", "2024-01-01"),
        ("301", "2023"),
        ("401", ""),
        ("501", "2026-03"),
    ]
    assert reasons(load) == [("5", "bad_date")]


def test_t41_of_several_versions_the_later_survey_counts(write_xlsx: WriteXlsx) -> None:
    head = [*HEAD, "摸排日期", "装修情况"]
    old = write_xlsx([head, ["5", "1", "201", "甲", "同意", "2026-06-01", "精装"]], name="台账最终版(2)改.xlsx")
    new = write_xlsx([head, ["5", "1", "201", "甲", "不同意", "2026-09-01", "简装"]], name="台账.xlsx")
    load = read_paths([new, old])
    assert rows(load, "dossiers", "renovation_level", "survey_date") == [("basic", "2026-09-01")]
    assert rows(load, "stances", "stance", "date") == [("verbal", "2026-06-01"), ("refused", "2026-09-01")]
    copy = old.with_name("副本.xlsx")
    copy.write_bytes(old.read_bytes())
    assert len(read_paths([old, copy]).tables["stances"]) == 1


def test_t42_t61_hidden_parts_are_read_and_never_override_visible_ones(fixtures: Path) -> None:
    load = read_paths([fixtures / "cases" / "g04_filtered.xlsx"])
    assert (len(rooms(load)), stances(load)["301"]) == (6, "refused")
    assert "4" in notes(load)
    assert [reason for _, reason in reasons(load)] == ["hidden_conflict"]


def test_t43_a_formula_that_was_never_calculated_has_no_value(write_xlsx: WriteXlsx) -> None:
    load = read_paths(
        [write_xlsx([HEAD, ["5", "1", "=VLOOKUP(1,A:B,2)", "甲", "同意"], ["5", "1", "301", "乙", "=1+1"]])]
    )
    assert (rooms(load), reasons(load)) == ([("5", "1", "301")], [("2", "formula_no_value"), ("3", "formula_no_value")])


def test_t44_breaks_and_blanks_in_headings(write_xlsx: WriteXlsx) -> None:
    load = read_paths(
        [
            write_xlsx(
                [
                    ["楼 号", "单元\n号", "房  号", "业主\n姓名", "联系\n电话"],
                    ["6", "1", "101", " 方玉珍 ", "13900001101\xa0"],
                ]
            )
        ]
    )
    assert rows(load, "dossiers", "owner_name", "phone") == [("方玉珍", "13900001101")]


def test_t45_people_marked_as_gone_are_not_asked(write_xlsx: WriteXlsx) -> None:
    head = ["姓名", "身份", "住址", "是否愿意参与", "登记日期"]
    load = read_paths(
        [
            write_xlsx(
                [
                    head,
                    ["席一(已故)", "楼门长", "5-1-201", "是", "2026-09-01"],
                    ["席二", "楼门长", "5-1-301", "是", "2024-09-01"],
                ]
            )
        ]
    )
    assert reasons(load) == [("2", "person_gone")]
    assert rows(load, "people", "name", "willing_on") == [("席二", "2024-09-01")]


def test_t46_scopes_are_ranges_and_overlaps_are_reported_by_door(write_xlsx: WriteXlsx) -> None:
    head = ["姓名", "身份", "住址", "负责楼门"]
    load = read_paths(
        [write_xlsx([head, ["席一", "楼门长", "5-1-201", "5号楼1-2门"], ["席二", "楼门长", "5-2-301", "二至三门"]])]
    )
    assert rows(load, "people", "scope") == [("5/1|5/2",), ("5/2|5/3",)]
    assert "5/2" in notes(load)
    assert "席" not in notes(load)


def test_t47_several_visitors_in_a_cell(write_xlsx: WriteXlsx) -> None:
    head = ["走访日期", "楼号", "单元", "房号", "走访人", "结果"]
    load = read_paths([write_xlsx([head, ["2026-05-03", "5", "1", "101", "王书记、小李", "没变化"]])])
    assert rows(load, "visits", "visitors") == [("王书记|小李",)]


def test_t48_remarks_are_in_nothing(write_xlsx: WriteXlsx) -> None:
    load = read_paths([write_xlsx([[*HEAD, "备注"], ["5", "1", "101", "甲", "嗯嗯", "患某病"]])])
    everything = " ".join(frame.to_csv() for frame in load.tables.values()) + load.quarantine.to_csv() + notes(load)
    assert "患某病" not in everything


def test_t49_formula_like_text_is_text_going_in_and_neutral_going_out(write_xlsx: WriteXlsx, tmp_path: Path) -> None:
    head = ["楼号", "单元", "房号", "核心关切", "拟采取措施"]
    path = write_xlsx([head, ["5", "1", "101", "怕漏水", "x"]])

    def change(book: Workbook) -> None:
        book.active["E2"].value = "=HYPERLINK(1)"
        book.active["E2"].data_type = "s"

    load = read_paths([styled(path, change)])
    assert rows(load, "measures", "measure") == [("=HYPERLINK(1)",)]
    write_tables(load, tmp_path / "out")
    (measure,) = csv.DictReader((tmp_path / "out" / "measures.csv").read_text(encoding="utf-8").splitlines())
    assert measure["measure"] == "'=HYPERLINK(1)"


def test_t50_skipped_floor_numbers_are_told_by_the_office(write_xlsx: WriteXlsx) -> None:
    path = write_xlsx([HEAD, ["5", "1", "301", "甲", "同意"], ["5", "1", "501", "乙", "同意"]])
    reading = read_paths([path], options=ReadOptions(numbering=RoomNumbering(skipped_floors=frozenset({4}))))
    assert rows(reading, "flats", "room", "floor", "stack") == [("301", "3", "5/1/1"), ("501", "4", "5/1/1")]


def test_t51_notes_beside_and_below_the_table_are_no_rows(write_xlsx: WriteXlsx) -> None:
    lines = [
        [*HEAD, None, "说明"],
        ["5", "1", "101", "甲", "同意", None, "请各楼长核对后签字"],
        [],
        ["注：以上数据截至六月底，由社区汇总上报"],
    ]
    load = read_paths([write_xlsx(lines)])
    assert (rooms(load), reasons(load)) == ([("5", "1", "101")], [])


def test_t52_linked_sheets_are_joined_by_their_key(write_xlsx: WriteXlsx) -> None:
    houses = [["楼号", "单元", "房号", "业主编号"], ["5", "1", "101", "Y1"], ["5", "1", "201", "Y9"]]
    owners = [["业主编号", "业主姓名", "联系电话"], ["Y1", "甲一", "13900000001"], ["Y2", "乙二", "13900000002"]]
    load = read_paths([write_xlsx({"房屋信息": houses, "业主信息": owners})])
    assert ("101", "甲一", "13900000001") in rows(load, "dossiers", "room", "owner_name", "phone")
    assert sorted(load.quarantine[["sheet", "row", "reason"]].itertuples(index=False, name=None)) == [
        ("业主信息", "3", "unmatched_key"),
        ("房屋信息", "3", "unmatched_key"),
    ]


def test_t53_a_stated_floor_wins_and_the_conflict_is_reported(write_xlsx: WriteXlsx) -> None:
    head = ["楼号", "单元", "楼层", "房号", "产权人"]
    load = read_paths([write_xlsx([head, ["5", "1", "1", "1001", "甲"], ["5", "1", "2", "201", "乙"]])])
    assert ("1001", "1") in rows(load, "flats", "room", "floor")
    assert "1 行的楼层与房号不符" in notes(load)


def test_t54_headings_that_carry_their_own_rules(write_xlsx: WriteXlsx) -> None:
    head = ["楼号(必填)", "单元(条件)\n没有单元的不填", "房间号码(条件)\n如301", "产权人(必填)"]
    load = read_paths([write_xlsx([head, ["5", "1", "101", "甲"]])])
    assert rows(load, "dossiers", "building", "room", "owner_name") == [("5", "101", "甲")]


def test_t55_several_street_numbers_are_one_building(write_xlsx: WriteXlsx) -> None:
    written = ["长安街15号1号楼1单元101", "长安街17号1号楼2单元101", "长安街19号1号楼3单元101"]
    load = read_paths([write_xlsx([["地址", "产权人"], *[[address, "甲"] for address in written]])])
    assert rooms(load) == [("1", "1", "101"), ("1", "2", "101"), ("1", "3", "101")]


def test_t56_addresses_in_one_or_two_cells(write_xlsx: WriteXlsx) -> None:
    one = write_xlsx([["地址", "产权人"], ["某区12栋三单元1102", "甲"], ["某小区|12栋|305", "乙"]], name="a.xlsx")
    two = write_xlsx([["楼栋", "房号", "产权人"], ["某苑1号楼", "1单元101室", "丙"]], name="b.xlsx")
    assert ("12", "3", "1102") in rooms(read_paths([one]))
    assert rooms(read_paths([two])) == [("1", "1", "101")]


def test_t57_codes_need_a_legend(write_xlsx: WriteXlsx) -> None:
    head = ["楼号", "单元", "房号", "产权性质"]
    plain = read_paths([write_xlsx([head, ["5", "1", "101", "1001"]])])
    assert reasons(plain) == [("2", "unknown_value")]
    reading = read_paths([write_xlsx([["说明：1001=私产，1002=公房"], head, ["5", "1", "101", "1001"]], name="b.xlsx")])
    assert rows(reading, "dossiers", "ownership_type") == [("private_commodity",)]


def test_t58_instructions_beside_and_below_are_dropped(write_xlsx: WriteXlsx) -> None:
    lines = [[*HEAD, "导入时请保留该列，勿删"], ["5", "1", "101", "甲", "同意", None], ["导入时请保留该行，请勿删除"]]
    load = read_paths([write_xlsx(lines)])
    assert (rooms(load), reasons(load)) == ([("5", "1", "101")], [])


def test_t59_floor_ranges_are_expanded_and_gaps_are_skipped_floors(write_xlsx: WriteXlsx) -> None:
    load = read_paths([write_xlsx([["楼号", "单元", "楼层范围", "每层户数"], ["5", "1", "1-3;5-6", 2]])])
    assert [room for _, _, room in rooms(load)] == [
        "101",
        "102",
        "201",
        "202",
        "301",
        "302",
        "501",
        "502",
        "601",
        "602",
    ]
    assert {source for (source,) in rows(load, "flats", "stack_source")} == {"derived"}


def test_t60_words_that_look_like_missing_are_text(fixtures: Path) -> None:
    load = read_paths([fixtures / "cases" / "g03_na_words.csv"])
    assert rows(load, "dossiers", "building", "owner_name") == [
        ("NA", "nan"),
        ("NA", "None"),
        ("NA", "null"),
        ("NA", ""),
    ]


def test_every_trap_has_its_test() -> None:
    listed = csv.DictReader(
        (Path(__file__).parents[1] / "fixtures" / "traps.csv").read_text(encoding="utf-8").splitlines()
    )
    tested = {
        f"T{number}" for name in globals() if name.startswith("test_t") for number in re.findall(r"_t(\d\d)(?=_)", name)
    }
    assert {trap["id"] for trap in listed} == tested
