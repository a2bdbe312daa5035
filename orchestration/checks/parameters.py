"""The suite parameters that come from seeds: a code list stands in `dbt_project/seeds`, a suite only points at it.

A suite writes `{"$PARAMETER": "<name>"}` (Great Expectations' own notation) where a value set or regex is wanted, and its
meta says where the values come from:

    "parameters": {"<name>": {"seeds": ["exam_kind.exam_kind"], "more": ["UDI"], "as": "spellings"}}

seeds: `<seed>.<column>` of `seeds/reference`; empty cells are left out. more: what is admitted beside them.
as: "values" (default), the list for an exact comparison; or "spellings", a regex that reads the values as staging does:
without regard to case, leading zeros, a decimal of zero, and to anything that is no letter or digit; an empty cell passes.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from orchestration.landing import paths

_BETWEEN = "[^A-Za-z0-9]*"


def seed_values(seed: str, column: str, folder: Path | None = None) -> list[str]:
    """The distinct filled values of a seed's column, in the seed's order. Raises ValueError if there is no such column."""
    path = (folder or paths.REFERENCE) / f"{seed}.csv"
    try:
        with path.open(encoding="utf-8", newline="") as handle:
            reader = csv.DictReader(handle)
            if column not in (reader.fieldnames or ()):
                raise ValueError(f"{path} has no column {column}.")
            return list(dict.fromkeys(row[column] for row in reader if row[column]))
    except FileNotFoundError:
        raise ValueError(f"{path} is missing.") from None


def spellings(values: list[str]) -> str:
    """A regex for Python and RE2 that matches each value in any spelling, and nothing but the values."""
    return f"(?i)^{_BETWEEN}(?:{'|'.join(_spelling(value) for value in values)})?{_BETWEEN}$"


def _spelling(value: str) -> str:
    if value.isdigit():
        return f"0*{value.lstrip('0') or '0'}(?:[.,]0+)?"
    return _BETWEEN.join(character for character in value if character.isalnum())


def resolved(suite: dict) -> dict:
    """The suite with every parameter replaced by its values; as it was if it has none.

    Raises:
        ValueError: a parameter is not declared, not used, or its seed is not there.
    """
    declared = suite["meta"].get("parameters", {})
    values = {name: _value(declaration) for name, declaration in declared.items()}
    used = set()

    def filled(argument: Any) -> Any:
        if not (isinstance(argument, dict) and "$PARAMETER" in argument):
            return argument
        name = argument["$PARAMETER"]
        if name not in values:
            raise ValueError(f"parameter {name} is not declared in the suite's meta.parameters.")
        used.add(name)
        return values[name]

    expectations = [
        {**expectation, "kwargs": {key: filled(value) for key, value in expectation["kwargs"].items()}}
        for expectation in suite["expectations"]
    ]
    if idle := sorted(set(values) - used):
        raise ValueError(f"no expectation uses the parameters {', '.join(idle)}.")
    return {**suite, "expectations": expectations}


def _value(declaration: dict) -> list[str] | str:
    values: list[str] = []
    for reference in declaration["seeds"]:
        values += seed_values(*reference.split(".", 1))
    values = list(dict.fromkeys([*values, *declaration.get("more", [])]))
    kind = declaration.get("as", "values")
    if kind not in ("values", "spellings"):
        raise ValueError(f"a parameter is given as values or spellings, not as {kind!r}.")
    return spellings(values) if kind == "spellings" else values
