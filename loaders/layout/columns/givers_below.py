"""更换意见 over 产权人 | 使用人, 厨房立管 over 编号 | 业主 | 租客: below opinions and pipes stands whose word it is.

The cells decide: names below such a heading are names. Signs and opinions are nobody's name, wherever they stand.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from socialgraph.loaders.files.grids import Grid
from socialgraph.loaders.layout.blocks import Block
from socialgraph.loaders.layout.columns.samples import sampled
from socialgraph.loaders.layout.columns.whose_words import SAID
from socialgraph.loaders.layout.header_rows import Heading
from socialgraph.loaders.layout.weighing.readings import field_share, person_share
from socialgraph.loaders.values.text import squeeze
from socialgraph.loaders.values.words.heading_keys import heading_key, kind_headings
from socialgraph.loaders.values.words.pipes import COLUMN_OF_PIPE, pipe_named, same_as_pipe

_WORD = r"(?:本人|方)?(?:的?(?:意见|意愿|态度|表态|想法))?$"
_OWNERS = re.compile(rf"^(?:产权(?:人|户)|业主|房主|屋主|业权人|户主|房东|房屋所有人){_WORD}")
_LESSEES = re.compile(rf"^(?:公房)?承租(?:人|户){_WORD}")
_OCCUPANTS = re.compile(
    rf"^(?:现|实际?)?(?:居?住(?:户|客|人|的人|者|家)|使用(?:人|者)){_WORD}|^(?:租(?:客|户|住人?)|房客|在住人?){_WORD}"
)
_OWNERS_AHEAD = re.compile("产权人|业主|房主|屋主|户主|房东")
_NAMES = frozenset(
    (
        *("name", "owner_name", "head_name", "holder_name", "public_lessee_name", "tenant_name", "occupant_name"),
        *("ego_name", "alter_name"),
    )
)
_SAY, _NAME_PEOPLE, _LEAST_CELLS = 0.6, 0.2, 3


def with_givers_below(grid: Grid, block: Block) -> Block:
    """The block with the stance of each giver under headings of opinions or of pipes, and no words taken for names."""
    headings = block.header.headings
    groups: dict[str, list[Heading]] = defaultdict(list)
    for heading in headings:
        if upper := heading.upper or heading.group:
            groups[upper].append(heading)
    means: dict[int, tuple[str, ...]] = {}
    for upper, members in groups.items():
        if (stance := _stance_below(upper)) and (givers := _givers(members)) and _say(grid, block, list(givers)):
            means |= {column: (f"{giver}{stance}",) for column, giver in givers.items()}
    for heading in headings:
        is_name = heading.column not in means and heading.fields and set(heading.fields) <= _NAMES
        theirs = heading.column not in means and not heading.settled and _is_of_occupants(heading, headings)
        if (is_name or theirs) and _say(grid, block, [heading.column], least=_LEAST_CELLS):
            means[heading.column] = ("occupant_stance",) if theirs else ()
    if not means:
        return block
    changed = tuple(replace(h, fields=means[h.column], answer="") if h.column in means else h for h in headings)
    return replace(block, header=replace(block.header, headings=changed))


def _is_of_occupants(heading: Heading, headings: Sequence[Heading]) -> bool:
    """Whether a heading is nothing but occupants (租客（总的）), beside the owner's opinions and none of theirs."""
    bare = heading_key(re.split(r"[(（\[【]", heading.lower)[0])
    if not _OCCUPANTS.match(bare) or (heading.fields and not set(heading.fields) <= _NAMES):
        return False
    owners = any(_OWNERS_AHEAD.match(heading_key(other.lower)) for other in headings)
    return owners and not any("occupant_stance" in other.fields for other in headings)


def _stance_below(upper: str) -> str:
    """The field of an opinion below this heading: stance, or that on the one pipe that it names; "" for none."""
    key = heading_key(upper)
    pipe = COLUMN_OF_PIPE.get(pipe_named(key), "")
    if pipe:
        return f"stance_{pipe}"
    return "stance" if SAID.search(key) or "stance" in kind_headings()["survey"].get(key, ()) else ""


def _givers(members: Sequence[Heading]) -> dict[int, str]:
    """Column -> "" for an owner's or "occupant_" for an occupant's, as far as the headings tell; each once.

    承租人 beside 业主 lives there, beside 使用人 holds the flat.
    """
    givers: dict[int, str] = {}
    lessees: list[int] = []
    for heading in members:
        key = heading_key(heading.lower)
        if _LESSEES.match(key):
            lessees.append(heading.column)
        elif _OWNERS.match(key) or _OCCUPANTS.match(key):
            givers[heading.column] = "" if _OWNERS.match(key) else "occupant_"
    givers |= dict.fromkeys(lessees, "occupant_" if "" in givers.values() else "")
    return givers if len(set(givers.values())) == len(givers) else {}


def _say(grid: Grid, block: Block, columns: Sequence[int], *, least: int = 1) -> bool:
    """Whether the cells of these columns say something of the works: signs, opinions; and name hardly anybody."""
    texts = [text for column in columns for text in sampled(grid, block, column) if squeeze(text)]
    if len(texts) < least:
        return False
    words = [text for text in texts if not _is_sign(block, text)]
    opinions = len(texts) - len(words) + field_share("stance", words) * len(words)
    return opinions >= _SAY * len(texts) and person_share(texts) <= _NAME_PEOPLE


def _is_sign(block: Block, text: str) -> bool:
    short = squeeze(text)
    return short in block.legend or (len(short) == 1 and not short.isalnum()) or bool(same_as_pipe(short))
