"""What a cell says of a refusal that the office has settled, of flats left empty, and of needs in spoken words."""

from __future__ import annotations

import pytest

from socialgraph.loaders.values.words.lexicon import Words


@pytest.mark.parametrize(
    "text", ["不换(尊重他,不再做工作)", "不换，社区已定尊重本人意见", "商量定了：尊重业主意见，不换"]
)
def test_a_refusal_that_the_office_respects_is_settled(text: str) -> None:
    cell = Words().stance_cell(text)
    assert cell is not None
    assert cell.stances == {"": "respected_refusal"}


@pytest.mark.parametrize("text", ["不换，请尊重我的意见", "不同意，希望尊重业主", "尊重社区安排"])
def test_a_household_that_asks_for_respect_has_settled_nothing(text: str) -> None:
    cell = Words().stance_cell(text)
    assert cell is None or cell.stances != {"": "respected_refusal"}


@pytest.mark.parametrize(
    ("name", "text", "codes"),
    [
        ("occupancy", "空关,人在日本(有微信)", "absentee"),
        ("occupancy", "空关", "vacant"),
        ("household_flag", "怀毛毛6个月", "pregnant"),
        ("household_flag", "老人单住", "elderly_alone"),
    ],
)
def test_spoken_words_of_a_home_are_read(name: str, text: str, codes: str) -> None:
    words = Words()
    assert words.code(name, text) == codes or words.many(name, text).codes == (codes,)
