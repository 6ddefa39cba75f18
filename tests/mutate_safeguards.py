"""Disable one safeguard at a time in a copy of the source, and show that its test fails.

python tests/mutate_safeguards.py [RULE…]

`mutations.csv` says for each rule which line is replaced by what, and which test has to notice.
"""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[1]
MUTATIONS = Path(__file__).with_name("mutations.csv")
COPIED = ("socialgraph", "loaders", "models", "cypher", "tests", "pyproject.toml")


def mutations() -> list[dict[str, str]]:
    """The rows of the table: rule, file, line as it is, line that disables the rule, test."""
    with MUTATIONS.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@contextmanager
def copied_source() -> Iterator[Path]:
    """A copy of source and tests; links between its folders stay links."""
    with tempfile.TemporaryDirectory() as folder:
        for name in COPIED:
            source = ROOT / name
            if source.is_dir():
                shutil.copytree(source, Path(folder, name), symlinks=True)
            else:
                shutil.copy(source, folder)
        yield Path(folder)


def passes(root: Path, test: str) -> bool:
    """Whether a test passes on the source in `root`."""
    environment = os.environ | {"PYTHONPATH": str(root), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", test]
    return subprocess.run(command, cwd=root, env=environment, capture_output=True, check=False).returncode == 0


def is_noticed(root: Path, mutation: dict[str, str]) -> bool:
    """Whether the rule's test fails while the rule is disabled.

    Raises
    ------
    ValueError
        If the line to replace is not exactly once in its file: then the table is out of date.
    """
    path = root / mutation["file"]
    whole = path.read_text(encoding="utf-8")
    if whole.count(mutation["line"]) != 1:
        raise ValueError(f"{mutation['rule']}: the line is not once in {mutation['file']}")
    path.write_text(whole.replace(mutation["line"], mutation["without"]), encoding="utf-8")
    try:
        return not passes(root, mutation["test"])
    finally:
        path.write_text(whole, encoding="utf-8")


def main(rules: list[str]) -> int:
    """Print each rule and whether disabling it is noticed; 1 where one is not."""
    chosen = [mutation for mutation in mutations() if not rules or mutation["rule"] in rules]
    with copied_source() as root:
        noticed = 0
        for mutation in chosen:
            found = is_noticed(root, mutation)
            noticed += found
            print(f"{mutation['rule']} {'noticed' if found else 'NOT NOTICED'}: {mutation['test']}", flush=True)
    print(f"{noticed} of {len(chosen)}")
    return int(noticed < len(chosen))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
