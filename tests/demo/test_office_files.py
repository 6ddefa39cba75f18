"""What the office of a synthetic town keeps is read back to the same town."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pandas as pd
import pytest

from socialgraph.demo.office_files import MISTAKES, write_workbooks
from socialgraph.demo.town import generate
from socialgraph.errors import InputError
from socialgraph.loaders import Reading, read_paths
from socialgraph.schema.tables import TABLES

TODAY = dt.date(2026, 11, 25)


@pytest.fixture(scope="module")
def tables() -> dict[str, pd.DataFrame]:
    return generate(400, 1, today=TODAY, ties_per_household=5).tables


@pytest.fixture(scope="module")
def folder(tables: dict[str, pd.DataFrame], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("office")
    write_workbooks(folder, tables)
    return folder


@pytest.fixture(scope="module")
def load(folder: Path) -> Reading:
    return read_paths([folder])


@pytest.mark.parametrize("name", [name for name in TABLES if name not in ("holds", "closed_pairs")])
def test_every_table_comes_back_as_it_was(name: str, load: Reading, tables: dict[str, pd.DataFrame]) -> None:
    columns = list(tables[name].columns)
    assert _rows(load.tables[name][columns]) == _rows(tables[name])


def _rows(table: pd.DataFrame) -> list[tuple[str, ...]]:
    """Sorted rows; the order of several values in a cell says nothing."""
    return sorted(tuple("|".join(sorted(cell.split("|"))) for cell in row) for row in table.itertuples(index=False))


def test_only_the_mistakes_made_on_purpose_are_quarantined(load: Reading) -> None:
    rows = zip(load.quarantine["file"], load.quarantine["reason"], strict=True)
    assert sorted(rows) == sorted(MISTAKES)


def test_the_mistakes_made_in_ties_close_their_pairs_and_nothing_else_is_held(load: Reading) -> None:
    assert len(load.tables["closed_pairs"]) == 2
    assert set(load.tables["closed_pairs"]["kind"]) == {"", "kin"}
    assert load.tables["holds"].empty


def test_every_sheet_is_of_a_known_kind(load: Reading) -> None:
    assert "unknown" not in {report.kind for report in load.reports}


def test_there_are_workbooks_and_a_text_file_in_the_encoding_of_an_old_office(folder: Path) -> None:
    assert len(list(folder.glob("*.xlsx"))) >= 4
    assert "房屋坐落" in next(folder.glob("3号楼*.csv")).read_text(encoding="gb18030")


def test_a_city_is_not_written_as_workbooks(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="Parquet"):
        write_workbooks(tmp_path, generate(6_000, 1, today=TODAY, ties_per_household=1).tables)
