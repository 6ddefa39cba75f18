"""What an unknown heading may mean: its characters against those of every known way of naming a field, by kind.

Characters alone, pairs and triples of them vote for the fields whose headings hold them; the more fields share a
group of characters, the less it says. A vote, never a decision: the cells must agree
(`column_evidence.py`).
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from socialgraph.loaders.values.text import has_chinese
from socialgraph.loaders.values.words.dictionary import heading_dictionary
from socialgraph.loaders.values.words.heading_keys import ANY, heading_key, kind_headings
from socialgraph.loaders.values.words.headings import FORBIDDEN_FIELDS, RUNNING_NUMBER

_LONGEST_GROUP = 3
_LONGER_WEIGHS = 1.5  # against a single character
_UNSEEN = {1: 0.8, 2: 0.6, 3: 0.2}  # doubt by a group that no known heading has
_DOUBT = 1.5  # headings
_PRIOR = 3  # headings of a field before its share of them counts in full
_REPEATED = "_again"
# of these only what tells them from the plain field votes for them: 厨房 of 厨房意见
_PLAIN, _NARROWER = "stance", ("stance_", "occupant_stance")
_OTHERWISE = "-"  # known headings of no use in this kind: 身份证号, 备注


@dataclass(frozen=True)
class HeadingModel:
    """Votes of groups of characters for the fields of one kind of sheet."""

    votes: Mapping[str, Mapping[str, float]]  # group -> field -> share of the field's headings that hold it
    support: Mapping[str, float]  # group -> how far to trust it, in [0, 1): little where one heading has it
    fields: int

    def guess(self, heading: str) -> list[tuple[str, float]]:
        """Fields with their share of the votes, in [0, 1], best first; [] where no group is known."""
        total = 0.0
        tally: defaultdict[str, float] = defaultdict(float)
        for group in _groups(heading):
            votes = self.votes.get(group)
            if votes is None:
                total += _UNSEEN[len(group)]
                continue
            whole = sum(votes.values())
            shares = {name: share / whole for name, share in votes.items()}
            weight = math.log(self.fields + 1) + sum(share * math.log(share) for share in shares.values())
            weight *= (1.0 if len(group) == 1 else _LONGER_WEIGHS) * self.support[group]
            total += weight
            for name, share in shares.items():
                tally[name] += weight * share
        best = sorted(tally.items(), key=lambda entry: (-entry[1], entry[0]))
        return [(name, share / total) for name, share in best if name != _OTHERWISE]

    def knows_a_word(self, heading: str) -> bool:
        """Whether two characters that stand side by side do so in a known heading; one alone says too little."""
        return any(len(group) > 1 and group in self.votes for group in _groups(heading))


def _groups(heading: str) -> Iterable[str]:
    return {
        heading[start : start + length]
        for length in range(1, _LONGEST_GROUP + 1)
        for start in range(len(heading) - length + 1)
    }


@lru_cache(maxsize=16)
def heading_model(kind: str, used: frozenset[str], renamed: tuple[tuple[str, str], ...] = ()) -> HeadingModel:
    """The model of a kind: its own headings, the general ones, and the dictionary's for the fields that it uses."""
    known: dict[str, set[str]] = defaultdict(set)
    for words in (kind_headings().get(kind, {}), kind_headings()[ANY]):
        for key, names in words.items():
            for name in names:
                if not name.endswith(_REPEATED):  # 复访日期 says by its first word alone what 日期 does not
                    known[name].add(key)
    means = dict(renamed)
    for variant, names in heading_dictionary(None).variants.items():
        for name in names:
            meant = means.get(name, name)
            useless = meant in FORBIDDEN_FIELDS or name == RUNNING_NUMBER
            if has_chinese(variant) and (meant in used or useless):
                known[_OTHERWISE if useless else meant].add(heading_key(variant))
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    plain = {group for key in known[_PLAIN] for group in _groups(key)}
    for name, keys in known.items():
        for group in (group for key in keys for group in _groups(key)):
            if not (name.startswith(_NARROWER) and group in plain):
                counts[group][name] += 1
    votes = {
        group: {name: count / (len(known[name]) + _PRIOR) for name, count in by_field.items()}
        for group, by_field in counts.items()
    }
    support = {group: sum(by_field.values()) / (sum(by_field.values()) + _DOUBT) for group, by_field in counts.items()}
    return HeadingModel(votes, support, len(known))
