"""Answers to the question whom somebody trusts, as they are written: named, named nobody, wants nobody, declined."""

from __future__ import annotations

import re

from socialgraph.loaders.values.text import squeeze
from socialgraph.loaders.values.words.dialects import in_standard_words
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
            "没有谁",
            "想不起来",
            "没有合适的人",
            "没说出来",
            "问了说没有",
            "问了说不出",
            "说没有",
            "没有熟人",
            "讲不出",
            *(
                "没得哪个",
                "没得人",
                "没得",
                "没哪个",
                "哪个都没得",
                "想不到哪个",
                "没想到哪个",
                "冇边个",
                "没有哪个",
                "没啥人",
                "没有这样的人",
                "没有这种人",
                "没这样的人",
                "没有那样的人",
            ),
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
        *(
            "谁也不要来",
            "谁来都不行",
            "都不要来",
            "都别来",
            "不用人劝",
            "唔使人劝",
            "谁也别来",
            "谁都别来",
            "不要人来说",
        ),
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
        *("不想答", "不想讲", "不想回答"),
        *(
            "不愿讲",
            "不愿意说",
            "不愿意回答",
            "没答",
            "不答",
            "不作答",
            "未作答",
            "拒绝作答",
            "不愿透露",
            "不便说",
            "不填",
            "不写",
        ),
    ),
}
# whole cells; who wants nobody comes first, so that what may mean either leaves the household alone
_NOBODY = "(?:谁|哪个|任何人|什么人|哪个人?|别人|旁人|外人|人|邻居|社区的?人?|居委会?的?人?)"
_TRUSTS = f"(?:说|讲)?{_NOBODY}(?:都|也)不(?:大|太)?(?:信|相信|信任|服)(?:得过)?"  # asked whom they trust: nobody
_PATTERNS = (
    ("named_nobody", _TRUSTS),
    ("wants_nobody", f"{_NOBODY}(?:来)?(?:都|也)?不(?:想|愿意?|要|用|需要|找|见|信|肯|希望|许|让)[^,，。]{{0,8}}"),
    (
        "wants_nobody",
        f"(?:不(?:想|愿意?|需要?|用|要|希望|必|让|许)|无需|无须|勿|别(?:再|让|叫|派|请|找))(?:再|叫|派|请|找|有|让)*(?:任何)?{_NOBODY}"
        "[^,，。没]{0,8}",
    ),
    ("named_nobody", "(?:没有?|无)(?:这样|这种|那样|那种|合适|能说上话|说得上话|能听|拿主意)的?(?:人|邻居|亲友)?"),
    ("declined", "(?:拒绝?|不[愿肯想]意?|不给)(?:回答|填写?|作?答|讲|说|透露)"),
    ("wants_nobody", f"{_NOBODY}(?:都|也)?(?:别|莫|甭|勿|少)(?:再)?(?:来|找|劝|说|讲|管)[^,，。]{{0,6}}"),
    (
        "named_nobody",
        "(?:空着)?(?:没有?|无|未)(?:提|说|讲|想|指|点|报|写|填)[到出起及上名]*(?:来)?(?:任何|一个)?(?:人|谁|名字?)?",
    ),
    ("named_nobody", "(?:说|想|提|讲|叫)不(?:出来?|上来?|起来?)(?:名字?|人|谁)?"),
    ("named_nobody", "(?:没有?|无)(?:什么|一个)?(?:可以?|能)?(?:信任|信得过|相信|熟悉?|认识|来往|要好)的?(?:人|邻居)?"),
    ("named_nobody", "不(?:信任?|相信)(?:任何人|谁|别人|人)?"),
    ("named_nobody", "没(?:有)?(?:得)?(?:可)?(?:听|信|服|信任|商量)的(?:人)?"),
    (
        "named_nobody",
        "(?:跟|和|与)?(?:这里|这儿|这边|楼里|这栋楼)?(?:谁|人|邻居|大家|楼里人?)?(?:都|也)不(?:大|太|怎么)?(?:熟悉?|认识|认得|了解)",
    ),
    ("named_nobody", "不(?:认得|认识|熟悉?)(?:人|谁|别人|邻居|大家)的?"),
    (
        "wants_nobody",
        "(?:别|莫|甭|勿|不要|不用|不必|无需)(?:再)?(?:让|叫|派|请|找)(?:任何)?(?:人|谁|哪个)[^,，。没]{0,6}",
    ),
    ("wants_nobody", "(?:别|莫|甭|勿|不要|不用|不必|无需|无须)(?:再)?(?:来|上门|登门)(?:人|谈|讲|劝|找|问|了|啦|的)*"),
)
_SUBJECT = re.compile(
    "^(?:这(?:个|道|一)?(?:题目?|问题)|这个?(?=[我他她不]))?(?:我(?=不)|本人|户主|老人|老两口|他|她|其)?(?:表示|说|讲|称)?(?:[刚才]搬来(?:不久|没多久)?)?"
)
_BRACKETED = re.compile(r"^[(（]([^()（）]+)[)）]$")
_OUTCOMES = {word: outcome for outcome, words in _WORDS.items() for word in words} | {
    squeeze(outcome): outcome for outcome in SURVEY_OUTCOMES
}


