"""The workbooks that the office of a synthetic town keeps, a few honest mistakes included.

The loaders make the town's canonical tables of them again; what is wrong in them on purpose is in `MISTAKES` and
belongs into quarantine.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
from openpyxl import Workbook

from socialgraph.demo.office_sheets import (
    Cells,
    add_sheet,
    address_text,
    building_word,
    office_word,
    save,
    save_csv,
)
from socialgraph.demo.office_surveys import write_changes, write_surveys
from socialgraph.demo.tables import DemoTables
from socialgraph.errors import InputError

MOST_HOUSEHOLDS = 5_000
MISTAKES = (
    ("3号楼摸排(含底商).csv", "missing_door"),
    ("信任联系登记.xlsx", "unknown_tie_kind"),
    ("信任联系登记.xlsx", "name_only"),
    ("走访记录.xlsx", "bad_room"),
)


def write_workbooks(folder: Path, tables: DemoTables) -> list[Path]:
    """Write the town's canonical tables as office files; the paths written, in order of name.

    Raises
    ------
    InputError
        If the town is larger than an office keeps in workbooks, or has several compounds.
    """
    dossiers = tables["dossiers"]
    if len(dossiers) > MOST_HOUSEHOLDS or dossiers["compound"].nunique() > 1:
        raise InputError("demo.one_compound", most=MOST_HOUSEHOLDS)
    folder.mkdir(parents=True, exist_ok=True)
    writers: tuple[Callable[[Path, DemoTables], list[Path]], ...] = (
        write_surveys,
        write_changes,
        _riser_maps,
        _rosters,
        _ties,
        _visits,
        _plans,
        _works,
        _asked_and_signed_in,
    )
    return sorted(path for write in writers for path in write(folder, tables))


def _riser_maps(folder: Path, tables: DemoTables) -> list[Path]:
    flats = tables["flats"]
    drawn = flats[flats["stack_source"] == "drawing"]
    book = Workbook()
    for building, own in drawn.groupby("building", sort=False):
        rows = [
            [str(number), row["compound"], row["building"], row["door"], row["room"], row["stack"], "竣工图"]
            for number, (_, row) in enumerate(own.iterrows(), start=1)
        ]
        headings = ("序号", "小区", "楼号", "单元", "房号", "立管编号", "来源")
        add_sheet(book, f"{building}号楼竣工图", f"{building}号楼立管对应表", headings, rows)
    return [save(book, folder / "立管图(串号表).xlsx")] if len(drawn) else []


def _rosters(folder: Path, tables: DemoTables) -> list[Path]:
    people = tables["people"]
    helpers = people[people["roles"].ne("party_member")]
    members = people[people["roles"].str.contains("party_member")]
    book = Workbook()
    headings = ("序号", "姓名", "身份", "小区", "住址", "负责楼门", "是否愿意参与", "报名日期", "可联系户数")
    rows = []
    for number, (_, row) in enumerate(helpers.iterrows(), start=1):
        roles = "、".join(office_word("role_tag", role) for role in row["roles"].split("|") if role != "party_member")
        willing = {"true": "愿意", "false": "不愿意", "": ""}[row["willing"]]
        scope = "、".join(_scope(part) for part in row["scope"].split("|") if part)
        rows.append(
            [str(number), row["name"], roles, row["compound"], address_text(row, style=number % 3), scope, willing,
             row["willing_on"], row["capacity"]]
        )  # fmt: skip
    add_sheet(book, "楼门长志愿者", "示例里社区楼门长、志愿者花名册", headings, rows)
    paths = [save(book, folder / "楼门长、志愿者花名册.xlsx")]
    if len(members):
        paths.append(_party_roster(folder, members, tables["links"]))
    return paths


def _scope(part: str) -> str:
    building, _, door = part.partition("/")
    return f"{building}号楼{f'{door}门' if door else ''}"


def _party_roster(folder: Path, members: pd.DataFrame, links: pd.DataFrame) -> Path:
    book = Workbook()
    headings = ("序号", "姓名", "性别", "工作单位", "所属党支部", "预/正", "小区", "现住址")
    rows = [
        [str(number), row["name"], "男" if number % 2 else "女", "示例单位", row["branch"], "正式", row["compound"],
         address_text(row, style=number % 3)]
        for number, (_, row) in enumerate(members.iterrows(), start=1)
    ]  # fmt: skip
    add_sheet(book, "党员名册", "示例里社区党员名册", headings, rows)
    rows = [
        [
            str(number),
            row["member_name"],
            row["compound"],
            address_text(row, "member_", style=1),
            address_text(row, style=1),
        ]
        for number, (_, row) in enumerate(links.iterrows(), start=1)
    ]
    add_sheet(book, "党员联系户", "党员联系户", ("序号", "姓名", "小区", "家庭住址", "党员联系户"), rows)
    return save(book, folder / "党员名册.xlsx")


def _ties(folder: Path, tables: DemoTables) -> list[Path]:
    headings = (
        "序号", "小区", "住户>姓名", "住户>住址", "信任的人>姓名", "信任的人>住址",
        "关系类型", "熟悉程度", "登记日期", "是否知情",
    )  # fmt: skip
    known = {"true": "是", "false": "否", "": ""}
    rows = [
        [
            str(number), row["compound"], row["ego_name"], address_text(row, "ego_", style=number % 3),
            row["alter_name"], address_text(row, "alter_", style=1 + number % 2), office_word("tie_type", row["kind"]),
            office_word("tie_strength", row["strength"]), row["observed_on"], known[row["known"]],
        ]
        for number, (_, row) in enumerate(tables["ties"].iterrows(), start=1)
    ]  # fmt: skip
    if rows:
        wrong = rows[0]
        rows.append([*wrong[:6], "老乡", *wrong[7:]])
        rows.append([*wrong[:4], "王样例", "", *wrong[6:]])
    book = Workbook()
    add_sheet(book, "登记表", "示例里居民信任联系登记(居民自愿提供)", headings, rows)
    return [save(book, folder / "信任联系登记.xlsx")]


def _visits(folder: Path, tables: DemoTables) -> list[Path]:
    headings = ("序号", "走访\n时间", "小区", "楼号", "单元", "房号", "走访人员", "走访方式", "走访情况")
    visits = tables["visits"]
    book = Workbook()
    for year, own in visits.groupby(visits["date"].str[:4], sort=True):
        rows = [
            [
                str(number), row["date"], row["compound"], building_word(row["building"]),
                f"{row['door']}门" if row["door"] else "", row["room"], row["visitors"].replace("|", "、"),
                office_word("visit_mode", row["mode"]), office_word("visit_result", row["result"]),
            ]
            for number, (_, row) in enumerate(own.iterrows(), start=1)
        ]  # fmt: skip
        rows.append(
            [str(len(rows) + 1), f"{year}-12-31", rows[0][2], "2号楼", "1门", "全楼", "书记示例", "居民会", "愿意谈"]
        )
        add_sheet(book, f"{year}年", f"示例里社区走访记录({year}年)", headings, rows)
    return [save(book, folder / "走访记录.xlsx")] if len(visits) else []


def _plans(folder: Path, tables: DemoTables) -> list[Path]:
    accepted = {"true": "是", "false": "否", "": ""}
    lines = [["序号", "小区", "楼号", "单元", "房号", "核心关切", "拟采取措施", "是否接受"]]
    for number, (_, row) in enumerate(tables["measures"].iterrows(), start=1):
        lines.append(
            [str(number), row["compound"], row["building"], row["door"], row["room"],
             office_word("refusal_reason", row["concern"]), row["measure"], accepted[row["accepted"]]]
        )  # fmt: skip
    return [save_csv(folder / "一户一策.csv", lines, "utf-8-sig")]


def _works(folder: Path, tables: DemoTables) -> list[Path]:
    works = tables["works"]
    if works.empty:
        return []
    book = Workbook()
    rows = [
        [str(number), row["compound"], building_word(row["building"]), row["stack"],
         office_word("works_status", row["status"]), row["done_on"]]
        for number, (_, row) in enumerate(works.iterrows(), start=1)
    ]  # fmt: skip
    headings = ("序号", "小区", "楼号", "串号", "施工状态", "完工时间")
    add_sheet(book, "施工进度", "示例里上下水改造施工进度表", headings, rows, signature="填表人：社工示例乙")
    return [save(book, folder / "施工进度.xlsx")]


def _asked_and_signed_in(folder: Path, tables: DemoTables) -> list[Path]:
    """Whom was asked whom they trust, and who came to which evening."""
    answers = {"named": "有", "named_nobody": "没有", "wants_nobody": "不需要", "declined": "拒答"}
    book = Workbook()
    rows = [
        [str(number), row["compound"], building_word(row["building"]), row["door"], row["room"], row["respondent"],
         row["asked_on"], answers[row["outcome"]]]
        for number, (_, row) in enumerate(tables["surveys"].iterrows(), start=1)
    ]  # fmt: skip
    headings: Cells = ("序号", "小区", "楼号", "单元", "房号", "被访人", "询问日期", "提名情况")
    add_sheet(book, "提名登记", "愿意听谁的：提名情况登记", headings, rows)
    paths = [save(book, folder / "提名情况登记.xlsx")]
    book = Workbook()
    rows = [
        [row["name"], row["compound"], address_text(row, style=1), row["activity"], row["date"]]
        for _, row in tables["activities"].iterrows()
    ]
    add_sheet(book, "签到", "社区活动签到表", ("姓名", "小区", "住址", "活动名称", "活动日期"), rows)
    return [*paths, save(book, folder / "活动签到表.xlsx")]
