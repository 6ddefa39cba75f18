"""业主意见 over 水管 | 厨房污水 | 厕所污水: a column a pipe below a heading of opinions, none an answer to tick."""

from __future__ import annotations

from dataclasses import replace

from socialgraph.loaders.layout.blocks import Block
from socialgraph.loaders.layout.header_rows import Heading
from socialgraph.loaders.words.heading_keys import heading_key, kind_headings
from socialgraph.loaders.words.pipes import COLUMN_OF_PIPE, pipe_named

_FIELDS = {pipe: f"stance_{column}" for pipe, column in COLUMN_OF_PIPE.items()}
_WATER = frozenset(("水管", "水", "水喉", "上水管", "自来水管", "清水"))  # beside columns of sewage it is the supply


def with_pipes_below(block: Block) -> Block:
    """The block with the stance on its pipe under each heading of such a group."""
    headings = block.header.headings
    means: dict[int, str] = {}
    for upper in {heading.upper or heading.group for heading in headings} - {""}:
        if "stance" not in kind_headings()["survey"].get(heading_key(upper), ()):
            continue
        pipes = {h.column: _pipe(h) for h in headings if (h.upper or h.group) == upper}
        if len(pipes) > 1 and len(set(pipes.values())) == len(pipes) and all(pipes.values()):
            means |= pipes
    changed = tuple(replace(h, fields=(means[h.column],), answer="") if h.column in means else h for h in headings)
    return replace(block, header=replace(block.header, headings=changed)) if means else block


def _pipe(heading: Heading) -> str:
    key = heading_key(heading.lower)
    return "stance_supply" if key in _WATER else _FIELDS.get(pipe_named(key), "")
