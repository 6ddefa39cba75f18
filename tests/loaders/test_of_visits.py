"""What a household says on the day of a visit, from a log that tells the talk."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from socialgraph.loaders import read_paths
from socialgraph.loaders.values.words.speech.of_visits import told_of_visit

HEADINGS = ["日期", "楼号", "单元", "房号", "走访人", "方式", "谈话情况", "结果"]


def _stances(write_xlsx: Callable[..., Path], said: str, result: str) -> list[tuple[str, ...]]:
    visit = ["2026-10-12", "3", "1", "201", "聂冬至", "入户", said, result]
    filler = ["2026-10-13", "3", "1", "202", "聂冬至", "入户", "敲了三遍门没人应", "没人"]
    stances = read_paths([write_xlsx({"走访登记": [HEADINGS, visit, filler]})]).tables["stances"]
    return [tuple(row) for row in stances[["room", "giver", "stance", "reasons", "date"]].itertuples(index=False)]


def test_a_signature_told_beside_an_agreement_is_that_days_word(write_xlsx: Callable[..., Path]) -> None:
    assert _stances(write_xlsx, "看了样板间，当场签了字", "同意") == [("201", "owner", "signed", "", "2026-10-12")]


def test_a_tenants_agreement_is_the_occupants_word(write_xlsx: Callable[..., Path]) -> None:
    assert _stances(write_xlsx, "租户开的门，说没问题", "同意") == [("201", "occupant", "verbal", "", "2026-10-12")]


def test_a_talk_that_ends_with_a_wish_to_be_left_alone_is_no_word_on_the_works(
    write_xlsx: Callable[..., Path],
) -> None:
    assert _stances(write_xlsx, "当场签了字，说以后别再来了", "同意") == []


@pytest.mark.parametrize(
    ("result", "said"),
    [
        ("unchanged", "隔着门说以后别来了"),  # a wish is no word on the works
        ("agreed", "房东签了，租客还没点头"),  # two speakers
        ("agreed", "厨房签了，卫生间再看"),  # two pipes
        ("unchanged", "听说302不肯，他也不换"),  # of others
        ("softened", "还是不同意"),  # other than the result
        ("agreed", ""),
    ],
)
def test_a_talk_that_leaves_a_doubt_is_no_word(result: str, said: str) -> None:
    assert told_of_visit(result, said) is None


def test_what_a_household_says_no_more_is_no_reason() -> None:
    told = told_of_visit("softened", "口气软了,没再说不用换,说再想想")
    assert told is not None
    assert (told.stance, told.reasons) == ("hesitant", ())
