"""Reading a large dossier workbook: ours, with every trap looked for, against plain `pandas.read_excel`.

Run `python benchmarks/reading.py [--rows 50000] [--json FILE]`. Each system runs in a process of its own, so that
peak memory is its own; ours gives sheets of rows keyed by field, pandas gives a frame of whatever stands there.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

HEADINGS = [
    *("序号", "小区", "楼号", "单元", "房号", "户主", "产权人", "联系电话", "身份证号"),
    *("产权性质", "居住状态", "家庭类型", "装修情况", "意见", "不同意原因", "摸排日期", "是否可入户", "备注"),
]


def write_workbook(path: Path, rows: int) -> None:
    """A survey of invented flats, eighteen columns wide, as Excel would save it."""
    import datetime

    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("摸排")
    sheet.append(["某小区入户摸排台账"])
    sheet.append(HEADINGS)
    for place in range(rows):
        building, rest = divmod(place, 240)
        door, flat = divmod(rest, 60)
        sheet.append(
            [
                place + 1,
                "样例里",
                f"{building + 1}号楼",
                f"{door + 1}单元",
                (flat // 4 + 1) * 100 + flat % 4 + 1,
                f"甲{place}",
                f"甲{place}",
                str(13900000000 + place),
                f"99010119{place:010d}",
                ("商品房", "房改房", "直管公房")[place % 3],
                ("自住", "出租", "空置")[place % 3],
                ("老人", "无", "")[place % 3],
                ("简装", "精装")[place % 2],
                ("同意", "已签", "不同意", "")[place % 4],
                ("怕麻烦", "")[place % 2],
                datetime.datetime(2026, 9, 1) + datetime.timedelta(days=place % 60),
                ("是", "否", "")[place % 3],
                f"样例备注{place}",
            ]
        )
    book.save(path)


def read_ours(path: Path) -> int:
    """Rows read by socialgraph."""
    from socialgraph.loaders.opening import open_sheets

    return sum(len(sheet.rows) for sheet in open_sheets(path))


def read_pandas(path: Path) -> int:
    """Rows read by pandas with its default engine."""
    import pandas as pd

    return len(pd.read_excel(path, header=1, dtype=str))


SYSTEMS: dict[str, Callable[[Path], int]] = {"socialgraph": read_ours, "pandas.read_excel": read_pandas}


def measure(system: str, path: Path) -> dict[str, float]:
    """Seconds and peak memory of one system, in a fresh process, imports included in neither."""
    command = [sys.executable, __file__, "--measure", system, str(path)]
    result: dict[str, float] = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return result


def measured_here(system: str, path: Path) -> dict[str, float]:
    """What `measure` asks the new process for."""
    import pandas as pd  # noqa: F401  both pay for it before the clock starts

    import socialgraph.loaders.opening  # noqa: F401

    start = time.perf_counter()
    rows = SYSTEMS[system](path)
    seconds = time.perf_counter() - start
    return {"rows": rows, "seconds": seconds, "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def main() -> None:
    """Print one table, and write it as JSON where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=[50_000])
    parser.add_argument("--json", type=Path)
    parser.add_argument("--measure", nargs=2, metavar=("SYSTEM", "FILE"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        print(json.dumps(measured_here(options.measure[0], Path(options.measure[1]))))
        return
    records = []
    print(f"{'rows':>8}  {'system':<18} {'seconds':>8} {'rows/s':>9} {'peak MB':>8}")
    with tempfile.TemporaryDirectory() as folder:
        for size in options.rows:
            path = Path(folder) / f"dossiers_{size}.xlsx"
            write_workbook(path, size)
            for system in SYSTEMS:
                figures = measure(system, path)
                records.append(
                    {
                        "task": "read_dossiers",
                        "size": size,
                        "system": system,
                        "seconds": round(figures["seconds"], 3),
                        "peak_mb": round(figures["peak_mb"], 1),
                    }
                )
                speed = figures["rows"] / figures["seconds"]
                print(f"{size:>8}  {system:<18} {figures['seconds']:>8.2f} {speed:>9.0f} {figures['peak_mb']:>8.0f}")
    if options.json:
        options.json.write_text(json.dumps(records, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
