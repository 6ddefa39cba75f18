"""The empty workbook: it loads back empty, and what is filled in comes out."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pytest
from openpyxl import load_workbook

from socialgraph.loaders import read_paths, write_template


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_empty_template_loads_without_complaint(lang: Literal["zh", "en"], tmp_path: Path) -> None:
    write_template(tmp_path / "模板.xlsx", lang)
    load = read_paths([tmp_path / "模板.xlsx"], lang=lang)
    assert load.quarantine.empty
    assert all(table.empty for table in load.tables.values())
    assert {report.kind for report in load.reports} >= {"survey", "riser_map", "ties", "visits", "works"}
    assert not any(report.columns_dropped for report in load.reports)
    assert {len(report.notes) for report in load.reports} == {1}  # its explanation row is no data


def test_what_is_filled_in_comes_out(tmp_path: Path) -> None:
    write_template(tmp_path / "模板.xlsx")
    book = load_workbook(tmp_path / "模板.xlsx")
    sheet = book["入户摸排"]
    columns = {cell.value: cell.column for cell in sheet[2]}
    for heading, text in {"楼号": "5", "单元": "2", "房号": "301", "产权人": "甲", "是否同意改造": "同意"}.items():
        sheet.cell(4, columns[heading]).value = text
    book.save(tmp_path / "模板.xlsx")
    load = read_paths([tmp_path / "模板.xlsx"])
    assert list(load.tables["stances"]["stance"]) == ["verbal"]


def test_coded_columns_offer_a_list(tmp_path: Path) -> None:
    write_template(tmp_path / "模板.xlsx")
    lists = load_workbook(tmp_path / "模板.xlsx")["入户摸排"].data_validations.dataValidation
    assert any("商品房" in choice.formula1 for choice in lists)
    assert all(len(choice.formula1) <= 257 for choice in lists)
