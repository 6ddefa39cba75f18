"""愿意听的人 over 姓名 | 住址: below a heading that asks whom somebody hears stand that one's name and address."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from socialgraph.loaders.files.grids import Grid
from socialgraph.loaders.layout.blocks import Block
from socialgraph.loaders.layout.columns.samples import NO_ANSWER_CODES, NO_ANSWERS, sampled
from socialgraph.loaders.layout.header_rows import Heading
from socialgraph.loaders.layout.weighing.readings import person_share
from socialgraph.loaders.values.households import person_and_place
from socialgraph.loaders.values.names import name_and_address
from socialgraph.loaders.values.profiles import shares
from socialgraph.loaders.values.words.heading_keys import heading_key
from socialgraph.loaders.values.words.outcomes import survey_outcome

_HEARD = re.compile(
    r"(?:听|信(?:得过|任|服)?|服|推荐|提名|说得上话|想找|愿意找).{0,4}(?:人|谁|哪个|哪位|边个|邻居|街坊|对象)"
)
_HEARS = re.compile(r"听|信(?:得过|任|服)|服|推荐|提名|说话管用|说得上话")
# one question of a questionnaire: whom somebody hears, that person's name where the one before only asked whether
_ASKS_WHOM = re.compile(
    r"(?:听|信(?:得过|任|服)|服|说得上话).{0,8}(?:谁|哪[位个]|邻居|街坊|邻里|的人)|(?:谁|哪[位个]|邻居|街坊).{0,12}(?:听|信得过|信任)"
    # 您觉得谁来沟通比较放心, 您希望由谁来谈
    r"|(?:谁|哪[位个])(?:来|去|上门).{0,4}(?:沟通|[谈讲说聊劝]).{0,6}(?:放心|合适|[更最]好|管用)|(?:希望|愿意|想)由?(?:谁|哪[位个])[来去].{0,4}(?:沟通|[谈讲说聊劝])"
)
_ASKS_NAME = re.compile(r"^(?:这|那|该)[位个]|^上[一述]?题.*(?:谁|姓名|名字)")
_ASKED = re.compile(r"[您你]|^(?:这|那|该)[位个]|^上[一述]?题")
_OF_THAT_ONE = re.compile(r"TA|(?<!其)[他她]|(?:这|那|该)[位个]|对方|你们|彼此", re.I)
_ASKS_KIND = re.compile(r"关系|认识|来往|交情|主要是$")
_ASKS_HOW_CLOSE = re.compile(r"程度|亲近|多熟|熟不熟|远近|多近")
_NOBODY = re.compile(r"没有|[没冇]得|[不别]")
_NO_ANSWERS = NO_ANSWERS | NO_ANSWER_CODES
_SAYS, _SAYS_WHO = 0.6, 0.25
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


def with_asked_trust(grid: Grid, block: Block) -> Block:
    """A questionnaire with its one question whom somebody hears, and what it asks of that neighbour.

    Where it asks more of that one than what the two are to each other and how close, nothing of it is read: the kind
    of tie may stand there.
    """
    headings = block.header.headings
    open_ones = [h for h in headings if not h.fields and not h.settled]
    asked = [h for h in open_ones if _ASKED.search(heading_key(h.lower))]
    whom = [h for h in asked if _ASKS_WHOM.search(key := heading_key(h.lower)) and not _ASKS_HOW_CLOSE.search(key)]
    if len(whom) != 1 or any("alter_name" in h.fields for h in headings):
        return block
    behind = [h for h in headings if h.column > whom[0].column]
    means = _asked_names(grid, block, whom[0], behind[0] if behind else None)
    for heading in behind if means else ():
        key = heading_key(heading.lower)
        if heading.column in means or heading.fields or not (_OF_THAT_ONE.search(key) or _ASKS_KIND.search(key)):
            continue
        name = "strength" if _ASKS_HOW_CLOSE.search(key) else "kind" if _ASKS_KIND.search(key) else ""
        if not name or name in means.values():
            return block
        means[heading.column] = name
    changed = tuple(replace(h, fields=(means[h.column],)) if h.column in means else h for h in headings)
    return replace(block, header=replace(block.header, headings=changed), kind="survey", weighed=True)


def _asked_names(grid: Grid, block: Block, whom: Heading, behind: Heading | None) -> dict[int, str]:
    """The column of those who are named, and that which only says whether anybody is; {} where nobody is named."""
    asked = [h for h in (whom, behind) if h is not None]
    cells = {h.column: [t for t in sampled(grid, block, h.column) if t and t not in _NO_ANSWERS] for h in asked}
    named = {column: [t for t in texts if person_share([person_and_place(t)[0]])] for column, texts in cells.items()}
    says = [t for t in cells[whom.column] if t in named[whom.column] or _NOBODY.match(t) or survey_outcome(t)]
    if not says or len(says) < _SAYS * len(cells[whom.column]):
        return {}
    if len(named[whom.column]) >= _SAYS_WHO * len(says):
        return {whom.column: "alter_name"}
    if behind is None or not _ASKS_NAME.search(heading_key(behind.lower)):
        return {}
    return {whom.column: "outcome", behind.column: "alter_name"} if named[behind.column] else {}


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
