"""One row that holds several rounds, told apart by what stands above: 第一轮 日期 态度 | 第二轮 日期 态度 变化.

Or by a column that says in which month everybody was asked once more (6月复问), beside one of what they said first.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from itertools import pairwise

from socialgraph.loaders.files.grids import Grid
from socialgraph.loaders.layout.blocks import Block
from socialgraph.loaders.layout.columns.samples import sampled
from socialgraph.loaders.layout.header_rows import Heading
from socialgraph.loaders.layout.weighing.readings import field_share
from socialgraph.loaders.values.profiles import shares
from socialgraph.loaders.values.text import squeeze
from socialgraph.loaders.values.words.heading_keys import normalised
from socialgraph.loaders.values.words.pipes import STANCE_FIELDS

_ROUND = re.compile(r"第?[一二三四五1-5][轮次回趟遍]|[首初]次?[访轮次]|[复再回]访|(?:上|下)一?[轮次回]")
_ONLY_A_ROUND = re.compile(r"第?[一二三四五1-5][轮次回趟遍](?:意见|态度|表态|结果|摸底|征询|征求)?")
_DAY = re.compile(r"日期|时间|日子|哪天|几号")
_LEAST_SHARED = 3
_AGAIN = re.compile(
    r"^(?:20\d\d年)?\d{1,2}月(?:份|底|初|[上中下]旬)?(?:第?[二三四两]次|再次?|又|[复回重追补])[问访询征谈](?:一[次遍])?"
    r"(?:的?(?:意见|态度|结果|情况|表态))?$"
)
# a column that only says when it was asked (3月问的, 4月底问（4/27）): one of several such, and none is the first word
_ASKED_THEN = re.compile(
    r"^(?:20\d\d年)?\d{1,2}月(?:份|底|初|中|[上中下]旬|\d{1,2}[日号])?(?:时|里)?(?:那[次回])?[问访征摸](?:一[次遍])?(?:的|到的|过的)?$"
)
_DAY_BESIDE = re.compile(r"[(（][^()（）]*[)）]$")
_PLACES = frozenset(("compound", "building", "door", "floor", "room", "address_full"))
_LEAST, _SAID = 3, 0.8
_BOTH, _REASONS = 2, 0.5
_ASKED_STANCE = frozenset(("stance", *STANCE_FIELDS))


def rounds_of(grid: Grid, block: Block) -> list[Block]:
    """The block as one table a round, by what stands above its headings and by columns of later months."""
    rounds = _rounds_beside(grid, block) or _rounds_above(block)
    return [part for of_round in rounds for part in _asked_again(grid, of_round)]


def _rounds_beside(grid: Grid, block: Block) -> list[Block]:
    """第一轮 | 原因 | 日期 | 第二轮 | 原因 | 日期: a table a round, whose own column holds what was said; else [].

    Each round's column is followed by the same headings, a day among them, and most of its cells are stances.
    """
    headings = sorted(block.header.headings, key=lambda h: h.column)
    starts = [place for place, h in enumerate(headings) if _ONLY_A_ROUND.fullmatch(normalised(h.lower))]
    if len(starts) < 2 or len({step - at for at, step in pairwise(starts)}) > 1:
        return []
    length = starts[1] - starts[0]
    groups = [headings[at : at + length] for at in starts]
    behind = [[normalised(heading.lower) for heading in group[1:]] for group in groups]
    if any(texts != behind[0] for texts in behind) or not any(map(_DAY.search, behind[0])):
        return []
    if not all(_says_stances(grid, block, group[0]) for group in groups):
        return []
    return _tables_of(block, [[replace(group[0], fields=("stance",)), *group[1:]] for group in groups])


def _rounds_above(block: Block) -> list[Block]:
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
    return _tables_of(block, [[replace(h, upper="", group="") for h in own] for own in rounds.values()])


def _tables_of(block: Block, rounds: list[list[Heading]]) -> list[Block]:
    """A table a round, with the columns outside of all rounds, of the rows that fill a column of its own."""
    of_rounds = {heading.column for own in rounds for heading in own}
    parts = []
    for place, own in enumerate(rounds):
        columns = {heading.column: heading for heading in own}
        headings = tuple(
            columns.get(h.column, h) for h in block.header.headings if h.column in columns or h.column not in of_rounds
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


def _asked_again(grid: Grid, block: Block) -> list[Block]:
    """The block, and behind it a table of flats and later words for each such column, whose month stands above it."""
    later = [heading for heading in block.header.headings if _is_later(grid, block, heading, _AGAIN)]
    if not later:  # that everybody was asked then says nothing, unless they were asked then once more
        later = [heading for heading in block.header.headings if _is_later(grid, block, heading, _ASKED_THEN)]
        later = later if len(later) >= _BOTH else []
    places = [h for h in block.header.headings if set(h.fields) & _PLACES] or _addresses(grid, block)
    if not later or not places or len(block.header.headings) <= len(places) + len(later):
        return [block]
    said = {heading.column for heading in block.header.headings if _ASKED_STANCE & set(heading.fields)}
    said -= {heading.column for heading in later}
    because = [] if said or len(later) < _BOTH else _because(grid, block, later[-1])
    columns = {heading.column for heading in (*later, *because)}
    unread = tuple(replace(h, fields=()) if h.column in columns else h for h in block.header.headings)
    if len(later) >= _BOTH and not said:  # evidence would take one of them for the first word
        unread = tuple(heading for heading in unread if heading.column not in columns)
    first = replace(block, header=replace(block.header, headings=unread))
    return [first, *(_of_month(block, heading, [*places, *because]) for heading in later)]


def _addresses(grid: Grid, block: Block) -> list[Heading]:
    """The first column of a heading that may be several places (门牌), if whole addresses stand below it."""
    first = block.header.headings[0]
    whole = not first.fields and shares(list(sampled(grid, block, first.column)))["address"] >= _SAID
    return [replace(first, fields=("address_full",))] if whole else []


def _because(grid: Grid, block: Block, last: Heading) -> list[Heading]:
    """The column of reasons right behind the words of several months: of each of them."""
    behind = [heading for heading in block.header.headings if heading.column == last.column + 1]
    return [
        replace(heading, fields=("reasons",))
        for heading in behind
        if heading.fields in ((), ("reasons",), ("concern",))
        and field_share("reasons", [t for t in sampled(grid, block, heading.column) if squeeze(t)]) >= _REASONS
    ]


def _of_month(block: Block, heading: Heading, others: list[Heading]) -> Block:
    headings = (*others, replace(heading, fields=("stance",)))
    header = replace(block.header, headings=tuple(sorted(headings, key=lambda h: h.column)))
    return replace(
        block,
        header=header,
        block_title=heading.lower,
        needed=frozenset((heading.column,)),
        skipped=Counter(),
    )


def _is_later(grid: Grid, block: Block, heading: Heading, when: re.Pattern[str]) -> bool:
    if heading.fields not in ((), ("stance",)) or not when.match(_DAY_BESIDE.sub("", normalised(heading.lower))):
        return False
    return _says_stances(grid, block, heading)


def _says_stances(grid: Grid, block: Block, heading: Heading) -> bool:
    texts = [text for text in sampled(grid, block, heading.column) if squeeze(text)]
    return len(texts) >= _LEAST and field_share("stance", texts) >= _SAID
