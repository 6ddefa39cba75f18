"""Trust registers (信任联系登记): ego trusts alter. Both ends need an address; the kind must be known."""

from __future__ import annotations

import re
from dataclasses import replace

from socialgraph.loaders.layout.weighing.readings import is_person
from socialgraph.loaders.parsers.lines import Context, Line, Parsed, RowLostError, read_lines
from socialgraph.loaders.tables.findings import home_of
from socialgraph.loaders.values.addresses import Address
from socialgraph.loaders.values.households import person_and_place
from socialgraph.loaders.values.names import name_and_address
from socialgraph.loaders.values.numbering import is_room_alone, room_ahead
from socialgraph.loaders.values.text import NOTHING, pieces, squeeze, tidy
from socialgraph.loaders.values.words.lexicon import with_legend
from socialgraph.loaders.values.words.outcomes import survey_outcome
from socialgraph.loaders.values.words.protective import asks_to_be_left_alone

# 听谁的, 信得过谁: beside a column of how close, such a heading says that below it stand those whom they hear
_NOMINATES = re.compile("听|信|服|提名|推荐|说话管用|说得上话")
_QUARRELS = re.compile(
    "矛盾|纠纷|积怨|不和(?!谐)|吵架|过节|结怨|不对付|合不来|结了?梁子"
)  # a list of them names two who are at odds
# a title that asks whom somebody hears: 遇上换管这种事你信谁的话, 有事听哪个的
# or whom it would like to come and talk: 换管的事想请谁来谈
_WHO = r"(?:谁|哪个|哪位|边个|啥人|什么人)"
_ASKS_WHOM = re.compile(
    rf"(?:听|信|服)(?:得过|任)?{_WHO}|(?:愿意?|想要?|希望|想请|想喊|欢迎){_WHO}[来去].{{0,4}}[谈讲说聊劝]"
).search
_WORDS = re.compile(r"[\u3400-\u9fff]{3}")
# a digit of closeness -> what the words that a legend gives it may mean elsewhere
_CLOSENESS = {"0": ("0",), "1": ("0", "1"), "2": ("1", "2"), "3": ("3",)}
_CALLED = re.compile(r"^[\u3400-\u9fff]{1,2}(?:[姐哥叔姨嫂伯爷婆妈生]|师傅|老师)$")  # 木棉姐: called so, not named
_OF_DOOR = re.compile(r"\d{1,2}(?:单元|门|梯)")
_WRITTEN_IN = re.compile(r"^其他[〖(（\[](.+)[〗)）\]]$")
_STEPS, _LEAST_KNOWN = 3, 2
_FEW = 2  # the least step says that they hardly know each other
_NEAR, _FAR = "近", "远"
_NOBODY = frozenset(("named_nobody", "wants_nobody", "declined"))


def parse_ties(context: Context) -> Parsed:
    """One tie a line; several people in the alter's cell, each with an address, are several ties.

    Where nobody is named but the answer says why (没有, 谁也不要来), the line is one of a survey.
    """

    scale = _scale(context)

    def read(line: Line) -> None:
        if (outcome := _nobody(line)) in _NOBODY:
            _add_survey(line, outcome)
            return
        ego_name, ego = _end(line, "ego_", line.text("ego_name"))
        ego_name = ego_name or line.context.people.name_at(home_of(ego[0]))
        values = {
            "kind": _kind(line),
            "strength": scale.get(squeeze(line.row.text("strength"))) or _strength(line),
            "observed_on": line.date(_date_field(line)) or line.context.day,
            "known": line.boolean("known"),
        }
        alters = _alters(line.text("alter_name"))
        for text in alters:
            alter_name, alter = _other_end(line, ego, text)
            if ego_name and (alter_name, alter[0]) == (ego_name, ego[0]):
                if len(alters) == 1:
                    raise RowLostError("alter_name", "self_tie")
                line.find("alter_name", "self_tie", value=text)
                continue
            line.add("ties", {"ego_name": ego_name, "alter_name": alter_name, **values}, ego=ego, alter=alter)

    return read_lines(context, read)


