"""Sheets of one workbook that share a number."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from socialgraph.loaders import read_paths
from socialgraph.loaders.opening import open_sheets

HOUSES = [["户编号", "楼号", "单元", "房号"], ["H1", "5", "1", "101"], ["H2", "5", "1", "102"]]
VISITS = [
    ["户编号", "走访时间", "走访人", "走访结果"],
    ["H2", "2026.5.1", "王某", "同意"],
    ["H9", "2026.5.2", "王某", "同意"],
]


def test_an_address_is_taken_over_by_the_number_of_the_house(write_xlsx: Callable[..., Path]) -> None:
    _, visits = open_sheets(write_xlsx({"房屋": HOUSES, "走访": VISITS}))
    assert (visits.kind, [row.text("room") for row in visits.rows]) == ("visits", ["102", ""])
    assert visits.fields["room"] == "房号"


def test_a_number_with_two_addresses_gives_none(write_xlsx: Callable[..., Path]) -> None:
    _, visits = open_sheets(write_xlsx({"房屋": [*HOUSES, ["H2", "6", "1", "102"]], "走访": VISITS}))
    assert [row.text("room") for row in visits.rows] == ["", ""]


def test_an_owners_number_stays_on_both_sheets(write_xlsx: Callable[..., Path]) -> None:
    houses = [["房屋编号", "楼号", "单元", "房号", "业主编号"], ["H1", "5", "1", "101", "Y1"]]
    owners = [["业主编号", "业主姓名", "身份证号"], ["Y1", "甲", "990101"]]
    register, names = open_sheets(write_xlsx({"房屋信息": houses, "业主信息": owners}))
    assert (register.rows[0].text("room"), register.rows[0].text("owner_no")) == ("101", "Y1")
    assert (names.kind, names.rows[0].text("owner_no"), names.rows[0].text("owner_name")) == ("owners", "Y1", "甲")


SURVEY = """户号 楼号 单元 房号 串号 产权人 是否同意改造 摸排日期
H001 5 2 301 A 测试甲 不同意 2026-10-08
H002 5 2 401 A 测试乙 同意已签 2026-10-08"""


@pytest.mark.parametrize(
    ("table", "text", "rooms"),
    [
        ("visits", "户号 日期 走访人 结果\nH001 2026-11-02 王某 松口", {"room": "301"}),
        ("measures", "户号 核心关切 拟采取措施\nH001 施工噪音 错峰施工", {"room": "301"}),
        ("people", "户号 姓名 身份 是否愿意参与 登记日期\nH002 测试乙 志愿者 是 2026-11-01", {"room": "401"}),
        ("surveys", "户号 受访人 询问结果 询问日期\nH001 测试甲 没有提到 2026-11-01", {"room": "301"}),
        ("access_windows", "户号 日期 开始时间 结束时间\nH001 2026-12-01 9:00 11:00", {"room": "301"}),
        ("activities", "户号 姓名 活动 日期\nH002 测试乙 合唱 2026-10-01", {"room": "401"}),
        (
            "ties",
            "提名人户号 提名人 被提名人户号 被提名人 关系类型 登记日期\nH001 测试甲 H002 测试乙 互相帮忙 2026-10-08",
            {"ego_room": "301", "alter_room": "401"},
        ),
    ],
)
def test_a_number_in_place_of_an_address_is_read_in_every_kind_of_table(
    table: str, text: str, rooms: dict[str, str], write_xlsx: Callable[..., Path]
) -> None:
    sheets = {name: [line.split() for line in lines.splitlines()] for name, lines in (("台账", SURVEY), ("表", text))}
    reading = read_paths([write_xlsx(sheets)])
    (row,) = reading.tables[table].to_dict("records")
    assert {name: row[name] for name in rooms} == rooms
    assert reading.quarantine.empty


def test_a_stop_of_a_number_that_no_sheet_has_an_address_for_is_kept(write_xlsx: Callable[..., Path]) -> None:
    visits = [["户号", "日期", "走访人", "结果"], ["H009", "2026-11-02", "王某", "不要再来"]]
    reading = read_paths([write_xlsx({"台账": [line.split() for line in SURVEY.splitlines()], "走访": visits})])
    assert list(reading.tables["holds"]["reason"]) == ["unresolved_stop"]


def test_a_list_of_who_looks_after_whom_takes_the_helpers_home_from_the_roster(write_xlsx: Callable[..., Path]) -> None:
    roster = [["姓名", "身份", "住址", "是否愿意做工作"], ["桑门槛", "党员、门长", "3号楼1门102", "愿意"]]
    helped = [
        ["包户表（谁照应谁家）"],
        ["包户人", "户号", "户主"],
        ["桑门槛", "3-1-101", "皮半夏"],
        ["桑门槛", "3-1-201", "钮茶壶"],
    ]
    tables = read_paths([write_xlsx({"名单": roster, "包户": helped})]).tables

    assert {*zip(tables["links"]["member_room"], tables["links"]["room"], strict=True)} == {
        ("102", "101"),
        ("102", "201"),
    }
    assert len(tables["dossiers"]) == 0


def apart(folder: Path, **texts: str) -> list[Path]:
    """A CSV file of each text."""
    for name, text in texts.items():
        lines = [",".join(line.split(" ")) for line in text.splitlines()]
        (folder / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return [folder / f"{name}.csv" for name in texts]


def test_a_number_names_the_flat_that_another_file_has_for_it(tmp_path: Path) -> None:
    visits = "户编号 日期 走访人 结果\nH001 2026-11-02 王某 松口\nH002 2026-11-03 王某 不要再来"
    ties = "提名人户号 提名人 被提名人户号 被提名人 关系类型 登记日期\nH001 测试甲 H002 测试乙 互相帮忙 2026-10-08"
    for texts in ({"a": SURVEY, "v": visits, "t": ties}, {"a": visits, "b": ties, "c": SURVEY}):
        reading = read_paths(apart(tmp_path, **texts))
        told = reading.tables["visits"][["building", "door", "room", "result"]].to_numpy().tolist()
        assert told == [["5", "2", "301", "softened"], ["5", "2", "401", "asked_to_stop"]]
        (tie,) = reading.tables["ties"].to_dict("records")
        assert (tie["ego_room"], tie["alter_room"]) == ("301", "401")
        assert reading.quarantine.empty
        assert reading.wishes_of_nobody == []


@pytest.mark.parametrize(
    ("survey", "visits"),
    [
        (SURVEY.replace("H00", ""), "户编号 日期 走访人 结果\n1 2026-11-02 王某 松口"),  # any list counts so
        (SURVEY, "户编号 日期 走访人 结果\nH001 2026-11-02 王某 松口\nG7 2026-11-02 王某 松口"),  # of another list
    ],
)
def test_a_count_and_numbers_mostly_unknown_name_no_flat_of_another_file(
    survey: str, visits: str, tmp_path: Path
) -> None:
    assert len(read_paths(apart(tmp_path, survey=survey, visits=visits)).tables["visits"]) == 0
