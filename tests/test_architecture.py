"""The house stays one that can be lived in: no circle, no crowded room, no page that names what is not there."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import networkx as nx
import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = {
    ROOT / "socialgraph": "socialgraph",
    ROOT / "loaders": "socialgraph.loaders",
    ROOT / "models": "socialgraph.models",
    ROOT / "cypher": "socialgraph.cypher",
}
LINKED = {"loaders", "models", "cypher"}  # in socialgraph/ these are links to the folders beside it
MOST_MODULES = 16
MOST_ROOMS = 25  # folders and modules of a package's own folder
MOST_LINES = 300  # of code: docstrings, comments and blank lines may be as many as they need
PAGES = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
_PATH = re.compile(r"`((?:socialgraph|loaders|models|cypher|tests|docs|benchmarks|examples)/[\w./*-]*)`")


def _modules() -> Iterator[tuple[str, Path]]:
    for folder, package in PACKAGES.items():
        for file in folder.rglob("*.py"):
            parts = file.relative_to(folder).with_suffix("").parts
            if not (package == "socialgraph" and parts[0] in LINKED):
                yield ".".join([package, *(part for part in parts if part != "__init__")]), file


MODULES = dict(_modules())


def _imports(file: Path) -> Iterator[str]:
    """Modules that a file imports, wherever in it: in functions and for type checkers too."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            for name in node.names:
                inner = f"{node.module}.{name.name}"
                yield inner if inner in MODULES else node.module
        elif isinstance(node, ast.Import):
            yield from (name.name for name in node.names)


def _arrows() -> list[tuple[str, str]]:
    return [
        (module, other)
        for module, file in MODULES.items()
        for other in _imports(file)
        if other in MODULES and other != module
    ]


def _circles(arrows: list[tuple[str, str]]) -> list[set[str]]:
    return [circle for circle in nx.strongly_connected_components(nx.DiGraph(arrows)) if len(circle) > 1]


def test_no_modules_import_each_other_in_a_circle() -> None:
    assert _circles(_arrows()) == []


def test_no_rooms_of_one_folder_import_each_other_in_a_circle() -> None:
    arrows, folders = _arrows(), [module for module, file in MODULES.items() if file.name == "__init__.py"]
    circles = {}
    for folder in folders:
        within = [(a, b) for a, b in arrows if a.startswith(f"{folder}.") and b.startswith(f"{folder}.")]
        rooms = [tuple(name.removeprefix(f"{folder}.").partition(".")[0] for name in arrow) for arrow in within]
        circles[folder] = _circles([(a, b) for a, b in rooms if a != b])
    assert {folder: found for folder, found in circles.items() if found} == {}


def test_no_module_imports_through_the_root_of_the_package() -> None:
    users = [module for module, file in MODULES.items() if "socialgraph" in set(_imports(file))]
    assert users in ([], ["socialgraph.cli"])  # the command line prints the version


def test_no_folder_holds_more_modules_than_a_reader_can_look_over() -> None:
    folders = {file.parent for file in MODULES.values()}
    crowded = {str(f.relative_to(ROOT)): len(list(f.glob("[!_]*.py"))) for f in folders}
    commands = str(Path("socialgraph/cli/commands"))  # a module a command: as many as there are commands
    assert {name: n for name, n in crowded.items() if n > MOST_MODULES and name != commands} == {}


def test_the_first_floor_of_each_package_is_looked_over_at_once() -> None:
    rooms = {
        folder.name: {*folder.glob("[!_.]*.py"), *(path.parent for path in folder.glob("*/__init__.py"))}
        for folder in PACKAGES
    }
    assert {name: len(found) for name, found in rooms.items() if len(found) > MOST_ROOMS} == {}


def test_every_folder_of_code_is_installed() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    folders = {module for module, file in MODULES.items() if file.name == "__init__.py"}
    assert set(settings["tool"]["setuptools"]["packages"]) == folders


@pytest.mark.parametrize("page", PAGES, ids=[str(page.relative_to(ROOT)) for page in PAGES])
def test_every_path_that_a_page_names_is_there(page: Path) -> None:
    named = _PATH.findall(page.read_text(encoding="utf-8"))
    assert [path for path in named if not list(ROOT.glob(path))] == []


def test_the_tree_of_the_house_is_the_one_that_is_there() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    drawn: list[Path] = []
    for line in page.split("```")[3].splitlines():
        if name := line.lstrip().partition("/ ")[0].rstrip("/"):
            depth = (len(line) - len(line.lstrip())) // 2
            above = next((p for p in reversed(drawn) if len(p.parts) == depth), Path()) if depth else Path()
            drawn.append(above / name)
    rooms = {file.parent.relative_to(ROOT) for file in MODULES.values()}
    without_code = {Path("socialgraph/data"), Path("loaders/data")}
    assert {*drawn} - without_code == rooms


def test_every_public_name_can_be_imported_from_the_package() -> None:
    import socialgraph as sg

    assert [name for name in sg.__all__ if not hasattr(sg, name)] == []


def test_the_package_is_found_also_from_the_folder_that_holds_a_clone(tmp_path: Path) -> None:
    (tmp_path / "socialgraph").mkdir()
    code = "import socialgraph as sg; print(sg.Policy().consent)"
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "agreed", done.stderr


def test_no_two_public_classes_share_a_name() -> None:
    classes: dict[str, list[str]] = {}
    for module, file in MODULES.items():
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                classes.setdefault(node.name, []).append(module)
    assert {name: modules for name, modules in classes.items() if len(modules) > 1} == {}


def _lines_of_code(file: Path) -> int:
    text = file.read_text(encoding="utf-8")
    described: set[int] = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node) is not None:
            described.update(range(node.body[0].lineno, (node.body[0].end_lineno or 0) + 1))
    lines = enumerate(text.splitlines(), start=1)
    return sum(n not in described and not line.lstrip().startswith("#") for n, line in lines if line.strip())


def test_no_module_is_longer_than_a_reader_can_keep_in_mind() -> None:
    lengths = {module: _lines_of_code(file) for module, file in MODULES.items()}
    assert {module: n for module, n in lengths.items() if n > MOST_LINES} == {}
