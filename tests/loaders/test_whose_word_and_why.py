"""Headings that say whose word it is and on which pipe, scales of closeness, and reasons in the words of clerks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from socialgraph.loaders import Reading, read_paths
from socialgraph.loaders.values.words.lexicon import Words
from socialgraph.loaders.values.words.protective import asks_to_be_left_alone
from socialgraph.loaders.values.words.speech.sayings import likely_meaning

Sheets = Callable[..., Path]


def rows(load: Reading, table: str, *columns: str) -> list[tuple[str, ...]]:
    return sorted(load.tables[table][list(columns)].itertuples(index=False, name=None))


def test_a_heading_says_whose_word_it_is_and_on_which_pipe(write_xlsx: Sheets) -> None:
    said = [
        ["榕里换管意愿登记 2024年"],
        ["座", "梯", "房号", "业主（公房计承租人）·厕管", "业主·厨管", "租客意见", "登记日期"],
        ["1座", "1梯", "101", "签咗", "同左", None, "3.12"],
        ["1座", "1梯", "102", "口头应承，未签", "唔肯，同楼上202有牙齿印", "冇所谓", "同上"],
        ["1座", "1梯", "201", "谂下先", "冇意见", None, "同上"],
        ["1座", "1梯", "301", "唔换，两老经唔起折腾", "同左", None, "3.13"],
    ]
    assert rows(read_paths([write_xlsx(said)]), "stances", "room", "pipe_kind", "giver", "stance", "reasons") == [
        ("101", "sewage_bath", "owner", "signed", ""),
        ("101", "sewage_kitchen", "owner", "signed", ""),
        ("102", "", "occupant", "no_objection", ""),
        ("102", "sewage_bath", "owner", "verbal", ""),
        ("102", "sewage_kitchen", "owner", "refused", "neighbour_conflict"),
        ("201", "sewage_bath", "owner", "hesitant", ""),
        ("201", "sewage_kitchen", "owner", "no_objection", ""),
        ("301", "sewage_bath", "owner", "refused", "elderly_or_ill"),
        ("301", "sewage_kitchen", "owner", "refused", "elderly_or_ill"),
    ]


@pytest.mark.parametrize("heading", ["承租人／业主意见", "业主或承租人意见", "产权人、承租人态度"])
def test_whoever_holds_the_flat_is_no_occupant(heading: str, write_xlsx: Sheets) -> None:
    said = [
        ["3号楼换管意愿登记 2024年"],
        ["房号", heading, "实际住嘅人意见", "几时问"],
        *[
            [f"{floor}0{place}", "同意", "唔想搞" if place == 2 else None, "4.1"]
            for floor in (1, 2)
            for place in (1, 2)
        ],
    ]
    stances = rows(read_paths([write_xlsx(said)]), "stances", "room", "giver", "stance")
    assert stances == [
        ("101", "owner", "verbal"),
        ("102", "occupant", "refused"),
        ("102", "owner", "verbal"),
        ("201", "owner", "verbal"),
        ("202", "occupant", "refused"),
        ("202", "owner", "verbal"),
    ]


def test_an_occupants_reason_stands_in_brackets_behind_the_word(write_xlsx: Sheets) -> None:
    said = [
        ["门牌", "产权人意见", "租户意见", "登记日期"],
        ["3-1-101", "签", "考虑（嫌灰大）", "2025-04-02"],
        ["3-1-102", "签", "没意见", "2025-04-02"],
    ]
    assert ("101", "occupant", "hesitant", "noise_dust_water") in rows(
        read_paths([write_xlsx(said)]), "stances", "room", "giver", "stance", "reasons"
    )


TIES = ["门牌", "姓名", "信得过谁", "那位的门牌", "怎么个关系", "远近"]


def test_three_signs_of_a_legend_are_a_scale(write_xlsx: Sheets) -> None:
    heard = [
        ["谁信得过谁（近=常来常往，中=一般，浅=点头）"],
        TIES,
        ["3-1-101", "席一", "席五", "3-1-501", "老同事", "近"],
        ["3-1-102", "席二", "席五", "3-1-501", "老同事", "中"],
        ["3-1-201", "席三", "席五", "3-1-501", "老同事", "浅"],
        ["3-1-202", "席四", "席五", "3-1-501", "老同事", None],
    ]
    assert rows(read_paths([write_xlsx(heard)]), "ties", "ego_name", "strength") == [
        ("席一", "3"),
        ("席三", "1"),
        ("席二", "2"),
        ("席四", ""),
    ]


def test_whom_a_household_would_hear_is_nominated_where_no_column_says_more(write_xlsx: Sheets) -> None:
    heard = [
        ["换管入户问卷（2024年）：换管这件事，你会听谁讲？"],
        ["座", "梯", "房号", "受访人", "听边个讲", "几时答"],
        ["1座", "1梯", "201", "席一", "席五（1座1梯101）", "3月20日"],
        ["1座", "1梯", "302", "席二", "席六（1座1梯202）", "3月20日"],
    ]
    assert rows(read_paths([write_xlsx(heard)]), "ties", "ego_name", "alter_name", "kind", "observed_on") == [
        ("席一", "席五", "nominated", "2024-03-20"),
        ("席二", "席六", "nominated", "2024-03-20"),
    ]


@pytest.mark.parametrize(
    ("saying", "reasons"),
    [
        ("信不过房管所", ("official_distrust",)),
        ("信不过施工队", ("quality_distrust",)),
        ("跟502有矛盾", ("neighbour_conflict",)),
        ("身上有病怕折腾", ("elderly_or_ill",)),
        ("身子骨经不起折腾", ("elderly_or_ill",)),
        ("怕租户嫌烦退租", ("tenant_disruption",)),
    ],
)
def test_reasons_in_the_words_of_clerks(saying: str, reasons: tuple[str, ...]) -> None:
    assert Words().many("refusal_reason", saying).codes == reasons


@pytest.mark.parametrize(
    ("saying", "code"),
    [
        ("业主喺香港，长期冇人住，联系到", "absentee"),
        ("房东在外地，空着", "absentee"),
        ("空着", "vacant"),
        ("租给别人，业主在国外", "rented"),
    ],
)
def test_an_owner_who_is_elsewhere_is_an_absentee(saying: str, code: str) -> None:
    assert Words().code("occupancy", saying) in (code, None)
    assert code != "absentee" or Words().code("occupancy", saying) == code


def test_a_no_is_never_likely_a_yes() -> None:
    assert likely_meaning("visit_result", "房东回话了，不同意") == ""


def test_who_cannot_bear_the_upheaval_asks_for_nothing() -> None:
    assert not asks_to_be_left_alone("年纪大经不起折腾")
    assert asks_to_be_left_alone("经不起你们天天来")
