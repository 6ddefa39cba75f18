"""A document of one form a household is one list, whatever its labels are called; every value by hand."""

from __future__ import annotations

import zipfile
from pathlib import Path

from socialgraph.loaders import read_paths
from socialgraph.loaders.files.grids import Grid
from socialgraph.loaders.files.sheets import Cell
from socialgraph.loaders.layout.forms.repeated_pages import as_lists
from socialgraph.loaders.values.words.lexicon import Words

_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def _paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def _table(rows: list[list[str]]) -> str:
    lines = ("".join(f"<w:tc>{_paragraph(text)}</w:tc>" for text in row) for row in rows)
    return "<w:tbl>" + "".join(f"<w:tr>{line}</w:tr>" for line in lines) + "</w:tbl>"


def _document(path: Path, *parts: str) -> Path:
    body = f'<w:document xmlns:w="{_NAMESPACE}"><w:body>{"".join(parts)}</w:body></w:document>'
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", body)
    return path


def _form(number: int, day: str, place: str, who: str, talk: str, change: str, later: str) -> str:
    rows = [["探访日期", day, "地址", place], ["探访人", who, "访谈内容", talk], ["变化", change, "下次跟进", later]]
    return _paragraph(f"家访记录 {number:02d}") + _table(rows)


def test_one_form_a_visit_is_a_log_and_a_blank_in_it_a_value(tmp_path: Path) -> None:
    file = _document(
        tmp_path / "家访记录.docx",
        _paragraph("换管家访记录（2024年4月）"),
        _form(1, "2024年4月8日", "1座1梯301", "席一", "还是说不换，怕吵", "没变化", "过些天再说"),
        _form(2, "2024年4月8日", "1座1梯302", "席一、席二", "说考完高考就肯", "松口了", ""),
        _form(3, "2024年4月9日", "1座1梯401", "席二", "看了样板间，当场签了", "答应了", "交表"),
        _form(4, "2024年4月9日", "1座1梯402", "席二", "按了几次门铃没人应", "没见到人", "晚上再来"),
    )
    visits = read_paths([file]).tables["visits"]
    found = sorted(visits[["room", "date", "visitors", "mode", "result"]].itertuples(index=False, name=None))
    assert found == [
        ("301", "2024-04-08", "席一", "home", "unchanged"),
        ("302", "2024-04-08", "席一|席二", "home", "softened"),
        ("401", "2024-04-09", "席二", "home", "agreed"),
        ("402", "2024-04-09", "席二", "home", "no_contact"),
    ]


def test_a_wish_that_stands_alone_above_a_form_holds_its_household(tmp_path: Path) -> None:
    forms = [
        _form(1, "2024年4月8日", "1座1梯301", "席一", "还是说不换，怕吵", "没变化", "过些天再说"),
        _form(2, "2024年4月8日", "1座1梯302", "席一", "说考完高考就肯", "松口了", ""),
        _form(3, "2024年4月9日", "1座1梯401", "席二", "看了样板间，当场签了", "答应了", "交表"),
    ]
    forms[1] = _paragraph("此户今后不要再上门了") + forms[1]
    holds = read_paths([_document(tmp_path / "家访记录.docx", _paragraph("换管家访记录"), *forms)]).tables["holds"]
    assert holds[["building", "door", "room"]].to_numpy().tolist() == [["1", "1", "302"]]


def test_tables_under_the_same_headings_are_no_forms(tmp_path: Path) -> None:
    lists = [
        _paragraph(f"{building}号楼住户") + _table([["房号", "产权人"], ["101", "席一"], ["102", "席二"]])
        for building in (1, 2, 3)
    ]
    flats = read_paths([_document(tmp_path / "住户.docx", *lists)]).tables["flats"]
    assert sorted(flats[["building", "room"]].itertuples(index=False, name=None)) == [
        (building, room) for building in "123" for room in ("101", "102")
    ]


def test_forms_with_more_labels_above_a_line_of_one_cell_stay_as_they_are() -> None:
    forms = [
        [["地址", place, "探访人", "席一"], ["谈话情况"], ["日期", day, "方式", "上门"], ["结果", said, "跟进", "交表"]]
        for place, day, said in (("1-301", "4.8", "没变化"), ("1-302", "4.9", "同意了"), ("1-401", "4.10", "没松口"))
    ]
    grids = [
        Grid("", rows={n: {c: Cell(text, text) for c, text in enumerate(row)} for n, row in enumerate(form, 1)})
        for form in forms
    ]
    assert as_lists(grids) == grids


def test_a_flat_that_the_pipe_does_not_reach_has_no_part_in_it() -> None:
    for saying in ("首层自排，不用换", "没接厨管，不关事", "一层单排"):
        cell = Words().stance_cell(saying)
        assert cell is not None, saying
        assert dict(cell.stances) == {"": "not_applicable"}, saying
