"""The public edition: how far the stacks have come, fit for a notice board. It names no stack and no flat."""

from __future__ import annotations

from collections.abc import Iterator

from socialgraph.messages import Lang
from socialgraph.outputs.page.html import cards, document, element, percent, section, table
from socialgraph.outputs.page.public_figures import POOLED, Group, PublicFigures, totals
from socialgraph.outputs.words import page_text, page_words


def public_page(figures: PublicFigures, *, name: str, handler: str, grievance: str, lang: Lang) -> str:
    """The page as HTML.

    Parameters
    ----------
    figures : what may be posted, from `public_figures`.
    name : the project or compound, as people call it; handler : who publishes; grievance : whom to complain to.
    """
    title = page_text("public_title", lang, name=name)
    head = element("h1", title) + element("p", page_text("public_line", lang, date=figures["date"], handler=handler))
    body = "".join(_compounds(figures, lang)) + section(
        "reading",
        page_words("section", lang)["reading"],
        *(element("p", page_text(code, lang)) for code in ("public_stack", "public_states", "public_small")),
    )
    foot = element("p", page_text("public_grievance", lang, grievance=grievance), "small")
    return document(title=title, lang=lang, head=head, body=body, foot=foot)


def _compounds(figures: PublicFigures, lang: Lang) -> Iterator[str]:
    words = page_words("public_column", lang)
    summed = totals(figures)
    names = list(dict.fromkeys([*summed, *(rate["compound"] for rate in figures["rates"])]))
    for place, compound in enumerate(names):
        groups = [group for group in figures["groups"] if group["compound"] == compound]
        stacks = summed.get(compound, [0, 0, 0])
        all_stacks = sum(stacks)
        shown = [
            (f"{stacks[k]} / {all_stacks}", words[code]) for k, code in enumerate(("complete", "ready")) if all_stacks
        ]
        rates = [rate for rate in figures["rates"] if rate["compound"] == compound]
        shown += [
            (percent(rate["flats"] / rate["of"]) if rate["shown"] else "—", words[rate["rate"]]) for rate in rates
        ]
        rows = [_row(group, figures["date"], lang) for group in groups]
        headings = [words[code] for code in ("building", "complete", "ready", "not_yet", "date")]
        if not any(row[-1] for row in rows):  # every figure is of the page's own date
            headings, rows = headings[:-1], [row[:-1] for row in rows]
        title = compound or page_words("section", lang)["progress"]
        yield section(
            f"c{place}", title, cards(shown), table(page_text("public_table", lang), headings, rows) if rows else ""
        )


def _row(group: Group, today: str, lang: Lang) -> list[str]:
    building = group["building"]
    name = page_text("building_name", lang, building=building) if building != POOLED else page_text("pooled", lang)
    return [name, *map(str, group["stacks"]), "" if group["date"] == today else group["date"]]
