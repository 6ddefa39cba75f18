"""愿意听的人 over 姓名 | 住址: below a heading that asks whom somebody hears stand that one's name and address."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from socialgraph.loaders.files.grids import Grid
from socialgraph.loaders.layout.blocks import Block
from socialgraph.loaders.layout.columns.samples import sampled
from socialgraph.loaders.layout.header_rows import Heading
from socialgraph.loaders.layout.weighing.readings import person_share
from socialgraph.loaders.values.names import name_and_address
from socialgraph.loaders.values.profiles import shares
from socialgraph.loaders.words.heading_keys import heading_key

_HEARD = re.compile(
    r"(?:听|信(?:得过|任|服)?|服|推荐|提名|说得上话|想找|愿意找).{0,4}(?:人|谁|哪个|哪位|边个|邻居|街坊|对象)"
)
_HEARS = re.compile(r"听|信(?:得过|任|服)|服|推荐|提名|说话管用|说得上话")
_OWN = re.compile(r"本(?:人|户)|自己|答话|被问")
_MOSTLY = 0.7
_NAMES = frozenset(("name", "ego_name", "address_full", "ego_address", "head_name", "owner_name", "respondent_name"))
_ALTER = {
    "name": "alter_name",
    "ego_name": "alter_name",
    "address_full": "alter_address",
    "ego_address": "alter_address",
    "room": "alter_room",
    "door": "alter_door",
    "building": "alter_building",
}


def with_heard_people(grid: Grid, block: Block) -> Block:
    """The block with the other end of a tie below such a heading, where both name and place stand there.

    The one column of addresses and the one of names outside it are then of who answered.
    """
    headings = block.header.headings
    for upper in {heading.upper or heading.group for heading in headings} - {""}:
        if not _HEARD.search(heading_key(upper)) or _OWN.search(upper):
            continue
        inside = [h for h in headings if (h.upper or h.group) == upper]
        below = {h.column: _ALTER[h.fields[0]] for h in inside if len(h.fields) == 1 and h.fields[0] in _ALTER}
        if "alter_name" not in below.values() or not len(set(below.values())) == len(below) > 1:
            continue
        means = below | _of_who_answered(grid, block, [h for h in headings if h not in inside])
        changed = tuple(
            replace(h, fields=(means[h.column],), upper=upper if h in inside else h.upper) if h.column in means else h
            for h in headings
        )
        return replace(block, header=replace(block.header, headings=changed))
    return block


def _of_who_answered(grid: Grid, block: Block, others: Sequence[Heading]) -> dict[int, str]:
    texts = {h.column: list(sampled(grid, block, h.column)) for h in others if not h.fields or set(h.fields) <= _NAMES}
    places = [column for column, cells in texts.items() if shares(cells)["address"] >= _MOSTLY]
    people = [column for column, cells in texts.items() if person_share(cells) >= _MOSTLY]
    means = {places[0]: "ego_address"} if len(places) == 1 else {}
    return means | ({people[0]: "ego_name"} if len(people) == 1 else {})


def heard_and_known(grid: Grid, block: Block) -> list[Block]:
    """A register of ties as two, where whom one hears and whom one knows stand in columns of their own.

    听谁的 | 来往的人 | 关系 | 远近: the relation and how close are of whom stands beside them, not of whom one hears.
    """
    headings = block.header.headings
    heard = next((h for h in headings if h.fields == ("alter_name",) and _HEARS.search(heading_key(h.lower))), None)
    kind = next((place for place, h in enumerate(headings) if h.fields == ("kind",)), 0)
    if heard is None or not kind or headings[kind - 1].column <= heard.column or headings[kind - 1].fields:
        return []
    known = headings[kind - 1]
    if person_share([name_and_address(text)[0] for text in sampled(grid, block, known.column)]) < _MOSTLY:
        return []
    of_known = {known.column, *(h.column for h in headings if h.fields in (("kind",), ("strength",)))}
    of_heard = replace(
        block,
        header=replace(block.header, headings=tuple(h for h in headings if h.column not in of_known)),
        needed=frozenset((heard.column,)),
    )
    others = tuple(
        replace(h, fields=("alter_name",)) if h is known else h for h in headings if h.column != heard.column
    )
    of_others = replace(
        block, header=replace(block.header, headings=others), needed=frozenset((known.column,)), skipped=Counter()
    )
    return [of_heard, of_others]
