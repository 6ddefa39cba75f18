"""产权人 | 租客 over 已签 | 再想想: columns headed by who speaks hold what they say, and no names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from socialgraph.loaders.files.grids import Grid
from socialgraph.loaders.layout.blocks import Block
from socialgraph.loaders.layout.columns.samples import sampled
from socialgraph.loaders.layout.header_rows import Heading
from socialgraph.loaders.layout.weighing.readings import field_share, person_share
from socialgraph.loaders.values.text import squeeze
from socialgraph.loaders.values.words.pipes import STANCES_AND_SIGNED, pipe_named

_OWNERS = frozenset(("owner_name", "head_name", "holder_name", "public_lessee_name"))
_OCCUPANTS = frozenset(("tenant_name", "occupant_name"))
_LEAST_CELLS, _LEAST_BESIDE = 4, 2  # of the owners' column, and of the tenants' beside it
_SAID, _MOST_NAMES = 0.8, 0.2
_LEAST_PIPES = _LEAST_ROLES = 2
_ROLES = {  # what stands below a pipe
    "occupant_stance": re.compile(r"^(?:租[户客]|房客|实住人?|住户|现住人?|使用人)(?:的?(?:意见|态度|意愿))?$"),
    "stance": re.compile(
        r"^(?:业主|房[东主]|产权人|户主|承租人|屋主|业主[/、]?承租人)(?:的?(?:意见|态度|意愿))?$|^(?:意见|态度|意愿)$"
    ),
    "reasons": re.compile(r"^(?:主要)?(?:顾虑|原因|理由|担心|难处)(?:代码|编号)?$"),
    "survey_date": re.compile(
        r"^(?:征询|登记|表态|签字)?(?:日期|时间|日子)$|^(?:哪一?天|啥时候|什么时候|何时|几号)(?:说|问|签|定)?的?$"
    ),
}


def with_words_of_roles(grid: Grid, block: Block) -> Block:
    """The block with the owners' and the occupants' stance for columns headed by them whose cells are stances."""
    if (below := _roles_below_pipes(block)) is not None:
        return below
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


def _roles_below_pipes(block: Block) -> Block | None:
    """上水 | 厨房下水 over 业主 | 租户 | 顾虑 each: whoever speaks, of that pipe; `parts_of` takes the pipes apart.

    None unless two pipes or more have the same roles below them.
    """
    roles: dict[str, tuple[str, ...]] = {}
    means: dict[int, str] = {}
    for heading in block.header.headings:
        above = heading.upper or heading.group
        if not pipe_named(above) or heading.settled:
            continue
        name = next((name for name, word in _ROLES.items() if word.search(squeeze(heading.lower))), "")
        if not name:
            return None
        means[heading.column] = name
        roles[above] = (*roles.get(above, ()), name)
    pipes = {pipe_named(above) for above in roles}
    if len(pipes) < _LEAST_PIPES or len(pipes) != len(roles) or len(set(roles.values())) != 1:
        return None
    if any(
        len(set(names)) != len(names) or "stance" not in names or len(names) < _LEAST_ROLES for names in roles.values()
    ):
        return None
    changed = tuple(
        replace(h, fields=(means[h.column],), group=h.group or h.upper) if h.column in means else h
        for h in block.header.headings
    )
    return replace(block, header=replace(block.header, headings=changed))


def _are_stances(grid: Grid, block: Block, heading: Heading, least: int) -> bool:
    if heading.settled or heading.upper or heading.group:  # below a heading of opinions: `givers_below`
        return False
    texts: Sequence[str] = [text for text in sampled(grid, block, heading.column) if squeeze(text)]
    return len(texts) >= least and field_share("stance", texts) >= _SAID and person_share(texts) <= _MOST_NAMES
