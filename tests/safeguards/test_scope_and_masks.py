"""Safeguard: a recipient gets the own door or building only, phones masked, and a number on what was given out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from socialgraph.office.session import audit_log


@pytest.fixture
def two_buildings(new_office: Any, tables: Any, tmp_path: Path) -> Any:
    """The street twice, as buildings 1 and 2, with phones."""
    office = new_office(tmp_path / "office")
    tables["dossiers"] = [row | {"phone": f"1390000{row['room']:0>4}"} for row in tables["dossiers"]]
    twice = {
        name: [row | {key: number for key in row if key.endswith("building")} for number in "12" for row in rows]
        for name, rows in tables.items()
    }
    loaded = office.load(tmp_path / "tables", twice)
    assert loaded.exit_code == 0, loaded.output
    return office


def cells(path: Path) -> list[tuple[Any, ...]]:
    """The rows of the conversations."""
    lines = load_workbook(path)["Conversations"].iter_rows(values_only=True)
    return [line for line in lines if line[0] and "/" in str(line[0])]


def export(office: Any, *words: str) -> list[Path]:
    before = set((office.project.folder / "lists").glob("*.xlsx"))
    office.run("export", "--confirmed-by", "Secretary Wang", *words)
    return sorted(set((office.project.folder / "lists").glob("*.xlsx")) - before)


def test_a_captain_of_one_building_sees_no_flat_of_another(two_buildings: Any) -> None:
    (path,) = export(two_buildings, "--scope", "2")
    assert {str(line[2]) for line in cells(path)} == {"2"}


def test_a_scope_that_is_none_of_this_town_gives_nothing_and_is_told(two_buildings: Any) -> None:
    result = two_buildings.run("export", "--confirmed-by", "Secretary Wang", "--scope", "9")
    assert (result.exit_code, list((two_buildings.project.folder / "lists").glob("*"))) == (1, [])


def test_without_a_purpose_no_list_holds_a_whole_phone(two_buildings: Any) -> None:
    (path,) = export(two_buildings, "--scope", "1")
    text = " ".join(str(cell) for line in cells(path) for cell in line)
    assert "13900000201" not in text


def test_with_a_purpose_the_whole_phone_is_there_and_its_number_is_logged(two_buildings: Any) -> None:
    (path,) = export(two_buildings, "--scope", "1", "--phones-for", "agree on a time")
    text = " ".join(str(cell) for line in cells(path) for cell in line)
    assert "13900000201" in text
    last = [entry for entry in audit_log(two_buildings.project).entries() if entry["event"] == "export"][-1]
    assert last["counts"]["whole_phones"] == len(cells(path))


def test_what_is_given_out_carries_its_number_and_stands_in_the_log_with_its_scope(two_buildings: Any) -> None:
    (path,) = export(two_buildings, "--scope", "2")
    begun = next(entry for entry in audit_log(two_buildings.project).entries() if entry["event"] == "export")
    assert begun["scope"] == "2"
    assert all(str(line[0]).startswith(begun["export_id"]) for line in cells(path))
