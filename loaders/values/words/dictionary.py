"""The words of the outside world: shipped headings and vocabulary, and the project's own additions beside them.

Additions stand in a CSV in the project folder with the columns `field,variant`: `owner_name,房屋主人` adds a
heading, `stance=refused,不中` a way of writing a code of the vocabulary.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from rapidfuzz import process

from socialgraph.errors import InputError
from socialgraph.loaders.encodings import decode_text
from socialgraph.loaders.values.words.heading_keys import data_table, normalised
from socialgraph.loaders.values.words.headings import FORBIDDEN_FIELDS, HeadingDictionary
from socialgraph.loaders.values.words.protected import weakens_a_safeguard
from socialgraph.loaders.values.words.protective import heads_a_wish
from socialgraph.schema.tables import TABLES

_CODE_MARK = "="
# fields of headings that are no columns of a table, and whose words head their columns of ticks
_ANSWERED = {
    **dict.fromkeys(("stance_supply", "stance_sewage", "stance_kitchen", "stance_bathroom", "signed"), "stance"),
    **dict.fromkeys(("access_granted", "willing", "accepted", "known", "do_not_contact"), "boolean"),
}


@dataclass(frozen=True)
class Addition:
    """One line of a project's own dictionary."""

    field: str
    variant: str


def heading_dictionary(additions: Path | None = None) -> HeadingDictionary:
    """The shipped headings and the project's own; a project's heading wins over a shipped one."""
    fields_of: dict[str, list[str]] = {}
    names: dict[str, str] = {}
    for line in data_table("headers.csv"):
        key = normalised(line["chinese_variant"])
        names.setdefault(key, line["chinese_variant"])
        fields = fields_of.setdefault(key, [])
        if line["canonical_field"] not in fields:
            fields.append(line["canonical_field"])
    for name in heading_fields():
        fields_of.setdefault(normalised(name), [name])
    for addition in read_additions(additions) if additions else []:
        if _CODE_MARK not in addition.field:
            names[normalised(addition.variant)] = addition.variant
            fields_of[normalised(addition.variant)] = [addition.field]
    tiers = {(line["upper_field"], line["lower_field"]): line["field"] for line in data_table("header_tiers.csv")}
    variants = {key: tuple(fields) for key, fields in fields_of.items()}
    return HeadingDictionary(variants, tiers, names, _answers(additions))


def _answers(additions: Path | None) -> dict[str, frozenset[str]]:
    """The words of the vocabulary that may head a column of ticks, by the field of the group above them."""
    words = {name: frozenset(map(normalised, variants)) for name, variants in vocabulary_variants(additions).items()}
    coded = {column.name: column.vocabulary for table in TABLES.values() for column in table.columns}
    return {name: words[field_words] for name, field_words in (coded | _ANSWERED).items() if field_words}


@lru_cache(maxsize=1)
def heading_fields() -> frozenset[str]:
    """Every field that a heading can mean."""
    listed = {line["canonical_field"] for line in data_table("headers.csv")}
    tiered = {line["field"] for line in data_table("header_tiers.csv")}
    canonical = {column.name for table in TABLES.values() for column in table.columns}
    return frozenset(listed | tiered | canonical)


def vocabulary_variants(additions: Path | None = None) -> dict[str, dict[str, str]]:
    """Vocabulary field -> {way of writing -> code}, the project's own ways included."""
    words: dict[str, dict[str, str]] = {}
    for line in data_table("vocab.csv"):
        variants = words.setdefault(line["field"], {})
        for variant in line["chinese_variants"].split("|"):
            variants.setdefault(variant, line["canonical_value"])
    for addition in read_additions(additions) if additions else []:
        name, mark, code = addition.field.partition(_CODE_MARK)
        if mark:
            _refuse_weakening(addition.field, addition.variant)
            words.setdefault(name, {})[addition.variant] = code
    return words


@lru_cache(maxsize=1)
def known_words() -> frozenset[str]:
    """Every way of writing a code of the shipped vocabulary: none is anybody's name."""
    return frozenset(word for variants in vocabulary_variants().values() for word in variants if word)


def read_additions(path: Path) -> list[Addition]:
    """The project's own words, in file order; none where the file is not there yet.

    Raises
    ------
    InputError
        If the file has other columns than `field,variant`, or names an unknown field or code.
    """
    if not path.is_file():
        return []
    text, _ = decode_text(path.read_bytes(), path.name)
    lines = csv.DictReader(io.StringIO(text))
    if not {"field", "variant"} <= set(lines.fieldnames or ()):
        raise InputError("dictionary.bad_columns", file=path.name)
    additions = []
    for line in lines:
        name, variant = (line["field"] or "").strip(), (line["variant"] or "").strip()
        if name and variant:
            _require_known(name)
            additions.append(Addition(name, variant))
    return additions


def add_word(path: Path, name: str, variant: str) -> list[Addition]:
    """Add one heading or way of writing to a project's dictionary; adding it again changes nothing.

    Raises
    ------
    InputError
        If the field is unknown, the variant is empty, or it already means something else.
    """
    variant = variant.strip()
    if not normalised(variant):
        raise InputError("dictionary.empty_word")
    _require_known(name)
    additions = read_additions(path)
    if Addition(name, variant) in additions:
        return additions
    _require_free(name, variant, path)
    additions.append(Addition(name, variant))
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(("field", "variant"))
        writer.writerows((addition.field, addition.variant) for addition in additions)
    return additions


def _require_known(name: str) -> None:
    field_name, mark, code = name.partition(_CODE_MARK)
    codes = {line["canonical_value"] for line in data_table("vocab.csv") if line["field"] == field_name}
    known = sorted(codes) if mark else sorted(heading_fields())
    if (code if mark else name) in known:
        return
    near = process.extractOne(code if mark else name, known)
    if near is None:
        raise InputError("dictionary.no_field", name=name)
    nearest = f"{field_name}{mark}{near[0]}" if mark else near[0]
    raise InputError("dictionary.no_field_but", name=name, nearest=nearest)


def shipped_words(name: str) -> dict[str, str]:
    """Way of writing -> code of one field, without any project's own."""
    meanings: dict[str, str] = {}
    for line in data_table("vocab.csv"):
        if line["field"] == name:
            for variant in line["chinese_variants"].split("|"):
                meanings.setdefault(variant, line["canonical_value"])
    return meanings


def _refuse_weakening(name: str, variant: str) -> None:
    """A word that protects somebody keeps its meaning, whoever wrote the dictionary."""
    field_name, _, code = name.partition(_CODE_MARK)
    if weakens_a_safeguard(field_name, code, variant, shipped_words(field_name)):
        raise InputError("dictionary.word_protects", word=variant, field=field_name, code=code)


def _require_free(name: str, variant: str, path: Path) -> None:
    """A heading of a forbidden column must not be led into a kept one, nor a known word change its meaning."""
    if _CODE_MARK in name:
        _refuse_weakening(name, variant)
        return
    if heads_a_wish(variant) and name not in ("do_not_contact", "do_not_contact_on"):
        raise InputError("dictionary.heading_protects", heading=variant, field=name)
    meanings = heading_dictionary(path).variants.get(normalised(variant), ())
    if meanings and name not in meanings:
        taken = ", ".join(meanings)
        if FORBIDDEN_FIELDS & set(meanings):
            raise InputError("dictionary.heading_never_read", heading=variant, field=taken)
        raise InputError("dictionary.heading_taken", heading=variant, field=taken, file=path.name)
