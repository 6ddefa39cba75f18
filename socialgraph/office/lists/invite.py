"""The secretary's list of people to invite: named, confirmed, numbered, in the log, and a contact of each household."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from socialgraph.assignment.plan import assign
from socialgraph.assignment.what_if.gains import invitations
from socialgraph.errors import InputError
from socialgraph.office.lists.handing_out import anchor, context_of, hand_out, numbered_act
from socialgraph.office.places import is_inside, scope_of
from socialgraph.office.session import must_be_safe_to_list, opened_store, town_of
from socialgraph.outputs.list_rows import assignment_records, from_day_on
from socialgraph.outputs.next_sheets import Invitation, write_invitations
from socialgraph.outputs.words import page_words
from socialgraph.privacy.audit import AuditLog
from socialgraph.privacy.confirming import must_be_a_name
from socialgraph.privacy.keys import Keys
from socialgraph.privacy.vault import Vault
from socialgraph.reach.invitations import INVITE
from socialgraph.reach.quiet_hours import first_contact_day

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from socialgraph.arrays.types import Ints
    from socialgraph.assignment.plan import Assignment
    from socialgraph.assignment.setting import Limits
    from socialgraph.messages import Lang
    from socialgraph.project.settings import Project

MOST_INVITED = 10
LEAST_GAIN = 1e-9  # less is rounding: nobody is asked for nothing


def invite_list(
    project: Project,
    *,
    confirmed_by: str,
    out: Path,
    scope: str = "",
    top: int = MOST_INVITED,
    limits: Limits | None = None,
    lang: Lang = "zh",
) -> tuple[str, int]:
    """Write whom to ask to help: the `top` who would gain today's plan most, in natural order of address.

    By the rules of every export: confirmed by name, numbered, in the log before and after, in the graph before anybody
    holds it. Each is an open contact of their household until the list expires, and is not invited again within 180
    days, whatever they say: an answer is recorded nowhere.

    Parameters
    ----------
    out : the workbook; nothing may lie there.
    scope : a building (`5`) or a door (`5-2`) where the invited live; "" for everywhere.
    top : how many at the most.
    limits : evenings, refusals and promises of the plan.

    Returns
    -------
    The list's number and how many people stand in it; ("", 0), and nothing is written, where nobody can be invited.

    Raises
    ------
    InputError
        If nobody confirms it, the scope is none, or the vault has no name for somebody.
    """
    must_be_a_name(confirmed_by)
    today, keys = project.today(), Keys.load(project.key_id)
    audit = AuditLog(project.working_folder(), keys)
    with opened_store(project) as store:
        town, unfinished = town_of(store, project)
        must_be_safe_to_list(town, unfinished)
        scope = scope_of(town, scope)
        plan = assign(town, as_of=today, policy=project.policy, today=today, limits=limits)
        people = _invited(plan, scope, top)
        if len(people) == 0:
            return "", 0
        given_out = store.read(["assignments"])["assignments"]
        reserved = numbered_act(project, audit, given_out, "export", scope=scope, confirmed_by=confirmed_by)
        with reserved as (export_id, act):
            names = Vault(project.working_folder(), keys).read("export", audit).names
            nameless = len({town.persons.key[p] for p in people} - set(names))
            if nameless:
                raise InputError("export.nameless", volunteers=nameless)
            act.counts = {"invited": len(people)}
            context = context_of(
                project, export_id, confirmed_by=confirmed_by, audit_head=str(audit.head()), lang=lang, scope=scope
            )
            first = first_contact_day(project.now())
            rows = from_day_on(_rows(plan, people), first)
            open_rows = assignment_records(rows, export_id, context.exported_on, context.last_day)
            written = partial(write_invitations, out, _written(plan, people, names, lang, first), context)
            hand_out(store, open_rows, out, written, since=town.run_id)
            act.files = [out]
        anchor(store, project, audit)
    return export_id, len(people)


def _invited(plan: Assignment, scope: str, top: int) -> Ints:
    """The people of the list by address: the table's best, who live in the scope."""
    town, table = plan.town, invitations(plan)
    person = town.persons.key.codes(table["person"])
    home = town.persons.household[person]
    # who lives nowhere known could not be spared a second asking: their household keeps the record of it
    fits = (table["gain"].to_numpy() > LEAST_GAIN) & (home >= 0) & is_inside(town, scope)[home]
    chosen = person[fits][:top]
    return chosen[np.lexsort((chosen, town.persons.household[chosen]))].astype(np.int64)


def _rows(plan: Assignment, people: Ints) -> pd.DataFrame:
    """Columns of `list_rows.assignment_records`."""
    town = plan.town
    home = town.persons.household[people]
    rows = pd.DataFrame(
        {
            "row_no": range(1, len(people) + 1),
            "household": town.households.key[home],
            "person": town.persons.key[people],
            "not_before": plan.setting.budget.not_before[home].astype(str),
        }
    )
    return rows.assign(role=INVITE, missing_key="", concern="", measure="")


def _written(plan: Assignment, people: Ints, names: Mapping[str, str], lang: Lang, first: dt.date) -> list[Invitation]:
    """The same people as the secretary reads them."""
    town, table, role_words = plan.town, plan.town.tables["people"], page_words("role", lang)
    roles = dict(zip(table["person"].tolist(), table["roles"].astype(str), strict=True))
    comma = page_words("glue", lang)["list"]
    return [
        Invitation(
            name=names[town.persons.key[person]],
            address=town.households.label[town.persons.household[person]],
            role=comma.join(role_words.get(role, role) for role in roles.get(person, "").split("|") if role),
            not_before=max(plan.setting.budget.not_before[town.persons.household[person]].astype(object), first),
        )
        for person in people.tolist()
    ]
