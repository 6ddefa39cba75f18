"""Which flats running text names: the one to whom a wish to be left alone belongs."""

from __future__ import annotations

import pytest

from socialgraph.loaders.values.mentions import places_in, rooms_in


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("3号楼2单元402不在家", ("3", "2", "402")),
        ("走访3-2-402，未遇", ("3", "2", "402")),
        ("甲2幢1单元301室", ("甲2", "1", "301")),
        ("五号楼二单元三〇一", ("5", "2", "301")),
        ("9楼1门402隋家", ("9", "1", "402")),
        ("12号602室", ("12", "", "602")),
        ("二单元五〇二", ("", "2", "502")),
    ],
)
def test_a_flat_is_named_with_what_is_written_of_its_place(text: str, place: tuple[str, str, str]) -> None:
    [mention] = [m for m in places_in(text) if m.room]
    assert (mention.building, mention.door, mention.room) == place


def test_bare_rooms_of_a_text_come_in_order() -> None:
    assert [m.room for m in rooms_in("301签了；402再想想，201不在")] == ["301", "402", "201"]


@pytest.mark.parametrize(
    "text",
    [
        "2026年10月3日",
        "2026-10-21",
        "欠费301.5元",
        "要价800元",
        "电话13900000201",
        "每户500元",
        "记于2025",
        "000",
    ],
)
def test_days_sums_phones_and_years_are_no_rooms(text: str) -> None:
    assert rooms_in(text) == ()
