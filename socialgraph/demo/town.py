"""Synthetic towns of any size: the same seed gives the same town, whatever is written of it.

A town is drawn block by block (100,000 households, whole compounds), each from its own stream, so that a million
households need the memory of a hundred thousand.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from socialgraph.demo.history import live_through
from socialgraph.demo.layout import CYCLES_PER_COMPOUND, FLATS_PER_CYCLE, lay_out
from socialgraph.demo.network import befriend
from socialgraph.demo.residents import settle
from socialgraph.demo.tables import DemoTables, TableWriter
from socialgraph.demo.truth import truth_of
from socialgraph.errors import InputError

DEMO_SEED, DEMO_TIES = 1, 4.5  # a town with something of everything: tests hold it to that
BLOCK_CYCLES = 250
ONE_COMPOUND_HOUSEHOLDS = 2_400  # up to here the town is one compound, as an office's first workbooks are


@dataclass(frozen=True)
class SyntheticTown:
    """`tables`: the canonical tables by name; `truth`: `households` and `stacks` with what made them."""

    tables: DemoTables
    truth: DemoTables


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


def _blocks(households: int, seed: int, today: dt.date, ties_per_household: float) -> Iterator[SyntheticTown]:
    if households < 1:
        raise InputError("demo.no_household")
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
