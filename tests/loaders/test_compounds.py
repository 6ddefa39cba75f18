"""Two compounds of one office: told apart by titles, files and abbreviations, and never made one household."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from socialgraph.loaders import Reading, read_paths
from socialgraph.loaders.tables.compound_names import compounds_named
from socialgraph.loaders.values.addresses import parse_address
from socialgraph.schema.addresses import full_name

Sheets = Callable[..., Path]
SURVEY = ["单元", "房号", "产权人", "联系电话", "态度"]
ROOMS = ("101", "102", "201", "202", "301", "302")


def values(reading: Reading, table: str, *columns: str) -> list[tuple[str, ...]]:
    return sorted(map(tuple, reading.tables[table][list(columns)].astype(str).to_numpy().tolist()))


def lost(reading: Reading) -> list[tuple[str, str]]:
    return sorted(reading.quarantine[["row", "reason"]].itertuples(index=False, name=None))


def listed(write: Sheets, title: str, owner: str, file: str) -> Path:
    """A list of one door of six flats, every owner a name of its own."""
    rows = [
        [title],
        SURVEY,
        *(["1", room, f"{owner}{place}", "", "同意"] for place, room in zip("甲乙丙丁戊己", ROOMS, strict=True)),
    ]
    return write({"2号楼": rows}, name=file)


@pytest.fixture
def two(write_xlsx: Sheets) -> list[Path]:
    """Both compounds have a building 2 with the same rooms; only titles tell them apart."""
    return [
        listed(write_xlsx, "青砖院2号楼摸底（2026年9月）", "石", "a.xlsx"),
        listed(write_xlsx, "红瓦院2号楼摸底（2026年9月）", "林", "b.xlsx"),
    ]


def test_two_lists_whose_titles_name_two_compounds_are_two_registers(two: list[Path]) -> None:
    reading = read_paths(two)
    flats = values(reading, "flats", "compound", "building", "door", "room")
    assert flats == sorted((name, "2", "1", room) for name in ("青砖院", "红瓦院") for room in ROOMS)
    assert ("青砖院", "101", "石甲") in values(reading, "dossiers", "compound", "room", "owner_name")
    assert ("红瓦院", "101", "林甲") in values(reading, "dossiers", "compound", "room", "owner_name")


def test_an_abbreviation_that_one_name_begins_with_stands_for_it(two: list[Path], write_xlsx: Sheets) -> None:
    visits = [
        ["走访日期", "住址", "走访人", "走访结果"],
        ["2026-10-01", "青2-1-101", "甲社工", "没人"],
        ["2026-10-01", "红2-1-3-2", "甲社工", "松口"],  # second flat on the third storey
        ["2026-10-02", "红2-1-9-9", "甲社工", "松口"],  # nobody knows such a flat
        ["2026-10-03", "白2-1-101", "甲社工", "松口"],  # nor such a compound
        ["2026-10-04", "2-1-101", "甲社工", "松口"],  # which of the two?
    ]
    reading = read_paths([*two, write_xlsx({"走访": visits}, name="v.xlsx")])
    assert values(reading, "visits", "compound", "building", "door", "room") == [
        ("红瓦院", "2", "1", "302"),
        ("青砖院", "2", "1", "101"),
    ]
    assert lost(reading) == [("4", "bad_address"), ("5", "bad_address"), ("6", "missing_compound")]


def test_who_lives_there_tells_the_compound_that_a_row_leaves_out(two: list[Path], write_xlsx: Sheets) -> None:
    rows = [["姓名", "住址", "活动", "日期"]]
    rows += [
        [name, f"2-1-{room}", "茶座", "2026-10-01"]
        for name, room in (("石甲", "101"), ("林乙", "102"), ("甲某", "101"))
    ]
    reading = read_paths([*two, write_xlsx({"签到": rows}, name="s.xlsx")])
    assert values(reading, "activities", "compound", "name") == [("红瓦院", "林乙"), ("青砖院", "石甲")]
    assert lost(reading) == [("4", "missing_compound")]


def test_two_lists_that_name_other_people_and_no_compound_are_findings(write_xlsx: Sheets) -> None:
    files = [listed(write_xlsx, "摸底", owner, f"{owner}.xlsx") for owner in ("石", "林")]
    reading = read_paths(files)
    assert len(reading.tables["dossiers"]) == 0
    assert {reason for _, reason in lost(reading)} == {"missing_compound"}
    assert len(lost(reading)) == 2 * len(ROOMS)


def test_an_older_and_a_newer_list_of_the_same_people_are_one(write_xlsx: Sheets) -> None:
    files = [listed(write_xlsx, "摸底", "石", name) for name in ("a.xlsx", "b.xlsx")]
    reading = read_paths(files)
    assert len(reading.tables["dossiers"]) == len(ROOMS)
    assert lost(reading) == []


def test_a_stop_in_a_row_that_names_no_compound_holds_in_both(two: list[Path], write_xlsx: Sheets) -> None:
    visits = [["走访日期", "住址", "走访人", "走访结果"], ["2026-10-04", "2-1-101", "甲社工", "不要再来"]]
    reading = read_paths([*two, write_xlsx({"走访": visits}, name="v.xlsx")])
    assert values(reading, "holds", "compound", "building", "door", "room") == [("", "2", "1", "101")]


@pytest.mark.parametrize(
    ("title", "names"),
    [
        ("青砖里3号楼底册", ("青砖里",)),
        ("云栀苑", ("云栀苑",)),
        ("“管好家”项目 兰泥里 住户基本信息", ("兰泥里",)),
        ("豆腐桥新村+二糖厂宿舍", ("豆腐桥新村", "二糖厂宿舍")),
        ("七号楼邻里簿", ()),
        ("设计院图纸", ()),
        ("两个院合一起", ()),
        ("院里停车", ()),
        ("家里有老人的住户", ()),
        ("卫生院住户", ()),
    ],
)
def test_a_title_names_compounds_and_other_words_end_as_they_do(title: str, names: tuple[str, ...]) -> None:
    assert compounds_named(title) == names


def test_an_abbreviation_of_two_names_stands_for_none() -> None:
    names = ["东风新村", "东方家园", "榆荫路88弄"]
    assert (full_name("东", names), full_name("风", names), full_name("8弄", names)) == ("", "东风新村", "")


@pytest.mark.parametrize("text", ["25-3-2", "张3", "铆2-1", "2-1-3-02", "2026-1-3-2"])
def test_other_chains_are_no_shorthand(text: str) -> None:
    with suppress(ValueError):
        assert not parse_address(text).brief


NUMBERED = [["栋", "单元", "房号", "产权人", "联系电话", "态度"]]
ROWS_OF_YARD = [["1栋", "1单元", room] for room in ROOMS]


def yard_lists(write: Sheets) -> Path:
    """One workbook for both yards: only the sheets and the lines above the tables say which."""
    sheets = {
        f"{yard}号院": [
            [f"枣树巷{yard}号院住户底册"],
            *NUMBERED,
            *([*row, f"{owner}{row[2]}", "", "同意"] for row in ROWS_OF_YARD),
        ]
        for yard, owner in (("12", "石某"), ("14", "林某"))
    }
    return write(sheets, name="枣树巷12、14号院住户底册.xlsx")


def test_a_compound_called_by_its_number_is_one_in_every_spelling(write_xlsx: Sheets) -> None:
    visits = [["走访日期", "住址", "走访人", "走访结果"]]
    visits += [["2026-10-01", "12院1-1-101", "甲社工", "没人"], ["2026-10-01", "14号院1栋1单元101号", "甲社工", "松口"]]
    reading = read_paths([yard_lists(write_xlsx), write_xlsx({"走访": visits}, name="v.xlsx")])
    assert lost(reading) == []
    told = {(room, owner): yard for yard, room, owner in values(reading, "dossiers", "compound", "room", "owner_name")}
    assert len(told) == 2 * len(ROOMS)
    told_of = {result: yard for yard, result in values(reading, "visits", "compound", "result")}
    assert told_of["no_contact"] == told["101", "石某101"] != told["101", "林某101"] == told_of["softened"]


def test_a_file_named_after_two_yards_tells_neither(write_xlsx: Sheets) -> None:
    visits = [["走访日期", "院", "住址", "走访人", "走访结果"]]
    visits += [["2026-10-01", f"{yard}院", "1-1-101", "甲社工", "没人"] for yard in ("12", "14")]
    unsaid = [["走访日期", "住址", "走访人", "走访结果"], ["2026-10-02", "1-1-101", "甲社工", "松口"]]
    log = write_xlsx({"走访": visits, "补记": unsaid}, name="12、14号院走访.xlsx")
    reading = read_paths([yard_lists(write_xlsx), log])
    assert lost(reading) == [("2", "missing_compound")]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("12院1-2-301", ("12院", "1", "2", "301")),
        ("5号大院2-1-301", ("5号大院", "2", "1", "301")),
        ("七号院3-201", ("7号院", "3", "", "201")),
    ],
)
def test_a_chain_may_stand_behind_a_numbered_yard(text: str, place: tuple[str, ...]) -> None:
    address = parse_address(text)
    assert address.room is not None
    assert (address.compound, address.building, address.door, address.room.room) == place


def test_a_wish_under_a_chain_behind_a_yards_number_holds_that_flat(write_xlsx: Sheets, tmp_path: Path) -> None:
    visits = [["走访日期", "住址", "走访人", "走访结果"], ["2026-10-01", "13-1-1-102", "甲社工", "没人"]]
    visits += [["2026-10-01", f"{yard}院1-1-101", "甲社工", "没人"] for yard in ("12", "14")]
    chat = tmp_path / "群聊.txt"
    chat.write_text("换管沟通群\n12-1-1-302 石某  12:44\n莫再来敲门了\n", encoding="utf-8")
    reading = read_paths([yard_lists(write_xlsx), write_xlsx({"走访": visits}, name="v.xlsx"), chat])
    assert [row for row, reason in lost(reading) if reason == "bad_address"] == ["2"]  # there is no yard 13
    assert values(reading, "holds", "building", "door", "room") == [("1", "1", "302")]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("豆坊宿舍-1-1-101", ("豆坊宿舍", "1", "1", "101", False)),
        ("锦鲤新村-3-301", ("锦鲤新村", "3", "", "301", False)),
        ("豆坊宿舍1-2-101", ("豆坊宿舍", "1", "2", "101", False)),
        ("盐仓-1-1-202", ("盐仓", "1", "1", "202", True)),
        ("东-1-301", ("", "东", "1", "301", False)),
    ],
)
def test_a_hyphen_may_part_a_compound_from_its_chain(text: str, place: tuple[str, ...]) -> None:
    read = parse_address(text)
    assert read.room is not None
    assert (read.compound, read.building, read.door, read.room.room, read.brief) == place


def test_columns_of_compounds_are_headed_by_what_the_office_calls_them(write_xlsx: Sheets) -> None:
    names, rooms = ("豆坊宿舍", "盐仓宿舍"), ("101", "102", "201", "202")
    register = [
        ["宿舍-楼-单元-室", "产权人", "联系电话", "房屋性质"],
        *(
            [f"{name}-1-1-{room}", f"石{a}{b}", "", "房改房"]
            for a, name in zip("甲乙", names, strict=True)
            for b, room in zip("丙丁戊己", rooms, strict=True)
        ),
    ]
    risers = [
        ["宿舍", "楼号", "单元", "立管编号", "类别", "房号"],
        *([name, "1号楼", "1单元", "FL-1", "厨房废水", "201、101"] for name in names),
    ]
    reading = read_paths([write_xlsx({"住户": register, "立管": risers})])
    assert values(reading, "dossiers", "compound", "building", "door", "room") == sorted(
        (name, "1", "1", room) for name in names for room in rooms
    )
    flats = reading.tables["flats"]
    kitchen = flats[flats["stack"] == "FL-1"]
    assert sorted(zip(kitchen["compound"], kitchen["room"], strict=True)) == sorted(
        (name, room) for name in names for room in ("101", "201")
    )
