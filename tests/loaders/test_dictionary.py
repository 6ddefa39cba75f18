"""A project's own words: added by a command, kept in the project folder, never against a safeguard."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from socialgraph.errors import InputError
from socialgraph.loaders.opening import open_sheets
from socialgraph.loaders.options import ReadOptions
from socialgraph.loaders.values.words.dictionary import (
    Addition,
    add_word,
    heading_dictionary,
    heading_fields,
    read_additions,
    vocabulary_variants,
)
from socialgraph.loaders.values.words.headings import FORBIDDEN_FIELDS
from socialgraph.schema.tables import TABLES


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """The place of a project's dictionary, not there yet."""
    return tmp_path / "dictionary.csv"


def test_an_added_heading_is_read_from_then_on(own: Path, write_xlsx: Callable[..., Path]) -> None:
    path = write_xlsx([["楼号", "单元", "房号", "屋里人"], ["5", "1", "101", "甲"]])
    assert open_sheets(path, ReadOptions(dictionary=own))[0].dropped_columns == ["屋里人"]
    add_word(own, "owner_name", "屋里人")
    assert open_sheets(path, ReadOptions(dictionary=own))[0].rows[0].text("owner_name") == "甲"


def test_an_added_way_of_writing_is_a_code_of_the_vocabulary(own: Path) -> None:
    add_word(own, "stance=refused", "不得劲")
    assert vocabulary_variants(own)["stance"]["不得劲"] == "refused"
    assert "不得劲" not in vocabulary_variants()["stance"]


def test_adding_twice_changes_nothing(own: Path) -> None:
    add_word(own, "owner_name", "屋里人")
    assert add_word(own, "owner_name", "屋里人") == read_additions(own) == [Addition("owner_name", "屋里人")]


@pytest.mark.parametrize("name", ["owner_nam", "stance=refuse", "nosuch=thing"])
def test_an_unknown_field_or_code_is_refused(own: Path, name: str) -> None:
    with pytest.raises(InputError, match="has no field"):
        add_word(own, name, "甲")
    assert not own.exists()


def test_the_nearest_field_is_named(own: Path) -> None:
    with pytest.raises(InputError, match=r"Did you mean owner_name\?"):
        add_word(own, "owner_nam", "甲")


@pytest.mark.parametrize("heading", ["身份证号", "民族", "工作单位"])
def test_a_forbidden_column_cannot_be_led_into_a_kept_one(own: Path, heading: str) -> None:
    with pytest.raises(InputError, match="never read"):
        add_word(own, "owner_name", heading)


def test_a_known_heading_keeps_its_meaning(own: Path) -> None:
    with pytest.raises(InputError, match="already means phone"):
        add_word(own, "owner_name", "联系电话")


def test_a_dictionary_without_its_columns_is_one_clear_sentence(own: Path) -> None:
    own.write_text("heading\n屋里人\n", encoding="utf-8")
    with pytest.raises(InputError, match="field,variant"):
        read_additions(own)


def test_excel_may_save_the_dictionary_in_its_own_encoding(own: Path) -> None:
    own.write_text("field,variant\nowner_name,屋里人\n", encoding="gb18030")
    assert read_additions(own) == [Addition("owner_name", "屋里人")]


def test_every_column_of_a_canonical_table_is_a_field_that_a_heading_can_mean() -> None:
    assert {column.name for table in TABLES.values() for column in table.columns} <= heading_fields()


def test_no_heading_means_both_a_forbidden_and_a_named_persons_field() -> None:
    mixed = {h: f for h, f in heading_dictionary().variants.items() if set(f) & FORBIDDEN_FIELDS and len(f) > 1}
    assert mixed == {"单位": ("employer", "ownership_unit")}  # dropped: the forbidden meaning wins
