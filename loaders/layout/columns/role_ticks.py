"""党员 | 志愿者 | 居民代表 over ticks beside a name: a column a role, each answered by its own heading."""

from __future__ import annotations

from dataclasses import replace

from socialgraph.loaders.files.grids import Grid
from socialgraph.loaders.layout.blocks import Block
from socialgraph.loaders.layout.columns.samples import sampled
from socialgraph.loaders.layout.header_rows import Heading
from socialgraph.loaders.values.profiles import shares
from socialgraph.loaders.values.text import squeeze
from socialgraph.loaders.values.words.heading_keys import heading_key
from socialgraph.loaders.values.words.lexicon import Words
from socialgraph.loaders.values.words.pipes import STANCES_AND_SIGNED

_ALL_TICKS = 0.95
_ROLES = frozenset(("roles", "political_status", "party_member_status"))
_OF_HOUSEHOLDS = STANCES_AND_SIGNED | {"owner_name", "head_name", "ownership_type", "occupancy"}


def with_role_ticks(grid: Grid, block: Block) -> Block:
    """The block with `roles` for columns of ticks headed by a role, in a list of people and none of households."""
    headings = block.header.headings
    fields = {name for heading in headings for name in heading.fields}
    if "name" not in fields or fields & _OF_HOUSEHOLDS:
        return block
    roles = {heading.column for heading in headings if _is_role(heading) and _are_ticks(grid, block, heading)}
    if not roles:
        return block
    changed = tuple(replace(h, fields=("roles",), answer=h.lower) if h.column in roles else h for h in headings)
    return replace(block, header=replace(block.header, headings=changed))


def _is_role(heading: Heading) -> bool:
    known = not heading.fields or set(heading.fields) <= _ROLES
    role = heading_key(heading.lower).removeprefix("是否")
    return known and not heading.settled and Words().code("role_tag", role) is not None


def _are_ticks(grid: Grid, block: Block, heading: Heading) -> bool:
    texts = [text for text in sampled(grid, block, heading.column) if squeeze(text)]
    return bool(texts) and shares(texts)["tick"] >= _ALL_TICKS
