"""Docstrings are part of the product: their examples run, and those of the analyses say what goes in and comes out."""

from __future__ import annotations

import ast
import doctest
import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import socialgraph

ROOT = Path(__file__).parent.parent
SCIENCE = [
    *(ROOT / "socialgraph" / name for name in ("stacks", "trust", "reach", "assignment", "capital", "kernels", "town")),
    ROOT / "models",
]
MODULES = [module.name for module in pkgutil.walk_packages(socialgraph.__path__, "socialgraph.")]
_RETURNS = re.compile(r"(?:Returns|Yields)\n-+\n(.*?)(?=\n\n\w+\n---|\Z)", re.DOTALL)


@pytest.mark.parametrize("name", [name for name in MODULES if not name.endswith("__main__")])
def test_the_examples_of_a_module_run(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def _public_functions(body: list[ast.stmt], prefix: str) -> Iterator[tuple[str, ast.FunctionDef]]:
    for node in body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield from _public_functions(node.body, f"{prefix}{node.name}.")
        elif isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and not _is_property(node):
            yield f"{prefix}{node.name}", node


def _is_property(function: ast.FunctionDef) -> bool:
    return any("property" in ast.unparse(decorator) for decorator in function.decorator_list)


def _says_what_goes_in_and_comes_out(function: ast.FunctionDef) -> bool:
    text = ast.get_docstring(function) or ""
    arguments = [*function.args.args, *function.args.kwonlyargs]
    takes = any(argument.arg not in ("self", "cls") for argument in arguments)
    gives = function.returns is None or ast.unparse(function.returns) != "None"
    return ("Parameters\n---" in text or not takes) and ("Returns\n---" in text or "Yields\n---" in text or not gives)


def _functions_of_the_analyses() -> list[tuple[str, ast.FunctionDef]]:
    return [
        (name, function)
        for folder in SCIENCE
        for file in sorted(folder.rglob("*.py"))
        for name, function in _public_functions(ast.parse(file.read_text("utf-8")).body, f"{file.stem}.")
    ]


def test_nearly_every_function_of_the_analyses_says_what_goes_in_and_comes_out() -> None:
    functions = _functions_of_the_analyses()
    silent = [name for name, function in functions if not _says_what_goes_in_and_comes_out(function)]
    assert len(silent) <= 0.05 * len(functions), silent


def test_what_comes_out_of_the_analyses_is_told_in_more_than_a_type() -> None:
    told = {name: _RETURNS.search(ast.get_docstring(function) or "") for name, function in _functions_of_the_analyses()}
    terse = [name for name, match in told.items() if match is not None and len(match[1].strip().splitlines()) < 2]
    assert len(terse) <= 0.05 * len(told), terse
