"""Rosters of party members, captains and volunteers: who they are, what they look after, whether they would help."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from socialgraph.loaders.files.sheets import Row
from socialgraph.loaders.parsers.households.dossiers import parse_survey
from socialgraph.loaders.parsers.lines import Context, Line, Parsed, RowLostError, read_lines
from socialgraph.loaders.parsers.links import add_links
from socialgraph.loaders.tables.protective_cells import people_gone
from socialgraph.loaders.values.addresses import Address
from socialgraph.loaders.values.dates import day_beside_words
from socialgraph.loaders.values.names import GONE_MARK
from socialgraph.loaders.values.numerals import arabic
from socialgraph.loaders.values.phones import parse_phones
from socialgraph.loaders.values.scopes import parse_scope
from socialgraph.loaders.values.text import compact, squeeze
from socialgraph.loaders.values.words.dialects import in_standard_words
from socialgraph.messages import note
from socialgraph.schema.opt_ins import OPT_IN_DAYS

_ROLE_FIELDS = ("roles", "political_status", "party_member_status", "captain_name")
_PARTY_FIELDS = ("party_member_status", "branch", "party_group")
_BUILDING_CAPTAINS = ("楼长", "楼栋长", "栋长", "楼院长", "楼管员")

# 二门门长, 兼4-2门长, 12#楼长, 楼长(1号楼): where somebody is captain is no part of the role
_PLACE_BEFORE = re.compile(
    r"(?:(?<=[、,，;；/])|^)兼?(?:\d{1,2}-\d{1,2}|(?:\d{1,2}|[一二三四五六七八九十])(?:[#号](?=楼[长组栋管])|号楼|栋|幢|单元|门(?=[门楼])|梯(?=梯)))+"
    r"|[(（]\d{1,2}(?:号楼|栋|幢|单元|门)[)）]"
)
_COMPOUND_BEFORE = re.compile(r"^[\u3400-\u9fff]{1,8}?(?=[甲乙丙丁]?\d{1,3}(?:号楼|栋|幢|座|楼|#))")  # 铆2号楼
_SECTION = re.compile(r"(?<=\n)[(（]?[一二三四五六七八九十]{1,2}[)）、.．].*$")
_POST = re.compile("岗位|职务|职位|分工")
_OF_OFFICE = re.compile(r"^(?:社区|居委会?|党委)?(?:副?书记|书记主任|书记兼主任)$")
_CAPACITY = re.compile(r"^(?:最多|顶多|能跑|能带|可带|可包)?(\d{1,3})(?:户|家|个)?(?:以内|没问题|就行)?$")
_A_CODE = re.compile(r"^[A-Za-z0-9]{1,2}(?:[,;、，；/][A-Za-z0-9]{1,2})*$")
# 王师傅, 小周: without an address this is nobody
_ONLY_A_TITLE = re.compile(
    r"^[\u3400-\u9fff](?:师傅|阿姨|大爷|大妈|大姐|大哥|老师|奶奶|爷爷|叔叔?|先生|女士|嫂子?)$|^[小老阿][\u3400-\u9fff]$"
)


def parse_people(context: Context) -> Parsed:
    """Rows for people and links. A list without any word of a role is a list of residents: a survey."""
    sheet_roles = _roles_of_sheet(context)
    if not context.has(*_ROLE_FIELDS, *_PARTY_FIELDS, "party_role", "scope", "willing") and not sheet_roles:
        return parse_survey(context)

    has_home = context.has("room", "address_full")  # a list by door says where a captain works, not where they live
    both_captains = any("楼门长" in title for title in (context.sheet.block_title, context.sheet.sheet))
    role_free: list[Row] = []

    def read(line: Line) -> None:
        _refuse_gone(line)
        name = line.name("captain_name" if context.has("captain_name") else "name", gone_loses_row=True)
        household = line.context.people.at_home(name, line.address(required=False) if has_home else (Address(), ""))
        if not name or re.fullmatch(r"[√✓✔×✗○●△]", name):
            raise RowLostError("name", "missing_name")
        if household[0].room is None and _ONLY_A_TITLE.match(name):
            raise RowLostError("name", "name_only")
        roles = _roles(line, sheet_roles)
        if not roles and _says_no_role(line):
            context.parsed.dropped_rows.append(line.row)
            role_free.append(line.row)
            return
        if not roles:
            raise RowLostError(_role_field(line), "missing_role")
        person = _person(line, name, roles, household[0])
        if roles == sheet_roles == ["door_captain"] and both_captains:
            if line.row.text("scope") and not person["scope"]:
                raise RowLostError("scope", "missing_role")
            if _is_of_buildings(person["scope"]):
                person["roles"] = "building_captain"
        line.add("people", person, household=household)
        if context.has("linked_households"):
            _add_links(line)

    parsed = read_lines(context, read)
    if role_free:
        parsed.notes.append(note("report.no_role", count=len(role_free)))
    return parsed


def _is_of_buildings(scope: str) -> bool:
    """Whether somebody looks after whole buildings: in a list of 楼门长 a captain of the building."""
    return bool(scope) and "/" not in scope


def _says_no_role(line: Line) -> bool:
    """否 under 是否志愿者, or 群众: understood, and no role."""
    words = line.context.words
    no_role = words.code("boolean", line.row.text("roles"), line.context.legend("roles")) == "false"
    status = words.code("political_status", line.row.text("political_status"))
    return no_role or status in ("masses", "league", "other_party")


def _add_links(line: Line) -> None:
    """Links beside the person; one that can't be kept does not cost the person."""
    try:
        add_links(line)
    except RowLostError as lost:
        line.find("linked_households", lost.reason)


