"""What a line of text says of one flat: its address, a name, and what follows them. Captions and days above it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from socialgraph.loaders.files.sheets import Cell
from socialgraph.loaders.layout.header_rows import own_cells
from socialgraph.loaders.values.addresses import outer_address, parse_address
from socialgraph.loaders.values.dates import date_of_title
from socialgraph.loaders.values.mentions import rooms_in
from socialgraph.loaders.values.numbering import is_room_alone
from socialgraph.loaders.values.words.lexicon import Words
from socialgraph.loaders.values.words.pipes import (
    COLUMN_OF_PIPE,
    SEWAGE_PIPES,
    names_of_pipes,
    pipe_of_word,
    pipe_words,
)

_DASH = r"[-—–－]"
_BUILDING = rf"(?:[甲乙丙丁]?\d{{1,3}}|[A-Za-z](?=\s*[座栋幢楼-]))\s*(?:#|号楼|栋|幢|座|楼|{_DASH})"
_DOOR = rf"[\d一二三四五六七八九十]{{1,2}}\s*(?:单元|门|梯|{_DASH}|(?<=\d)\s(?=\d{{3}}))"
PLACE = rf"(?:{_BUILDING})?\s*(?:{_DOOR})?\s*{_DASH}?\d{{3,4}}(?!\d)(?:室|号(?!楼))?"
_NAME = r"[\u3400-\u9fff·]{2,4}?"
_GAP = r"[\s,，:：]"
_LINE = re.compile(
    rf"^(?P<place>{PLACE}){_GAP}*(?P<name>{_NAME})?(?:\s*[(（](?P<who>[^)）]*)[)）])?(?:(?:{_GAP}+|(?<=[)）]))(?P<words>.+)|$)"
)
_LODGER = re.compile(rf"^(?P<who>租(?:客|户)|房客)[:：]?(?P<name>{_NAME}){_GAP}+(?P<words>.+)$")
_DAY_ALONE = re.compile(r"^[-—–=─━\s]*(20\d\d[-./年]\d{1,2}[-./月]\d{1,2}日?)[-—–=─━\s]*$")
_NO_NAME = re.compile(
    r"同意|支持|赞成|反对|已签|签[了字好名掉]|换[管了吧]|可以|没|不|意见|再说|收到|接受|愿意|考虑|先生|女士|租|邻居"
    r"|家$|[店部馆铺]$|[妈爸爷奶]|老[伴公婆]|儿子|女儿|女婿|媳妇|我|他|她|谢谢|好的|随便|都行"
)
_OF_SEWAGE = re.compile(r"污水|排水|粪水|排污")  # of a title, as of whichever sewage pipe
_FROM_DOOR = re.compile(r"^\d{1,2}(?:门|单元|梯|-)")
_PAIR = re.compile(r"^(?P<door>\d{1,2})-\d{3,4}室?$")
_NAMES_BUILDING = re.compile(r"([甲乙丙丁]?\d{1,3}|(?<![A-Za-z])[A-Za-z])(?:号楼|栋|幢|座|#)")
_DOOR_AND_ROOM = re.compile(r"(?:梯|单元|门)(?:号|牌)?[-—–－](?:房|室|户)")  # how a chain asks to be signed
_WHOLE_DAY = re.compile(r"20\d\d\s*[-./年]\s*\d{1,2}\s*[-./月]\s*\d{1,2}(?P<to>[日号]?\s*[-—–~～至到]+\s*\d)?")
_LONGEST_CAPTION = 14
_SPACES = re.compile(r"\s+")
_BETWEEN = re.compile(r"(?<=\d)\s+(?=\d{3})")


@dataclass(frozen=True)
class SaidOfFlat:
    """A line that begins with an address; `who` is what stands in brackets behind the name."""

    place: str
    name: str = ""
    who: str = ""
    words: str = ""


def said_of_flat(text: str) -> SaidOfFlat | None:
    """The parts of a line that begins with an address; None for any other.

    >>> said_of_flat("3号楼1门301，苏某  去年刚装的厨房，不换")
    SaidOfFlat(place='3号楼1门301', name='苏某', who='', words='去年刚装的厨房，不换')
    >>> said_of_flat("3-1 102 同意"), said_of_flat("明天停水")
    (SaidOfFlat(place='3-1-102', name='', who='', words='同意'), None)
    """
    match = _LINE.match(text.strip())
    if match is None:
        return None
    name, words, who = match["name"] or "", (match["words"] or "").strip(), match["who"] or ""
    if not name and (lodger := _LODGER.match(words)) and is_name(lodger["name"]):  # 401 租客苏某 没意见
        name, words, who = lodger["name"], lodger["words"].strip(), lodger["who"]
    if name and not is_name(name):  # 同意，已签: nobody's name
        name, words = "", "，".join(filter(None, (name, words)))
    return SaidOfFlat(_plain(match["place"]), name, who, words)


def is_name(text: str) -> bool:
    """Whether two to four characters may be somebody's name and are no word of the vocabulary."""
    return not _NO_NAME.search(text) and not Words().code("stance", text)


