"""What `--help` says, in the language to speak: rows `help.…`, `example.…` and `option.…` of the messages.

A command's row is `help.<command>` (`help.dictionary.add`), an option's `option.<command>.<name>`, or `option.<name>`
where every command means the same by it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import click

from socialgraph.cli.speaking import language, remember_asked
from socialgraph.messages import Lang, text, texts, word
from socialgraph.outputs.widths import display_width, flowed, padded

MAIN = "main"  # in the codes of the program's own help
_LONGEST_NAME = 30
_PLACEHOLDER = re.compile(r"[A-Z]+(?: [A-Z]+)*")
_NAMES = re.compile(r"(?:-{1,2}[\w-]+(?:, )?)+")


class HelpPage(click.HelpFormatter):
    """Lines and columns measured as a screen shows them: a Chinese character takes two columns."""

    def write_heading(self, heading: str) -> None:
        """A heading, which has its colon already."""
        self.write(f"{'':>{self.current_indent}}{heading}\n")

    def write_text(self, text: str) -> None:
        """Paragraphs, parted by an empty line, wrapped to the page."""
        indent = " " * self.current_indent
        paragraphs = [flowed(paragraph, self.width - len(indent)) for paragraph in text.split("\n\n")]
        self.write("\n\n".join("\n".join(indent + line for line in lines) for lines in paragraphs) + "\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = _LONGEST_NAME, col_spacing: int = 2) -> None:
        """Names, and beside them what they mean; below a name that is too long."""
        rows = list(rows)
        column = min(max(display_width(name) for name, _ in rows), col_max) + col_spacing
        indent = " " * self.current_indent
        for name, meaning in rows:
            lines = flowed(meaning, max(self.width - len(indent) - column, 10))
            if display_width(name) > column - col_spacing:
                self.write(f"{indent}{name}\n")
                name = ""
            for line in lines or [""]:
                self.write(f"{indent}{padded(name, column)}{line}".rstrip() + "\n")
                name = ""


class HelpContext(click.Context):
    """A context whose help is laid out by `HelpPage`."""

    formatter_class = HelpPage


class HelpedCommand(click.Command):
    """A command whose help is in the messages, and whose `--lang` counts wherever it stands."""

    context_class = HelpContext

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse; language and project are known before anything is shown or refused."""
        remember_asked(ctx, args)
        return super().parse_args(ctx, args)

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The line `Usage: …`."""
        lang = language(ctx)
        pieces = _with_words(" ".join(self.collect_usage_pieces(ctx)), lang)
        formatter.write_usage(ctx.command_path, pieces, prefix=text("click.usage", lang, usage=""))

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """What the command does, and its examples."""
        lang, code = language(ctx), code_of(ctx)
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(text(f"help.{code}", lang))
            formatter.write_paragraph()
            indent = " " * formatter.current_indent
            for command in text(f"example.{code}", lang).splitlines():  # never flowed: it is there to be copied
                formatter.write(indent + text("manual.example", lang, command=command) + "\n")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options, with defaults."""
        lang = language(ctx)
        options = [param for param in self.get_params(ctx) if isinstance(param, click.Option) and not param.hidden]
        with formatter.section(text("manual.options", lang)):
            formatter.write_dl([_option(option, ctx, lang) for option in options])


class HelpedGroup(HelpedCommand, click.Group):
    """A group of commands, their first sentences below its own help; no module of theirs is loaded for that."""

    command_class = HelpedCommand

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options, and the commands."""
        super().format_options(ctx, formatter)
        self.format_commands(ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Every command with the first paragraph of its help."""
        lang = language(ctx)
        within = [] if ctx.parent is None else [code_of(ctx)]
        rows = [
            (name, text(".".join(["help", *within, name]), lang).split("\n\n")[0]) for name in self.list_commands(ctx)
        ]
        with formatter.section(text("manual.commands", lang)):
            formatter.write_dl(rows)


def code_of(ctx: click.Context) -> str:
    """`dictionary.add` for the command of that context, `main` for the program itself."""
    names: list[str] = []
    while ctx.parent is not None:
        names.append(str(ctx.command.name))
        ctx = ctx.parent
    return ".".join(reversed(names)) or MAIN


def option_code(command: str, option: click.Option) -> str:
    """The code of an option's help: the command's own row, else the one that all share."""
    name = max(option.opts, key=len).lstrip("-").replace("-", "_")
    own = f"option.{command}.{name}"
    return own if own in texts("en") else f"option.{name}"


def _option(option: click.Option, ctx: click.Context, lang: Lang) -> tuple[str, str]:
    """What is typed, and what it means; click knows defaults and limits."""
    shown, known = option.get_help_record(ctx) or ("", "")
    names = _NAMES.match(shown)
    typed = shown[: names.end()] if names else ""
    limits = known[len(option.help or "") :].strip().removeprefix("[").removesuffix("]")
    meaning = text(option_code(code_of(ctx), option), lang)
    if limits:
        meaning += f"  [{'; '.join(_limits(limits.split('; '), lang))}]"
    return typed + _with_words(shown[len(typed) :], lang), meaning


def _limits(limits: Iterable[str], lang: Lang) -> Iterable[str]:
    """`default: (today)`, `required` and the like in the language; what is typed stays as it is."""
    for limit in limits:
        kind, _, value = limit.partition(": ")
        if kind == "required":
            yield text("manual.required", lang)
        elif kind != "default":
            yield limit
        elif value.startswith("("):
            yield text("manual.default", lang, value=word(f"default.{_key(value)}", lang, value.strip("()")))
        else:
            yield text("manual.default", lang, value=value)


def _with_words(shown: str, lang: Lang) -> str:
    """Placeholders like DIRECTORY in the language."""
    return _PLACEHOLDER.sub(lambda match: word(f"placeholder.{_key(match.group())}", lang, match.group()), shown)


def _key(shown: str) -> str:
    """`INTEGER RANGE` → `integer_range`, `(project file)` → `project_file`."""
    return shown.strip("()").lower().replace(" ", "_")
