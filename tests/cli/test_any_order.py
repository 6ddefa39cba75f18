"""One answer, whatever the order: the same files loaded one by one in any order, or together, give the same bytes."""

from __future__ import annotations

import datetime as dt
import functools
import itertools
import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import openpyxl
import pytest

COMMANDS = ("diagnose", "isolated", "suggest", "assign", "plan", "capital")
OF_OTHER_MATTERS = frozenset(
    ("党费.docx", "8号加装电梯意愿.xls", "垃圾分类积分.csv", "其它")
)  # alone they are refused: there is nothing to read
ORDERS = int(os.environ.get("SOCIALGRAPH_ORDERS", "1"))  # `make orders` takes ten
SURVEY = """楼号,单元,房号,串号,产权人,联系电话,居住状态,是否同意改造,不同意原因,摸排日期
5,2,101,KL-1,孟甲,13900000001,自住,同意已签,,2026-10-08
5,2,201,KL-1,孟乙,13900000002,自住,同意已签,,2026-10-08
5,2,301,KL-1,孟丙,13900000003,自住,不同意,费用,2026-10-08
5,2,401,KL-2,孟丁,13900000004,自住,同意已签,,2026-10-08
"""
ROSTER = """姓名,楼号,单元,房号,身份,是否愿意参与,登记日期,可联系户数
孟乙,5,2,201,志愿者,是,2026-11-20,3
孟丁,5,2,401,志愿者,是,2026-11-20,3
"""
TIES = """提名人,被提名人,关系类型,熟悉程度,登记日期,是否知情
孟丙(5-2-301),孟乙(5-2-201),互相帮忙,很熟,2026-10-08,是
孟丙(5-2-301),孟丁(5-2-401),互相帮忙,一般,2026-10-08,是
"""
RISER = "小区,楼号,单元,房号,串号\n" + "".join(f"新风里,5,2,{room}01,KL-{1 + (room == 4)}\n" for room in range(1, 5))
VISITS = "小区,日期,楼号,单元,房号,走访人,结果\n新风里,2026-11-02,5,2,301,孟乙,松口\n"
WORD_1 = "楼号,单元,房号,产权人,是否同意改造,摸排日期\n5,2,101,孟甲,犹豫,2026-11-09\n"
WORD_2 = "楼号,单元,房号,产权人,是否同意改造,摸排日期\n5,2,101,孟甲,同意已签,2026-11-09\n"
FILES = {"survey": SURVEY, "roster": ROSTER, "ties": TIES, "riser": RISER, "visits": VISITS, "x1": WORD_1, "x2": WORD_2}


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """An office of which only some sheets name the compound, and two words of one day."""
    folder = tmp_path / "sheets"
    folder.mkdir()
    for name, text in FILES.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return sorted(folder.iterdir())


def printed(office: Any) -> dict[str, bytes]:
    """What every command prints as JSON."""
    return {command: office.run(command, "--format", "json").stdout_bytes for command in COMMANDS}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_files_one_by_one_in_any_order_are_the_files_together(office: Any, files: list[Path], seed: int) -> None:
    office.load(*files)
    together = printed(office)
    clear(office)
    random.Random(seed).shuffle(files)
    for path in files:
        office.load(path)
    assert printed(office) == together


def test_a_row_without_a_compound_is_of_the_one_that_has_its_building(office: Any, files: list[Path]) -> None:
    survey, riser = (next(path for path in files if path.stem == name) for name in ("survey", "riser"))
    office.load(survey)
    office.load(riser)
    assert [(row["building"], row["flats"]) for row in office.json("diagnose")] == [("5", 3), ("5", 1)]


def test_loading_one_of_two_words_of_a_day_again_changes_nothing(office: Any, files: list[Path]) -> None:
    office.load(*files)
    before = printed(office)
    again = office.load(*(path for path in files if path.stem == "x1"))
    assert again["stances"] == {"unchanged": 1}
    assert printed(office) == before
    assert before["diagnose"].count(b'"ready"') < 4


def test_a_building_of_two_compounds_makes_its_rows_missing_compound(office: Any, files: list[Path]) -> None:
    office.load(*files)
    other = files[0].parent / "other.csv"
    other.write_text("小区,楼号,单元,房号,串号\n南苑,5,2,101,KL-1\n", encoding="utf-8")
    message = office.run("load", other).stderr
    assert "行没有写小区" in message


