"""When a household itself said that it lets workers in."""

from __future__ import annotations

import re

from socialgraph.loaders.parsers.lines import Context, Line, Parsed, RowLostError, read_lines
from socialgraph.loaders.values.text import tidy

_CLOCK = re.compile(r"^(?:\d{4}-\d\d-\d\d[ T])?(\d{1,2})[:点时](\d{2})?分?(?::\d\d)?$")
_SPAN = re.compile(r"^(\S+?)\s*(?:-|至|到)\s*(\S+)$")


def parse_access_windows(context: Context) -> Parsed:
    """One row a household and window; a time that is none is a finding."""

    def read(line: Line) -> None:
        household = line.address()
        if context.has("available_when") and not context.has("access_window", "from"):
            raise RowLostError("available_when", "bad_time")
        start, end = _window(line)
        line.add("access_windows", {"date": line.date("date"), "from": start, "to": end}, household=household)

    return read_lines(context, read)


def _window(line: Line) -> tuple[str, str]:
    """From and to: two columns, or a span 9:00-11:00 in one."""
    for field_name in ("access_window", "from"):
        if span := _SPAN.match(tidy(line.row.text(field_name))):
            start, end = (_time(part) for part in span.groups())
            if start is None or end is None:
                line.find(field_name, "bad_time")
            return start or "", end or ""
    if line.text("access_window"):
        line.find("access_window", "bad_time")
    return clock(line, "from"), clock(line, "to")


def clock(line: Line, field_name: str) -> str:
    """A time of day as 09:30."""
    text = tidy(line.text(field_name))
    if not text:
        return ""
    time = _time(text)
    if time is None:
        line.find(field_name, "bad_time")
        return ""
    return time


def _time(text: str) -> str | None:
    match = _CLOCK.match(text if not text.isdigit() else f"{text}:00")
    if not match or int(match[1]) > 24 or int(match[2] or 0) > 59:
        return None
    return f"{int(match[1]):02d}:{int(match[2] or 0):02d}"
