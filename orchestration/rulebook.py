"""docs/rules.md: every rule that the pipeline knows, as a page for a personnel officer, made from seeds/rules alone.

`make docs` writes it; a test holds the committed page against the seeds.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import yaml

from orchestration.explain.speech import day, legal_basis, word, words
from orchestration.publish.project import DBT_PROJECT, REPOSITORY

PAGE = REPOSITORY / "docs" / "rules.md"
Row = dict[str, str]
_COMMON = ("rule_id", "unit", "version_by", "valid_from", "valid_to", "legal_basis", "article", "confidence", "note")
_TAIL = ("Since", "Until", "Legal basis", "How sure", "Note")
# Columns of codes -> the list of words that says them.
_CODES = {
    "education_class": "education_class",
    "predikat": "predikat",
    "organisation_predikat": "predikat",
    "grade_id": "grade",
    "next_grade_id": "grade",
    "exam_kind": "exam_kind",
    "result_rating": "rating",
    "behaviour_rating": "rating",
    "performance_rating": "rating",
    "review_kind": "review_kind",
    "position_class": "position_class",
    "position_level": "position_level",
    "gate_dataset": "dataset",
}
_NAMED_BY_SEED = {
    "echelon_id": ("echelon", "echelon"),
    "punishment_kind_id": ("punishment_kind", "punishment_kind_name"),
    "structural_training_id": ("structural_training", "structural_training_name"),
}
_UNIT_WORDS = {
    "predikat": "predikat",
    "education class": "education_class",
    "exam": "exam_kind",
    "level": "position_level",
}
_READERS = {
    "verdict": "Verdicts rest on it.",
    "comparison": "The comparison of regions rests on it.",
    "check": "It checks what is recorded; no verdict rests on it.",
    "explanation": "The history and the explanation show it; no verdict rests on it.",
    "docs": "For reading only: nothing is computed from it.",
}
_INTRO = """# The rules as applied

Made from `dbt_project/seeds/rules` by `make docs`; do not edit. How to change a rule: [regulations.md](regulations.md).

These are the regulations and our choices as known in November 2026, **not checked against the official gazette**. A verdict
cites the row that it rests on (`rule_id`, `legal_basis`, `rule_valid_from`, `rule_confidence` in `mart_promotion_criteria`).

