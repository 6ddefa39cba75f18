"""改管意见（摸底） over 已签字 | 口头同意 | 再想想: answers to tick below a heading that nothing knows."""

from __future__ import annotations

from dataclasses import replace

from socialgraph.loaders.files.grids import Grid
from socialgraph.loaders.layout.blocks import Block
from socialgraph.loaders.layout.columns.samples import sampled
from socialgraph.loaders.layout.evidence import other_matter
from socialgraph.loaders.layout.header_rows import Heading
from socialgraph.loaders.layout.weighing.readings import field_share
from socialgraph.loaders.values.profiles import shares
from socialgraph.loaders.values.text import squeeze
from socialgraph.loaders.values.words.pipes import STANCES_AND_SIGNED

_LEAST_ANSWERS, _ARE_ANSWERS, _TICKED = 3, 0.75, 0.9


def with_answers_below(grid: Grid, block: Block) -> Block:
    """The block with `stance` for columns of ticks whose own headings are the stances, one group of them."""
    headings = block.header.headings
    if any(name in STANCES_AND_SIGNED for heading in headings for name in heading.fields):
        return block
    uppers = dict.fromkeys(upper for heading in headings if (upper := heading.upper or heading.group))
    groups = [[h for h in headings if (h.upper or h.group) == upper] for upper in uppers]
    groups = [group for group in groups if _are_answers(group) and _are_ticks(grid, block, group)]
    if len(groups) != 1:
        return block
    columns = {heading.column for heading in groups[0]}
    changed = tuple(replace(h, fields=("stance",), answer=h.lower) if h.column in columns else h for h in headings)
    return replace(block, header=replace(block.header, headings=changed))


def _are_answers(group: list[Heading]) -> bool:
    upper = group[0].upper or group[0].group
    if len(group) < _LEAST_ANSWERS or any(h.fields or h.settled for h in group) or other_matter("", [upper]) > 0:
        return False
    return field_share("stance", [heading.lower for heading in group]) >= _ARE_ANSWERS


def _are_ticks(grid: Grid, block: Block, group: list[Heading]) -> bool:
    texts = [text for heading in group for text in sampled(grid, block, heading.column) if squeeze(text)]
    return bool(texts) and shares(texts)["tick"] >= _TICKED
