"""A block whose headings the dictionary knows only in part, understood by evidence; and cells that repeat others."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import pairwise

from socialgraph.loaders.files.grids import Grid
from socialgraph.loaders.files.sheets import Cell, Row, Sheet
from socialgraph.loaders.layout.blocks import Block
from socialgraph.loaders.layout.columns.answers_below import with_answers_below
from socialgraph.loaders.layout.columns.free_text import REMARKS
from socialgraph.loaders.layout.columns.givers_below import with_givers_below
from socialgraph.loaders.layout.columns.heard_people import with_asked_trust, with_heard_people
from socialgraph.loaders.layout.columns.pipes_below import with_pipe_of_title, with_pipes_below
from socialgraph.loaders.layout.columns.role_ticks import with_role_ticks
from socialgraph.loaders.layout.columns.said_by_role import with_words_of_roles
from socialgraph.loaders.layout.columns.samples import columns_seen, sampled, titles_of
from socialgraph.loaders.layout.columns.whose_words import with_whose_words
from socialgraph.loaders.layout.diaries.words_noted import with_words_noted
from socialgraph.loaders.layout.evidence import NEEDS, other_matter, weigh
from socialgraph.loaders.layout.forms.sign_in import is_day_of_list, is_list_of_days
from socialgraph.loaders.layout.header_rows import Heading
from socialgraph.loaders.layout.kinds import UNKNOWN, SheetKind, recognise
from socialgraph.loaders.layout.place_columns import (
    with_names_of_households,
    with_places,
    with_riser_codes,
    with_rooms,
    with_stack_numbers,
    with_whole_addresses,
)
from socialgraph.loaders.layout.second_kind import (
    as_offers,
    with_contacts_made,
    with_offers_beside,
    with_second_kind,
    words_and_offers_first,
)
from socialgraph.loaders.layout.weighing.column_evidence import meaning, weights
from socialgraph.loaders.layout.weighing.deciding import is_certain
from socialgraph.loaders.layout.weighing.readings import READ_FIELDS, field_share
from socialgraph.loaders.layout.weighing.seen import Seen, is_question, seen
from socialgraph.loaders.layout.weighing.verdict import Verdict
from socialgraph.loaders.values.households import Household, is_address, split_household
from socialgraph.loaders.values.names import name_and_address
from socialgraph.loaders.values.text import NOTHING, squeeze
from socialgraph.loaders.values.words.confirmed import NOT_OURS, NOT_READ, Confirmed, Settled, column_key, form_of
from socialgraph.loaders.values.words.dictionary import heading_dictionary
from socialgraph.loaders.values.words.heading_grammar import without_round
from socialgraph.loaders.values.words.heading_keys import heading_key, kind_headings
from socialgraph.loaders.values.words.headings import FORBIDDEN_FIELDS, RUNNING_NUMBER
from socialgraph.loaders.values.words.protective import lists_wishes

OCCUPANT_STANCE = "occupant_stance"
_ANSWERED = frozenset(
    ("stance", "occupancy", "reasons", "concern", "result", "roles", "accepted", "willing", "status", "flags")
)
_ROSTERS = {"party_roster": "people_roster"}
_LEAST_LIST = 8  # rows
_MOST_WRITTEN = 0.5
_TICKED = 0.6
_OPEN_WEIGHT = 3.0  # another matter's words outweigh this: the sheet is none of ours


def understood(grid: Grid, block: Block, file: str, confirmed: Confirmed) -> Block:
    """The block with fields for headings that the dictionary does not know, as far as the evidence is certain.

    What the office has confirmed of tables with these headings counts before any evidence. `kind` is set where the
    evidence decides it; what stays likely is in `verdict`, to be asked.
    """
    placed = with_words_noted(grid, with_contacts_made(with_offers_beside(_placed(grid, block))))
    known_block = with_stack_numbers(as_offers(_understood(grid, placed, file, confirmed)))
    if (known_block.kind or _kind_of(known_block)) == "survey" and not known_block.settled:
        known_block = with_asked_trust(grid, known_block)
    file_name, sheet_name, title, nearest = titles_of(grid, block, file)
    known_block = with_role_ticks(grid, with_pipe_of_title(grid, known_block, (sheet_name, title, nearest)))
    return with_places(grid, known_block, "\n".join((nearest, sheet_name, title, file_name)))


def _placed(grid: Grid, block: Block) -> Block:
    return with_names_of_households(grid, with_riser_codes(grid, with_whole_addresses(grid, with_rooms(grid, block))))


def _understood(grid: Grid, block: Block, file: str, confirmed: Confirmed) -> Block:
    title = "\n".join(titles_of(grid, block, file))
    block = with_words_of_roles(grid, with_pipes_below(_without_questions(block)))
    block = with_heard_people(grid, block)
    block = with_whose_words(with_answers_below(grid, with_givers_below(grid, block)))
    if block.recorded is not None:
        return _as_confirmed(grid, block, title, block.recorded)
    settled = confirmed.of(form_of(heading.text for heading in block.header.headings))
    if settled is not None and (settled.kind or recognise(_fields_in(block)) is not None):
        return _as_confirmed(grid, block, title, settled)
    known = recognise(_fields_in(block))
    if known is not None and other_matter(title) > _OPEN_WEIGHT:
        return replace(block, kind=UNKNOWN, settled=True)
    keys = [heading_key(heading.lower) for heading in block.header.headings]
    if known is None and other_matter(title, keys) > _OPEN_WEIGHT:
        return replace(block, settled=not is_list_of_days(block.header.headings))  # who came when may be asked
    if known is None and any(map(lists_wishes, title.split("\n"))):
        return replace(block, settled=True)  # who stands in it is held; what else it may be is nobody's visit or word
    if known is not None and (known.name == "returned_list" or not _unknown_headings(block)):
        return block
    groups = _answer_groups(grid, block)
    verdicts = words_and_offers_first(block, weigh(_columns(grid, block, groups), title))
    if known is not None and not block.guessed:
        completed = _completed(block, known.name, verdicts, groups)
        return with_second_kind(completed, completed.kind or known.name, verdicts)
    if not is_certain(verdicts, guessed=block.guessed):
        return replace(block, verdict=verdicts[0] if verdicts and verdicts[0].fields else None)
    block = with_second_kind(_with_fields(block, verdicts[0], groups), verdicts[0].kind, verdicts)
    return block if settled is None else _with_columns(block, block.kind, settled)


def _kind_of(block: Block) -> str:
    known = recognise(_fields_in(block))
    return known.name if known is not None else UNKNOWN


def _fields_in(block: Block) -> set[str]:
    return {name for heading in block.header.headings for name in heading.fields}


def _as_confirmed(grid: Grid, block: Block, title: str, settled: Settled) -> Block:
    """The kind that was confirmed, its columns as confirmed, the others as the evidence for this kind has them."""
    if settled.kind == NOT_OURS:
        return replace(block, kind=UNKNOWN, settled=True)
    if settled.kind == "activities" and any(is_day_of_list(heading.text) for heading in block.header.headings):
        return replace(block, kind=UNKNOWN, settled=True)  # who came when is read whole (`sign_in`), or not at all
    known = recognise(_fields_in(block))
    kind = settled.kind or (known.name if known is not None else "")
    groups = _answer_groups(grid, block)
    weighed = _ROSTERS.get(kind, kind)
    verdicts = weigh(_columns(grid, block, groups), title, kinds=[weighed]) if weighed in NEEDS else []
    if settled.kind and verdicts:
        block = _with_fields(block, verdicts[0], groups)
    elif verdicts:
        block = _completed(block, kind, verdicts, groups)
    block = _with_columns(block, kind, settled)
    if not settled.kind and known is not None and known.name == kind:
        block = _renamed(block, known)
    return replace(block, kind=kind, weighed=True, settled=bool(settled.kind))


def _renamed(block: Block, kind: SheetKind) -> Block:
    """The block with general fields as this kind has them: 日期 of a survey stays its day whatever is confirmed."""
    here = _fields_in(block)
    means = {old: new for old, new in kind.means.items() if old in here and new not in here}
    headings = tuple(
        heading if heading.settled else replace(heading, fields=tuple(means.get(name, name) for name in heading.fields))
        for heading in block.header.headings
    )
    return replace(block, header=replace(block.header, headings=headings))


def _with_columns(block: Block, kind: str, settled: Settled) -> Block:
    """The columns that were confirmed, whatever said what kind of table it is."""
    headings = tuple(_confirmed_heading(heading, kind, settled) for heading in block.header.headings)
    return replace(block, header=replace(block.header, headings=headings))


def _confirmed_heading(heading: Heading, kind: str, settled: Settled) -> Heading:
    name = settled.fields.get(column_key(heading.text), "")
    if not name:
        return heading
    if name == NOT_READ:
        return replace(heading, fields=(), settled=True)
    free = name == "reasons" and REMARKS in heading_dictionary().look_up(heading.lower)
    return replace(heading, fields=(meaning(kind, name),), settled=True, codes_only=free)


def _without_questions(block: Block) -> Block:
    """A question of a questionnaire is no short heading with an explanation: 9、立管(上下水总管)更换,您家的意见是."""
    headings = tuple(
        replace(heading, fields=()) if heading.fields and is_question(heading.lower) else heading
        for heading in block.header.headings
    )
    return replace(block, header=replace(block.header, headings=headings))


def _answer_groups(grid: Grid, block: Block) -> dict[int, str]:
    """Column -> the heading above it, of columns of ticks: 结果 over 谈成 | 松动 | 没变化, each unknown by itself.

    Cells of a group of ticks hold a sign or a single character (whose word it is: 东, 客), never words or dates.
    """
    by_upper: dict[str, list[Heading]] = {}
    for heading in block.header.headings:
        upper = heading.upper or heading.group
        asked = _fields_of(upper) & _ANSWERED if upper else set()
        own = not heading.fields or heading.answer or set(heading.fields) <= _fields_of(upper)
        own = own or any((name in READ_FIELDS and field_share(name, [heading.lower]) > 0) for name in asked)
        if asked and own:
            by_upper.setdefault(upper, []).append(heading)
    return {
        h.column: upper
        for upper, members in by_upper.items()
        if len(members) > 1 and _hold_ticks(grid, block, [h.column for h in members])
        for h in members
    }


def _hold_ticks(grid: Grid, block: Block, columns: Sequence[int]) -> bool:
    filled = [text for column in columns for cell in sampled(grid, block, column) if (text := squeeze(cell))]
    return sum(1 for text in filled if len(text) <= 1 or text in ("东客", "客东", "东、客")) >= _TICKED * len(filled)


def _fields_of(text: str) -> set[str]:
    """The fields of a heading, with or without what its bracket says: 特殊情况（打√）."""
    keys = {heading_key(text), heading_key(re.split(r"[(（【\[]", text)[0])}
    return {name for words in kind_headings().values() for key in keys for name in words.get(key, ())}


def _by_name(groups: dict[int, str]) -> dict[str, list[int]]:
    columns: dict[str, list[int]] = {}
    for column, name in groups.items():
        columns.setdefault(name, []).append(column)
    return columns


def _unknown_headings(block: Block) -> list[Heading]:
    return [heading for heading in block.header.headings if not heading.fields]


def _columns(grid: Grid, block: Block, groups: dict[int, str]) -> list[Seen]:
    """The columns as they are weighed, a group of ticks as one, of tables side by side the first."""
    once = _first_of_repeated(block.header.headings)
    columns = columns_seen(grid, block, once, without=groups)
    return columns + [seen(min(cols), "", name, (), ()) for name, cols in _by_name(groups).items()]


def _first_of_repeated(headings: tuple[Heading, ...]) -> tuple[Heading, ...]:
    """The headings of the first of several tables that stand side by side under the same headings, else all."""
    keys = [heading_key(heading.lower) for heading in headings]
    for count in range(2, len(keys) // 2 + 1):
        length, rest = divmod(len(keys), count)
        if not rest and all(keys[place : place + length] == keys[:length] for place in range(0, len(keys), length)):
            return headings[:length]
    return headings


def _completed(block: Block, kind: str, verdicts: Sequence[Verdict], groups: dict[int, str]) -> Block:
    """A sheet of a known kind: unknown headings get the field that this kind has for them, if it is still free.

    Where another kind is far better founded, the sheet was known by too little and is that kind.
    """
    own = next((verdict for verdict in verdicts if verdict.kind == _ROSTERS.get(kind, kind)), None)
    if own is None:
        return block
    is_better = not own.complete or verdicts[0].sum >= own.sum + weights()["far_better"]
    if is_better and is_certain(verdicts) and verdicts[0].kind != own.kind:
        return _with_fields(block, verdicts[0], groups)
    taken = {n for heading in block.header.headings if not _otherwise_in(own.kind, heading) for n in heading.fields}
    headings = tuple(
        _headed(heading, own, groups)
        if heading.column in groups
        or (not heading.fields and own.fields.get(heading.column) not in taken)
        or _otherwise_in(own.kind, heading)
        else heading
        for heading in block.header.headings
    )
    changed = headings != block.header.headings
    return replace(block, header=replace(block.header, headings=_numbered_again(headings)), weighed=changed)


def _otherwise_in(kind: str, heading: Heading) -> bool:
    """Whether a heading of somebody's opinion is in this kind of sheet another's: 住户意愿 is the occupant's."""
    own = kind_headings().get(kind, {}).get(heading_key(heading.lower), ())
    return own == (OCCUPANT_STANCE,) and heading.fields == ("stance",)


