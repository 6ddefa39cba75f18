"""The secretary's page and the elevations of a list, written, read back, and loaded again."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from openpyxl import Workbook, load_workbook

from socialgraph.assignment.plan import Assignment, assign
from socialgraph.assignment.tables import assignment_table
from socialgraph.loaders import read_paths
from socialgraph.office.lists.pictures import list_pictures
from socialgraph.office.town import town_from_tables
from socialgraph.outputs.list_context import ListContext
from socialgraph.outputs.list_pictures import ListPictures, hope
from socialgraph.outputs.list_rows import neutral_offer
from socialgraph.outputs.lists import write_list
from socialgraph.privacy.keys import Keys
from socialgraph.schema.policy import Policy
from socialgraph.town.snapshot import Town

TODAY = dt.date(2026, 11, 25)


@pytest.fixture(scope="module")
def town(xinfeng: Path) -> Town:
    return town_from_tables(xinfeng, Keys.unkeyed())


@pytest.fixture(scope="module")
def plan(town: Town) -> Assignment:
    return assign(town, as_of=TODAY, policy=Policy(), today=TODAY)


@pytest.fixture(scope="module")
def names(town: Town) -> dict[str, str]:
    return {key: f"甲{place}" for place, key in enumerate(town.persons.key.texts)}


@pytest.fixture(scope="module")
def rows(town: Town, plan: Assignment, names: dict[str, str]) -> pd.DataFrame:
    table = assignment_table(plan)
    primary = table[table["role"] == "primary"]
    made = []
    for number, row in enumerate(primary.to_dict("records"), start=1):
        key = town.households.key[town.households.label.find(row["flat"])]
        compound, building, door, room = key.split(":")
        made.append(
            {
                "row_no": number,
                "person": row["intermediary"],
                "volunteer": names[row["intermediary"]],
                "household": key,
                "compound": compound,
                "building": building,
                "door": door,
                "room": room,
                "contact": "",
                "phone": "",
                **{name: row[name] for name in ("missing_key", "concern", "measure", "role", "not_before")},
            }
        )
    assert made
    return pd.DataFrame(made)


@pytest.fixture(scope="module")
def pictures(rows: pd.DataFrame, plan: Assignment, names: dict[str, str]) -> ListPictures:
    return list_pictures(plan, rows, names, today=TODAY, policy=Policy())


@pytest.fixture
def path(tmp_path: Path, rows: pd.DataFrame, pictures: ListPictures, context: ListContext) -> Path:
    write_list(tmp_path / "list.xlsx", rows, context, pictures)
    return tmp_path / "list.xlsx"


@pytest.fixture
def book(path: Path) -> Workbook:
    return load_workbook(path)


def cells(book: Workbook, name: str) -> list[str]:
    return [str(cell) for line in book[name].iter_rows(values_only=True) for cell in line if cell is not None]


def test_the_workbook_begins_with_the_secretarys_page_and_has_a_face_a_building(
    book: Workbook, rows: pd.DataFrame
) -> None:
    buildings = [f"爬楼图 {building}号楼" for building in sorted(set(rows["building"]))]
    assert book.sheetnames == ["先看这页", "走访清单", "按志愿者打印", *buildings, "规则与申诉"]


def test_a_stack_waits_only_for_conversations_of_the_list_and_appointments(
    town: Town, plan: Assignment, rows: pd.DataFrame, pictures: ListPictures
) -> None:
    waited_for = {household for households in pictures.stacks["households"] for household in households}
    appointed = {town.households.key[place] for place in np.flatnonzero(plan.step == "book_access")}
    assert waited_for - appointed == set(rows["household"])


def test_stacks_come_in_the_order_of_their_hope(pictures: ListPictures) -> None:
    places = [("good", "fair", "start").index(word) for word in pictures.stacks["hope"]]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("chance", "word"), [(1.0, "good"), (0.4, "good"), (0.39, "fair"), (0.09, "start"), (0.0, "start")]
)
def test_a_chance_is_a_word(chance: float, word: str) -> None:
    assert hope(chance) == word


def test_the_first_page_says_no_figure_of_a_chance(book: Workbook) -> None:
    assert not [text for text in cells(book, "先看这页") if "%" in text or "0." in text]


def test_volunteers_sheets_tell_neither_priority_nor_hope(book: Workbook) -> None:
    words = ("希望", "先打基础", "次序", "备选")
    assert not [text for text in cells(book, "按志愿者打印") for word in words if word in text]


def test_the_conversations_stand_in_the_order_of_the_first_page(
    book: Workbook, rows: pd.DataFrame, pictures: ListPictures
) -> None:
    order = pictures.order()
    sheet = book["走访清单"]
    first = next(row[0].row for row in sheet.iter_rows() if row[0].value == "名单编号")
    headings = [cell.value for cell in sheet[first]]
    at = [headings.index(name) for name in ("楼号", "门", "房号") if name in headings]
    shown = [
        "-".join(str(row[i]) for i in at if row[i]) for row in sheet.iter_rows(min_row=first + 1, values_only=True)
    ]
    wanted = sorted(rows["household"], key=lambda key: order[key])
    assert shown == ["-".join(part for part in key.split(":")[1:] if part).replace("|", "、") for key in wanted]


def test_a_face_has_every_room_of_its_building_once_and_outlines_the_planned(book: Workbook, town: Town) -> None:
    name = next(name for name in book.sheetnames if name.startswith("爬楼图 2"))
    every = [cell for line in book[name].iter_rows(min_row=4) for cell in line if cell.value]
    shown = [cell for cell in every if re.search(r"\d{3}", str(cell.value))]
    rooms = {str(cell.value).split()[-1] for cell in shown}
    assert {"101", "302+303", "501A", "501B"} <= rooms
    outlined = {str(cell.value).split()[-1] for cell in shown if cell.border.top.style == "thick" and cell.row > 6}
    assert outlined
    assert outlined <= rooms


def test_a_face_prints_on_one_page_and_says_that_it_is_internal(book: Workbook) -> None:
    for name in [name for name in book.sheetnames if name.startswith("爬楼图")]:
        setup = book[name].page_setup
        assert (setup.paperSize, setup.fitToWidth, setup.fitToHeight) == (9, 1, 1)
        assert any("不得张贴转发" in text for text in cells(book, name))


def test_our_own_sheets_are_never_unknown_when_they_come_back(path: Path) -> None:
    kinds = {report.sheet: report.kind for report in read_paths([path]).reports}
    assert set(kinds.values()) == {"own_sheet", "returned_list"}
    assert kinds["先看这页"] == kinds["规则与申诉"] == "own_sheet"


def test_an_offices_own_sheet_of_that_name_is_read(tmp_path: Path) -> None:
    book = Workbook()
    book.active.title = "先看这页"
    for line in (["楼号", "单元", "房号", "产权人", "意见"], ["1", "1", "101", "王样例", "同意"]):
        book.active.append(line)
    book.save(tmp_path / "own.xlsx")
    assert [report.kind for report in read_paths([tmp_path / "own.xlsx"]).reports] != ["own_sheet"]


@pytest.mark.parametrize(
    ("offer", "shown"),
    [
        ("临时接水点", "临时接水点"), ("施工期间请护理员", "neutral"), ("避开高考", "neutral"),
        ("协助办理过户|临时接水点", "neutral|临时接水点"), ("请病房护工|装扶手", "neutral"), ("", ""),
    ],
)  # fmt: skip
def test_an_offer_that_would_give_a_private_concern_away_is_worded_neutrally(offer: str, shown: str) -> None:
    assert neutral_offer(offer) == shown
