"""What a column and a sheet most likely are: headings, titles and cells against those of some hundred sheets.

The sheets were written by several hands from the words of the job alone, each column with its field
(`benchmarks/corpora/sheets.jsonl`); logistic regressions on the groups of characters of the heading, on what the
cells parse as and on the kind of sheet learn from them, and `data/sheets.npz` keeps the weights (`benchmarks/sheets.py`
makes them and prints how well each hand is read by the others). What the columns of one sheet are together:
`sheet_model.py`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np

from socialgraph.arrays.types import HalfFloats
from socialgraph.loaders.layout.weighing.readings import READ_FIELDS
from socialgraph.loaders.layout.weighing.seen import Seen
from socialgraph.loaders.values.profiles import TYPES
from socialgraph.loaders.values.text import squeeze, tidy
from socialgraph.loaders.values.words.protective import simplified
from socialgraph.loaders.values.words.speech.group_model import GroupModel, groups_of_text, read_models
from socialgraph.loaders.values.words.speech.sayings import BARS, likely_meaning

KINDS = (
    *("survey", "visits", "people_roster", "links", "ties", "riser_map", "works", "measures", "surveys", "activities"),
    *("access_windows", "other"),
)
"""The kinds of sheet that are told apart; `other` is about another matter than the pipes."""
OTHER = "other"
NO_FIELD = frozenset((OTHER, "seq_no", "remarks", "time"))
"""What a column is that no sheet has a use for."""
SURE, CONFIRMED, LIKELY = 0.85, 0.7, 0.4
"""The least chance of a field that is taken, that is taken where the cells are words of it, and that is proposed."""
_SURE_IN_ANY_KIND, _POSSIBLE_KIND = 0.95, 0.05
# where hands held back are right less often above `SURE` (`benchmarks/sheets.py --fields`)
_SURE_OF_FIELD = {
    **dict.fromkeys(("stance", "phone", "accepted", "head_name", "floor"), 0.95),
    **dict.fromkeys(("willing", "willing_on", "capacity", "compound", "flags", "building", "activity"), 0.95),
    **dict.fromkeys(("owner_name", "tenant_name", "linked_households", "occupant_stance"), 0.9),
    **dict.fromkeys(("survey_date", "scope"), 0.98),
    **dict.fromkeys(("ego_address", "alter_address"), 0.8),  # mistaken for a part of such an address, if at all
}
_LONGEST_HEADING_GROUP, _LONGEST_TITLE_GROUP = 3, 3
_READ, _SAID = tuple(sorted(READ_FIELDS)), tuple(sorted(BARS))
_MOST_SAID = 12  # distinct cells that are compared with sayings
_LONG = 12.0  # characters
_ONE_OF_KINDS = np.eye(len(KINDS), dtype=np.float32)


def is_sure_of(name: str, chance: float, of_kind: float) -> bool:
    """Whether a field may be taken without asking: its chance in a sheet of a kind, and that of the kind itself.

    >>> is_sure_of("visitors", 0.9, 0.5), is_sure_of("stance", 0.9, 0.5), is_sure_of("activity", 0.9, 0.01)
    (True, False, False)
    """
    return chance >= (_SURE_OF_FIELD.get(name, SURE) if of_kind >= _POSSIBLE_KIND else _SURE_IN_ANY_KIND)


def normal_heading(heading: str) -> str:
    """A heading as the model sees it: simplified, squeezed, numbers 0, ends marked.

    >>> normal_heading("家庭  人口\\n(2人)")
    '^家庭人口(0人)$'
    """
    return f"^{re.sub(r'[0-9]+', '0', squeeze(simplified(tidy(heading)).lower()))}$"


def heading_groups(heading: str, before: str = "") -> Counter[str]:
    """The groups of a heading, and of the one on its left, told apart."""
    counts = Counter(groups_of_text(normal_heading(heading), _LONGEST_HEADING_GROUP))
    counts.update(f"<{group}" for group in groups_of_text(normal_heading(before), 2) if before)
    return counts


def measured_cells(column: Seen) -> HalfFloats:
    """What the cells parse as: shares of types, of words of each field, of sayings above their bars; their length.

    Worked out once a column: the models of fields and of kinds both ask.
    """
    if not column.measured:
        column.measured.extend(_measure(column))
    return np.array(column.measured, np.float32)


def _measure(column: Seen) -> list[float]:
    texts = [text for text in column.texts if squeeze(text)]
    unique = list(dict.fromkeys(texts))[:_MOST_SAID]
    likely_shares = [
        sum(1 for text in unique if likely_meaning(name, text)) / len(unique) if unique else 0.0 for name in _SAID
    ]
    lengths = [min(len(text), 2 * _LONG) / _LONG for text in texts]
    form = [
        float(not texts),
        sum(lengths) / len(lengths) if lengths else 0.0,
        len(set(texts)) / len(texts) if texts else 0.0,
    ]
    return [
        *(column.shares.get(name, 0.0) for name in TYPES),
        *(column.reads_as(name) for name in _READ),
        *likely_shares,
        *form,
    ]


def measured_in_kind(cells: HalfFloats, kind: str) -> HalfFloats:
    """The same with the kind of sheet that the column stands in."""
    return np.concatenate([cells, _ONE_OF_KINDS[KINDS.index(kind)]])


def title_groups(titles: Sequence[str], headings: Sequence[str]) -> Counter[str]:
    """The groups of file, sheet and title, and those of all headings, told apart."""
    counts: Counter[str] = Counter()
    for title in titles:
        counts.update(f"T{group}" for group in groups_of_text(normal_heading(title), _LONGEST_TITLE_GROUP))
    for heading in headings:
        counts.update(set(groups_of_text(normal_heading(heading), _LONGEST_HEADING_GROUP)))
    return counts


def measured_sheet(columns: Sequence[HalfFloats]) -> HalfFloats:
    """The highest share of any column, value by value; their number."""
    highest = np.max(np.stack(columns), axis=0)
    return np.concatenate([highest, np.array([len(columns) / 10], np.float32)]).astype(np.float32)


@lru_cache(maxsize=1)
def models() -> Mapping[str, GroupModel]:
    """What `benchmarks/sheets.py` has learnt: `field` and `kind` alone, `field_beside` and `kind_beside` together."""
    return read_models("sheets.npz")


def alone(column: Seen) -> HalfFloats:
    """(kinds, fields) the chance of each field in a sheet of each kind, by this column and its left heading only."""
    if column.alone is None:
        model = models()["field"]
        scores = model.scores(heading_groups(column.heading, column.before), measured_cells(column))
        in_kinds = scores + model.weights[-len(KINDS) :]
        column.alone = softmax(in_kinds)
    return column.alone


def kinds_alone(columns: Sequence[Seen], titles: Sequence[str]) -> HalfFloats:
    """(kinds,) the chance of each kind of sheet by titles, headings and cells, in the order of `KINDS`."""
    measured = measured_sheet([measured_cells(column) for column in columns])
    groups = title_groups(titles, [column.heading for column in columns])
    chances = models()["kind"].chances(groups, measured)
    return np.array([chances.get(kind, 0.0) for kind in KINDS], np.float32)


def softmax(scores: HalfFloats) -> HalfFloats:
    """Chances from log-odds, along the last axis.

    >>> softmax(np.array([0.0, 0.0], np.float32)).tolist()
    [0.5, 0.5]
    """
    chances: HalfFloats = np.exp(scores - scores.max(axis=-1, keepdims=True))
    whole: HalfFloats = chances / chances.sum(axis=-1, keepdims=True)
    return whole
