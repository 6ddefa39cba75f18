"""住户意愿 beside another column of stances is what the occupants say; alone it is what the sheet says."""

from __future__ import annotations

import re
from dataclasses import replace

from socialgraph.loaders.layout.blocks import Block
from socialgraph.loaders.layout.header_rows import Heading

_OF_OCCUPANTS = re.compile(r"^(?:现?住户|租客|租户|房客|现住人|承租人|使用人)")
_SAID = re.compile(r"意愿|意见|态度|肯不肯|同意")
_MEANS = ((_SAID, "occupant_stance"), (re.compile(r"原因|理由|顾虑"), "occupant_reasons"))
_DATED = re.compile(r"日期|日子|表态日|时间|日$")
_DATE = "occupant_date"


def with_whose_words(block: Block) -> Block:
    """The block with the occupants' own columns of stance, reasons and date, where the owners' stand beside them."""
    headings = block.header.headings
    theirs = [heading for heading in headings if _OF_OCCUPANTS.match(heading.lower)]
    said = [heading for heading in theirs if _SAID.search(heading.lower)]
    others = [heading for heading in headings if _SAID.search(heading.lower) and heading not in theirs]
    if len(said) != 1 or not others:
        return block
    columns = {heading.column: name for heading in theirs if (name := _meaning(heading))}
    changed = tuple(replace(h, fields=(columns[h.column],)) if h.column in columns else h for h in headings)
    return replace(block, header=replace(block.header, headings=changed))


def _meaning(heading: Heading) -> str:
    for pattern, name in _MEANS:
        if pattern.search(heading.lower):
            return name
    return _DATE if _DATED.search(heading.lower) else ""