def test_words_of_one_day_that_contradict_are_named_with_both_places(office: Any, files: list[Path]) -> None:
    office.load(*files)
    (row,) = (row for row in office.json("diagnose", "--checks") if row["check"] == "conflicting_words")
    assert row["flat"].endswith("5-2-101")
    assert row["detail"] == "owner 2026-11-09: hesitant, signed"
    assert "x1.csv" in row["places"]
    assert "x2.csv" in row["places"]


def given_files(form: str, fixtures: Path) -> list[Path]:
    """The given office: its workbooks, or what a right loader makes of them."""
    folder = fixtures / "workbooks" / ("xinfeng" if form == "workbooks" else "truth/xinfeng")
    return sorted(path for path in folder.iterdir() if path.stem != "quarantine")


@pytest.fixture(scope="module")
def offices(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for keys, so that one person has one pseudonym in every test here, and for the office of each form."""
    return tmp_path_factory.mktemp("offices")


@pytest.fixture
def one_key(offices: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every office made after this has the same key."""
    monkeypatch.setenv("SOCIALGRAPH_KEYS", str(offices / "keys"))


@pytest.fixture(scope="module")
def in_order_of_names(offices: Path, fixtures: Path, make_office: Any) -> Callable[[str], dict[str, bytes]]:
    """What an office prints today whose files were loaded together, in order of their names; loaded once a form."""

    @functools.cache
    def loaded(form: str) -> Any:
        office = make_office(offices / form)
        office.load(*given_files(form, fixtures))
        return office

    @functools.cache
    def on(form: str, today: dt.date) -> dict[str, bytes]:
        return printed(loaded(form))

    return lambda form: on(form, dt.datetime.now(ZoneInfo("Asia/Shanghai")).date())  # ten orders may pass midnight


@pytest.mark.slow
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("one_by_one", [True, False])
@pytest.mark.parametrize("form", ["workbooks", "canonical"])
@pytest.mark.parametrize("seed", range(ORDERS))
def test_an_office_is_the_same_in_any_order_file_by_file_and_together(
    one_key: None, office: Any, fixtures: Path, in_order_of_names: Any, form: str, seed: int, one_by_one: bool
) -> None:
    files = given_files(form, fixtures)
    random.Random(seed).shuffle(files)
    for given in [[path] for path in files] if one_by_one else [files]:
        office.load(*given)
    outputs, expected = printed(office), in_order_of_names(form)
    assert [command for command in COMMANDS if outputs[command] != expected[command]] == []


def clear(office: Any) -> None:
    """An empty graph for the same office."""
    for name in ("graph", "town.npz"):
        path = office.folder / ".socialgraph" / name
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)


PHONES = "楼号,单元,房号,姓名,联系电话,免打扰\n5,2,301,孟丙,13900000003,\n5,2,501,孟戊,13900000009,\n"


@pytest.mark.parametrize("survey_first", [True, False])
def test_a_flat_that_only_a_sheet_without_survey_columns_lists_leaves_when_a_survey_comes(
    office: Any, files: list[Path], survey_first: bool
) -> None:
    survey = next(path for path in files if path.stem == "survey")
    phones = survey.parent / "phones.csv"
    phones.write_text(PHONES, encoding="utf-8")
    if not survey_first:
        office.load(phones)
        assert sum(row["flats"] for row in office.json("diagnose")) == 2
    office.load(survey)
    message = office.run("load", phones).stderr
    assert sum(row["flats"] for row in office.json("diagnose")) == 4
    assert "5-2-501" in message


def test_one_by_one_and_together_such_flats_give_one_answer(office: Any, files: list[Path]) -> None:
    phones = files[0].parent / "phones.csv"
    phones.write_text(PHONES, encoding="utf-8")
    office.load(*files, phones)
    together = printed(office)
    for order in ([phones, *files], [*files, phones]):
        clear(office)
        for path in order:
            office.load(path)
        assert printed(office) == together


def test_the_stop_of_a_flat_that_left_the_register_holds_every_household_that_it_may_mean(
    office: Any, files: list[Path]
) -> None:
    survey = next(path for path in files if path.stem == "survey")
    phones = survey.parent / "phones.csv"
    phones.write_text(PHONES.replace("13900000009,", "13900000009,是"), encoding="utf-8")
    office.load(phones)
    office.load(survey)
    assert [row["flat"] for row in office.json("isolated")] == []