def _with_fields(block: Block, verdict: Verdict, groups: dict[int, str]) -> Block:
    headings = _numbered_again(tuple(_headed(heading, verdict, groups) for heading in block.header.headings))
    return replace(
        block, header=replace(block.header, headings=headings), kind=verdict.kind, weighed=True, verdict=verdict
    )


def _headed(heading: Heading, verdict: Verdict, groups: dict[int, str]) -> Heading:
    """The field of the verdict; a general field that the kind renames keeps no second meaning."""
    if heading.column in groups:
        first = min(column for column, name in groups.items() if name == groups[heading.column])
        if first in verdict.sure:
            return replace(heading, fields=(verdict.fields[first],), answer=heading.lower)
        return heading
    if heading.answer and not heading.group and verdict.kind == "survey":
        return (
            heading  # 同意 | 不同意 | 没找到人: columns of ticks are one answer together, whatever one of them is alone
        )
    if heading.column in verdict.sure:
        return replace(heading, fields=(meaning(verdict.kind, verdict.fields[heading.column]),))
    if set(heading.fields) & (FORBIDDEN_FIELDS | {RUNNING_NUMBER}):
        return heading
    return replace(heading, fields=())


def _numbered_again(headings: tuple[Heading, ...]) -> tuple[Heading, ...]:
    """R2意愿 means what R1意愿 means, 提名2 what 提名1 means; the second of two tables what the first one means."""
    first = _first_of_repeated(headings)
    if len(first) < len(headings):
        by_key = {heading_key(heading.lower): heading.fields for heading in first}
        return tuple(replace(heading, fields=by_key[heading_key(heading.lower)]) for heading in headings)
    bases = {h.column: without_round(heading_key(h.lower)) for h in headings}
    meant = {bases[h.column][0]: h.fields for h in headings if h.fields and bases[h.column][1]}
    return tuple(
        replace(h, fields=meant.get(bases[h.column][0], ())) if not h.fields and bases[h.column][1] else h
        for h in headings
    )


