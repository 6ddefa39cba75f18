"""One whole office of a stranger, through the command line: loaded, asked once, answered, and asked no more."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from scripts import benchmark_script

from socialgraph.loaders import ReadOptions, read_paths
from socialgraph.loaders.values.words.confirmed import read_confirmed

OFFICE = Path(__file__).parents[1] / "fixtures" / "strangers" / "widen" / "m08"
BOOK = "我家那口子的本子（七号楼）"
# what its clerk answers, of her own sheets: sheet of the workbook -> what is asked -> what is chosen, and what besides
ANSWERS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "列": {"姓名": ("产权人（业主）",), "啥时候": ("日期",)},
    "词": {
        "他老婆答应的": ("同意（没签字）",),
        "电话里答应，钥匙在我这": ("同意（没签字）",),
        "说我耳朵聋你签你的，签了": ("已签字",),
        "不肯，骂人，说再来就告我们，以后绕着走": ("请我们别再去",),
        "同意，说哪天签都行": ("同意（没签字）",),
        "在上海带孙子": ("人在别处，没人住",),
        "好得很": ("很熟、很信任",),
        "死活不肯，卫生间刚弄好花了四万": ("不同意", "刚装修"),
        "怕弄坏防水，没说死": ("还在考虑", "信不过施工质量"),
        "要等儿子回来拿主意": ("还在考虑",),
    },
    "地点": {"水管师傅说的.txt": ("7",)},
}


def books(office: Any) -> list[Path]:
    return sorted(office.folder.glob("读表确认-*.xlsx"))


def fill(path: Path) -> int:
    """Answer the workbook as the clerk would, where it asks that; likely answers stay as they were filled in."""
    book, answered = load_workbook(path), 0
    for title, answers in ANSWERS.items():
        page = book[title]
        headings = [cell.value for cell in page[2]]
        chosen = next(at for at, name in enumerate(headings) if name in ("这是什么栏", "意思", "整张表都是"))
        besides = headings.index("还说了什么（可不填）") if title == "词" else 0
        for row in page.iter_rows(min_row=3):
            asked = row[1].value if title == "列" else row[0].value
            if (answer := answers.get(str(asked).strip())) and not (title == "地点" and row[1].value != "楼号"):
                row[chosen].value, answered = answer[0], answered + 1
                if len(answer) > 1:
                    row[besides].value = answer[1]
    book.save(path)
    return answered


def share_right(options: ReadOptions) -> float:
    """Truth rows of the office that are read right."""
    strangers = benchmark_script("strangers")
    truth = strangers.truth_of(OFFICE)
    score = strangers.Score(OFFICE.name)
    reading = read_paths([OFFICE / "workbooks"], options=options)
    strangers.compare_tables(score, truth, reading, "", differences=False)
    return score.right / score.truth


def next_month(folder: Path) -> Path:
    """The same forms a month later: other names of files, other words of households."""
    folder.mkdir()
    book = load_workbook(OFFICE / "workbooks" / f"{BOOK}.xlsx")
    for title in book.sheetnames:
        if title != "四单元":
            del book[title]
    book["四单元"]["E3"].value, book["四单元"]["F3"].value = "他老婆答应的", "11月18日"
    book.save(folder / f"{BOOK}11月.xlsx")
    works = "师傅每次完工跟我讲一声，2026年\n11月26号 四单元左边厨房下水 4左厨 换好\n"
    works += "11月27号 五单元左边厨房下水 5左厨 换好\n11月27号 五单元右边厨房下水 5右厨 正在弄\n"
    works += "11月28号 四单元左边卫生间下水 4左卫 还没动\n"
    (folder / "水管师傅说的11月.txt").write_text(works, encoding="utf-8")
    return folder


def texts_of_truth() -> set[str]:
    """Every name and number that the truth states of somebody."""
    columns = ("name", "phone", "visitors")
    texts: set[str] = set()
    for path in (OFFICE / "truth").glob("*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as stream:
            for row in csv.DictReader(stream):
                cells = (cell for column, cell in row.items() if column and column.endswith(columns))
                texts |= {part for cell in cells for part in (cell or "").split("|") if len(part) > 1}
    return texts


@pytest.fixture
def confirmed(office: Any, tmp_path: Path) -> Any:
    """The office after its folder was loaded, its questions answered, and both loaded again."""
    folder = tmp_path / "workbooks"
    shutil.copytree(OFFICE / "workbooks", folder)
    office.load(folder)
    (book,) = books(office)
    assert fill(book) >= 8
    office.load(book, folder)
    return office


@pytest.mark.slow
def test_a_whole_office_is_asked_once_and_reads_more_of_it_right(confirmed: Any) -> None:
    answered = ReadOptions(confirmed=read_confirmed(confirmed.folder / "confirmed.csv"))
    before, after = share_right(ReadOptions()), share_right(answered)
    assert after > before + 0.12
    assert len(confirmed.json("diagnose")) > 0


@pytest.mark.slow
def test_next_months_files_of_a_confirmed_office_ask_nothing(confirmed: Any, tmp_path: Path) -> None:
    for book in books(confirmed):
        book.unlink()
    loaded = confirmed.load(next_month(tmp_path / "november"))
    assert books(confirmed) == []
    assert loaded["stances"]["new"] > 0
    assert loaded["works"] == {"new": 4}


@pytest.mark.slow
def test_what_one_office_confirmed_is_read_by_the_next_and_names_nobody(
    confirmed: Any, make_office: Callable[..., Any], tmp_path: Path
) -> None:
    assert "他老婆答应的" in confirmed.run("dictionary", "list", "--lang", "zh").stdout
    out = tmp_path / "words.csv"
    confirmed.run("dictionary", "export", str(out))
    text = out.read_text(encoding="utf-8-sig")
    assert [name for name in texts_of_truth() if name in text] == []
    assert "师傅说的" not in text
    other = make_office(tmp_path / "other")
    other.run("dictionary", "import", str(out))
    other.load(OFFICE / "workbooks")
    pages = [load_workbook(book) for book in books(other)]
    asked = {str(row[0].value) for book in pages if "词" in book for row in book["词"].iter_rows(min_row=3)}
    assert asked.isdisjoint(ANSWERS["词"])