def _person(line: Line, name: str, roles: list[str], address: Address) -> dict[str, str]:
    willing = line.boolean("willing")
    asked_on = "willing_on" if line.context.has("willing_on") else "survey_date"
    in_cell = day_beside_words(line.row.text("willing"), line.context.year)  # 愿意(3月5日表态)
    willing_on = line.date(asked_on) or ("" if line.row.text(asked_on) else in_cell or line.context.day)
    return {
        "name": name,
        "roles": "|".join(roles),
        "branch": compact(line.text("branch")),
        "scope": "|".join(_scope(line, address)),
        "willing": willing,
        "willing_on": willing_on if willing else "",
        "capacity": _capacity(line),
        "phone": "|".join(parse_phones(line.text("phone")).numbers),
        **dict.fromkeys(OPT_IN_DAYS.values(), ""),
    }


def _refuse_gone(line: Line) -> None:
    """A roster goes stale: a line that a note or another cell marks as dead or moved away is not a person to ask."""
    for name, cell in line.row.cells.items():
        if cell.comment and GONE_MARK.search(cell.comment):
            raise RowLostError(name, "person_gone")
    gone = people_gone(line.row, line.context.legend, person=True)
    if gone:
        raise RowLostError(gone[0], "person_gone", "" if gone[0] not in line.row.cells else None)


def _roles_of_sheet(context: Context) -> list[str]:
    """The role that the sheet's name or title gives to everybody on it, used where no column says one."""
    if context.has("captain_name"):
        return [_captain(context.sheet.fields["captain_name"])]
    party_office = squeeze(context.sheet.fields.get("party_role", ""))  # 职务 alone may be any office
    if context.has(*_PARTY_FIELDS) or "党" in party_office or "支部" in party_office:
        return ["party_member"]
    if context.has("roles") or _has_codes_unread(context):
        return []
    roles = _roles_in_titles(context)
    return roles if len(roles) == 1 else []  # 志愿者、代表: nobody knows who is which


def _roles_in_titles(context: Context) -> list[str]:
    """The roles that the nearest of block title, sheet name and title names; beside one that no word knows, more.

    Of a title of several lines the numbered one right above the table (一、党员) says whom this table lists.
    """
    section = _SECTION.search(context.sheet.title)
    for title in (context.sheet.block_title, context.sheet.sheet, section[0] if section else "", context.sheet.title):
        roles, _ = context.words["role_tag"].scan(title)
        if roles:
            several = any(not context.words["role_tag"].scan(part)[0] for part in re.split("[、/和与]", title)[1:])
            return list(dict.fromkeys(roles)) + ["another"] * several  # 志愿者、代表
    return []


def _has_codes_unread(context: Context) -> bool:
    """Whether an unread column holds short signs only: it may say who is what, so the title says it of nobody."""
    columns = context.sheet.open.columns if context.sheet.open is not None else ()
    return any(column.samples and all(_A_CODE.match(text) for text in column.samples) for column in columns)


def _captain(heading: str) -> str:
    """楼门长姓名 and 单元长 head a list of door captains, 楼长姓名 one of building captains."""
    plain = squeeze(heading)
    if "门" in plain or "单元" in plain:
        return "door_captain"
    return "building_captain" if plain.startswith(_BUILDING_CAPTAINS) else "door_captain"


def _role_field(line: Line) -> str:
    return next((name for name in _ROLE_FIELDS if line.context.has(name)), "name")


