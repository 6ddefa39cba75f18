"""Answers to the question whom somebody trusts, as they are written: named, named nobody, wants nobody, declined."""

from __future__ import annotations

from socialgraph.loaders.values.text import squeeze
from socialgraph.schema.tables import SURVEY_OUTCOMES

_WORDS = {
    "named": ("有", "已提名", "提名", "说了", "有人选", "提名了", "是"),
    "named_nobody": (
        "没有",
        "无",
        "没有人",
        "说不出",
        "无人选",
        "没有信任的人",
        "没人",
        "没有提名",
        "未提名",
        "没提名",
        "想不出",
        "否",
    ),
    "wants_nobody": (
        "不需要",
        "不想",
        "不希望",
        "谁都不要",
        "不要找人",
        "不希望别人来",
        "不愿意有人来",
        "不愿任何人来",
        "不要任何人来",
    ),
    "declined": ("拒答", "不回答", "拒绝回答", "拒绝", "谢绝", "不愿回答"),
}
_OUTCOMES = {word: outcome for outcome, words in _WORDS.items() for word in words} | {
    squeeze(outcome): outcome for outcome in SURVEY_OUTCOMES
}


def survey_outcome(text: str) -> str:
    """The code of an answer, "" where it is unknown.

    >>> survey_outcome("不希望别人来")
    'wants_nobody'
    """
    return _OUTCOMES.get(squeeze(text), "")
