"""Rosters: which role a line gives, and lines that give none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from socialgraph.loaders import Reading, read_paths

WriteXlsx = Callable[..., Path]


def rows(load: Reading, table: str, *columns: str) -> list[tuple[str, ...]]:
    return list(load.tables[table][list(columns)].itertuples(index=False, name=None))


@pytest.mark.parametrize(
    ("heading", "role"), [("楼门长姓名", "door_captain"), ("单元长", "door_captain"), ("楼长姓名", "building_captain")]
)
def test_a_list_of_captains_needs_no_column_of_roles(heading: str, role: str, write_xlsx: WriteXlsx) -> None:
    load = read_paths([write_xlsx([[heading, "住址", "负责楼门"], ["席一", "5-1-201", "5号楼1门"]])])
    assert rows(load, "people", "roles", "scope") == [(role, "5/1")]


def test_a_list_of_captains_by_door_says_what_they_look_after_and_not_where_they_live(write_xlsx: WriteXlsx) -> None:
    load = read_paths([write_xlsx([["楼号", "单元", "楼门长姓名", "负责户数"], ["5号楼", 1, "席一", 12]])])
    assert rows(load, "people", "room", "scope") == [("", "5/1")]


def test_an_office_of_a_captain_is_no_party_membership(write_xlsx: WriteXlsx) -> None:
    load = read_paths([write_xlsx([["姓名", "职务", "住址", "管辖范围"], ["席一", "楼长", "3-2-301", "本楼"]])])
    assert rows(load, "people", "roles", "scope") == [("building_captain", "3")]


def test_a_branch_beside_another_role_is_party_membership_too(write_xlsx: WriteXlsx) -> None:
    load = read_paths(
        [
            write_xlsx(
                [
                    ["姓名", "身份", "所属支部", "住址"],
                    ["席一", "楼门长", "第一支部", "5-1-101"],
                    ["席二", "志愿者", None, "5-1-201"],
                ]
            )
        ]
    )
    assert rows(load, "people", "roles", "branch") == [("door_captain|party_member", "第一支部"), ("volunteer", "")]


def test_a_no_under_a_role_is_no_role_and_nothing_to_mend(write_xlsx: WriteXlsx) -> None:
    load = read_paths(
        [write_xlsx([["姓名", "是否志愿者", "住址"], ["席一", "是", "5-1-201"], ["席二", "否", "5-1-301"]])]
    )
    assert rows(load, "people", "name") == [("席一",)]
    assert load.quarantine.empty
    assert "1 行写明没有身份" in load.reports[0].notes[0]


def test_a_role_that_no_dictionary_knows_is_quarantined(write_xlsx: WriteXlsx) -> None:
    load = read_paths([write_xlsx([["姓名", "身份", "住址"], ["席一", "路人", "5-1-201"]])])
    assert set(load.quarantine["reason"]) == {"unknown_value", "missing_role"}


def test_an_unreadable_address_loses_the_row_and_a_blank_one_does_not(write_xlsx: WriteXlsx) -> None:
    load = read_paths([write_xlsx([["姓名", "身份", "住址"], ["席一", "志愿者", "后院"], ["席二", "志愿者", None]])])
    assert rows(load, "people", "name") == [("席二",)]
    assert list(load.quarantine["reason"]) == ["bad_address"]


def test_a_link_without_the_members_address_does_not_cost_the_member(write_xlsx: WriteXlsx) -> None:
    head = ["姓名", "所属党支部", "家庭住址", "联系户"]
    load = read_paths(
        [write_xlsx([head, ["席一", "第一支部", None, "2-1-203"], ["席二", "第一支部", "2-1-401", "2-1-203"]])]
    )
    assert [name for (name,) in rows(load, "people", "name")] == ["席一", "席二"]
    assert rows(load, "links", "member_name", "room") == [("席二", "203")]


def test_capacity_is_a_number_of_households(write_xlsx: WriteXlsx) -> None:
    head = ["姓名", "身份", "住址", "可联系户数"]
    lines = [
        ["席一", "志愿者", "5-1-201", "3户"],
        ["席二", "志愿者", "5-1-301", "两户"],
        ["席三", "志愿者", "5-1-401", "很多"],
    ]
    load = read_paths([write_xlsx([head, *lines])])
    assert rows(load, "people", "capacity") == [("3",), ("2",), ("",)]
