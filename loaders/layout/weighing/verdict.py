"""What the evidence says of one kind of sheet: which column is which field, and how strongly."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Verdict:
    """A kind with the field of each column, the sum and its parts; `sure` are the columns that need no question."""

    kind: str
    fields: dict[int, str] = field(default_factory=dict)
    sure: set[int] = field(default_factory=set)
    learned: dict[int, float] = field(default_factory=dict)
    """How likely each column is its field, as sheets of other hands of this kind have it."""
    parts: list[tuple[str, float]] = field(default_factory=list)
    complete: bool = False
    chance: float = 0.0  # of the kind, as sheets of other hands have it
    chance_of_none: float = 0.0  # that the sheet is about another matter

    @property
    def sum(self) -> float:
        """Log-odds of this kind."""
        return sum(weight for _, weight in self.parts)

    def take(self, column: int, name: str, weight: float, *, sure: bool = True) -> None:
        """Give a column a field, which no other column keeps."""
        self.fields = {at: other for at, other in self.fields.items() if other != name}
        self.fields[column] = name
        self.parts.append((name, weight))
        if sure:
            self.sure.add(column)
