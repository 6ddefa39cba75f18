"""What owner and occupant said: the stance columns of a survey sheet, one stance a pipe, a giver and a date."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import PurePath

from socialgraph.loaders.files.sheets import Cell
from socialgraph.loaders.layout.columns.free_text import reasons_in
from socialgraph.loaders.parsers.lines import Context, Line
from socialgraph.loaders.values.addresses import Address
from socialgraph.loaders.values.dates import day_beside_words, without_day
from socialgraph.loaders.values.text import squeeze
from socialgraph.loaders.values.words.bracketed import remark_in_bracket
from socialgraph.loaders.values.words.lexicon import StanceCell, with_legend
from socialgraph.loaders.values.words.pipes import STANCE_FIELDS, pipes_named, pipes_told, same_as_pipe
from socialgraph.loaders.values.words.protective import is_only_a_wish
from socialgraph.loaders.values.words.sentences import sentence_codes, without_echo
from socialgraph.loaders.values.words.speech.sayings import likely_meaning
from socialgraph.loaders.values.words.speech.signs import is_tick, signed_words, ticks_are_signatures
from socialgraph.loaders.values.words.speech.speakers import by_speaker
from socialgraph.loaders.values.words.speech.word_and_reason import word_and_reason
from socialgraph.loaders.values.words.stance_clauses import NEEDS_NO_REASON

OCCUPANT_STANCE_FIELDS = {f"occupant_{name}": pipes for name, pipes in STANCE_FIELDS.items()}
_NOT_SIGNED = frozenset({"未签", "未签字", "未签约", "没签", "未提交", "未签订", "待签"})
_CLAUSES = re.compile(r"[,，;；。(（]")
_YES = frozenset(("signed", "verbal", "no_objection"))
_PADDING = " ,，;；。"
_DASHES = frozenset(("", "-", "--", "---"))
_NO_AHEAD = re.compile("(?:坚决|就是|还是)?(?:不同意|不签|不换|不肯|不干)[,，;；、]")
_NOES = frozenset(("refused", "reversed", "declined_contact", "respected_refusal"))
_WORRY = re.compile("顾虑|担心|担忧|怕什么|怕啥")
_LOG = re.compile(r"走访|流水|串门|登门|上门(?:记|登|情)|跑户")
_COLOURS = {"红": (0, 25), "橙": (25, 45), "黄": (45, 70), "绿": (70, 170), "蓝": (170, 260), "紫": (260, 330)}


def add_stances(
    line: Line, household: tuple[Address, str], giver: str, survey_date: str, *, by_lessee: bool = False
) -> None:
    """The line's stances as rows; a blank cell gives none, and no date gives an undated one.

    `by_lessee`: a public lessee lives there, who gives the consent and the access: the word in a column of those who
    live there is the owner's, where the sheet has no other.
    """
    of_row = _pipes_of_row(line)
    if of_row is None:
        line.unknown("pipe_kind", "pipe_kind")  # what was asked in this row is another matter
        return
    stances: dict[str, str] = {}
    reasons = line.codes("reasons", "refusal_reason") or _worries(line)
    own: dict[str, tuple[str, ...]] = {}
    for pipe, stance, named in _said(line):
        stances[pipe], own[pipe] = stance, named
    stances = _with_signature(line, stances)
    survey_date = _own_day(line, survey_date) or survey_date
    signed_on = line.date("signed_date", survey_date)
    for pipe, stance in stances.items():
        date = signed_on if stance == "signed" and signed_on else survey_date
        of_pipe = dict.fromkeys([*reasons, *own.get("", ()), *own.get(pipe, ())])  # one pipe's reason is no other's
        because = "|".join(of_pipe) if _takes_reasons(stance, stances) else ""
        for target in (pipe,) if pipe else of_row:
            line.add("stances", _row(target, giver, stance, because, date), household=household)
    for stance, reasons_named in _occupants_words(line):
        because = "" if stance in NEEDS_NO_REASON else "|".join(reasons_named)
        for target in of_row:
            line.add("stances", _row(target, "occupant", stance, because, survey_date), household=household)
    _add_occupants_own(line, household, survey_date, "owner" if by_lessee and not stances else "occupant")
    access = _access(line)
    if access:
        line.add("stances", _row("", "occupant", access, "", survey_date), household=household)


def _worries(line: Line) -> tuple[str, ...]:
    """What worries the household, in a survey that asks for that (顾虑) and no reasons: as surely as in a remark."""
    asked = line.context.sheet.fields.get("concern", "")
    if line.context.has("reasons", "measure", "accepted") or not _WORRY.search(asked):
        return ()
    return reasons_in(line.row.text("concern"))


def _pipes_of_row(line: Line) -> tuple[str, ...] | None:
    """The pipes of a word on no pipe of its own: as a column of the row says, else as the sheet does; None: others."""
    text = line.row.text("pipe_kind")
    return pipes_told(text) if text else (line.context.sheet.pipe,)


def _own_day(line: Line, survey_date: str) -> str:
    """The day in the cell of the stance itself (签了9/8), where the row has none but the title's; else ""."""
    if line.row.text("survey_date"):
        return ""
    year = int(survey_date[:4]) if survey_date else line.context.year
    words = (*STANCE_FIELDS, *(() if line.row.text("signed_date") else ("signed",)))
    days = {day_beside_words(line.row.text(name), year) for name in words if line.context.has(name)} - {""}
    return days.pop() if len(days) == 1 else ""


