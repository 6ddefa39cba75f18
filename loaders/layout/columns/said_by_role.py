"""产权人 | 租客 over 已签 | 再想想: columns headed by who speaks hold what they say, and no names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from socialgraph.loaders.files.grids import Grid
from socialgraph.loaders.layout.blocks import Block
from socialgraph.loaders.layout.columns.samples import sampled
from socialgraph.loaders.layout.header_rows import Heading
from socialgraph.loaders.layout.weighing.readings import field_share, person_share
from socialgraph.loaders.values.text import squeeze
from socialgraph.loaders.words.pipes import STANCES_AND_SIGNED

_OWNERS = frozenset(("owner_name", "head_name", "holder_name", "public_lessee_name"))
_OCCUPANTS = frozenset(("tenant_name", "occupant_name"))
_LEAST_CELLS, _LEAST_BESIDE = 4, 2  # of the owners' column, and of the tenants' beside it
_SAID, _MOST_NAMES = 0.8, 0.2


def with_words_of_roles(grid: Grid, block: Block) -> Block:
    """The block with the owners' and the occupants' stance for columns headed by them whose cells are stances."""
    headings = block.header.headings
    if any(name in STANCES_AND_SIGNED for heading in headings for name in heading.fields):
        return block
    owners = [h for h in headings if set(h.fields) & _OWNERS and _are_stances(grid, block, h, _LEAST_CELLS)]
    if len(owners) != 1:
        return block
    theirs = [h for h in headings if set(h.fields) & _OCCUPANTS and _are_stances(grid, block, h, _LEAST_BESIDE)]
    means = {owners[0].column: "stance"} | ({theirs[0].column: "occupant_stance"} if len(theirs) == 1 else {})
    changed = tuple(replace(h, fields=(means[h.column],)) if h.column in means else h for h in headings)
    return replace(block, header=replace(block.header, headings=changed))


def _are_stances(grid: Grid, block: Block, heading: Heading, least: int) -> bool:
    if heading.settled or heading.upper or heading.group:  # below a heading of opinions: `givers_below`
        return False
    texts: Sequence[str] = [text for text in sampled(grid, block, heading.column) if squeeze(text)]
    return len(texts) >= least and field_share("stance", texts) >= _SAID and person_share(texts) <= _MOST_NAMES
