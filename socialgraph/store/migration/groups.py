"""Records that an earlier layout kept apart and the present key makes one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from socialgraph.schema.tables import joined_sources, split_sources

EARLIER_SEPARATOR = "\x1f"
"""What stood between the parts of an id until layout 3."""


class Stored(NamedTuple):
    """A record as an earlier layout wrote it.

    `is_first` where its id is of the first layout, which ended in a rank; `is_read` where reading finds it; `ends` are
    those of a tie.
    """

    id: str
    new_id: str
    sources: str
    first_run: str
    retired_run: str
    is_first: bool
    is_read: bool = True
    ends: tuple[str, str] = ("", "")
    changes: dict[str, Any] = {}  # noqa: RUF012 - never changed

    @property
    def is_earlier(self) -> bool:
        """Whether it has another id now."""
        return self.id != self.new_id


class Merged(NamedTuple):
    """The record that stays of a group, what it says of its sources and runs, and those that go into it."""

    stays: Stored
    marks: dict[str, str | None]
    goes: list[Stored]


def groups_to_change(records: Sequence[Stored]) -> list[Merged]:
    """What is one record by the present key, where anything of it has an earlier id."""
    groups: dict[tuple[tuple[str, str], str], list[Stored]] = {}
    for record in records:
        groups.setdefault((record.ends, record.new_id), []).append(record)
    return [_one(group) for group in groups.values() if any(one.is_earlier for one in group)]


def _one(group: list[Stored]) -> Merged:
    """The record that stays, and those that go into it.

    One whose id has no rank was written last, and counts; of several that have, the record is live when any is, with
    the sources of the live ones.
    """
    candidates = [one for one in group if not one.is_first] or [one for one in group if not one.retired_run] or group
    stays = next((one for one in group if one.is_read), group[0])
    marks = {
        "sources": joined_sources(frozenset().union(*(split_sources(one.sources) for one in candidates))) or None,
        "first_run": min(one.first_run for one in group),
        "retired_run": max(one.retired_run for one in candidates) or None,
    }
    return Merged(stays, marks, [one for one in group if one is not stays])
