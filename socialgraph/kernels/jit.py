"""Kernels compile on their first large call; importing one never imports numba.

`njit` marks a function over arrays as a kernel. With numba installed (the `speed` extra) a call compiles the function
(cached on disk beside it) and runs machine code; without numba the same source runs as plain Python: slower, the same
results. A small town does not wait for the compiler: callers that know their amount of work ask `kernel.for_steps(n)`,
or give the rows to `in_blocks`, which also keeps all cores busy.

Compiling is kept short: a kernel is compiled for one kind of arrays only (whole, read-only), its helpers go into its
own machine code and cache, and loops run in parallel by threads over blocks of rows, as numba's own parallel loops
take twice as long to compile. The cache lies in a folder named for the contents of all kernel sources, so that a change
to a helper in another file leaves no stale machine code.
"""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
import itertools
import os
import shutil
import threading
import types
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from socialgraph.kernels.threads import n_cores, on_all_cores

# Measured: importing numba and its cached kernels costs 0.5 s, compiling those of `suggest` the first time 6 s; plain
# Python makes about 0.6 M steps a second, so that up to here the compiler would cost more than it gives.
PLAIN_STEPS = 300_000
NUMBERS_A_STEP = 10  # that many become Python numbers in the time of one plain step
LOADED_FACTOR = 100  # a kernel that is loaded already is worth calling for that many times fewer steps
_CACHE = "compiled-"
_COMPILING = threading.Lock()
BLOCKS_A_CORE = 4  # rows differ in work; more blocks than cores even that out


def has_numba() -> bool:
    """Whether numba is installed; it is not imported to find out.

    Returns
    -------
    bool
        The answer of the import system: true also for a numba that is installed but broken.
    """
    return importlib.util.find_spec("numba") is not None


class Kernel:
    """A function that reads arrays and returns new ones; it can run as plain Python or compiled."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self._function = function
        self._plain: Callable[..., Any] | None = None
        self._entry: Callable[..., Any] | None = None
        self._helper: Callable[..., Any] | None = None
        self.__doc__ = function.__doc__
        self.__name__ = function.__name__

    def __call__(self, *arguments: Any) -> Any:
        """Compiled where numba is installed, else plain."""
        return (self.compiled if has_numba() else self.plain)(*arguments)

    def for_steps(self, n_steps: int) -> Callable[..., Any]:
        """What runs `n_steps` inner steps sooner: plain Python for a small town, else the compiled function.

        Parameters
        ----------
        n_steps : about how many inner steps the call will make.

        Returns
        -------
        callable
            Takes the arguments of the plain function and gives the same result; the plain one where numba is missing.
        """
        enough = PLAIN_STEPS if self._entry is None else PLAIN_STEPS // LOADED_FACTOR
        return self.compiled if n_steps > enough and has_numba() else self.plain

    @property
    def plain(self) -> Callable[..., Any]:
        """The Python function, its helper kernels plain too."""
        if self._plain is None:
            self._plain = self._twin(lambda helper: helper.plain)
        return self._plain

    def compiled(self, *arguments: Any) -> Any:
        """Run the machine code.

        Returns
        -------
        object
            What the plain function returns, arrays of the same dtypes.
        """
        if self._entry is None:
            with _COMPILING:  # blocks start at once: two entries of one kernel would share an environment
                if self._entry is None:
                    self._entry = self._compile()
        return self._entry(*(_whole_and_read_only(argument) for argument in arguments))

    def _compile(self) -> Callable[..., Any]:
        import numba

        # division as numpy has it: no branch for an exception at each
        make = numba.njit(cache=True, nogil=True, error_model="numpy")
        with _cached_by_all_sources():
            entry: Callable[..., Any] = make(self._twin(Kernel._as_helper))
        return entry

    def _as_helper(self) -> Callable[..., Any]:
        """Compiled into the kernels that call it, without a cache of its own."""
        if self._helper is None:
            import numba

            # inlined: a call that hands records and arrays over costs more than what most helpers do
            self._helper = numba.njit(nogil=True, error_model="numpy", forceinline=True)(self._twin(Kernel._as_helper))
        assert self._helper is not None
        return self._helper

    def _twin(self, choose: Callable[[Kernel], Any]) -> Callable[..., Any]:
        names = dict(self._function.__globals__)
        for name in self._function.__code__.co_names:
            if isinstance(names.get(name), Kernel):
                names[name] = choose(names[name])
        twin = types.FunctionType(self._function.__code__, names, self._function.__name__)
        twin.__qualname__ = self._function.__qualname__
        return twin


@contextmanager
def _cached_by_all_sources() -> Iterator[None]:
    """Let numba keep what it compiles here in a folder named for all kernel sources; a user's own choice stays."""
    config: Any = importlib.import_module("numba.core.config")

    before = config.CACHE_DIR
    if not before:
        config.CACHE_DIR = str(_cache_folder())
    try:
        yield
    finally:
        config.CACHE_DIR = before


