"""Which column of a block is which field, and what becomes of the columns that are none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from socialgraph.loaders.files.grids import Grid
from socialgraph.loaders.layout.blocks import Block
from socialgraph.loaders.layout.columns.riser_columns import looks_like_stacks, stack_field
from socialgraph.loaders.layout.header_rows import Heading
from socialgraph.loaders.layout.kinds import SheetKind
from socialgraph.loaders.layout.row_kinds import reads_as_instruction
from socialgraph.loaders.values.words.heading_keys import heading_key
from socialgraph.loaders.values.words.headings import FORBIDDEN_FIELDS, RUNNING_NUMBER, HeadingDictionary

SAMPLE = 60  # rows of a column that are looked at
_ROOM_LIKE = re.compile(r"^[-BbFf]?\d{1,5}[A-Za-z甲乙丙丁]?(?:室|号|户)?$")
_OUTCOME = re.compile(r"(?:结果|结论|变化)$")
_LAYOUT_LIKE = re.compile(r"[居室厅卫]")


@dataclass
class ColumnPlan:
    """What becomes of a block's columns."""

    columns: list[tuple[int, str]] = field(default_factory=list)  # (column, field), an earlier column wins
    headings: dict[str, Heading] = field(default_factory=dict)  # field -> its heading
    ambiguous: dict[str, tuple[str, ...]] = field(default_factory=dict)
    dropped: list[str] = field(default_factory=list)
    near_misses: dict[str, str] = field(default_factory=dict)
    instructions: int = 0
    repeated: list[str] = field(default_factory=list)
    answers: dict[int, str] = field(default_factory=dict)  # column of ticks -> what a tick says


def plan_columns(grid: Grid, block: Block, dictionary: HeadingDictionary) -> ColumnPlan:
    """The field of every column of a block, by its heading and, where that leaves a doubt, by its own cells."""
    plan = ColumnPlan()
    clear = {_by_cells(grid, block, h) for h in block.header.headings if len(h.fields) == 1}
    for heading in sorted(_outcome_first(block.header.headings), key=_is_ticked_role):
        fields = heading.fields
        if RUNNING_NUMBER in fields:
            continue
        if not fields or FORBIDDEN_FIELDS & set(fields):
            _drop(plan, heading, dictionary)
            continue
        if len(fields) > 1:
            fields = _settled(fields, clear, grid, block, heading.column)
        elif heading.answer:
            plan.answers[heading.column] = heading.answer
        else:
            fields = (_by_cells(grid, block, heading),)
        if len(fields) > 1:
            plan.ambiguous[heading.text] = fields
        for name in fields:
            _place(plan, heading, name)
    return plan


def _by_cells(grid: Grid, block: Block, heading: Heading) -> str:
    """The field of a heading that means one: of 厨房立管 over codes that of riser numbers, not of opinions."""
    name = heading.fields[0]
    if not heading.answer and stack_field(name) and looks_like_stacks(_sample(grid, block, heading.column)):
        return stack_field(name)
    return name


def _outcome_first(headings: Sequence[Heading]) -> Sequence[Heading]:
    """沟通情况 | 结果: what was said and what came of it, which is the result; the former where it is blank."""
    results = [heading for heading in headings if heading.fields == ("result",) and not heading.answer]
    outcomes = [heading for heading in results if _OUTCOME.search(heading_key(heading.lower))]
    if len(results) < 2 or len(outcomes) != 1 or outcomes == results[:1]:
        return headings
    others = [heading for heading in headings if heading is not outcomes[0]]
    others.insert(others.index(results[0]), outcomes[0])
    return others


def _is_ticked_role(heading: Heading) -> bool:
    """党员 over ticks is said beside what a column 类别 says, and comes behind it."""
    return bool(heading.answer) and heading.fields == ("roles",)


def _drop(plan: ColumnPlan, heading: Heading, dictionary: HeadingDictionary) -> None:
    if not heading.fields and reads_as_instruction(heading.text):
        plan.instructions += 1
        return
    plan.dropped.append(heading.text)
    near = dictionary.nearest(heading.lower) if not heading.fields else ""
    if near:
        plan.near_misses[heading.text] = near


def _place(plan: ColumnPlan, heading: Heading, name: str) -> None:
    """A second column of the same field: a second phone, or the other end of a tie, or a fallback."""
    if name in plan.headings:
        other_end = {
            "name": "alter_name",
            "address_full": "alter_address",
            "building": "alter_building",
            "door": "alter_door",
            "room": "alter_room",
            "ego_address": "alter_address",
        }
        if name == "phone" and "phone_alt" not in plan.headings:
            name = "phone_alt"
        elif name in other_end and {"alter_name", "kind"} & set(plan.headings) and other_end[name] not in plan.headings:
            name = other_end[name]
        elif not (heading.answer and plan.headings[name].answer):
            plan.repeated.append(heading.text)
    plan.headings.setdefault(name, heading)
    plan.columns.append((heading.column, name))


def _settled(fields: tuple[str, ...], clear: set[str], grid: Grid, block: Block, column: int) -> tuple[str, ...]:
    """An ambiguous heading, as far as the other headings and its own cells leave no doubt."""
    left = tuple(name for name in fields if name not in clear) or fields[-1:]
    if set(left) == {"room", "dossier_no"}:
        return ("dossier_no",) if {"room", "address_full"} & clear else ("room",)
    if set(left) == {"room", "house_no"}:
        return ("house_no",) if {"room", "address_full"} & clear else ("room",)
    if set(left) == {"stance", "concern"}:
        return ("concern",) if any(name.startswith("stance_") for name in clear) or "measure" in clear else ("stance",)
    filled = _sample(grid, block, column)
    if set(left) == {"room", "address_full"}:
        room_like = sum(1 for text in filled if _ROOM_LIKE.match(text))
        return ("room",) if 2 * room_like >= len(filled) else ("address_full",)
    if set(left) == {"floor", "total_floors"}:
        return ("floor",) if len(set(filled)) > 1 else ("total_floors",)
    if set(left) == {"layout", "ownership_type"}:
        rooms = sum(1 for text in filled if _LAYOUT_LIKE.search(text))
        return ("layout",) if 2 * rooms >= len(filled) else ("ownership_type",)
    return left


def _sample(grid: Grid, block: Block, column: int) -> list[str]:
    """What stands in the first rows of a column."""
    texts = [grid.rows[number][column].text.strip() for number in block.rows[:SAMPLE] if column in grid.rows[number]]
    return [text for text in texts if text]


def rename(plan: ColumnPlan, kind: SheetKind) -> None:
    """Give general fields the meaning they have in this kind, where that place is still free."""
    means = {old: new for old, new in kind.means.items() if old in plan.headings and new not in plan.headings}
    taken: set[str] = set()
    for old, new in list(means.items()):
        if new in taken:
            del means[old]
        taken.add(new)
    plan.headings = {means.get(name, name): heading for name, heading in plan.headings.items()}
    plan.columns = [(column, means.get(name, name)) for column, name in plan.columns]