def test_a_tie_to_a_flat_that_is_not_there_yet_is_told_and_counts_once_it_is(office: Any, files: list[Path]) -> None:
    given = {path.stem: path for path in files}
    office.load(given["ties"], given["roster"])
    office.load(given["riser"], given["survey"])
    reached = office.json("isolated")
    clear(office)
    lonely = given["riser"].parent / "one.csv"
    lonely.write_text("小区,楼号,单元,房号,串号\n新风里,5,2,301,KL-1\n", encoding="utf-8")
    office.load(lonely)
    assert office.load(given["ties"])["ties"]["quarantined"] == 2
    office.load(given["riser"], given["survey"], given["roster"])
    assert office.json("isolated") == reached
    assert [row["reach"] > 0 for row in reached] == [True]


OPINIONS = "小区,楼号,单元,房号,是否同意改造,意见日期\n" + "".join(
    f"新风里,5,2,{room},{word},2026-10-20\n" for room, word in ((101, "同意"), (301, "不同意"), (401, "同意"))
)
DOUBTED = TIES.splitlines()[0] + "\n孟丙(5-2-301),孟甲(5-2-101),邻居、亲戚,,2026-10-08,是\n"


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_who_is_known_from_a_sheet_without_compound_stays_one_person_of_a_closed_pair(
    office: Any, files: list[Path], seed: int
) -> None:
    given = {path.stem: path for path in files if path.stem in ("survey", "roster", "ties")}
    given["ties"].write_text(DOUBTED, encoding="utf-8")
    given["opinions"] = given["ties"].parent / "opinions.csv"
    given["opinions"].write_text(OPINIONS, encoding="utf-8")
    paths = list(given.values())
    office.load(*paths)
    together = printed(office)
    assert [row["flat"] for row in office.json("isolated")] == ["5-2-301"]  # closed to one, not held
    clear(office)
    random.Random(seed).shuffle(paths)
    for path in paths:
        office.run("load", path)
    assert printed(office) == together


HOUSE = "豆豉巷6号住户意见登记,,,\n房号,产权人,是否同意改造,摸排日期\n" + "".join(
    f"{floor}0{place},孟{floor}{place},{word},2026-10-08\n"
    for floor in (1, 2, 3)
    for place, word in ((1, "同意"), (2, "不同意"))
)
RISER_OF_HOUSE = "小区,楼号,房号,串号\n" + "".join(
    f"豆豉巷,6,{floor}0{place},KL-{place}\n" for floor in (1, 2, 3) for place in (1, 2)
)


@pytest.mark.parametrize("house_first", [True, False])
def test_a_house_that_only_a_title_names_counts_once_another_file_lists_its_flats(
    office: Any, files: list[Path], house_first: bool
) -> None:
    house, riser = (files[0].parent / f"{name}.csv" for name in ("house", "riser_of_house"))
    house.write_text(HOUSE, encoding="utf-8")
    riser.write_text(RISER_OF_HOUSE, encoding="utf-8")
    office.load(*files)
    before = printed(office)
    clear(office)
    office.load(*files, house, riser)
    together = printed(office)
    assert {"豆豉巷 6-102", "豆豉巷 6-302"} <= {row["flat"] for row in office.json("isolated")}
    clear(office)
    office.load(*files)
    if house_first:
        office.run("load", house)
        assert printed(office) == before  # of no register it counts nowhere, and makes no compound
    office.load(riser)
    if not house_first:
        office.run("load", house)
    assert printed(office) == together


