"""Standardization, whatever the text: what is written in a known form is read as it was meant, nothing else is made up.

The macros are rendered without dbt and run in DuckDB over a list of texts at once.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import duckdb
import jinja2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

MACROS = Path(__file__).resolve().parents[2] / "dbt_project" / "macros"
FILES = (
    "engine/text",
    "engine/cast",
    "engine/dates",
    "standardize/text",
    "standardize/dates",
    "standardize/nip",
    "standardize/golongan",
)
MONTHS = "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember".split()
GOLONGAN = [f"{roman}/{letter}" for roman in ("I", "II", "III", "IV") for letter in "abcd"] + ["IV/e"]
SEPARATORS = ["", " ", ".", "'", "\u00a0", "\u200b", "  "]

few = settings(max_examples=15, deadline=None, derandomize=True)


def _macros():
    """The macros of the project as Python functions that give SQL."""
    environment = jinja2.Environment(extensions=["jinja2.ext.do"])
    found = SimpleNamespace()
    adapter = SimpleNamespace(dispatch=lambda name: getattr(found.module, f"default__{name}"))
    text = "\n".join((MACROS / f"{name}.sql").read_text() for name in FILES)
    found.module = environment.from_string(text, {"adapter": adapter, "return": lambda value: value}).module
    return found.module


@pytest.fixture(scope="module")
def read() -> Callable[[str, list[str]], list]:
    """read(name, texts): what the standardization `name` makes of each text."""
    macros = _macros()
    sql = {
        "date": macros.to_date("t"),
        "filled date": macros.filled_date("x"),
        "digits": macros.identifier_digits("x"),
        "problem": macros.nip_problem("t"),
        "golongan": macros.golongan_code("t"),
        "filled": macros.filled("x"),
    }
    inner = {"date": sql["filled date"], "problem": sql["digits"], "golongan": sql["filled"]}
    connection = duckdb.connect()

    def run(name: str, texts: list[str]) -> list:
        query = f"select {sql[name]} from (select n, x, {inner.get(name, 'x')} as t from (select unnest(?) as x, unnest(?) as n)) order by n"
        return [value for (value,) in connection.execute(query, [texts, list(range(len(texts)))]).fetchall()]

    return run


texts = st.lists(
    st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\0"), max_size=30),
    min_size=1,
    max_size=40,
)
days = st.lists(st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31)), min_size=1, max_size=20)


@few
@given(days)
def test_a_date_in_any_known_form_is_that_date(read, found: list[dt.date]) -> None:
    forms = [
        lambda d: f"{d:%d-%m-%Y}",
        lambda d: f"{d:%d/%m/%Y}",
        lambda d: f"{d.day}-{d.month}-{d.year}",
        lambda d: d.isoformat(),
        lambda d: f"{d.isoformat()}T00:00:00",
        lambda d: f"{d.isoformat()}T16:59:59Z",
        lambda d: f"{d.day} {MONTHS[d.month - 1]} {d.year}",
        lambda d: f"\u00a0{d:%d-%m-%Y} ",
        lambda d: f"{d:%d.%m.%Y}",
        lambda d: f"{d:%Y/%m/%d}",
        *(
            lambda d, form=form, clock=clock: f"{d:{form}}{clock}"
            for form in ("%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y", "%Y-%m-%d", "%Y/%m/%d", "%d %B %Y")
            for clock in (" 00:00:00", "T00:00", " 23:59:59.999")
        ),
        *(
            lambda d, clock=clock: f"{d.isoformat()}T{clock}"
            for clock in ("00:00:00+07:00", "00:00:00.000+0800", "23:30:00+09:00", "00:00:00+00:00")
        ),
    ]
    for form in forms:
        assert read("date", [form(day) for day in found]) == found


@few
@given(days)
def test_a_date_that_may_be_another_is_not_read(read, found: list[dt.date]) -> None:
    """An American's clock, two digits of a year, hours that no day has, words around it, a serial number."""
    forms = ("%m/%d/%Y 12:00:00 AM", "%d/%m/%Y 12:00 PM", "%d-%m-%y", "%d-%m-%Y 24:00:00", "%Y-%m-%dT25:00:00Z",
             "%d-%m-%Y 00:60", "%d-%m-%Y pukul 08:00", "Senin, %d %B %Y", "%Y%m%d", "%d-%m", "%m %Y", "%j%Y")  # fmt: skip
    for form in forms:
        texts = [day.strftime(form) for day in found if day.year >= 1900]
        assert read("date", texts) == [None] * len(texts), form


