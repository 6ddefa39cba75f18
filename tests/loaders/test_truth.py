"""Both packs of an office's workbooks come out exactly as their truth."""

from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path

import pytest

from socialgraph.loaders import read_paths, write_tables

PACKS = Path(__file__).parents[1] / "fixtures" / "workbooks"
CASES = list(csv.DictReader((PACKS / "cases.csv").read_text(encoding="utf-8-sig").splitlines()))


@pytest.mark.parametrize("case", CASES, ids=[case["case"] for case in CASES])
def test_the_tables_of_a_case_equal_its_truth(case: dict[str, str], tmp_path: Path) -> None:
    write_tables(read_paths([PACKS / case["input"]]), tmp_path)
    compared = subprocess.run(
        [sys.executable, str(PACKS / "compare.py"), str(PACKS / case["truth"]), str(tmp_path)],
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert compared.returncode == 0, compared.stdout
