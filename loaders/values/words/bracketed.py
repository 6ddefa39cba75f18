"""A word with a remark in brackets behind it: 没意见（不算同意）, 志愿者(退休教师), 签（按手印）."""

from __future__ import annotations

import re

_REMARK = re.compile(r"^(?P<word>[^()（）]{1,12})[(（](?P<remark>[^()（）]{1,24})[)）]$")
_QUOTES = "“”\"'「」『』 "
# what a remark may take back: the word before it is then no longer the whole answer
_TAKES_BACK = re.compile(r"[不没未无否但若]|除非|如果|只要|先|等|要|已故|去世|搬|辞|退出|卸|原|曾|改")


def word_before_bracket(text: str, *, whatever: bool = False) -> str:
    """The word without its remark; "" where there is none, or where the remark may take the word back.

    With `whatever` the remark counts for nothing: for words that grant nothing.

    >>> word_before_bracket("志愿者(退休教师)"), word_before_bracket("同意（要先补砖）")
    ('志愿者', '')
    """
    match = _REMARK.match(text.strip())
    if match is None or (not whatever and _TAKES_BACK.search(match["remark"])):
        return ""
    return match["word"].strip(_QUOTES)


def remark_in_bracket(text: str) -> str:
    """The remark of a word with a remark behind it, "" where a text is none.

    >>> remark_in_bracket("不同意（怕吵）"), remark_in_bracket("不同意")
    ('怕吵', '')
    """
    match = _REMARK.match(text.strip())
    return match["remark"] if match else ""
