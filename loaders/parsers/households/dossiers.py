"""Household surveys (入户摸排表): a line is a household's register entry, dossier, stances and concern."""

from __future__ import annotations

import re
from dataclasses import replace

from socialgraph.loaders.layout.kinds import SURVEY_MARKS
from socialgraph.loaders.parsers.households.flags import flags_of
from socialgraph.loaders.parsers.households.ownership import asks_the_head, ownership_of, ownership_written
from socialgraph.loaders.parsers.households.respondents import names_respondents, relation_of, relation_written
from socialgraph.loaders.parsers.households.stances import add_stances
from socialgraph.loaders.parsers.lines import Context, Line, Parsed, read_lines
from socialgraph.loaders.parsers.measures import add_concern
from socialgraph.loaders.parsers.registers import add_register, is_compact_register
from socialgraph.loaders.parsers.riser_maps import pipe_kinds, riser_of
from socialgraph.loaders.parsers.ties import add_trusted
from socialgraph.loaders.parsers.visits import add_visit
from socialgraph.loaders.tables.holders import FAMILY_GIVER, HOLDER, LESSEE, UNSETTLED_GIVER
from socialgraph.loaders.tables.protective_cells import answer_to_no_contact
from socialgraph.loaders.values.addresses import Address
from socialgraph.loaders.values.residents import resident_in, settle_tenant, tenant_in_place
from socialgraph.loaders.values.same_person import is_the_holder, is_themself
from socialgraph.loaders.values.text import squeeze
from socialgraph.loaders.values.words.bracketed import remark_in_bracket
from socialgraph.loaders.values.words.pipes import STANCE_FIELDS
from socialgraph.loaders.values.words.speech.asides import doubts_the_owner, says_tenant_spoke
from socialgraph.messages import note
from socialgraph.schema.constants import PRIVATE_OWNERSHIP, PUBLIC_OWNERSHIP

_BOUGHT = re.compile("私|商品|买断|已购|已售|购买")
_LIVE_THERE = frozenset(("tenant", "occupant"))
_COLUMN_OF_ROLE = {
    "owner": "owner_name",
    "public_lessee": "public_lessee_name",
    "tenant": "tenant_name",
    "occupant": "occupant_name",
}
_LET = frozenset({"rented", "shared_rental"})
_TENANT_NAMED = re.compile(r"^(?:租户|租客|房客|租住人)(?:[\u3400-\u9fff]{1,4}|[(（:：].*)?$")  # 租户张伟
_COURTESY = re.compile(r"^[\u3400-\u9fff]{1,2}(?:女士|先生|小姐)$")  # how one is called, not one's name: 红女士
_ONLY_OTHERS = re.compile(  # 产权人（跟户主不是一个人才填）: where it is blank, the 户主 is the owner
    r"[(（](?=[^()（）]*(?:户主|住户|现住|左|前|同一|一个人))[^()（）]*(?:不|非|另)[^()（）]*(?:填|写|登)?[^()（）]*[)）]"
)
_MARKED_LESSEE = re.compile(r"[(（](?:公房)?承租(?:人)?[)）]")
# Whose word, whose flat, who lives there, which riser: one of these columns makes a list of households a register.
_MAKES_A_SURVEY = (SURVEY_MARKS - {"renovation_level", "flags"}) | {*STANCE_FIELDS, "owner_no", "stack"}


def parse_survey(context: Context) -> Parsed:
    """Rows for flats, dossiers, stances and measures."""
    children = 0
    lessees_apart = _tells_lessees_apart(context)
    respondents_named = names_respondents(context)

    def read(line: Line) -> None:
        nonlocal children
        if is_compact_register(line):
            add_register(line)
            return
        household = line.address()
        add_flat(line, household)
        if _is_family_member(line):
            children += 1
            return
        survey_date = line.date("survey_date") or ("" if line.row.text("survey_date") else line.context.day)
        names, giver, speaks = _people(line, lessees_apart=lessees_apart, respondents_named=respondents_named)
        dossier = _dossier(line, names, survey_date)
        if _is_let_shop(household[0], dossier):
            dossier["occupancy"] = "commercial"
        line.add("dossiers", dossier, speaks=speaks, household=household)
        if giver:
            by_lessee = bool(names["public_lessee_name"]) and not names["tenant_name"]
            add_stances(line, household, giver, survey_date, by_lessee=by_lessee)
        add_concern(line, household)
        if context.has("visitors") and line.row.text("visitors") and line.row.text("result"):
            add_visit(line, household, survey_date)
        if context.has("alter_name"):
            add_trusted(line, _giver_name(line, names, giver), household, survey_date)

    parsed = read_lines(context, read)
    if children:
        parsed.notes.append(note("report.family_members", count=children))
    return parsed


