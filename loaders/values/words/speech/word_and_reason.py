"""A word on the works and behind it why: 不同意，跟楼下闹矛盾; 犹豫，怕砖贴不回原样."""

from __future__ import annotations

import re
from functools import lru_cache

from socialgraph.loaders.values.text import tidy
from socialgraph.loaders.values.words.protective import asks_to_be_left_alone
from socialgraph.loaders.values.words.sentences import classes

_NO = "不同意|不签|不换|不肯|不干|不愿意?|反对|拒绝|拒签|反悔"
_DOUBT = "犹豫不决|犹豫|再?考虑|还?没想好|没定|拿不定|观望"
_WORD = rf"(?:还|先|暂时?|坚决|就是|明确|仍)?(?:{_NO}|{_DOUBT})(?:中|着|了)?"
_SAID = re.compile(rf"^(?P<word>{_WORD})\s*[,，;；:：、。\s]\s*(?P<why>[^,，;；。]{{2,14}})[。.]?$")
# what may take the word back, or is another word on the works, or somebody else's
_MORE = re.compile(
    r"但|不过|可是|然而|除非|只要|如果|要是|等|先|才|就[换签行同肯]|后来|现在|又|还说|[换签]|同意|支持|(?:租客|租户|房客|房东|对方|邻居)(?:说|讲|也|不|没|要|想)|[?？]|→"
)


@lru_cache(maxsize=16384)
def word_and_reason(text: str) -> tuple[str, str] | None:
    """A no or a doubt, and the one clause behind it that takes nothing back; None for any other text.

    >>> word_and_reason("不同意，跟302闹矛盾"), word_and_reason("不同意，先修好就签"), word_and_reason("同意，怕吵")
    (('不同意', '跟302闹矛盾'), None, None)
    """
    match = _SAID.match(tidy(text))
    if match is None or _MORE.search(match["why"]) or classes("stance", match["why"]) or asks_to_be_left_alone(text):
        return None
    return match["word"], match["why"]
