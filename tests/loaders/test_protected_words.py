"""An office's own dictionary adds to the safeguards and never takes from them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from socialgraph.errors import InputError
from socialgraph.loaders import read_paths
from socialgraph.loaders.options import ReadOptions
from socialgraph.loaders.values.words.dictionary import add_word
from socialgraph.loaders.values.words.heading_keys import data_table
from socialgraph.loaders.values.words.lexicon import Words
from socialgraph.loaders.values.words.protective import asks_to_be_left_alone

WEAKENING = [
    ("visit_result=agreed", "asked_to_stop"),
    ("tie_type=help_exchange", "kin"),
    ("tie_type=acquaintance", "姐夫"),
    ("tie_type=acquaintance", "爱人"),
    ("tie_type=acquaintance", "借过钱"),
    ("tie_type=acquaintance", "吵过架"),
    ("stance=signed", "respected_refusal"),
    ("visit_result=agreed", "不要再来"),
    ("visit_result=unchanged", "户主说别来了"),
    ("tie_type=acquaintance", "亲戚"),
    ("tie_type=acquaintance", "領導"),
    ("tie_type=acquaintance", "房東"),
    ("tie_type=acquaintance", "兒子"),
    ("tie_type=acquaintance", "boss"),
    ("tie_type=acquaintance", "远房亲戚"),
    ("tie_type=acquaintance", "包租婆"),
    ("tie_type=help_exchange", "邻居、房东"),
    ("boolean=false", "请勿打扰"),
    ("stance=verbal", "不同意"),
    ("stance=signed", "拒访"),
]


@pytest.mark.parametrize(("field", "word"), WEAKENING)
def test_a_word_that_protects_is_given_no_other_meaning(field: str, word: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="protects residents"):
        add_word(tmp_path / "dictionary.csv", field, word)
    assert not (tmp_path / "dictionary.csv").exists()


@pytest.mark.parametrize(("field", "word"), WEAKENING)
def test_nor_by_a_dictionary_written_by_hand(field: str, word: str, tmp_path: Path) -> None:
    (tmp_path / "dictionary.csv").write_text(f"field,variant\n{field},{word}\n", encoding="utf-8")
    (tmp_path / "s.csv").write_text("楼号,单元,房号,产权人\n5,2,301,测试甲\n", encoding="utf-8")
    with pytest.raises(InputError, match="protects residents"):
        read_paths([tmp_path / "s.csv"], options=ReadOptions(dictionary=tmp_path / "dictionary.csv"))


@pytest.mark.parametrize(
    ("field", "word"),
    [
        ("visit_result=asked_to_stop", "下了逐客令"),
        ("tie_type=kin", "老表"),
        ("stance=verbal", "没问题可以改"),
        ("tie_type=acquaintance", "街坊"),
        ("do_not_contact", "莫扰"),
    ],
)
def test_harmless_and_protecting_words_are_taken(field: str, word: str, tmp_path: Path) -> None:
    assert len(add_word(tmp_path / "dictionary.csv", field, word)) == 1


def test_a_heading_that_is_a_wish_is_led_into_no_other_column(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="protects residents"):
        add_word(tmp_path / "dictionary.csv", "branch", "别再打电话")


@pytest.mark.parametrize(
    ("vocabulary", "text"),
    [("tie_type", "邻居、亲戚"), ("visit_result", "户主说同意就别再来"), ("tie_type", "房东的邻居")],
)
def test_a_suggested_word_never_leads_out_of_a_safeguard(vocabulary: str, text: str) -> None:
    words = Words()
    suggested = words.suggestion(vocabulary, text)
    assert words.code(vocabulary, suggested) in (
        "",
        "asked_to_stop",
        "kin",
        "employer_superior",
        "creditor_commercial",
        "benefits",
        "conflict",
    )


@pytest.mark.parametrize("table", ["protective_words.csv", "gone_words.csv"])
def test_no_pattern_tells_single_digits_apart(table: str) -> None:
    """Texts are read with 0 for every digit, but where they hold a number of three digits that a pattern names."""
    for row in data_table(table):
        written = re.sub(r"\{\d+(?:,\d*)?\}|0-9|\d{3,}", "", row["pattern"])
        assert row["kind"] == "clear_no" or not re.search(r"\d|\\d", written), row["pattern"]


@pytest.mark.parametrize("day", ["10月21日", "3.5", "110室", "12号"])
def test_a_number_beside_a_wish_hides_it_not(day: str) -> None:
    assert asks_to_be_left_alone(f"{day}说以后不要再来了")
    assert not asks_to_be_left_alone(f"{day}没说不要再来")
    assert asks_to_be_left_alone(f"{day}再敲门就打110")


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("别再为修管子的事去敲他家门", True),
        ("不要因为修水管的事打电话", True),
        ("别为装修的事找物业", False),
        ("别再为漏水的事吵架", False),
    ],
)
def test_what_a_visit_would_be_for_is_no_act_that_the_no_forbids(text: str, asks: bool) -> None:
    assert asks_to_be_left_alone(text) is asks
