"""What a saying most likely means: its groups of characters against those of some thousand sayings of clerks.

`data/sayings.csv` holds sayings with their meaning, written by several hands from the language alone; a logistic
regression on groups of one to three characters (tf-idf) learns from them, and `data/sayings.npz` keeps its weights
(`benchmarks/sayings.py` makes them and prints how well each hand is read by the others). A meaning is taken only above
the bar of its field; below it the saying stays unknown and is asked about.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from socialgraph.loaders.values.text import pieces, tidy
from socialgraph.loaders.values.words.dialects import in_standard_words
from socialgraph.loaders.values.words.pipes import pipe_words
from socialgraph.loaders.values.words.protective import asks_to_be_left_alone, simplified
from socialgraph.loaders.values.words.sentences import TWISTED, classes
from socialgraph.loaders.values.words.speech.group_model import GroupModel, groups_of_text, read_models
from socialgraph.registry import closing_kinds

LONGEST_GROUP = 3
BARS = {
    "stance": 0.6,
    "visit_result": 0.7,
    "refusal_reason": 0.5,
    "occupancy": 0.6,
    "household_flag": 0.6,
    "ownership_type": 0.6,
    "tie_type": 0.6,
    "willing": 0.75,
}
"""The least chance of a meaning that is taken, by field (`benchmarks/sayings.py` prints what lies above it)."""

NOTHING = "none"  # said of other things than the field asks
_YES = frozenset(("signed", "verbal", "agreed"))
_BAR_OF_YES = 0.7
_UNSURE = r"租客|房客|租户|承租|租住|二房东|邻居说|物业说|听说|\d{3,4}(?!\d)|→|[?？]$|不清楚|待核实|不[太大怎全]"
_DOUBTFUL = {  # somebody else's word, half a no, or a word on one pipe only
    "stance": re.compile(_UNSURE + r"|粪管|水管|" + pipe_words()),
    "visit_result": re.compile(_UNSURE),
    "occupancy": re.compile(
        _UNSURE + r"|敲|好像|似乎|可能|大概|也许|电话|贴条"
    ),  # 敲门无人 says nothing of who lives there
    "refusal_reason": re.compile(r"[那这](?:个|件|桩|样)(?!管)|[那这]事|此事"),  # 先解决那个: what stands before it
    # 没有病人, 老人已去世; 5岁娃 is not old
    "household_flag": re.compile(r"[没无不未死]|去世|过世|走了|搬|以前|原来|曾|(?<![\d十])[\d一二两三四五六七八九]岁"),
}
_CONDITION = re.compile(r"就(?:签|换|肯|同意|让|给)|若|如果|要是|只要|除非|[才再]签|等.{1,8}[再就才]")
_NO_FRIENDS = re.compile(r"[不没未毋唔勿莫别避躲怕欠债吵闹架仇告]|过节|矛盾|官司|亲|领导|上司|老板")
_MOST_OF_CLOSING = 0.08  # what the kinds of tie that close a pair may have together beside one that does not
_HAS_NO_PART = re.compile(
    r"换过|换了|改过|改了|自[己家]|不在|没有?[这那他她我]|不经过|不走|涉及|没份|去年|前年|年前|不归|不关|不属|空户|早就"
)
_STOPS = re.compile(r"[;。!~…]+")
_LEAST_KNOWN = 0.25  # share of a saying's pairs and triples that the model has seen
_LEAST_CHARACTERS, _MOST_CHARACTERS = 3, 60


def normal(saying: str) -> str:
    """A saying as the model sees it: simplified characters, one kind of stop, every number 0, marked ends.

    >>> normal("簽了 9/8，鑰匙也給了！")
    '^签了0/0,钥匙也给了$'
    """
    text = simplified(tidy(saying)).lower().replace(" ", "").replace("、", ",")
    text = re.sub(r"\d+", "0", _STOPS.sub(";", text))
    return f"^{text.strip(';,')}$"


def groups_of(saying: str) -> list[str]:
    """All groups of one to three characters of a saying, its ends marked."""
    return groups_of_text(normal(saying), LONGEST_GROUP)


@lru_cache(maxsize=1)
def _models() -> dict[str, GroupModel]:
    return read_models("sayings.npz")


def chances_of(field_name: str, saying: str) -> dict[str, float]:
    """The chance of each meaning of a field; empty where too little is known, and for a wish to be left alone."""
    model = _models().get(field_name)
    length = len(re.sub(r"[\W\d_]", "", saying))
    if model is None or not _LEAST_CHARACTERS <= length <= _MOST_CHARACTERS or asks_to_be_left_alone(saying):
        return {}
    counts = Counter(groups_of(saying))
    known = model.share_known(group for group in counts if len(group) > 1)
    return model.chances(counts) if known >= _LEAST_KNOWN else {}


@lru_cache(maxsize=65536)
def likely_meaning(field_name: str, saying: str) -> str:
    """The likeliest meaning of a saying as it is written, else in the words of the standard language; "" for none."""
    standard = in_standard_words(saying)
    return _likeliest(field_name, saying) or (_likeliest(field_name, standard) if standard != saying else "")


def _likeliest(field_name: str, saying: str) -> str:
    """The likeliest meaning of a saying in a field, where it lies above the field's bar; else "".

    A yes needs a higher bar than a no, and no condition beside it; a kind of tie over which requests may travel is
    taken only where hardly anything speaks for one that closes the pair.
    """
    if field_name in _DOUBTFUL and (_DOUBTFUL[field_name].search(saying) or TWISTED.search(saying)):
        return ""
    chances = chances_of(field_name, saying)
    best = max(chances, key=lambda code: chances[code], default="")
    if not best or best == NOTHING or chances[best] < max(BARS[field_name], _BAR_OF_YES if best in _YES else 0):
        return ""
    if best == "agreed" and "-not_yet" in classes("visit_result", saying):
        return ""  # 房东回话了，不同意
    if field_name == "tie_type":  # a pair that is closed needs no kind; of several kinds in one cell none is taken
        closing = sum(chances[kind] for kind in closing_kinds() if kind in chances)
        return "" if closing > _MOST_OF_CLOSING or _NO_FRIENDS.search(saying) or len(pieces(saying)) > 1 else best
    if best == "not_applicable" and not _HAS_NO_PART.search(saying):  # 不用换，没漏过 is a no
        return ""
    return "" if best in _YES and _CONDITION.search(saying) else best
