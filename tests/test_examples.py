"""What stands in `examples/` runs."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

EXAMPLES = Path(__file__).parent.parent / "examples"


def test_the_town_in_python_runs_on_canonical_tables(fixtures: Path) -> None:
    command = [sys.executable, EXAMPLES / "town_in_python.py", fixtures / "cases" / "g10"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "Town(40 households, 40 flats" in done.stdout


def run_notebook(path: Path) -> list[Any]:
    """Run a notebook's cells in one namespace, as a kernel does; the value that each cell shows, None without one."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    space: dict[str, Any] = {}
    shown = []
    for cell in notebook["cells"]:
        if cell["cell_type"] != "code":
            continue
        tree = ast.parse("".join(cell["source"]))
        last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, path.name, "exec"), space)
        shown.append(eval(compile(ast.Expression(last.value), path.name, "eval"), space) if last else None)
    return shown


def test_the_notebook_runs_and_its_town_plan_and_elevation_show_themselves() -> None:
    shown = run_notebook(EXAMPLES / "town.ipynb")
    town, _, _, plan, steps, face, _ = shown
    assert "<th scope='row'>households</th><td>400</td>" in town._repr_html_()
    assert "with the next steps" in plan._repr_html_()
    assert f"<td>{(plan.step == 'ask_survey').sum()}</td>" in plan._repr_html_()
    assert len(steps) == 5
    assert face._repr_html_().startswith("<svg")
    assert face._repr_html_().count("<rect") > 10


def test_the_notebook_is_kept_without_outputs() -> None:
    notebook = json.loads((EXAMPLES / "town.ipynb").read_text(encoding="utf-8"))
    assert [cell for cell in notebook["cells"] if cell.get("outputs") or cell.get("execution_count")] == []
