"""A volunteer's sheet for a phone holds what the printed one holds, and nothing more."""

from __future__ import annotations

import re
from dataclasses import replace

import pandas as pd
import pytest

from socialgraph.outputs.list_context import ListContext
from socialgraph.outputs.list_rows import build_rows
from socialgraph.outputs.lists import INPUTS, shown_columns
from socialgraph.outputs.page.volunteer import volunteer_page
from socialgraph.schema.list_words import list_words

TEXT = re.compile(r"<[^>]+>")


@pytest.fixture
def rows(assignment: pd.DataFrame, town_frames: dict[str, pd.DataFrame], names: dict[str, str]) -> pd.DataFrame:
    """The rows of a list."""
    return build_rows(assignment, town_frames, names)


@pytest.fixture
def own(rows: pd.DataFrame) -> pd.DataFrame:
    """The first volunteer's rows."""
    return rows[rows["person"] == rows["person"].iloc[0]]


def test_its_columns_are_those_of_the_printed_sheet(own: pd.DataFrame, context: ListContext) -> None:
    words = list_words("column", "zh")
    columns = set(re.findall(r"<dt>(.*?)</dt>", volunteer_page(own, context)))
    printed = {words[name] for name in shown_columns(own, with_volunteer=False) if name not in INPUTS}
    assert columns <= printed
    assert {words["list_row"], words["contact"], words["missing_key"]} <= columns


def test_every_household_of_the_volunteer_has_one_card_and_nobody_else_has(
    rows: pd.DataFrame, own: pd.DataFrame, context: ListContext
) -> None:
    html = volunteer_page(own, context)
    assert html.count('<section class="card">') == len(own)
    others = {name for name in rows["volunteer"] if name != own["volunteer"].iloc[0]}
    assert not [name for name in others if name in html]


def test_it_tells_no_chance_and_no_priority(own: pd.DataFrame, context: ListContext) -> None:
    text = TEXT.sub(" ", volunteer_page(own, context).split("<body>")[1])
    assert not re.search(r"把握|优先|次序|0\.\d\d|\d %", text)


def test_it_runs_loads_and_sends_nothing_and_says_the_number_and_whom_to_complain_to(
    own: pd.DataFrame, context: ListContext
) -> None:
    html = volunteer_page(own, context)
    assert "default-src 'none'" in html
    assert not re.search(r"<script|<form|<input|src=|url\(|@import", html)
    assert html.count(context.export_id) >= 2
    assert context.grievance in html


def test_a_whole_number_can_be_called_and_a_masked_one_is_text(own: pd.DataFrame, context: ListContext) -> None:
    whole = volunteer_page(own.assign(phone="13900001111"), replace(context, phone_purpose="约时间"))
    assert '<a href="tel:13900001111">13900001111</a>' in whole
    assert "tel:" not in volunteer_page(own.assign(phone="139****1111"), context)


def test_a_name_with_marks_is_text(own: pd.DataFrame, context: ListContext) -> None:
    assert "<b>x" not in volunteer_page(own.assign(volunteer="<b>x</b>"), context)
