"""Help in the language to speak, `--lang` wherever it stands, and examples of every command in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner

from socialgraph.cli import main
from socialgraph.cli.helping import HelpedCommand, option_code
from socialgraph.messages import LANGS, Lang, texts
from socialgraph.outputs.widths import display_width, flowed

PAGE = 80
CHINESE = re.compile("[\u4e00-\u9fff]")


def every_command() -> Iterator[tuple[str, click.Command]]:
    """Code and command, the program itself too."""
    context = click.Context(main)
    yield "main", main
    for name in main.list_commands(context):
        command = main.get_command(context, name)
        assert command is not None
        yield name, command
        if isinstance(command, click.Group):
            yield from ((f"{name}.{inner}", sub) for inner, sub in command.commands.items())


COMMANDS = dict(every_command())


def words_of(code: str) -> list[str]:
    return [] if code == "main" else code.split(".")


def run(*words: str, lang: str = "en") -> Any:
    """Run a command on a computer of that language."""
    return CliRunner(env={"SOCIALGRAPH_LANG": lang}).invoke(main, list(words))


def options_of(command: click.Command) -> list[click.Option]:
    params = command.get_params(click.Context(command, parent=click.Context(main, **main.context_settings)))
    return [param for param in params if isinstance(param, click.Option)]


def test_every_command_takes_its_help_from_the_messages() -> None:
    assert [code for code, command in COMMANDS.items() if not isinstance(command, HelpedCommand)] == []
    written = [code for code, command in COMMANDS.items() for option in command.params if getattr(option, "help", None)]
    assert set(written) <= {"main"}  # click's own --version


def test_help_has_a_row_for_every_command_and_option_and_for_nothing_else() -> None:
    needed = {f"{kind}.{code}" for code in COMMANDS for kind in ("help", "example")}
    needed |= {option_code(code, option) for code, command in COMMANDS.items() for option in options_of(command)}
    kinds = ("help.", "example.", "option.")
    errors = {"option.bad_ffill", "option.unknown_columns", "option.not_a_date"}
    assert {code for code in texts("en") if code.startswith(kinds)} - errors == needed - errors


@pytest.mark.parametrize("code", COMMANDS)
@pytest.mark.parametrize("lang", LANGS)
def test_every_help_ends_with_an_example_of_its_own(code: str, lang: Lang) -> None:
    page = run(*words_of(code), "--help", "--lang", lang).stdout
    before_options = page.split({"zh": "选项：", "en": "Options:"}[lang])[0].rstrip()
    opening = {"zh": "示例：", "en": "Example: "}[lang]
    assert before_options.splitlines()[-1].startswith(f"  {opening}{' '.join(['socialgraph', *words_of(code)])}")


@pytest.mark.parametrize("code", COMMANDS)
def test_chinese_help_is_chinese_line_by_line_and_fits_the_page(code: str) -> None:
    page = run(*words_of(code), "--help", lang="zh").stdout
    lines = [line for line in page.splitlines() if line.strip() and "示例：" not in line]
    assert [line for line in lines if display_width(line) > PAGE] == []
    english = re.compile(r"Usage|Options|Commands|default|required|\\b(?:the|of|and|is)\\b|TEXT|DIRECTORY|INTEGER")
    assert [line for line in lines if english.search(line)] == []
    assert CHINESE.search(lines[0])


@pytest.mark.parametrize(
    "words",
    [
        ["--lang", "zh", "--help"],
        ["--help", "--lang", "zh"],
        ["--lang", "zh", "diagnose", "--help"],
        ["diagnose", "--help", "--lang", "zh"],
        ["diagnose", "--lang=zh", "-h"],
        ["--lang", "en", "diagnose", "-h", "--lang", "zh"],
    ],
)
def test_lang_counts_wherever_it_stands(words: list[str]) -> None:
    assert run(*words).stdout.startswith("用法：")


@pytest.mark.parametrize(
    "words",
    [
        ["load", "--zzz", "--lang", "zh"],
        ["--zzz", "--lang", "zh"],
        ["diagnose", "--as-of", "never", "--lang=zh"],
        ["--lang", "zh", "diagnose", "--zzz"],
        ["zzz", "--lang", "zh"],
    ],
)
def test_wrong_use_before_lang_is_told_in_its_language(words: list[str]) -> None:
    result = run(*words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("用法：")
    assert "错误：" in result.stderr


def test_what_follows_two_dashes_is_no_option() -> None:
    assert run("load", "--zzz", "--", "--lang", "zh").stderr.startswith("Usage: ")


def test_the_language_before_a_command_is_that_of_its_messages(tmp_path: Path) -> None:
    assert run("--lang", "zh", "diagnose", "--project", str(tmp_path)).stderr.startswith("错误：")


@pytest.mark.parametrize(("computer", "lang"), [("zh_CN.UTF-8", "zh"), ("en_GB.UTF-8", "en")])
def test_the_demo_speaks_the_language_of_the_computer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, computer: str, lang: str
) -> None:
    languages: list[str] = []
    monkeypatch.setattr("socialgraph.office.demo.show_town", lambda *_, lang, **__: languages.append(lang))
    for name in ("LC_ALL", "LC_MESSAGES", "SOCIALGRAPH_LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", computer)
    assert CliRunner().invoke(main, ["demo", str(tmp_path / "town")]).exit_code == 0
    assert CliRunner().invoke(main, ["--lang", "zh", "demo", str(tmp_path / "town")]).exit_code == 0
    assert languages == [lang, "zh"]


def test_wrapping_loses_no_character_and_parts_no_punctuation_from_its_word() -> None:
    text = "写一页不联网也能打开的网页：公开的数字（至少五户）；加 --internal 则是“全部”。"
    lines = flowed(text, 12)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert [line for line in lines if line[0] in "：；）。”"] == []
