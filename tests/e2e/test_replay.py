"""After the source or the rule is mended, the next run says what a clean delivery would have said; and the order in which
deliveries arrive changes nothing.

What may differ is declared: a row is cited by the hash of its file, and a mended file has another one. `published` puts
the path of the file in place of the hash and leaves out the key made of it; everything else is compared as it stands.
"""

from __future__ import annotations

import itertools
import shutil
from datetime import date
from pathlib import Path

import duckdb
import pytest

from orchestration.landing.land import land_all
from orchestration.landing.paths import DataRoot
from orchestration.publish.plan import make_plan
from tests.dbt.contents import published
from tests.dbt.warehouse import build_warehouse
from tests.fixtures.extracts import EMPTY, Extracts, Person

REGION = "kota_jambi"
FIRST, MENDED = "2026-01-15", "2026-04-15"
PERIODS = [date(2026, 6, 1)]


def delivery(dirty: bool) -> tuple[Extracts, dict[str, Person]]:
    """Two deliveries of plain people. dirty: the first one holds a bad row of each subject; in the second all are mended
    but one, whose predikat is written as nobody had written it before."""
    extracts = Extracts({REGION: [FIRST]})
    extracts.fill(n=24)
    wrong = {
        "rank": {"never": ("rw_golongan",)},
        "discipline": {"never": ("rw_hukdis",)},
        "exam": {"rank": "II/d", "rank_tmt": "2021-10-01", "education": "SMA"},
        "appraisal": {"never": ("rw_skp22",)},
        "spelling": {"never": ("rw_skp22",)},
    }
    people = {name: extracts.person(**how) for name, how in wrong.items()}
    for day in (FIRST, MENDED):
        bad = dirty and day == FIRST
        rank, exam = people["rank"], people["exam"]
        rank._seen.pop("rw_golongan", None)
        written = {"golongan": "III/f"} if bad else {}
        rank.answer(
            "rw_golongan", [rank.golongan("II/d", "2010-01-01"), rank.golongan("III/a", "2021-10-01", **written)], day
        )
        people["discipline"].answer("rw_hukdis", [_punishment(people["discipline"], bad)], day)
        exam.exam("UD1", "2020-02-31" if bad else "2020-02-21", number="UD1/1", date=day)
        _appraised(people["appraisal"], day, tahun="dua ribu" if bad else "2025")
    _appraised(
        people["spelling"], FIRST, kuadranKinerja="BAIK SEKALI" if dirty else "SANGAT BAIK", KuadranKinerjaNilai=""
    )
    rank.exam("UD1", "2021-02-20", number="UD1/2", date=MENDED)  # no two files of the same bytes: they share a citation
    extracts.dates[REGION].append(MENDED)
    for row in extracts.rows["profil_asn", REGION, FIRST]:
        extracts.add("profil_asn", REGION, MENDED, row)
    return extracts, people


def _punishment(person: Person, bad: bool) -> dict:
    person._seen.pop("rw_hukdis", None)  # the same record again has the same id
    return person.hukdis("7", "2015-02-01", "2016-02-01", "X" if bad else "S")


