"""The truth behind a synthetic town, for tests and benchmarks: no office ever sees it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from socialgraph.demo.tables import DemoTables, TableWriter


def truth_of(writer: TableWriter) -> DemoTables:
    """What an office never sees: refusal probabilities, who persuaded whom, which stacks had to complete."""
    layout, residents, history = writer.layout, writer.residents, writer.history
    everyone = np.arange(layout.n)
    office, nobody = history.persuaded_by == -1, history.persuaded_by == -2
    captain = np.where(office | nobody, 0, history.persuaded_by)
    stacks = int(layout.stack.max()) + 1
    first = np.zeros(stacks, dtype=np.int64)
    first[layout.stack[::-1]] = everyone[::-1]
    log_yes = np.zeros(stacks)
    with np.errstate(divide="ignore"):
        np.add.at(log_yes, layout.stack, np.log1p(-residents.p_refuse))
    return {
        "households": pd.DataFrame(
            {
                **writer.address(everyone),
                "p_refuse": residents.p_refuse,
                "concern": residents.concern,
                "is_isolated": residents.isolated,
                "is_enclave": residents.enclave,
                "first_word": residents.first_word,
                "persuaded_by": np.where(nobody, "", np.where(office, "office", writer.visitor(captain))),
                "is_ready": history.ready,
            }
        ),
        "stacks": pd.DataFrame(
            {
                "compound": layout.compound[first],
                "building": layout.building[first],
                "stack": layout.stack_code[first],
                "p_all_consent_at_first": np.exp(log_yes),
                "is_ready": history.stack_ready,
                "is_done": history.stack_status == "done",
            }
        ),
    }
