"""The scores of one household as a picture; it shows a single flat and is an export."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from socialgraph.errors import InputError
from socialgraph.files.private import write_private
from socialgraph.office.lists.handing_out import anchor_log, numbered_act
from socialgraph.office.session import audit_log, opened_store
from socialgraph.outputs.page.html import document, element
from socialgraph.outputs.page.scores import scores_section
from socialgraph.outputs.words import page_text
from socialgraph.privacy.confirming import must_be_a_name

if TYPE_CHECKING:
    import pandas as pd

    from socialgraph.messages import Lang
    from socialgraph.project.settings import Project


def draw_scores(project: Project, parts: pd.DataFrame, flat: str, out: Path, confirmed_by: str, lang: Lang) -> str:
    """Write the page; the number of the export.

    Raises
    ------
    InputError
        If nobody confirms it, or nobody was suggested for the household.
    """
    must_be_a_name(confirmed_by, InputError("report_page.unconfirmed"))
    section = scores_section(parts, lang)
    if not section:
        raise InputError("report_page.no_scores", flat=flat)
    project.require_purpose()
    with opened_store(project) as store:
        given_out = store.read(["assignments"])["assignments"]
    audit = audit_log(project)
    with numbered_act(project, audit, given_out, "picture", scope=flat, confirmed_by=confirmed_by) as (number, act):
        act.counts, act.files = {"flats": 1}, [out]
        title = page_text("score_title", lang, flat=flat)
        head = element("h1", title) + element("p", page_text("internal_mark", lang), "mark")
        foot = element("p", page_text("grievance_line", lang, grievance=project.grievance)) + element(
            "p", page_text("internal_foot", lang, export_id=number, made_on=project.today().isoformat()), "small"
        )
        html = document(title=title, lang=lang, head=head, body=section, foot=foot)
        write_private(out, html.encode("utf-8"))
    anchor_log(project, audit)
    return number