def _cache_folder() -> Path:
    """In the package where that can be written to, else in the user's cache; folders of other sources are removed."""
    here = Path(__file__).parent
    sources = hashlib.sha256()
    for file in sorted(here.glob("*.py")):
        sources.update(file.read_bytes())
    name = f"{_CACHE}{sources.hexdigest()[:12]}"
    home = here / "__pycache__"
    try:
        (home / name).mkdir(parents=True, exist_ok=True)
    except OSError:
        home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "socialgraph"
        (home / name).mkdir(parents=True, exist_ok=True)
    for other in home.glob(f"{_CACHE}*"):
        if other.name != name:
            shutil.rmtree(other, ignore_errors=True)
    return home / name


def njit(function: Callable[..., Any]) -> Any:
    """Mark a kernel; its machine code is cached and leaves the GIL.

    Parameters
    ----------
    function : reads arrays and records, returns new arrays; calls no Python object but other kernels.

    Returns
    -------
    Kernel
        Called like the function; compiled at its first use on enough steps.
    """
    return Kernel(function)


def in_blocks(kernel: Kernel, n_steps: int, rows: tuple[NDArray[Any], ...], arrays: tuple[Any, ...]) -> list[Any]:
    """What the kernel returns for each block of rows, in their order; `rows` are cut, `arrays` given whole.

    A row's result must not depend on the blocks. Compiled kernels leave the GIL, so blocks run on all cores; plain
    Python takes one block, as lists, which it indexes faster.

    Parameters
    ----------
    kernel : what to run.
    n_steps : about how many inner steps all rows make.
    rows : arrays of one length that are cut into blocks.
    arrays : arrays, records and numbers that every block gets whole.

    Returns
    -------
    list
        One result a block, empty without rows.
    """
    n_numbers = sum(_size(array) for array in arrays)
    run = kernel.for_steps(n_steps + n_numbers // NUMBERS_A_STEP)
    n = len(rows[0])
    if n == 0:
        return []
    if run is kernel.plain:
        return [run(*(row.tolist() for row in rows), *(as_lists(array) for array in arrays))]
    cuts = np.linspace(0, n, min(n, BLOCKS_A_CORE * n_cores()) + 1).astype(np.int64)
    blocks = itertools.pairwise(cuts.tolist())
    return on_all_cores(lambda block: run(*(row[slice(*block)] for row in rows), *arrays), blocks)


def _whole_and_read_only(value: Any) -> Any:
    """Arrays of one kind, so that each kernel is compiled once."""
    if isinstance(value, tuple):
        return type(value)(*(_whole_and_read_only(part) for part in value))
    if not isinstance(value, np.ndarray):
        return value
    view = np.ascontiguousarray(value).view()
    view.flags.writeable = False
    return view


def as_lists(value: Any) -> Any:
    """Arrays, also those of a record, as lists of numbers, which plain Python indexes faster.

    Parameters
    ----------
    value : an array, a record of arrays, or a number.

    Returns
    -------
    object
        The same with lists in place of arrays, nested for two dimensions; what is no array comes back as it is.
    """
    if isinstance(value, tuple):
        return type(value)(*(as_lists(part) for part in value))
    return value.tolist() if isinstance(value, np.ndarray) else value


def _size(value: Any) -> int:
    """How many numbers a record, an array or a number holds."""
    return sum(_size(part) for part in value) if isinstance(value, tuple) else int(np.size(value))
