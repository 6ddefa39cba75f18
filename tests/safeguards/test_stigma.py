"""Safeguard: no banned word in code, labels, documents, templates or what is printed; nobody is named for refusing."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from socialgraph.cli import COMMANDS, main
from socialgraph.privacy.wording import banned_in, banned_words, without_banned

ROOT = Path(__file__).parents[2]
LIST = ROOT / "socialgraph" / "data" / "banned_words.csv"
# the product, whatever else lies in a checkout: environments, caches and builds are not ours
PARTS = ("socialgraph", "loaders", "models", "cypher", "tests", "docs", "examples", "benchmarks", ".ci")
TEXT = {".py", ".md", ".csv", ".toml", ".json", ".cypher", ".html", ".css", ".js", ".txt", ".xml", ".typed", ""}


def product_files() -> list[Path]:
    listed = [path for part in PARTS for path in (ROOT / part).rglob("*")] + list(ROOT.glob("*"))
    real = {path.resolve() for path in listed if path.is_file() and "__pycache__" not in path.parts}
    return sorted(path for path in real if path != LIST.resolve() and path != Path(__file__).resolve())


def texts_of(path: Path) -> list[str]:
    """The words of a text file, or of every part of an Office workbook."""
    if path.suffix in (".xlsx", ".xlsm"):
        with zipfile.ZipFile(path) as book:
            return [book.read(name).decode("utf-8", "ignore") for name in book.namelist() if name.endswith(".xml")]
    if path.suffix in TEXT:
        content = path.read_bytes()
        return [content.decode(encoding, "ignore") for encoding in ("utf-8", "gb18030")]
    return []


def test_no_file_of_the_product_holds_a_banned_word() -> None:
    guilty = {
        str(path.relative_to(ROOT)): sorted(set(words))
        for path in product_files()
        if (words := [word for text in texts_of(path) for word in banned_in(text)])
    }
    assert guilty == {}


def test_no_file_is_named_by_a_banned_word() -> None:
    assert [path.name for path in product_files() if banned_in(path.name)] == []


def test_the_scan_reads_code_data_pages_and_workbooks() -> None:
    suffixes = {path.suffix for path in product_files() if texts_of(path)}
    assert {".py", ".csv", ".md", ".cypher", ".xlsx"} <= suffixes


@pytest.mark.parametrize("name", COMMANDS)
def test_no_help_page_holds_a_banned_word(name: str) -> None:
    from click.testing import CliRunner

    page = CliRunner().invoke(main, [name, "--help"]).output
    assert "Example" in page
    assert banned_in(page) == []


@pytest.mark.parametrize("word", banned_words())
def test_each_banned_word_is_found_and_masked_in_a_sentence(word: str) -> None:
    sentence = f"他家是 {word}，再去一次"
    assert banned_in(sentence) == [word]
    assert banned_in(without_banned(sentence)) == []


@pytest.mark.parametrize("written", ["钉 子 户", "Nail-Houses", "nail_house", "BLACKLIST"])
def test_a_word_written_otherwise_is_still_found(written: str) -> None:
    assert len(banned_in(written)) == 1


def test_each_banned_word_has_a_word_to_say_instead() -> None:
    assert [word for word, instead in banned_words().items() if not instead or banned_in(instead)] == []


def test_a_text_without_banned_words_stays_as_it_is() -> None:
    assert without_banned("尊重不改，只由本户重新提出") == "尊重不改，只由本户重新提出"
