"""One table for records of several kinds (类型: 走访, 表态, 提议): a table of its own for each kind.

The columns 事项, 内容, 说明 of such a table mean something else on the rows of each kind, and the cells of these rows
say what. A table whose rows don't bear out what their kind is called stays one table.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from socialgraph.loaders.files.grids import Grid
from socialgraph.loaders.layout.blocks import Block
from socialgraph.loaders.layout.columns.free_text import REMARKS
from socialgraph.loaders.layout.columns.samples import columns_seen, sampled, titles_of
from socialgraph.loaders.layout.evidence import other_matter, weigh
from socialgraph.loaders.layout.header_rows import Heading
from socialgraph.loaders.layout.kinds import UNKNOWN
from socialgraph.loaders.layout.weighing.column_evidence import is_ours
from socialgraph.loaders.layout.weighing.readings import field_share, person_share
from socialgraph.loaders.values.addresses import storey_in
from socialgraph.loaders.values.profiles import shares
from socialgraph.loaders.values.text import has_chinese, squeeze
from socialgraph.loaders.values.words.confirmed import NOT_READ, Confirmed, Settled, column_key, form_of
from socialgraph.loaders.values.words.heading_keys import heading_key
from socialgraph.loaders.values.words.outcomes import survey_outcome
from socialgraph.loaders.values.words.pipes import pipes_told
from socialgraph.loaders.values.words.sentences import classes

_TYPES = re.compile(r"类型|类别|种类|类$|分类|事件|动作|记录性质|记什么|^事项$|业务")
# what a kind of record is called; in this order, so that 不要再走访 is no visit
_KINDS = (
    (UNKNOWN, r"勿|打扰|别再|不要|不再|莫再|拒[绝访]|谢绝|免[走上入访打扰]|停访|别[来去找]|莫来"),
    ("surveys", r"推荐|提名|听谁|听哪个|信谁|服谁|信任|威信"),
    ("measures", r"提议|承诺|办法|方案|措施|许诺|对策|答应(?:他|的事|住户)|开的?条件"),
    ("visits", r"走访|上门|入户|家访|登门|拜访|电访|回访|面谈|沟通|接触|敲门|约谈|谈话|串门"),
    ("survey", r"表态|态度|意见|意愿|意向|签字|签约|征询|口风"),
)
_WRITER = re.compile(r"登记|记录|录入|填[表报写]|审核|制表")
_DATES = {"visits": "date", "survey": "survey_date", "surveys": "asked_on"}
_NEEDED = {"visits": "result", "survey": "stance", "measures": "measure", "surveys": "outcome"}
_PLACE = ("compound", "building", "door", "floor", "room", "address_full")
_KEPT = frozenset((*_PLACE, "seq_no", "visitors", "phone", "name"))
_LONGEST_NAME = 8  # of a type with its matter: 立管改造-沟通
_LONGEST_TYPE, _MOST_TYPES, _LEAST_ROWS, _LEAST_KINDS = 6, 12, 8, 2
_MOSTLY, _HALF, _FEW, _SENTENCE = 0.6, 0.5, 0.15, 5
_ROOM_HEADING = re.compile(r"门牌|房[号间]|室号?$|户号|住户号")


def parts_by_record(grid: Grid, block: Block, file: str, confirmed: Confirmed) -> list[Block]:
    """A block for the rows of each kind of record, those of unknown kinds as such; the block itself where it has one.

    What the office has confirmed of the table as a whole counts, and one about another matter is none of ours.
    """
    headings = block.header.headings
    if confirmed.of(form_of(heading.text for heading in headings)) is not None:
        return [block]
    others = other_matter("\n".join(titles_of(grid, block, file))) > 0
    for heading in headings:
        if others and not _names_our_works(grid, block, heading):
            continue
        if _TYPES.search(heading_key(heading.lower)) and (kinds := _kinds_below(grid, block, heading)):
            break
    else:
        return [block]
    places = _places(grid, block)
    if not {"room", "address_full"} & set(places.values()):
        return [block]
    parts: list[Block] = []
    for kind, rows in kinds.items():
        part = replace(block, rows=rows, skipped=type(block.skipped)())
        fields = _fields(grid, part, kind, {heading.column, *places}) if kind != UNKNOWN else {}
        if fields is None and len(rows) > _FEW * len(block.rows):
            return [block]
        if fields is None:
            kind, fields = UNKNOWN, {}
        fields = dict.fromkeys(_unread(part, kind), NOT_READ) | places | {heading.column: NOT_READ} | fields
        names = {column_key(h.text): fields[h.column] for h in block.header.headings if h.column in fields}
        parts.append(replace(part, kind=kind, guessed=False, recorded=Settled(kind, names)))
    parts[0].skipped.update(block.skipped)
    return parts


def _names_our_works(grid: Grid, block: Block, heading: Heading) -> bool:
    """Whether the types of an export of all orders (立管改造-沟通, 门禁) tell those on the works from others."""
    types = {squeeze(text) for text in sampled(grid, block, heading.column) if squeeze(text)}
    ours = {word for word in types if is_ours(word)}
    known = {word for word in types if _kind(word) != UNKNOWN}
    return bool(known) and known <= ours < types


def _kinds_below(grid: Grid, block: Block, heading: Heading) -> dict[str, list[int]]:
    """Kind -> rows, of a column whose few short words are kinds of record; {} for any other column."""
    words = {
        number: squeeze(grid.rows[number][heading.column].text)
        for number in block.rows
        if heading.column in grid.rows[number]
    }
    if (
        len(words) < _LEAST_ROWS
        or len(set(words.values())) > _MOST_TYPES
        or max(map(len, words.values())) > _LONGEST_NAME
    ):
        return {}
    kinds: dict[str, list[int]] = {}
    for number in block.rows:
        kinds.setdefault(_kind(words.get(number, "")), []).append(number)
    known = {kind: rows for kind, rows in kinds.items() if kind != UNKNOWN}
    few = len(known) < _LEAST_KINDS or sum(map(len, known.values())) < _MOSTLY * len(block.rows)
    if few and not _names_our_works(grid, block, heading):
        return {}
    return {kind: kinds[kind] for kind in sorted(kinds, key=lambda kind: kinds[kind][0])}


def _kind(word: str) -> str:
    return next((kind for kind, pattern in _KINDS if re.search(pattern, word)), UNKNOWN)


def _places(grid: Grid, block: Block) -> dict[int, str]:
    """Column -> its part of the address: as headings say it, else as in a survey of households."""
    headings = block.header.headings
    verdict = weigh(columns_seen(grid, block, headings), "", kinds=["survey"])[0]
    places: dict[int, str] = {}
    for heading in headings:
        name = heading.fields[0] if len(heading.fields) == 1 else verdict.fields.get(heading.column, "")
        if name in _PLACE and name not in places.values() and (heading.fields or heading.column in verdict.sure):
            places[heading.column] = name
    if "room" not in places.values() and "building" in places.values():
        named = [h for h in headings if h.column not in places and _ROOM_HEADING.search(heading_key(h.lower))]
        places |= {h.column: "room" for h in named[:1] if _are_rooms(list(sampled(grid, block, h.column)))}
    return places


def _are_rooms(texts: Sequence[str]) -> bool:
    filled = [text for text in texts if squeeze(text)]
    storeyed = sum(1 for text in filled if storey_in(text) is not None)
    return storeyed + shares(filled)["room"] * len(filled) >= _MOSTLY * len(filled) > 0


def _unread(part: Block, kind: str) -> list[int]:
    """Columns that have no general meaning of their own: who wrote it down, who was there, what else is said."""
    return [
        h.column for h in part.header.headings if not _KEPT & set(h.fields) and not (kind == "visits" and not h.fields)
    ]


def _fields(grid: Grid, part: Block, kind: str, taken: set[int]) -> dict[int, str] | None:
    """Column -> field on the rows of this kind, as their cells say; None where what the kind must have is missing."""
    texts = {
        h.column: [text for text in sampled(grid, part, h.column) if squeeze(text)]
        for h in part.header.headings
        if h.column not in taken and not set(h.fields) - {"date", "survey_date", REMARKS, "respondent_relation"}
    }
    fields: dict[int, str] = {}

    def give(name: str, share: Callable[[Sequence[str]], float], least: float = _MOSTLY) -> None:
        fits = {at: share(cells) for at, cells in texts.items() if at not in fields and cells}
        best = max(fits, key=lambda at: fits[at], default=None)
        if best is not None and fits[best] >= least:
            fields[best] = name

    give("respondent_relation", lambda cells: field_share("respondent_relation", cells), _HALF)
    if kind in _DATES:
        give(_DATES[kind], lambda cells: shares(cells)["date"], _HALF)
    if kind == "visits":
        give("mode", lambda cells: field_share("mode", cells))
        if (result := _headed_result(grid, part, taken)) is not None:
            fields[result] = "result"
        else:
            give("result", lambda cells: field_share("result", cells))
        if not any("visitors" in heading.fields for heading in part.header.headings):
            texts = {at: cells for at, cells in texts.items() if not _WRITER.search(_heading(part, at))}
            give("visitors", person_share)
    elif kind == "survey":
        give("pipe_kind", _pipe_share)
        give("stance", lambda cells: field_share("stance", cells))
        give("reasons", _sentence_share, _HALF)
    elif kind == "surveys":
        give("outcome", _outcome_share, _HALF)
    else:
        give("concern", lambda cells: field_share("concern", cells), _HALF)
        give("measure", _sentence_share, _HALF)
        give("accepted", _answer_share, _HALF)
    if kind != "survey":  # whose word it is says nothing of a visit or an offer
        fields = {at: name for at, name in fields.items() if name != "respondent_relation"}
    return fields if _NEEDED[kind] in fields.values() else None


def _headed_result(grid: Grid, part: Block, taken: set[int]) -> int | None:
    """The column that is headed as what came of a visit, if its cells bear that out: then the talk beside it is not."""
    headed = [h.column for h in part.header.headings if h.fields == ("result",) and h.column not in taken]
    fits = [at for at in headed if field_share("result", list(sampled(grid, part, at))) >= _MOSTLY]
    return fits[0] if fits else None


def _heading(part: Block, column: int) -> str:
    return next(heading_key(h.lower) for h in part.header.headings if h.column == column)


def _pipe_share(texts: Sequence[str]) -> float:
    return sum(1 for text in texts if pipes_told(text)) / len(texts)


def _answer_share(texts: Sequence[str]) -> float:
    """Of short answers to an offer, open ones (等回话) too."""
    answers = [text for text in texts if len(squeeze(text)) <= _LONGEST_TYPE]
    return sum(1 for text in answers if classes("accepted", text) or field_share("accepted", [text])) / len(texts)


def _outcome_share(texts: Sequence[str]) -> float:
    return sum(1 for text in texts if survey_outcome(text)) / len(texts)


def _sentence_share(texts: Sequence[str]) -> float:
    return sum(1 for text in texts if len(squeeze(text)) >= _SENTENCE and has_chinese(text)) / len(texts)
