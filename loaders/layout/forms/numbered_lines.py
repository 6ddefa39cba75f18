"""A chain of a group chat (接龙): numbered lines, each an address, a name, and what its writer says."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise

from socialgraph.loaders.files.grids import Grid
from socialgraph.loaders.files.sheets import Cell
from socialgraph.loaders.layout.evidence import other_matter
from socialgraph.loaders.layout.forms.chat_messages import messages_in
from socialgraph.loaders.layout.forms.text_lines import (
    PLACE,
    SaidOfFlat,
    asks_for_doors,
    caption_building,
    day_alone,
    day_in_title,
    is_name,
    last_building,
    line_text,
    only_building,
    said_of_flat,
    stance_heading,
    with_building,
)
from socialgraph.loaders.layout.forms.unfolded import Unfolded, sample, text_cell

_LINE = re.compile(
    r"^\s*(?P<number>\d{1,3})\s*[.、．)）](?!\s*\d{1,3}(?:号楼|#|幢|栋|楼)[^\d一二三四五六七八九十]{2})\s*(?P<rest>\S.*)$"
)
_NAME_FIRST = re.compile(
    rf"^(?P<name>[\u3400-\u9fff·]{{2,4}})\s*[(（]?\s*(?P<place>{PLACE})\s*[)）]?[\s,，]*(?P<words>.+)$"
)
_TENANT = re.compile(r"租")
_RELATIVE = re.compile(
    r"(?:业主|户主|房主|屋主|产权人)(?:的|个)?(?:[儿女孙仔囡爸妈父母叔舅姑嫂弟妹哥姐侄]|老[伴公婆]|家属|媳妇|爱人)"
)
_TENANT_SAYS = re.compile(
    r"(?:我是|我们是)?(?:租客|租户|房客|租房的|租住的|承租户)(?=[,，:：、。;；\s])"
)  # 租客，我没意见
_STATED = re.compile(
    r"同意|签|意向|换管|换立管|立管更换|管(?:道|线)?(?:[(（]\w{1,6}[)）])?(?:的?更换|改造)|更换意见|管道?改造|水改造|表个?态"
)
_HELPS = re.compile(r"报名|愿意帮|谁愿意|谁能帮|出力")
_LEAST_LINES, _LEAST_OF_SEVERAL, _LEAST_SHARE = 4, 2, 0.5
_ROSTER = ("姓名", "地址", "身份")


def numbered_lines_form(sheet: Grid) -> Unfolded | None:
    """A line a numbered line that begins with an address or a name and an address; None where few do.

    A text may hold several chains, each with its own title: what one asks, and where, is not what the next one asks.
    """
    if sum(1 for cells in sample(sheet).rows.values() if _LINE.match(line_text(cells))) < _LEAST_LINES:
        return None
    texts = {number: line_text(cells) for number, cells in sheet.rows.items()}
    parts = _chains(texts)
    chains = [chain for part in parts if (chain := _chain(part, several=len(parts) > 1)) is not None]
    for chain, following in pairwise(chains):
        chain.also = following
    return chains[0] if chains else None


def _chains(texts: Mapping[int, str]) -> list[dict[int, str]]:
    """The lines of each chain: the next one's begin behind the last number, where numbers begin at 1 again."""
    parts: list[dict[int, str]] = [{}]
    last, between = 0, []
    for number, text in texts.items():
        match = _LINE.match(text)
        if match is None:
            between.append(number)
            continue
        count = int(match["number"])
        if count == 1 and last > 1:
            parts.append({})
        parts[-1].update((at, texts[at]) for at in (*between, number))
        last, between = count, []
    parts[-1].update((at, texts[at]) for at in between)
    return parts


def _chain(texts: Mapping[int, str], *, several: bool) -> Unfolded | None:
    """The list of one chain; None where its title asks for nothing that is ours."""
    numbered = {number: match for number, text in texts.items() if (match := _LINE.match(text))}
    if len(numbered) < (_LEAST_OF_SEVERAL if several else _LEAST_LINES):
        return None
    title = " ".join(text for number, text in texts.items() if number < min(numbered))
    roster = bool(_HELPS.search(title))
    if (not roster and not _STATED.search(title)) or (several and other_matter(title)):
        return None
    unfolded = Unfolded(
        _ROSTER if roster else ("日期", "地址", "产权人", "租客", stance_heading(title)), titles=(title,)
    )
    day, building = day_in_title(title), last_building(title) if several else only_building(title)
    by_doors = asks_for_doors(title)
    for number, text in texts.items():
        day = day_alone(text) or day
        if (match := numbered.get(number)) is None:
            building = caption_building(text) or building
            continue
        line = _roster_line(match["rest"]) if roster else _survey_line(match["rest"], day, building, by_doors)
        if line is not None:
            unfolded.lines.append((number, line))
            unfolded.used.add(number)
    if len(unfolded.lines) < _LEAST_SHARE * len(numbered):
        return None
    if not roster:
        later = {number: text for number, text in texts.items() if number > min(numbered)}
        for number, on, entry in messages_in(later):
            if (line := _line_of(entry, on, building, by_doors)) is not None:
                unfolded.lines.append((number, line))
                unfolded.used.add(number)
    return unfolded


def _survey_line(text: str, day: str, building: str, by_doors: bool) -> tuple[Cell | None, ...] | None:
    return _line_of(said_of_flat(text), day, building, by_doors)


def _line_of(entry: SaidOfFlat | None, day: str, building: str, by_doors: bool) -> tuple[Cell | None, ...] | None:
    if entry is None or not entry.words or _RELATIVE.search(entry.who):
        return None
    entry = with_building(entry, building, by_doors=by_doors)
    tenant = bool((entry.who and _TENANT.search(entry.who)) or _TENANT_SAYS.match(entry.words))
    owner, lodger = ("", entry.name) if tenant else (entry.name, "")
    return tuple(map(text_cell, (day, entry.place, owner, lodger, entry.words)))


def _roster_line(text: str) -> tuple[Cell | None, ...] | None:
    match = _NAME_FIRST.match(text)
    if match is not None:
        return tuple(map(text_cell, (match["name"], match["place"], match["words"])))
    entry = said_of_flat(text)
    if entry is None or not entry.name or not entry.words or not is_name(entry.name):
        return None
    return tuple(map(text_cell, (entry.name, entry.place, entry.words)))
