"""业主意见 over 水管 | 厨房污水 | 厕所污水: a column a pipe below a heading of opinions, none an answer to tick.

业主意见(厨) beside 业主意见(卫) says the same in brackets.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from socialgraph.loaders.files.grids import Grid
from socialgraph.loaders.layout.blocks import Block
from socialgraph.loaders.layout.columns.riser_columns import looks_like_stacks
from socialgraph.loaders.layout.columns.samples import sampled
from socialgraph.loaders.layout.columns.whose_words import says_of_occupants
from socialgraph.loaders.layout.header_rows import Heading
from socialgraph.loaders.layout.weighing.readings import field_share
from socialgraph.loaders.layout.weighing.seen import is_question
from socialgraph.loaders.values.words.heading_keys import heading_key, kind_headings
from socialgraph.loaders.values.words.pipes import (
    COLUMN_OF_PIPE,
    SEWAGE_PIPES,
    names_sewage,
    only_pipes,
    pipe_named,
    pipes_named,
)

_FIELDS = {pipe: f"stance_{column}" for pipe, column in COLUMN_OF_PIPE.items()}
_WATER = frozenset(("水管", "水", "水喉", "上水管", "自来水管", "清水"))  # beside columns of sewage it is the supply
_BRACKET = re.compile(r"[(\[【〔<《]([^()\[\]【】〔〕<>《》]*)[)\]】〕>》]")
_OPINION = re.compile(
    r"(?:您|你)(?:们|们家|家|本人)?(?:的|是)?(?:意见|态度|意愿|想法)|是否同意|同意(?:不同意|吗|与否)|同不同意|愿不愿意"
)
_OPINIONS = re.compile(r"(?:意见|态度|意愿|表态|想法)$")
_OF_PIPES = ("stack_", "stance_")
_ASKS = re.compile(r"征询|征求|意[见愿向]|同意|表态|签[字约]")
_LONGEST_PIPE = 6  # 卫生间下水
_SAY = 0.6  # of the distinct cells
_OF_ALL = frozenset(("stance", "occupant_stance"))
_BOTH_SEWAGE = frozenset(SEWAGE_PIPES)


def with_pipes_below(block: Block) -> Block:
    """The block with the stance on its pipe under each heading of such a group."""
    block = _with_pipes_in_brackets(block)
    headings = block.header.headings
    means: dict[int, str] = {}
    for upper in {heading.upper or heading.group for heading in headings} - {""}:
        if not _heads_opinions(upper):
            continue
        pipes = {h.column: _pipe(h) for h in headings if (h.upper or h.group) == upper}
        if len(pipes) > 1 and len(set(pipes.values())) == len(pipes) and all(pipes.values()):
            means |= pipes
    changed = tuple(replace(h, fields=(means[h.column],), answer="") if h.column in means else h for h in headings)
    return replace(block, header=replace(block.header, headings=changed)) if means else block


def _heads_opinions(upper: str) -> bool:
    """Whether a heading over several columns asks what households, not their tenants, say: 房主意见."""
    key = heading_key(upper)
    known = "stance" in kind_headings()["survey"].get(key, ())
    return known or (bool(_OPINIONS.search(key)) and not says_of_occupants(upper))


def _pipe(heading: Heading) -> str:
    key = heading_key(heading.lower)
    return "stance_supply" if key in _WATER else _FIELDS.get(pipe_named(key), "")


def _with_pipes_in_brackets(block: Block) -> Block:
    """The block with the stance on its pipe under each heading of opinions whose bracket names a pipe.

    租户意见(厨) is what the occupants say of that pipe. A pipe that is none of ours (燃气) leaves the column unread.
    """
    headings = tuple(_in_bracket(_in_question(heading)) for heading in block.header.headings)
    return replace(block, header=replace(block.header, headings=headings))


def _in_question(heading: Heading) -> Heading:
    """5、对更换【厨房废水立管】，您家的意见是: on the one pipe that a question of a questionnaire names."""
    if heading.fields or heading.settled or not is_question(heading.lower) or not _OPINION.search(heading.lower):
        return heading
    pipes = pipes_named(heading.lower)
    if names_sewage(heading.lower) and pipes.isdisjoint(_BOTH_SEWAGE):  # 给水、污水立管: on all of them
        return heading
    field = _FIELDS.get(next(iter(pipes)), "") if len(pipes) == 1 else ""
    return replace(heading, fields=(field,)) if field else heading


def _in_bracket(heading: Heading) -> Heading:
    said, around = _apart(unicodedata.normalize("NFKC", heading.lower))
    pipes = pipes_named(said)
    if not pipes:
        return heading
    around = heading_key(around)
    theirs = says_of_occupants(around)
    if not theirs and "stance" not in (*heading.fields, *kind_headings()["survey"].get(around, ())):
        return heading
    if len(pipes) > 1 and pipes != _BOTH_SEWAGE:
        return heading
    field = "stance_sewage" if len(pipes) > 1 else _FIELDS.get(next(iter(pipes)), "")
    if not field:
        return replace(heading, fields=(), settled=True)
    return replace(heading, fields=(f"occupant_{field}" if theirs else field,))


def _apart(text: str) -> tuple[str, str]:
    """What a heading's bracket holds, or its line that only names pipes, and the rest; ("", "") without either.

    >>> _apart("业主意见(厨)"), _apart("业主意见\\n厨房立管"), _apart("业主意见\\n厨房立管换不换填是否")
    (('厨', '业主意见'), ('厨房立管', '业主意见'), ('', ''))
    """
    if bracket := _BRACKET.search(text):
        return bracket[1], text[: bracket.start()] + text[bracket.end() :]
    lines = text.split("\n")
    if len(lines) == 2 and (named := [line for line in lines if only_pipes(line)]):
        return named[0], "".join(line for line in lines if line is not named[0])
    return "", ""


def _with_pipe_of_heading(grid: Grid, block: Block) -> Block:
    """The block with opinions under the name of one pipe (给水管更换) on that pipe, beside those on other pipes."""
    headings = block.header.headings
    taken = {name for heading in headings for name in heading.fields}
    if not any(name.startswith("stance_") for name in taken):
        return block
    means = {
        heading.column: field
        for heading in headings
        if heading.fields in ((), ("stance",)) and not heading.settled
        if (field := _FIELDS.get(pipe_named(heading.lower), "")) and field not in taken
        if heading.fields or field_share("stance", list(sampled(grid, block, heading.column))) >= _SAY
    }
    changed = tuple(replace(h, fields=(means[h.column],)) if h.column in means else h for h in headings)
    return replace(block, header=replace(block.header, headings=changed)) if means else block


def pipe_asked_in(titles: Iterable[str], fields: Collection[str]) -> str:
    """The one pipe that the titles ask about (给水总立管更换征询), where no column is of a pipe; else "".

    >>> pipe_asked_in(["238弄 给水总立管更换征询"], {"stance"}), pipe_asked_in(["给水、排水征询"], {"stance"})
    ('supply', '')
    """
    if "pipe_kind" in fields or any(name.startswith(_OF_PIPES) for name in fields):
        return ""
    lines = [line for title in titles for line in title.split("\n")]
    asked = "\n".join(line for line in lines if _ASKS.search(line) or _is_only_a_pipe(line))
    pipes = pipes_named(asked)
    if names_sewage(asked) and pipes.isdisjoint(_BOTH_SEWAGE):  # 给水、排水: another pipe, whichever
        return ""
    return next(iter(pipes)) if len(pipes) == 1 else ""


def _is_only_a_pipe(line: str) -> bool:
    """Whether a caption is the name of a pipe, as it stands above a group of columns."""
    return len(line.strip()) <= _LONGEST_PIPE and bool(pipe_named(line))


def with_pipe_of_title(grid: Grid, block: Block, titles: Sequence[str]) -> Block:
    """The block with its opinions on the one pipe of its titles (给水立管更换意见), if its risers say so too.

    Titles that name several pipes, or a table with columns a pipe, leave the opinions as they are.
    """
    block = _with_pipe_of_heading(grid, block)
    headings = block.header.headings
    asked = [heading for heading in headings if set(heading.fields) & _OF_ALL and not heading.settled]
    pipes = pipes_named("\n".join(titles))
    column = COLUMN_OF_PIPE.get(next(iter(pipes)), "") if len(pipes) == 1 else ""
    others = [(heading, name) for heading in headings for name in heading.fields if name.startswith(_OF_PIPES)]
    if not asked or not column or {name.partition("_")[2] for _, name in others} != {column}:
        return block
    if not all(looks_like_stacks(list(sampled(grid, block, heading.column))) for heading, _ in others):
        return block
    means = {heading.column: (f"{heading.fields[0]}_{column}",) for heading in asked}
    changed = tuple(replace(h, fields=means[h.column]) if h.column in means else h for h in headings)
    return replace(block, header=replace(block.header, headings=changed))
