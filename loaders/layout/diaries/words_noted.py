"""Words of neighbours as somebody noted them at a round of tea: 日期 | 谁 | 门牌 | 说的话, a line a speaker.

Who visits goes to many flats; whoever speaks for a home is of one, and no one else speaks for it. Only where nothing
says how anybody went there, or what came of it.
"""

from __future__ import annotations

import re
from dataclasses import replace

from socialgraph.loaders.files.grids import Grid
from socialgraph.loaders.layout.blocks import Block
from socialgraph.loaders.layout.columns.samples import sampled
from socialgraph.loaders.layout.header_rows import Heading
from socialgraph.loaders.layout.weighing.readings import field_share, person_share
from socialgraph.loaders.values.profiles import shares
from socialgraph.loaders.values.text import squeeze
from socialgraph.loaders.values.words.heading_keys import heading_key

_SPEAKER = re.compile(r"^(?:谁|哪[个位]|[谁哪]个?[说讲](?:的|话)|说话(?:的|人|的人)|发言人?|讲话人)$")
_WORDS = re.compile(
    r"^(?:[说讲](?:的|了|过的?)?(?:话|什么|啥|么子)|原话|话|怎么[说讲]的?|[咋咋个][说讲]的?|发言(?:内容)?)$"
)
_DAY = re.compile(r"^(?:日期|日子|时间|哪[天日]|几号)$")
_LEAST, _MOSTLY, _SAID = 4, 0.8, 0.6


def with_words_noted(grid: Grid, block: Block) -> Block:
    """The block as a survey of what was said that day, where it is such a list; else the block itself."""
    headings = block.header.headings
    by_meaning = [[h for h in headings if what.match(heading_key(h.lower))] for what in (_SPEAKER, _WORDS, _DAY)]
    rest = [h for h in headings if not any(h in found for found in by_meaning)]
    if block.kind or block.settled or [len(found) for found in by_meaning] != [1, 1, 1] or len(rest) != 1:
        return block
    (who,), (words,), (day,) = by_meaning
    if not _speaks_for_one_home(grid, block, who, rest[0]) or not _are_words(grid, block, words):
        return block
    means = {who: "respondent_name", words: "stance", day: "survey_date", rest[0]: "address_full"}
    changed = tuple(replace(h, fields=(means[h],)) for h in headings)
    return replace(block, header=replace(block.header, headings=changed), kind="survey", weighed=True)


def _speaks_for_one_home(grid: Grid, block: Block, who: Heading, place: Heading) -> bool:
    """Whether every line has one person and one flat, nobody speaks for two flats and nobody else for theirs."""
    cells = [grid.rows[number] for number in block.rows]
    lines = [
        (squeeze(row[who.column].text), squeeze(row[place.column].text))
        for row in cells
        if who.column in row and place.column in row
    ]
    names, homes = {name for name, _ in lines}, {home for _, home in lines}
    if len(homes) < _LEAST or not len(names) == len(homes) == len(set(lines)):
        return False
    return person_share(sorted(names)) == 1 and shares(sorted(homes))["address"] >= _MOSTLY


def _are_words(grid: Grid, block: Block, words: Heading) -> bool:
    return field_share("stance", [text for text in sampled(grid, block, words.column) if squeeze(text)]) >= _SAID