def add_trusted(line: Line, ego_name: str, ego: tuple[Address, str], asked_on: str) -> None:
    """Whom a line of a survey names as trusted: each with an address beside the name is a tie, any other a finding.

    Of which kind, a column for that says where it is filled: an unknown word there may say that they are kin.
    """
    text = line.text("alter_name")
    answer = text if tidy(text) not in _BLANK else line.row.text("outcome")
    outcome = "" if tidy(answer) in _BLANK else survey_outcome(answer)
    if outcome in _NOBODY:
        line.add("surveys", {"respondent": ego_name, "asked_on": asked_on, "outcome": outcome}, household=ego)
    if line.is_marked("left_alone"):
        return
    if outcome in _NOBODY or tidy(text) in _BLANK or tidy(text) in NOTHING or asks_to_be_left_alone(text):
        return
    kind = "nominated" if tidy(line.row.text("kind")) in _BLANK else _kind_said(line)
    if not kind:
        line.unknown("kind", "tie_type")
        return
    ego_name = ego_name or line.context.people.name_at(home_of(ego[0]))
    strength = _strength(line) if line.context.has("strength") else ""
    values = {"kind": kind, "strength": strength, "observed_on": asked_on, "known": ""}
    for part in _alters(text):
        name, written = person_and_place(part)
        try:
            alter = _trusted_home(line, ego[0], name, written)
            is_name = not written or bool(name_and_address(part)[1]) or is_person(name)  # 隔壁201 is nobody's name
            if not ego_name or not is_name or _CALLED.match(name):
                raise RowLostError("alter_name", "unknown_person", part)
        except RowLostError as error:
            line.find("alter_name", error.reason, value=part)
            continue
        alter_name = line.name_in("alter_name", name)
        if alter[0] == ego[0] and alter_name in ("", ego_name):
            line.find("alter_name", "self_tie", value=part)
        else:
            line.add("ties", {"ego_name": ego_name, "alter_name": alter_name, **values}, ego=ego, alter=alter)


def _trusted_home(line: Line, home: Address, name: str, written: str) -> tuple[Address, str]:
    """The address beside the name, else the one flat at which other lists have who is named."""
    if written:
        return line.address_in("alter_name", _beside(home, written))
    known = line.context.people.at_home(tidy(name), (Address(), "alter_name"))
    if known[0].room is None:
        raise RowLostError("alter_name", "name_only", name)
    return known


def _beside(home: Address, written: str) -> str:
    """A neighbour's address as whoever lives here means it: 2单元401 is of the same building, 401 of the same door."""
    if is_room_alone(written) and home.door:
        return f"{home.building}号楼{home.door}单元{written}"
    return f"{home.building}号楼{written}" if _OF_DOOR.match(written) else written


def _nobody(line: Line) -> str:
    """What an answer without a person says: in the place of the name, or, where that is blank, of the relation."""
    where = line.row.text("alter_address")
    if where and tidy(line.row.text("alter_name")) in _BLANK and survey_outcome(where) in _NOBODY:
        return survey_outcome(where)  # 没谁 under 听谁的（房号）
    if where or line.row.text("alter_room"):
        return ""
    texts = [with_legend(line.row.text(name), line.context.legend(name)) for name in ("alter_name", "kind")]
    answer = texts[0] if tidy(texts[0]) not in _BLANK else texts[1]
    return survey_outcome(answer) if tidy(answer) not in _BLANK else ""


_MIDDLE = "一般"
_BLANK = frozenset(("", "-", "--", "/"))


def _add_survey(line: Line, outcome: str) -> None:
    respondent, household = _end(line, "ego_", line.text("ego_name"))
    asked_on = line.date(_date_field(line)) or line.context.day
    line.add("surveys", {"respondent": respondent, "asked_on": asked_on, "outcome": outcome}, household=household)


