"""What a data frame holds, as the graph stores it: plain text, numbers, booleans and lists; nothing for missing."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from socialgraph.errors import StoreError
from socialgraph.messages import Note, note
from socialgraph.schema.kinds import Kind, first_day

Scalar = str | int | float | bool
Property = Scalar | list[Scalar]
LIST_SEPARATOR = "|"
_INTEGERS = range(-(2**63), 2**63)
_DAY = re.compile(r"\d{4}-\d{2}(-\d{2})?|\d{4}")
_NUMBER = re.compile(r"-?\d{1,18}(\.\d{1,15})?")
_TRUTH = {"true": True, "false": False}


class UnstorableValueError(StoreError, ValueError):
    """A value that no graph can hold; `field` names its column, for the quarantine."""

    def __init__(self, field: str, problem: Note) -> None:
        super().__init__("store.unstorable", field=field, problem=problem)
        self.field = field


def property_value(value: Any, field: str) -> Property | None:
    """The value as both engines store it, None where nothing is to be stored.

    Missing values (None, NaN, NA, NaT, empty text, empty lists) are None; numpy and pandas scalars become Python's
    own; times become UTC text, dates ISO text; lists lose what is missing and hold one kind of value, text if mixed.

    Raises
    ------
    UnstorableValueError
        For infinity, integers beyond 64 bits, maps, lists in lists and objects of other kinds.
    """
    if isinstance(value, list | tuple | np.ndarray | pd.Series):
        return _clean_list(value, field)
    return _scalar(value, field)


def _scalar(value: Any, field: str) -> Scalar | None:
    if value is None or value is pd.NA or value is pd.NaT:
        return None
    if isinstance(value, str):
        return str(value) or None
    if isinstance(value, bool | np.bool_):
        return bool(value)
    if isinstance(value, int | np.integer):
        if int(value) not in _INTEGERS:
            raise UnstorableValueError(field, note("store.beyond_64_bits"))
        return int(value)
    if isinstance(value, float | np.floating):
        if math.isinf(value):
            raise UnstorableValueError(field, note("store.infinite"))
        return None if math.isnan(value) else float(value)
    if isinstance(value, np.datetime64 | datetime.date):  # a datetime is a date, a Timestamp a datetime
        return _time_text(value)
    if isinstance(value, Mapping):
        raise UnstorableValueError(field, note("store.a_map"))
    raise UnstorableValueError(field, note("store.other_kind", type=type(value).__name__))


def _time_text(value: np.datetime64 | datetime.date) -> str | None:
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        return value.isoformat()
    time = pd.Timestamp(value)
    if pd.isna(time):
        return None
    if time.tzinfo is None:  # a day as pandas holds it, or a time of unknown zone, which stays as it is
        return time.date().isoformat() if time == time.normalize() else time.isoformat()
    return time.tz_convert("UTC").isoformat().replace("+00:00", "Z")


def _clean_list(values: Any, field: str) -> list[Scalar] | None:
    if any(isinstance(value, list | tuple | np.ndarray) for value in values):
        raise UnstorableValueError(field, note("store.nested_list"))
    kept = [scalar for scalar in (_scalar(value, field) for value in values) if scalar is not None]
    if len({type(scalar) for scalar in kept}) > 1:  # both engines refuse or bend mixed lists
        kept = [text(scalar) for scalar in kept]
    return kept or None


def typed(recorded: str, kind: Kind) -> tuple[datetime.date | Scalar | None, str | None]:
    """What a record says in text as the graph holds it, and the text itself where the value does not say exactly that.

    Examples
    --------
    >>> typed("3", "integer"), typed("true", "boolean")
    ((3, None), (True, None))
    >>> typed("2026-08", "date")
    (datetime.date(2026, 8, 1), '2026-08')
    >>> typed("soon", "date"), typed("", "date")
    ((None, 'soon'), (None, None))
    """
    if kind == "boolean":
        value: datetime.date | Scalar | None = _TRUTH.get(recorded)
    elif kind == "date":
        value = _day(recorded)
    else:
        value = _number(recorded)
    # the engines write a fraction each in its own way: its text stays beside it
    is_exact = value is not None and not isinstance(value, float) and text(value) == recorded
    return value, None if is_exact else recorded or None


def _day(recorded: str) -> datetime.date | None:
    if not _DAY.fullmatch(recorded):
        return None
    try:
        return datetime.date.fromisoformat(first_day(recorded))
    except ValueError:
        return None


def _number(recorded: str) -> int | float | None:
    if not _NUMBER.fullmatch(recorded):
        return None
    return float(recorded) if "." in recorded else int(recorded)


def text(value: Any) -> str:
    """A stored value as the text of a record: `true`, `6`, `a|b`; empty for None."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return LIST_SEPARATOR.join(text(part) for part in value)
    return str(value)


def is_text(column: pd.Series) -> bool:
    """Whether every cell of a column is text, so that it needs no conversion."""
    return bool(pd.api.types.infer_dtype(column, skipna=False) in ("string", "empty"))
