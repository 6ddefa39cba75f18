"""住户意愿 beside another column of stances is what the occupants say; alone it is what the sheet says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from socialgraph.loaders.layout.blocks import Block
from socialgraph.loaders.layout.header_rows import Heading
from socialgraph.loaders.words.heading_keys import heading_key

_OF_OCCUPANTS = re.compile(r"^(?:现?住户|现?住客|租客|租户|房客|现住人|承租人|使用人)")
_SAID = re.compile(r"意愿|意见|态度|肯不肯|同意")
_MEANS = ((_SAID, "occupant_stance"), (re.compile(r"原因|理由|顾虑"), "occupant_reasons"))
_DATED = re.compile(r"日期|日子|表态日|时间|日$")
_DATE = "occupant_date"
_BECAUSE = re.compile(r"^(?:说法|原话|怎么说的?|说了?什么|理由|原因|顾虑|要求|条件|具体|具体说法|说明|详情)$")


def with_whose_words(block: Block) -> Block:
    """The block with the occupants' own columns of stance, reasons and date, where the owners' stand beside them."""
    headings = block.header.headings
    theirs = [heading for heading in headings if _OF_OCCUPANTS.match(heading.lower)]
    said = [heading for heading in theirs if _SAID.search(heading.lower)]
    others = [h for h in headings if _SAID.search(h.upper or h.group or h.lower) and h not in theirs]
    if len(said) != 1 or not others:
        return block
    columns = {heading.column: name for heading in theirs if (name := _meaning(heading))}
    columns |= _because(headings, said[0], others)
    changed = tuple(replace(h, fields=(columns[h.column],)) if h.column in columns else h for h in headings)
    return replace(block, header=replace(block.header, headings=changed))


def _because(headings: Sequence[Heading], theirs: Heading, others: Sequence[Heading]) -> dict[int, str]:
    """业主意见 | 说法 | 租户意见 | 说法: what stands behind each opinion under the same heading are its reasons."""
    by_column = {heading.column: heading for heading in headings}
    behind = by_column.get(theirs.column + 1)
    if behind is None or not _BECAUSE.match(heading_key(behind.lower)):
        return {}
    for other in others:
        own = by_column.get(other.column + 1)
        if own is not None and heading_key(own.lower) == heading_key(behind.lower):
            stance = {} if other.fields else {other.column: "stance"}
            return {**stance, own.column: "reasons", behind.column: "occupant_reasons"}
    return {}


def _meaning(heading: Heading) -> str:
    for pattern, name in _MEANS:
        if pattern.search(heading.lower):
            return name
    return _DATE if _DATED.search(heading.lower) else ""
