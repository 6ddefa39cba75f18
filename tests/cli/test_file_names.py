"""A file whose name is no text, through a whole load."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def folder(fixtures: Path, tmp_path: Path) -> Path:
    """A folder with a survey of two flats whose name is GBK bytes."""
    made = tmp_path / "表"
    made.mkdir()
    name = os.path.join(os.fsencode(made), b"\xc3\xfe\xc5\xc5\xb1\xed.csv")
    try:
        shutil.copy(os.fsencode(fixtures / "cases" / "n07_gbk_file_name" / "survey.csv"), name)
    except OSError:
        pytest.skip("this file system takes names of text only")
    return made


def test_a_file_whose_name_is_no_text_is_loaded_and_loaded_again_without_change(office: Any, folder: Path) -> None:
    assert office.load(folder)["flats"] == {"new": 2}
    again = office.load(folder)["flats"]
    assert not {"new", "changed", "retired"} & again.keys()


def test_a_row_that_leaves_such_a_file_is_retired(office: Any, folder: Path) -> None:
    office.load(folder)
    (path,) = (os.path.join(os.fsencode(folder), name) for name in os.listdir(os.fsencode(folder)))
    with open(path, "rb") as stream:
        lines = stream.read().splitlines(keepends=True)
    with open(path, "wb") as stream:
        stream.writelines(lines[:-1])
    assert office.load(folder)["flats"]["retired"] == 1
