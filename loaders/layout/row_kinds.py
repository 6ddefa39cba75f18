"""Rows that are no data: instructions, examples, subtotals, signatures, captions and notes; told by what they say."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

from socialgraph.loaders.files.sheets import Cell
from socialgraph.loaders.values.numbering import BUILDING_WORD, DOOR_WORD

_TOTAL = re.compile(
    r"^(?:.{0,12}(?:小计|合计|总计|共计|累计|汇总)|(?:小计|合计|总计|共计|累计|汇总|合共|总共).{0,12}|(?:[到实应]到|到[场会])\d+人|同意率.*|平均.{0,6}|总户数.*|总数)[:.]?$"
    r"|^(?:小计|合计|总计|共计|合共|总共)[:,]?共?\d+[户家间套人名栋].{0,40}$"
)
_SECTION = re.compile(
    r"^(?:[一二三四五六七八九十]{1,2}\s*[、.．]|[(（][一二三四五六七八九十]{1,2}[)）])\s*[^\s，。,:：]{2,12}$"
)
_COUNT = re.compile(
    r"^(?:共|计|合计|小计|总计)*\d+(?:户|套|间|人|家)?$"
    # 1单元11户
    r"|^(?:[甲乙丙丁]?\d{1,3}(?:号楼|栋|幢|座|#楼?|楼))?(?:\d{1,2}(?:单元|门|梯))?(?:共|计|合计|小计)*\d+(?:户|套|间|家)$"
)
_FIGURE = re.compile(r"^\D{0,8}\d+(?:\.\d+)?\D{0,3}$")
_SIGNATURE = re.compile(
    r"^(?:填表|填报|制表|审核|复核|负责|经办|统计|登记|摸排|调查|录入|汇总|单位负责|社区负责|主管|社区书记|书记|主任|联系)"
    r"(?:人|员|单位|部门|领导|日期|时间|电话)?(?:签字|签名|签章|盖章)?(?:\((?:签字|签名|签章|盖章)\))?\s*[:]"
    r"|^(?!已|未|同意|口头).{0,8}(?:签字|签名|签章|盖章|公章)\s*[:(]|^.{0,12}\((?:签字|签名|签章|盖章|公章)\)"
    r"|^(?:负责人|审核人?|领导|单位|主任|书记|社区|经办人)(?:签字|签名|签章|盖章)$"
)
_INSTRUCTION = re.compile(
    r"必填|选填|可不填|不必填|非必填|请填|请选|请按|请勿|请保留|勿删|勿改|填写|填数字|填报|格式|例如|示例|下拉|可多选|多选|单选"
    r"|^例[:]|^如[:\d有\"“]|与.{1,8}一致|\d+位|年-月-日|YYYY|导入|不超过\d|只填|填.{0,6}(?:或|、)|以.{1,6}为准"
    r"|[^\s=]\s*=\s*\S+[,;、/ ]"
)
_EXAMPLE = frozenset(
    ("例", "示例", "样例", "范例", "举例", "例子", "填写示例", "填写样例", "示例行", "样表", "EXAMPLE")
)
_NOTE = re.compile(
    r"^(?:注|备注|说明|填表说明|填写说明|图例|附注|填报说明|提示|重要提示|注意)\s*\d*\s*[:.、]|^(?:注|说明|图例)$"
)
_PLACE = re.compile(
    rf"\d弄\s*\d+\s*号|^\d{{1,3}}号(?:\(|(?:共|计)?\d+户|$)|\d\s*(?:号院|{BUILDING_WORD}|{DOOR_WORD})"
    r"|[一二三四五六七八九十]+(?:号楼|栋|幢|单元|门)|[甲乙丙丁东西南北]\s*(?:楼|栋|座|单元)"
)

_NUMERAL = r"(?:[甲乙丙丁东西南北]?\d+|[一二三四五六七八九十百]+|[甲乙丙丁东西南北])"
_BUILDING = rf"(?:\d+弄)?{_NUMERAL}(?:号(?=\(|$|[共计]?\d+户)|号院|{BUILDING_WORD})[甲乙丙丁]?"
_DOOR = _NUMERAL + DOOR_WORD
_BARE_PLACE = re.compile(
    rf"^[【\[(]?\D{{0,10}}?(?:{_BUILDING}(?:{_DOOR})?|{_DOOR})(?:入户|摸排|情况|台账|登记表|表|住户|居民|[(]?[共计]?\d+户[)]?)*[)\]】]?[:]?$"
)

_LONGEST_WORD = 6  # between the figures of a subtotal

TOTAL, SIGNATURE, INSTRUCTION, NOTE, CAPTION = "subtotal", "signature", "instruction", "note", "caption"


def plain(text: str) -> str:
    """Half width, without blanks."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def is_total(text: str) -> bool:
    """小计, 2门小计, 合计, 同意率92%."""
    return bool(_TOTAL.match(text))


