"""One way to say something: a code with values, and a row of that code in the table of each language."""

from __future__ import annotations

import ast
import datetime as dt
import errno
import os
import pickle
import re
import subprocess
import sys
from pathlib import Path
from string import Formatter
from typing import Any

import click
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from spoken_codes import PACKAGE, Source

from socialgraph.cli import main
from socialgraph.errors import InputError
from socialgraph.messages import LANGS, note, reason_of, text, texts
from socialgraph.privacy.keys import Keys
from socialgraph.privacy.pseudonyms import _HOUSEHOLD_TABLES, LEFT_OUT
from socialgraph.project.settings import write_project

SOURCE = Source()
SPOKEN = list(SOURCE.spoken_codes())
CODES = [*texts("en")]
HOW = "every sentence is a row code,text in data/messages_en.csv and messages_zh.csv: see CONTRIBUTING.md"
OF_OTHERS = ("system.", "click.", "option.")  # the operating system and click; of options tests/cli/test_help.py
# Chinese that is read or made, not said: words of offices' sheets, and the invented office of the demo
READ_OR_MADE = re.compile(
    r"loaders/(files|layout|parsers|tables|values|words)/|demo/|office/demo|schema/addresses"
    r"|outputs/(list_rows|workbooks|elevation/(grid|sheet))|privacy/(texts|wording)|loaders/report/(confirming/|quarantine|template)"
)
# what click says itself -> words that make it say so
OF_CLICK = {
    "click.missing_argument": ["load"],
    "click.missing_option": ["export"],
    "click.invalid_value": ["explain", "5-2-301", "--as-of", "x"],
    "click.no_such_option": ["load", "--zzz"],
    "click.no_such_option_but": ["load", "--visible"],
    "click.no_such_option_but_some": ["load", "--ful"],
    "click.usage": ["zzz"],
    "click.no_such_command": ["zzz"],
    "click.extra_argument": ["isolated", "x"],
    "click.extra_arguments": ["isolated", "x", "y"],
    "click.value_missing": ["isolated", "--as-of"],
    "click.not_a_choice": ["isolated", "--format", "x"],
    "click.not_an_integer": ["capital", "--seed", "y"],
    "click.not_in_range": ["suggest", "--top", "0"],
    "click.is_a_file": ["diagnose", "--project", __file__],
    "click.is_a_folder": ["template", str(PACKAGE)],
    "click.try_help": ["zzz"],
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


def holes(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


@pytest.mark.parametrize("lang", LANGS)
def test_every_code_of_the_source_has_its_row(lang: str) -> None:
    without = [
        f"{message.where}: {message.code or message.begins}"
        for message in SPOKEN
        if (message.code is not None and message.code not in texts(lang))
        or (message.begins is not None and not any(code.startswith(message.begins or "?") for code in CODES))
    ]
    assert without == [], HOW


def test_every_call_gives_the_values_that_its_row_has_holes_for() -> None:
    rows = texts("en")
    wrong = [
        f"{message.where}: {message.code} has {sorted(holes(rows[message.code]))}, given {sorted(message.values)}"
        for message in SPOKEN
        if message.code in rows
        and message.values is not None
        and message.values != holes(rows[message.code])
        and not (message.values == frozenset() and message.where.startswith("messages.py"))
    ]
    assert wrong == [], HOW


def test_no_row_has_outlived_its_use() -> None:
    literals = {literal for _, literal in SOURCE.literals()} | {message.code for message in SPOKEN}
    beginnings = tuple(message.begins for message in SPOKEN if message.begins)
    unused = [code for code in CODES if code not in literals and not code.startswith((*beginnings, *OF_OTHERS))]
    assert unused == []


def test_both_languages_have_the_same_codes_in_the_same_order() -> None:
    assert [*texts("zh")] == CODES


@pytest.mark.parametrize("code", CODES)
def test_the_chinese_has_the_same_holes_and_what_a_user_types(code: str) -> None:
    english, chinese = texts("en")[code], texts("zh")[code]
    assert holes(chinese) == holes(english)
    typed = re.findall(r"--[a-z-]+|\[[a-z]+\]|`[^`]+`|\b[a-z_]+\.(?:toml|csv|md)\b", english)
    assert [word for word in typed if word.strip("`") not in chinese] == []


def test_codes_are_grouped_by_what_they_begin_with() -> None:
    groups = [code.split(".")[0] for code in CODES]
    assert len(dict.fromkeys(groups)) == sum(one != other for one, other in zip(groups, ["", *groups], strict=False))


def test_the_source_says_nothing_in_chinese() -> None:
    chinese = [where for where, literal in SOURCE.literals() if re.search("[\u4e00-\u9fff]", literal)]
    assert [where for where in chinese if not READ_OR_MADE.match(where)] == [], HOW


def test_an_error_speaks_english_to_python_and_any_language_when_asked() -> None:
    error = InputError("file.missing", path="a.xlsx")
    assert (error.code, error.values) == ("file.missing", {"path": "a.xlsx"})
    assert str(error) == "There is no file a.xlsx: check the spelling."
    assert error.text("zh") == "没有 a.xlsx 这个文件：请检查写法。"
    assert pickle.loads(pickle.dumps(error)).text("zh") == error.text("zh")


def test_a_code_without_a_row_is_shown_as_it_is() -> None:
    assert text("nobody.wrote_this", "zh", file="a.xlsx") == "nobody.wrote_this"


def test_a_note_in_a_hole_is_said_in_the_same_language() -> None:
    what = note("canonical.not_whole_number")
    error = InputError("canonical.bad_cell", file="ties.csv", row=3, column="strength", what=what)
    assert str(error) == "ties.csv, row 3: the column strength is no whole number; correct it and load again."
    assert error.text("zh") == "ties.csv 第 3 行（row 3）：strength 一列不是整数；请改正后重新导入。"


@given(st.text() | st.sampled_from([*texts("en").values()]) | st.sampled_from(CODES))
def test_a_value_stays_as_it_is_though_it_be_the_text_or_code_of_a_message(name: str) -> None:
    assert InputError("file.missing", path=name).text("zh") == f"没有 {name} 这个文件：请检查写法。"


@pytest.mark.parametrize("number", sorted(errno.errorcode))
def test_the_systems_reason_is_its_own_in_english(number: int) -> None:
    assert str(reason_of(OSError(number, os.strerror(number)))) == os.strerror(number)


def test_every_reason_for_leaving_something_out_has_its_words() -> None:
    source = (PACKAGE / "privacy" / "pseudonyms.py").read_text(encoding="utf-8")
    reasons = set(re.findall(r'left_out\["(\w+)"\]|_kept\(.*"(\w+)"\)', source))
    named = {one or other for one, other in reasons}
    assert named | {f"{table}_without_address" for table in (*_HOUSEHOLD_TABLES, "links")} == set(LEFT_OUT)
    assert {f"left_out.{reason}" for reason in LEFT_OUT} == {code for code in CODES if code.startswith("left_out.")}


def test_the_command_line_prints_no_sentence_of_its_own() -> None:
    printed = {
        f"{file.name}:{call.lineno}"
        for file, call in SOURCE.nodes(ast.Call)
        if "cli" in file.parts and ast.unparse(call.func) in {"click.echo", "print", "click.prompt"}
        if call.args and isinstance(call.args[0], ast.Constant)
    }
    assert printed == set()


@pytest.mark.parametrize("code", OF_CLICK)
def test_wrong_use_is_told_in_chinese(code: str) -> None:
    result = run(*OF_CLICK[code])
    words = [literal for literal, _, _, _ in Formatter().parse(texts("zh")[code]) if literal]
    assert (result.exit_code, "错误：" in result.stderr) == (2, True)
    assert all(word in result.stderr for word in words), result.stderr


def test_every_sentence_of_click_is_made_by_some_wrong_use() -> None:
    assert {code for code in CODES if code.startswith("click.")} == set(OF_CLICK)


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
    result = run("audit", "verify", "--project", tmp_path, lang="en" if lang == "zh" else "zh")
    assert result.stderr.startswith({"zh": "错误：密钥 none", "en": "Error: The key none"}[lang])


def test_a_project_file_that_cannot_be_read_leaves_the_choice_to_the_computer(tmp_path: Path) -> None:
    (tmp_path / "socialgraph.toml").write_text("[project\n", encoding="utf-8")
    assert run("diagnose", "--project", tmp_path).stderr.startswith("错误：")
    assert run("diagnose", "--project", tmp_path, lang="en").stderr.startswith("Error: ")


@pytest.mark.parametrize(
    ("variables", "opening"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "错误："),
        ({"LANG": "de_DE.UTF-8"}, "Error: "),
        ({"LC_ALL": "en_GB.UTF-8", "LANG": "zh_CN.UTF-8"}, "Error: "),
        ({"LC_MESSAGES": "zh_TW.UTF-8", "LANG": "en_GB.UTF-8"}, "错误："),
    ],
)
def test_without_any_choice_the_variables_of_the_locale_decide(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], opening: str
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert run("diagnose", "--project", tmp_path, lang="").stderr.startswith(opening)


def test_without_variables_the_computers_own_locale_decides(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, opening in {"zh_CN": "错误：", "Chinese (Simplified)_China": "错误：", "de_DE": "Error: "}.items():
        monkeypatch.setattr("locale.getlocale", lambda name=name: (name, "UTF-8"))
        assert run("diagnose", "--project", tmp_path, lang="").stderr.startswith(opening)


def test_help_loads_nothing_heavy() -> None:
    script = (
        "import sys; from click.testing import CliRunner; from socialgraph.cli import main; "
        "CliRunner().invoke(main, ['--help']); print({'pandas', 'numpy', 'openpyxl', 'neo4j'} & set(sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, text=True).stdout.strip() == "set()"


def test_lang_changes_no_json(office: Path) -> None:
    chinese, english = (
        run("diagnose", "--project", office, "--format", "json", "--lang", lang, "--as-of", "2026-10-01")
        for lang in ("zh", "en")
    )
    assert chinese.stdout == english.stdout
    assert (chinese.stderr[:4], english.stderr[:6]) == ("截至 2", "As of ")


def test_a_load_speaks_the_language_of_the_option(office: Path) -> None:
    result = run("load", "--project", office, office / "survey.csv", "--dry-run", "--format", "csv", "--lang", "en")
    assert result.stderr == "Dry run: nothing was written.\n"
    assert "试运行" in run("load", "--project", office, office / "survey.csv", "--dry-run", "--format", "csv").stderr
