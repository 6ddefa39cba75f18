"""Disable one safeguard at a time in a copy of the source, and show that its test fails.

python tests/mutate_safeguards.py [RULE…]

`mutations.csv` says for each rule which text of which file is replaced by what, and which test (`file::test`, or a
whole file) has to notice. The text must be in the file exactly once (`test_mutations.py` checks that on every run of
the tests). The test is run on the source as it is, too: one that fails anyway notices nothing. Two rules are tried at a
time, each in a copy of its own.
"""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[1]
MUTATIONS = Path(__file__).with_name("mutations.csv")
COPIED = ("socialgraph", "loaders", "models", "cypher", "tests", "docs", "examples", "pyproject.toml")
_AT_A_TIME = 2
_PASSED, _FAILED = 0, 1  # what pytest exits with; anything else says that it could not run the tests


def mutations() -> list[dict[str, str]]:
    """The rows of the table: rule, file, text as it is, text that disables the rule, test file."""
    with MUTATIONS.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def out_of_date(rows: Iterable[dict[str, str]]) -> list[str]:
    """What is wrong with the table: a text that is not exactly once in its file, a test file that is not there."""
    wrong = []
    for row in rows:
        path = ROOT / row["file"]
        count = path.read_text(encoding="utf-8").count(row["searched"]) if path.exists() else 0
        if count != 1:
            wrong.append(f"{row['rule']}: the text is {count} times in {row['file']}")
        file, _, test = row["test"].partition("::")
        if not (ROOT / file).exists() or f"def {test}" not in (ROOT / file).read_text(encoding="utf-8"):
            wrong.append(f"{row['rule']}: there is no {row['test']}")
    return wrong


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


def outcome(root: Path, *tests: str) -> int:
    """What pytest exits with for these tests on the source in `root`."""
    environment = os.environ | {"PYTHONPATH": str(root), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *tests]
    return subprocess.run(command, cwd=root, env=environment, capture_output=True, check=False).returncode


def is_noticed(root: Path, mutation: dict[str, str]) -> bool:
    """Whether the rule's test fails while the rule is disabled."""
    path = root / mutation["file"]
    whole = path.read_text(encoding="utf-8")
    path.write_text(whole.replace(mutation["searched"], mutation["without"]), encoding="utf-8")
    try:
        return outcome(root, mutation["test"]) == _FAILED
    finally:
        path.write_text(whole, encoding="utf-8")


def tried(mutation: dict[str, str]) -> str:
    """Whether a rule's test passes with it and fails without it, printed too."""
    with copied_source() as root:
        if outcome(root, mutation["test"]) != _PASSED:
            verdict = "FAILS ON THE SOURCE AS IT IS"
        else:
            verdict = "noticed" if is_noticed(root, mutation) else "NOT NOTICED"
    print(f"{mutation['rule']} {verdict}: {mutation['test']}", flush=True)
    return verdict


def main(rules: list[str]) -> int:
    """Print each rule and whether disabling it is noticed; 1 where one is not, 2 where the table is out of date."""
    chosen = [mutation for mutation in mutations() if not rules or mutation["rule"] in rules]
    wrong = out_of_date(chosen)
    if wrong or not chosen:
        print("\n".join(wrong or ["no such rule"]))
        return 2
    with ThreadPoolExecutor(_AT_A_TIME) as pool:
        outcomes = list(pool.map(tried, chosen))
    noticed = outcomes.count("noticed")
    print(f"{noticed} of {len(chosen)}")
    return int(noticed < len(chosen))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
