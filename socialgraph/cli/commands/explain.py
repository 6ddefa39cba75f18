"""`socialgraph explain`."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from socialgraph.cli.helping import HelpedCommand
from socialgraph.cli.names import known_names, names_option, with_names
from socialgraph.cli.options import as_of_option, format_option, lang_option, project_option
from socialgraph.cli.plan_options import plan_of, watching
from socialgraph.cli.printing import print_table
from socialgraph.cli.session import day_of, open_project, read_town
from socialgraph.cli.speaking import echo, language, say
from socialgraph.shipped import shipped_table


@click.command("explain", cls=HelpedCommand)
@click.argument("flat")
@project_option
@as_of_option
@click.option("--picture", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--confirmed-by", default="")
@click.option("--parts", is_flag=True)
@lang_option
@format_option
@names_option
def command(
    flat: str,
    folder: Path,
    as_of: dt.date | None,
    picture: Path | None,
    confirmed_by: str,
    parts: bool,
    form: str,
    names: bool,
) -> None:
    """Say in ten lines what lies behind one household; with --parts words, ties, paths, scores, what was missing."""
    from socialgraph.office.places import household_labels
    from socialgraph.office.score_picture import draw_scores
    from socialgraph.outputs.screen import story, story_words
    from socialgraph.outputs.words import page_text
    from socialgraph.reach.explain import explain

    project = open_project(folder)
    known = known_names(project, "explain", form, wanted=names)
    town = read_town(project, as_of)
    (flat,) = household_labels(town, [flat])
    on = day_of(project, as_of)
    result = explain(town, flat, as_of=on, policy=project.policy)
    with watching(None) as watch:
        step = plan_of(project, town, on, watch=watch).step[town.find_household(flat)]
    if step:
        rule = next(row for row in shipped_table("steps") if row["step"] == step)
        result.loc[len(result)] = ["next step", step, "", f"steps.csv: {rule['when']}", ""]
    if picture is not None:
        say(
            "report_page.picture",
            path=picture,
            list=draw_scores(project, result, flat, picture, confirmed_by, language()),
        )
        return
    if parts or form != "table":
        shown = story_words(result, language()) if form == "table" else result
        print_table(with_names(shown, known), form, "parts")
        return
    print_table(with_names(story_words(story(result), language()), known), form, "explain")
    echo(page_text("explain_more", language(), n=len(result)), err=True)
