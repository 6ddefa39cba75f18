"""Whatever a spreadsheet could take for a formula, or a terminal for a command, is text."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socialgraph.files.formulas import neutral, unguarded, without_controls

FORMULAS = (
    "=1",
    " =1",
    "＝1",
    "\n=1",
    "\t=1",
    "+1+1",
    "-1-1",
    "@SUM(1)",
    "＋1",
    "－1",
    "＠1",
    "\u200b=1",
    "\u3000=1",
    "\ufeff=1",
)


@pytest.mark.parametrize("text", FORMULAS)
def test_every_form_of_a_formula_gets_an_apostrophe(text: str) -> None:
    assert neutral(text) == "'" + text


@pytest.mark.parametrize("text", ["", "5-2-301", "-101", "-1.5", "a=1", "张测试", "1=1", "'", "  "])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert neutral(text) == text


@given(st.text())
def test_what_is_seen_first_never_starts_a_formula(text: str) -> None:
    shown = neutral(text)
    first = shown.strip().lstrip("".join(c for c in shown if unicodedata.category(c) in {"Cf", "Cc"}))[:1]
    assert first not in set("=+@＝＋－＠")


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"])))
def test_the_apostrophe_comes_off_again(text: str) -> None:
    guarded = neutral(text)
    assert unguarded(guarded) == (text if guarded != text else unguarded(text))


@given(st.text())
def test_no_control_character_is_left_but_tab_and_line_feed(text: str) -> None:
    assert {c for c in without_controls(text) if unicodedata.category(c) == "Cc"} <= {"\t", "\n"}
