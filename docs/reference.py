"""Writes `commands.md` and `tables.md` from the code; `tests/test_docs.py` checks that they are as it would write them.

python docs/reference.py
"""

from __future__ import annotations

from pathlib import Path

import click

from socialgraph.cli import main
from socialgraph.cli.helping import HelpContext
from socialgraph.cli.speaking import remember_asked
from socialgraph.schema.tables import TABLES

DOCS = Path(__file__).parent

COMMANDS_HEAD = """# Commands

Every command takes `--help`. Exit code 0: done; 1: the work failed, one line says why and what to do; 2: wrong use.
With `--format json` stdout is one JSON list of records and nothing else; the rest is said on stderr.
"""

TABLES_HEAD = """# Data formats

The canonical tables are what the loaders make of workbooks, and also a public input format: `socialgraph load DIR`
reads a folder of `TABLE.csv` (UTF-8, header line) or `TABLE.parquet` files with these columns. Further columns are
dropped; a column `compound` may be in any table and is needed where more than one compound is loaded.

Buildings `5`, `甲5`, `5甲`, `西`; doors `2` or empty; rooms `301`, `501A` (split), `302|303` (merged), `底商1`,
`B1-03`. Several values in one cell are joined by `|`. Dates are `2026-08-01`, or `2026-08`, `2026` when no
more is known. Truth values are `true`, `false` or empty. Codes are those of `loaders/data/vocab.csv`; kinds
of ties are those of `socialgraph/data/tie_kinds.csv`, and an unknown one stops the load. Rows with the same
key are one thing.
"""


def command_reference() -> str:
    """The page of commands: the help of each, as a terminal of 100 columns prints it."""
    context = HelpContext(main, info_name="socialgraph", terminal_width=100, **main.context_settings)
    remember_asked(context, ["--lang", "en"])
    parts = [COMMANDS_HEAD]
    for name in main.list_commands(context):
        command = main.get_command(context, name)
        assert command is not None
        parts.append(f"## {name}\n\n{_help(command, context, name)}")
        if isinstance(command, click.Group):
            inner = HelpContext(command, info_name=name, parent=context, max_content_width=100, terminal_width=100)
            for sub_name in command.list_commands(inner):
                sub = command.get_command(inner, sub_name)
                assert sub is not None
                parts.append(f"### {name} {sub_name}\n\n{_help(sub, inner, sub_name)}")
    return "\n".join(parts)


def _help(command: click.Command, parent: click.Context, name: str) -> str:
    context = HelpContext(command, info_name=name, parent=parent, max_content_width=100, terminal_width=100)
    return f"```\n{command.get_help(context)}\n```\n"


def table_reference() -> str:
    """The page of canonical tables: columns with their kind of value, and the key."""
    parts = [TABLES_HEAD]
    for table in TABLES.values():
        rows = "\n".join(
            f"| {column.name} | {column.kind} | {f'`{column.vocabulary}`' if column.vocabulary else ''} |"
            for column in table.columns
        )
        key = ", ".join(table.key)
        parts.append(f"## {table.name}\n\nKey: {key}\n\n| column | value | codes |\n|---|---|---|\n{rows}\n")
    return "\n".join(parts)


if __name__ == "__main__":
    (DOCS / "commands.md").write_text(command_reference(), encoding="utf-8")
    (DOCS / "tables.md").write_text(table_reference(), encoding="utf-8")
