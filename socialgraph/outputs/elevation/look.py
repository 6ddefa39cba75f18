"""How a state looks: colour-blind-safe fills of falling lightness, and a mark that is read in black and white too."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Look:
    """Fill and ink as #rrggbb; `mark` is an SVG path in a box of 10 by 10, `sign` the same for a workbook's cell."""

    fill: str
    ink: str
    mark: str
    sign: str


# blue and orange are told apart by every common colour vision; lightness alone keeps the order on a grey printer
LOOKS: dict[str, Look] = {
    "done": Look("#0b4f8a", "#ffffff", "M1 5.5 4 8.5 9 1.5M1 9.5H9", "✔"),
    "ready": Look("#8cc3ec", "#102030", "M1 5.5 4 8.5 9 1.5", "✓"),
    "access": Look("#d3e8f7", "#102030", "M5 1a2.6 2.6 0 1 0 .01 0M5 6.2V9.5M5 8H7.5", "○"),
    "condition": Look("#f5b041", "#201000", "M5 1 9.5 9H.5Z", "△"),
    "talking": Look("#fbe7c0", "#201000", "M.5 5h1.6M4.2 5h1.6M7.9 5h1.6", "…"),
    "not_asked": Look("#ffffff", "#202020", "", ""),
    "outside": Look("#e4e4e4", "#404040", "M1.5 8.5 8.5 1.5", "／"),
}
OUTLINE = "#111111"
LINE = "#6b7680"
FONTS = "'Noto Sans CJK SC','Noto Sans SC','Microsoft YaHei','PingFang SC','Source Han Sans SC',sans-serif"
