"""Word documents of several tables, each of one building or one day: what stands between two of them belongs where."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from pathlib import Path

from socialgraph.loaders import Reading, read_paths

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def _paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def _table(rows: Sequence[Sequence[str]]) -> str:
    lines = ("".join(f"<w:tc>{_paragraph(text)}</w:tc>" for text in row) for row in rows)
    return "<w:tbl>" + "".join(f"<w:tr>{line}</w:tr>" for line in lines) + "</w:tbl>"


def read_document(folder: Path, *parts: str | Sequence[Sequence[str]], name: str = "文件.docx") -> Reading:
    """A document of paragraphs (texts) and tables (rows of texts), read."""
    body = "".join(_paragraph(part) if isinstance(part, str) else _table(part) for part in parts)
    with zipfile.ZipFile(folder / name, "w") as archive:
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{_W}"><w:body>{body}</w:body></w:document>')
    return read_paths([folder / name])


def rows_of(reading: Reading, table: str, *columns: str) -> list[tuple[str, ...]]:
    """The rows of a table, in order."""
    return sorted(zip(*(reading.tables[table][name].tolist() for name in columns), strict=True))


_SIGNED_IN = ["序", "姓名", "房号", "签名"]


def test_what_counts_the_rows_of_one_table_does_not_name_the_activity_of_the_next(tmp_path: Path) -> None:
    first = [
        _SIGNED_IN,
        *(["1", name, f"2栋{room}", "到"] for name, room in (("王甲", 101), ("李乙", 102), ("赵丙", 201))),
    ]
    second = [
        _SIGNED_IN,
        *(["1", name, f"2栋{room}", "到"] for name, room in (("王甲", 101), ("李乙", 102), ("钱丁", 301))),
    ]
    reading = read_document(
        tmp_path,
        "活动签到簿（2026年）",
        "重阳糖水会 2026年10月8日",
        first,
        "到场3人",
        "消防讲座 2026年10月20日",
        second,
        "到场3人",
    )
    assert set(rows_of(reading, "activities", "activity", "date")) == {
        ("重阳糖水会", "2026-10-08"),
        ("消防讲座", "2026-10-20"),
    }


def test_a_count_below_a_table_does_not_hide_the_place_above_the_next(tmp_path: Path) -> None:
    heads = ["房号", "业主", "居住情况"]
    reading = read_document(
        tmp_path,
        "3栋1梯",
        [heads, ["101", "王甲", "自住"], ["102", "李乙", "自住"]],
        "合共2户",
        "3栋2梯",
        [heads, ["101", "赵丙", "自住"], ["102", "钱丁", "自住"]],
        "铺位0间，住家2户",
    )
    assert rows_of(reading, "dossiers", "building", "door", "room", "owner_name") == [
        ("3", "1", "101", "王甲"),
        ("3", "1", "102", "李乙"),
        ("3", "2", "101", "赵丙"),
        ("3", "2", "102", "钱丁"),
    ]


def test_a_room_behind_the_number_of_its_house_is_read_in_a_column_of_rooms(tmp_path: Path) -> None:
    reading = read_document(
        tmp_path, [["房号", "业主", "居住情况"], ["6号101", "王甲", "自住"], ["6号201", "李乙", "自住"]]
    )
    assert rows_of(reading, "dossiers", "building", "room") == [("6", "101"), ("6", "201")]


def test_a_flat_above_and_beyond_all_others_of_its_house_is_a_slip_of_the_pen(tmp_path: Path) -> None:
    flats = [f"{floor}0{place}" for floor in range(1, 6) for place in range(1, 4)]
    rows = [
        ["房号", "业主", "居住情况"],
        *([f"2栋{room}", f"王{room}", "自住"] for room in flats),
        ["2栋604", "李乙", "自住"],
    ]
    reading = read_document(tmp_path, rows)
    assert "604" not in set(reading.tables["dossiers"]["room"])
    assert [finding.reason for finding in reading.findings] == ["stray_address"]


def test_a_flat_on_a_storey_of_its_own_is_no_slip(tmp_path: Path) -> None:
    flats = [f"{floor}0{place}" for floor in range(1, 6) for place in range(1, 4)]
    rows = [["房号", "业主", "居住情况"], *([f"2栋{room}", f"王{room}", "自住"] for room in [*flats, "601"])]
    assert "601" in set(read_document(tmp_path, rows).tables["dossiers"]["room"])


def test_a_riser_that_is_done_but_for_one_household_is_bypassed(tmp_path: Path) -> None:
    heads = ["管号", "楼号", "类别", "状态", "完工日期"]
    rows = [["A-水", "6栋", "给水", "跳户完成", "2026-06-10"], ["B-水", "6栋", "给水", "已完成", "2026-06-12"]]
    reading = read_document(tmp_path, "换管进度", [heads, *rows])
    assert rows_of(reading, "works", "stack", "status") == [("A-水", "bypassed"), ("B-水", "done")]


def test_what_somebody_joined_in_is_part_of_the_activity(tmp_path: Path) -> None:
    rows = [
        ["姓名", "房号", "项目"],
        ["王甲", "2栋101", "合唱"],
        ["李乙", "2栋102", "义诊"],
        ["赵丙", "2栋201", "合唱"],
    ]
    reading = read_document(tmp_path, "睦邻节签到 2026年10月24日", rows)
    assert rows_of(reading, "activities", "name", "activity") == [
        ("李乙", "睦邻节义诊"),
        ("王甲", "睦邻节合唱"),
        ("赵丙", "睦邻节合唱"),
    ]


_OF_HOUSE = [
    ["房号", "户主", "居住情况"],
    ["101", "王甲", "铺位自用"],
    ["102", "李乙", "铺位出租"],
    ["201", "赵丙", "自住"],
]


def test_a_house_of_a_lane_is_a_building_where_the_register_has_its_flats(tmp_path: Path) -> None:
    risers = [["管号", "小区", "楼号", "类别", "经过房号"], ["A-水", "豆豉巷", "6号", "给水", "101、102、201"]]
    reading = read_document(tmp_path, "立管编号表", risers, "豆豉巷6号", _OF_HOUSE)
    assert rows_of(reading, "dossiers", "building", "room", "owner_name", "occupant_name") == [
        ("6", "101", "王甲", ""),
        ("6", "102", "", "李乙"),
        ("6", "201", "赵丙", ""),
    ]


def test_the_street_number_of_a_title_alone_is_no_building(tmp_path: Path) -> None:
    reading = read_document(tmp_path, "豆豉巷6号", _OF_HOUSE)
    assert reading.tables["dossiers"].empty
    assert len(reading.findings) == 3
