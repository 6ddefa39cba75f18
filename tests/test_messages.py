"""Every sentence for the user has its Chinese, with the same holes; English in the code, Chinese in one table."""

from __future__ import annotations

import ast
import csv
import datetime as dt
import os
import re
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from sentences import PACKAGE, Source, template

from socialgraph.cli import main
from socialgraph.messages import in_language
from socialgraph.privacy.keys import Keys
from socialgraph.privacy.pseudonyms import _HOUSEHOLD_TABLES, LEFT_OUT
from socialgraph.project.settings import write_project

SOURCE = Source()
SAID = list(SOURCE.said())
ROWS = list(csv.DictReader((PACKAGE / "data" / "messages_zh.csv").read_text(encoding="utf-8").splitlines()))
CHINESE = {row["message"]: row["zh"] for row in ROWS}
OF_THE_SYSTEM = {os.strerror(number) for number in range(1, 134)}
HOLE = re.compile(r"\{\d+\}")
# what click says itself -> words that make it say so
OF_CLICK = {
    "Missing argument {0}.": ["load"],
    "Missing option {0}.": ["export"],
    "Invalid value for {0}: {1}": ["explain", "5-2-301", "--as-of", "x"],
    "No such option {0}.": ["load", "--zzz"],
    "No such option {0}. Did you mean {1}?": ["load", "--visible"],
    "No such option {0}. (Did you mean one of: {1}?)": ["load", "--ful"],
    "Usage: {0}": ["zzz"],
    "No such command {0}.": ["zzz"],
    "Got unexpected extra argument ({0})": ["isolated", "x"],
    "Got unexpected extra arguments ({0})": ["isolated", "x", "y"],
    "Option {0} requires an argument.": ["isolated", "--as-of"],
    "{0} is not one of {1}.": ["isolated", "--format", "x"],
    "{0} is not a valid integer.": ["capital", "--seed", "y"],
    "{0} is not in the range {1}.": ["suggest", "--top", "0"],
    "Directory {0} is a file.": ["diagnose", "--project", __file__],
    "File {0} is a directory.": ["template", str(PACKAGE)],
    "Try '{0} --help' for help.": ["zzz"],
}


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A Chinese project with one household."""
    filled = dict.fromkeys(("handler", "purpose", "legal_basis", "assessment", "grievance"), "测试")
    write_project(tmp_path, **filled, retention_end=dt.date(2099, 1, 1), key_id=Keys.ensure().key_id)
    (tmp_path / "survey.csv").write_text("楼号,单元,房号,产权人,意见\n5,1,101,测试甲,同意\n", encoding="utf-8")
    assert run("load", "--project", tmp_path, tmp_path / "survey.csv").exit_code == 0
    return tmp_path


def run(*words: str | Path, lang: str = "zh") -> Any:
    """Run a command for a user of that language."""
    return CliRunner(env={"SOCIALGRAPH_LANG": lang}).invoke(main, [str(word) for word in words])


@pytest.mark.parametrize(("where", "expression"), SAID, ids=[where for where, _ in SAID])
def test_every_sentence_is_written_where_it_is_said_and_has_its_chinese(where: str, expression: ast.expr) -> None:
    if ast.unparse(expression) in {"sentence", "str(refused)"}:  # said before, elsewhere
        return
    assert template(expression) in CHINESE, f"{where}: {ast.unparse(expression)} has no row in messages_zh.csv"


def test_no_row_has_outlived_its_sentence() -> None:
    said = {template(expression) for _, expression in SAID}
    assert set(CHINESE) - said - OF_THE_SYSTEM - set(OF_CLICK) == set()


@pytest.mark.parametrize("message", CHINESE)
def test_the_chinese_has_the_same_holes(message: str) -> None:
    assert set(HOLE.findall(CHINESE[message])) == set(HOLE.findall(message))
    assert len(HOLE.sub("", message)) >= len("text")  # a row of holes would fit anything


@pytest.mark.parametrize("message", CHINESE)
def test_a_finished_sentence_finds_its_own_chinese(message: str) -> None:
    def filled(text: str) -> str:
        return HOLE.sub(lambda hole: f"甲{hole.group()[1:-1]}.xlsx", text)

    assert in_language(filled(message), "zh") == filled(CHINESE[message])
    assert in_language(filled(message), "en") == filled(message)


@pytest.mark.parametrize("message", CHINESE)
def test_what_a_user_types_is_kept_in_the_chinese(message: str) -> None:
    typed = re.findall(r"--[a-z-]+|\[[a-z]+\]|`[^`]+`|\b[a-z]+_[a-z_]+\b|\b[a-z_]+\.(?:toml|csv|md)\b", message)
    assert [word for word in typed if word.strip("`") not in CHINESE[message]] == []


def test_an_unknown_sentence_stays_as_it_is() -> None:
    assert in_language("Nobody has translated this.", "zh") == "Nobody has translated this."


def test_a_phrase_in_a_hole_is_translated_too() -> None:
    sentence = "ties.csv, row 3: the column strength is no whole number; correct it and load again."
    assert in_language(sentence, "zh") == "ties.csv 第 3 行（row 3）：strength 一列不是整数；请改正后重新导入。"


@given(st.text())
def test_whatever_stands_in_a_hole_is_carried_over(name: str) -> None:
    said = in_language(f"There is no file {name}.xlsx: check the spelling.", "zh")
    assert said == f"没有 {name}.xlsx 这个文件：请检查写法。"


def test_every_reason_for_leaving_something_out_has_its_words() -> None:
    text = (PACKAGE / "privacy" / "pseudonyms.py").read_text(encoding="utf-8")
    reasons = set(re.findall(r'left_out\["(\w+)"\]|_kept\(.*"(\w+)"\)', text))
    named = {one or other for one, other in reasons}
    assert named | {f"{table}_without_address" for table in (*_HOUSEHOLD_TABLES, "links")} == set(LEFT_OUT)


def test_the_command_line_prints_no_sentence_of_its_own() -> None:
    printed = {
        f"{file.name}:{call.lineno}"
        for file, call in SOURCE.nodes(ast.Call)
        if file.parent.name == "cli" and ast.unparse(call.func) in {"click.echo", "print", "click.prompt"}
        if call.args and re.search(r"[^\W\d]", template(call.args[0]) or "")
    }
    assert printed == set()


@pytest.mark.parametrize("message", OF_CLICK)
def test_wrong_use_is_told_in_chinese(message: str) -> None:
    said = run(*OF_CLICK[message])
    words = [part for part in HOLE.split(CHINESE[message]) if part]
    assert (said.exit_code, "错误：" in said.stderr) == (2, True)
    assert all(word in said.stderr for word in words), said.stderr


def test_every_command_takes_lang() -> None:
    context = click.Context(main)
    commands = [main.get_command(context, name) for name in main.list_commands(context)]
    leaves = [leaf for one in commands for leaf in (one.commands.values() if isinstance(one, click.Group) else [one])]
    assert [leaf.name for leaf in leaves if "lang" not in {param.name for param in leaf.params}] == []


def test_an_error_is_chinese_or_english_as_the_option_says(tmp_path: Path) -> None:
    chinese = run("diagnose", "--project", tmp_path, "--lang", "zh", lang="en")
    english = run("diagnose", "--project", tmp_path, "--lang", "en", lang="zh")
    assert chinese.stderr == (
        f"错误：{tmp_path} 里没有 socialgraph.toml：请在那里运行 `socialgraph init`，或用 --project 指明项目文件夹。\n"
    )
    assert english.stderr.startswith("Error: There is no socialgraph.toml in")
    assert (chinese.exit_code, english.exit_code) == (1, 1)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_project_file_says_the_language_where_no_option_does(tmp_path: Path, lang: str) -> None:
    (tmp_path / "socialgraph.toml").write_text(f'[project]\nlang = "{lang}"\n[keys]\nid = "none"\n', encoding="utf-8")
    said = run("audit", "verify", "--project", tmp_path, lang="en" if lang == "zh" else "zh")
    assert said.stderr.startswith({"zh": "错误：密钥 none", "en": "Error: The key none"}[lang])


def test_a_project_file_that_cannot_be_read_leaves_the_choice_to_the_computer(tmp_path: Path) -> None:
    (tmp_path / "socialgraph.toml").write_text("[project\n", encoding="utf-8")
    assert run("diagnose", "--project", tmp_path).stderr.startswith("错误：")
    assert run("diagnose", "--project", tmp_path, lang="en").stderr.startswith("Error: ")


def test_without_any_choice_the_locale_decides(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, opening in {"zh_CN": "错误：", "Chinese (Simplified)_China": "错误：", "de_DE": "Error: "}.items():
        monkeypatch.setattr("locale.getlocale", lambda name=name: (name, "UTF-8"))
        assert run("diagnose", "--project", tmp_path, lang="").stderr.startswith(opening)


def test_lang_changes_no_json(office: Path) -> None:
    chinese, english = (
        run("diagnose", "--project", office, "--format", "json", "--lang", lang, "--as-of", "2026-10-01")
        for lang in ("zh", "en")
    )
    assert chinese.stdout == english.stdout
    assert (chinese.stderr[:4], english.stderr[:6]) == ("截至 2", "As of ")


def test_a_load_speaks_the_language_of_the_option(office: Path) -> None:
    said = run("load", "--project", office, office / "survey.csv", "--dry-run", "--format", "csv", "--lang", "en")
    assert said.stderr == "Dry run: nothing was written.\n"
    assert "试运行" in run("load", "--project", office, office / "survey.csv", "--dry-run", "--format", "csv").stderr
