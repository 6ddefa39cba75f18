"""The table of mutations stays true: each rule has one, whose text is in its file exactly once, and its own test."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from socialgraph.shipped import shipped_table


@pytest.fixture(scope="module")
def mutate() -> ModuleType:
    """`tests/mutate_safeguards.py`, which is no test."""
    spec = importlib.util.spec_from_file_location("mutate", Path(__file__).parents[1] / "mutate_safeguards.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_rule_has_a_mutation_and_a_test_file_of_its_own(mutate: ModuleType) -> None:
    table = mutate.mutations()
    assert [row["rule"] for row in table] == [row["id"] for row in shipped_table("safeguards")]
    assert len({row["test"] for row in table}) == len(table)


def test_every_text_is_exactly_once_in_its_file(mutate: ModuleType) -> None:
    assert mutate.out_of_date(mutate.mutations()) == []
