"""The period dates that every run evaluates: the default ones by rule, and those of `$JEJAK_DATA/scope.csv`.

`scope.csv` has one column, `period_date` (ISO). It is an input like any other: part of the publish id.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from orchestration.publish.errors import ConfigError
from orchestration.publish.files import write_atomic

HEADER = "period_date"


@dataclass(frozen=True)
class PeriodRule:
    """One promotion month and the half-open interval in which it is one."""

    month: int
    valid_from: dt.date
    valid_to: dt.date | None

    def date_in(self, year: int) -> dt.date | None:
        """The period date of that year, if the rule holds on it."""
        day = dt.date(year, self.month, 1)
        held = self.valid_from <= day and (self.valid_to is None or day < self.valid_to)
        return day if held else None


def parse_date(text: str) -> dt.date:
    """A strict YYYY-MM-DD date. Raises ValueError for anything else, other ISO spellings too."""
    day = dt.date.fromisoformat(text)
    if day.isoformat() != text:
        raise ValueError(text)
    return day


def read_period_rules(path: Path) -> list[PeriodRule]:
    """The promotion months of `seeds/rules/promotion_period.csv`.

    Raises:
        ConfigError: the seed is missing or holds a value that is no month or date (file and row).
    """
    if not path.is_file():
        raise ConfigError(f"{path}: the seed of promotion periods is missing")
    rules = []
    with path.open(encoding="utf-8", newline="") as handle:
        reader = csv.DictReader(handle)
        for row in reader:
            try:
                end = parse_date(row["valid_to"]) if row["valid_to"] else None
                rules.append(PeriodRule(int(row["month"]), parse_date(row["valid_from"]), end))
            except (KeyError, TypeError, ValueError) as error:
                raise ConfigError(
                    f"{path}, row {reader.line_num}: {error}; expected month, valid_from, valid_to"
                ) from None
    return rules


def default_periods(rules: Iterable[PeriodRule], newest_extract: dt.date) -> list[dt.date]:
    """The period dates of the newest extract's year and the year before, and the first one after that year."""
    rules = list(rules)

    def of_year(year: int) -> list[dt.date]:
        return sorted({day for rule in rules if (day := rule.date_in(year))})

    year = newest_extract.year
    dates = of_year(year - 1) + of_year(year)
    # No rule skips a whole century; the bound only ends the search when every rule has ended.
    following = next((days[0] for later in range(year + 1, year + 101) if (days := of_year(later))), None)
    return dates + ([following] if following else [])


def read_scope(path: Path) -> list[dt.date]:
    """The extra period dates of scope.csv, sorted, each once; none if there is no such file.

    Raises:
        ConfigError: with file, row and column of the first value that is no date.
    """
    if not path.exists():
        return []
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: not UTF-8 (byte {error.start}); save it as UTF-8 text") from None
    reader = csv.reader(io.StringIO(text, newline=""))
    header = next(reader, None)
    if header is None or [name.strip().lower() for name in header] != [HEADER]:
        raise ConfigError(f"{path}, row 1: the header must be the one column '{HEADER}', found {header!r}")
    dates = set()
    for row in reader:
        if not row:
            continue
        where = f"{path}, row {reader.line_num}"
        if len(row) != 1:
            raise ConfigError(f"{where}: {len(row)} values; a row holds one date in column '{HEADER}'")
        try:
            dates.add(parse_date(row[0].strip()))
        except ValueError:
            raise ConfigError(f"{where}, column '{HEADER}': {row[0]!r} is not a date; write it as YYYY-MM-DD") from None
    return sorted(dates)


def refuse_without_rules(dates: Iterable[dt.date], rules: Iterable[PeriodRule], where: str) -> None:
    """Raises ConfigError for a date before the first calendar: of then no rule of promotion is known at all."""
    first = min(rule.valid_from for rule in rules)
    if early := sorted(day for day in dates if day < first):
        raise ConfigError(
            f"{where}: {early[0]} is before {first}; no rule of promotion is known for it. Take a later date"
        )


def add_periods(path: Path, periods: Sequence[dt.date]) -> list[dt.date]:
    """Add dates to scope.csv (atomically) and return its dates; dates already there change nothing.

    The caller holds the run lock.
    """
    present = read_scope(path)
    new = set(periods) - set(present)
    if not new:
        return present
    dates = sorted({*present, *new})
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomic(path, "".join(f"{line}\n" for line in [HEADER, *[day.isoformat() for day in dates]]))
    return dates


def next_period(scope: Sequence[dt.date], known_at: dt.date) -> dt.date | None:
    """The first date of the scope after the newest extract; the last one if all lie behind it."""
    later = [day for day in sorted(scope) if day > known_at]
    return later[0] if later else (max(scope) if scope else None)