def _giver_name(line: Line, names: dict[str, str], giver: str) -> str:
    """Who gives the line's answers, by name; "" where that can't be known."""
    if giver == FAMILY_GIVER and (relative := line.name("name")):
        return relative  # who says of themself to be of the family
    of_owner = ("owner_name", "public_lessee_name")
    whose = {"owner": of_owner, FAMILY_GIVER: of_owner, "occupant": ("tenant_name", "occupant_name")}.get(giver, ())
    return next((names[column] for column in whose if names[column]), "")


def add_flat(line: Line, household: tuple[Address, str]) -> None:
    """The flat in the register, with the stack where the sheet has a column for it.

    A sheet that no column makes a survey or a riser map gives no source: what it lists counts until a survey comes.
    """
    stack = riser_of(line) if line.context.has("stack") else ""
    unmapped = "unknown" if line.context.has(*_MAKES_A_SURVEY) else ""
    household = _as_shop(line, household)
    for pipe in pipe_kinds(line) if stack and line.context.has("pipe_kind") else ("",):
        values = {"stack": stack, "pipe_kind": pipe, "stack_source": "sheet" if stack else unmapped}
        line.add("flats", values, household=household)


def _as_shop(line: Line, household: tuple[Address, str]) -> tuple[Address, str]:
    """A numbered flat of the ground floor that is used as a shop is one."""
    address, at_fault = household
    room = address.room
    if room is None or room.kind != "dwelling" or room.floor != 1 or not address.door:
        return household
    if not line.is_marked("shop") and _lived_in(line) != "commercial":
        return household
    return replace(address, room=replace(room, kind="shop")), at_fault


_LIVED_IN_BY = {"occupant_name": "family_occupied", "tenant_name": "rented"}  # 儿子某某, 租:某某


def _is_let_shop(address: Address, dossier: dict[str, str]) -> bool:
    """A shop that somebody named rents is used as one; the tenant stays whose access is asked."""
    let = dossier["occupancy"] == "rented" and bool(dossier["tenant_name"])
    return let and address.room is not None and address.room.kind == "shop"


def _is_family_member(line: Line) -> bool:
    """In a list of household members: a line of a child or another relative, not of the head."""
    relation = relation_of(line)
    if not relation or not line.row.text("name") or line.context.has(*STANCE_FIELDS, "owner_name"):
        return False  # with opinions in the sheet, the relation says who answered
    return line.context.words.code("resident_role", relation) == "family"


def _tells_lessees_apart(context: Context) -> bool:
    """Whether the sheet writes 张伟(承租) beside owners: then a name without the mark is an owner's."""
    return any(
        _MARKED_LESSEE.search(row.text(name)) for row in context.sheet.rows for name in ("owner_name", "head_name")
    )


def _people(line: Line, *, lessees_apart: bool, respondents_named: bool) -> tuple[dict[str, str], str, str]:
    """Names by column, who gives the line's stance ("" if that can't be known), and whose line it is.

    `lessees_apart`: the sheet marks who is a public lessee; `respondents_named`: it says by name who answered.
    """
    names = {
        "owner_name": "" if _owned_by_nobody_named(line) else line.name("owner_name"),
        "public_lessee_name": "",
        "tenant_name": "",
        "occupant_name": line.name("occupant_name"),
    }
    lessee_unclear = _add_lessees(line, names)
    _add_tenant_in_place(line, names)
    _add_holder(line, names)
    occupied_by_holder = is_the_holder(line.row.text("occupant_name"))
    if occupied_by_holder:
        names["occupant_name"] = _holder(names)
    _add_residents(line, names)
    _add_head(line, names)
    _add_person(line, names)
    if occupied_by_holder:  # whom perhaps only another column names
        names["occupant_name"] = names["occupant_name"] or _holder(names)
    if names["owner_name"] and not ownership_of(line) and _owner_is_doubted(line):
        line.find("owner_name" if line.context.has("owner_name") else "head_name", "owner_unclear")
        return names | {"owner_name": ""}, "", "owner"
    marked = any(_MARKED_LESSEE.search(line.row.text(name)) for name in ("owner_name", "head_name"))
    ownership = ownership_of(line)
    public = marked if lessees_apart else ownership in PUBLIC_OWNERSHIP - {"central"}  # it has no private owner
    if public and not names["public_lessee_name"]:
        names["public_lessee_name"], names["owner_name"] = names["owner_name"], ""
        if not names["public_lessee_name"] and "承租" in line.context.sheet.fields.get("tenant_name", ""):
            names["public_lessee_name"], names["tenant_name"] = names["tenant_name"], ""  # 承租人/租客
    if public and names["owner_name"] == names["public_lessee_name"]:
        names["owner_name"] = ""  # written in both columns
    lived_in = _lived_in(line)
    is_let = ownership in PRIVATE_OWNERSHIP and lived_in in _LET | {"commercial"}
    settle_tenant(names, line.context.sheet.fields.get("public_lessee_name", ""), is_let, lived_in == "family_occupied")
    tenant_only = bool(names["tenant_name"]) and not names["owner_name"] and not names["public_lessee_name"]
    speaks = "occupant" if tenant_only else "owner"
    if not respondents_named and _answered_by_nobody_known(line):
        return names, "", speaks
    if lessee_unclear:
        return names, UNSETTLED_GIVER, speaks
    of_occupant = tenant_only or _answered_by_tenant(line, names) or _answered_by_family_that_lives_there(line)
    of_family = not of_occupant and not _lived_in(line) and _answered_by_family(line)
    return names, "occupant" if of_occupant else FAMILY_GIVER if of_family else "owner", speaks


