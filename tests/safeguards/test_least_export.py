"""Safeguard: a list shows one volunteer, one household, the concern and the offer: no third name, no path, no tie."""

from __future__ import annotations

import html
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from socialgraph.outputs.list_rows import LIST_COLUMNS
from socialgraph.registry import tie_kinds

OTHER_VOLUNTEER, THIRD, THIRD_PHONE = "欧阳旁人", "司徒邻居", "13900007777"
HEADINGS = {
    "List row", "Volunteer", "Building", "Room", "Ask whom", "Still missing", "Concern", "What is offered",
    "Not before", "Result", "Their word", "Lets workers in", "Date held", "Remark",
}  # fmt: skip
PATHS = re.compile(r"p_[0-9a-f]{8,}|confidant|acquaintance|trusts|信任|路径|strength|score", re.IGNORECASE)


@pytest.fixture
def exported(new_office: Any, tables: Any, at: Any, make_tie: Any, tmp_path: Path) -> Path:
    """A list of the street, in which 201 trusts 101 over a third person, who also stands in the offer's wording."""
    office = new_office(tmp_path / "office")
    names = {"301": OTHER_VOLUNTEER, "401": THIRD}
    for row in tables["dossiers"]:
        row |= {"owner_name": names.get(row["room"], row["owner_name"]), "phone": "13900000001"}
    tables["people"] = tables["people"][:1]
    tables["ties"] = [
        make_tie("201", "401") | {"alter_name": THIRD},
        make_tie("401", "101") | {"ego_name": THIRD},
    ]
    tables["measures"] = [
        at("201") | {"concern": "noise_dust_water", "measure": f"临时用水点，问{THIRD} {THIRD_PHONE}，=1+1"}
    ]
    loaded = office.load(tmp_path / "tables", tables)
    assert loaded.exit_code == 0, loaded.output
    assert office.run("export", "--confirmed-by", "Secretary Wang").exit_code == 0
    (path,) = (office.project.folder / "lists").glob("*.xlsx")
    return path


def texts(path: Path) -> Iterator[str]:
    """Every member of the workbook, its name and its bytes as text."""
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            yield name
            yield html.unescape(archive.read(name).decode("utf-8", "replace"))


def test_a_list_names_the_volunteer_and_no_third_person(exported: Path) -> None:
    whole = "".join(texts(exported))
    assert "户101" in whole
    assert [secret for secret in (OTHER_VOLUNTEER, THIRD, THIRD_PHONE) if secret in whole] == []


def test_a_list_holds_no_path_no_kind_of_tie_and_no_pseudonym(exported: Path) -> None:
    book = load_workbook(exported)
    cells = [str(cell) for sheet in book for line in sheet.iter_rows(values_only=True) for cell in line if cell]
    rules = {str(cell) for line in book["Rules"].iter_rows(values_only=True) for cell in line if cell}
    own_cells = [cell for cell in cells if cell not in rules]
    assert [cell for cell in own_cells if PATHS.search(cell)] == []
    assert [kind for kind in tie_kinds() if any(re.search(rf"\b{kind}\b", cell) for cell in own_cells)] == []


def test_a_list_has_the_columns_that_are_allowed_and_no_other(exported: Path) -> None:
    lines = list(load_workbook(exported)["Conversations"].iter_rows(values_only=True))
    heading = next(line for line in lines if line[0] == "List row")
    assert {str(cell) for cell in heading if cell} == HEADINGS
    assert set(LIST_COLUMNS) == {
        "row_no", "person", "volunteer", "household", "compound", "building", "door", "room", "contact", "phone",
        "missing_key", "concern", "measure", "role", "not_before",
    }  # fmt: skip


def test_no_cell_of_a_list_is_a_formula(exported: Path) -> None:
    kinds = {cell.data_type for sheet in load_workbook(exported) for line in sheet.iter_rows() for cell in line}
    assert "f" not in kinds
