"""The few pieces of HTML that pages are made of; every text is escaped here and nowhere else."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Sequence
from functools import cache
from html import escape
from importlib.resources import files

from socialgraph.messages import Lang


@cache
def style_sheet() -> str:
    """The page's own style sheet."""
    return files("socialgraph").joinpath("data/page.css").read_text(encoding="utf-8")


def policy() -> str:
    """A content-security policy under which nothing loads, runs or is sent: only our own style sheet, by its hash."""
    digest = base64.b64encode(hashlib.sha256(style_sheet().encode("utf-8")).digest()).decode("ascii")
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def document(*, title: str, lang: Lang, head: str, body: str, foot: str) -> str:
    """A whole page; `head`, `body` and `foot` are HTML."""
    return (
        f'<!DOCTYPE html>\n<html lang="{"zh-CN" if lang == "zh" else "en"}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy()}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="robots" content="noindex">\n<meta name="referrer" content="no-referrer">\n'
        f"<title>{escape(title)}</title>\n<style>{style_sheet()}</style>\n</head>\n<body>\n"
        f"<header>{head}</header>\n<main>{body}</main>\n<footer>{foot}</footer>\n</body>\n</html>\n"
    )


def element(tag: str, text: str, kind: str = "") -> str:
    """One element around a text."""
    name = f' class="{kind}"' if kind else ""
    return f"<{tag}{name}>{escape(text)}</{tag}>"


def section(key: str, title: str, *parts: str) -> str:
    """A section with a heading to which the contents lead; empty where it has no parts."""
    inner = "\n".join(part for part in parts if part)
    if not inner:
        return ""
    return f'<section id="{key}" aria-labelledby="h-{key}"><h2 id="h-{key}">{escape(title)}</h2>\n{inner}\n</section>\n'


def table(caption: str, headings: Sequence[str], rows: Iterable[Sequence[str]], *, texts: int = 1) -> str:
    """A table whose first `texts` columns are text and whose others are figures."""
    kinds = ["" if place < texts else ' class="n"' for place in range(len(headings))]
    head = "".join(f'<th scope="col"{kind}>{escape(word)}</th>' for word, kind in zip(headings, kinds, strict=True))
    lines = []
    for row in rows:
        first, *rest = row
        cells = "".join(f"<td{kind}>{escape(text)}</td>" for text, kind in zip(rest, kinds[1:], strict=True))
        lines.append(f'<tr><th scope="row">{escape(first)}</th>{cells}</tr>')
    return scroller(
        caption,
        f"<table><caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{''.join(lines)}</tbody></table>",
    )


def scroller(label: str, inner: str, kind: str = "") -> str:
    """What may be wider than a phone: it scrolls by finger and by key."""
    return f'<div class="scroll {kind}" tabindex="0" role="region" aria-label="{escape(label)}">{inner}</div>'


def cards(items: Iterable[tuple[str, str]]) -> str:
    """Figures that are seen first: (figure, what it is)."""
    return '<ul class="cards">' + "".join(f"<li>{element('b', n)}{escape(what)}</li>" for n, what in items) + "</ul>"


def percent(share: float | None) -> str:
    """`54 %`; a dash where it is not defined."""
    return "—" if share is None or share != share else f"{100 * share:.0f} %"


def number(value: float, decimals: int = 2) -> str:
    """A figure; a dash where it is not defined."""
    return "—" if value != value else f"{value:.{decimals}f}"
