"""Columns and kinds of sheets by likeness to the sheets of other hands: what is taken, and what never is."""

from __future__ import annotations

import hashlib
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from scripts import benchmark_script

from socialgraph.loaders.layout.evidence import weigh
from socialgraph.loaders.layout.weighing.column_evidence import learned_field
from socialgraph.loaders.layout.weighing.column_model import KINDS
from socialgraph.loaders.layout.weighing.seen import Seen, seen
from socialgraph.loaders.layout.weighing.sheet_model import field_chances, kind_chances, learn_together

ROOT = Path(__file__).parents[2]
USED = frozenset(("stance", "reasons", "survey_date", "room", "building", "owner_name"))


@pytest.fixture(scope="module")
def training() -> ModuleType:
    return benchmark_script("sheets")


def column(heading: str, *cells: str) -> Seen:
    return seen(0, "", heading, (), cells)


def test_the_shipped_weights_are_of_the_shipped_corpus() -> None:
    with np.load(ROOT / "loaders" / "data" / "sheets.npz") as table:
        corpus = ROOT / "benchmarks" / "corpora" / "sheets.jsonl"
        assert str(table["source"]) == hashlib.sha256(corpus.read_bytes()).hexdigest()


def test_chances_of_a_column_are_chances_in_every_kind() -> None:
    asked = column("咋说的", "同意", "再想想", "不换")
    for kind in KINDS:
        assert sum(field_chances(asked, kind).values()) == pytest.approx(1, abs=1e-4)


def test_a_heading_in_words_of_no_dictionary_is_known_by_its_likes() -> None:
    asked = column("家里人松口没松口、咋讲的", "同意，签了字", "还得想想", "坚决不换")
    assert learned_field("survey", asked, USED)[0] == "stance"


def test_a_question_about_another_matter_is_no_stance_on_the_pipes() -> None:
    asked = column("13、楼道里装折叠座椅,您赞成吗?", "赞成", "不赞成", "赞成")
    assert learned_field("survey", asked, USED) == ("", 0.0)


def test_codes_of_risers_are_no_part_of_a_flats_place() -> None:
    assert learned_field("survey", column("卫排编号", "WL-1", "WL-2"), USED)[0] not in ("building", "door", "stack")


def test_sides_of_a_landing_are_no_doors() -> None:
    flats = [column("房号", "101", "102"), column("东西", "东", "西"), column("房主", "试甲", "试乙")]
    learn_together(flats)
    assert learned_field("survey", flats[1], USED | {"door"})[0] != "door"


def test_a_column_beside_building_and_door_is_likelier_the_room() -> None:
    alone = column("几号", "1", "2", "3")
    beside = [column("几栋", "1", "1", "2"), column("几单元", "1", "2", "1"), column("几号", "1", "2", "3")]
    learn_together(beside)
    assert field_chances(beside[2], "survey")["room"] > max(0.9, field_chances(alone, "survey")["room"])


def test_abbreviations_of_a_database_are_like_nothing() -> None:
    assert learned_field("survey", column("FWYT", "居住", "店铺", "居住"), USED) == ("", 0.0)


def test_a_list_of_fees_is_another_matter() -> None:
    columns = [
        column("门牌", "3-1-101", "3-1-102"),
        column("应缴金额(元)", "360", "420"),
        column("缴没缴", "√", "×"),
        column("收款人", "试甲", "试乙"),
    ]
    chances = kind_chances(columns, ["2026年清运费代收", "欠缴"])
    assert max(chances, key=lambda kind: chances[kind]) == "other"
    assert weigh(columns, "2026年清运费代收\n欠缴")[0].sum < 6


@pytest.mark.slow
def test_hands_that_the_models_never_saw_are_read_right_above_the_bar(training: ModuleType) -> None:
    sheets = training.read_sheets(training.CORPUS)
    for answers in training.held_out(sheets, 0).values():
        right, above = np.array(answers.said) == np.array(answers.true), np.array(answers.chances) >= 0.95
        assert above.mean() > 0.4
        assert right[above].mean() > 0.975
