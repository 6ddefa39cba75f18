"""Safeguard: sensitive flags are kept only with the household's dated consent, and no ranking reads them."""

from __future__ import annotations

from typing import Any

import pandas as pd

from socialgraph.privacy.keys import Keys
from socialgraph.privacy.pseudonyms import pseudonymise


def with_flags(tables: Any, flags: str) -> Any:
    return tables | {"dossiers": [row | {"flags": flags} for row in tables["dossiers"]]}


def test_flags_without_a_dated_consent_are_not_kept(tables: Any) -> None:
    rows = [row | {"flags": "disabled|elderly", "flags_consent_on": ""} for row in tables["dossiers"]]
    result = pseudonymise({"dossiers": pd.DataFrame(rows)}, Keys.unkeyed())
    assert set(result.records["dossiers"]["flags"]) == {""}
    assert result.left_out == {"flags_without_consent": len(rows)}
    assert "disabled" not in "".join(frame.to_csv() for frame in result.records.values())


def test_flags_with_a_dated_consent_are_kept(tables: Any) -> None:
    rows = pd.DataFrame(with_flags(tables, "disabled")["dossiers"])
    assert set(pseudonymise({"dossiers": rows}, Keys.unkeyed()).records["dossiers"]["flags"]) == {"disabled"}