def members_written_once(rows: Sequence[Row]) -> int:
    """A member named beside the first of several households, and where the member lives: blanks filled, in place."""
    at = ("name", "address_full", "building", "door", "room", "phone")
    names = [row.text("name") for row in rows]
    filled = [name for name in names if name]
    if not _is_mostly_blank(names, filled):
        return 0
    if any(one == other for one, other in pairwise(filled)):
        return 0
    above: dict[str, Cell] = {}
    for row in rows:
        if row.text("name"):
            above = {name: replace(row.cells[name], comment="") for name in at if row.text(name)}
        elif not any(row.text(name) for name in at):
            row.cells.update(above)
    return len(names) - len(filled)


def _is_mostly_blank(texts: Sequence[str], filled: Sequence[str]) -> bool:
    """Whether a column begins with a value, and has few more: what is written only where it changes."""
    return bool(filled) and bool(texts[0]) and len(filled) <= _MOST_WRITTEN * len(texts)


def written_once(rows: Sequence[Row], fields: Collection[str]) -> int:
    """Columns whose value is written only where it changes (building, door, day of a log): blanks filled, in place.

    Only in a list of some length, where the first row has it, no value repeats the one before, and most cells of the
    column are blank: fewer may be forgotten ones. A row that was added at the end may repeat its door.
    """
    count = 0
    if len(rows) < _LEAST_LIST or any("origin_row" in row.cells for row in rows[:1]):
        return 0
    for name in fields:
        texts = [row.text(name) for row in rows]
        filled = [text for text in texts if text]
        if not _is_mostly_blank(texts, filled):
            continue
        if texts[-1] and filled[-2:] == [texts[-1]] * 2:
            filled.pop()
        if any(one == other for one, other in pairwise(filled) if squeeze(one) not in NOTHING):
            continue  # each of two buildings without doors has its own dash
        above: Cell | None = None
        for row in rows:
            if row.text(name):
                above = row.cells[name]
            elif above is not None:
                row.cells[name] = replace(above, comment="")
                count += 1
    return count


