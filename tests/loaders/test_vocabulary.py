"""Words to codes: longest match first, negations never skipped, unknown words stay unknown."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socialgraph.loaders.values.words.dictionary import add_word, vocabulary_variants
from socialgraph.loaders.values.words.lexicon import Words
from socialgraph.loaders.values.words.outcomes import survey_outcome

WORDS = Words()


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("同意", "verbal"),
        ("不同意", "refused"),
        ("坚决不同意改造", "refused"),
        ("不愿意改", "refused"),
        ("愿意改", "verbal"),
        ("不反对", "no_objection"),
        ("没说不同意", "no_objection"),
        ("无意见", "no_objection"),
        ("同意,但要恢复瓷砖", "conditional"),
        ("同意，只要不动橱柜", "conditional"),
        ("都同意我就同意", "conditional"),
        ("已签后反悔", "reversed"),
        ("同意,已签字", "signed"),
        ("拒访", "declined_contact"),
        ("尊重不改", "respected_refusal"),
        ("√", "verbal"),
        ("✓", "verbal"),
        ("☑", "verbal"),
        ("×", "refused"),
        (" 同 意 ", "verbal"),
        ("1", "verbal"),
        ("0", "refused"),
    ],
)
def test_a_stance(text: str, stance: str) -> None:
    cell = WORDS.stance_cell(text)
    assert cell is not None
    assert cell.stances == {"": stance}


@pytest.mark.parametrize(
    "text", ["嗯嗯", "不太同意", "不是不同意", "先不同意", "△", "○", "同意个啥", "没有不同意", "同意不改"]
)
def test_a_stance_that_is_not_understood_whole_is_unknown(text: str) -> None:
    assert WORDS.stance_cell(text) is None


@pytest.mark.parametrize("negation", ["不太", "还没", "未必", "不一定", "别", "不会"])
@pytest.mark.parametrize("word", ["同意", "愿意", "支持", "签字同意"])
def test_a_negated_yes_is_never_a_yes(negation: str, word: str) -> None:
    cell = WORDS.stance_cell(negation + word)
    assert cell is None or not {"verbal", "signed"} & set(cell.stances.values())


def test_a_blank_stance_says_nothing() -> None:
    cell = WORDS.stance_cell("  ")
    assert cell is not None
    assert cell.stances == {}


@pytest.mark.parametrize(
    ("text", "stances"),
    [
        ("同意上水不同意下水", {"supply": "verbal", "sewage_kitchen": "refused", "sewage_bath": "refused"}),
        ("上水同意、下水不同意", {"supply": "verbal", "sewage_kitchen": "refused", "sewage_bath": "refused"}),
        ("同意上水,下水不同意", {"supply": "verbal", "sewage_kitchen": "refused", "sewage_bath": "refused"}),
        ("上水、下水都同意", {"supply": "verbal", "sewage_kitchen": "verbal", "sewage_bath": "verbal"}),
        ("只改厨房", {"sewage_kitchen": "verbal"}),
        ("厨房同意,卫生间不同意", {"sewage_kitchen": "verbal", "sewage_bath": "refused"}),
    ],
)
def test_pipes_named_in_a_stance_are_told_apart(text: str, stances: dict[str, str]) -> None:
    cell = WORDS.stance_cell(text)
    assert cell is not None
    assert cell.stances == stances


def test_a_reason_in_the_stance_cell_is_kept() -> None:
    cell = WORDS.stance_cell("不同意,怕折腾")
    assert cell is not None
    assert (cell.stances, cell.reasons) == ({"": "refused"}, ("noise_dust_water",))


def test_a_sign_means_what_the_legend_says() -> None:
    legend = {"√": "同意", "×": "不同意", "△": "再考虑", "○": "未见面"}
    cells = [WORDS.stance_cell(sign, legend) for sign in "√×△○✓"]
    assert [next(iter(s.stances.values())) for s in cells if s] == [
        "verbal",
        "refused",
        "hesitant",
        "unreached",
        "verbal",
    ]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("老人、病人", {"elderly", "seriously_ill"}),
        ("考生/孕妇", {"exam_candidate", "pregnant"}),
        ("独居老人 残疾", {"elderly_alone", "disabled"}),
        ("低保,婴幼儿;老人", {"low_income", "infant", "elderly"}),
        ("0-3岁", {"infant"}),
        ("无", {"none"}),
    ],
)
def test_a_cell_with_several_values(text: str, codes: set[str]) -> None:
    assert set(WORDS.many("household_flag", text).codes) == codes


def test_the_unknown_piece_of_a_cell_does_not_cost_the_known_ones() -> None:
    reasons = WORDS.many("refusal_reason", "刚装修、外星人")
    assert (reasons.codes, reasons.unknown) == (("new_fitout",), ("外星人",))


def test_a_negated_need_is_not_that_need() -> None:
    assert WORDS.many("household_flag", "无老人").codes == ()


def test_the_nearest_known_word_is_named() -> None:
    assert WORDS["refusal_reason"].nearest("怕漏水啊") == "怕漏水"


def test_a_word_of_the_project_is_known(tmp_path: Path) -> None:
    dictionary = tmp_path / "dictionary.csv"
    add_word(dictionary, "stance=refused", "不得劲")
    cell = Words.of(dictionary).stance_cell("不得劲")
    assert cell is not None
    assert cell.stances == {"": "refused"}
    assert WORDS.stance_cell("不得劲") is None


VARIANTS = [(name, word, code) for name, words in vocabulary_variants().items() for word, code in words.items() if word]


@given(st.sampled_from(VARIANTS))
def test_every_listed_word_has_its_code(variant: tuple[str, str, str]) -> None:
    name, word, code = variant
    assert WORDS.code(name, word) == code


@pytest.mark.parametrize(
    ("outcome", "cells"),
    [
        (
            "wants_nobody",
            "谁都不找 谁都不想见 不用任何人 别找人 不需要别人帮 不要社区的人来 她说不想有人来 别让邻居来 不让人来",
        ),
        ("named_nobody", "没有提到 没提到谁 想不起来 没有可信任的人 没有信得过的邻居 都不认识 没说 不信任何人"),
        ("", "别人 提了王姐 不知道 人不在 不在家 有人"),
    ],
)
def test_an_answer_that_nobody_is_trusted_or_wanted_is_read_by_its_grammar(outcome: str, cells: str) -> None:
    assert {cell: survey_outcome(cell) for cell in cells.split()} == dict.fromkeys(cells.split(), outcome)