def _add_occupants_own(line: Line, household: tuple[Address, str], survey_date: str, giver: str) -> None:
    """The occupant's words in columns of their own, with their own reasons and day where the sheet has them."""
    stances: dict[str, str] = {}
    own: list[str] = []
    days: set[str] = set()
    for name in OCCUPANT_STANCE_FIELDS:
        text = _pointed_to(line, name, "occupant_") if line.context.has(name) else ""
        if _is_blank(line, name, text):
            continue
        cell = line.context.words.stance_cell(text, line.context.legend(name))
        if cell is not None and not cell.reasons and (remark := remark_in_bracket(text)):
            cell = _with_words(line, name, cell, remark) or cell
        if cell is None and (day := day_beside_words(text, line.context.year)):
            cell = _meant(line, without_day(text).strip(_PADDING))
            days.add(day)
        if cell is None:
            line.unknown(name, "stance")
            continue
        own.extend(cell.reasons)
        for pipe, stance in cell.stances.items():
            stances |= dict.fromkeys((pipe,) if pipe else OCCUPANT_STANCE_FIELDS[name], stance)
    if not stances:
        return
    date = line.date("occupant_date", survey_date) or (days.pop() if len(days) == 1 else survey_date)
    own.extend(line.codes("occupant_reasons", "refusal_reason"))
    for pipe, stance in stances.items():
        because = "|".join(dict.fromkeys(own)) if _takes_reasons(stance, stances) else ""
        for target in (pipe,) if pipe else _pipes_of_row(line) or ("",):
            line.add("stances", _row(target, giver, stance, because, date), household=household)


def _is_blank(line: Line, name: str, text: str) -> bool:
    """Whether a cell says nothing; a dash does where the sheet explains it (— = 没找着人)."""
    return squeeze(text) in _DASHES and squeeze(with_legend(text, line.context.legend(name))) in _DASHES


def _row(pipe: str, giver: str, stance: str, reasons: str, date: str) -> dict[str, str]:
    return {"pipe_kind": pipe, "giver": giver, "stance": stance, "reasons": reasons, "date": date}


def _takes_reasons(stance: str, stances: dict[str, str]) -> bool:
    """Reasons belong to what is no yes; where one pipe is refused and another is not, to the refused one only."""
    if stance in NEEDS_NO_REASON:
        return False
    return stance == "refused" or "refused" not in stances.values()


def _said(line: Line) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """(pipe, stance, reasons in the same cell) of every stance column; the single pipe's column beats 下水."""
    present = [name for name in STANCE_FIELDS if line.context.has(name)]
    if _is_one_word(line, present):
        present = present[:1]
        whole = True
    else:
        whole = False
    blank = True
    for name in present:
        cell = line.row.cell(name)
        text = _pointed_to(line, name)
        if _is_blank(line, name, text):
            continue
        blank = False
        if cell.merged and cell.merge_rows > 1:
            line.find(name, "merged_consent")
            continue
        stance_cell = _stance_cell(line, name, text)
        if stance_cell is None:
            line.unknown(name, "stance")
            continue
        if "unreached" in stance_cell.stances.values() and _is_log_of_visits(line.context):
            line.find(name, "unknown_value")
            continue
        for pipe, stance in stance_cell.stances.items():
            for target in (pipe,) if pipe or whole else STANCE_FIELDS[name]:
                yield target, stance, stance_cell.reasons
    if present and blank and (fill := _warning_fill(line, present)):
        yield from _meaning_of_fill(line, present[0], fill)