def _owned_by_nobody_named(line: Line) -> bool:
    """Whether the owner's cell says 公房 instead of a name."""
    return line.context.words.code("ownership_type", line.row.text("owner_name")) in PUBLIC_OWNERSHIP


def _owner_is_doubted(line: Line) -> bool:
    """Whether another cell says that the flat is let by the public hand, or that its owner is not settled."""
    return line.is_marked("owner_unclear") or doubts_the_owner(line.row.text("occupancy"))


def _add_head(line: Line, names: dict[str, str]) -> None:
    """户主: the owner where the flat is neither let nor public, else the occupant; none beside a column of owners.

    Where that column has only owners who are not the 户主, the 户主 beside one lives there.
    Under a word for the ownership that is not known (公寓住房) nobody can tell which of the two.
    """
    if line.context.has("owner_name") and not _ONLY_OTHERS.search(line.context.sheet.fields["owner_name"]):
        return
    head = "" if tenant_in_place(line.row.text("head_name")) else line.name("head_name")
    if not head or head in names.values():
        return
    if names["owner_name"]:
        names["occupant_name"] = names["occupant_name"] or head
        return
    if _MARKED_LESSEE.search(line.row.text("head_name")):
        names["public_lessee_name"] = names["public_lessee_name"] or head
        return
    ownership = line.row.text("ownership_type")
    if ownership and not ownership_of(line) and not _BOUGHT.search(ownership):
        return
    lived_in = _lived_in(line)
    public = ownership_of(line) in PUBLIC_OWNERSHIP
    let = lived_in in _LET or (lived_in == "commercial" and "租" in line.row.text("occupancy"))  # 铺位出租
    lives_there = let and not (names["tenant_name"] and asks_the_head(line))
    column = "occupant_name" if lives_there or public else "owner_name"
    if public and (names[column] or lived_in == "family_occupied"):
        column = "public_lessee_name"  # somebody else lives there
    if public and names[column] and lived_in == "family_occupied":
        column = "occupant_name"  # beside the lessee: whoever of the family lives there
    names[column] = names[column] or head


def _add_tenant_in_place(line: Line, names: dict[str, str]) -> None:
    for field in ("owner_name", "head_name"):
        if (tenant := tenant_in_place(line.row.text(field))) and not names["tenant_name"]:
            names |= {"tenant_name": line.name_in(field, tenant)} | ({field: ""} if field in names else {})


def _add_holder(line: Line, names: dict[str, str]) -> None:
    """产权人/承租人 in one column: whose name it is, as the ownership says, here or in another sheet.

    Whatever that is, it is the owner's voice.
    """
    holder = line.name("holder_name")
    if not holder:
        return
    ownership = ownership_of(line)
    if ownership not in PRIVATE_OWNERSHIP | PUBLIC_OWNERSHIP:
        names[HOLDER] = holder
        line.find("holder_name", "ambiguous_lessee")
        return
    column = "public_lessee_name" if ownership in PUBLIC_OWNERSHIP - {"central"} else "owner_name"
    names[column] = names[column] or holder


def _lived_in(line: Line) -> str:
    text, legend = line.row.text("occupancy"), line.context.legend("occupancy")
    return line.context.words.code("occupancy", text, legend) or _LIVED_IN_BY.get(resident_in(text)[0], "")


