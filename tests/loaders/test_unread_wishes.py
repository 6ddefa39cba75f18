"""Wishes to be left alone in sheets that nobody reads: what names a household holds it, the rest is told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from socialgraph.loaders import Reading, read_paths
from socialgraph.loaders.report.quarantine import write_quarantine_workbook

REGISTER = "楼号,单元,房号,产权人\n5,2,301,测试甲\n5,2,401,测试乙\n5,1,301,测试丙\n"
Read = Callable[..., Reading]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def write(*lines: str, name: str = "其他.csv") -> Reading:
        folder = tmp_path / "sheets"
        folder.mkdir(exist_ok=True)
        (folder / "register.csv").write_text(REGISTER, encoding="utf-8")
        (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
        return read_paths([folder], lang="en")

    return write


def held(reading: Reading) -> list[tuple[str, ...]]:
    table = reading.tables["holds"]
    assert set(table["reason"]) <= {"protective_word"}
    return sorted(zip(table["building"], table["door"], table["room"], strict=True))


def told(reading: Reading) -> str:
    of_sheets = [text for report in reading.reports for text in report.notes]
    return " ".join([*reading.wishes_of_nobody, *of_sheets])


@pytest.mark.parametrize(
    "lines",
    [
        ("房号,姓名,物业费,欠费,备注", "5-2-301,测试甲,1200,0,户主说以后别再打电话了", "5-2-401,测试乙,1200,0,已交"),
        ("日期,内容", "2026-11-01,5-2-301 户主请我们不要再上门", "2026-11-02,5-2-401 约下周再来"),
        ("2026-11-01 走访5号楼2单元301，老人说别再来打扰", "2026-11-02 天气晴"),
        ("栋号,施工内容,施工状态,备注", "5号楼,供水,已完工,5-2-301户主说别再来敲门了"),
    ],
    ids=["fees", "diary", "no header", "works"],
)
def test_a_line_that_names_a_flat_holds_it(lines: tuple[str, ...], read: Read) -> None:
    reading = read(*lines)
    assert held(reading) == [("5", "2", "301")]
    assert "protective_word" in set(reading.quarantine["reason"])


def test_a_list_of_fees_that_holds_somebody_adds_no_flat_to_the_register(read: Read) -> None:
    reading = read("房号,姓名,物业费,欠费,备注", "5-2-301,测试甲,1200,0,不要再联系", "5-2-901,测试丁,1200,0,勿扰")
    assert sorted(reading.tables["flats"]["room"]) == ["301", "301", "401"]
    assert held(reading) == [("5", "2", "301"), ("5", "2", "901")]


def test_a_room_alone_takes_its_building_from_the_name_of_the_sheet(tmp_path: Path) -> None:
    book = Workbook()
    diary = book.active
    assert diary is not None
    diary.title = "5号楼2单元"
    for line in ("11月3日：301室大爷说谁也别来烦他", "11月4日：401室约好周末谈"):
        diary.append((line,))
    book.save(tmp_path / "b.xlsx")
    assert held(read_paths([tmp_path / "b.xlsx"])) == [("5", "2", "301")]


def test_a_line_without_an_address_is_told_by_its_row_and_never_quoted(read: Read) -> None:
    reading = read("日期,内容", "2026-11-01,天气晴", "2026-11-02,王大爷说别再给他打电话了")
    assert held(reading) == []
    assert "without a readable address: 3." in told(reading)
    assert "王大爷" not in told(reading)


def test_a_note_below_a_table_that_names_a_flat_holds_it(read: Read) -> None:
    reading = read("楼号,单元,房号,产权人", "5,2,501,测试戊", "备注：5-2-401户主要求不要再上门")
    assert ("5", "2", "401") in held(reading)


def test_a_diary_alone_is_read_for_the_wish_in_it(tmp_path: Path) -> None:
    (tmp_path / "d.csv").write_text("日期,内容\n2026-11-01,5-2-301 不要再上门\n", encoding="utf-8")
    assert held(read_paths([tmp_path])) == [("5", "2", "301")]


def test_a_diary_says_nothing_of_the_sheets_it_has_been_before(read: Read) -> None:
    """Its rows must stay when it can't be read; its wishes end when it no longer says them."""
    reading = read("日期,内容", "2026-11-01,5-2-301 不要再上门", name="d.csv")
    assert "d.csv::" not in reading.sources
    assert reading.wish_sources >= {"d.csv::::wishes"}
    assert set(reading.tables["holds"]["sources"]) == {"d.csv::::wishes"}


def test_the_workbook_to_mend_has_no_line_of_a_diary(read: Read, tmp_path: Path) -> None:
    reading = read("日期,内容", "2026-11-01,5-2-301 不要再上门", name="d.csv")
    write_quarantine_workbook(reading, tmp_path / "待更正.xlsx")
    pages = load_workbook(tmp_path / "待更正.xlsx").worksheets
    assert "d.csv" not in {str(cell.value) for page in pages for line in page.iter_rows() for cell in line}