def day_alone(text: str) -> str:
    """The day of a line that is nothing but a day, as a chat writes it above its messages; else ""."""
    match = _DAY_ALONE.match(text.strip())
    return match[1] if match else ""


def with_building(said: SaidOfFlat, building: str, *, by_doors: bool = False) -> SaidOfFlat:
    """With the building that stands above, where the line gives none but a door: below 3号楼 2-501 is its door 2.

    `by_doors`: the lines were asked to begin with door and room, so that 3-501 is door 3 there too.
    """
    pair = _PAIR.match(said.place)
    if building and is_room_alone(said.place):
        return replace(said, place=f"{building}{'号楼' if building.isdecimal() else '座'}{said.place}")
    if building and pair and (by_doors or pair["door"] != building):
        return replace(said, place=f"{building}-{said.place}")
    if not building or not _FROM_DOOR.match(said.place) or parse_address(said.place).building:
        return said
    return replace(said, place=f"{building}{'-' if '-' in said.place else '号楼'}{said.place}")


def last_building(title: str) -> str:
    """The building that the title of a chain names last: that of the group's name stands before."""
    named = _NAMES_BUILDING.findall(title)
    return named[-1] if named else ""


def only_building(title: str) -> str:
    """The building of a title that names one and no other; else ""."""
    named = set(_NAMES_BUILDING.findall(title))
    return named.pop() if len(named) == 1 else ""


def asks_for_doors(title: str) -> bool:
    """Whether a title asks to begin with door and room: 写 梯-房 姓名 意见."""
    return bool(_DOOR_AND_ROOM.search(title))


def day_in_title(title: str) -> str:
    """The one whole day that a title names; "" where it names none, several, or from when to when."""
    if any(day["to"] for day in _WHOLE_DAY.finditer(title)):
        return ""
    days = {date_of_title(day[0], 0) for day in _WHOLE_DAY.finditer(title)} - {""}
    return days.pop() if len(days) == 1 else ""


def caption_building(text: str) -> str:
    """The building of a short line that names one and no flat: 【3号楼】."""
    plain = text.strip(" 【】[]〖〗■*#:：")
    return outer_address(plain).building if len(text) <= _LONGEST_CAPTION and not rooms_in(plain) else ""


def line_text(cells: Mapping[int, Cell]) -> str:
    """The line as it was written, a comma where the reader of csv cut it."""
    return ",".join(cell.text.strip() for cell in own_cells(dict(cells)).values())


def stance_heading(title: str) -> str:
    """The heading of what is said under a title: of one pipe where the title names exactly one.

    >>> stance_heading("厨房下水立管更换接龙"), stance_heading("换下水管、给水管，愿意的接一下")
    ('厨房意见', '意见')
    """
    plain = _OF_SEWAGE.sub("下水", title)
    named = {pipe_of_word(word) for word in re.findall(pipe_words(), plain)}
    if named & {*SEWAGE_PIPES}:
        named -= {"sewage"}
    pipe = next(iter(named)) if len(named) == 1 else ""
    return f"{names_of_pipes()[pipe]}意见" if pipe in COLUMN_OF_PIPE and pipe != "sewage" else "意见"


def _plain(place: str) -> str:
    """One kind of dash, no spaces: 3－1－101 and 3-1 102 as everybody writes them."""
    dashed = re.sub(_DASH, "-", place.strip())
    return _SPACES.sub("", _BETWEEN.sub("-" if "-" in dashed else "", dashed))
