"""Canonical tables as input: what preview writes is read back, and a broken rule names file, row and column."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from socialgraph.errors import InputError
from socialgraph.loaders import read_paths, write_tables

ENDS = (f"{end}_{part}" for end in ("ego", "alter") for part in ("name", "building", "door", "room"))
TIE = ",".join([*ENDS, "kind", "strength", "observed_on"]) + "\n"


def test_what_was_written_is_read_back(xinfeng: Path, tmp_path: Path) -> None:
    first = read_paths([xinfeng])
    write_tables(first, tmp_path)
    second = read_paths([tmp_path])
    for name, table in first.tables.items():
        columns = [column for column in table.columns if column not in ("sources", "measure")]
        assert table[columns].equals(second.tables[name][columns]), name


def test_parquet_is_read_like_csv(fixtures: Path, tmp_path: Path) -> None:
    source = fixtures / "cases" / "g10"
    for file in source.glob("*.csv"):
        pd.read_csv(file).to_parquet(tmp_path / f"{file.stem}.parquet")
    from_csv, from_parquet = read_paths([source]), read_paths([tmp_path])
    for name, table in from_csv.tables.items():
        columns = [column for column in table.columns if column != "sources"]
        assert table[columns].equals(from_parquet.tables[name][columns]), name


@pytest.mark.parametrize("kind", ["", "老乡", "friend"])
def test_an_unknown_kind_of_tie_stops_with_file_and_row(kind: str, tmp_path: Path) -> None:
    line = "甲,1,1,101,乙,1,1,102,{},3,2026-10-01\n"
    (tmp_path / "ties.csv").write_text(TIE + line.format("kin") + line.format(kind), encoding="utf-8")
    with pytest.raises(InputError, match=r"ties\.csv, row 3: the column kind") as refused:
        read_paths([tmp_path / "ties.csv"])
    assert "甲" not in str(refused.value)


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("1,1,101,owner,maybe,2026-10-01", "stance"),
        ("1,1,101,dog,signed,2026-10-01", "giver"),
        ("1,1,101,owner,signed,2026-02-30", "date"),
        ("1,1,,owner,signed,2026-10-01", "room"),
    ],
)
def test_a_broken_rule_names_the_column(line: str, column: str, tmp_path: Path) -> None:
    (tmp_path / "stances.csv").write_text(f"building,door,room,giver,stance,date\n{line}\n", encoding="utf-8")
    with pytest.raises(InputError, match=f"row 2: the column {column}"):
        read_paths([tmp_path / "stances.csv"])


def test_an_own_quarantine_table_is_no_input(fixtures: Path, tmp_path: Path) -> None:
    write_tables(read_paths([fixtures / "cases" / "g06_missing_door.csv"]), tmp_path)
    assert {report.file for report in read_paths([tmp_path]).reports} >= {"flats.csv"}
    assert "quarantine.csv" not in {report.file for report in read_paths([tmp_path]).reports}
