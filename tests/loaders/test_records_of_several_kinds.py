"""One table for all that happens (类型: 走访, 表态, 提议): its columns mean something else on rows of each kind."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from socialgraph.loaders import Reading, read_paths

WriteXlsx = Callable[..., Path]
HEAD = ["编号", "日期", "类型", "楼栋", "单元", "房号", "对象", "事项", "内容", "说明", "经办"]
ROWS = [
    ["1", "2026-03-02", "走访", "2栋", "1单元", "301", "产权人", "上门", "没变化", "说再商量", "谷秤砣"],
    ["2", "2026-03-02", "表态", "2栋", "1单元", "301", "产权人", "厨排", "不同意", "刚装修的厨房", "谷秤砣"],
    ["3", "2026-03-03", "表态", "2栋", "1单元", "302", "租客", "全部", "没意见", "", "谷秤砣"],
    ["4", "2026-03-03", "走访", "2栋", "1单元", "401", "产权人", "电话", "同意", "", "谷秤砣、简书签"],
    ["5", "2026-03-04", "表态", "2栋", "1单元", "401", "产权人", "下水", "已签字", "", "谷秤砣"],
    ["6", "2026-03-04", "表态", "2栋", "1单元", "402", "产权人", "加装电梯", "同意", "愿意出钱", "谷秤砣"],
    ["7", "2026-03-05", "提议", "2栋", "1单元", "301", "产权人", "刚装修", "同款砖由施工方包补", "接受了", "谷秤砣"],
    ["8", "2026-03-05", "提议", "2栋", "1单元", "302", "租客", "考试", "高考完再进场施工", "不接受", "谷秤砣"],
    ["9", "2026-03-06", "其他", "2栋", "1单元", "401", "产权人", "物业费", "欠了两季", "", "谷秤砣"],
    ["10", "2026-03-06", "勿扰", "2栋", "1单元", "501", "产权人", "", "今后不要再上门了", "", "谷秤砣"],
    ["11", "2026-03-07", "走访", "2栋", "1单元", "502", "产权人", "上门", "没人在家", "", "谷秤砣"],
]


def read(write_xlsx: WriteXlsx, rows: list[list[str]]) -> Reading:
    return read_paths([write_xlsx([HEAD, *rows], name="台账.xlsx")])


def rows(reading: Reading, table: str, *columns: str) -> list[tuple[str, ...]]:
    return sorted(map(tuple, reading.tables[table][list(columns)].to_numpy().tolist()))


def test_rows_of_each_kind_are_read_as_what_their_kind_says(write_xlsx: WriteXlsx) -> None:
    reading = read(write_xlsx, ROWS)
    assert rows(reading, "visits", "room", "date", "mode", "result", "visitors") == [
        ("301", "2026-03-02", "home", "unchanged", "谷秤砣"),
        ("401", "2026-03-03", "phone", "agreed", "谷秤砣|简书签"),
        ("502", "2026-03-07", "home", "no_contact", "谷秤砣"),
    ]
    assert rows(reading, "measures", "room", "concern", "measure", "accepted") == [
        ("301", "new_fitout", "同款砖由施工方包补", "true"),
        ("302", "exam", "高考完再进场施工", "false"),
    ]


def test_a_row_speaks_of_the_pipe_that_it_names_and_never_of_another_matter(write_xlsx: WriteXlsx) -> None:
    reading = read(write_xlsx, ROWS)
    assert rows(reading, "stances", "room", "pipe_kind", "giver", "stance", "reasons") == [
        ("301", "sewage_kitchen", "owner", "refused", "new_fitout"),
        ("302", "", "occupant", "no_objection", ""),
        ("401", "sewage_bath", "owner", "signed", ""),
        ("401", "sewage_kitchen", "owner", "signed", ""),
    ]
    lift = reading.quarantine[reading.quarantine["column"] == "事项"]
    assert [(row.row, row.value, row.reason) for row in lift.itertuples()] == [("7", "加装电梯", "unknown_value")]


def test_a_record_of_a_wish_holds_its_household_and_is_nothing_else(write_xlsx: WriteXlsx) -> None:
    reading = read(write_xlsx, ROWS)
    assert rows(reading, "holds", "building", "door", "room") == [("2", "1", "501")]
    assert not [row for row in rows(reading, "visits", "room") if row == ("501",)]


def test_a_table_whose_cells_dont_bear_out_its_kinds_stays_one(write_xlsx: WriteXlsx) -> None:
    told = [
        [str(n), f"2026-03-{n:02d}", kind, "2栋", "1单元", f"{n % 6 + 1}01", "产权人", "楼道里碰到", text, "", "谷秤砣"]
        for n, (kind, text) in enumerate(
            [("走访", "老伴在医院"), ("意见", "灯不亮了"), ("走访", "问粮油券")] * 4, start=1
        )
    ]
    reading = read_paths([write_xlsx([HEAD, *told], name="台账.xlsx"), write_xlsx([HEAD, *ROWS], name="另一本.xlsx")])
    assert len([report for report in reading.reports if report.file == "台账.xlsx"]) == 1


def test_long_tables_of_opinions_name_the_pipe_in_each_row(write_xlsx: WriteXlsx) -> None:
    table = [["楼栋", "单元", "房号", "管类", "态度", "日期"]]
    table += [
        ["2栋", "1单元", f"{floor}01", pipe, "同意", "2026-03-02"] for floor in (1, 2, 3) for pipe in ("给水", "厨排")
    ]
    reading = read_paths([write_xlsx(table, name="征询.xlsx")])
    assert rows(reading, "stances", "room", "pipe_kind")[:2] == [("101", "sewage_kitchen"), ("101", "supply")]


def test_a_row_whose_number_is_anothers_is_nobodys(write_xlsx: WriteXlsx) -> None:
    table = [["户ID", "楼栋", "单元", "房号", "日期", "走访人", "走访结果"]]
    visits = [("H01", "101"), ("H02", "102"), ("H01", "101"), ("H03", "201"), ("H02", "102"), ("H04", "202")]
    visits += [("H05", "301"), ("H01", "102")]
    table += [
        [n, "2栋", "1单元", room, f"2026-03-{d:02d}", "谷秤砣", "没变化"] for d, (n, room) in enumerate(visits, 1)
    ]
    reading = read_paths([write_xlsx(table, name="走访.xlsx")])
    assert [row[0] for row in rows(reading, "visits", "date")] == [f"2026-03-{day:02d}" for day in range(1, 8)]
    assert [(row.row, row.reason) for row in reading.quarantine.itertuples()] == [("9", "doubted")]


def test_a_kind_that_refuses_what_it_names_is_no_visit(write_xlsx: WriteXlsx) -> None:
    for kind in ("不再走访", "谢绝上门", "拒绝上门", "免走访"):
        row = ["12", "2026-03-07", kind, "2栋", "1单元", "503", "产权人", "", "没意见", "", "谷秤砣"]
        reading = read(write_xlsx, [*ROWS, row])
        assert ("503",) not in rows(reading, "visits", "room"), kind


ORDERS = [
    ["编号", "创建时间", "住址", "联系人", "类型", "内容", "处理人", "处理方式", "处理结果"],
    ["1", "2026-03-02 9:10", "2-1-301", "石某", "水管更换-沟通", "再商量商量", "谷秤砣", "上门", "没变化"],
    ["2", "2026-03-02 9:40", "2-1-302", "林某", "门禁", "刷不了卡", "简书签", "上门", "同意"],
    ["3", "2026-03-03 8:10", "2-1-401", "禾某", "路灯", "三楼不亮", "简书签", "上门", "已换灯"],
    ["4", "2026-03-03 9:10", "2-1-402", "木某", "水管更换-沟通", "没人", "谷秤砣", "上门", "未见到人"],
    ["5", "2026-03-04 9:10", "2-1-501", "水某", "疏通", "下水堵了", "简书签", "上门", "同意"],
    ["6", "2026-03-04 9:20", "2-1-502", "火某", "投诉", "楼道堆物", "简书签", "电话", "不再联系"],
    ["7", "2026-03-05 9:10", "2-1-601", "土某", "水管更换-沟通", "答应了", "谷秤砣", "电话", "同意"],
    ["8", "2026-03-05 9:30", "2-1-602", "金某", "门禁", "补卡", "简书签", "上门", "已补"],
]


def test_of_an_export_of_all_orders_those_on_the_works_are_visits(write_xlsx: WriteXlsx) -> None:
    reading = read_paths([write_xlsx(ORDERS, name="工单导出.xlsx")])
    assert rows(reading, "visits", "room", "date", "mode", "result", "visitors") == [
        ("301", "2026-03-02", "home", "unchanged", "谷秤砣"),
        ("402", "2026-03-03", "home", "no_contact", "谷秤砣"),
        ("601", "2026-03-05", "phone", "agreed", "谷秤砣"),
    ]


def test_an_export_of_orders_none_of_which_names_the_works_is_another_matter(write_xlsx: WriteXlsx) -> None:
    others = [[*row[:4], row[4].replace("水管更换", "物业"), *row[5:]] for row in ORDERS]
    reading = read_paths([write_xlsx(others, name="工单导出.xlsx")])
    assert len(reading.tables["visits"]) == 0
