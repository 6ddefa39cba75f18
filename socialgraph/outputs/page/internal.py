"""The internal edition: the whole of one scope on one page, confirmed, numbered, not to be posted."""

from __future__ import annotations

from socialgraph.outputs.page.building_sections import buildings_section
from socialgraph.outputs.page.findings import Findings, PageHead
from socialgraph.outputs.page.html import document, element
from socialgraph.outputs.page.scores import planned_scores_section
from socialgraph.outputs.page.sections import (
    capital_section,
    changes_section,
    concerns_section,
    forecast_section,
    isolation_section,
    overview_section,
    quality_section,
    reading_section,
)
from socialgraph.outputs.words import page_text, page_words

_SECTIONS = {
    "overview": overview_section,
    "buildings": buildings_section,
    "isolation": isolation_section,
    "concerns": concerns_section,
    "forecast": forecast_section,
    "score": planned_scores_section,
    "capital": capital_section,
    "changes": changes_section,
    "quality": quality_section,
    "reading": reading_section,
}


def internal_page(findings: Findings, head: PageHead, *, extra: str = "") -> str:
    """The page as HTML; `extra` are further sections (HTML), put before "how to read"."""
    lang = head.lang
    titles = page_words("section", lang)
    made = {key: make(findings, titles[key], lang) for key, make in _SECTIONS.items()}
    links = "".join(f'<li><a href="#{key}">{titles[key]}</a></li>' for key, html in made.items() if html)
    title = page_text("internal_title", lang, name=head.name)
    reading = made.pop("reading")
    return document(
        title=title,
        lang=lang,
        head=_head(findings, head, title) + f'<nav aria-label="{titles["contents"]}"><ul>{links}</ul></nav>',
        body="".join(made.values()) + extra + reading,
        foot=_foot(head),
    )


def _head(findings: Findings, head: PageHead, title: str) -> str:
    lang = head.lang
    line = page_text(
        "internal_line",
        lang,
        date=findings.as_of.isoformat(),
        scope=head.scope or page_text("whole_scope", lang),
        export_id=head.export_id,
        handler=head.handler,
        confirmed_by=head.confirmed_by,
    )
    return element("h1", title) + element("p", page_text("internal_mark", lang), "mark") + element("p", line, "small")


def _foot(head: PageHead) -> str:
    lang = head.lang
    return element("p", page_text("grievance_line", lang, grievance=head.grievance)) + element(
        "p", page_text("internal_foot", lang, export_id=head.export_id, made_on=head.made_on.isoformat()), "small"
    )