SURVEY_OF_TWO = "小区,楼号,单元,房号,串号,产权人,居住状态,是否同意改造,摸排日期\n" + "".join(
    f"{compound},{building},1,{floor}01,KL-1,{name}{floor},自住,{'不同意' if floor == 3 else '同意已签'},2026-10-08\n"
    for compound, building, name in (("二糖厂宿舍", 1, "孟"), ("豆腐桥新村", 3, "齐"))
    for floor in range(1, 5)
)
SHORTHAND = {
    "sign_in": "姓名,住址,活动,日期\n孟1,糖厂1-1-101,合唱,2026-10-20\n孟3,糖厂1-1-301,合唱,2026-10-20\n",
    "ties": TIES.splitlines()[0]
    + "\n孟3(糖厂1-1-301),孟1(糖厂1-1-101),互相帮忙,很熟,2026-10-08,是\n"
    + "齐3(豆3-1-301),齐1(豆3-1-101),亲戚,很熟,2026-10-08,是\n"
    + "齐3(豆3-1-301),齐2(豆3-1-201),互相帮忙,很熟,2026-10-08,是\n",
    "roster": "姓名,住址,身份,是否愿意参与,登记日期,可联系户数\n"
    + "孟1,糖厂1-1-101,志愿者,是,2026-11-20,3\n"
    + "齐1,豆3-1-101,志愿者,是,2026-11-20,3\n齐2,豆3-1-201,志愿者,是,2026-11-20,3\n",
    "visits": "日期,住址,走访人,结果\n2026-11-02,豆3-1-401,孟1,不要再来\n2026-11-03,豆9-1-401,孟1,同意\n",
}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_rows_in_an_offices_shorthand_count_whenever_its_register_comes(office: Any, tmp_path: Path, seed: int) -> None:
    paths = []
    for name, text in {"survey": SURVEY_OF_TWO, **SHORTHAND}.items():
        paths.append(tmp_path / f"{name}.csv")
        paths[-1].write_text(text, encoding="utf-8")
    office.run("load", *paths)
    together = printed(office)
    reach = {row["flat"]: row["reach"] > 0 for row in office.json("isolated")}
    assert reach == {"二糖厂宿舍 1-1-301": True, "豆腐桥新村 3-1-301": True}
    asked = {row["intermediary_flat"] for row in office.json("suggest") if row["flat"] == "豆腐桥新村 3-1-301"}
    assert asked == {"豆腐桥新村 3-1-201"}  # to 101 an inadmissible tie leads: its pair is closed, and nobody is held
    clear(office)
    random.Random(seed).shuffle(paths)
    for path in paths:
        office.run("load", path)
    assert printed(office) == together


def test_a_stop_in_shorthand_holds_whom_it_may_mean_and_then_its_own_household(office: Any, tmp_path: Path) -> None:
    other, survey, visits = (tmp_path / f"{name}.csv" for name in ("other", "survey", "visits"))
    rows = SURVEY_OF_TWO.splitlines()
    other.write_text("\n".join([rows[0], *(row for row in rows if row.startswith("豆"))]), encoding="utf-8")
    survey.write_text("\n".join([rows[0], *(row for row in rows if row.startswith("二"))]), encoding="utf-8")
    visits.write_text("日期,住址,走访人,结果\n2026-11-02,糖厂3-1-301,孟1,不要再来\n", encoding="utf-8")
    office.load(other)
    assert [row["flat"] for row in office.json("isolated")] == ["3-1-301"]
    office.run("load", visits)
    assert office.json("isolated") == []
    rows = [row.replace("二糖厂宿舍,1", "二糖厂宿舍,3") for row in rows]
    survey.write_text("\n".join([rows[0], *(row for row in rows if row.startswith("二"))]), encoding="utf-8")
    office.load(survey)
    assert [row["flat"] for row in office.json("isolated")] == ["豆腐桥新村 3-1-301"]


def test_who_may_live_in_either_of_two_compounds_is_asked_to_help_nobody(office: Any, tmp_path: Path) -> None:
    texts = {
        "survey": SURVEY_OF_TWO.replace("豆腐桥新村,3", "豆腐桥新村,1"),
        "roster": "楼号,单元,房号,姓名,身份,是否愿意参与,登记日期,可联系户数\n1,1,101,孟1,志愿者,是,2026-11-20,3\n",
        "ties": TIES.splitlines()[0]
        + "\n孟3(二糖厂宿舍1-1-301),孟1(二糖厂宿舍1-1-101),互相帮忙,很熟,2026-10-08,是\n"
        + "孟2(1-1-201),孟1(1-1-101),互相帮忙,很熟,2026-10-08,是\n",
        "visits": "日期,楼号,单元,房号,走访人,结果\n2026-11-02,1,1,301,孟1,不要再来\n",
    }
    for name, text in texts.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    office.run("load", *(tmp_path / f"{name}.csv" for name in ("survey", "roster", "ties")))
    assert {row["flat"]: row["reach"] for row in office.json("isolated")} == {
        "二糖厂宿舍 1-1-301": 0,
        "豆腐桥新村 1-1-301": 0,
    }
    assert [row["building"] for row in office.json("capital")] == ["二糖厂宿舍 1", "豆腐桥新村 1"]
    office.run("load", tmp_path / "visits.csv")
    assert office.json("isolated") == []  # the stop holds in both


