"""Dates of a career: promotion periods as they really were, month arithmetic, and the form dates have in the extracts."""

from __future__ import annotations

from datetime import date, timedelta


def add_months(day: date, months: int) -> date:
    """First-of-month arithmetic that clamps the day (29 Feb + 12 months = 28 Feb)."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    raise AssertionError("unreachable")


def is_period(day: date) -> bool:
    """True if rank promotions took effect on that day: 2 dates a year to 2023, 6 from 2024, 12 from October 2025."""
    if day.day != 1:
        return False
    if day < date(2024, 1, 1):
        return day.month in (4, 10)
    if day < date(2025, 10, 1):
        return day.month % 2 == 0
    return True


def period_floor(day: date) -> date:
    """The latest promotion period on or before the day."""
    day = day.replace(day=1)
    while not is_period(day):
        day = add_months(day, -1)
    return day


def period_ceil(day: date) -> date:
    """The first promotion period on or after the day."""
    if day.day != 1:
        day = add_months(day.replace(day=1), 1)
    while not is_period(day):
        day = add_months(day, 1)
    return day


def dmy(day: date | None, none: str = "") -> str:
    """`dd-MM-yyyy`, the usual form of SIASN; `none` for no date."""
    return day.strftime("%d-%m-") + f"{day.year:04d}" if day else none


def iso_stamp(day: date) -> str:
    """`yyyy-MM-ddT00:00:00Z`, the form of tmtGolongan."""
    return f"{day.isoformat()}T00:00:00Z"


def days_before(day: date, n: int) -> date:
    return day - timedelta(days=n)
