"""Trust registers (信任联系登记): ego trusts alter. Both ends need an address; the kind must be known."""

from __future__ import annotations

from socialgraph.loaders.parsers.lines import Context, Line, Parsed, RowLostError, read_lines
from socialgraph.loaders.values.addresses import Address
from socialgraph.loaders.values.names import name_and_address
from socialgraph.loaders.values.text import NOTHING, pieces, tidy


def parse_ties(context: Context) -> Parsed:
    """One tie a line; several people in the alter's cell, each with an address, are several ties."""

    def read(line: Line) -> None:
        ego_name, ego = _end(line, "ego_", line.text("ego_name"))
        kind = line.context.words.code("tie_type", line.text("kind"), line.context.legend("kind"))
        if not kind:
            nearest = line.context.words.suggestion("tie_type", line.row.text("kind"))
            raise RowLostError("kind", "unknown_tie_kind", nearest=nearest)
        values = {
            "kind": kind,
            "strength": line.code("strength", "tie_strength"),
            "observed_on": line.date(_date_field(line)),
            "known": line.boolean("known"),
        }
        alters = _alters(line.text("alter_name"))
        for text in alters:
            alter_name, alter = _end(line, "alter_", text)
            if ego_name and (alter_name, alter[0]) == (ego_name, ego[0]):
                if len(alters) == 1:
                    raise RowLostError("alter_name", "self_tie")
                line.find("alter_name", "self_tie", value=text)
                continue
            line.add("ties", {"ego_name": ego_name, "alter_name": alter_name, **values}, ego=ego, alter=alter)

    return read_lines(context, read)


def _date_field(line: Line) -> str:
    return "observed_on" if line.context.has("observed_on") else "survey_date"


def _alters(text: str) -> list[str]:
    """The people of a cell: 张三(1-1-101)、李四(1-1-102) are two, as far as each has its address."""
    parts = pieces(text, blanks=False)
    return parts if len(parts) > 1 and all(name_and_address(part)[1] for part in parts) else [text]


def _end(line: Line, prefix: str, text: str) -> tuple[str, tuple[Address, str]]:
    """Name and address of one end: from its own columns, or from brackets behind the name."""
    name_field = prefix + "name"
    name, written = name_and_address(text)
    if written:
        household = line.address_in(name_field, written)
        return line.name_in(name_field, name), household
    household = line.address(prefix, required=False)
    if household[0].room is None:
        at_fault = next((f for f in (prefix + "address", prefix + "room") if line.context.has(f)), name_field)
        raise RowLostError(at_fault, "name_only", "" if at_fault != name_field else None)
    return (line.name_in(name_field, name) if tidy(name) not in NOTHING else ""), household
