"""Ctrl+C: one line and exit code 130, whatever it hits and whatever fails because of it."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from socialgraph.cli.speaking import INTERRUPTED, Interrupted


@contextmanager
def told_when_interrupted() -> Iterator[None]:
    """End with code 130 and one line where somebody stopped the command.

    An interrupt may hit the engine's or the driver's own code, which turns it into an error of theirs or swallows it:
    so it is remembered when it comes.
    """
    came: list[int] = []

    def remember(number: int, frame: FrameType | None) -> None:
        came.append(number)
        raise KeyboardInterrupt

    ours = threading.current_thread() is threading.main_thread() and (
        signal.getsignal(signal.SIGINT) is signal.default_int_handler
    )
    if ours:
        signal.signal(signal.SIGINT, remember)
    try:
        yield
    except SystemExit as ending:
        if came and ending.code in (0, None):
            _end()
        raise
    except BaseException as error:
        if came or isinstance(error, KeyboardInterrupt):
            _end()
        raise
    finally:
        if ours:
            signal.signal(signal.SIGINT, signal.default_int_handler)


def _end() -> None:
    Interrupted().show(sys.stderr)
    sys.exit(INTERRUPTED)
