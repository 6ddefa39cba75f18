"""No text that a cell may hold breaks a reader: it gives a value, or its own refusal."""

from __future__ import annotations

import contextlib
from collections.abc import Callable

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from socialgraph.loaders.values.addresses import outer_address, parse_address
from socialgraph.loaders.values.dates import date_of_title, dates_in, parse_date, parse_date_in_year
from socialgraph.loaders.values.households import is_address, split_household
from socialgraph.loaders.values.names import name_and_address, parse_name
from socialgraph.loaders.values.numbering import (
    NumberingError,
    parse_building,
    parse_door,
    parse_floor,
    parse_floor_ranges,
    parse_room,
)
from socialgraph.loaders.values.phones import parse_phones
from socialgraph.loaders.values.room_lists import rooms_of
from socialgraph.loaders.values.scopes import parse_scope

WORDS = ["10", "301", "单元", "号院", "底商", "地下", "１３９", " ", "\u3000", "\u200b"]
PIECES = [*"012零三十百号楼门室层座弄甲乙AB负-—/、·.,()至~年月日左①〇２e+|", *WORDS]
cells = st.lists(st.sampled_from(PIECES), max_size=8).map("".join) | st.text(max_size=12)


@pytest.mark.parametrize(
    "read",
    [
        parse_room,
        parse_building,
        parse_door,
        parse_floor,
        parse_floor_ranges,
        parse_address,
        outer_address,
        rooms_of,
        split_household,
        is_address,
        parse_name,
        name_and_address,
        parse_phones,
        parse_date,
        lambda text: parse_date_in_year(text, 2026),
        date_of_title,
        dates_in,
        lambda text: parse_scope(text, "1"),
        lambda text: parse_room(text, 3),
    ],
)
@given(text=cells)
@example(text="000")
@example(text="00")
@settings(max_examples=300, deadline=None)
def test_any_text_is_read_or_refused(read: Callable[[str], object], text: str) -> None:
    with contextlib.suppress(NumberingError):
        read(text)
