"""Kernels compile on their first large call; importing one never imports numba.

`njit` marks a function as a kernel and `prange` is its loop. With numba installed (the `speed` extra) a call compiles
the function (cached on disk beside it) and runs machine code; without numba the same source runs as plain Python:
slower, the same results. A small town does not wait for the compiler: callers that know their amount of work ask
`kernel.for_steps(n)`.
"""

from __future__ import annotations

import importlib.util
import types
from collections.abc import Callable
from typing import Any

# Measured: importing numba and its cached kernels costs 0.5 s, compiling them the first time 5 s; plain Python makes
# about 0.6 M steps a second, so that up to here the compiler would cost more than it gives.
PLAIN_STEPS = 300_000

prange = range


def has_numba() -> bool:
    """Whether numba is installed; it is not imported to find out."""
    return importlib.util.find_spec("numba") is not None


class Kernel:
    """A function over arrays that can run as plain Python or compiled."""

    def __init__(self, function: Callable[..., Any], options: dict[str, Any]) -> None:
        self._function = function
        self._options = options
        self._plain: Callable[..., Any] | None = None
        self._compiled: Callable[..., Any] | None = None
        self.__doc__ = function.__doc__
        self.__name__ = function.__name__

    def __call__(self, *arguments: Any) -> Any:
        """Compiled where numba is installed, else plain."""
        return (self.compiled() if has_numba() else self.plain)(*arguments)

    def for_steps(self, n_steps: int) -> Callable[..., Any]:
        """What runs `n_steps` inner steps sooner: plain Python for a small town, else the compiled function."""
        return self.compiled() if n_steps > PLAIN_STEPS and has_numba() else self.plain

    @property
    def plain(self) -> Callable[..., Any]:
        """The Python function, its helper kernels plain too."""
        if self._plain is None:
            self._plain = self._twin(lambda helper: helper.plain, range)
        return self._plain

    def compiled(self) -> Callable[..., Any]:
        """The numba function, its helper kernels compiled with it."""
        if self._compiled is None:
            import numba

            self._compiled = numba.njit(**self._options)(self._twin(Kernel.compiled, numba.prange))
        assert self._compiled is not None
        return self._compiled

    def _twin(self, choose: Callable[[Kernel], Any], loop: Any) -> Callable[..., Any]:
        names = dict(self._function.__globals__)
        for name in self._function.__code__.co_names:
            if isinstance(names.get(name), Kernel):
                names[name] = choose(names[name])
        names["prange"] = loop
        twin = types.FunctionType(self._function.__code__, names, self._function.__name__)
        twin.__qualname__ = self._function.__qualname__
        return twin


def njit(function: Callable[..., Any] | None = None, **options: Any) -> Any:
    """Mark a kernel: `@njit` or `@njit(parallel=True)`; compiled code is cached and leaves the GIL."""
    settings = {"cache": True, "nogil": True, **options}
    if function is None:
        return lambda actual: Kernel(actual, settings)
    return Kernel(function, settings)