def _stance_cell(line: Line, name: str, text: str) -> StanceCell | None:
    """What the cell says, of whom its row is: where the owner and the occupants are both quoted, the owner's part."""
    if name != "stance" and is_tick(text) and _is_ledger(line.context, name):
        return StanceCell({"": "signed"}) if line.row.text("signed_date") else None
    cell = line.context.words.stance_cell(text, line.context.legend(name))
    if cell is None and (signed := signed_words(line.context.words, text, line.context.legend(name))):
        return _with_words(line, name, *signed)
    if cell is None and (parts := by_speaker(text)):
        own = next((part.text for part in parts if part.giver == "owner"), "")
        return _meant(line, own) if own else StanceCell()
    if cell is not None and not cell.reasons and (remark := remark_in_bracket(text)):
        return _with_words(line, name, cell, remark) or cell
    if (cell is None or not cell.reasons) and (told := word_and_reason(without_day(text) or text)):
        return _with_reason(line, name, *told) or cell
    rest = without_day(text)
    legend = line.context.legend(name)
    cell = cell or (line.context.words.stance_cell(rest, legend) if rest else None)
    return cell or _by_first_word(line, name, text) or _likely(line, text) or _wish_alone(line, text)


def _wish_alone(line: Line, text: str) -> StanceCell | None:
    """A cell that says the wish to be left alone and nothing else; the wish itself holds the household anyway.

    Beside what came of a visit it is said of that, and no word of its own.
    """
    of_visit = line.context.has("result")
    return StanceCell({"": "declined_contact"}) if not of_visit and is_only_a_wish(text) else None


def _by_first_word(line: Line, name: str, text: str) -> StanceCell | None:
    """A cell that begins with a word that the office, or the sheet, explained, and goes on with why.

    No yes is read so, and nothing behind which another word on the works stands: what follows may take it back.
    """
    legend, words = line.context.legend(name), line.context.words
    first, _, rest = _CLAUSES.sub("\n", without_day(text), count=1).partition("\n")
    meant = with_legend(first.strip(), legend)
    cell = words.stance_cell(meant) if rest and meant != first.strip() else None
    if cell is None or not _YES.isdisjoint(cell.stances.values()):
        return None
    if words["stance"].scan(rest)[0] or sentence_codes("stance", rest) or likely_meaning("stance", rest):
        return None
    return _with_words(line, name, cell, rest) or cell


def _pointed_to(line: Line, name: str, giver: str = "") -> str:
    """What the cell says, or that one to which it points: 同厨房 is what the same giver says of the kitchen's pipe."""
    text = line.text(name)
    pipe = same_as_pipe(text) if text else ""
    other = f"{giver}stance_{pipe}"
    return (line.text(other) or text) if pipe and other != name and line.context.has(other) else text


def _is_ledger(context: Context, name: str) -> bool:
    """Whether the ticks of a pipe's column are signatures: by the title, beside the day signed, without a legend."""
    sheet = context.sheet
    signed_on = sheet.fields.get("signed_date", "")
    if "签" not in signed_on or any(map(is_tick, context.legend(name))):
        return False
    return ticks_are_signatures(sheet.block_title or sheet.title or sheet.sheet, (sheet.fields[name], signed_on))


def _with_words(line: Line, name: str, cell: StanceCell, said: str) -> StanceCell | None:
    """A sign and the reasons behind it; of one pipe only the column itself may speak."""
    if name in ("stance", "occupant_stance") and pipes_named(said):
        return None
    listed = line.context.words.many("refusal_reason", said)
    likely = [meaning for piece in listed.unknown if (meaning := line.likely("refusal_reason", piece))]
    return replace(cell, reasons=tuple(without_echo([*dict.fromkeys([*listed.codes, *likely])], said)))


def _with_reason(line: Line, name: str, word: str, why: str) -> StanceCell | None:
    """The word and the reason that is said behind it, if it is one; of one pipe only the column itself may speak."""
    cell = _meant(line, word)
    return (_with_words(line, name, cell, why) or cell) if cell is not None else None


def _meant(line: Line, text: str) -> StanceCell | None:
    return line.context.words.stance_cell(text) or _likely(line, text)


def _likely(line: Line, text: str) -> StanceCell | None:
    meaning = likely_meaning("stance", text)
    if meaning and _NO_AHEAD.match(text) and meaning not in _NOES:
        return None  # 不同意，要先赔橱柜: what it takes to agree is for the office to say
    meaning = line.likely("stance", text)
    if not meaning:
        return None
    return StanceCell({"": meaning}, () if meaning in NEEDS_NO_REASON else reasons_in(text))