def _appraised(person: Person, day: str, **raw) -> None:
    person._seen.pop("rw_skp22", None)
    records = [person.skp22(year) for year in (2022, 2023, 2024)]
    person.answer("rw_skp22", [*records, person.skp22(2025, **raw)], day)


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The warehouse of a clean delivery."""
    extracts, _ = delivery(dirty=False)
    return build(tmp_path_factory.mktemp("clean"), extracts)


def build(folder: Path, extracts: Extracts, days: tuple[str, ...] = (FIRST, MENDED), seeds=None) -> Path:
    """The warehouse of these extracts, or of those of some days."""
    extracts.write(folder / "raw")
    for day in (FIRST, MENDED):
        if day not in days:
            for path in (folder / "raw").glob(f"*/*/{day}"):
                shutil.rmtree(path)
    return build_warehouse(folder, PERIODS, tests=False, seeds=seeds)


def query(database: Path, text: str) -> list[tuple]:
    with duckdb.connect(str(database), read_only=True) as connection:
        return connection.execute(text).fetchall()


def differences(left: dict[str, list[tuple]], right: dict[str, list[tuple]]) -> dict[str, list]:
    return {name: sorted(set(left[name]) ^ set(right[name]))[:4] for name in left if left[name] != right[name]}


def test_mended_rows_and_rules_say_what_a_clean_delivery_says(clean, tmp_path):
    """Before: quarantine, and UNKNOWN where it matters. Then the source mends four rows, and a row in a seed teaches the
    spelling of the fifth: the marts are those of the clean delivery. The four rows stay listed in
    quarantine, as rows that a newer delivery replaced; the fifth is admitted."""
    dirty, people = delivery(dirty=True)
    before = build(tmp_path / "before", dirty, days=(FIRST,))
    held = [
        ("rw_golongan", "golongan_unreadable", people["rank"].nip),
        ("rw_hukdis", "code_unknown", people["discipline"].nip),
        ("rw_skp22", "code_unknown", people["spelling"].nip),
        ("rw_skp22", "year_unreadable", people["appraisal"].nip),
        ("ujian", "date_unreadable", people["exam"].nip),
    ]
    listed = "select dataset, reason_code, nip from audit_quarantine order by all"
    assert query(before, listed) == held
    verdicts = query(before, "select nip, verdict, failed_criteria, unknown_criteria from mart_promotion_eligibility "
                             "where track = 'kp_reguler' and period_date = '2026-06-01' and verdict <> 'eligible'")  # fmt: skip
    assert {nip: rest for nip, *rest in verdicts} == {
        people["rank"].nip: ["unknown", "", "education_ceiling,time_in_rank,ujian_dinas"],
        people["discipline"].nip: ["unknown", "", "discipline"],
        people["spelling"].nip: ["unknown", "", "performance"],
        people["appraisal"].nip: ["unknown", "", "performance"],
        people["exam"].nip: ["not_eligible", "ujian_dinas", ""],  # fails on the rows that are left: there are none
    }
    assert differences(published(before), published(clean)) != {}
    after = build(tmp_path / "after", dirty, seeds={"predikat_spelling": [("BAIKSEKALI", "SANGAT_BAIK")]})
    assert differences(published(after), published(clean)) == {}
    assert query(after, listed) == [row for row in held if row[2] != people["spelling"].nip]
    assert query(after, "select count(*) from int_rows__resolve where is_standing") == [(0,)]
    assert query(after, "select * from audit_row_residual") == []


# -- any order ------------------------------------------------------------------------------------------------------------


def deliveries(folder: Path) -> tuple[dict[str, list[Path]], dict[str, Person]]:
    """Name -> the files that arrive together: an original, its correction, the original once more under a later date, an
    older one that comes late, and one that takes things back (a punishment, a person); and who is concerned."""
    original, correction, late, retraction = "2026-01-15", "2026-03-01", "2026-02-01", "2026-04-15"
    extracts = Extracts({REGION: [original]})
    extracts.fill(n=22)
    ranked, punished, leaver, appraised = (
        extracts.person(),
        extracts.person(hukdis=[("7", "2025-06-01", "2026-12-01", "S")]),
        extracts.person(),
        extracts.person(skp22={2024: "BAIK", 2025: "KURANG"}),
    )
    ranked.exam("UD1", "2020-05-01", number="UD1/1")
    extracts.dates[REGION].append(correction)
    ranked.exam("UD1", "2021-06-01", number="UD1/1", date=correction)
    ranked.answer(
        "rw_golongan", [ranked.golongan("II/d", "2012-04-01"), ranked.golongan("III/a", "2023-10-01")], correction
    )
    appraised.answer("rw_skp22", [appraised.skp22(2024), appraised.skp22(2025)], late)
    punished.answer("rw_hukdis", EMPTY, retraction)
    for row in extracts.rows["profil_asn", REGION, original]:
        if row["NIP BARU"] != f"'{leaver.nip}":
            extracts.add("profil_asn", REGION, retraction, row)
    written = extracts.write(folder / "original")
    days = {"original": original, "correction": correction, "late": late, "retraction": retraction}
    groups = {name: [path for path in written if path.parent.name == day] for name, day in days.items()}
    groups["duplicate"] = []
    for path in groups["original"]:
        if path.name.startswith(("ujian", "rw_hukdis")):
            twin = Path(str(path).replace(f"/{original}/", "/2026-02-15/"))
            twin.parent.mkdir(parents=True, exist_ok=True)
            groups["duplicate"].append(Path(shutil.copy(path, twin)))
    return groups, {"ranked": ranked, "punished": punished, "leaver": leaver, "appraised": appraised}


def arrive(folder: Path, source: Path, groups: dict[str, list[Path]], order: tuple[str, ...]) -> DataRoot:
    """Deliver the groups one after the other, landing after each."""
    root = DataRoot(folder)
    for name in order:
        for path in groups[name]:
            place = folder / "raw" / path.relative_to(source)
            place.parent.mkdir(parents=True, exist_ok=True)
            (place.parent / "_origin.json").write_text('{"synthetic": true}')
            shutil.copy(path, place)
        land_all(root)
    return root


NAMES = ("original", "correction", "duplicate", "late", "retraction")
ORDERS = [NAMES, NAMES[::-1], ("late", "duplicate", "retraction", "original", "correction")]


def check_orders(tmp_path: Path, orders: list[tuple[str, ...]], builds: int) -> None:
    """Lake and fingerprint of the inputs are the same after each order, and so are the marts of the first `builds` of
    them (a build reads nothing else). Each of the five did what it is for."""
    groups, people = deliveries(tmp_path)
    told, marts = {}, []
    for number, order in enumerate(orders):
        folder = tmp_path / f"order{number}"
        root = arrive(folder, tmp_path / "original", groups, order)
        lake = {path.relative_to(root.lake): path.read_bytes() for path in root.lake.rglob("*.parquet")}
        told[order] = (make_plan(root).publish_id, lake)
        if number < builds:
            database = build_warehouse(folder, PERIODS, tests=False)
            marts.append(published(database))
        else:
            shutil.rmtree(folder)
    assert [order for order, said in told.items() if said != told[orders[0]]] == []
    assert [differences(marts[0], other) for other in marts[1:]] == [{}] * (builds - 1)
    verdicts = query(database, "select nip, verdict, failed_criteria from mart_promotion_eligibility "
                               "where track = 'kp_reguler' and period_date = '2026-06-01'")  # fmt: skip
    said = {nip: (verdict, failed) for nip, verdict, failed in verdicts}
    assert {name: said[person.nip] for name, person in people.items()} == {
        "ranked": ("not_eligible", "time_in_rank"),
        "punished": ("eligible", ""),
        "leaver": ("not_applicable", ""),
        "appraised": ("eligible", ""),
    }


def test_five_deliveries_in_any_order_give_the_same(tmp_path):
    check_orders(tmp_path, ORDERS, builds=1)


@pytest.mark.deep
def test_five_deliveries_in_every_order_give_the_same(tmp_path):
    check_orders(tmp_path, list(itertools.permutations(NAMES)), builds=3)