def test_a_wish_beside_an_owner_s_number_holds_the_flat_of_that_number(tmp_path: Path) -> None:
    book = Workbook()
    first = book.active
    assert first is not None
    for line in (("楼号", "单元", "房号", "业主编号"), (5, 2, 301, "Y1"), (5, 2, 401, "Y2")):
        first.append(line)
    second = book.create_sheet("业主")
    for line in (("业主编号", "业主姓名", "备注"), ("Y1", "测试甲", "不要再打电话"), ("Y2", "测试乙", "")):
        second.append(line)
    book.save(tmp_path / "b.xlsx")
    assert held(read_paths([tmp_path / "b.xlsx"])) == [("5", "2", "301")]


@pytest.mark.parametrize(
    "lines",
    [
        ("10月3日 走访5号楼2单元：201当场签字。301说别再来敲门。401不在",),
        ("5-2-201、301：301家说请勿再打扰",),
        ("【5-2-301】", "意见：不要再上门"),
        ("5号楼2单元301 测试甲", "家里老人多", "", "说以后不要再来了"),
        ("五号楼二单元三〇一，一律不要再登门",),
        ("1、上门5#-1-201没人。2、上门5#-2-301，隔着门说以后别来敲门了。",),
        ("4.29 5-2-3-1家来电话，让往后别上他家了，有事贴门上。",),
    ],
    ids=["a day's round", "a list of rooms", "head of a card", "page of a household", "numerals", "sign", "storeys"],
)
def test_the_flat_named_before_a_wish_is_held_and_no_other(lines: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "日记.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert held(read_paths([tmp_path])) == [("5", "2", "301")]


def held_of_riser(reading: Reading) -> list[tuple[str, ...]]:
    table = reading.tables["holds"]
    return sorted(zip(table["building"], table["room"], table["stack"], strict=True))


PROGRESS = "楼号,串号,施工状态,备注"


@pytest.mark.parametrize(
    ("lines", "holds"),
    [
        ((PROGRESS, "5,KL-1,施工中,有户主要求不要再上门", "5,KL-2,施工中,"), [("5", "", "KL-1")]),
        ((PROGRESS, "5,KL-1,施工中,301户要求不要再上门"), [("5", "301", "")]),
        ((PROGRESS, "5,KL-1,施工中,5-2-301 请勿再打扰"), [("5", "301", "")]),
        ((PROGRESS, "5,,施工中,有户主要求不要再上门"), [("5", "", "")]),
        (
            ("楼号,串号,涉及房号,施工状态,备注", "5,,2单元301、401,施工中,请勿再打扰"),
            [("5", "301", ""), ("5", "401", "")],
        ),
        ((PROGRESS, "5,KL-1,施工中,约下周再来"), []),
    ],
    ids=["riser", "room in the remark", "flat in the remark", "no code", "rooms of the line", "harmless"],
)
def test_a_wish_beside_the_progress_of_a_riser_holds_all_whom_it_may_mean(
    lines: tuple[str, ...], holds: list[tuple[str, ...]], read: Read
) -> None:
    assert held_of_riser(read(*lines, name="进度表.csv")) == holds


@pytest.mark.parametrize(
    "wish",
    [
        "换下水管那事以后别再给他打电话、别上门",
        "水管的事体勿要再去敲门",
        "今后换管的事一律勿要寻伊",
        "施工的事别再来找我",
    ],
)
def test_what_the_wish_is_about_is_nobody_whom_it_is_said_to(wish: str, read: Read) -> None:
    assert held(read("户号,备注", f"5号楼2单元301,{wish}")) == [("5", "2", "301")]


def test_a_wish_to_the_works_alone_holds_nobody(read: Read) -> None:
    assert held(read("户号,备注", "5号楼2单元301,让施工队别来", "5号楼2单元401,停水别通知我")) == []


def test_a_house_without_doors_is_named_in_running_text(tmp_path: Path) -> None:
    lines = ("住址：某里1号楼203室", "背景：独自居住。", "希望我们不要再来，等她自己找我们。")
    (tmp_path / "个案.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert held(read_paths([tmp_path])) == [("1", "", "203")]


def test_a_door_and_room_in_a_diary_are_of_the_only_building(tmp_path: Path) -> None:
    (tmp_path / "register.csv").write_text(REGISTER, encoding="utf-8")
    lines = ("十月二十一日", "测试甲（二单元三〇一）楼道中相遇，求吾等莫再上门。")
    (tmp_path / "日记.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert held(read_paths([tmp_path])) == [("5", "2", "301")]


def test_a_door_and_room_of_one_of_two_buildings_hold_without_one(tmp_path: Path) -> None:
    """Nobody is listed until somebody has said whose wish it is."""
    (tmp_path / "register.csv").write_text(REGISTER + "6,2,301,测试丁\n6,1,301,测试戊\n", encoding="utf-8")
    (tmp_path / "日记.txt").write_text("测试甲（二单元三〇一）求吾等莫再上门。\n", encoding="utf-8")
    assert held(read_paths([tmp_path])) == [("", "2", "301")]


def test_every_wish_of_a_line_holds_its_flat_and_those_listed_with_it(read: Read) -> None:
    lines = ("备忘一,备忘二", "5-2-301说今后不要再上门,5-2-401说别再来敲门了", "5-1-301、5-1-302都说别再来了,收到")
    assert held(read(*lines)) == [("5", "1", "301"), ("5", "1", "302"), ("5", "2", "301"), ("5", "2", "401")]
