"""What is not certain of a table: its kind, and the columns that are not read; with samples that name nobody."""

from __future__ import annotations

import re

from socialgraph.loaders.files.grids import Grid
from socialgraph.loaders.files.sheets import OpenColumn, OpenTable
from socialgraph.loaders.layout.blocks import Block
from socialgraph.loaders.layout.columns.free_text import REMARKS, reasons_in
from socialgraph.loaders.layout.columns.samples import columns_seen, sampled, titles_of
from socialgraph.loaders.layout.evidence import NEEDS, weigh
from socialgraph.loaders.layout.forms.sign_in import is_day_of_list, is_list_of_days
from socialgraph.loaders.layout.header_rows import Heading
from socialgraph.loaders.layout.kinds import UNKNOWN
from socialgraph.loaders.layout.row_kinds import reads_as_instruction
from socialgraph.loaders.layout.weighing.verdict import Verdict
from socialgraph.loaders.values.dates import looks_dated
from socialgraph.loaders.values.profiles import shares
from socialgraph.loaders.values.words.confirmed import column_key, form_of, form_text
from socialgraph.loaders.values.words.dictionary import known_words
from socialgraph.loaders.values.words.heading_keys import heading_key
from socialgraph.loaders.values.words.headings import FORBIDDEN_FIELDS, RUNNING_NUMBER
from socialgraph.loaders.values.words.pipes import STANCES_AND_SIGNED

_SHOWN, _LONGEST = 3, 10
_MOSTLY, _NAMES = 0.5, 0.8
_OF_OURS = frozenset(("name", "ego_name", "alter_name", "stack", "linked_households"))
_LEAST_SUM = 0.0  # log-odds under which a table is only named
_NUMBER = re.compile(r"\d{5,}")
_AMOUNT = re.compile(r"^[A-Za-z]*\d+\.\d+元?$|^[A-Za-z]+[-\d]{5,}$")
_TELLING = 0.4  # share of remarks that give a reason
_LONG = 25  # characters a cell, in the mean
_HOLDER, _NUMBER_OF_HOME = "holder_name", "house_no"
_NUMBERED = re.compile(r"(?:样本|户|房屋|档案|问卷|家庭|住户|入户)编?(?:号|码|ID|id)$", re.IGNORECASE)
_NUMBER_OF = re.compile(r"^[A-Za-z]{1,3}-?\d{2,6}$")  # D001: a plain count may be any list's
_SAY_WHOSE = frozenset(
    (
        *("owner_name", "head_name", "holder_name", "public_lessee_name", "tenant_name", "occupant_name"),
        *("respondent_relation", "roles"),
    )
)
READ_APART = frozenset(("returned_list", "owners", "flat_register"))


def open_table(grid: Grid, block: Block, kind: str, file: str) -> OpenTable | None:
    """What to ask of a block that is read as `kind`; None where nothing is open."""
    if kind in READ_APART or (kind == UNKNOWN and block.settled):
        return None
    asked = kind == UNKNOWN
    if not asked and not any(_may_be_open(heading, block, kind) for heading in block.header.headings):
        return None  # weighing takes longer than all the rest
    verdict = _verdict(grid, block, kind, file)
    if asked and not _may_be_ours(grid, block, verdict):
        return None
    if asked and verdict is not None and verdict.sum <= _LEAST_SUM:
        verdict = None
    columns = tuple(
        column
        for heading in block.header.headings
        if (
            (_is_open(heading, verdict) if asked else _may_be_open(heading, block, kind))
            or (asked and _is_no_count(heading, _texts(grid, block, heading.column)))
        )
        and (column := _open_column(grid, block, heading, verdict)) is not None
    )
    if not columns and not asked:
        return None
    form = form_text(form_of(heading.text for heading in block.header.headings))
    proposed = (verdict.kind if verdict is not None else "") if asked else kind
    if asked and is_list_of_days(block.header.headings) and not (verdict is not None and verdict.complete):
        proposed = "activities"  # people under days: who came to what
    headings = tuple(heading.text for heading in block.header.headings)
    return OpenTable(form, headings, len(block.rows), proposed, asked, _why(verdict), columns)


def _verdict(grid: Grid, block: Block, kind: str, file: str) -> Verdict | None:
    if kind == UNKNOWN and block.verdict is not None:
        return block.verdict
    kinds = NEEDS if kind == UNKNOWN else [name for name in NEEDS if name == kind]
    columns = columns_seen(grid, block, block.header.headings)
    return next(iter(weigh(columns, "\n".join(titles_of(grid, block, file)), kinds=kinds)), None)


def _may_be_open(heading: Heading, block: Block, kind: str) -> bool:
    """Whether a column of a table of a known kind may be asked about."""
    return _is_open(heading, None) or _is_anybodys_name(heading, block, kind) or _may_say_why(heading, block, kind)


def _is_open(heading: Heading, verdict: Verdict | None) -> bool:
    """Whether a column's meaning is neither known, nor given up on purpose, nor sure once its kind is (`verdict`)."""
    if heading.settled or RUNNING_NUMBER in heading.fields or FORBIDDEN_FIELDS & set(heading.fields):
        return False
    if reads_as_instruction(heading.text) or is_day_of_list(heading.text):
        return False
    return not (heading.fields or (verdict is not None and heading.column in verdict.sure))


def _is_anybodys_name(heading: Heading, block: Block, kind: str) -> bool:
    """姓名 in a survey that says of nobody what they are to the flat: whose it is, only the office knows."""
    if kind != "survey" or heading.settled or "name" not in heading.fields[:1]:
        return False
    here = {name for other in block.header.headings for name in other.fields}
    return bool(here & STANCES_AND_SIGNED) and not here & _SAY_WHOSE