*Since* and *Until* are the first and the last day on which a row holds. Rows of gates are picked by the date asked about, rows
of scales (predikat, credit, punishments) by the time of the fact: the column *Picked by*.
"""


def write() -> Path:
    """Write the page; returns its path. Raises ValueError where a rule cites a regulation that is not listed."""
    if unknown := unknown_regulations():
        raise ValueError("\n".join(unknown))
    PAGE.write_text(page(), encoding="utf-8")
    return PAGE


def unknown_regulations(seeds: Path = DBT_PROJECT / "seeds") -> list[str]:
    """A line for each rule row that cites a regulation which seeds/reference/regulation.csv does not know."""
    known = {row["regulation"] for row in _rows(seeds / "reference" / "regulation.csv")}
    return [
        f"{path.name}, row {number}: rule {row['rule_id']} cites {row['legal_basis']!r}, but {cited} is no row of "
        "seeds/reference/regulation.csv: add it there (docs/regulations.md)"
        for path in sorted((seeds / "rules").glob("*.csv"))
        for number, row in enumerate(_rows(path), start=2)
        for cited in regulations_cited(row["legal_basis"])
        if cited not in known
    ]


def regulations_cited(basis: str) -> list[str]:
    """The regulations that a legal basis names; none for our own choice, a practice, a predecessor that was not seen."""
    return [
        cited
        for cited in re.split("; | jo ", basis)
        if cited not in ("-", "predecessor not seen") and not cited.startswith("practice (")
    ]


def page(seeds: Path = DBT_PROJECT / "seeds") -> str:
    """The page of a folder of seeds."""
    return "\n".join(_page(seeds)) + "\n"


def _page(seeds: Path) -> Iterator[str]:
    described = yaml.safe_load((seeds / "rules" / "_rules.yml").read_text(encoding="utf-8"))["seeds"]
    tables = {seed["name"]: seed for seed in described}
    rules = _rows(seeds / "rules" / "rule.csv")
    yield _INTRO
    yield from _table(("Mark", "How sure"), ((code, said["en"]) for code, said in words()["confidence"].items()))
    for track, name in words()["track"].items():
        yield from ("", f"## {name['en']}", "", f"{name['id']} (`{track}`).", "")
        yield from _scalars([row for row in rules if row["track"] == track], tables)
    yield from ("", "## What all tracks share", "")
    yield from _scalars([row for row in rules if row["track"] == "*"], tables)
    yield from ("", "## Parameters outside the tracks", "")
    yield from _scalars([row for row in rules if row["track"] == ""], tables)
    yield from ("", "## Tables")
    for name, seed in tables.items():
        if name != "rule":
            yield from _rule_table(seeds, seed)
    yield from ("", "## The regulations cited", "")
    yield "No row is older than what it cites. *Judges facts from* where a regulation judges facts from before it was in force."
    yield ""
    yield from _table(
        ("Regulation", "About", "In force from", "Judges facts from", "Until", "How sure", "Note"),
        (
            (
                legal_basis(row["regulation"], "en"),
                row["title"],
                day(row["in_force_from"], "en"),
                day(row["governs_from"], "en") if row["governs_from"] else "",
                _last_day(row["repealed_from"]),
                row["confidence"],
                row["note"],
            )
            for row in _rows(seeds / "reference" / "regulation.csv")
        ),
    )


def _scalars(rules: list[Row], tables: dict[str, Any]) -> Iterator[str]:
    place = {code: number for number, code in enumerate(words()["criterion"])}
    ordered = sorted(rules, key=lambda row: place.get(row["criterion"], len(place)))
    yield from _table(
        ("Criterion", "What", "Value", "Whom", "Picked by", "Since", "Until", "Legal basis", "How sure", "Rule"),
        (
            (
                word("criterion", row["criterion"], "en") if row["criterion"] else "",
                row["note"],
                _value(row, tables),
                row["applies_to"],
                _picked(row),
                *_validity(row),
                _basis(row),
                row["confidence"],
                f"`{row['rule_id']}`",
            )
            for row in ordered
        ),
    )


def _rule_table(seeds: Path, seed: dict[str, Any]) -> Iterator[str]:
    rows = _rows(seeds / "rules" / f"{seed['name']}.csv")
    named = {
        column: {row[column]: row[name] for row in _rows(seeds / "reference" / f"{source}.csv")}
        for column, (source, name) in _NAMED_BY_SEED.items()
    }
    described = {column["name"]: column["description"] for column in seed["columns"]}
    own = [column for column in rows[0] if column not in _COMMON]
    units, ids = ({row[c] for row in rows} for c in ("unit", "rule_id"))
    yield from ("", f"### {seed['name']}", "", seed["description"])
    yield (
        f"Unit: {', '.join(sorted(units))}. Picked by {_picked(rows[0])}. "
        f"{_READERS[seed['config']['meta']['read_by']]} Rules: {', '.join(f'`{i}`' for i in sorted(ids))}."
    )
    yield ""
    yield from _table(
        (*(described[column] for column in own), *_TAIL),
        (
            (
                *(_cell(column, row[column], named) for column in own),
                *_validity(row),
                _basis(row),
                row["confidence"],
                row["note"],
            )
            for row in rows
        ),
    )


def _cell(column: str, value: str, named: dict[str, dict[str, str]]) -> str:
    if value == "*":
        return "all"
    if column in _CODES and value:
        return word(_CODES[column], value, "en")
    if column in named:
        return named[column].get(value) or value
    return {"true": "yes", "false": "no"}.get(value, value)


def _value(row: Row, tables: dict[str, Any]) -> str:
    value, unit = row["value"], row["unit"]
    if unit == "seed":
        return f"[table](#{value})" if value in tables else value
    if unit in _UNIT_WORDS:
        return word(_UNIT_WORDS[unit], value, "en")
    if unit == "boolean":
        return {"true": "yes", "false": "no"}.get(value, value)
    if value.replace(".", "").isdigit():
        return f"{value} {unit}{'s' if unit in ('year', 'month', 'day') and value != '1' else ''}"
    return value


def _validity(row: Row) -> tuple[str, str]:
    """First and last day; a half-open end is the day after the last."""
    return day(row["valid_from"], "en"), _last_day(row["valid_to"])


def _last_day(end: str) -> str:
    return day(dt.date.fromisoformat(end) - dt.timedelta(days=1), "en") if end else "in force"


def _picked(row: Row) -> str:
    return {"period": "date asked about", "fact": "time of the fact"}[row["version_by"]]


def _basis(row: Row) -> str:
    article = "" if row["article"] == "-" else f" {row['article']}"
    return legal_basis(row["legal_basis"] + article, "en")


def _rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def _table(header: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    names = list(header)
    yield "| " + " | ".join(names) + " |"
    yield "|" + "---|" * len(names)
    for row in rows:
        yield "| " + " | ".join(cell.replace("|", "/") for cell in row) + " |"


if __name__ == "__main__":
    try:
        print(write())
    except ValueError as error:
        sys.exit(str(error))
