"""From a block of a grid to a `Sheet`: its rows, with the cells of the columns that are fields."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

from socialgraph.loaders.files.grids import Grid
from socialgraph.loaders.files.sheets import Cell, OpenTable, Row, Sheet
from socialgraph.loaders.layout.asking.guessed_header import guessed_blocks
from socialgraph.loaders.layout.asking.open_tables import open_table
from socialgraph.loaders.layout.asking.read_tables import read_table
from socialgraph.loaders.layout.blocks import Block, blocks_of, blocks_under
from socialgraph.loaders.layout.columns.answer_columns import answered
from socialgraph.loaders.layout.columns.free_text import reasons_only
from socialgraph.loaders.layout.columns.heard_people import heard_and_known
from socialgraph.loaders.layout.columns.pipes_below import pipe_asked_in
from socialgraph.loaders.layout.columns.plan import SAMPLE, ColumnPlan, plan_columns, rename
from socialgraph.loaders.layout.columns.records import parts_by_record
from socialgraph.loaders.layout.columns.repeated_groups import parts_of
from socialgraph.loaders.layout.columns.riser_columns import split_risers
from socialgraph.loaders.layout.columns.rounds import rounds_of
from socialgraph.loaders.layout.columns.said import SAID, told_columns
from socialgraph.loaders.layout.columns.samples import NO_ANSWER_CODES, NO_ANSWERS
from socialgraph.loaders.layout.dated_titles import stated_day
from socialgraph.loaders.layout.diaries.diary import diary_form, paragraphs_form
from socialgraph.loaders.layout.diaries.told_visits import told_visits
from socialgraph.loaders.layout.explained.code_lists import is_code_list
from socialgraph.loaders.layout.explained.legends import read_listed_legend
from socialgraph.loaders.layout.forms.chat_messages import chat_form
from socialgraph.loaders.layout.forms.floors_across import floors_across_form
from socialgraph.loaders.layout.forms.household_grid import household_grid_form
from socialgraph.loaders.layout.forms.label_value import label_value_form
from socialgraph.loaders.layout.forms.landing_groups import landing_groups_form
from socialgraph.loaders.layout.forms.member_list import member_list_form
from socialgraph.loaders.layout.forms.numbered_lines import numbered_lines_form
from socialgraph.loaders.layout.forms.relations import relations_form
from socialgraph.loaders.layout.forms.riser_lines import riser_lines_form, works_lines_form
from socialgraph.loaders.layout.forms.riser_matrix import riser_matrix_form
from socialgraph.loaders.layout.forms.sign_in import sign_in_form
from socialgraph.loaders.layout.forms.stance_matrix import stance_matrix_form
from socialgraph.loaders.layout.forms.trust_matrix import trust_matrix_form
from socialgraph.loaders.layout.forms.unfolded import Unfolded, unfolded
from socialgraph.loaders.layout.header_rows import Heading, has_header, says_something
from socialgraph.loaders.layout.kinds import OWN_SHEET, UNKNOWN, is_own_sheet, recognise
from socialgraph.loaders.layout.left_out_cells import columns_without_heading, marks_of
from socialgraph.loaders.layout.lists_of_people import settle_list
from socialgraph.loaders.layout.place_columns import add_storeys, are_whole, doubt_contradicted
from socialgraph.loaders.layout.same_person import name_relations, name_same_persons
from socialgraph.loaders.layout.understanding import members_written_once, split_households, understood, written_once
from socialgraph.loaders.layout.unread_wishes import add_wishes
from socialgraph.loaders.layout.written_out.day_parts import with_whole_days
from socialgraph.loaders.layout.written_out.lane_numbers import write_out_lanes
from socialgraph.loaders.layout.written_out.own_doors import write_out_doors
from socialgraph.loaders.layout.written_out.repeats import repeats_resolved
from socialgraph.loaders.layout.written_out.ticked_choices import keep_ticked
from socialgraph.loaders.options import ReadOptions
from socialgraph.loaders.values.phones import without_personal_numbers
from socialgraph.loaders.values.words.confirmed import Confirmed
from socialgraph.loaders.values.words.heading_keys import field_vocabularies, heading_key
from socialgraph.loaders.values.words.headings import HeadingDictionary
from socialgraph.messages import note

_OF_TEXT = (riser_lines_form, works_lines_form, diary_form)  # of each a text may hold some lines
_REPORTED = ("subtotal", "signature", "instruction", "instruction_column", "note")


def sheets_of(grid: Grid, file: str, dictionary: HeadingDictionary, options: ReadOptions) -> list[Sheet]:
    """Every table of a grid; one sheet of unknown kind, without rows, where there is none."""
    if is_own_sheet(grid):
        own = [Sheet(file, grid.name, kind=OWN_SHEET, hidden=grid.hidden, encoding=grid.encoding)]
        add_wishes(own, grid, ())  # somebody may have written beside what is only to be looked at
        return own
    if (sheets := _unfolded(grid, file, dictionary, options)) is not None:
        return sheets
    return _listed_sheets(grid, file, dictionary, options)


def _unfolded(grid: Grid, file: str, dictionary: HeadingDictionary, options: ReadOptions) -> list[Sheet] | None:
    """The sheets of a matrix, a one-page form or a chain, their rows numbered as the office sees them."""
    forms = (
        riser_matrix_form,
        stance_matrix_form,
        landing_groups_form,
        floors_across_form,
        trust_matrix_form,
        relations_form,
        partial(sign_in_form, file=file, confirmed=options.confirmed),
        partial(label_value_form, dictionary=dictionary),
        numbered_lines_form,
        partial(chat_form, file=file),
        member_list_form,
        household_grid_form,
        paragraphs_form,
    )
    listed = unfolded(grid, forms)
    if listed is None and not has_header(grid, dictionary):
        listed = unfolded(grid, _OF_TEXT)
    sheets = _sheets_of_form(listed, grid, file, dictionary, options)
    if listed is None or not sheets:
        return None
    also: Unfolded | None = listed
    while also is not None and (also := also.also) is not None:
        sheets += _sheets_of_form(also, grid, file, dictionary, options)
        listed.used |= also.used
    # a text may say several things
    while (more := unfolded(listed.rest(grid, listed.in_part(grid)), _OF_TEXT)) is not None:
        read = _sheets_of_form(more, grid, file, dictionary, options)
        if not read:
            break
        sheets += read
        listed.used |= more.used
    filled = sum(1 for cells in grid.rows.values() if says_something(cells))
    counted = sum(len(sheet.rows) + sum(sheet.skipped.values()) for sheet in sheets)
    if filled > counted:  # rows of one household's page, and what stands around the form
        sheets[0].skipped["form"] = filled - counted
    in_part = listed.in_part(grid)
    add_wishes(sheets, listed.rest(grid, in_part), (), in_part=in_part)
    return sheets


def _sheets_of_form(
    listed: Unfolded | None, grid: Grid, file: str, dictionary: HeadingDictionary, options: ReadOptions
) -> list[Sheet]:
    """The sheets of one list made of a grid; none where nobody knows what it is."""
    if listed is None:
        return []
    sheets = _listed_sheets(listed.grid(grid), file, dictionary, listed.known_as(options))
    if all(sheet.kind == UNKNOWN and sheet.open is None for sheet in sheets):
        return []
    for sheet in sheets:
        sheet.rows = [replace(row, number=listed.row_of(row.number)) for row in sheet.rows]
        sheet.notes.append(note("report.unfolded"))
    return sheets


def _listed_sheets(grid: Grid, file: str, dictionary: HeadingDictionary, options: ReadOptions) -> list[Sheet]:
    """Every table of a sheet of headings and rows."""
    sheets: list[Sheet] = []
    blocks = []
    asked: OpenTable | None = None
    codes = is_code_list(grid)
    tables = [] if codes else blocks_of(grid, dictionary) or guessed_blocks(grid, dictionary)
    visit_lists: list[Unfolded] = []
    for whole_block, repeats in _raw_blocks(grid, tables, file, options.confirmed):
        raw_block, visits = told_visits(grid, whole_block)
        visit_lists += filter(None, [visits])
        block = understood(grid, raw_block, file, options.confirmed)
        if block.guessed and not block.kind:
            asked = open_table(grid, block, UNKNOWN, file)
            continue
        read = _read_again(grid, block, dictionary) if block.guessed else [block]
        blocks += read
        before = len(sheets)
        for part in (part for again in read for part in heard_and_known(grid, again) or parts_of(again)):
            sheets += split_risers(_sheet(grid, part, file, dictionary, options))
        if len(sheets) > before and block.recorded is None:
            sheets[before].open = open_table(grid, block, sheets[before].kind, file)
            sheets[before].read = read_table(grid, block, sheets[before].kind)
        if repeats and sheets:
            sheets[-1].notes.append(note("report.repeats", count=repeats))
    for visits in visit_lists if sheets else ():
        sheets += _sheets_of_form(visits, grid, file, dictionary, options)
    if sheets:
        add_wishes(sheets, grid, blocks)
        return sheets
    unread = sum(1 for cells in grid.rows.values() if any(cell.text for cell in cells.values()))
    sheet = Sheet(
        file, without_personal_numbers(grid.name), hidden=grid.hidden, encoding=grid.encoding, notes=list(grid.notes)
    )
    sheet.skipped = {"unread": unread} if unread else {}
    sheet.open = asked
    if codes:
        sheet.notes.append(note("report.code_list"))
    add_wishes([sheet], grid, ())
    return [sheet]


def _raw_blocks(grid: Grid, tables: Iterable[Block], file: str, confirmed: Confirmed) -> Iterator[tuple[Block, int]]:
    """Tables, rounds and kinds of records apart, before anybody has understood them; how many cells repeat others."""
    for of_round in (part for table in tables for part in rounds_of(grid, table)):
        repeats = repeats_resolved(grid, of_round.rows, of_round.header.headings)
        write_out_lanes(grid, of_round)
        for part in parts_by_record(grid, with_whole_days(grid, of_round), file, confirmed):
            yield part, repeats
            repeats = 0


def _read_again(grid: Grid, guessed: Block, dictionary: HeadingDictionary) -> list[Block]:
    """The tables under a header that was guessed, now that its columns are known: captions, totals and notes apart."""
    return [
        replace(block, kind=guessed.kind, weighed=True, verdict=guessed.verdict, settled=guessed.settled)
        for block in blocks_under(grid, dictionary, guessed.header)
    ]


def _sheet(grid: Grid, block: Block, file: str, dictionary: HeadingDictionary, options: ReadOptions) -> Sheet:
    plan = plan_columns(grid, block, dictionary)
    kind = recognise(plan.headings)
    if kind is not None and not block.kind:
        rename(plan, kind)
    place = options.confirmed.place(file, without_personal_numbers(grid.name))
    sheet = Sheet(
        file=file,
        sheet=without_personal_numbers(grid.name),
        place=(place.building, place.door),
        year=place.year,
        date=place.date,
        pipe=place.pipe or pipe_asked_in((grid.name, block.title.split("\n")[0], block.block_title), plan.headings),
        kind_of_ties=place.kind,
        fields={name: heading.text for name, heading in plan.headings.items()},
        extra={name: (h.upper, h.lower) for name, h in plan.headings.items() if h.upper},
        ambiguous=plan.ambiguous,
        title=block.title,
        block_title=block.block_title,
        legend=block.legend,
        kind=block.kind or (kind.name if kind else UNKNOWN),
        of_records=block.recorded is not None,
        confirmed=frozenset(name for name, heading in plan.headings.items() if heading.settled),
        dropped_columns=plan.dropped,
        near_misses=plan.near_misses,
        hidden_columns=sum(1 for h in block.header.headings if h.column in grid.hidden_columns),
        hidden=grid.hidden,
        encoding=grid.encoding,
        notes=list(grid.notes),
    )
    _add_column_legends(sheet, plan, block, options.confirmed)
    skipped = Counter(block.skipped)
    skipped["instruction_column"] += plan.instructions
    telling = told_columns(grid, block, plan) if sheet.kind == "visits" else []
    _add_rows(sheet, grid, block, plan, options, skipped, telling)
    keep_ticked([*sheet.rows, *sheet.unread_rows])
    doubt_contradicted(grid, block, sheet)
    name_same_persons(sheet.rows)
    settle_list(sheet)
    name_relations(sheet)
    sheet.notes += [note("report.heading_twice", heading=heading) for heading in plan.repeated]
    unheaded = columns_without_heading(grid, block, SAMPLE)
    if unheaded:
        sheet.notes.append(note("report.columns_without_heading", count=unheaded))
    sheet.notes += [note(f"report.left_out_{why}", count=skipped[why]) for why in _REPORTED if skipped[why]]
    split_households(sheet)
    sheet.whole_rooms = are_whole(sheet.rows[:SAMPLE])
    add_storeys(sheet)
    write_out_doors(sheet)
    once = written_once(sheet.rows, ("compound", "building", "door", *(("date",) if sheet.kind == "visits" else ())))
    if sheet.kind == "links":
        once += members_written_once(sheet.rows)
    if once:
        sheet.notes.append(note("report.written_once", count=once))
    sheet.date = sheet.date or stated_day(sheet)
    if down := tuple(dict.fromkeys((*options.ffill, *place.filled_down))):
        _fill_down(sheet, down)
    sheet.skipped = {reason: count for reason, count in sorted(skipped.items()) if count}
    return sheet


def _add_column_legends(sheet: Sheet, plan: ColumnPlan, block: Block, confirmed: Confirmed) -> None:
    for column, name in plan.columns:
        heading = plan.headings[name]
        own = read_listed_legend(heading.lower) if heading.column == column and len(heading.lower) > 3 else {}
        own_legend = confirmed.legend(heading_key(heading.text), field_vocabularies().get(name, ""))
        if legend := {**own, **block.column_legends.get(column, {}), **own_legend}:
            sheet.column_legends[name] = legend


def _is_questionnaire(block: Block) -> bool:
    return any(heading.lower.strip() in ("提交答卷时间", "所用时间") for heading in block.header.headings)


def _add_rows(
    sheet: Sheet,
    grid: Grid,
    block: Block,
    plan: ColumnPlan,
    options: ReadOptions,
    skipped: Counter[str],
    telling: Sequence[Heading],
) -> None:
    repeated = bool(plan.repeated)
    headings = {heading.column: heading.text for heading in block.header.headings}
    free = {heading.column for heading in block.header.headings if heading.codes_only}
    read = {column for column, _ in plan.columns} - free  # of free text the bits are looked for as if it were left out
    skipped_answers = NO_ANSWERS | NO_ANSWER_CODES if _is_questionnaire(block) else NO_ANSWERS
    for number in block.rows:
        hidden = number in grid.hidden_rows
        sheet.hidden_rows += hidden and not (grid.hidden and options.visible_only)
        left_out = (hidden or grid.hidden) and options.visible_only
        skipped["hidden"] += left_out
        source = grid.rows[number]
        cells: dict[str, Cell] = {}
        passed_over: set[int] = set()  # a second column of one field, beside the cell that counts
        for column, name in plan.columns:
            cell = source.get(column)
            if cell is not None and column in free:
                cell = reasons_only(cell)
            if cell is not None and column in plan.answers:
                cell = answered(cell, plan.answers[column], cells.get(name))
                if cell is not None:
                    cells[name] = cell
                continue
            if cell is not None and cell.text in skipped_answers:
                continue
            if cell is not None and not (repeated and name in cells and cells[name].text):
                cells[name] = cell
            elif cell is not None and cell.text != cells[name].text:
                passed_over.add(column)
        in_part = not block.needed or says_something({c: source[c] for c in block.needed if c in source})
        if in_part and says_something(cells):
            cells |= _told(source, telling)
            rows = sheet.unread_rows if left_out else sheet.rows
            rows.append(Row(number, cells, hidden, marks_of(source, read - passed_over, headings)))
        elif not left_out:
            skipped["empty"] += 1


def _told(source: Mapping[int, Cell], telling: Sequence[Heading]) -> dict[str, Cell]:
    """What a visit's row tells of the talk; its column stays unread otherwise: wishes are heard in it as before."""
    cells = (source.get(heading.column) for heading in telling)
    return next(({SAID: cell} for cell in cells if cell is not None and cell.text.strip()), {})


def _fill_down(sheet: Sheet, fields: tuple[str, ...]) -> None:
    """On the user's word only: a blank cell repeats the one above it, and the report says how often."""
    for name in fields:
        above: Cell | None = None
        filled = 0
        for row in sheet.rows:
            cell = row.cells.get(name)
            if cell is not None and (cell.text or cell.formula_without_value):
                above = cell
            elif above is not None:
                row.cells[name] = above
                filled += 1
        if filled:
            sheet.notes.append(note("report.filled_down", count=filled, heading=sheet.fields.get(name, name)))
