"""What an old director's sheets say: everything in the remarks, forms with boxes; every expectation is by hand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from socialgraph.loaders import Reading, read_paths
from socialgraph.loaders.values.words.asking_flats import asking_flats
from socialgraph.loaders.values.words.protective import asks_to_be_left_alone

Sheets = Callable[..., Path]


def rows(load: Reading, table: str, *columns: str) -> list[tuple[str, ...]]:
    return list(load.tables[table][list(columns)].itertuples(index=False, name=None))


@pytest.fixture
def visits(write_xlsx: Sheets) -> Reading:
    """A log of visits whose only words are remarks."""
    lines = [
        ["3月14号", "3-1-402柏算珠", "丛线轴 边锅铲", "中，当场签了。"],
        ["3月24号", "4-1-602", "边锅铲", "打电话，没人接。"],
        ["4月1号", "4-2-402", "丛线轴", "敲了半天没人应。"],
        ["4月10号", "4-1-601", "丛线轴 边锅铲", "还是不中。"],
        ["4月22号", "4-1-601巩木梳", "丛线轴", "门开了个缝，说往后甭来了，再来她打110。"],
        ["4月23号", "7-2-402", "边锅铲", "口气软了，说叫楼上过来说句话。"],
        ["4月25号", "4-2-401路套袖", "边锅铲", "微信上给他发了不收费的通知，口气好多了。"],
    ]
    sheet = [["2025年换管子走访"], ["哪天", "去谁家", "谁去的", "备注"], *lines]
    return read_paths([write_xlsx(sheet, name="走访.xlsx")])


def test_what_came_of_a_visit_may_stand_in_the_remarks_that_every_line_has(visits: Reading) -> None:
    results = dict(rows(visits, "visits", "date", "result"))
    assert results["2025-03-14"] == "agreed"
    assert results["2025-04-01"] == results["2025-03-24"] == "no_contact"
    assert results["2025-04-10"] == "unchanged"
    assert results["2025-04-23"] == results["2025-04-25"] == "softened"


def test_whoever_went_to_a_home_was_there_unless_the_remark_names_another_way(visits: Reading) -> None:
    modes = dict(rows(visits, "visits", "date", "mode"))
    assert (modes["2025-03-14"], modes["2025-03-24"], modes["2025-04-25"]) == ("home", "phone", "wechat")


def test_a_number_that_is_dialled_is_nobody_s_flat(visits: Reading) -> None:
    assert rows(visits, "holds", "building", "door", "room") == [("4", "1", "601")]
    assert not asking_flats("再来她打110")


def test_a_notice_that_costs_nothing_is_no_wish() -> None:
    assert not asks_to_be_left_alone("微信上给他发了不收费的通知，口气好多了。")
    assert asks_to_be_left_alone("不想再收到通知了")


def test_a_wish_in_a_helper_s_row_is_of_the_flat_that_it_names(write_xlsx: Sheets) -> None:
    sheet = [
        ["谁包哪几户", "", ""],
        ["谁", "包哪几户", "备注"],
        ["丛线轴", "7-1-102、201、301", "7-1-502原先也是他包，人家说了这事别再登门，这户不包了。"],
        ["边锅铲", "4-2-301、401", ""],
        ["柏算珠", "3-1-102、201、301", ""],
    ]
    load = read_paths([write_xlsx(sheet, name="包户.xlsx")])
    assert rows(load, "holds", "building", "door", "room") == [("7", "1", "502")]


def page(flat: str, owner: str, why: str, *, ticked: str = "☑房改房  □公房  □商品房") -> list[list[str]]:
    return [
        ["入户登记表", "", "", ""],
        ["门牌", flat, "户主", owner],
        ["电话", "13900001300", "答话的人", "户主"],
        ["房屋性质", ticked, "", ""],
        ["意见", "再想想", "", ""],
        ["为啥/说明", why, "", ""],
        ["入户的人", "丛线轴", "日期", "2025年3月18日"],
        ["", "", "", ""],
    ]


@pytest.fixture
def forms(write_xlsx: Sheets) -> Reading:
    """Forms one below the other, with labels that nobody has heard of."""
    pages = [
        *page("3号楼2单元101", "宫皮箱", ""),
        *page("3号楼2单元302", "吕笊篱", "怕厕所拆了给恢复不好", ticked="□房改房  ☑公房  □商品房"),
        *page("7号楼2单元302", "干车铃", "本人要求：请不要再为换管子上门打扰"),
        *page("7号楼2单元602", "贲信封", "", ticked="□房改房  □公房  □商品房"),
    ]
    return read_paths([write_xlsx(pages, name="入户登记.xlsx")])


def test_a_label_that_stands_on_every_page_is_one_though_nobody_knows_it(forms: Reading) -> None:
    assert set(rows(forms, "holds", "building", "door", "room")) == {("7", "2", "302")}
    assert {phone for (phone,) in rows(forms, "dossiers", "phone")} == {"13900001300"}


def test_of_printed_choices_the_ticked_one_counts(forms: Reading) -> None:
    owned = rows(forms, "dossiers", "building", "room", "ownership_type")
    assert {("3", "101", "private_reform"), ("7", "302", "private_reform"), ("7", "602", "")} <= set(owned)
    assert not [question for question in forms.questions if "□" in question.word]


def test_a_wish_beside_a_form_s_own_labels_is_of_the_household_of_its_page(write_xlsx: Sheets) -> None:
    form = page("7号楼2单元302", "干车铃", "")
    form.insert(6, ["他又说", "请不要再为换管子上门打扰", "", ""])
    load = read_paths([write_xlsx(form, name="入户登记.xlsx")])
    assert set(rows(load, "holds", "building", "door", "room")) == {("7", "2", "302")}
