"""Safeguard: sensitive flags are kept only with the household's dated consent, and no ranking reads them."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from socialgraph import cypher
from socialgraph.office.session import opened_store
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


# who reads them: pauses of the contact budget, the support offered, the fairness monitor; nothing that ranks anybody
ROOT = Path(__file__).parents[2]
READERS = {"reach/contacts.py", "stacks/fairness.py", "town/tables.py"}


@pytest.mark.parametrize("folder", ["reach", "trust", "kernels", "assignment", "stacks", "capital", "town"])
def test_no_analysis_but_pauses_and_fairness_names_the_column(folder: str) -> None:
    named = {
        path.relative_to(ROOT / "socialgraph").as_posix()
        for path in (ROOT / "socialgraph" / folder).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and node.value in ("flags", "flags_consent_on")
    }
    assert named <= READERS


def test_only_statements_about_notes_touch_them() -> None:
    touching = {name for name in cypher.names() if "SensitiveNote" in body_of(name) or "NOTE_OF" in body_of(name)}
    assert touching == {
        "merge_sensitive_notes", "merge_former_notes", "drop_sensitive_notes", "read_sensitive_notes",
        "read_former_notes", "drop_former", "erase_household_records", "schema",
    }  # fmt: skip


def body_of(name: str) -> str:
    return "\n".join(line for line in cypher.statement(name).splitlines() if not line.startswith("//"))


def test_in_the_graph_they_lie_under_a_label_of_their_own_and_go_with_the_consent(
    office: Any, tables: Any, tmp_path: Path
) -> None:
    assert office.load(tmp_path / "noted", with_flags(tables, "disabled|elderly")).exit_code == 0
    holding = "MATCH (n) WHERE any(k IN keys(n) WHERE toString(n[k]) CONTAINS 'disabled') RETURN labels(n), n.id"
    assert {tuple(labels) for labels, _ in asked(office, holding)} == {("SensitiveNote",)}
    with opened_store(office.project) as store:
        assert set(store.read(["dossiers"])["dossiers"]["flags"]) == {"disabled|elderly"}
    assert office.run("rights", "withdraw", "1-201", "--flags").exit_code == 0
    assert "1::201" not in " ".join(key for _, key in asked(office, holding))
    gone = office.run("rights", "erase", "1-301", "--yes")
    assert gone.exit_code == 0, gone.output
    assert sorted(key for _, key in asked(office, holding)) == [":1::101", ":1::401"]


def test_a_dossier_that_comes_back_without_them_has_none(office: Any, tables: Any, tmp_path: Path) -> None:
    dossiers = with_flags(tables, "disabled")["dossiers"]
    plain = [row | {"flags": ""} for row in dossiers]
    for rows in (dossiers, dossiers[:-1], dossiers[:-1] + plain[-1:], plain):
        assert office.load(tmp_path / "again", {"dossiers": rows}).exit_code == 0
    with opened_store(office.project) as store:
        assert set(store.read(["dossiers"])["dossiers"]["flags"]) == {""}
        assert len(store.read_history()["dossiers"].query("flags == 'disabled'")) >= len(dossiers)
    noted = "MATCH (n:SensitiveNote)-[:NOTE_OF]->(:Household) WHERE n.flags IS NOT NULL RETURN n.id"
    assert asked(office, noted) == []


def asked(office: Any, text: str) -> list[tuple[Any, ...]]:
    """What a statement finds in the office's graph."""
    with opened_store(office.project) as store, store._driver_session() as session:
        return [tuple(row) for row in session.run(text).values()]
