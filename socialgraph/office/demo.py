"""The demo: an invented town's workbooks, loaded and followed all the way to the lists, told step by step."""

from __future__ import annotations

import datetime as dt
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from socialgraph.demo import story
from socialgraph.demo.office_files import write_workbooks
from socialgraph.demo.returned_list import fill_in
from socialgraph.demo.town import DEMO_SEED, DEMO_TIES, generate
from socialgraph.errors import InputError
from socialgraph.messages import LANGS, Lang, text
from socialgraph.office.export import LISTS_FOLDER, export_list
from socialgraph.office.load import load_paths
from socialgraph.office.reading.choices import read_options
from socialgraph.office.session import read_town
from socialgraph.outputs.render import show
from socialgraph.outputs.widths import in_screen
from socialgraph.privacy.keys import Keys
from socialgraph.project.file import FILE_NAME
from socialgraph.project.settings import WORKING_FOLDER, Project, write_project
from socialgraph.reach.contacts import contact_budget
from socialgraph.reach.intermediaries import rank_intermediaries
from socialgraph.reach.isolation import classify_isolation
from socialgraph.stacks.completion import diagnose

WORKBOOKS_FOLDER = "workbooks"


def show_town(folder: Path, *, households: int, seed: int = DEMO_SEED, lang: Lang) -> None:
    """Write, load and follow an invented town in `folder`, saying at each step what was found."""
    project = _make_project(folder, lang)
    today = project.today()
    _tell(story.tell_beginning(lang))
    town = generate(households, seed, today=today, ties_per_household=DEMO_TIES)
    workbooks = project.folder / WORKBOOKS_FOLDER
    _tell(story.tell_files(write_workbooks(workbooks, town.tables), households, lang))
    loaded = load_paths(project, [workbooks], read_options(project), lang=lang, full=True)
    _tell(story.tell_load(loaded.changes, loaded.load.quarantine, lang))
    _follow(project, lang)


def _tell(prose: str) -> None:
    """Prose as wide as a screen; a line to type stays whole."""
    show("\n".join(part for line in prose.split("\n") for part in in_screen(line)))


@dataclass(frozen=True)
class _Found:
    """What the commands say of the town as the graph has it now."""

    stacks: pd.DataFrame
    compounds: pd.DataFrame
    isolated: pd.DataFrame
    ranked: pd.DataFrame
    plan: pd.DataFrame

    @classmethod
    def of(cls, project: Project) -> _Found:
        """Ask as `diagnose`, `isolated`, `suggest` and `assign` ask."""
        from socialgraph.assignment.plan import assign
        from socialgraph.assignment.tables import assignment_table

        today, policy = project.today(), project.policy
        town, _ = read_town(project)
        return cls(
            stacks=diagnose(town, as_of=today, policy=policy),
            compounds=diagnose(town, as_of=today, policy=policy, by="compound"),
            isolated=classify_isolation(town, as_of=today, policy=policy),
            ranked=rank_intermediaries(
                town,
                as_of=today,
                policy=policy,
                over_budget=contact_budget(town, today=today, policy=policy).used_up,
            ),
            plan=assignment_table(assign(town, as_of=today, policy=policy, today=today)),
        )


def _follow(project: Project, lang: Lang) -> None:
    """From the graph to the list, and back again."""
    before = _Found.of(project)
    _tell(story.tell_diagnosis(before.stacks, before.compounds, lang))
    _tell(story.tell_isolation(before.isolated, lang))
    _tell(story.tell_suggestions(before.ranked, lang))
    _tell(story.tell_assignment(before.plan, before.ranked, lang))
    made = export_list(project, confirmed_by=text("story.confirmer", lang), lang=lang)
    _tell(story.tell_list(made.path, made.conversations, lang))
    after = before
    if made.path is not None:
        outcomes = fill_in(made.path, project.today(), lang)
        load_paths(project, [made.path], read_options(project), lang=lang)
        after = _Found.of(project)
        unresolved = len(before.isolated), len(after.isolated)
        _tell(story.tell_return(outcomes, (before.stacks, after.stacks), unresolved, project.policy, lang))
    commands = story.next_commands(after.ranked, after.plan, after.isolated)
    _tell(story.tell_next(project.folder, commands, lang, _called_as()))


def _called_as() -> str:
    """How the program is called from another folder: by its name where that is on the path."""
    if shutil.which("socialgraph"):
        return "socialgraph"
    path = Path(sys.argv[0])
    return str(path.absolute()) if path.stem == "socialgraph" else f"{sys.executable} -m socialgraph"


def _make_project(folder: Path, lang: Lang) -> Project:
    """A new project; an earlier demo's files are removed first, anything else is left alone.

    Raises
    ------
    InputError
        If the folder is a project that is no demo.
    """
    if (folder / FILE_NAME).exists():
        if Project.open(folder).name not in {text("story.project", one) for one in LANGS}:
            raise InputError("demo.real_project", folder=folder)
        for part in (WORKING_FOLDER, WORKBOOKS_FOLDER, LISTS_FOLDER):
            shutil.rmtree(folder / part, ignore_errors=True)
    return write_project(
        folder,
        handler="示范街道办事处（虚构）",
        purpose="示范：上下水改造入户沟通",
        legal_basis="虚构数据，无需依据",
        assessment="DEMO-0",
        retention_end=dt.date(dt.date.today().year + 1, 12, 31),
        grievance="示范社区居委会 010-00000000（虚构）",
        name=text("story.project", lang),
        lang=lang,
        key_id=Keys.ensure().key_id,
        overwrite=True,
    )
