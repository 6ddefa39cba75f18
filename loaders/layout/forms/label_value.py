"""One household a page, or one below the other, as labels with values beside them: 户主： | 赵某 | 电话： | …"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import zip_longest

from socialgraph.loaders.files.grids import Grid
from socialgraph.loaders.files.sheets import Cell
from socialgraph.loaders.layout.forms.unfolded import Unfolded, sample
from socialgraph.loaders.layout.header_rows import own_cells, says_something
from socialgraph.loaders.values.words.heading_keys import heading_key, heading_keys
from socialgraph.loaders.values.words.headings import HeadingDictionary

_LEAST_LABELS = 4  # different ones in a household
_LEAST_PAIRED_ROWS = 3
_LONGEST_LABEL = 10
_LEAST_PAGES = 3  # of which a label that nobody knows must stand
_Pair = tuple[int, str, Cell | None]
_PLACE = frozenset(("room", "address_full"))


def label_value_form(sheet: Grid, dictionary: HeadingDictionary) -> Unfolded | None:
    """A list with a line a household, headed by the labels; None where the sheet is no such form."""
    if len({row for row, _, _ in _pairs(sample(sheet), dictionary)}) < _LEAST_PAIRED_ROWS:
        return None
    pairs = _pairs(sheet, dictionary)
    labels = list(dict.fromkeys(label for _, label, _ in pairs))
    first = next((label for label in labels if _is_place(label, dictionary)), "")
    if len(labels) < _LEAST_LABELS or not first:
        return None
    pairs = sorted([*pairs, *_of_repeated_labels(sheet, pairs, dictionary)], key=lambda pair: pair[0])
    labels = list(dict.fromkeys(label for _, label, _ in pairs))
    titles = _titles(sheet, min(row for row, _, _ in pairs))
    unfolded = Unfolded(tuple(labels), titles=titles, used={row for row, _, _ in pairs})
    for household in _households(pairs, first):
        values = {label: cell for _, label, cell in household}
        unfolded.lines.append((household[0][0], tuple(values.get(label) for label in labels)))
    return unfolded


def _pairs(sheet: Grid, dictionary: HeadingDictionary) -> list[_Pair]:
    """(row, label, value) of every row that is made of labels with their values and nothing else."""
    pairs: list[_Pair] = []
    for number, cells in sheet.rows.items():
        if not says_something(cells):
            continue
        own = own_cells(cells)
        labels = [column for column, cell in own.items() if _is_label(cell, dictionary)]
        values = [column for column in own if column not in labels]
        if not labels or min(own) != labels[0] or any(column - 1 not in labels for column in values):
            continue
        if any(column + 1 in labels for column in labels):  # headings side by side head a list
            continue
        pairs += [(number, _label(own[column]), own.get(column + 1)) for column in labels]
    return pairs


def _of_repeated_labels(sheet: Grid, pairs: Sequence[_Pair], dictionary: HeadingDictionary) -> list[_Pair]:
    """The pairs of rows with a label that no dictionary knows: below the others, and on page after page the same."""
    paired = {row for row, _, _ in pairs}
    first = Counter(min(own_cells(sheet.rows[row])) for row in paired).most_common(1)
    if not first:
        return []
    column = first[0][0]
    others = {
        row: own for row, cells in sheet.rows.items() if row not in paired and column in (own := own_cells(cells))
    }
    times = Counter(own[column].text.strip() for own in others.values() if len(own) > 1)
    repeated = {text for text, count in times.items() if count >= _LEAST_PAGES and 0 < len(text) <= _LONGEST_LABEL}
    found: list[_Pair] = []
    for row, own in others.items():
        if min(own) != column or not (own[column].text.strip() in repeated or _is_label(own[column], dictionary)):
            continue
        at = [own.get(place) for place in range(column, max(own) + 1)]  # label, value, label, value
        for label, value in zip_longest(at[::2], at[1::2]):
            if label is not None and 0 < len(label.text.strip()) <= _LONGEST_LABEL:
                found.append((row, _label(label), value))
    return found


def _is_label(cell: Cell, dictionary: HeadingDictionary) -> bool:
    text = cell.text.strip()
    if not isinstance(cell.raw, str) or not 0 < len(text) <= _LONGEST_LABEL:
        return False
    return text.endswith((":", "：")) or bool(dictionary.look_up(text)) or heading_key(text) in heading_keys()


def _label(cell: Cell) -> str:
    return cell.text.strip().rstrip(":：").strip()


def _is_place(label: str, dictionary: HeadingDictionary) -> bool:
    return bool(_PLACE & set(dictionary.look_up(label))) or heading_key(label) in ("门牌", "室号", "户号", "房号")


def _households(pairs: Sequence[_Pair], first: str) -> list[list[_Pair]]:
    """The pairs of one household each: the label of its place begins the next."""
    households: list[list[_Pair]] = []
    for row, label, cell in pairs:
        if label == first or not households:
            households.append([])
        households[-1].append((row, label, cell))
    return [household for household in households if any(cell is not None and cell.text for _, _, cell in household)]


def _titles(sheet: Grid, before: int) -> tuple[str, ...]:
    texts = [
        cell.text.strip() for row, cells in sheet.rows.items() if row < before for cell in own_cells(cells).values()
    ]
    return tuple(filter(None, texts))
