"""The office's own words: out of the graph, back on the screen with names hidden, and forgotten when asked."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from socialgraph.errors import KeyMissingError
from socialgraph.privacy.keys import Keys
from socialgraph.privacy.texts import FILE_NAME, FreeTexts

NAME, PHONE = "欧阳样例甲", "13900000013"
TEXT = f"找{NAME}（{PHONE}）装临时水管"


@pytest.fixture
def texts(tmp_path: Path, keys: Keys) -> FreeTexts:
    return FreeTexts(tmp_path, keys)


def again(tmp_path: Path, keys: Keys) -> FreeTexts:
    """As the next command opens them."""
    return FreeTexts(tmp_path, keys)


def test_a_text_goes_in_as_a_reference_and_comes_out_without_long_numbers(
    texts: FreeTexts, tmp_path: Path, keys: Keys
) -> None:
    frame = pd.DataFrame({"measure": [TEXT, "", "5-2"], "sources": ["甲.xlsx::表", "", "甲.xlsx::表\n乙.xlsx::表"]})
    sealed = texts.sealed("measures", frame)
    texts.keep()
    assert NAME not in sealed.to_csv()
    assert sealed["measure"].tolist()[1:] == ["", "5-2"]
    opened = again(tmp_path, keys).opened("measures", sealed)
    assert opened["measure"].tolist() == [f"找{NAME}（****）装临时水管", "", "5-2"]
    assert opened["sources"].tolist() == ["甲.xlsx::表", "", "乙.xlsx::表\n甲.xlsx::表"]


def test_names_on_record_are_hidden_in_what_was_there_and_in_what_comes(
    texts: FreeTexts, tmp_path: Path, keys: Keys
) -> None:
    before = texts.reference(TEXT)
    texts.hide([NAME])
    after = texts.reference(f"{NAME}家.xlsx")
    texts.keep()
    opened = again(tmp_path, keys)
    assert [opened.text(one) for one in (before, after)] == ["找某某（****）装临时水管", "某某家.xlsx"]
    assert opened.as_written()[before] == TEXT


def test_what_is_shown_goes_back_in_under_the_reference_it_had(texts: FreeTexts, tmp_path: Path, keys: Keys) -> None:
    reference = texts.reference(TEXT)
    texts.hide([NAME])
    opened = again(tmp_path, keys)
    assert opened.reference(opened.text(reference)) == reference


def test_the_file_shows_nothing_of_them(texts: FreeTexts, tmp_path: Path) -> None:
    texts.reference(TEXT)
    texts.keep()
    content = (tmp_path / FILE_NAME).read_bytes()
    assert [secret for secret in (NAME, PHONE, "水管") if secret.encode() in content] == []


def test_after_an_erasure_not_even_the_key_shows_the_name(texts: FreeTexts, tmp_path: Path, keys: Keys) -> None:
    reference = texts.reference(TEXT)
    texts.keep()
    assert again(tmp_path, keys).forget([NAME, PHONE]) == 1
    kept = again(tmp_path, keys)
    assert kept.as_written()[reference] == kept.text(reference) == "找某某（****）装临时水管"


def test_two_commands_at_once_lose_no_text(tmp_path: Path, keys: Keys) -> None:
    one, other = FreeTexts(tmp_path, keys), FreeTexts(tmp_path, keys)
    references = [one.reference("第一支部"), other.reference("第二支部")]
    one.keep()
    other.keep()
    assert [again(tmp_path, keys).text(reference) for reference in references] == ["第一支部", "第二支部"]


def test_without_a_key_nothing_goes_in_and_references_stay_closed(tmp_path: Path) -> None:
    closed = FreeTexts(tmp_path, None)
    with pytest.raises(KeyMissingError):
        closed.reference("第一支部")
    assert closed.text("t_0123456789abcdef") == "t_0123456789abcdef"


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="|\n:"), max_size=12), max_size=6))
def test_whatever_is_written_its_parts_come_back(tmp_path_factory: pytest.TempPathFactory, parts: list[str]) -> None:
    keys = Keys.unkeyed()
    folder = tmp_path_factory.mktemp("texts")
    frame = pd.DataFrame({"scope": ["|".join(parts)]}, dtype="str")
    texts = FreeTexts(folder, keys)
    sealed = texts.sealed("people", frame)
    texts.keep()
    written = FreeTexts(folder, keys).as_written()
    assert [written.get(part, part) for part in sealed["scope"][0].split("|")] == "|".join(parts).split("|")
