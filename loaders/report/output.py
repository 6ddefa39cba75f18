"""Writing what was read: one CSV a table, and the quarantine table."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from socialgraph.loaders.files.workbook_text import neutral
from socialgraph.schema.tables import TABLES

if TYPE_CHECKING:
    from socialgraph.loaders.report.reading import Reading


def write_tables(load: Reading, out_dir: str | Path) -> None:
    """One CSV a canonical table and quarantine.csv: UTF-8, readable by their owner only, formulas neutralised.

    Rows are sorted by address in natural order, stances and visits then by date.
    """
    folder = Path(out_dir)
    folder.mkdir(parents=True, exist_ok=True)
    for name in TABLES:
        frame = load.tables[name]
        columns = [*TABLES[name].column_names, *(["compound"] if "compound" not in TABLES[name].column_names else [])]
        write_private_csv(frame[columns], folder / f"{name}.csv")
    write_private_csv(load.quarantine, folder / "quarantine.csv")


def write_private_csv(frame: pd.DataFrame, path: Path) -> None:
    """A CSV file of mode 600 whose text cells no spreadsheet takes for a formula."""
    text = frame.apply(lambda column: column.map(neutral)).to_csv(index=False, lineterminator="\n")
    write_private(path, text.encode("utf-8"))


def write_private(path: Path, content: bytes) -> None:
    """A file that only its owner can read, also where it was there before with wider rights."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
        path.chmod(0o600)
        out.write(content)
