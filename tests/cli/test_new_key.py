"""A lost key loses people and ties but no stop."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def lost(any_office: Any, xinfeng: Path, monkeypatch: Any, tmp_path: Path) -> Any:
    """An office that loaded its workbooks and then lost its key."""
    any_office.load(xinfeng)
    monkeypatch.setenv("SOCIALGRAPH_KEYS", str(tmp_path / "new-keys"))
    return any_office


def test_a_new_key_lets_the_same_workbooks_in_again_with_every_stop(lost: Any, xinfeng: Path) -> None:
    before = {row["stack"]: row["state"] for row in lost.json("diagnose")}
    lost.run("init", "--new-key")
    assert {row["stack"]: row["state"] for row in lost.json("diagnose")} == before
    assert lost.load(xinfeng)["ties"] == {"new": 231, "quarantined": 3}


def test_after_a_new_key_nobody_is_left_in_the_graph(lost: Any) -> None:
    lost.run("init", "--new-key")
    assert {row["class"] for row in lost.json("isolated")} == {"unreached"}


def test_what_an_analyst_noted_in_the_project_file_is_there_after_a_new_key(office: Any) -> None:
    file = office.folder / "socialgraph.toml"
    before = file.read_text(encoding="utf-8")
    file.write_text(before.replace("[policy]", "# 会议纪要第3号\n[policy]"), encoding="utf-8")
    office.run("init", "--new-key")
    text = file.read_text(encoding="utf-8")
    assert "# 会议纪要第3号\n[policy]" in text
    assert text.replace("# 会议纪要第3号\n", "") != before  # the key is another one
