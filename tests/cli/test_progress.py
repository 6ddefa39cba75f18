"""What long work shows while it goes on: on a terminal's stderr only, and nothing of it stays."""

from __future__ import annotations

import io
import re
import sys
import time
from contextlib import AbstractContextManager
from typing import Any

import pytest

from socialgraph.cli.progress import working
from socialgraph.counting import counted


class Terminal(io.StringIO):
    """A stderr that says whether it is a terminal."""

    def __init__(self, *, terminal: bool) -> None:
        super().__init__()
        self.terminal = terminal

    def isatty(self) -> bool:
        return self.terminal


def shown(monkeypatch: pytest.MonkeyPatch, what: AbstractContextManager[Any], *, terminal: bool) -> str:
    """What a piece of work leaves on stderr."""
    monkeypatch.setenv("TERM", "xterm")
    stderr = Terminal(terminal=terminal)
    monkeypatch.setattr(sys, "stderr", stderr)
    with what as show:
        if show is not None:
            show("flats", 3, 7)
    return stderr.getvalue()


def test_on_a_terminal_a_command_says_that_it_works_and_for_how_long(monkeypatch: pytest.MonkeyPatch) -> None:
    text = shown(monkeypatch, working("assign"), terminal=True)
    assert "assign" in text
    assert "0:00:00" in text


def test_on_a_terminal_a_bar_counts_the_rows_of_a_load(monkeypatch: pytest.MonkeyPatch) -> None:
    text = shown(monkeypatch, working("load"), terminal=True)
    assert "load flats" in text
    assert "3/7" in text


def test_long_work_shows_its_rate_and_the_time_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("SOCIALGRAPH_LANG", "zh")
    stderr = Terminal(terminal=True)
    monkeypatch.setattr(sys, "stderr", stderr)
    with working("report"):
        for _ in counted(range(5), "buildings"):
            time.sleep(0.15)
    assert re.search(r"做网页 各楼.* 3/5  [\d.]+/s  -\d+:\d\d", stderr.getvalue())


def test_where_stderr_is_no_terminal_nothing_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown(monkeypatch, working("plan"), terminal=False) == ""


def test_what_is_counted_outside_a_command_is_heard_by_nobody() -> None:
    assert list(counted([1, 2], "flats")) == [1, 2]
