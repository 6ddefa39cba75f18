"""Safeguard: each list and page says who handles the data, why, how to refuse, and where to complain."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from socialgraph.messages import LANGS

WHO, WHY, WHERE = "测试街道办事处", "上下水改造入户沟通", "测试社区 010-00000000"
REFUSE = {"zh": "拒绝|不同意|说不", "en": "refus|say no|decline"}


def test_a_list_says_who_why_how_to_refuse_and_where_to_complain(office: Any) -> None:
    assert office.run("export", "--confirmed-by", "Secretary Wang").exit_code == 0
    (path,) = (office.project.folder / "lists").glob("*.xlsx")
    text = " ".join(
        str(cell)
        for sheet in load_workbook(path)
        for line in sheet.iter_rows(values_only=True)
        for cell in line
        if cell
    )
    assert [word for word in (WHO, WHY, WHERE) if word not in text] == []
    assert re.search(REFUSE["en"], text)


def test_the_sheets_that_a_volunteer_carries_have_the_line_too(office: Any) -> None:
    assert office.run("export", "--confirmed-by", "Secretary Wang").exit_code == 0
    (path,) = (office.project.folder / "lists").glob("*.xlsx")
    for sheet in load_workbook(path):
        cells = [str(cell) for line in sheet.iter_rows(values_only=True) for cell in line if cell]
        foot = [str(part.text) for part in (sheet.oddFooter.left, sheet.oddFooter.center, sheet.oddFooter.right)]
        assert any(WHERE in line for line in (*cells, *foot)), sheet.title


@pytest.mark.parametrize("lang", LANGS)
def test_both_editions_of_the_page_have_it(office: Any, tmp_path: Path, lang: str) -> None:
    public, internal = tmp_path / "a.html", tmp_path / "b.html"
    assert office.run("report", "--out", public, "--lang", lang).exit_code == 0
    confirmed = ("--internal", "--confirmed-by", "Secretary Wang")
    assert office.run("report", *confirmed, "--out", internal, "--lang", lang).exit_code == 0
    assert [page.name for page in (public, internal) if WHERE not in page.read_text(encoding="utf-8")] == []
