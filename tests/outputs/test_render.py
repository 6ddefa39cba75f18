"""Tables as text."""

from __future__ import annotations

import datetime as dt
import io
import json

import numpy as np
import pandas as pd
import pytest

from socialgraph.files.formulas import neutral
from socialgraph.outputs.render import render, show
from socialgraph.outputs.safe_text import masked_phone
from socialgraph.outputs.widths import display_width

FRAME = pd.DataFrame(
    {
        "flat": ["5-2-301", "新风里 7-1204"],
        "reach": [1 / 3, np.nan],
        "rank": pd.array([1, None], dtype="Int64"),
        "pivotal_flats": [["5-2-301", "5-2-401"], []],
        "on": [dt.date(2026, 11, 25), None],
        "is_open": [True, False],
    }
)


def test_json_is_a_list_of_records_with_whole_numbers_and_null_for_what_is_missing() -> None:
    first, second = json.loads(render(FRAME, "json"))
    assert first == {
        "flat": "5-2-301",
        "reach": 1 / 3,
        "rank": 1,
        "pivotal_flats": ["5-2-301", "5-2-401"],
        "on": "2026-11-25",
        "is_open": True,
    }
    assert (second["reach"], second["rank"], second["on"], second["pivotal_flats"]) == (None, None, None, [])


def test_an_empty_table_is_an_empty_list_in_json() -> None:
    assert render(FRAME.iloc[:0], "json") == "[]"


def test_csv_keeps_whole_numbers_and_leaves_missing_ones_empty() -> None:
    lines = render(FRAME, "csv").splitlines()
    assert lines[0] == "flat,reach,rank,pivotal_flats,on,is_open"
    assert lines[1] == "5-2-301,0.3333333333333333,1,5-2-301|5-2-401,2026-11-25,true"
    assert lines[2] == "新风里 7-1204,,,,,false"


def test_csv_text_is_no_formula_and_negative_numbers_stay_numbers() -> None:
    frame = pd.DataFrame({"measure": ["=1+1"], "load": [-0.5]})
    assert render(frame, "csv").splitlines()[1] == "'=1+1,-0.5"


def test_columns_of_a_table_line_up_on_the_screen_whatever_the_language() -> None:
    lines = render(FRAME).splitlines()
    starts = {display_width(line[: line.index(word)]) for line, word in ((lines[0], "is_open"), (lines[2], "true"))}
    assert len(starts) == 1


@pytest.mark.parametrize("encoding", ["gbk", "cp1252", "ascii"])
def test_what_a_screen_cannot_show_is_replaced_there_only(encoding: str) -> None:
    buffer = io.BytesIO()
    screen = io.TextIOWrapper(buffer, encoding=encoding, write_through=True)
    show("走访 𠮷 5-2-301", screen)
    written = buffer.getvalue().decode(encoding)
    assert "5-2-301" in written
    assert "?" in written


@pytest.mark.parametrize("text", ["=A1", "+1", "-1+1", "@x", "\t=1", "＝A1"])
def test_whatever_would_start_a_formula_gets_an_apostrophe(text: str) -> None:
    assert neutral(text).startswith("'")


def test_a_masked_phone_keeps_its_ends() -> None:
    assert masked_phone("13900001234|13900005678") == "139****1234、139****5678"