def _is_log_of_visits(context: Context) -> bool:
    """In a log of visits nobody at home is a visit without a result, and nobody's word."""
    sheet = context.sheet
    titles = (PurePath(sheet.file).stem, sheet.sheet, sheet.title, sheet.block_title)
    return any(_LOG.search(title) for title in titles)


def _is_one_word(line: Line, present: list[str]) -> bool:
    """One cell merged over the columns of all pipes is one word on all pipes."""
    cells = [line.row.cell(name) for name in present]
    first = cells[0].text if cells else ""
    return len(cells) > 1 and bool(first) and all(cell.merged and cell.text == first for cell in cells[1:])


def _with_signature(line: Line, stances: dict[str, str]) -> dict[str, str]:
    """是否签字: yes makes a spoken or missing word a signed one; it never overrides a refusal."""
    text = line.text("signed")
    if not text or squeeze(text) in _NOT_SIGNED:
        return stances
    legend, undated = line.context.legend("signed"), without_day(text)
    code = line.context.words.stance_cell(text, legend) or line.context.words.stance_cell(undated, legend)
    stance = code.stances.get("", "") if code else ""
    if stance not in ("signed", "verbal"):
        if stance != "refused":
            line.unknown("signed", "stance")
        return stances
    if not stances:
        return {"": "signed"}
    return {pipe: "signed" if word == "verbal" else word for pipe, word in stances.items()}


def _occupants_words(line: Line) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Stance and reasons that a stance cell quotes of the occupants: 租客说随便."""
    name = "stance"
    text = line.text(name) if line.context.has(name) else ""
    if not text or line.context.words.stance_cell(text, line.context.legend(name)) is not None:
        return
    for part in by_speaker(text):
        if part.giver == "occupant":
            cell = _meant(line, part.text)
            if cell is None:
                line.unknown(name, "stance")
            else:
                yield from ((stance, cell.reasons) for stance in dict.fromkeys(cell.stances.values()))


def _access(line: Line) -> str:
    """是否可入户: the occupant's word, verbal or refused."""
    text = line.text("access_granted")
    if not text:
        return ""
    words, legend = line.context.words, line.context.legend("access_granted")
    cell = words.stance_cell(text, legend)
    if cell is not None and set(cell.stances) == {""}:
        return cell.stances[""]
    code = words.code("boolean", text, legend)
    if not code:
        line.unknown("access_granted", "boolean")
    return {"true": "verbal", "false": "refused"}.get(code or "", "")


def _warning_fill(line: Line, stance_fields: list[str]) -> str:
    """The colour of a row that says something by it: the stance cell, or at least half of the cells, are filled."""
    cells = line.row.cells
    legend = line.context.legend(stance_fields[0])
    own = next((cells[name].fill for name in stance_fields if name in cells and _is_meant(cells[name], legend)), "")
    if own:
        return own
    filled = [cell.fill for cell in cells.values() if _is_meant(cell, legend)]
    return filled[0] if filled and 2 * len(filled) >= len(cells) else ""


def _is_meant(cell: Cell, legend: Mapping[str, str]) -> bool:
    """A colour that the legend has, or one that warns."""
    hue = _hue(cell.fill)
    return hue in ("红", "橙", "黄") or (bool(hue) and (f"#{cell.fill}" in legend or hue in legend))


def _hue(fill: str) -> str:
    """The colour word of a fill; "" for none, white, grey and black."""
    if not re.fullmatch(r"[0-9A-Fa-f]{6}", fill):
        return ""
    red, green, blue = (int(fill[i : i + 2], 16) for i in (0, 2, 4))
    high, low = max(red, green, blue), min(red, green, blue)
    if high - low < 40:
        return ""
    if high == red:
        hue = 60 * (green - blue) / (high - low) % 360
    elif high == green:
        hue = 60 * (blue - red) / (high - low) + 120
    else:
        hue = 60 * (red - green) / (high - low) + 240
    return next((word for word, (start, end) in _COLOURS.items() if start <= hue < end), "红")


def _meaning_of_fill(line: Line, field_name: str, fill: str) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """What the legend says that the colour means; without a legend nothing is read out of it."""
    legend = line.context.legend(field_name)  # a filled cell of the legend row, or a colour in words
    meaning = legend.get(f"#{fill}") or legend.get(_hue(fill), "")
    cell = line.context.words.stance_cell(meaning) if meaning else None
    if cell is None or not cell.stances:
        line.find(field_name, "fill_meaning", value="")
        return
    for pipe, stance in cell.stances.items():
        for target in (pipe,) if pipe else STANCE_FIELDS[field_name]:
            yield target, stance, cell.reasons
