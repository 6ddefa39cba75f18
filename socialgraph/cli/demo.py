"""`socialgraph demo`."""

from __future__ import annotations

import locale
from pathlib import Path

import click


@click.command("demo")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.option("--households", type=click.IntRange(min=60, max=2400), default=400, show_default=True, help="Size.")
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed gives the same town.")
@click.option(
    "--lang", type=click.Choice(["zh", "en"]), default="en", show_default=True, help="Of the story and lists."
)
def command(folder: Path, households: int, seed: int, lang: str | None) -> None:
    """Show the whole way on an invented town: workbooks, graph, diagnosis, lists; offline, in seconds.

    DIR becomes a project folder like any other, so that every command can be tried in it. A demo that is there
    already is made anew.

    \b
    Example: socialgraph demo my-town
    """
    from socialgraph.cli.showing import show_town

    if lang is None:
        lang = "zh" if (locale.getlocale()[0] or "").lower().startswith(("zh", "chinese")) else "en"
    show_town(folder, households=households, seed=seed, lang=lang)  # type: ignore[arg-type]
