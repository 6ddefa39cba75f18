"""Long work says how far it is; whoever shows that listens. Where nobody listens it costs nothing and says nothing."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

Item = TypeVar("Item")
Listener = Callable[[str, int, int], None]  # what is counted, how many are done, how many there are
_listener: ContextVar[Listener | None] = ContextVar("listener", default=None)


@contextmanager
def listening(listener: Listener | None) -> Iterator[None]:
    """Meanwhile `listener` hears of whatever is counted in this thread."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)


def counted(items: Collection[Item], what: str) -> Iterator[Item]:
    """The items one by one; the listener hears before the first and after each.

    Examples
    --------
    >>> heard = []
    >>> with listening(lambda *news: heard.append(news)):
    ...     doors = list(counted(["1", "2"], "doors"))
    >>> doors, heard
    (['1', '2'], [('doors', 0, 2), ('doors', 1, 2), ('doors', 2, 2)])
    """
    for done, item in enumerate(items):
        _say(what, done, len(items))
        yield item
    _say(what, len(items), len(items))


def _say(what: str, done: int, total: int) -> None:
    listener = _listener.get()
    if listener is not None:
        listener(what, done, total)
