"""Who was asked whom they trust, and what they answered: not asked and named nobody are different findings."""

from __future__ import annotations

from socialgraph.loaders.parsers.lines import Context, Line, Parsed, read_lines
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


def parse_surveys(context: Context) -> Parsed:
    """One row a household that was asked."""

    def read(line: Line) -> None:
        household = line.address()
        text = line.text("outcome")
        outcome = survey_outcome(text)
        if text and not outcome:
            line.find("outcome", "unknown_value")
        respondent = line.name("respondent" if context.has("respondent") else "respondent_name")
        asked_on = line.date("asked_on" if context.has("asked_on") else "survey_date")
        line.add("surveys", {"respondent": respondent, "asked_on": asked_on, "outcome": outcome}, household=household)

    return read_lines(context, read)


def survey_outcome(text: str) -> str:
    """The code of an answer, "" where it is unknown.

    >>> survey_outcome("不希望别人来")
    'wants_nobody'
    """
    return _OUTCOMES.get(squeeze(text), "")
