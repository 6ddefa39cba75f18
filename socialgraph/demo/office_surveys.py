"""The household surveys of a synthetic office: a sheet a building, the shop building as an old text file."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from openpyxl import Workbook

from socialgraph.demo import office_sheets
from socialgraph.demo.layout import BUILDINGS_PER_CYCLE
from socialgraph.demo.tables import DemoTables

_SURVEY_HEADINGS = (
    "序号", "小区", "楼号", "单元", "房号", "产权人姓名", "公房承租人", "租户姓名", "联系\n电话", "产权性质",
    "居住状态", "装修情况", "特殊人群", "信息使用同意日期", "改造意见",
    "不同意原因", "是否可入户", "谢绝上门", "摸排日期", "备注",
)  # fmt: skip
_DIGITS = "零一二三四五六七八九"


def write_surveys(folder: Path, tables: DemoTables) -> list[Path]:
    """A survey a building: the shop building as GB18030 with whole addresses, the others as sheets."""
    lines = _survey_lines(tables)
    paths, books = [], {"上": Workbook(), "下": Workbook()}
    for building, own in lines.groupby("building", sort=False):
        if _form(str(building)) == 2:
            paths.append(_shop_survey(folder, str(building), own))
            continue
        book = books["上" if _form(str(building)) < 3 else "下"]
        title = f"示例里小区{building}号楼上下水改造入户摸排台账"
        office_sheets.add_sheet(
            book,
            f"{building}号楼",
            title,
            _SURVEY_HEADINGS,
            _with_subtotals(own),
            signature="填表人：社工示例甲",
            merged_columns=("楼号", "单元"),
        )
    for part, book in books.items():
        if book.sheetnames != ["Sheet"]:
            paths.append(office_sheets.save(book, folder / f"入户摸排台账({part}).xlsx"))
    return paths


def _survey_lines(tables: DemoTables) -> pd.DataFrame:
    """Dossiers with the first word of owner and occupant beside them."""
    key = ["building", "door", "room"]
    stances = tables["stances"].reset_index().sort_values(["date", "index"], kind="stable")
    lines = tables["dossiers"]
    for giver in ("owner", "occupant"):
        first = stances[stances["giver"] == giver].drop_duplicates(key)
        columns = {"stance": f"{giver}_stance", "reasons": f"{giver}_reasons", "date": f"{giver}_date"}
        lines = lines.merge(first[[*key, *columns]].rename(columns=columns), on=key, how="left")
    return lines.fillna("")


def _survey_cells(number: int, row: pd.Series) -> list[str]:
    access = {"verbal": "是", "refused": "否", "": ""}[row["occupant_stance"]]
    return [
        str(number),
        row["compound"],
        office_sheets.building_word(row["building"]),
        f"{row['door']}门" if row["door"] else "",
        row["room"],
        row["owner_name"],
        row["public_lessee_name"],
        row["tenant_name"],
        row["phone"],
        office_sheets.office_word("ownership_type", row["ownership_type"]),
        office_sheets.office_word("occupancy", row["occupancy"]),
        office_sheets.office_word("renovation_level", row["renovation_level"]),
        office_sheets.office_word("household_flag", row["flags"]),
        row["flags_consent_on"],
        office_sheets.office_word("stance", row["owner_stance"]),
        office_sheets.office_word("refusal_reason", row["owner_reasons"]),
        access,
        "是" if row["do_not_contact"] == "true" else "",
        row["owner_date"],
        "",
    ]


def _with_subtotals(own: pd.DataFrame) -> list[list[str]]:
    """The lines of a building, with a subtotal below each door."""
    cells: list[list[str]] = []
    number = 0
    for door, lines in own.groupby("door", sort=False):
        for _, row in lines.iterrows():
            number += 1
            cells.append(_survey_cells(number, row))
        if door:
            blanks = [""] * (len(_SURVEY_HEADINGS) - 5)
            cells.append(["小计", "", "", "", f"{len(lines)}户", *blanks])
    return cells


def _shop_survey(folder: Path, building: str, own: pd.DataFrame) -> Path:
    lines: list[office_sheets.Cells] = [
        [f"{_DIGITS[int(building)] if int(building) < 10 else building}号楼（含底商）摸排情况"],
        [*_SURVEY_HEADINGS[:2], "房屋坐落", *_SURVEY_HEADINGS[5:]],
    ]
    for number, (_, row) in enumerate(own.iterrows(), start=1):
        cells = _survey_cells(number, row)
        lines.append([*cells[:2], office_sheets.address_text(row, style=number % 3), *cells[5:]])
    width = len(lines[1])
    mistake = ["", str(own["compound"].iloc[0]), f"{building}号楼402室", *[""] * (width - 3)]
    mistake[lines[1].index("改造意见")] = "同意"  # whose door nobody wrote down: not to be guessed
    return office_sheets.save_csv(folder / f"{building}号楼摸排(含底商).csv", [*lines, mistake], "gb18030")


def write_changes(folder: Path, tables: DemoTables) -> list[Path]:
    """Who changed their mind after the survey."""
    key = ["building", "door", "room"]
    owners = tables["stances"][tables["stances"]["giver"] == "owner"]
    later = owners[owners.duplicated(key)]
    if later.empty:
        return []
    book = Workbook()
    headings = ("序号", "小区", "楼号", "单元", "房号", "改造意见", "登记日期")
    rows = [
        [
            str(number), row["compound"], office_sheets.building_word(row["building"]), row["door"], row["room"],
            office_sheets.office_word("stance", row["stance"]), row["date"],
        ]
        for number, (_, row) in enumerate(later.iterrows(), start=1)
    ]  # fmt: skip
    office_sheets.add_sheet(book, "变更", "示例里小区意见变更登记", headings, rows)
    return [office_sheets.save(book, folder / "意见变更登记.xlsx")]


def _form(building: str) -> int:
    return (int(building) - 1) % BUILDINGS_PER_CYCLE
