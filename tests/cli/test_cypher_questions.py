"""The questions of `docs/cypher.md`, run as they stand on both engines, with answers worked out by hand."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from socialgraph.office.session import opened_store
from socialgraph.project.settings import Project

PAGE = Path(__file__).parents[2] / "docs" / "cypher.md"
HOME = "building,door,room"
ENDS = "ego_name,ego_building,ego_door,ego_room,alter_name,alter_building,alter_door,alter_room"
# a stack of three flats and one of one; 5-1-301 refuses and trusts a volunteer of the second floor
TABLES = {
    "flats": (
        f"{HOME},floor,stack,stack_source",
        [
            "5,1,101,1,1,drawing",
            "5,1,201,2,1,drawing",
            "5,1,301,3,1,drawing",
            "5,2,101,1,2,drawing",
        ],
    ),
    "dossiers": (
        f"{HOME},owner_name,tenant_name,occupancy",
        [
            "5,1,101,测试甲,,",
            "5,1,201,测试乙,,",
            "5,1,301,测试丙,,",
            "5,2,101,测试丁,测试戊,rented",
        ],
    ),
    "stances": (
        f"{HOME},giver,stance,date",
        [
            "5,1,101,owner,signed,2026-05-01",
            "5,1,201,owner,verbal,2026-05-02",
            "5,1,301,owner,hesitant,2026-05-03",
            "5,1,301,owner,refused,2026-06-03",
        ],
    ),
    "people": (
        f"name,roles,{HOME},willing,willing_on",
        [
            "测试乙,volunteer,5,1,201,true,2026-06-01",
        ],
    ),
    "ties": (
        f"{ENDS},kind,strength,observed_on",
        [
            "测试丙,5,1,301,测试乙,5,1,201,confidant,3,2026-06-01",
            "测试丁,5,2,101,测试甲,5,1,101,confidant,2,2026-06-02",
            "测试甲,5,1,101,测试乙,5,1,201,confidant,3,2026-06-02",
        ],
    ),
    "visits": (
        f"date,{HOME},visitors,mode,result",
        [
            "2026-06-02,5,1,301,测试乙,home,unchanged",
            "2026-06-20,5,1,301,测试乙,home,softened",
            "2026-06-21,5,1,101,测试乙,home,asked_to_stop",
        ],
    ),
    "measures": (
        f"{HOME},concern,measure,accepted",
        [
            "5,1,301,noise_dust_water,temporary_water_point,",
            "5,2,101,noise_dust_water,temporary_water_point,true",
        ],
    ),
}
ANSWERS: dict[int, list[tuple[object, ...]]] = {
    1: [("5-1-301",)],
    2: [("5-1-201", "confidant", 3)],
    3: [(":5:2",)],
    4: [("2026-06-03", "owner", "refused")],
    5: [("2026-06-20", "softened")],
    6: [("5-1-101",)],
    7: [("5-1-301", "noise_dust_water")],
    8: [("5-1-201", 2)],
    9: [("5-1-101", "5-1-201")],
    10: [("5-2-101",)],
}


def questions() -> dict[int, str]:
    """Number → statement, as the page has them."""
    matches = re.findall(r"^(\d+)\. .*?```cypher\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    return {int(number): statement for number, statement in matches}


def test_every_question_of_the_page_has_the_answer_worked_out_by_hand(any_office: Any, tmp_path: Path) -> None:
    folder = tmp_path / "tables"
    folder.mkdir()
    for name, (head, rows) in TABLES.items():
        (folder / f"{name}.csv").write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    any_office.load(folder)
    with opened_store(Project.open(any_office.folder)) as store, store._driver_session() as session:
        answers = {number: [tuple(row) for row in session.run(text).values()] for number, text in questions().items()}
    assert answers == ANSWERS
