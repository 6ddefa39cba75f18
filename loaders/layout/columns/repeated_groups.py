"""One row that holds several: tables side by side, 第一次走访 | 第二次走访, 信任的人1 … 信任的人2 …"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace

from socialgraph.loaders.layout.blocks import Block
from socialgraph.loaders.layout.header_rows import Heading
from socialgraph.loaders.layout.row_kinds import says_place
from socialgraph.loaders.values.words.heading_keys import normalised
from socialgraph.loaders.values.words.pipes import pipe_named

_NUMBERED = re.compile(r"^\D+(?P<number>\d{1,2})\D*$")
_AGAIN = {"stance_again": "stance", "reasons_again": "reasons", "date_again": "survey_date"}
_WHOLE = frozenset(("room", "address_full", "name"))


def parts_of(block: Block) -> list[Block]:
    """The block as one table for each group of columns that repeats; the block itself where none does.

    Columns outside the groups (the address) belong to every part; a part has only rows that fill its own group.
    """
    headings = [heading for heading in block.header.headings if heading.fields]
    block, headings = _first_of_all(block, headings)
    again = _again(headings)
    groups = again or _side_by_side(headings) or _alike(headings, _upper) or _alike(headings, _number)
    if not groups:
        return [block]
    grouped = {heading.column for group in groups for heading in group}
    parts = []
    for place, group in enumerate(groups):
        own = {heading.column: heading for heading in group}
        kept = tuple(own.get(h.column, h) for h in block.header.headings if h.column in own or h.column not in grouped)
        parts.append(
            replace(
                block,
                block_title=_caption(block, group) or block.block_title,
                header=replace(block.header, headings=kept),
                needed=frozenset() if again and place == 0 else frozenset(own),
                skipped=block.skipped if place == 0 else Counter(),
            )
        )
    return parts


def _first_of_all(block: Block, headings: list[Heading]) -> tuple[Block, list[Heading]]:
    """复核意见 where nothing was said before is what was said."""
    if any(heading.fields[0] == "stance" for heading in headings):
        return block, headings
    means = {h.column: _AGAIN[h.fields[0]] for h in headings if h.fields[0] in _AGAIN}
    plain = tuple(replace(h, fields=(means[h.column],)) if h.column in means else h for h in block.header.headings)
    return replace(block, header=replace(block.header, headings=plain)), [h for h in plain if h.fields]


def _again(headings: list[Heading]) -> list[list[Heading]]:
    """What was said first, and what the office confirmed to be said again, as the same fields."""
    again = [heading for heading in headings if heading.fields[0] in _AGAIN]
    first = [heading for heading in headings if heading.fields[0] in {*_AGAIN.values(), "date", "signed"}]
    if not again or not any(heading.fields == ("stance_again",) for heading in again):
        return []
    return [first, [replace(heading, fields=(_AGAIN[heading.fields[0]],)) for heading in again]]


def _side_by_side(headings: list[Heading]) -> list[list[Heading]]:
    """Whole tables beside each other under the same headings."""
    for count in (2, 3, 4):
        length, rest = divmod(len(headings), count)
        groups = [headings[place * length : (place + 1) * length] for place in range(count)]
        alike = all([h.fields for h in group] == [h.fields for h in groups[0]] for group in groups)
        if not rest and length >= 2 and alike and any(_WHOLE & set(h.fields) for h in groups[0]):
            return groups
    return []


def _caption(block: Block, group: list[Heading]) -> str:
    """The place or the pipe above a group of columns: 5号楼1单元 beside 5号楼2单元, 上水 beside 厨房下水."""
    texts = [heading.group for heading in group if heading.group]
    texts += [text for column, text in block.captions.items() if group[0].column <= column <= group[-1].column]
    return next((text for text in texts if says_place(text) or pipe_named(text)), "")


def _upper(heading: Heading) -> str:
    return normalised(heading.group)


def _number(heading: Heading) -> str:
    match = _NUMBERED.match(normalised(heading.lower))
    return match["number"] if match else ""


def _alike(headings: list[Heading], key: Callable[[Heading], str]) -> list[list[Heading]]:
    """Groups of at least two columns that mean the same fields in the same order, told apart by `key`."""
    groups: dict[str, list[Heading]] = {}
    for heading in headings:
        if mark := key(heading):
            groups.setdefault(mark, []).append(heading)
    by_fields: dict[tuple[tuple[str, ...], ...], list[list[Heading]]] = {}
    for group in groups.values():
        by_fields.setdefault(tuple(h.fields for h in group), []).append(group)
    repeated = [alike for fields, alike in by_fields.items() if len(fields) >= 2 and len(alike) >= 2]
    return repeated[0] if len(repeated) == 1 else []
