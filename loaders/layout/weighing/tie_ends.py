"""Whose address and name a column of a list of ties holds: of whoever answered, or of whom they named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from socialgraph.loaders.layout.weighing.column_model import CONFIRMED
from socialgraph.loaders.layout.weighing.readings import person_share
from socialgraph.loaders.layout.weighing.seen import Seen
from socialgraph.loaders.layout.weighing.sheet_model import field_chances
from socialgraph.loaders.layout.weighing.verdict import Verdict
from socialgraph.loaders.values.names import name_and_address

_ARE_NAMES = 0.9
_MOSTLY_ADDRESSES = 0.6  # the others say that there is nobody
_MOSTLY_WHOLE = 0.5  # of the cells say who and where


def tell_ends_apart(verdict: Verdict, columns: Sequence[Seen]) -> None:
    """Names and addresses of both ends, in place, as far as headings alone mistake one for the other."""
    _with_own_addresses(verdict)
    _with_the_other_named(verdict, columns)
    _with_named_ends(verdict, columns)


def _with_own_addresses(verdict: Verdict) -> None:
    """室号 | 姓名 | 听谁的 | 住哪, in place: the address behind the other's name is the other's, whatever heads it."""
    at = {name: column for column, name in verdict.fields.items()}
    if not {"ego_name", "alter_name", "ego_address", "alter_address"} <= at.keys():
        return
    if at["ego_name"] < at["alter_name"] and at["alter_address"] < at["alter_name"] < at["ego_address"]:
        verdict.fields[at["alter_address"]], verdict.fields[at["ego_address"]] = "ego_address", "alter_address"


def _with_the_other_named(verdict: Verdict, columns: Sequence[Seen]) -> None:
    """他说的人 behind the home of whoever answered is whom they named, in place, where sheets of other hands say so."""
    at = {name: column for column, name in verdict.fields.items()}
    if "alter_name" in at or not {"ego_name", "ego_address"} <= at.keys() or at["ego_name"] < at["ego_address"]:
        return
    (column,) = (column for column in columns if column.column == at["ego_name"])
    chances = field_chances(column, "ties")
    if chances.get("alter_name", 0.0) >= CONFIRMED and chances.get("ego_name", 0.0) < 1 - CONFIRMED:
        verdict.take(column.column, "alter_name", 0.0)


def _with_named_ends(verdict: Verdict, columns: Sequence[Seen]) -> None:
    """The other's name, in place, where a column says who and where in one: 勾银杏(1-1-101), 1-1-101 勾银杏."""
    here = {verdict.fields[column]: column for column in verdict.sure}
    if "alter_name" in here:
        _with_addresses_apart(verdict, {column.column: column for column in columns}, here["alter_name"])
        return
    if not {"ego_name", "ego_address"} & here.keys():
        return
    whole = [column for column in columns if _says_who_and_where(column)]
    ends = [c.column for c in whole if verdict.fields.get(c.column) in ("alter_name", "alter_address")]
    if len(ends) == 1:
        verdict.take(ends[0], "alter_name", 0.0)


def _with_addresses_apart(verdict: Verdict, columns: Mapping[int, Seen], at: int) -> None:
    """听谁的（房号） | 那人姓名, in place: addresses are where the other lives, the names beside them who."""
    if columns[at].shares["address"] < _MOSTLY_ADDRESSES or _says_who_and_where(columns[at]):
        return
    taken = {name for column, name in verdict.fields.items() if column in verdict.sure}
    beside = columns.get(at + 1)
    if "alter_address" in taken or beside is None or person_share(beside.texts) < _ARE_NAMES:
        return
    if beside.column not in verdict.sure:
        verdict.take(at, "alter_address", 0.0)
        verdict.take(beside.column, "alter_name", 0.0)


def _says_who_and_where(column: Seen) -> bool:
    texts = [text for text in column.texts if text]
    named = sum(1 for text in texts if name_and_address(text)[1])
    return max(column.shares["household"], named / len(texts) if texts else 0.0) >= _MOSTLY_WHOLE
