"""Synthetic towns of any size: the same seed gives the same town, whatever is written of it.

A town is drawn block by block (100,000 households, whole compounds), each from its own stream, so that a million
households need the memory of a hundred thousand.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from socialgraph.demo.history import live_through
from socialgraph.demo.layout import CYCLES_PER_COMPOUND, FLATS_PER_CYCLE, lay_out
from socialgraph.demo.network import befriend
from socialgraph.demo.residents import settle
from socialgraph.demo.tables import Frames, TableWriter
from socialgraph.demo.truth import truth_of
from socialgraph.errors import InputError

DEMO_SEED, DEMO_TIES = 1, 4.5  # a town with something of everything: tests hold it to that
BLOCK_CYCLES = 250
ONE_COMPOUND_HOUSEHOLDS = 2_400  # up to here the town is one compound, as an office's first workbooks are


@dataclass(frozen=True)
class SyntheticTown:
    """`tables`: the canonical tables by name; `truth`: `households` and `stacks` with what made them."""

    tables: Frames
    truth: Frames


def generate(
    households: int = FLATS_PER_CYCLE,
    seed: int = 1,
    *,
    today: dt.date,
    ties_per_household: float = 10.0,
) -> SyntheticTown:
    """Draw a town of so many households (one a flat, shops included).

    Parameters
    ----------
    households : at least 1.
    seed : the same seed, size, day and density give the same town.
    today : every date lies before it.
    ties_per_household : mean number of people a household names; offices that asked only some have 3 or 4.

    Raises
    ------
    InputError
        If there is no household to draw.
    """
    blocks = list(_blocks(households, seed, today, ties_per_household))
    join = {
        part: {
            name: pd.concat([getattr(block, part)[name] for block in blocks], ignore_index=True)
            for name in getattr(blocks[0], part)
        }
        for part in ("tables", "truth")
    }
    return SyntheticTown(**join)


def write_parquet(
    folder: Path, households: int, seed: int = 1, *, today: dt.date, ties_per_household: float = 10.0
) -> dict[str, int]:
    """Write the town of `generate` as one Parquet file a canonical table (and `truth/`), block by block.

    Returns the number of rows of each table. Needs pyarrow (`pip install socialgraph[parquet]`).
    """
    try:
        import pyarrow.parquet as pq
    except ImportError as error:
        raise InputError("Writing Parquet needs pyarrow: pip install 'socialgraph[parquet]'.") from error
    (folder / "truth").mkdir(parents=True, exist_ok=True)
    writers: dict[str, Any] = {}
    rows: dict[str, int] = {}
    try:
        for block in _blocks(households, seed, today, ties_per_household):
            named = {**block.tables, **{f"truth/{name}": frame for name, frame in block.truth.items()}}
            for name, frame in named.items():
                table = _arrow(frame)
                if name not in writers:
                    writers[name] = pq.ParquetWriter(folder / f"{name}.parquet", table.schema, compression="zstd")
                writers[name].write_table(table)
                rows[name] = rows.get(name, 0) + len(frame)
    finally:
        for writer in writers.values():
            writer.close()
    return {name: count for name, count in rows.items() if "/" not in name}


def _arrow(frame: pd.DataFrame) -> Any:
    """Text as text even where a block has no rows, so that every block has the same schema."""
    import pyarrow as pa

    numbers = {"f": pa.float64(), "i": pa.int64(), "b": pa.bool_()}
    kinds = [(name, numbers.get(frame[name].dtype.kind, pa.large_string())) for name in frame.columns]
    return pa.Table.from_pandas(frame, schema=pa.schema(kinds), preserve_index=False)


def _blocks(households: int, seed: int, today: dt.date, ties_per_household: float) -> Iterator[SyntheticTown]:
    if households < 1:
        raise InputError("A town needs at least one household.")
    cycles = -(-households // FLATS_PER_CYCLE)
    one_compound = households <= ONE_COMPOUND_HOUSEHOLDS
    for first in range(0, cycles, BLOCK_CYCLES):
        count = min(BLOCK_CYCLES, cycles - first)
        rng = np.random.default_rng([seed, first])
        layout = lay_out(first, count, one_compound=one_compound).first(households - first * FLATS_PER_CYCLE)
        residents = settle(layout, rng)
        network = befriend(layout, residents, rng, ties_per_household)
        history = live_through(layout, residents, network, rng)
        writer = TableWriter(layout, residents, network, history, today, rng)
        yield SyntheticTown(writer.tables(), truth_of(writer))


assert BLOCK_CYCLES % CYCLES_PER_COMPOUND == 0, "a compound never lies in two blocks"