OTHERS = SURVEY.replace("孟", "齐").replace("139000000", "139000001")
OF_OTHERS = {
    "named": "小区," + SURVEY.replace("\n5,", "\n新风里,5,"),
    "others": OTHERS,
    "roster": ROSTER.replace("孟", "齐"),
    "ties": TIES.replace("孟", "齐"),
    "visits": "日期,楼号,单元,房号,走访人,结果\n2026-11-02,5,2,301,齐乙,松口\n",
}


@pytest.mark.parametrize("others_first", [True, False])
def test_a_list_without_compound_that_names_other_people_counts_nowhere_whenever_it_comes(
    office: Any, tmp_path: Path, others_first: bool
) -> None:
    paths = []
    for name, text in OF_OTHERS.items():
        paths.append(tmp_path / f"{name}.csv")
        paths[-1].write_text(text, encoding="utf-8")
    office.load(*paths)
    together = printed(office)
    assert [(row["building"], row["flats"]) for row in office.json("diagnose")] == [("5", 3), ("5", 1)]
    assert [(row["flat"], row["reach"]) for row in office.json("isolated")] == [("5-2-301", 0)]  # 齐丙 lives elsewhere
    clear(office)
    for path in reversed(paths) if others_first else paths:
        said = office.run("load", path).stderr
    assert "行没有写小区" in said
    assert printed(office) == together


PARTLY_NAMED = {
    "ties": TIES.splitlines()[0]
    + "\n孟3(1-1-301),齐1(3-1-101),互相帮忙,很熟,2026-10-08,是\n"
    + "齐3(豆腐桥新村3-1-301),齐4(豆腐桥新村3-1-401),互相帮忙,很熟,2026-10-08,是\n",
    "roster": "小区,楼号,单元,房号,姓名,身份,是否愿意参与,登记日期,可联系户数\n,3,1,101,齐1,志愿者,是,2026-11-20,3\n"
    + "二糖厂宿舍,1,1,201,孟2,志愿者,是,2026-11-20,3\n",
}


@pytest.mark.parametrize("ties_first", [True, False])
def test_a_sheet_that_names_the_compound_in_some_rows_gives_no_other_row_that_one(
    office: Any, tmp_path: Path, ties_first: bool
) -> None:
    paths = []
    for name, text in {**PARTLY_NAMED, "survey": SURVEY_OF_TWO}.items():
        paths.append(tmp_path / f"{name}.csv")
        paths[-1].write_text(text, encoding="utf-8")
    office.load(*paths)
    together = printed(office)
    asked = {row["flat"]: row["intermediary_flat"] for row in office.json("suggest")}
    assert asked == {"二糖厂宿舍 1-1-301": "豆腐桥新村 3-1-101", "豆腐桥新村 3-1-301": ""}
    clear(office)
    for path in paths if ties_first else reversed(paths):
        office.run("load", path)
    assert printed(office) == together


MEASURES = "楼号,单元,房号,核心关切,对应措施,是否接受\n5,2,301,怕噪音,错峰施工,\n"
COPIES = ({"结果": "松口", "意见": "犹豫"}, {"结果": "没人"}, {"结果": "做通", "意见": "同意已签"})


def test_filled_copies_of_one_list_are_one_visit_in_any_order(office: Any, files: list[Path]) -> None:
    measures = files[0].parent / "measures.csv"
    measures.write_text(MEASURES, encoding="utf-8")
    office.load(*(path for path in files if path.stem not in ("x1", "x2")), measures)
    office.run("export", "--confirmed-by", "测试书记")
    (given,) = (office.folder / "lists").glob("*.xlsx")
    copies = [shutil.copy(given, given.parent.parent / f"copy{number}.xlsx") for number in range(len(COPIES))]
    for path, filled in zip(copies, COPIES, strict=True):
        book = openpyxl.load_workbook(path)
        sheet = book["走访清单"]
        head = next(row for row in sheet.iter_rows(max_row=8) if "结果" in [cell.value for cell in row])
        for heading, value in filled.items():
            column = next(cell.column for cell in head if str(cell.value).replace("\n", "") == heading)
            sheet.cell(head[0].row + 1, column, value)
        book.save(path)
    before = shutil.copytree(office.folder, files[0].parent / "before")
    outputs = []
    for order in ([copies], [[path] for path in copies], [[path] for path in reversed(copies)]):
        shutil.rmtree(office.folder)
        shutil.copytree(before, office.folder)
        for number, path in enumerate(copies):
            shutil.copy(before / f"copy{number}.xlsx", path)
        for together in order:
            office.run("load", *together)
        outputs.append(printed(office))
    assert outputs[0] == outputs[1] == outputs[2]


