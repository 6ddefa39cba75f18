"""One row that holds several rounds, told apart by what stands above: 第一轮 日期 态度 | 第二轮 日期 态度 变化."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from socialgraph.loaders.layout.blocks import Block
from socialgraph.loaders.layout.header_rows import Heading
from socialgraph.loaders.values.words.heading_keys import normalised

_ROUND = re.compile(r"第?[一二三四五1-5][轮次回趟遍]|[首初]次?[访轮次]|[复再回]访|(?:上|下)一?[轮次回]")
_DAY = re.compile(r"日期|时间|日子|哪天|几号")
_LEAST_SHARED = 3


def rounds_of(block: Block) -> list[Block]:
    """The block as one table a round; the block itself where no rounds stand above its headings.

    Rounds need not hold the same columns (only the second says what has changed), but at least a day and two others.
    Columns outside of them belong to every round; a round has only rows that fill something of its own.
    """
    rounds: dict[str, list[Heading]] = {}
    for heading in block.header.headings:
        if heading.group and _ROUND.search(normalised(heading.group)):
            rounds.setdefault(normalised(heading.group), []).append(heading)
    if len(rounds) < 2:
        return [block]
    shared = set.intersection(*({normalised(h.lower) for h in own} for own in rounds.values()))
    if len(shared) < _LEAST_SHARED or not any(_DAY.search(text) for text in shared):
        return [block]
    of_rounds = {heading.column for own in rounds.values() for heading in own}
    parts = []
    for place, own in enumerate(rounds.values()):
        columns = {heading.column for heading in own}
        headings = tuple(
            replace(h, upper="", group="") if h.column in columns else h
            for h in block.header.headings
            if h.column in columns or h.column not in of_rounds
        )
        parts.append(
            replace(
                block,
                header=replace(block.header, headings=headings),
                needed=frozenset(columns),
                skipped=block.skipped if place == 0 else Counter(),
            )
        )
    return parts