def _kind(line: Line) -> str:
    """The kind that the row says, else, in a list of how close whom one hears is, the one that its heading names."""
    heading = line.context.sheet.fields.get("alter_name", "")
    sheet = line.context.sheet
    if not line.context.has("kind") and any(map(_QUARRELS.search, (sheet.sheet, sheet.title, sheet.block_title))):
        return "conflict"
    if not line.context.has("kind") and any(map(_ASKS_WHOM, (sheet.sheet, sheet.title, sheet.block_title))):
        if _has_open_words(line, but_remarks=True):
            raise RowLostError("kind", "unknown_tie_kind")
        return "nominated"
    if not line.context.has("kind") and _NOMINATES.search(heading):
        if _has_open_words(line):
            raise RowLostError("kind", "unknown_tie_kind")
        return "nominated"
    confirmed = line.context.sheet.kind_of_ties
    if confirmed and tidy(line.row.text("kind")) in _BLANK and not _has_open_words(line):
        return confirmed
    kind = _kind_said(line)
    if not kind:
        nearest = line.context.words.suggestion("tie_type", line.row.text("kind"))
        raise RowLostError("kind", "unknown_tie_kind", nearest=nearest)
    return kind


def _kind_said(line: Line) -> str:
    """The kind of tie that the row's own word means, 其他〖一起下棋〗 what was written in; "" where it is unknown."""
    text = _WRITTEN_IN.sub(r"\1", line.text("kind"))
    return line.context.words.code("tie_type", text, line.context.legend("kind")) or line.likely("tie_type", text)


def _has_open_words(line: Line, *, but_remarks: bool = False) -> bool:
    """Whether a column of words is not read: it may say that the two don't speak to each other."""
    table = line.context.sheet.open
    columns = table.columns if table is not None else ()
    open_columns = (column for column in columns if not (but_remarks and "备注" in column.heading))
    return any(_WORDS.search(text) for column in open_columns for text in column.samples)


def _strength(line: Line) -> str:
    """How close; 一般 is the middle of a scale that has a word below it (点头) and none beside it (还可以)."""
    if (digit := squeeze(line.row.text("strength"))) in _CLOSENESS and _counts_closeness(line):
        return digit
    words, legend = line.context.words, line.context.legend("strength")
    code = _code_of_sign(line) or line.code("strength", "tie_strength")

    def said(text: str) -> str:
        return squeeze(legend.get(squeeze(text), text))

    if said(line.row.text("strength")) != _MIDDLE:
        return code
    texts = {said(text) for text in (*(row.text("strength") for row in line.context.sheet.rows), *legend.values())}
    scale = [words.code("tie_strength", text) for text in texts - {"", _MIDDLE}]
    return "2" if {"0", "1"} & {*scale} and "2" not in scale else code


def _scale(context: Context) -> dict[str, str]:
    """Sign -> how close, of a legend with three of them (◎很近 ○常走动 △一般): its order counts, if its words fit.

    A sign for nobody (不来往) is none of the three.
    """
    if not context.has("strength"):
        return {}
    used = {squeeze(row.text("strength")) for row in context.sheet.rows}
    legend = {squeeze(sign): meaning for sign, meaning in context.legend("strength").items()}
    words = context.words

    def code(sign: str) -> str:
        return words.code("tie_strength", sign) or words.code("tie_strength", legend[sign]) or ""

    signs = [sign for sign in legend if sign in used and code(sign) != "0"]
    known = [int(found) for sign in signs if (found := code(sign))]
    falling = known == sorted(known, reverse=True)
    if len(signs) != _STEPS or len(set(known)) < _LEAST_KNOWN or not (falling or known == sorted(known)):
        return _near_and_far(context, used)
    return dict(zip(signs, ("3", "2", "1") if falling else ("1", "2", "3"), strict=True))


