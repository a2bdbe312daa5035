"""The suite parameters that come from seeds: a code list stands in `dbt_project/seeds`, a suite only points at it.

A suite writes `{"$PARAMETER": "<name>"}` (Great Expectations' own notation) where a value set or regex is wanted, and its
meta says where the values come from:

    "parameters": {"<name>": {"seeds": ["exam_kind.exam_kind"], "more": ["UDI"], "as": "spellings"}}

seeds: `<seed>.<column>` of `seeds/reference`; empty cells are left out. more: what is admitted beside them.
where_not_region: the column with the region slug; the values of the region that is judged are left out, so the suite
differs by region.
as: "values" (default), the list for an exact comparison; or "spellings", a regex that reads the values as staging does:
without regard to case, leading zeros, a decimal of zero, and to anything that is no letter or digit; an empty cell passes;
or "ids", a regex that matches the values whatever their case and what surrounds them, and no empty cell;
or "names", what the column `label` calls each value, by `id_key` of the value.
"""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import Any

from orchestration.landing import paths

_BETWEEN = "[^A-Za-z0-9]*"


def seed_values(seed: str, column: str, folder: Path | None = None) -> list[str]:
    """The distinct filled values of a seed's column, in the seed's order. Raises ValueError if there is no such column."""
    return list(dict.fromkeys(value for (value,) in _seed_rows(seed, [column], folder) if value))


def _seed_rows(seed: str, columns: list[str], folder: Path | None = None) -> list[tuple[str, ...]]:
    path = (folder or paths.REFERENCE) / f"{seed}.csv"
    try:
        with path.open(encoding="utf-8", newline="") as handle:
            reader = csv.DictReader(handle)
            for column in columns:
                if column not in (reader.fieldnames or ()):
                    raise ValueError(f"{path} has no column {column}.")
            return [tuple(row[column] for column in columns) for row in reader]
    except FileNotFoundError:
        raise ValueError(f"{path} is missing.") from None


def _other_regions(seed: str, column: str, slug: str, region: str) -> list[str]:
    """The values that no row of the region has."""
    rows = _seed_rows(seed, [slug, column])
    own = {id_key(value) for where, value in rows if where == region}
    return [value for _, value in rows if value and id_key(value) not in own]


def id_key(value: str) -> str:
    """An id without regard to case and to anything that is no letter or digit."""
    return re.sub("[^A-Za-z0-9]", "", value).upper()


def spellings(values: list[str]) -> str:
    """A regex for Python and RE2 that matches each value in any spelling, and nothing but the values."""
    return f"(?i)^{_BETWEEN}(?:{'|'.join(_spelling(value) for value in values)})?{_BETWEEN}$"


def _spelling(value: str) -> str:
    if value.isdigit():
        return f"0*{value.lstrip('0') or '0'}(?:[.,]0+)?"
    return _BETWEEN.join(character for character in value if character.isalnum())


def _ids(values: list[str]) -> str:
    nothing = r"[^\s\S]"
    return f"(?i)^{_BETWEEN}(?:{'|'.join(map(re.escape, values)) or nothing}){_BETWEEN}$"


def is_regional(suite: dict) -> bool:
    """Whether a suite, resolved or not, differs by region."""
    return any("where_not_region" in declaration for declaration in suite["meta"].get("parameters", {}).values())


def resolved(suite: dict, region: str = "") -> dict:
    """The suite with every parameter replaced by its values for a region's files; as it was if it has none.

    Raises:
        ValueError: a parameter is not declared, not used, or its seed is not there.
    """
    declared = suite["meta"].get("parameters", {})
    values = {name: _value(declaration, region) for name, declaration in declared.items()}
    used = set()

    def filled(argument: Any) -> Any:
        if not (isinstance(argument, dict) and "$PARAMETER" in argument):
            return argument
        name = argument["$PARAMETER"]
        if name not in values:
            raise ValueError(f"parameter {name} is not declared in the suite's meta.parameters.")
        used.add(name)
        return values[name]

    parts = ("kwargs", "meta")
    expectations = [
        expectation | {part: {key: filled(value) for key, value in expectation[part].items()} for part in parts}
        for expectation in suite["expectations"]
    ]
    if idle := sorted(set(values) - used):
        raise ValueError(f"no expectation uses the parameters {', '.join(idle)}.")
    return {**suite, "expectations": expectations}


def _value(declaration: dict, region: str) -> list[str] | str | dict[str, str]:
    kind, slug = declaration.get("as", "values"), declaration.get("where_not_region")
    values: list[str] = []
    for reference in declaration["seeds"]:
        seed, column = reference.split(".", 1)
        if kind == "names":
            return {id_key(value): name for value, name in _seed_rows(seed, [column, declaration["label"]]) if value}
        values += _other_regions(seed, column, slug, region) if slug else seed_values(seed, column)
    values = list(dict.fromkeys([*values, *declaration.get("more", [])]))
    if kind not in _KINDS:
        raise ValueError(f"a parameter is given as {', '.join(_KINDS)} or names, not as {kind!r}.")
    return _KINDS[kind](values)


_KINDS = {"values": list, "spellings": spellings, "ids": _ids}