SURVEY_OF_DOORS = "楼号,单元,房号,产权人,是否同意改造,摸排日期\n" + "".join(
    f"5,{door},{floor}0{place},孟{door}{floor}{place},同意已签,2026-10-08\n"
    for door in (1, 2)
    for floor in (1, 2)
    for place in (1, 2)
)
UPPER_FLOOR = "楼号,单元,房号,产权人,是否同意改造,摸排日期\n5,1,301,孟丙,不同意,2026-10-08\n"
DOORLESS = "日期,楼号,房号,走访人,结果\n2026-11-02,5,201,孟乙,不要再来\n2026-11-03,5,102,孟乙,同意\n"
HEADS = "楼号,单元,房号,户主,产权性质,居住状态\n5,1,101,孟戊,直管公房,自住\n5,2,101,孟己,商品房,自住\n"
LESSEES = "楼号,单元,房号,公房承租人,居住人,是否同意改造\n5,1,101,孟戊,孟戊,同意\n5,2,101,,孟己,不同意\n"
PARTS = [SURVEY_OF_DOORS, UPPER_FLOOR, DOORLESS, HEADS, LESSEES]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_floors_doors_and_holders_that_several_files_tell_give_one_answer(
    office: Any, tmp_path: Path, seed: int
) -> None:
    paths = []
    for number, text in enumerate(PARTS):
        paths.append(tmp_path / f"{number}.csv")
        paths[-1].write_text(text, encoding="utf-8")
    office.load(*paths)
    together = printed(office)
    clear(office)
    random.Random(seed).shuffle(paths)
    for path in paths:
        office.run("load", path)
    assert printed(office) == together
    assert [row["flat"] for row in office.json("isolated") if row["flat"].endswith("-201")] == []  # held: whose is it?


@pytest.mark.slow
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("name", ["p01", "p03", "m02", "m07", "m09", "q4"])
def test_a_strangers_office_is_the_same_file_by_file_and_together(office: Any, fixtures: Path, name: str) -> None:
    files = sorted((fixtures / "strangers" / "widen" / name / "workbooks").iterdir())
    office.run("load", *files)
    commands = [c for c in COMMANDS if c not in ("assign", "plan")]  # refused where a stop is of nobody known
    together = {command: office.run(command, "--format", "json").stdout_bytes for command in commands}
    clear(office)
    random.Random(7).shuffle(files)
    for path in files:
        office.run("load", path, code=int(path.name in OF_OTHER_MATTERS))
    apart = {command: office.run(command, "--format", "json").stdout_bytes for command in commands}
    assert apart == together


BY_SIDE = "住址,姓名,是否同意改造,摸排日期\n" + "".join(
    f"5号楼2单元{floor}楼{side},孟{floor}{place},{'不同意' if floor == 3 else '同意已签'},2026-10-08\n"
    for floor in range(1, 5)
    for place, side in enumerate(("东户", "西户"), 1)
)
SIDES = "楼号,单元,房号,户别\n" + "".join(
    f"5,2,{floor}0{place},{side}\n" for floor in range(1, 5) for place, side in enumerate(("东户", "西户"), 1)
)


def test_sides_of_a_landing_that_an_earlier_file_numbered_are_known_and_what_came_before_is_read_again(
    office: Any, tmp_path: Path
) -> None:
    paths = {}
    for name, text in (("opinions", BY_SIDE), ("sides", SIDES), ("riser", RISER_OF_HOUSE.replace("豆豉巷,6", ",5,2"))):
        paths[name] = tmp_path / f"{name}.csv"
        paths[name].write_text(text.replace("小区,楼号,房号", "小区,楼号,单元,房号"), encoding="utf-8")
    office.run("load", *paths.values())
    together = printed(office)
    assert [row["flat"] for row in office.json("isolated")] == ["5-2-301", "5-2-302"]
    shutil.rmtree(office.folder / ".socialgraph")
    for name in ("riser", "sides", "opinions"):
        office.run("load", paths[name])
    assert printed(office) == together
    shutil.rmtree(office.folder / ".socialgraph")
    office.run("load", paths["riser"])
    office.run("load", paths["opinions"])
    assert "已一并重读：opinions.csv" in office.run("load", paths["sides"]).stderr
    assert printed(office) == together


