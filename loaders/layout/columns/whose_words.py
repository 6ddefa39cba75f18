"""住户意愿 beside another column of stances is what the occupants say; alone it is what the sheet says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from socialgraph.loaders.layout.blocks import Block
from socialgraph.loaders.layout.header_rows import Heading
from socialgraph.loaders.values.words.dialects import in_standard_words
from socialgraph.loaders.values.words.heading_keys import heading_key, without_inner_bracket
from socialgraph.loaders.values.words.pipes import STANCE_FIELDS

_OF_OCCUPANTS = re.compile(
    r"^(?:现|实际?)?(?:居?住(?:户|客|人|的人|者|家)|使用(?:人|者|方))|^(?:[租房][客户]|租[房住]的?人?|承租(?:人|户|方)?|在住)"
)
_OF_TENANTS = re.compile(r"^(?:租[客户]|房客|承租人|居住人|使用人|现住人)")
_OF_OWNERS = re.compile(r"业主|产权人|房主|户主|房东")
SAID = re.compile(r"意愿|意见|态度|肯不肯|同意|[咋怎]么?说|说法|表态|口风|的话$")
_MEANS = ((SAID, "occupant_stance"), (re.compile(r"原因|理由|顾虑"), "occupant_reasons"))
_DATED = re.compile(r"日期|日子|表态日|时间|日$|哪天|几号")
_DATE = "occupant_date"
_BECAUSE = re.compile(r"^(?:说法|原话|怎么说的?|说了?什么|理由|原因|顾虑|要求|条件|具体|具体说法|说明|详情)$")


def with_whose_words(block: Block) -> Block:
    """The block with the occupants' own columns of stance, reasons and date, where the owners' stand beside them."""
    headings = block.header.headings
    theirs = [heading for heading in headings if _is_theirs(heading)]
    opinions = [heading for heading in theirs if SAID.search(heading.lower) and not _of_one_pipe(heading)]
    others = [h for h in headings if h not in theirs and _asks(h)]
    if len(opinions) != 1 or not others:
        return block
    columns = {heading.column: name for heading in theirs if (name := _meaning(heading))}
    columns |= _because(headings, opinions[0], others) | _dated(headings, opinions[0], others)
    changed = tuple(replace(h, fields=(columns[h.column],)) if h.column in columns else h for h in headings)
    return replace(block, header=replace(block.header, headings=changed))


def says_of_occupants(heading: str) -> bool:
    """Whether a column is of what those who live there say: 租户意见, not 租户电话 nor 承租人/业主意见."""
    return bool(_OF_OCCUPANTS.match(heading) and SAID.search(heading)) and not _OF_OWNERS.search(heading)


def _of_one_pipe(heading: Heading) -> bool:
    return any(name.startswith("occupant_stance_") for name in heading.fields)


def _asks(heading: Heading) -> bool:
    """Whether a column is of opinions: by its heading, or as one of a column a pipe."""
    verb = SAID.search(heading.upper or heading.group or heading.lower)
    return bool(verb) or any(name in STANCE_FIELDS for name in heading.fields)


def _is_theirs(heading: Heading) -> bool:
    upper, lower = heading.upper or heading.group, in_standard_words(without_inner_bracket(heading.lower))
    if _OF_OWNERS.search(lower):
        return False  # 承租人/业主意见: whoever holds the flat
    return bool(_OF_OCCUPANTS.match(lower) or _OF_TENANTS.match(upper))


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


def _dated(headings: Sequence[Heading], theirs: Heading, others: Sequence[Heading]) -> dict[int, str]:
    """业主意见 | 理由 | 日期 | 租户意见 | 理由 | 日期: of two equal days the one behind their opinion is theirs."""
    first = min(heading.column for heading in others)
    days = [heading for heading in headings if _DATED.search(heading.lower) and not _is_theirs(heading)]
    own, behind = ([h for h in days if h.column > at] for at in (first, theirs.column))
    own = [heading for heading in own if heading.column < theirs.column]
    if first > theirs.column or len(own) != 1 or len(behind) != 1:
        return {}
    if heading_key(own[0].lower) != heading_key(behind[0].lower):
        return {}
    return {own[0].column: "survey_date", behind[0].column: _DATE}


def _meaning(heading: Heading) -> str:
    for pattern, name in _MEANS:
        if pattern.search(heading.lower):
            return name
    return _DATE if _DATED.search(heading.lower) else ""
