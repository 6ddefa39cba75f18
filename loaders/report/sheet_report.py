"""What a load says of one sheet."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class SheetReport:
    """One line of the summary table of `preview`."""

    file: str
    sheet: str
    kind: str
    rows_read: int
    used: int
    quarantined: int
    columns_dropped: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
