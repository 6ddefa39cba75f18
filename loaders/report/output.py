"""Writing what was read: one CSV a table, and the quarantine table."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from socialgraph.files.formulas import neutral
from socialgraph.files.private import write_private
from socialgraph.schema.tables import TABLES

if TYPE_CHECKING:
    from socialgraph.loaders.report.reading import Reading


def write_tables(load: Reading, out_dir: str | Path) -> None:
    """One CSV a canonical table and quarantine.csv: readable by their owner only, formulas neutralised.

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
    """A CSV file of mode 600 whose text cells no spreadsheet takes for a formula; its first mark tells Excel UTF-8."""
    text = frame.apply(lambda column: column.map(neutral)).to_csv(index=False, lineterminator="\n")
    write_private(path, text.encode("utf-8-sig"))
