"""Codes that stand for words are read with the list that the workbook brings along, and only with that."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from socialgraph.loaders import read_paths
from socialgraph.loaders.opening import open_sheets

SURVEY = [["楼号", "单元", "房号", "产权性质", "意见"], ["5", "1", "101", "1001", "1"]]


def test_a_list_that_names_its_column_explains_that_column_only(write_xlsx: Callable[..., Path]) -> None:
    codes = [["字段", "代码", "含义"], ["产权性质", "1001", "商品房"], [None, "1002", "房改房"], ["意见", 1, "同意"]]
    survey, _ = open_sheets(write_xlsx({"摸排": SURVEY, "代码表": codes}))
    assert survey.column_legends == {
        "ownership_type": {"1001": "商品房", "1002": "房改房"},
        "stance": {"1": "同意"},
    }


def test_short_numbers_of_a_list_that_names_no_column_explain_nothing(write_xlsx: Callable[..., Path]) -> None:
    codes = [["编码", "名称"], ["1001", "商品房"], ["1", "同意"], ["T", "同意"]]
    survey, _ = open_sheets(write_xlsx({"摸排": SURVEY, "代码表": codes}))
    assert survey.legend == {"1001": "商品房", "T": "同意"}


def test_without_a_list_codes_mean_nothing(write_xlsx: Callable[..., Path]) -> None:
    (survey,) = open_sheets(write_xlsx(SURVEY))
    assert (survey.legend, survey.column_legends) == ({}, {})


def test_what_a_sheet_says_itself_comes_before_the_list(write_xlsx: Callable[..., Path]) -> None:
    own = [["楼号", "单元", "房号", "意见(1=不同意)"], ["5", "1", "101", "1"]]
    codes = [["字段", "代码", "含义"], ["意见", 1, "同意"]]
    survey, _ = open_sheets(write_xlsx({"摸排": own, "代码表": codes}))
    assert survey.column_legends["stance"] == {"1": "不同意"}


def test_a_dash_that_the_sheet_explains_is_a_word(write_xlsx: Callable[..., Path]) -> None:
    rows = [
        ["测试里换管意见 √=同意 ×=不同意 —=没找着人"],
        ["楼号", "单元", "房号", "户主", "意见"],
        ["3", "1", "101", "苏某", "√"],
        ["3", "1", "201", "孔某", "—"],
        ["3", "1", "301", "吴某", ""],
    ]
    stances = read_paths([write_xlsx({"意见": rows})]).tables["stances"]
    assert dict(zip(stances["room"], stances["stance"], strict=True)) == {"101": "verbal", "201": "unreached"}
