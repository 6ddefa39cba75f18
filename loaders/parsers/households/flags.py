"""Needs of a household (家庭情况): elderly, ill, pregnant …, listed in a cell or a column each."""

from __future__ import annotations

import re

from socialgraph.loaders.parsers.lines import Line
from socialgraph.loaders.values.text import pieces, squeeze

_FLAG_FIELDS = {
    "has_elderly": "elderly",
    "has_elderly_alone": "elderly_alone",
    "has_patient": "seriously_ill",
    "has_disability": "disabled",
    "has_exam_candidate": "exam_candidate",
    "has_infant": "infant",
    "has_pregnancy": "pregnant",
}
_BABY = re.compile(r"婴|奶|月子|个月|宝宝|毛头|幼|[一二两三123]岁|刚出生|BB")
_AGE = re.compile(r"\d|十")


def flags_of(line: Line) -> list[str]:
    """The needs of a household: those that a cell lists, and yes-or-no columns of one need each."""
    flags = line.codes("flags", "household_flag")
    if {"elderly", "elderly_alone"} <= set(flags) and not _is_listed_as_old(line):  # 独居老人，84岁: said once
        flags.remove("elderly")
    if {"infant", "exam_candidate"} <= set(flags) and not _is_small(line):
        flags.remove("infant")
    for field_name, flag in _FLAG_FIELDS.items():
        text = line.text(field_name)
        if not text:
            continue
        own_flags = _flag(line, field_name, flag, text)
        flags = (
            [known for known in flags if known != "none"] + [f for f in own_flags if f not in flags]
            if own_flags
            else flags
        )
    return flags


def _is_listed_as_old(line: Line) -> bool:
    """Whether a word of its own says that old people live there; an age beside 独居 explains that word."""
    listed = (piece for piece in pieces(line.row.text("flags")) if not _AGE.search(piece) or piece.endswith("以上"))
    return any(line.context.words.code("household_flag", piece) == "elderly" for piece in listed)


def _is_small(line: Line) -> bool:
    """Whether some child of a cell is not the one at school: 小孩高三 is one child, 小孩、高三 may be two."""
    many = line.context.words.many
    listed = (set(many("household_flag", piece, {}).codes) for piece in pieces(line.row.text("flags")))
    return any("infant" in codes and "exam_candidate" not in codes for codes in listed) or bool(
        _BABY.search(line.row.text("flags"))
    )


def _flag(line: Line, field_name: str, flag: str, text: str) -> list[str]:
    """One yes-or-no, counted, or worded need: 是, 2, 2人, 高三."""
    count = squeeze(text).removesuffix("人").removesuffix("名").removesuffix("位")
    if count.isdigit():
        return [flag] if int(count) else []
    words, legend = line.context.words, line.context.legend(field_name)
    answer = words.code("boolean", text, legend)
    if answer is not None:
        return [flag] if answer == "true" else []
    listed = words.many("household_flag", text, legend)
    for piece in listed.unknown:
        line.unknown(field_name, "household_flag", piece)
    return [code for code in listed.codes if code != "none"]
