"""No source row is lost: each ends in a table or in quarantine, whatever stands in its cells."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from socialgraph.loaders import PARSERS, Reading, read_paths

BUILDING = st.sampled_from(["5号楼", "6", "甲5号楼", "", "1月2日", "西楼", "5:2", "幢：东"])
DOOR = st.sampled_from(["1", "2门", "二单元", "", "不知道"])
ROOM = st.sampled_from(["101", "201", "301-302", "501A", "底商1", "B1-03", "全楼", "", "7号", "2-301", "99999"])
NAME = st.sampled_from(["甲", "乙", "王?", "丙(已故)", ""])
WORD = st.sampled_from(["同意", "不同意", "嗯嗯", "", "√", "△", "同意,但要快", "同意上水不同意下水"])
DATE = st.sampled_from(["2026-08-01", "腊月", "", "46267", "去年"])
PHONE = st.sampled_from(["13900000001", "1.39E+10", "", "无"])
SURVEY = (
    ["楼号", "单元", "房号", "产权人", "意见", "摸排日期", "联系电话"],
    st.tuples(BUILDING, DOOR, ROOM, NAME, WORD, DATE, PHONE),
)
VISITS = (["走访日期", "楼号", "单元", "房号", "走访人", "结果"], st.tuples(DATE, BUILDING, DOOR, ROOM, NAME, WORD))
TIES = (
    ["提名人", "提名人住址", "被提名人", "被提名人住址", "关系", "熟悉程度"],
    st.tuples(
        NAME,
        st.sampled_from(["1-1-101", "5-301", "", "后院"]),
        NAME,
        st.sampled_from(["1-2-101", "5号楼2门301", ""]),
        st.sampled_from(["棋友", "老乡", "", "亲戚"]),
        st.sampled_from(["很熟", "", "嗯"]),
    ),
)
PEOPLE = (
    ["姓名", "身份", "住址", "负责楼门", "是否愿意参与", "登记日期"],
    st.tuples(
        NAME,
        st.sampled_from(["楼门长", "志愿者、楼长", "路人", ""]),
        st.sampled_from(["1-1-101", "5-301", "", "后院"]),
        st.sampled_from(["全楼", "1-2门", "天边", ""]),
        st.sampled_from(["是", "否", "看吧", ""]),
        DATE,
    ),
)


def conserved(load: Reading) -> bool:
    """Of every sheet that is read, rows used and rows lost to a finding are together the rows read."""
    lost: dict[tuple[str, str], set[int]] = {}
    for finding in load.findings:
        if finding.row_lost:
            sheet = finding.place.sheet
            lost.setdefault((sheet.file, sheet.sheet), set()).add(finding.place.row.number)
    return all(
        report.used + len(lost.get((report.file, report.sheet), ())) == report.rows_read
        for report in load.reports
        if report.kind in PARSERS
    )


@pytest.mark.parametrize("sheet", [SURVEY, VISITS, TIES, PEOPLE], ids=["survey", "visits", "ties", "people"])
@settings(max_examples=60)
@given(data=st.data())
def test_every_row_ends_in_a_table_or_in_quarantine(
    sheet: tuple[list[str], st.SearchStrategy[tuple[str, ...]]],
    data: st.DataObject,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    head, lines = sheet
    rows = data.draw(st.lists(lines, min_size=1, max_size=12))
    out = io.StringIO()
    csv.writer(out).writerows([head, *rows])
    path = tmp_path_factory.mktemp("rows") / "表.csv"
    path.write_text(out.getvalue(), encoding="utf-8")
    load = read_paths([path])
    filled = sum(1 for row in rows if any(row))
    assert load.reports[0].rows_read + _left_out(load, rows) >= filled
    assert conserved(load)


def _left_out(load: Reading, rows: list[tuple[str, ...]]) -> int:
    """Rows that reading itself takes for no data: those with one filled cell at most."""
    return sum(1 for row in rows if 0 < sum(1 for cell in row if cell) <= 1)


def test_every_row_of_the_packs_ends_in_a_table_or_in_quarantine(fixtures: Path) -> None:
    folder = fixtures / "workbooks"
    for path in [folder / "xinfeng", *sorted((folder / "single_traps").glob("*.*"))]:
        if not path.name.startswith("truth"):
            assert conserved(read_paths([path])), path.name


def test_no_canary_is_in_anything_that_a_load_holds(xinfeng: Path, fixtures: Path) -> None:
    load = read_paths([xinfeng])
    canaries = (fixtures / "workbooks" / "truth" / "canaries.txt").read_text(encoding="utf-8").split()
    text = " ".join([*(table.to_csv() for table in load.tables.values()), load.quarantine.to_csv(), *load.notes])
    text += " ".join(note for report in load.reports for note in report.notes)
    text += " ".join(cell.text for finding in load.findings for cell in finding.place.row.cells.values())
    assert not [word for word in canaries if word in text]


@pytest.mark.parametrize("column", ["小区", "楼号"])
@pytest.mark.parametrize("kind", ["意见", "施工情况"])
def test_a_colon_in_a_place_is_a_finding_and_no_traceback(tmp_path: Path, column: str, kind: str) -> None:
    headings = {"小区": "新风里", "楼号": "5", "单元": "1", "房号": "101", "意见": "同意", "产权人": "测试甲"}
    if kind == "施工情况":
        headings = {"小区": "新风里", "楼号": "5", "立管编号": "A1", "管道类型": "上水", "施工情况": "完工"}
    rows = [headings, headings | {column: "甲:乙"}, headings | {column: "3：东"}]
    text = "\n".join([",".join(headings), *(",".join(row.values()) for row in rows)])
    (tmp_path / "a.csv").write_text(text + "\n", encoding="utf-8")
    load = read_paths([tmp_path / "a.csv"])
    assert sorted(load.quarantine["row"]) == ["3", "4"]
    assert set(load.quarantine["reason"].str.len() > 0) == {True}
