"""Legends: what a sheet itself says its signs, codes and colours mean."""

from __future__ import annotations

import re
import unicodedata

_SIGNS = "√✓✔☑×✗✕✘╳☒○◯●◎△▲▽▼☆★□■⊙"
_MEANING = rf"\w[^\s,;、。()\[\]{_SIGNS}]{{0,19}}"
_JOIN = r"\s*(?:=|:|代表|表示|是指|指|为)+\s*"
_WITH_DAY = r"\s*[+＋]\s*(?:日期?|月日|时间)(?=\s*[=:])"  # √+日=签了纸: a day stands beside the sign
_PAIRS = (
    re.compile(rf"(?P<sign>[{_SIGNS}])(?:{_WITH_DAY})?(?:{_JOIN})?(?P<meaning>(?!打|划|画){_MEANING})"),
    re.compile(rf"(?<![\w.])(?P<sign>[A-Z]|\d{{1,5}}){_JOIN}(?P<meaning>{_MEANING})", re.IGNORECASE),
    re.compile(rf"(?P<sign>[红黄绿蓝灰橙紫白])(?:色)?(?:底|填充|标注|标记|字)*{_JOIN}(?P<meaning>{_MEANING})"),
)
_LISTED = re.compile(r"(?<![A-Za-z0-9.:/-])(?P<sign>\d|[A-H])[.、-]?\s*(?P<meaning>[\u4e00-\u9fff]{1,8})")
_REVERSED = re.compile(
    rf"(?P<meaning>[\u4e00-\u9fff]{{1,8}}?)(?:的|者|请|就|,)*(?:打|画|划|用|标注|标|填写|填)[\"“'‘「]?"
    rf"(?P<sign>[{_SIGNS}]|[A-Z0-9])[\"”'’」]?"
)
# 特殊人群和意见打√, 在相应栏内打√: where ticks stand, and nothing that they mean
_PLACE_OF_TICKS = re.compile(
    r"(?:意见|情况|人群|类别|类型|项目|选项|条件|内容|栏目?|格子?|框|处|项|内|里|下面|下方|后面|前面|位置|方格)$"
)
_BESIDE_SIGNS = re.compile(  # among signs
    rf"(?:(?<=\s)|(?<=[,;、(]))(?P<sign>[?/+\-—–*#!])(?:{_JOIN})?(?P<meaning>(?!\d){_MEANING})"
)
_BESIDE_LETTERS = re.compile(  # 随=随大流
    r"(?:^|(?<=[\s,;、。(]))(?P<sign>(?![空白无红黄绿蓝灰橙紫])[\u4e00-\u9fff])=(?P<meaning>[\u4e00-\u9fff][^\s,;、。()=]{0,19})"
)
_WORDS = re.compile(  # 由佢=尊重不换: a word that stands for another
    r"(?:^|(?<=[\s,;。(]))(?P<sign>(?![红黄绿蓝灰橙紫白]色)[\u4e00-\u9fff]{2,3})=(?P<meaning>[\u4e00-\u9fff][^\s,;、。()=]{0,19})"
)
_LEAST_SIGNS = 2
_TIMES = re.compile(r"[^\W_]×\w")  # 层×立管, 3×4: no sign that stands for something
_LEAD = re.compile(r"^\s*(?:\(?\d{1,2}[.、)]\s*)?(?:填表说明|填写说明|图例|说明|注|备注)?\s*[:.、]?\s*")


def read_legend(text: str) -> dict[str, str]:
    """`说明:√同意 ×不同意` -> {"√": "同意", "×": "不同意"}; `1=是,0=否`; `红色表示不同意` under `红`; {} if none.

    >>> read_legend("同意打√，不同意打×")
    {'√': '同意', '×': '不同意'}
    >>> read_legend("√已签 ×不同意 ？还在考虑 /不涉及")
    {'√': '已签', '×': '不同意', '?': '还在考虑', '/': '不涉及'}
    >>> read_legend("√=同意 ×=不同意 —=没找着人")
    {'√': '同意', '×': '不同意', '—': '没找着人'}
    >>> read_legend("√+日=签了纸 ×=不肯")
    {'√': '签了纸', '×': '不肯'}
    """
    plain = _LEAD.sub("", _narrow(text))
    meanings: dict[str, str] = {}
    for match in _REVERSED.finditer(plain):
        if not _PLACE_OF_TICKS.search(match["meaning"]):
            meanings.setdefault(match["sign"].upper(), match["meaning"])
    if meanings:
        return meanings
    for pattern in _PAIRS:
        for match in pattern.finditer(plain):
            meanings.setdefault(match["sign"].upper(), match["meaning"])
    if sum(sign in _SIGNS for sign in meanings) >= _LEAST_SIGNS:
        for match in _BESIDE_SIGNS.finditer(plain):
            meanings.setdefault(match["sign"], match["meaning"])
        for match in _BESIDE_LETTERS.finditer(plain):
            meanings.setdefault(match["sign"], match["meaning"])
    for match in _WORDS.finditer(plain):
        meanings.setdefault(match["sign"], match["meaning"])
    if set(meanings) == {"×"} and _TIMES.search(plain):
        return {}
    return meanings or _listed(plain, "A")


def read_listed_legend(text: str) -> dict[str, str]:
    """As `read_legend`; where that finds none also a bare list in the words of one column: `意见(1同意 2不同意)`.

    >>> read_listed_legend("意见（1.同意、2.不同意）")
    {'1': '同意', '2': '不同意'}
    """
    if meanings := read_legend(text):
        return meanings
    return _listed(_narrow(text), "01A")


def legend_named(text: str) -> tuple[str, dict[str, str]]:
    """The heading that a line names before a list of signs, and what they mean; ("", {}) where it is no such line.

    >>> legend_named("近不近：3天天见面 2常走动 1见面点头 0不来往")
    ('近不近', {'3': '天天见面', '2': '常走动', '1': '见面点头', '0': '不来往'})
    """
    heading, _, listed = _narrow(text).partition(":")
    legend = read_listed_legend(listed) if heading and listed else {}
    return (heading.strip(), legend) if legend else ("", {})


def _listed(text: str, first_signs: str) -> dict[str, str]:
    """Signs in their order, each followed by its meaning; {} where they are out of order or only one."""
    listed = {match["sign"]: match["meaning"] for match in _LISTED.finditer(text)}
    signs = "".join(listed)
    rising = "".join(sorted(signs))
    in_order = len(signs) >= 2 and rising == "".join(chr(ord(rising[0]) + place) for place in range(len(signs)))
    return listed if in_order and signs in (rising, rising[::-1]) and rising[0] in first_signs else {}


def _narrow(text: str) -> str:
    """NFKC, except for the signs that it would take apart."""
    return "".join(c if c in _SIGNS else unicodedata.normalize("NFKC", c) for c in text)