@few
@given(days)
def test_midnight_in_jakarta_told_in_utc_is_the_next_day(read, found: list[dt.date]) -> None:
    late = [day for day in found if day < dt.date(2100, 12, 31)]
    for told in ("17:00:00Z", "23:59:59+00:00"):
        assert read("date", [f"{day}T{told}" for day in late]) == [day + dt.timedelta(days=1) for day in late]


@few
@given(texts)
def test_no_text_is_read_as_a_date_that_is_not_in_it(read, found: list[str]) -> None:
    for text, day in zip(found, read("date", found), strict=True):
        assert day is None or 1900 <= day.year <= 2100 and str(day.year) in text


@st.composite
def _numbers(draw) -> str:
    born = draw(st.dates(dt.date(1945, 1, 1), dt.date(2004, 12, 31)))
    year = draw(st.integers(born.year + 16, born.year + 60))
    month = draw(st.sampled_from([*range(1, 13), *range(20, 100)]))
    return f"{born:%Y%m%d}{year}{month:02d}{draw(st.sampled_from('12'))}{draw(st.integers(1, 999)):03d}"


@few
@given(st.lists(_numbers(), min_size=1, max_size=20), st.lists(st.sampled_from(SEPARATORS), min_size=19, max_size=19))
def test_a_number_is_the_same_however_it_is_parted(read, numbers: list[str], parts: list[str]) -> None:
    written = [
        "".join(part + digit for part, digit in zip(parts, number + parts[-1], strict=False)) for number in numbers
    ]
    assert read("digits", written) == numbers
    assert read("problem", written) == [None] * len(numbers)


@few
@given(texts, st.lists(st.from_regex(r"\A[0-9.E+ ']{1,22}\Z"), min_size=1, max_size=20))
def test_digits_are_never_made_up(read, anything: list[str], nearly: list[str]) -> None:
    found = anything + nearly
    for text, digits, problem in zip(found, read("digits", found), read("problem", found), strict=True):
        assert digits is None or re.sub(r"\s", "", digits) in re.sub(r"[\s.'´’\u200b\u200e\ufeff]", "", text)
        if problem is None:
            assert re.fullmatch(r"[0-9]{18}", digits)


@few
@given(
    st.lists(st.sampled_from(GOLONGAN), min_size=1, max_size=17),
    st.sampled_from(["{r}/{l}", "{r} {l}", "{r}.{l}", "{r}{l}", "Gol. {r}/{l}", "({r}/{l})"]),
    st.booleans(),
)
def test_a_rank_in_any_known_spelling_is_that_rank(read, ranks: list[str], form: str, upper: bool) -> None:
    written = [form.format(r=rank.split("/")[0], l=rank.split("/")[1]) for rank in ranks]
    assert read("golongan", [text.upper() if upper else text for text in written]) == ranks


@few
@given(texts)
def test_no_text_is_read_as_a_rank_that_is_none(read, found: list[str]) -> None:
    known = {
        *GOLONGAN,
        "I/e",
        "II/e",
        "III/e",
        *"I II III IV V VI VII VIII IX X XI XII XIII XIV XV XVI XVII XVIII XIX".split(),
    }
    for text, rank in zip(found, read("golongan", found), strict=True):
        assert rank is None or rank == "" or rank in known, text
