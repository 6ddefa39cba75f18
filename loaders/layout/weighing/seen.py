"""A column as it is weighed: its heading in every reading, and what its cells parse as."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from socialgraph.arrays.types import HalfFloats
from socialgraph.loaders.layout.weighing.readings import field_share
from socialgraph.loaders.values.profiles import shares
from socialgraph.loaders.values.words.dialects import in_standard_words
from socialgraph.loaders.values.words.heading_grammar import without_round
from socialgraph.loaders.values.words.heading_keys import heading_key, without_inner_bracket
from socialgraph.loaders.values.words.lexicon import each_with_legend

_LEAST_QUESTION = 9
_WHO_ANSWERS = ("您", "你", "请")
# 是啥关系, 么身份, 第几单元
_ASKS_WHICH = re.compile(
    r"^(?:是|算|有|讲|说)?(?:个)?(?:啥子?|什么|么子|么|咩|哪样|何种|哪种|第几|几)(?:个|样的?)?(?=[\u3400-\u9fff]{1,4}$)"
)
# 您住哪一栋 asks for 哪一栋, 您的姓名 for 姓名
_ADDRESSED = re.compile(r"^(?:请问)?[您你](?:家|本人)?(?:现在?)?(?:居住|住)?(?:在|的)?(?=[\u3400-\u9fff]{2,6}$)")


@dataclass(eq=False)
class Seen:
    """One column as it is weighed: its heading in every reading, the fields the dictionary knows for it, its cells."""

    column: int
    readings: tuple[str, ...]
    known: tuple[str, ...]
    shares: Mapping[str, float]
    filled: int = 0  # cells that say something
    texts: tuple[str, ...] = ()
    heading: str = ""  # both tiers, as written
    before: str = ""  # the heading on its left
    measured: list[float] = field(default_factory=list, repr=False)  # `column_model.measured_cells`
    alone: HalfFloats | None = field(default=None, repr=False)  # `column_model.alone`
    together: HalfFloats | None = field(default=None, repr=False)  # `sheet_model.learn_together`
    _reads: dict[str, float] = field(default_factory=dict, repr=False)

    def reads_as(self, name: str) -> float:
        """The share of the cells that read as values of a field."""
        if name not in self._reads:
            self._reads[name] = field_share(name, self.texts)
        return self._reads[name]


def seen(
    column: int,
    upper: str,
    lower: str,
    known: Sequence[str],
    texts: Sequence[str],
    legend: Mapping[str, str] | None = None,
    before: str = "",
) -> Seen:
    """A column for weighing; `legend` explains the signs in its cells."""
    meant = tuple(each_with_legend(text, legend) for text in texts) if legend else tuple(texts)
    cut = "" if is_question(lower) else heading_key(re.split(r"[(（【\[]", without_inner_bracket(lower))[0])
    keys = [heading_key(lower), heading_key(upper + lower) if upper else "", cut]
    keys = [*map(in_standard_words, keys), *keys]
    keys += [without_round(key)[0] for key in keys if key]
    keys += [_ASKS_WHICH.sub("", key) for key in keys]
    keys += [_ADDRESSED.sub("", key) for key in keys if key[:1] in _WHO_ANSWERS]
    readings = tuple(dict.fromkeys(key for key in keys if key))
    return Seen(column, readings, tuple(known), shares(texts), sum(map(bool, texts)), meant, upper + lower, before)


def is_question(heading: str) -> bool:
    """A question of a questionnaire, whose bracket explains nothing: 9、立管(上下水总管)更换,您家的意见是."""
    return len(heading) > _LEAST_QUESTION and bool(re.search(r"[,，?？]|您|是$", heading))
