"""A small town's records, its vault and an assignment, all invented."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd
import pytest

from socialgraph.outputs.list_context import ListContext

HOUSEHOLDS = [":5:2:301", ":5:2:302|303", ":7::1204"]


@pytest.fixture
def town_frames() -> dict[str, pd.DataFrame]:
    """A rented flat, a merged flat of an owner, a public lessee's flat where somebody else lives."""
    empty = {"owner": "", "public_lessee": "", "tenant": "", "occupant": "", "occupancy": ""}
    dossiers = [
        {**empty, "household": HOUSEHOLDS[0], "owner": "p_owner", "tenant": "p_tenant", "occupancy": "rented"},
        {**empty, "household": HOUSEHOLDS[1], "owner": "p_other"},
        {**empty, "household": HOUSEHOLDS[2], "public_lessee": "p_lessee", "occupant": "p_occupant"},
    ]
    return {
        "dossiers": pd.DataFrame(dossiers),
        "flats": pd.DataFrame({"flat": HOUSEHOLDS}),
        "measures": pd.DataFrame({"household": HOUSEHOLDS}),
        "people": pd.DataFrame({"person": ["p_sun", "p_qian"], "household": [":7::302", ":5:1:101"]}),
    }


@pytest.fixture
def names() -> dict[str, str]:
    """The vault's names."""
    return {
        "p_owner": "欧阳样例",
        "p_tenant": "租样例",
        "p_other": "王样例",
        "p_lessee": "李虚构",
        "p_occupant": "赵样本",
        "p_sun": "孙志愿",
        "p_qian": "钱帮忙",
        "p_third": "周旁人",
    }


@pytest.fixture
def phones() -> dict[str, str]:
    """The vault's phones by household."""
    return {HOUSEHOLDS[0]: "13900001234", HOUSEHOLDS[2]: "13900005678|13900005679"}


@pytest.fixture
def assignment() -> pd.DataFrame:
    """Three conversations, a backup, a household nobody suits, and the summary."""

    def row(flat: str | None, person: str | None, role: str, **values: Any) -> dict[str, Any]:
        blank = {"missing_key": "", "concern": "", "measure": "", "not_before": "", "reason": ""}
        return {"flat": flat, "intermediary": person, "role": role, **blank, **values}

    return pd.DataFrame(
        [
            row("5-2-301", "p_sun", "primary", missing_key="consent|access", concern="new_fitout|elderly_or_ill",
                measure="拍照留底，找周旁人谈 13900001234", not_before="2026-11-27"),
            row("5-2-302|303", "p_qian", "primary", missing_key="consent", concern="not_yet_heard", measure="listen",
                not_before="2026-11-26"),
            row("7-1204", "p_sun", "primary", missing_key="access", concern="noise_dust_water",
                measure='=HYPERLINK("http://example.invalid")', not_before="2026-12-01"),
            row("5-2-301", "p_qian", "backup", missing_key="consent"),
            row("7-1204", "", "", reason="no_path"),
            row(None, None, "", reason="summary"),
        ]
    )  # fmt: skip


@pytest.fixture
def context() -> ListContext:
    """A list of one November day."""
    return ListContext(
        export_id="L20261125-01",
        exported_on=dt.date(2026, 11, 25),
        handler="示例街道办事处",
        purpose="核实并协商示例小区上下水改造",
        grievance="示例社区书记室 010-00000000",
        confirmed_by="示例书记",
    )