STOREYED = "小区,楼号,楼层,房号,串号,产权人,是否同意改造,摸排日期\n" + "".join(
    f"竹林湾,2栋,{floor},{floor}-{place},KL-{place},甲{floor}{place},同意已签,2026-10-08\n"
    for floor in range(1, 7)
    for place in (1, 2)
)
SHORT = "日期,住址,走访人,走访结果\n2026-11-02,竹林湾2栋5-1,孟乙,松口\n2026-11-03,竹林湾2栋9-1,孟乙,松口\n"


def test_rooms_of_storey_and_place_are_one_flat_whatever_is_loaded_first(office: Any, tmp_path: Path) -> None:
    files = [tmp_path / "register.csv", tmp_path / "visits.csv"]
    for path, text in zip(files, (STOREYED, SHORT), strict=True):
        path.write_text(text, encoding="utf-8")
    office.load(*files)
    together = printed(office)
    assert sum(row["flats"] for row in office.json("diagnose")) == 12
    for order in (files, files[::-1]):
        clear(office)
        for path in order:
            office.load(path)
        assert printed(office) == together


VISITED = "日期,楼号,单元,房号,走访人,结果\n"
TITLED = {
    "survey": SURVEY_OF_TWO.replace("豆腐桥新村,3", "豆腐桥新村,1"),
    "visits": f"豆腐桥新村居委会走访记录,,,,,\n{VISITED}2026-11-02,1,1,301,孟乙,松口\n2026-11-02,1,1,401,孟乙,没人\n",
    "stops": f"二糖厂宿舍11月走访情况,,,,,\n{VISITED}2026-11-03,1,1,301,孟乙,不要再来\n",
    "roster": "豆腐桥新村志愿者骨干名单,,,,,,,\n楼号,单元,房号,姓名,身份,是否愿意参与,登记日期,可联系户数\n"
    "1,1,101,齐1,志愿者,是,2026-11-20,3\n1,1,201,齐2,志愿者,是,2026-11-20,3\n",
    "ties": f"豆腐桥新村邻里信任,,,,,\n{TIES.splitlines()[0]}\n齐3(1-1-301),齐1(1-1-101),互相帮忙,很熟,2026-10-08,是\n",
}


@pytest.mark.parametrize("seed", [None, 1, 2, 3])
def test_a_sheet_whose_compound_stands_only_in_its_title_is_of_that_compound_in_any_order(
    office: Any, tmp_path: Path, seed: int | None
) -> None:
    paths = []
    for name, text in TITLED.items():
        paths.append(tmp_path / f"{name}.csv")
        paths[-1].write_text(text, encoding="utf-8")
    if seed is None:
        office.run("load", *paths)
    else:
        random.Random(seed).shuffle(paths)
        for path in paths:
            office.run("load", path)
    assert {row["flat"]: row["reach"] > 0 for row in office.json("isolated")} == {"豆腐桥新村 1-1-301": True}
    assert [row["intermediary_flat"] for row in office.json("suggest") if row["rank"]] == ["豆腐桥新村 1-1-101"]
    again = office.load(*paths)
    assert {what for counts in again.values() for what in counts} <= {"unchanged", "quarantined"}
    office.run("rights", "reopen", "二糖厂宿舍 1-1-301", "--confirmed-by", "测试书记")
    assert "二糖厂宿舍 1-1-301" in {row["flat"] for row in office.json("isolated")}
    assert "visits" in {row["table"] for row in office.json("rights", "show", "豆腐桥新村 1-1-401")}
    office.run("rights", "erase", "豆腐桥新村 1-1-401", "--yes")
    assert office.json("rights", "show", "豆腐桥新村 1-1-401") == []


