"""What the package's source says to its users, read from its syntax trees: sentences and the phrases put into them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import socialgraph

PACKAGE = Path(socialgraph.__file__).parent
NOTES = {"say", "phrase"}  # functions, beside the errors themselves, that take a sentence or part of one


class Source:
    """All modules of the package, and which classes are errors for the user."""

    def __init__(self, package: Path = PACKAGE) -> None:
        files = [file for folder in [package, *_folders(package)] for file in sorted(folder.rglob("*.py"))]
        self.trees = {file: ast.parse(file.read_text(encoding="utf-8")) for file in files}
        self.errors = {"SocialgraphError"}
        while found := set(self._subclasses()) - self.errors:
            self.errors |= found

    def _subclasses(self) -> Iterator[str]:
        for _, node in self.nodes(ast.ClassDef):
            if any(_name(base) in self.errors for base in node.bases):
                yield node.name

    def nodes(self, kind: type[ast.AST]) -> Iterator[tuple[Path, ast.AST]]:
        """Every node of a kind, with its file."""
        for file, tree in self.trees.items():
            yield from ((file, node) for node in ast.walk(tree) if isinstance(node, kind))

    def said(self) -> Iterator[tuple[str, ast.expr]]:
        """Where a sentence or a phrase is said, and the expression that says it."""
        own = {
            id(call): call
            for _, node in self.nodes(ast.ClassDef)
            if node.name in self.errors
            for call in ast.walk(node)
            if isinstance(call, ast.Call) and _name(call.func) == "__init__"
        }
        with_init = {node.name for _, node in self.nodes(ast.ClassDef) if node.name in self.errors and _has_init(node)}
        for file, call in self.nodes(ast.Call):
            is_said = _name(call.func) in (self.errors - with_init) | NOTES or id(call) in own
            if is_said and call.args:
                yield f"{file.relative_to(PACKAGE)}:{call.lineno}", call.args[0]


def template(expression: ast.expr) -> str | None:
    """A string with the expressions of its f-string as holes {0}, {1}, …; None for what is no string literal."""
    if isinstance(expression, ast.Constant) and isinstance(expression.value, str):
        return expression.value
    if isinstance(expression, ast.JoinedStr):
        parts, holes = [], 0
        for part in expression.values:
            if isinstance(part, ast.Constant):
                parts.append(str(part.value))
            else:
                parts.append(f"{{{holes}}}")
                holes += 1
        return "".join(parts)
    return None


def _folders(package: Path) -> list[Path]:
    return sorted(folder for folder in package.iterdir() if (folder / "__init__.py").is_file())


def _has_init(node: ast.ClassDef) -> bool:
    return any(isinstance(part, ast.FunctionDef) and part.name == "__init__" for part in node.body)


def _name(node: ast.expr) -> str:
    return getattr(node, "id", getattr(node, "attr", ""))