def _may_say_why(heading: Heading, block: Block, kind: str) -> bool:
    """Remarks in a survey that has stances and no column of reasons: they may well be the reasons."""
    if kind != "survey" or heading.settled or heading.fields != (REMARKS,):
        return False
    here = {name for other in block.header.headings for name in other.fields}
    return bool(here & STANCES_AND_SIGNED) and "reasons" not in here


def _free_text(grid: Grid, block: Block, heading: Heading) -> OpenColumn | None:
    """What is asked of a column of remarks: whether its reasons count. No sample is shown."""
    texts = [cell.text for row in block.rows if (cell := grid.rows[row].get(heading.column)) is not None and cell.text]
    telling = sum(1 for text in texts if reasons_in(text))
    if not telling:
        return None
    proposed = "reasons" if telling >= _TELLING * len(texts) else ""
    return OpenColumn(column_key(heading.text), heading.text, (), proposed, (), telling, free_text=True)


def _is_number_of_home(heading: Heading, texts: list[str]) -> bool:
    """Whether a column numbers households so that other sheets may use the number instead of the address."""
    filled = [text for text in texts if text]
    known = sum(1 for text in filled if _NUMBER_OF.match(text))
    return bool(filled) and bool(_NUMBERED.search(heading.lower.strip())) and known >= _NAMES * len(filled)


def _is_no_count(heading: Heading, texts: list[str]) -> bool:
    """Whether 编号 heads no running number: JL11-1 may be a riser's code."""
    filled = [text for text in texts if text]
    if RUNNING_NUMBER not in heading.fields or heading.settled or not filled:
        return False
    return sum(1 for text in filled if text.isdecimal()) < _MOSTLY * len(filled)


def _open_column(grid: Grid, block: Block, heading: Heading, verdict: Verdict | None) -> OpenColumn | None:
    if REMARKS in heading.fields:
        return _free_text(grid, block, heading)
    texts = _texts(grid, block, heading.column)
    if not any(texts) or not heading_key(heading.text):
        return None
    name = verdict.fields.get(heading.column, "") if verdict is not None else ""
    name = _NUMBER_OF_HOME if _is_number_of_home(heading, texts) else name
    if verdict is not None and verdict.kind == "survey":
        name = _HOLDER if name == "name" else _opinion(name, block, verdict)
    filled = 0 if _is_dull(texts) else sum(1 for row in block.rows if heading.column in grid.rows[row])
    return OpenColumn(
        column_key(heading.text), heading.text, masked_samples(texts), name, _why_column(verdict, name), filled
    )


def _opinion(name: str, block: Block, verdict: Verdict) -> str:
    """What a survey's column seems to be: reasons stand beside a word on the works, and are that word without one."""
    here = {field for heading in block.header.headings for field in heading.fields} | set(verdict.fields.values())
    return name if name != "reasons" or here & STANCES_AND_SIGNED else "stance"


def _is_dull(texts: list[str]) -> bool:
    """Whether cells look like nothing that is read: numbers of files, amounts, long remarks."""
    filled = [text for text in texts if text]
    share = shares(filled)
    if share["id"] > 0 or sum(map(len, filled)) > _LONG * len(filled):
        return True
    return sum(1 for text in filled if _AMOUNT.match(text)) > _MOSTLY * len(filled)


def _texts(grid: Grid, block: Block, column: int) -> list[str]:
    return [text.strip() for text in sampled(grid, block, column)]


def _may_be_ours(grid: Grid, block: Block, verdict: Verdict | None) -> bool:
    """Whether a column holds rooms, addresses, names or risers, or the headings are a kind's: else it is only named."""
    if verdict is not None and verdict.complete:
        return True
    for heading in block.header.headings:
        if _OF_OURS & set(heading.fields):
            return True
        texts = _texts(grid, block, heading.column)
        if _is_number_of_home(heading, texts):
            return True
        share = shares(texts)
        if share["room"] + share["address"] + share["household"] >= _MOSTLY or share["rooms"] >= _MOSTLY:
            return True
        if share["name"] >= _NAMES and _many(texts):
            return True
    return False


def _many(texts: list[str]) -> bool:
    """Whether the cells differ, as people's names do and words of a vocabulary don't."""
    filled = [text for text in texts if text]
    return len(set(filled)) > _MOSTLY * len(filled) and not any(text in known_words() for text in filled)


def masked_samples(texts: list[str], *, of_words: bool = False) -> tuple[str, ...]:
    """Three cells: no number of a person, of a name only the first character, of a sentence only its beginning.

    `of_words`: the column is read as words of a vocabulary, which are nobody's names.
    """
    share = shares(texts)
    if share["id"] > 0:
        return ()
    unique = list(dict.fromkeys(filter(None, texts)))[:_SHOWN]
    if not of_words and share["name"] >= _MOSTLY:
        return tuple(text if text in known_words() else text[0] + "某" for text in unique)
    return tuple(_masked(text) for text in unique)


def _masked(text: str) -> str:
    if looks_dated(text):
        return text
    plain = _NUMBER.sub(lambda match: match.group()[:3] + "****", text.replace("\n", " "))
    return plain if len(plain) <= _LONGEST else plain[:_LONGEST] + "…"


def _why(verdict: Verdict | None) -> tuple[tuple[str, float], ...]:
    """The three heaviest parts of the evidence."""
    if verdict is None:
        return ()
    parts = [part for part in verdict.parts if part[1]]
    return tuple(sorted(parts, key=lambda part: -abs(part[1]))[:_SHOWN])


def _why_column(verdict: Verdict | None, name: str) -> tuple[tuple[str, float], ...]:
    known = (name, "name") if name == _HOLDER else (name,)
    return tuple(part for part in verdict.parts if part[0] in known)[:1] if verdict is not None and name else ()
