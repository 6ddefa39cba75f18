"""Sayings that no dictionary has: taken where many hands say it so, never where it may be a wish to be left alone."""

from __future__ import annotations

import csv
import hashlib
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scripts import benchmark_script

import socialgraph.loaders
from socialgraph.loaders import read_paths
from socialgraph.loaders.values.words.speech.sayings import BARS, chances_of, likely_meaning

ROOT = Path(__file__).parents[2]
DATA = Path(socialgraph.loaders.__file__).parent / "data"


@pytest.fixture(scope="module")
def training() -> ModuleType:
    return benchmark_script("sayings")


@pytest.mark.parametrize(
    ("field", "saying", "meaning"),
    [
        ("stance", "早就盼着换了，名字已经签好", "signed"),
        ("stance", "说要跟老伴商量商量再讲", "hesitant"),
        ("stance", "给我把瓷砖赔了我才肯", "conditional"),
        ("stance", "死活不肯换", "refused"),
        ("stance", "打了三次电话都没人接", "unreached"),
        ("visit_result", "口气比上次软多了，愿意听听", "softened"),
        ("visit_result", "敲了半天没人应", "no_contact"),
        ("visit_result", "当场就把字签了", "agreed"),
        ("household_flag", "孩子刚满月", "infant"),
        ("refusal_reason", "去年刚装修好，怕弄坏", "new_fitout"),
    ],
)
def test_a_saying_of_nobody_s_list_is_understood(field: str, saying: str, meaning: str) -> None:
    assert likely_meaning(field, saying) == meaning


@pytest.mark.parametrize("saying", ["不要再来了", "请勿打扰，已签", "以后别再上门，再来报警"])
@pytest.mark.parametrize("field", sorted(BARS))
def test_a_wish_to_be_left_alone_has_no_other_meaning(field: str, saying: str) -> None:
    assert likely_meaning(field, saying) == ""


@pytest.mark.parametrize(
    "saying", ["租客说随便", "厨房可以，卫生间不行", "隔壁302说同意", "签了？", "签", "", "贺垄上"]
)
def test_a_word_of_others_of_one_pipe_or_in_doubt_is_left_to_be_asked(saying: str) -> None:
    assert likely_meaning("stance", saying) == ""


@pytest.mark.parametrize("saying", ["铺好膜就签", "等孩子考完再签", "如果赔钱，同意签字"])
def test_a_yes_with_a_condition_is_no_yes(saying: str) -> None:
    assert likely_meaning("stance", saying) not in ("signed", "verbal")
    assert likely_meaning("visit_result", saying) != "agreed"


@pytest.mark.parametrize(
    "saying", ["以前一起跳舞，后来不来往了", "借过他钱的棋友", "是他领导也是棋友", "拜把子的亲弟兄", "跳舞时吵过架"]
)
def test_a_tie_that_may_close_the_pair_is_never_taken_for_an_open_one(saying: str) -> None:
    assert likely_meaning("tie_type", saying) == ""


@given(st.text(max_size=80))
def test_chances_of_any_text_are_chances(saying: str) -> None:
    chances = list(chances_of("stance", saying).values())
    assert not chances or (min(chances) >= 0 and abs(sum(chances) - 1) < 1e-4)


def test_the_shipped_weights_are_of_the_shipped_sayings() -> None:
    with np.load(DATA / "sayings.npz") as table:
        assert str(table["source"]) == hashlib.sha256((DATA / "sayings.csv").read_bytes()).hexdigest()


def test_the_shipped_chances_are_those_of_a_regression_learnt_anew(training: ModuleType) -> None:
    rows = training.read_rows()["ownership_type"]
    vectors, model = training.learn(rows)
    for row in rows[::7]:
        chances = chances_of("ownership_type", row["text"])
        if chances:
            anew = model.predict_proba(vectors.transform([row["text"]]))[0]
            assert list(chances.values()) == pytest.approx(anew.tolist(), abs=0.02)


@pytest.mark.slow
def test_a_hand_that_the_model_never_saw_is_read_right_above_the_bar(training: ModuleType) -> None:
    rows = training.read_rows()["visit_result"]
    for hand in sorted({row["hand"] for row in rows}):
        held_out = [row for row in rows if row["hand"] == hand]
        vectors, model = training.learn([row for row in rows if row["hand"] != hand])
        chances = model.predict_proba(vectors.transform([row["text"] for row in held_out]))
        above = chances.max(1) >= BARS["visit_result"]
        right = model.classes_[chances.argmax(1)] == np.array([row["code"] for row in held_out])
        assert above.mean() > 0.5
        assert right[above].mean() > 0.92


def test_every_saying_has_a_meaning_of_its_field() -> None:
    with (DATA / "vocab.csv").open(encoding="utf-8") as file:
        known = {(row["field"], row["canonical_value"]) for row in csv.DictReader(file)}
    with (DATA / "sayings.csv").open(encoding="utf-8") as file:
        used = {(row["field"], row["code"]) for row in csv.DictReader(file)}
    learnt = {(name, code) for name, code in used if name in BARS}
    assert learnt - known <= {("willing", code) for code in ("yes", "no", "maybe")}


def test_what_is_said_of_other_things_has_no_meaning_in_a_field() -> None:
    assert likely_meaning("occupancy", "打了三遍电话都没接通") == ""
    assert likely_meaning("tie_type", "下水道年前刚疏通过一回") == ""


def test_the_report_says_how_many_cells_were_read_by_likeness(tmp_path: Path) -> None:
    lines = ("楼号,单元,房号,产权人,意见", "5,2,201,测试甲,同意", "5,2,301,测试乙,说要跟老伴商量商量再讲")
    (tmp_path / "登记.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    reading = read_paths([tmp_path], lang="en")
    assert reading.tables["stances"]["stance"].tolist() == ["verbal", "hesitant"]
    assert any(text.startswith("1 cells say it in words of no dictionary") for text in reading.reports[0].notes)
