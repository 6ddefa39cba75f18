"""What a captain looks after: 5号楼1-3门, 全楼, 一至三门, 7号楼4、5单元."""

from __future__ import annotations

import re
from functools import lru_cache

from socialgraph.loaders.values.numbering import NumberingError, parse_building
from socialgraph.loaders.values.numerals import arabic
from socialgraph.loaders.values.text import squeeze

_BUILDING = re.compile(
    r"^(?P<building>[甲乙丙丁东西南北A-Z]?\d{1,3}[A-Z]?[甲乙丙丁]?(?:号楼|栋|幢|座|#楼|#|楼|号(?=$))[甲乙丙丁]?|[东西南北甲乙丙丁A-Z][楼座栋幢]|[甲乙丙丁]\d{1,2}(?=$|-))"
)
_BLANK = re.compile(r"(?<=\d)\s+(?=\d)")  # 甲4 2门
_LANE = re.compile(r"^(?:[\u3400-\u9fff]{0,6}路)?\d{1,4}弄(?=\d{1,4}号)")  # 118弄3号 looks after 3
_COMPOUND = re.compile(  # 12院1栋, 新风里3号楼1门: the compound is the captain's own
    r"^[\u3400-\u9fff]{1,7}(?:村|园|里|苑|坊|院|小区)(?=[甲乙丙丁]?\d{1,3}(?:号楼|栋|幢|座|#|楼|-\d))"
    r"|^[\u3400-\u9fff]{0,7}\d{1,4}号?(?:大|家属)?院(?=[甲乙丙丁]?\d{1,3}(?:号楼|栋|幢|座|#|楼|-\d))"
)
_DOORS = re.compile(r"^第?(?P<doors>[\dA-Z]{1,2}(?:(?:-|至|到|、|,|和|及)[\dA-Z]{1,2})*)(?:单元|楼门|门洞|门|梯)?$")
_WHOLE = re.compile(r"^(?:全楼|整楼|本楼|全部|全栋|整栋|所有单元|全楼门|全部单元|各单元|楼)?$")
_PART = re.compile(r"[;/|\n]|(?<=[门元楼])[,、和及]|,(?=[^,]*号?楼)|、(?=[^、]*号楼)")


@lru_cache(maxsize=4096)
def parse_scope(text: str, own_building: str) -> list[str] | None:
    """`5/1`, `5/2` for doors, `5` for a whole building; None if it can't be read.

    Doors without a building are those of the person's own building.
    """
    scopes: list[str] = []
    building = own_building
    for part in filter(None, _PART.split(arabic(squeeze(_BLANK.sub("-", text))))):
        part_scope = _part(part, building)
        if part_scope is None:
            return None
        building, doors = part_scope
        scopes += [scope for scope in doors if scope not in scopes]
    return scopes or None


def _part(part: str, building: str) -> tuple[str, list[str]] | None:
    rest = re.sub(r"^(?:负责|[整全]个?(?=\d))", "", part)
    rest = _COMPOUND.sub("", _LANE.sub("", rest))
    if match := _BUILDING.match(rest):
        try:
            building = parse_building(match["building"])
        except NumberingError:
            return None
        rest = rest[match.end() :].lstrip("-的")
    elif match := re.match(r"^(\d{1,3})-(\d{1,2})$", rest):  # 5-2: building and door
        return match[1], [f"{match[1]}/{match[2].lstrip('0')}"]
    if not building:
        return None
    if _WHOLE.match(rest):
        return building, [building]
    doors = _DOORS.match(rest)
    if not doors:
        return None
    numbers = _door_numbers(doors["doors"])
    return (building, [f"{building}/{number}" for number in numbers]) if numbers else None


def _door_numbers(text: str) -> list[str]:
    """1-3 → 1, 2, 3; 4、5 → 4, 5."""
    doors: list[str] = []
    for piece in re.split(r"[、,和及]", text):
        bounds = re.split(r"[-至到]", piece)
        if len(bounds) == 2 and all(bound.isdigit() for bound in bounds):
            first, last = int(bounds[0]), int(bounds[1])
            if last < first:
                return []
            doors += [str(number) for number in range(first, last + 1)]
        elif len(bounds) == 1:
            doors.append(piece.lstrip("0") if piece.isdigit() else piece)
        else:
            return []
    return doors
