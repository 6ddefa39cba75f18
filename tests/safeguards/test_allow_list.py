"""Safeguard: what no dictionary names, and what must never be kept, is dropped before anything holds it."""

from __future__ import annotations

from pathlib import Path

import pytest

from socialgraph.loaders import Reading, read_paths
from socialgraph.loaders.opening import open_sheets
from socialgraph.privacy.keys import Keys
from socialgraph.privacy.pseudonyms import Pseudonymised, pseudonymise
from socialgraph.schema.tables import TABLES


@pytest.fixture(scope="module")
def load(xinfeng: Path) -> Reading:
    return read_paths([xinfeng])


@pytest.fixture(scope="module")
def sealed(load: Reading) -> Pseudonymised:
    return pseudonymise(load.tables, Keys.unkeyed())


@pytest.fixture(scope="module")
def canaries(fixtures: Path) -> list[str]:
    """Strings of cells that must turn up nowhere: id numbers, remarks, ethnicity, employers, hukou addresses."""
    lines = (fixtures / "workbooks" / "truth" / "canaries.txt").read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def test_the_office_had_such_cells(canaries: list[str]) -> None:
    assert len(canaries) > 5


def test_no_table_and_no_quarantined_row_holds_a_forbidden_cell(load: Reading, canaries: list[str]) -> None:
    text = "".join(frame.to_csv() for frame in [*load.tables.values(), load.quarantine])
    assert [canary for canary in canaries if canary in text] == []


FORBIDDEN = ("身份证号", "民族", "婚姻状况", "文化程度", "工作单位", "户籍地址", "入党时间")


def test_a_forbidden_column_is_dropped_while_the_sheet_is_read(tmp_path: Path) -> None:
    sheet = tmp_path / "dossiers.csv"
    cells = [f"金丝雀{number}" for number in range(len(FORBIDDEN))]
    lines = [("楼号", "房号", "业主", *FORBIDDEN), ("5", "301", "欧阳样例", *cells), ("5", "302", "司徒样例", *cells)]
    sheet.write_text("\n".join(",".join(line) for line in lines), encoding="utf-8")
    (read,) = open_sheets(sheet)
    assert len(read.rows) == 2
    assert set(FORBIDDEN) <= set(read.dropped_columns)
    assert [name for name in cells if name in repr(read)] == []


def test_no_note_and_no_report_holds_a_forbidden_cell(load: Reading, canaries: list[str]) -> None:
    text = repr(load.notes) + repr(load.reports)
    assert [canary for canary in canaries if canary in text] == []


def test_nothing_for_the_graph_or_the_vault_holds_a_forbidden_cell(sealed: Pseudonymised, canaries: list[str]) -> None:
    text = "".join(frame.to_csv() for frame in sealed.records.values()) + repr((sealed.names, sealed.phones))
    assert [canary for canary in canaries if canary in text] == []


def test_a_table_has_the_columns_of_the_dictionary_and_no_other(load: Reading) -> None:
    unlisted = {
        name: set(frame.columns) - {*TABLES[name].column_names, "compound", "sources"}
        for name, frame in load.tables.items()
    }
    assert unlisted == {name: set() for name in load.tables}


def test_no_name_and_no_phone_goes_to_the_graph(sealed: Pseudonymised) -> None:
    text = "".join(frame.to_csv() for frame in sealed.records.values())
    phones = {phone for cell in sealed.phones.values() for phone in cell.split("|")}
    assert len(phones) > 200
    assert [secret for secret in (*phones, *sealed.names.values()) if secret in text] == []
