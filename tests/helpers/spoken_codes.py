"""What the package's source says to its users, read from its syntax trees: codes of `messages` and their values."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import socialgraph

PACKAGE = Path(socialgraph.__file__).parent
# functions, beside the errors themselves, that take a code -> what the code begins with, where they add it
SAYERS = {
    **dict.fromkeys(("note", "text", "say", "spoken", "word", "words"), ""),
    "list_text": "list.",
    "page_text": "page.text.",
}
_NOT_VALUES = {"err"}


@dataclass(frozen=True)
class SpokenCode:
    """One call that says something: where, its code (None where it is no literal), the names of its values."""

    where: str
    code: str | None
    begins: str | None
    sentence: bool
    values: frozenset[str] | None


class Source:
    """All modules of the package, and which classes are errors for the user."""

    def __init__(self, package: Path = PACKAGE) -> None:
        files = [file for folder in [package, *_folders(package)] for file in sorted(folder.rglob("*.py"))]
        self.trees = {file: ast.parse(file.read_text(encoding="utf-8")) for file in files}
        self.errors = {"SocialgraphError"}
        while subclasses := set(self._subclasses()) - self.errors:
            self.errors |= subclasses

    def _subclasses(self) -> Iterator[str]:
        for _, node in self.nodes(ast.ClassDef):
            if any(_name(base) in self.errors for base in node.bases):
                yield node.name

    def nodes(self, kind: type[ast.AST]) -> Iterator[tuple[Path, ast.AST]]:
        """Every node of a kind, with its file."""
        for file, tree in self.trees.items():
            yield from ((file, node) for node in ast.walk(tree) if isinstance(node, kind))

    def literals(self) -> Iterator[tuple[str, str]]:
        """Every string of the code that is no docstring, with where it stands."""
        for file, tree in self.trees.items():
            docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
            for node in ast.walk(tree):
                if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
                    yield f"{file.relative_to(PACKAGE).as_posix()}:{node.lineno}", node.value

    def spoken_codes(self) -> Iterator[SpokenCode]:
        """Every call that says something."""
        with_init = {node.name for _, node in self.nodes(ast.ClassDef) if node.name in self.errors and _has_init(node)}
        own = {
            id(call)
            for _, node in self.nodes(ast.ClassDef)
            if node.name in self.errors - {"SocialgraphError"}
            for call in ast.walk(node)
            if isinstance(call, ast.Call) and _name(call.func) == "__init__"
        }
        sayers = (self.errors - with_init | {"SocialgraphError"}) | SAYERS.keys()
        for file, call in self.nodes(ast.Call):
            if (_name(call.func) in sayers or id(call) in own) and call.args and not _is_method(call.func):
                where = f"{file.relative_to(PACKAGE).as_posix()}:{call.lineno}"
                for code in _alternatives(call.args[0]):
                    yield _spoken_code(where, code, _values(call), SAYERS.get(_name(call.func), ""))


def _spoken_code(where: str, code: ast.expr, values: frozenset[str] | None, prefix: str) -> SpokenCode:
    literal = prefix + code.value if isinstance(code, ast.Constant) and isinstance(code.value, str) else None
    begins = None
    if isinstance(code, ast.JoinedStr):
        first = code.values[0]
        begins = prefix + (str(first.value) if isinstance(first, ast.Constant) else "")
    return SpokenCode(where, literal, begins, " " in (literal or begins or ""), values)


def _alternatives(code: ast.expr) -> list[ast.expr]:
    return [*_alternatives(code.body), *_alternatives(code.orelse)] if isinstance(code, ast.IfExp) else [code]


def _values(call: ast.Call) -> frozenset[str] | None:
    """The names of the values, None where some are given as `**values`."""
    if any(keyword.arg is None for keyword in call.keywords):
        return None
    return frozenset(keyword.arg for keyword in call.keywords if keyword.arg) - _NOT_VALUES


def _is_method(function: ast.expr) -> bool:
    return isinstance(function, ast.Attribute) and function.attr in SAYERS


def _folders(package: Path) -> list[Path]:
    return sorted(folder for folder in package.iterdir() if (folder / "__init__.py").is_file())


def _has_init(node: ast.ClassDef) -> bool:
    return any(isinstance(part, ast.FunctionDef) and part.name == "__init__" for part in node.body)


def _name(node: ast.expr) -> str:
    return getattr(node, "id", getattr(node, "attr", ""))