def _roles(line: Line, sheet_roles: list[str]) -> list[str]:
    """Roles of the line's own cells, else those of the sheet."""
    roles: list[str] = []
    if line.context.has("roles"):
        roles += _roles_of_cell(line)
    political = line.text("political_status")
    if political:
        status = line.context.words.code("political_status", political)
        if status in ("cpc_member", "cpc_probationary"):
            roles.append("party_member")
        elif status is None:
            line.unknown("political_status", "political_status")
    office = line.row.text("party_role")
    roles += line.context.words.many("role_tag", office).codes if office else ()
    only_party = not set(roles) - {"party_member"}
    if (line.context.has("captain_name") and only_party) or any(line.row.text(name) for name in _PARTY_FIELDS):
        roles += sheet_roles
    if not roles and not line.row.text("roles") and not political:
        roles += sheet_roles
    if not roles and _willing_without_role(line):
        roles.append("volunteer")
    return list(dict.fromkeys(roles))


def _willing_without_role(line: Line) -> bool:
    """In a list of who is willing, without any word of roles, a yes makes a volunteer."""
    return (
        not line.context.has(*_ROLE_FIELDS) and not _roles_in_titles(line.context) and line.boolean("willing") == "true"
    )


def _roles_of_cell(line: Line) -> list[str]:
    """楼门长、志愿者 by name; or 是 under a heading that is itself a role (是否志愿者).

    书记 under 岗位 of people without a home is the office's own secretary, and no resident's part in the party.
    """
    text = line.text("roles")
    heading = squeeze(line.context.sheet.fields.get("roles", ""))
    if _POST.search(heading) and _OF_OFFICE.match(squeeze(text)) and not line.context.has("room", "address_full"):
        return []
    if text and (answer := line.context.words.code("boolean", text, line.context.legend("roles"))):
        own, _ = line.context.words["role_tag"].scan(heading)
        return own[:1] if own and answer == "true" else []
    listed = line.context.words.many("role_tag", _PLACE_BEFORE.sub("", text), line.context.legend("roles"))
    for piece in listed.unknown:
        line.unknown("roles", "role_tag", piece)
    return list(listed.codes)


def _scope(line: Line, own: Address) -> list[str]:
    text = line.text("scope")
    if not text and _says_where(line):
        text = line.text("building") + line.text("door")
        if line.row.text("door").isdigit():
            text += "门"
    if not text:
        return []
    near = own.building or line.context.outer.building
    text = in_standard_words(text)
    if text.strip() == near and _captain_of(line) == {"building_captain"}:
        return [near]  # 3 beside 楼长 of 3号楼 is the building, not one of its doors
    doors = parse_scope(text, near)
    if doors is None and (match := _COMPOUND_BEFORE.match(text)) and _is_short_for(match[0], own.compound):
        doors = parse_scope(text[match.end() :], near)
    if doors is None:
        line.find("scope", "unknown_value")
        return []
    return doors


def _says_where(line: Line) -> bool:
    """Whether building and door are not where a captain lives: no room is told, or the whole address stands beside."""
    if line.context.has("captain_name") and not line.context.has("room", "address_full"):
        return True
    return line.context.has("address_full") and not line.context.has("room") and bool(_captain_of(line))


def _captain_of(line: Line) -> set[str]:
    """What the line's roles say somebody is captain of."""
    listed = line.context.words.many("role_tag", line.row.text("roles"), line.context.legend("roles"))
    return set(listed.codes) & {"building_captain", "door_captain"}


def _is_short_for(written: str, compound: str) -> bool:
    """Whether what stands before a building is the compound where that person lives, or short for it."""
    return bool(compound) and (compound.startswith(written) or written.startswith(compound))


def _capacity(line: Line) -> str:
    text = arabic(squeeze(line.text("capacity")))
    if not text:
        return ""
    match = _CAPACITY.match(text)
    if not match:
        line.find("capacity", "unknown_value")
        return ""
    return str(int(match[1]))


def shared_doors(people: Iterable[Mapping[str, str]]) -> list[str]:
    """Doors that several door captains look after, named by door and never by person."""
    captains: defaultdict[str, set[tuple[str, ...]]] = defaultdict(set)
    for person in people:
        if "door_captain" in person["roles"].split("|"):
            for door in filter(None, person["scope"].split("|")):
                captains[door].add(tuple(person[name] for name in ("building", "door", "room", "name")))
    return sorted(door for door, people_of_door in captains.items() if len(people_of_door) > 1)
