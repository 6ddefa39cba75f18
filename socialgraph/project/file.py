"""The text of `socialgraph.toml`: parsed and checked on the way in, written on the way out."""

from __future__ import annotations

import dataclasses
import re
import tomllib
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta, timezone, tzinfo
from pathlib import Path
from typing import Any, TypedDict, get_args, get_type_hints
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import tomlkit

from socialgraph.errors import ProjectError
from socialgraph.messages import LANGS, Note, note
from socialgraph.schema.choices import ENGINES
from socialgraph.schema.policy import Policy

FILE_NAME = "socialgraph.toml"


class PurposeFields(TypedDict):
    """The fields of `[purpose]`: what `init` asks, and what must be filled in before anybody's name is read."""

    handler: str
    purpose: str
    legal_basis: str
    assessment: str
    retention_end: date | None
    grievance: str


PURPOSE_FIELDS = tuple(PurposeFields.__annotations__)
_LINE = re.compile(r"at line (\d+)")
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_SHANGHAI_OFFSET_HOURS = 8  # no daylight saving time since 1991

# what a value must be: its check (giving the value to keep, or None) and the words that say so
Check = tuple[Callable[[Any], Any], Note]


def parse_project(content: bytes, path: Path) -> dict[str, Any]:
    """The fields of `Project` that `content` gives; `store`, `policy` and `numbering` as plain tables.

    Raises
    ------
    ProjectError
        Naming `path` and the line, table, key or value that is not as it must be.
    """
    try:
        tables = tomllib.loads(content.decode("utf-8-sig"))  # a clerk's Notepad writes a byte order mark
    except UnicodeDecodeError as error:
        raise ProjectError("project.not_utf8", path=path) from error
    except tomllib.TOMLDecodeError as error:
        line = _LINE.search(str(error))
        where = note("project.line", line=line.group(1)) if line else note("project.its_end")
        raise ProjectError("project.unreadable_at", path=path, where=where) from error
    unknown = [f"[{name}]" for name in tables if name not in {*_CHECKS, "numbering"}]
    if unknown:
        raise ProjectError("project.unknown_tables", path=path, unknown=", ".join(unknown))
    checked = {name: _checked(tables.get(name, {}), checks, path, name) for name, checks in _CHECKS.items()}
    numbering = tables.get("numbering", {})
    if not isinstance(numbering, dict):
        raise _wrong(path, "numbering", "", note("project.table_a_compound"))
    return {
        **checked["purpose"],
        **checked["project"],
        "policy": checked["policy"],
        "store": checked["store"],
        "key_id": checked["keys"].get("id", ""),
        "numbering": {
            compound: _checked(choice, _NUMBERING, path, "numbering.…") for compound, choice in numbering.items()
        },
    }


def toml_text(tables: Mapping[str, Mapping[str, Any]], before: str = "") -> str:
    """TOML of these tables; what an analyst wrote into `before` beside them (comments, order, spacing) stays.

    A table name `numbering.X` is table X of `numbering`; None is left empty.
    """
    document = tomlkit.parse(before)
    for name, values in tables.items():
        outer, _, inner = name.partition(".")
        table = _table_of(document, outer)
        if inner:
            table = _table_of(table, inner)
        for key, value in values.items():
            kept = "" if value is None else list(value) if isinstance(value, tuple) else value
            if key not in table or table[key] != kept:
                table[key] = kept
    return tomlkit.dumps(document)


def _table_of(parent: Any, name: str) -> Any:
    if name not in parent:
        parent[name] = tomlkit.table()
    return parent[name]