OWNED = "楼号,单元,房号,产权性质,居住状态\n" + "".join(
    f"5,2,{floor}01,{owned},{lived_in}\n"
    for floor, owned, lived_in in (
        (1, "直管公房", "自住"),
        (2, "商品房", "出租"),
        (3, "直管公房", "自住"),
        (4, "商品房", "出租"),
    )
)
SAID = ((1, "同意已签"), (2, "同意已签"), (3, "不同意"), (4, "同意已签"))
BY_LESSEES = "楼号,单元,房号,承租人,是否同意改造,摸排日期\n" + "".join(
    f"5,2,{floor}01,孟{floor},{word},2026-10-08\n" for floor, word in SAID
)
NUMBERED = "户号,楼号,单元,房号,串号,产权人,居住状态\n" + "".join(
    f"H00{floor},5,2,{floor}01,KL-1,孟{floor},自住\n" for floor, _ in SAID
)
RISER_ALONE = "楼号,单元,房号,串号\n" + "".join(f"5,2,{floor}01,KL-1\n" for floor, _ in SAID)
DEPENDENT = {
    "whose words they are": {"owned": OWNED, "said": BY_LESSEES, "riser": RISER_ALONE},
    "whose number it is": {
        "register": NUMBERED,
        "said": "户号,是否同意改造,摸排日期\n" + "".join(f"H00{floor},{word},2026-10-08\n" for floor, word in SAID),
        "visits": "日期,户号,走访人,结果\n2026-11-02,H003,孟乙,松口\n2026-11-02,H002,孟乙,不要再来\n",
    },
}


@pytest.mark.parametrize("seed", [1, 3, 5])
@pytest.mark.parametrize("name", DEPENDENT)
def test_what_one_file_says_by_another_is_read_so_whichever_comes_first(
    office: Any, tmp_path: Path, name: str, seed: int
) -> None:
    paths = []
    for stem, text in DEPENDENT[name].items():
        paths.append(tmp_path / f"{stem}.csv")
        paths[-1].write_text(text, encoding="utf-8")
    office.run("load", *paths)
    together = printed(office)
    assert [row["flat"] for row in office.json("isolated")][-1] == ("5-2-301" if "number" in name else "5-2-401")
    office.run("load", paths[1])  # alone it says the same
    assert printed(office) == together
    shutil.rmtree(office.folder / ".socialgraph")
    for path in list(itertools.permutations(paths))[seed]:
        office.run("load", path)
    assert printed(office) == together


def test_a_file_that_has_to_be_read_again_and_is_changed_is_asked_for(office: Any, tmp_path: Path) -> None:
    said, register = tmp_path / "said.csv", tmp_path / "register.csv"
    said.write_text(DEPENDENT["whose number it is"]["said"], encoding="utf-8")
    register.write_text(NUMBERED, encoding="utf-8")
    office.run("load", said)
    said.write_text(DEPENDENT["whose number it is"]["said"].replace("不同意", "同意"), encoding="utf-8")
    assert "请再导入一次：said.csv" in office.run("load", register).stderr
    office.run("load", said)
    assert office.json("isolated") == []


ROLES = {
    "survey": "小区," + SURVEY.replace("\n5,", "\n新风里,5,").replace("费用", ""),
    "ties": TIES,
    "volunteers": "小区," + ROSTER.replace("\n5,", "\n新风里,5,").replace("\n孟", "\n新风里,孟"),
    "party": "姓名,入党时间,所属党支部,预/正,现住址\n孟乙,1993.07,第一支部,正,5号楼2单元201\n",
    "captains": "姓名,身份,住址,负责楼门\n孟乙,楼门长,5号楼2单元201,5号楼2门\n",
}


@pytest.mark.parametrize("seed", [None, 1, 2, 3])
def test_on_a_day_before_the_first_load_a_person_has_the_roles_of_all_rosters_whichever_came_first(
    office: Any, tmp_path: Path, seed: int | None
) -> None:
    paths = []
    for name, text in ROLES.items():
        paths.append(tmp_path / f"{name}.csv")
        paths[-1].write_text(text, encoding="utf-8")
    random.Random(seed).shuffle(paths)
    for given in [paths] if seed is None else [[path] for path in paths]:
        office.load(*given)
    rows = office.json("suggest", "--as-of", "2026-11-25")
    assert {row["role"] for row in rows if row["intermediary_flat"] == "5-2-201"} == {
        "door_captain|party_member|volunteer"
    }