def split_households(sheet: Sheet) -> None:
    """In place: cells that hold an address and a name, each part to its own field."""
    if sheet.kind == "ties":
        split_cells(sheet.rows, sheet.fields, "alter_address", "alter_name", "")
        split_cells(sheet.rows, sheet.fields, "ego_address", "ego_name", "")
    elif sheet.kind in ("survey", "people_roster", "activities", "links"):
        named = "owner_name" if sheet.kind == "survey" else "name"
        split_cells(sheet.rows, sheet.fields, "address_full", named, "phone")


def split_cells(rows: Sequence[Row], fields: dict[str, str], address: str, name: str, phone: str) -> None:
    """A cell of addresses or names that holds address, name and perhaps phone: each part to its own field, in place."""
    for row in rows:
        for column in (address, name):
            cell = row.cells.get(column)
            if cell is None or not cell.text or is_address(cell.text):
                continue
            bare, where = name_and_address(cell.text)
            household = Household(where, bare) if where and is_address(where) else split_household(cell.text)
            if household is None:
                continue
            for part, text in ((address, household.address), (name, household.name), (phone, household.phone)):
                if text and part and (part == column or not row.text(part)):
                    row.cells[part] = replace(cell, text=text, raw=text)
                    fields.setdefault(part, fields[column])
            break
