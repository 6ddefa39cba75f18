"""The column of a visit log in which the talk itself is told (谈话情况), beside one of what came of it."""

from __future__ import annotations

import re

from socialgraph.loaders.files.grids import Grid
from socialgraph.loaders.layout.blocks import Block
from socialgraph.loaders.layout.columns.plan import SAMPLE, ColumnPlan
from socialgraph.loaders.layout.header_rows import Heading

SAID = "said"
_TOLD = re.compile(r"谈|情况|内容|讲|说|唠|摆|聊|经过|记录|记点|记啥|咋样|怎样|怎么样|详|过程|备注|说明|心得")
_NOT_YET = re.compile(r"下[一次回]|计划|打算|安排|建议|措施|办法|要求|诉求|联系|约定|时间|结果|编号|[人员谁]$")
_LEAST_CHARACTERS, _LEAST_SHARE = 6, 0.5


def told_columns(grid: Grid, block: Block, plan: ColumnPlan) -> list[Heading]:
    """Headings of the unread columns whose cells are mostly sentences; the one of talks before remarks."""
    if "result" not in plan.headings:
        return []
    read = {column for column, _ in plan.columns}
    explaining = [
        heading
        for heading in block.header.headings
        if heading.column not in read
        and _TOLD.search(heading.lower)
        and not _NOT_YET.search(heading.lower)
        and _are_sentences(grid, block, heading.column)
    ]
    return sorted(explaining, key=lambda heading: "备注" in heading.lower)


def _are_sentences(grid: Grid, block: Block, column: int) -> bool:
    texts = [grid.rows[number][column].text for number in block.rows[:SAMPLE] if column in grid.rows[number]]
    texts = [text for text in texts if text.strip()]
    long = sum(1 for text in texts if len(text.strip()) >= _LEAST_CHARACTERS)
    return bool(texts) and long >= _LEAST_SHARE * len(texts)
