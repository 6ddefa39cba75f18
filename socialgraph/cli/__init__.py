"""The `socialgraph` command: the one place that joins files, graph, analytics and outputs.

Command modules import nothing heavy at their top, so that `socialgraph --help` answers at once.
"""

from __future__ import annotations

import errno
import io
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

import click

from socialgraph import __version__
from socialgraph.cli.helping import HelpedGroup
from socialgraph.cli.interrupts import told_when_interrupted
from socialgraph.cli.options import lang_option
from socialgraph.cli.speaking import Interrupted, Refusal, SpeakingHandler, WrongUse, spoken
from socialgraph.errors import SocialgraphError
from socialgraph.privacy.sealing.passphrase import ask_with

# each a module of socialgraph.cli.commands, in the order in which an office meets them
COMMANDS = (
    "demo",
    "init",
    "preview",
    "load",
    "quarantine",
    "diagnose",
    "isolated",
    "suggest",
    "explain",
    "plan",
    "assign",
    "export",
    "report",
    "capital",
    "train",
    "evaluate",
    "forecast",
    "template",
    "dictionary",
    "note",
    "rights",
    "purge",
    "audit",
    "completion",
    "key",
)

_DISK_FULL = {errno.ENOSPC, errno.EDQUOT}


def _failure(error: OSError) -> SocialgraphError | None:
    """What the operating system refused as one sentence, or None when it is no such thing."""
    if error.errno in _DISK_FULL:
        return SocialgraphError("system.disk_full")
    if isinstance(error, PermissionError):
        return SocialgraphError("system.no_permission", file=error.filename)
    if error.errno == errno.EROFS:
        return SocialgraphError("system.read_only", file=error.filename)
    return None


def _ask_passphrase() -> str:
    return str(click.prompt(spoken("key.passphrase"), hide_input=True, err=True))


@contextmanager
def _told() -> Iterator[None]:
    """What the user can repair is one line and exit code 1, wrong use exit code 2."""
    try:
        yield
    except click.exceptions.NoArgsIsHelpError:
        raise
    except click.UsageError as error:
        raise error if isinstance(error, WrongUse) else WrongUse(error) from error
    except KeyboardInterrupt as interrupt:
        raise Interrupted from interrupt
    except SocialgraphError as error:
        raise Refusal(error) from error
    except OSError as error:
        refused = _failure(error)
        if refused is None:
            raise
        raise Refusal(refused) from error


class Commands(HelpedGroup):
    """Loads a command's module when it is asked for, and turns what the user can repair into one line."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run; a Chinese Windows console is GBK: what it lacks is replaced on the screen, never in a file."""
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors="replace")
        logger = logging.getLogger("socialgraph")
        logger.handlers, logger.propagate = [SpeakingHandler()], False
        ask_with(_ask_passphrase if sys.stdin is not None and sys.stdin.isatty() else None)
        with told_when_interrupted():
            return super().main(*args, **kwargs)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names in the order of COMMANDS."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, or None."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"socialgraph.cli.commands.{cmd_name}").command
        return command

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse the program's own options."""
        with _told():
            return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        with _told():
            return super().invoke(ctx)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="socialgraph")
@lang_option
def main() -> None:
    """Find the few flats that hold up a stack, and the neighbours they already trust."""