def is_count(text: str) -> bool:
    """What stands in the room column of a subtotal: nothing, 12户, 共36户, 48."""
    return not text or bool(_COUNT.match(text)) or is_total(text)


def is_section(text: str) -> bool:
    """Whether a line begins a numbered part of a sheet: 二、党员, （三）志愿者; a long one is a note."""
    return bool(_SECTION.match(text.strip()))


def says_place(text: str) -> bool:
    """Whether a caption names a building or a door: 5号楼2门."""
    return bool(_PLACE.search(plain(text)))


def is_bare_place(text: str) -> bool:
    """Whether a text is a building or a door and nothing more: 5号楼2门, never 5号楼2门301."""
    squeezed = plain(text)
    return says_place(squeezed) and bool(_BARE_PLACE.match(squeezed))


def reads_as_instruction(text: str) -> bool:
    """必填,18位身份证 / 1=是,0=否."""
    return bool(_INSTRUCTION.search(plain(text)))


def is_instruction_row(own: dict[int, Cell]) -> bool:
    """At least half of the filled cells explain how to fill in, or the row says that it is an example."""
    texts = [plain(cell.text) for cell in own.values()]
    if not texts:
        return False
    if texts[0].upper().rstrip(":.") in _EXAMPLE or _numbers_columns(texts):
        return True
    return 2 * sum(1 for text in texts if _INSTRUCTION.search(text)) >= len(texts)


def _numbers_columns(texts: list[str]) -> bool:
    """栏次: 1 2 3 4 5 under the headings, the first ones perhaps 甲 乙."""
    counted = [text for text in texts if text not in ("甲", "乙", "丙", "丁", "栏次")]
    return len(counted) >= 4 and counted == [str(place) for place in range(1, len(counted) + 1)]


def left_out(own: dict[int, Cell], keys: Collection[int], room_text: str, *, has_room_column: bool) -> str:
    """Why a row is no data, "" when it is.

    `keys` are the columns of running number and address; `room_text` is the row's room or one-cell address.
    """
    room = plain(room_text)
    first = plain(next(iter(own.values())).text) if own else ""
    heads = [plain(cell.text) for column, cell in own.items() if column in keys]
    if is_count(room) and (any(map(is_total, heads)) or (is_total(first) and _is_sum(own, first, room))):
        return TOTAL
    if len(own) == 1 and _NOTE.match(first):
        return NOTE
    if has_room_column and room and not _SIGNATURE.search(room):
        return ""
    texts = {column: plain(cell.text) for column, cell in own.items()}
    if any(_SIGNATURE.search(text) for text in texts.values()):
        return SIGNATURE
    if len(texts) <= 2 and _NOTE.match(first):
        return NOTE
    if len(texts) == 1:
        return _lone_cell(first)
    return ""


def _is_sum(own: dict[int, Cell], first: str, room: str) -> bool:
    """Whether 合计 in the first filled cell speaks for the row: it is the room, or figures follow: 12, 已签, 5, 4."""
    others = [plain(cell.text) for cell in own.values()][1:]
    figures = [text for text in others if is_total(text) or _FIGURE.match(text)]
    counted = len(figures) > len(others) - len(figures) and all(len(text) <= _LONGEST_WORD for text in others)
    return first == room or len(figures) == len(others) or counted


def _lone_cell(text: str) -> str:
    if _INSTRUCTION.search(text):
        return INSTRUCTION
    return NOTE if len(text) > 20 and not says_place(text) else ""
