"""No text that a cell may hold breaks a reader: it gives a value, or its own refusal."""

from __future__ import annotations

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

PIECES = ["0", "1", "2", "10", "301", "零", "三", "十", "百", "号", "楼", "单元", "门", "室", "层", "座", "弄", "甲", "乙", "A", "B",
          "负", "-", "—", "/", "、", "·", ".", ",", " ", "(", ")", "至", "~", "底商", "地下", "年", "月", "日", "号院", "左", "①", "〇",
          "２", "１３９", "e", "+", "|", "\u3000", "\u200b"]  # fmt: skip
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
    try:
        read(text)
    except NumberingError as refusal:
        assert str(refusal)