def time_zone(name: str) -> tzinfo:
    """The zone of this name; Asia/Shanghai also on a computer without a time zone database.

    Raises
    ------
    ProjectError
        If there is no such zone.
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        if name == "Asia/Shanghai":
            return timezone(timedelta(hours=_SHANGHAI_OFFSET_HOURS), name)
        raise ProjectError("project.unknown_timezone", file=FILE_NAME) from error


def _checked(table: Any, checks: Mapping[str, Check], path: Path, name: str) -> dict[str, Any]:
    if not isinstance(table, dict):
        raise _wrong(path, name, "", note("project.a_table"))
    if name == "store" and "password" in table:
        raise ProjectError("project.holds_password", path=path)
    unknown = [key for key in table if key not in checks]
    if unknown:
        raise ProjectError(
            "project.unknown_keys", path=path, name=name, unknown=", ".join(unknown), known=", ".join(checks)
        )
    values = {}
    for key, given in table.items():
        if given == "":  # as `init` writes what nobody has filled in: the same as not there
            continue
        check, wanted = checks[key]
        values[key] = check(given)
        if values[key] is None:
            raise _wrong(path, name, key, wanted)
    return values


def _wrong(path: Path, table: str, key: str, wanted: Note) -> ProjectError:
    place = f"[{table}] {key}".rstrip()
    return ProjectError("project.wrong_value", path=path, place=place, wanted=wanted)


def _text(value: Any) -> str | None:
    return value.strip() if isinstance(value, str) else None


def _address(value: Any) -> str | None:
    """An address of a server; one with user or password in it would be stored and shown."""
    return value if isinstance(value, str) and "@" not in value else None


def _one_of(*words: str) -> Check:
    return (lambda value: value if value in words else None), note("project.one_of", words=", ".join(words))


def _count(least: int) -> Check:
    def check(value: Any) -> int | None:
        return value if isinstance(value, int) and not isinstance(value, bool) and value >= least else None

    return check, note("project.at_least", least=least)


def _date(value: Any) -> date | None:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        return date.fromisoformat(value.strip()) if isinstance(value, str) else None
    except ValueError:
        return None


def _zone(value: Any) -> str | None:
    if not isinstance(value, str) or not value:
        return None
    try:
        time_zone(value)
    except ProjectError:
        return None
    return value


def _variable(value: Any) -> str | None:
    return value if isinstance(value, str) and _VARIABLE.fullmatch(value) else None


def _flats_per_floor(value: Any) -> int | dict[str, int] | None:
    count = _count(0)[0]
    if isinstance(value, dict):
        return value if all(count(item) is not None for item in value.values()) else None
    whole: int | None = count(value)
    return whole


def _floors(value: Any) -> list[int] | None:
    whole = isinstance(value, list) and all(isinstance(v, int) and not isinstance(v, bool) for v in value)
    return value if whole else None


def _policy_checks() -> dict[str, Check]:
    """From the fields of `Policy`: a new choice there needs nothing here; the fitted weights are none."""
    hints = get_type_hints(Policy)
    checks: dict[str, Check] = {}
    for chosen in (field for field in dataclasses.fields(Policy) if field.name != "fitted"):
        if words := get_args(hints[chosen.name]):
            checks[chosen.name] = _one_of(*words)
        elif hints[chosen.name] is int:
            checks[chosen.name] = _count(1 if chosen.name == "contacts_per_30_days" else 0)
        elif chosen.name == "timezone":
            checks[chosen.name] = (_zone, note("project.a_timezone"))
        else:
            raise TypeError(f"no check for the policy field {chosen.name}")
    return checks


_CHECKS: dict[str, dict[str, Check]] = {
    "purpose": {
        name: (_text, note("project.text")) if kind is str else (_date, note("project.a_date"))
        for name, kind in get_type_hints(PurposeFields).items()
    },
    "project": {"name": (_text, note("project.text")), "lang": _one_of(*LANGS)},
    "policy": _policy_checks(),
    "store": {
        "kind": _one_of(*ENGINES),
        "uri": (_address, note("project.an_address")),
        "user": (_text, note("project.text")),
        "database": (_text, note("project.text")),
        "password_variable": (_variable, note("project.variable")),
    },
    "keys": {"id": (_text, note("project.text"))},
}
_NUMBERING: dict[str, Check] = {
    "flats_per_floor": (_flats_per_floor, note("project.flats_per_floor")),
    "skipped_floors": (_floors, note("project.floors")),
}