def _near_and_far(context: Context, used: set[str]) -> dict[str, str]:
    """近 of 近, 中, 浅 is the closest of three steps; beside 很近, or without any lower step, nobody knows."""
    codes = {context.words.code("tie_strength", text) for text in used - {_NEAR}}
    return {_NEAR: "3"} if _NEAR in used and "3" not in codes and ("1" in codes or _FAR in used) else {}


def _code_of_sign(line: Line) -> str:
    """That of the sign itself (近), where the legend says it in words that nobody knows (近=常来常往); else ""."""
    words, text = line.context.words, line.text("strength")
    if not text or words.code("tie_strength", text, line.context.legend("strength")) is not None:
        return ""
    return words.code("tie_strength", text) or ""


def _counts_closeness(line: Line) -> bool:
    """Whether the legend counts as we do: 3=很熟 2=一般 1=点头, as far as its words are known."""
    legend = {squeeze(sign): meaning for sign, meaning in line.context.legend("strength").items()}
    if "3" not in legend or not set(legend) <= _CLOSENESS.keys():
        return False
    codes = {digit: line.context.words.code("tie_strength", meaning) for digit, meaning in legend.items()}
    known = {digit: code for digit, code in codes.items() if code}
    falling = [int(known[digit]) for digit in sorted(known, reverse=True)]
    in_steps = legend.keys() == _CLOSENESS.keys() and len(set(falling)) > 1 and falling[-1] < _FEW
    if in_steps and falling == sorted(falling, reverse=True):
        return True  # 3天天见面 2常走动 1见面点头 0不来往: all four steps, from the closest to none
    return bool(known) and all(code in _CLOSENESS[digit] for digit, code in known.items())


def _date_field(line: Line) -> str:
    return "observed_on" if line.context.has("observed_on") else "survey_date"


def _alters(text: str) -> list[str]:
    """The people of a cell: 张三(1-1-101)、李四(1-1-102) are two, as far as each has its address."""
    parts = pieces(text, blanks=False)
    return parts if len(parts) > 1 and all(name_and_address(part)[1] for part in parts) else [text]


def _other_end(line: Line, ego: tuple[Address, str], text: str) -> tuple[str, tuple[Address, str]]:
    """Name and address of the other; a room alone is of the same house and door, as whoever writes 101 means it."""
    written = tidy(line.row.text("alter_address") or line.row.text("alter_room") or text)
    room, home = room_ahead(written), ego[0]
    try:
        name, (near, field_name) = _end(line, "alter_", text)
    except RowLostError as lost:
        if lost.reason != "missing_building" or not room or not home.building:
            raise
        where, field_name = line.address_in(lost.field, f"{home.building}号楼{room}")
        where = replace(where, compound=where.compound or home.compound, door=where.door or home.door)
        return line.name_in("alter_name", tidy(text).removeprefix(room)), (where, field_name)
    alike = near.building in ("", home.building) and near.compound in ("", home.compound)
    if not room or near.door or not home.door or not alike:
        return name, (near, field_name)
    return name, (replace(near, compound=home.compound, building=home.building, door=home.door), field_name)


def _end(line: Line, prefix: str, text: str) -> tuple[str, tuple[Address, str]]:
    """Name and address of one end: from its own columns, or from brackets behind the name."""
    name_field = prefix + "name"
    name, written = name_and_address(text)
    if written:
        household = line.address_in(name_field, written)
        return line.name_in(name_field, name), household
    household = line.context.people.at_home(tidy(name), line.address(prefix, required=False))
    if household[0].room is None:
        at_fault = next((f for f in (prefix + "address", prefix + "room") if line.context.has(f)), name_field)
        raise RowLostError(at_fault, "name_only", "" if at_fault != name_field else None)
    return (line.name_in(name_field, name) if tidy(name) not in NOTHING else ""), household
