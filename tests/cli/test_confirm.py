"""Confirm once: from the first load to the next office."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from socialgraph.loaders import opening
from socialgraph.loaders.files.delimited import read_delimited

SURVEY = "楼号,单元,房号,产权人,意见,咋住的\n5,1,101,测试甲,得劲,自住\n5,1,102,测试乙,得劲,出租\n"


@pytest.fixture
def asked(office: Any, tmp_path: Path) -> Any:
    """An office that has loaded a survey with an unknown word and an unknown column."""
    (tmp_path / "survey.csv").write_text(SURVEY, encoding="utf-8")
    office.load(tmp_path / "survey.csv")
    return office


def questions(office: Any) -> list[Path]:
    return sorted(office.folder.glob("读表确认-*.xlsx"))


def fill(path: Path) -> None:
    """Choose 同意（没签字） for the word and 居住情况 for the column."""
    book = load_workbook(path)
    for title, answer in (("列", "居住情况"), ("词", "同意（没签字）")):
        page = book[title]
        column = next(cell.column for cell in page[3] if cell.fill.fgColor.rgb == "00FFF2CC")
        page.cell(3, column).value = answer
    book.save(path)


def test_a_load_writes_its_questions_readable_by_their_owner_only(asked: Any) -> None:
    (book,) = questions(asked)
    assert book.stat().st_mode & 0o077 == 0


def test_where_a_question_was_met_and_its_samples_name_nobody(office: Any, tmp_path: Path) -> None:
    named = (
        SURVEY.replace("意见,咋住的", "意见,邻里说法")
        .replace("自住", "测试甲讲过")
        .replace("出租", "听测试乙讲 13900000017")
    )
    (tmp_path / "测试甲13900000017.csv").write_text(named, encoding="utf-8")
    office.load(tmp_path / "测试甲13900000017.csv")
    (book,) = questions(office)
    cells = "\n".join(str(cell) for page in load_workbook(book) for row in page.values for cell in row if cell)
    assert ("邻里说法" in cells, [word for word in ("测试甲", "测试乙", "13900000017") if word in cells]) == (True, [])


def test_a_half_filled_workbook_of_questions_is_never_overwritten(asked: Any, tmp_path: Path) -> None:
    (book,) = questions(asked)
    fill(book)
    before = book.read_bytes()
    asked.load(tmp_path / "survey.csv")
    assert book.read_bytes() == before


def test_answers_go_back_through_load_and_are_asked_no_more(asked: Any, tmp_path: Path) -> None:
    (book,) = questions(asked)
    fill(book)
    asked.load(book, tmp_path / "survey.csv")
    assert questions(asked) == []
    assert asked.json("diagnose")
    log = (asked.folder / ".socialgraph" / "audit.jsonl").read_text(encoding="utf-8")
    assert '"confirm"' in log


def test_a_confirmed_word_counts_in_the_town(asked: Any, tmp_path: Path) -> None:
    before = {row["flat"] for row in asked.json("isolated")}
    (book,) = questions(asked)
    fill(book)
    asked.load(book, tmp_path / "survey.csv")
    assert len({row["flat"] for row in asked.json("isolated")}) < len(before)


def test_a_dictionary_goes_to_the_next_office_without_anybodys_name(asked: Any, tmp_path: Path) -> None:
    (book,) = questions(asked)
    fill(book)
    asked.load(book, tmp_path / "survey.csv")
    asked.run("dictionary", "add", "owner_name", "测试甲")
    asked.run("dictionary", "export", str(tmp_path / "out.csv"))
    text = (tmp_path / "out.csv").read_text(encoding="utf-8-sig")
    assert "occupancy" in text
    assert "测试甲" not in text


def test_an_exported_dictionary_holds_no_word_with_a_room_and_no_place(asked: Any, tmp_path: Path) -> None:
    lines = [
        "part,form,heading,word,meaning",
        "word,,意见,跟楼下202有官司,stance=refused",
        "word,,意见,得劲,stance=verbal",
    ]
    lines += ["place,survey.csv,,building,5"]
    (asked.folder / "confirmed.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    asked.run("dictionary", "export", str(tmp_path / "out.csv"))
    assert (tmp_path / "out.csv").read_text(encoding="utf-8-sig").splitlines() == [
        "part,form,heading,word,meaning",
        "word,,意见,得劲,stance=verbal",
    ]


def test_an_imported_dictionary_reads_the_same_form(asked: Any, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    out.write_text("part,form,heading,word,meaning\nword,,意见,得劲,stance=verbal\n", encoding="utf-8")
    asked.run("dictionary", "import", str(out))
    assert "口头同意" in asked.run("dictionary", "list", "--lang", "zh").stdout
    before = len(asked.json("isolated"))
    asked.load(tmp_path / "survey.csv")
    assert len(asked.json("isolated")) < before


def test_an_imported_dictionary_never_weakens_a_safeguard(asked: Any, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    out.write_text("part,form,heading,word,meaning\nword,,结果,不要再来,visit_result=agreed\n", encoding="utf-8")
    asked.run("dictionary", "import", str(out), code=1)


def test_questions_can_be_answered_in_the_terminal(office: Any, cli: Any, tmp_path: Path) -> None:
    (tmp_path / "survey.csv").write_text("楼号,单元,房号,产权人,意见\n5,1,101,测试甲,得劲\n", encoding="utf-8")
    cli("load", "--ask", tmp_path / "survey.csv", "--project", office.folder, text="1\n0\n")
    assert (office.folder / "confirmed.csv").read_text(encoding="utf-8").splitlines()[1:] == [
        "word,,意见,得劲,stance=signed"
    ]
    assert questions(office) == []


def test_a_file_that_is_asked_about_in_the_terminal_is_opened_once(
    office: Any, cli: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Any] = []
    monkeypatch.setattr(opening, "read_delimited", lambda *given: opened.append(given[0]) or read_delimited(*given))
    (tmp_path / "survey.csv").write_text("楼号,单元,房号,产权人,意见\n5,1,101,测试甲,得劲\n", encoding="utf-8")
    cli("load", "--ask", tmp_path / "survey.csv", "--project", office.folder, text="1\n0\n")
    assert len(opened) == 1