def _add_lessees(line: Line, names: dict[str, str]) -> bool:
    """公房承租人 and 租户; 承租人 may be either, as the ownership says. True if it does not say."""
    fields = line.context.sheet.fields
    heading = fields.get("public_lessee_name", "")
    if heading and heading == fields.get("tenant_name") and heading in line.context.sheet.ambiguous:
        lessee = line.name("public_lessee_name")
        if not lessee:
            return False
        ownership = ownership_of(line)
        if ownership in PRIVATE_OWNERSHIP or (ownership == "central" and names["owner_name"]):
            names["tenant_name"] = lessee
        elif ownership in PUBLIC_OWNERSHIP:
            names["public_lessee_name"] = lessee
        else:
            names[LESSEE] = lessee
            line.find("public_lessee_name", "ambiguous_lessee")
            return True
        return False
    names["public_lessee_name"] = line.name("public_lessee_name")
    names["tenant_name"] = line.name("tenant_name")
    return False


def _holder(names: dict[str, str]) -> str:
    """Whoever holds the flat, as far as the row has named them."""
    return names["owner_name"] or names["public_lessee_name"]


def _add_residents(line: Line, names: dict[str, str]) -> None:
    """Tenants and family that a cell names beside how they came to live there: 租给张伟了, 女儿李梅."""
    for field in ("tenant_name", "occupant_name", "occupancy"):
        column, name = resident_in(line.row.text(field), field)
        if not column or (field == "occupancy" and names[column]):
            continue
        if field != "occupancy":
            names[field] = ""
        names[column] = names[column] or name


def _add_person(line: Line, names: dict[str, str]) -> None:
    """姓名 in a survey: the relation beside it says whose; a head of household lives there; else it says nothing."""
    person = line.name("name")
    relation = squeeze(relation_of(line))
    if not person or not relation or _COURTESY.match(person):
        return
    role = line.context.words.code("resident_role", relation)
    column = _COLUMN_OF_ROLE.get(role or "")
    if column is None and is_themself(relation):
        heading = line.context.sheet.fields.get("respondent_relation", "")
        of_owner = any(word in heading for word in ("业主", "产权人", "房主"))
        column = "owner_name" if of_owner and relation == "本人" else "occupant_name"
    if column and not names[column]:
        names[column] = person


def _answered_by_nobody_known(line: Line) -> bool:
    """Whether a relation is stated that no word explains (店主, 打麻将的): whose word it is, only the office knows."""
    text = relation_written(line)
    if not text or is_themself(text) or not line.context.has(*STANCE_FIELDS, "signed"):
        return False
    legend = line.context.legend("respondent_relation")
    if line.context.words.code("resident_role", text, legend) or text in line.name("owner_name"):
        return False
    line.unknown("respondent_relation", "resident_role")
    return True


def _answered_by_family_that_lives_there(line: Line) -> bool:
    """Relatives who have the flat to themselves speak as its occupants; beside the owner they speak for the owner."""
    return _lived_in(line) == "family_occupied" and _answered_by_family(line)


def _answered_by_family(line: Line) -> bool:
    relation = relation_of(line)
    is_family = bool(relation) and line.context.words.code("resident_role", relation) == "family"
    return is_family or (not relation and line.is_marked("family_spoke"))


def _answered_by_tenant(line: Line, names: dict[str, str]) -> bool:
    """Whether the tenant answered the survey: said by role, by relation, or by the tenant's own name."""
    if line.is_marked("tenant_spoke") or says_tenant_spoke(line.row.text("reasons")):
        return True
    words = line.context.words
    spoke = line.row.text("respondent_name")
    for text in (spoke, remark_in_bracket(spoke), relation_of(line)):
        role = words.code("resident_role", text) if text else None
        if role == "occupant" and _lived_in(line) == "owner_occupied" and not names["tenant_name"]:
            continue  # 住的人 of a flat that its owner lives in
        if role in _LIVE_THERE or (text and _TENANT_NAMED.match(squeeze(text))):
            return True
    respondent = squeeze(spoke)
    tenants = names["tenant_name"].split("|")
    return bool(respondent) and respondent in tenants and respondent not in names["owner_name"].split("|")


def _dossier(line: Line, names: dict[str, str], survey_date: str) -> dict[str, str]:
    stop = _do_not_contact(line)
    return {
        **names,
        "phone": "|".join(line.phones("phone", "phone_alt")),
        "ownership_type": ownership_written(line),
        "occupancy": _lived_in(line) or line.code("occupancy", "occupancy"),
        "renovation_level": line.code("renovation_level", "renovation_level"),
        "flags": "|".join(flags_of(line)),
        "flags_consent_on": line.date("flags_consent_on", survey_date),
        "do_not_contact": stop,
        "do_not_contact_on": line.date("do_not_contact_on", survey_date) or (survey_date if stop == "true" else ""),
        "survey_date": survey_date,
    }


def _do_not_contact(line: Line) -> str:
    """true for a yes and for a wish in words; a no says nothing: it never lifts a stop."""
    return "true" if answer_to_no_contact(line.row, line.context.legend) == "stop" else ""
