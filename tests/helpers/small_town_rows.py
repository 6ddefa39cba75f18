"""Rows of canonical tables for towns of one building, small enough to be checked by hand."""

from __future__ import annotations

Row = dict[str, str]
Rows = list[Row]


def at(room: str, prefix: str = "") -> Row:
    """The address of a room of building 1."""
    return {f"{prefix}building": "1", f"{prefix}door": "", f"{prefix}room": room}


def flats(*rooms: str) -> Rows:
    """A register: all on one stack."""
    return [{**at(room), "floor": "1", "stack": "A", "stack_source": "drawing", "kind": "dwelling"} for room in rooms]


def signed(*rooms: str) -> Rows:
    """Owners who signed in August."""
    return [{**at(room), "giver": "owner", "stance": "signed", "date": "2026-08-01"} for room in rooms]


def willing(room: str, **more: str) -> Row:
    """Somebody of the roster who opted in."""
    return {
        "name": f"P{room}",
        "roles": "volunteer",
        **at(room),
        "willing": "true",
        "willing_on": "2026-10-01",
        **more,
    }


def tie(ego: str, alter: str, kind: str = "key_holding", **more: str) -> Row:
    """Ego trusts alter, said today."""
    ends = {"ego_name": f"P{ego}", "alter_name": f"P{alter}", **at(ego, "ego_"), **at(alter, "alter_")}
    return {**ends, "kind": kind, "strength": "3", "observed_on": "2026-11-25", **more}


def offer(room: str, concern: str, measure: str = "none_possible", accepted: str = "") -> Row:
    """A concern and what was offered for it."""
    return {**at(room), "concern": concern, "measure": measure, "accepted": accepted}


def word(room: str, stance: str, reasons: str = "", date: str = "2026-09-01", giver: str = "owner") -> Row:
    """A household's word."""
    return {**at(room), "giver": giver, "stance": stance, "reasons": reasons, "date": date}


def visit(room: str, visitors: str, result: str, date: str = "2026-10-01") -> Row:
    """A visit by people whose pseudonyms are joined by |."""
    return {**at(room), "visitors": visitors, "mode": "home", "result": result, "date": date}