def survey_outcome(text: str) -> str:
    """The code of an answer, "" where it is unknown.

    >>> survey_outcome("不希望别人来")
    'wants_nobody'
    >>> survey_outcome("谁都不找"), survey_outcome("没提到谁")
    ('wants_nobody', 'named_nobody')
    >>> survey_outcome("不想叫人来，自己拿主意"), survey_outcome("想了半天，说没有"), survey_outcome("没有，除了老张")
    ('wants_nobody', 'named_nobody', '')
    """
    whole = _outcome(squeeze(text))
    if whole:
        return whole
    standard = in_standard_words(text)
    if standard != text:
        return survey_outcome(standard)
    parts = [squeeze(part) for part in _PARTS.split(text) if squeeze(part)]
    outcomes = {outcome for part in parts if (outcome := _outcome(part))}
    rest = [part for part in parts if not _outcome(part)]
    if not outcomes or not all(_BESIDE.fullmatch(part) for part in rest):
        return ""
    if len(outcomes) > 1 and all(_TRUSTS_NOBODY.fullmatch(part) for part in parts if _outcome(part) == "wants_nobody"):
        outcomes.discard("wants_nobody")  # 哪个都不信, and beside it that there is nobody
    return "wants_nobody" if "wants_nobody" in outcomes else outcomes.pop() if len(outcomes) == 1 else ""


_TRUSTS_NOBODY = re.compile(_TRUSTS)
# what stands beside an answer and takes nothing back: 想了半天，说没有; 不肯讲，问就摆手; 不想叫人来，自己拿主意
_PARTS = re.compile(r"[,，;；。、]")
_BESIDE = re.compile(
    r"想了(?:半天|想|一会儿?|好久|很久)|问(?:了|就|也|到|他|她|半天)?[^没有]{0,4}(?:摆手|摇头|不吭声|不作声|不响|笑)"
    r"|(?:只是?|光)?(?:摆手|摇头|笑笑)|(?:(?:他|她|我)的事)?(?:他|她|我)?自己(?:会)?(?:拿主意|作主|做主|定|看|想|知道|清楚|有数)"
    r"|(?:给|让)(?:他|她|我)(?:们)?(?:家)?(?:清[静净]|安静)(?:清[静净]|安静|点|些|一下)?(?:地?过日子)?"
    r"|(?:把)?(?:问卷|卷子|表格?|单子)退(?:了|回|还)*(?:来|去)?了?|有(?:事|通知|消息)(?:他|她|我)自己(?:会)?(?:看|听|打听)"
    r"|(?:他|她|我)自己(?:会)?[去到来](?:社区|居委会?|街道|物业|你们那[里儿]?)(?:去|来)?(?:讲|说|谈|问)"
)


def _outcome(cell: str) -> str:
    """The code of one answer, squeezed; "" where it is none."""
    if (bare := _BRACKETED.match(cell)) is not None:  # （拒填）
        cell = bare[1]
    if cell in _OUTCOMES:
        return _OUTCOMES[cell]
    answer = _SUBJECT.sub("", cell)
    if answer in _OUTCOMES:
        return _OUTCOMES[answer]
    tried = dict.fromkeys((answer, cell))  # 说不上来: its 说 is no 户主说
    return next((outcome for text in tried for outcome, pattern in _PATTERNS if re.fullmatch(pattern, text)), "")
