"""Answers to the question whom somebody trusts, as they are written: named, named nobody, wants nobody, declined."""

from __future__ import annotations

import re

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
        "无人",
        "没有提名",
        "未提名",
        "没提名",
        "想不出",
        "否",
        *(
            "冇人",
            "没谁",
            "想不起来",
            "没有合适的人",
            "没说出来",
            "问了说没有",
            "问了说不出",
            "说没有",
            "没有熟人",
            "讲不出",
        ),
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
        *("谁也不要来", "谁来都不行", "不用人劝", "唔使人劝", "谁也别来", "谁都别来", "不要人来说"),
    ),
    "declined": (
        *(
            "拒答",
            "不回答",
            "拒绝回答",
            "拒绝",
            "谢绝",
            "不愿回答",
            "不讲",
            "不说",
            "不肯说",
            "不愿说",
            "不想说",
            "不肯讲",
        ),
        *("不愿讲", "不愿意说", "不愿意回答", "没答", "不答", "不作答", "未作答", "拒绝作答", "不愿透露", "不便说"),
    ),
}
# whole cells; who wants nobody comes first, so that what may mean either leaves the household alone
_NOBODY = "(?:谁|任何人|什么人|哪个人?|别人|旁人|外人|人|邻居|社区的?人?|居委会?的?人?)"
_PATTERNS = (
    ("wants_nobody", f"{_NOBODY}(?:都|也)?不(?:想|愿意?|要|用|需要|找|见|信|肯|希望|许|让)[^,，。]{{0,8}}"),
    (
        "wants_nobody",
        f"(?:不(?:想|愿意?|需要?|用|要|希望|必|让|许)|无需|无须|勿|别(?:再|让|叫|派|请|找))(?:再|叫|派|请|找|有|让)*(?:任何)?{_NOBODY}"
        "[^,，。没]{0,8}",
    ),
    ("named_nobody", "(?:没有?|无|未)(?:提|说|讲|想|指|点|报)[到出起及上名]*(?:来)?(?:任何|一个)?(?:人|谁|名字?)?"),
    ("named_nobody", "(?:说|想|提|讲|叫)不(?:出|上|起)(?:来)?(?:名字?|人|谁)?"),
    ("named_nobody", "(?:没有?|无)(?:什么|一个)?(?:可以?|能)?(?:信任|信得过|相信|熟悉?|认识|来往|要好)的?(?:人|邻居)?"),
    ("named_nobody", "不(?:信任?|相信)(?:任何人|谁|别人|人)?"),
    ("named_nobody", "(?:谁|人|邻居)?(?:都|也)不(?:熟悉?|认识|了解)"),
)
_SUBJECT = re.compile("^(?:本人|户主|老人|老两口|他|她|其)?(?:表示|说|讲|称)?")
_OUTCOMES = {word: outcome for outcome, words in _WORDS.items() for word in words} | {
    squeeze(outcome): outcome for outcome in SURVEY_OUTCOMES
}


def survey_outcome(text: str) -> str:
    """The code of an answer, "" where it is unknown.

    >>> survey_outcome("不希望别人来")
    'wants_nobody'
    >>> survey_outcome("谁都不找"), survey_outcome("没提到谁")
    ('wants_nobody', 'named_nobody')
    """
    cell = squeeze(text)
    if cell in _OUTCOMES:
        return _OUTCOMES[cell]
    answer = _SUBJECT.sub("", cell)
    return next((outcome for outcome, pattern in _PATTERNS if re.fullmatch(pattern, answer)), "")
