"""The fault corpus: every kind of fault, in every format it applies to, in both regions, comes out as declared.

One landing and one build over all deliveries, each under a day of its own. What is judged is the whole outcome: status and
reason, place, rows, every landed and every staged cell, the quarantine and the ledger. A row that is used, differs from
the clean delivery, and of which nothing is said, is silent corruption.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from orchestration.landing.land import land_region
from orchestration.landing.manifest import Entry, load_entries
from orchestration.landing.paths import DataRoot
from orchestration.landing.registry import DATASETS, META_COLUMNS
from orchestration.publish import build
from orchestration.publish.plan import make_plan
from tests.dbt.compiled import build_compiled
from tests.faults.corpus import KINDS
from tests.faults.corpus.kind import ALL, DATASET, REGIONS, SAME, Kind, Outcome, make, row_of

CLEAN = Kind("clean", ALL, lambda delivery: None, SAME)
CASES = [(kind, form, region) for kind in (CLEAN, *KINDS) for form in kind.formats for region in REGIONS]
FIRST_DAY = dt.date(2019, 1, 1)


@dataclass
class Seen:
    """What came of one case. Persons' numbers are replaced by their place, so that cases can be compared.

    landed, staged: for each row of the file, in order, its cells as text; staged ones without identity. reasons: reason
    codes of each staged row. quarantine: (row, reason_code). ends: how many rows end how. residual: lines of the ledger
    that do not add up.
    """

    entries: list[Entry]
    rows: list[tuple[int, int | None]] = field(default_factory=list)
    landed: list[dict] = field(default_factory=list)
    staged: list[tuple] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    quarantine: list[tuple[int, str]] = field(default_factory=list)
    ends: Counter = field(default_factory=Counter)
    residual: int = 0

    @property
    def is_admitted(self) -> bool:
        return [entry.status for entry in self.entries] == ["admitted"]


@dataclass(frozen=True)
class Corpus:
    """What came of every case, and the warehouse built over them."""

    seen: dict[tuple, Seen]
    database: Path


@pytest.fixture(scope="module")
def seen(corpus: Corpus) -> dict[tuple, Seen]:
    return corpus.seen


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """Every case, planted, landed, staged and read back."""
    plain, judged = tmp_path_factory.mktemp("plain"), tmp_path_factory.mktemp("judged")
    days: dict[str, tuple] = {}
    nips: dict[tuple, list[str]] = {}
    for number, (kind, form, region) in enumerate(CASES):
        day = (FIRST_DAY + dt.timedelta(number)).isoformat()
        delivery = make(kind, form, region, number, judged if kind.judged else plain, day)
        delivery.write()
        days[day] = (kind, form, region)
        nips[kind, form, region] = delivery.nips
    _deliver_again(plain)
    for region in REGIONS:
        land_region(plain, region, check=False)
        land_region(judged, region)
    found = {case: Seen([]) for case in CASES}
    for entry in (*make_plan(DataRoot(plain)).entries, *load_entries(judged)):
        day = _day(entry.file, days)
        if day:
            found[days[day]].entries.append(entry)
    database = _build(plain)
    for case, one in found.items():
        if one.is_admitted:
            _landed(plain, one, nips[case])
    with duckdb.connect(str(database), read_only=True) as connection:
        _staged(connection, found, days, nips)
    return Corpus(found, database)


# A list that is added to, a row of it without its key; later comes the whole list with the key, or only another row of it.
WITHOUT_KEY = "198503122010011008"
KEYED = "199009132015022014"


def _deliver_again(root: Path) -> None:
    good_row, bad_row, mended = (
        f"{KEYED},UD1,UD/1,2020-05-01,,",
        f"{WITHOUT_KEY},UD1,,2020-05-01,,dicek",
        f"{WITHOUT_KEY},UD1,UD/2,2020-05-01,,",
    )
    for region, later in zip(REGIONS, ((good_row, mended), (good_row,)), strict=True):
        for day, rows in (("2026-01-01", (good_row, bad_row)), ("2026-02-01", later)):
            path = root / "raw" / "kepegawaian" / region / day / "ujian.csv"
            path.parent.mkdir(parents=True)
            path.write_text("".join(f"{row}\n" for row in ("nip,jenis,nomor,tanggal_lulus,jenjang,catatan", *rows)))


def _day(file: str, days: dict) -> str:
    """The day of the case that a file belongs to, also where its path names none."""
    return next((text for start in range(len(file)) if (text := file[start : start + 10]) in days), "")


def _build(root: Path) -> Path:
    database = build.prepare(DataRoot(root), make_plan(DataRoot(root)))
    wanted = ("audit_row_ledger", "audit_row_residual")
    build_compiled(database, wanted, tests=False)
    return database


def _anonymous(value: object, nips: list[str]) -> object:
    if isinstance(value, str):
        for place, nip in enumerate(nips):
            value = value.replace(nip, f"<{place}>")
    return value


def _landed(root: Path, one: Seen, nips: list[str]) -> None:
    table = pq.read_table(root / "lake" / one.entries[0].rows_path)
    for row in table.to_pylist():
        one.rows.append((row["_src_row"], row["_src_item"]))
        cells = {name: _anonymous(value, nips) for name, value in row.items() if name not in META_COLUMNS and value}
        one.landed.append(cells)


def _staged(connection: duckdb.DuckDBPyConnection, found: dict, days: dict, nips: dict) -> None:
    own = (
        "row_key, src_row_id, src_file_sha256, src_row, src_item, src_row_hash, extract_date, region_slug, is_synthetic, "
        "reasons, raw_text"
    )
    cases = f"extract_date <= date '{max(days)}'"
    for dataset in DATASET.values():
        source = next(source for source, name in DATASETS if name == dataset)
        result = connection.execute(
            f"select cast(extract_date as varchar) as day, reasons as why, * exclude ({own}) from stg_{source}__{dataset} "
            f"where {cases} order by extract_date, src_row, src_item"
        )
        for day, why, *values in result.fetchall():
            one = found[days[day]]
            one.reasons.append(why)
            one.staged.append(tuple(_anonymous(value, nips[days[day]]) for value in values))
    for day, row, code in connection.execute(
        f"select cast(extract_date as varchar), src_row, reason_code from audit_quarantine where {cases} order by all"
    ).fetchall():
        found[days[day]].quarantine.append((row, code))
    for day, end, count in connection.execute(
        f"select cast(extract_date as varchar), disposition, count(*) from int_rows__resolve where {cases} group by all"
    ).fetchall():
        found[days[day]].ends[end] = count
    for day, count in connection.execute(
        f"select cast(extract_date as varchar), count(*) from audit_row_ledger where residual <> 0 and {cases} group by 1"
    ).fetchall():
        found[days[day]].residual = count


# -- the judgement ----------------------------------------------------------------------------------------------------


def _warnings(one: Seen) -> set[str]:
    return {warning.code for warning in one.entries[0].warnings}


def _silent(one: Seen, clean: Seen, declared: Outcome) -> list[str]:
    """Rows in use that are not as delivered, and rows that are gone, of which nothing is said."""
    if not one.is_admitted:
        return []
    is_said = declared.status == "same" or set(declared.code.split()) <= _warnings(one)
    excused = set(declared.at) if is_said else set()
    used = {place: row for place, (row, why) in enumerate(zip(one.staged, one.reasons, strict=True)) if not why}
    known = set(clean.staged)
    foreign = [row for place, row in used.items() if row not in known and place not in excused]
    lost = known - set(used.values())
    # A bad line is told of as a whole, whatever it held.
    told = len(known) if one.reasons == ["error_answer"] else sum(map(bool, one.reasons)) + len(excused)
    problems = [f"used and not as delivered: {row}" for row in foreign]
    return problems + [f"gone without a word: {row}" for row in sorted(lost, key=str)[told:]]


def _problems(one: Seen, clean: Seen, declared: Outcome, form: str) -> list[str]:
    """How the outcome differs from the declared one; [] if it does not."""
    if declared.status in ("refused", "misplaced"):
        return _of_refusal(one, declared, form)
    if not one.is_admitted:
        return [f"{entry.status}: {entry.reason}" for entry in one.entries] or ["nowhere"]
    problems = []
    if one.entries[0].rows != len(one.rows) or len(one.staged) != len(one.rows) or one.residual:
        problems.append(f"{one.entries[0].rows} rows told, {len(one.rows)} landed, {one.residual} residuals")
    if _warnings(one) != set(declared.code.split() if declared.status == "warned" else ()):
        problems.append(f"warnings {_warnings(one)}")
    bad = {place: why for place, why in enumerate(one.reasons) if why}
    expected = dict.fromkeys(declared.at, declared.code) if declared.status == "quarantined" else {}
    if bad != expected:
        problems.append(f"reasons {bad}")
    if sorted(one.quarantine) != sorted((one.rows[place][0], why) for place, why in expected.items()):
        problems.append(f"quarantine {one.quarantine}")
    ends = Counter({"quarantined": len(expected), "duplicate": declared.duplicates})
    ends["used"] = len(one.rows) - ends.total()
    if one.ends != +ends:
        problems.append(f"ends {one.ends}")
    if declared.status != "same" and len(one.rows) == len(
        clean.rows
    ):  # spelled otherwise, "same" is so when it is typed
        for place, cells in enumerate(one.landed):
            if place not in declared.at and cells != clean.landed[place]:
                problems.append(f"record {place} was landed as {cells}")
    return problems


def _of_refusal(one: Seen, declared: Outcome, form: str) -> list[str]:
    codes = {reason.code for entry in one.entries for reason in entry.reasons}
    problems = (
        [] if codes == {declared.code} else [f"{entry.status}: {entry.reason}" for entry in one.entries] or ["nowhere"]
    )
    for entry in one.entries:
        has_rows = entry.rows_path or entry.rows is not None
        if entry.status != "refused" or has_rows and declared.code != "check_failed":
            problems.append(f"{entry.file} is half landed")
        if not entry.reason.startswith(f"{entry.file}: ") or not entry.reason.isprintable():
            problems.append(f"the reason does not name the file plainly: {entry.reason!r}")
    if one.staged or one.quarantine:
        problems.append("rows of a refused file are staged")
    if declared.status == "refused" and codes == {declared.code}:
        reason = one.entries[0].reasons[0]
        row = row_of(form, declared.at[0]) if declared.at else declared.row
        if row is not None and reason.row != row:
            problems.append(f"row {reason.row}, not {row}")
        if declared.column is not None and reason.column != declared.column:
            problems.append(f"column {reason.column}, not {declared.column}")
    return problems


@pytest.mark.parametrize("kind", [CLEAN, *KINDS], ids=lambda kind: f"{kind.name} [{kind.formats[0]}]")
def test_the_outcome_is_as_declared(kind: Kind, seen: dict[tuple, Seen]) -> None:
    wrong = []
    for form in kind.formats:
        for region in REGIONS:
            one, clean, declared = seen[kind, form, region], seen[CLEAN, form, region], kind.declared(form)
            found = _problems(one, clean, declared, form) + _silent(one, clean, declared)
            wrong += [f"{form} {region}: {problem}" for problem in found]
    assert not wrong, "\n".join(wrong)


def test_the_corpus_in_figures(seen: dict[tuple, Seen], capsys: pytest.CaptureFixture[str]) -> None:
    """What is asked of the corpus: every fault detected, nothing raised on clean files, no silent corruption."""
    faults, detected, clean_files, raised, silent = Counter(), Counter(), Counter(), Counter(), Counter()
    for kind, form, region in CASES:
        one, clean, declared = seen[kind, form, region], seen[CLEAN, form, region], kind.declared(form)
        silent[form] += len(_silent(one, clean, declared))
        if declared.status == "same":
            clean_files[form] += 1
            raised[form] += not one.is_admitted or bool(one.entries[0].warnings or one.quarantine)
        else:
            faults[form] += 1
            detected[form] += not _problems(one, clean, declared, form)
    kinds = {kind.name for kind in KINDS if kind.outcome != SAME}
    with capsys.disabled():
        print(f"\n\nFault corpus: {len(kinds)} kinds of fault, {len(CASES)} files, {len(REGIONS)} regions")
        print(f"{'format':12}{'faults':>8}{'detected':>10}{'clean':>8}{'wrongly raised':>16}{'silent corruption':>19}")
        for form in ALL:
            print(
                f"{form:12}{faults[form]:8}{detected[form]:10}{clean_files[form]:8}{raised[form]:16}{silent[form]:19}"
            )
    assert len(kinds) >= 60
    assert detected == faults
    assert raised.total() == silent.total() == 0


def test_a_row_without_key_stands_until_its_whole_list_is_delivered_again(corpus: Corpus) -> None:
    with duckdb.connect(str(corpus.database), read_only=True) as connection:
        found = connection.execute(
            "select region_slug, is_standing from int_rows__resolve "
            "where dataset = 'ujian' and disposition = 'quarantined' and extract_date = date '2026-01-01' order by all"
        ).fetchall()
        residuals = connection.execute("select count(*) from audit_row_residual").fetchone()
    assert found == [("kota_jambi", False), ("kota_sawahlunto", True)]
    assert residuals == (0,)


def test_the_quarantine_keeps_what_was_delivered(corpus: Corpus) -> None:
    """The whole line that is no answer, and the fields that nobody knows."""
    with duckdb.connect(str(corpus.database), read_only=True) as connection:
        lines = connection.execute(
            "select count(*) from audit_quarantine where reason_code = 'error_answer' "
            "and json_extract_string(raw_text, '$._src_rest') like '%token salah%'"
        ).fetchone()
        fields = connection.execute(
            "select distinct json_extract_string(raw_text, '$.catatan') from audit_quarantine "
            "where dataset = 'ujian' and json_extract_string(raw_text, '$.catatan') is not null"
        ).fetchall()
    assert lines == (4,)
    assert fields == [("dicek",)]
