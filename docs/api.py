"""Writes the reference of everything that can be imported to `build/api`; a warning of pdoc is an error.

python docs/api.py [FOLDER]
"""

from __future__ import annotations

import importlib
import pkgutil
import sys
import typing
import warnings
from pathlib import Path
from types import ModuleType

import pdoc
import pdoc.extract
import pdoc.render

import socialgraph

FOLDER = Path(__file__).parents[1] / "build" / "api"


def main(folder: Path = FOLDER) -> None:
    """Document every module, also below packages whose `__all__` does not name it."""
    modules = [m.name for m in pkgutil.walk_packages(socialgraph.__path__, "socialgraph.") if "__main__" not in m.name]
    for name in modules:
        _resolve_tuples(importlib.import_module(name))
    warnings.filterwarnings("error", category=UserWarning)  # pdoc warns of what it cannot show
    pdoc.render.configure(docformat="numpy", math=True)
    pdoc.pdoc(*_roots(["socialgraph", *modules]), output_directory=folder)


def _roots(modules: list[str]) -> list[str]:
    """The modules below which pdoc finds all others by itself, none of them twice."""
    roots: list[str] = []
    found: set[str] = set()
    for name in modules:
        if name not in found:
            roots.append(name)
            found.update(pdoc.extract.walk_specs([name]))
    return roots


def _resolve_tuples(module: ModuleType) -> None:
    """Give a NamedTuple the types of its fields; pdoc looks their names up where `namedtuple` made the class."""
    for value in vars(module).values():
        if isinstance(value, type) and issubclass(value, tuple) and hasattr(value, "_fields"):
            value.__new__.__annotations__ = typing.get_type_hints(value)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
