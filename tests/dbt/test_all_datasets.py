"""All datasets through landing, checks, staging and the star: every row ends somewhere, and periods replace periods."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest

from orchestration.landing.registry import DATASETS
from tests.dbt.warehouse import build_warehouse
from tests.fixtures.extracts import EMPTY, Extracts, Person

EARLY, LATE = "2026-01-15", "2026-04-15"
DAYS = (EARLY, LATE)


def _credit(person: Person, **raw) -> dict:
    return person.record(
        "rw_angkakredit",
        **{
            "bulanMulaiPenailan": "1", "tahunMulaiPenailan": "2024", "bulanSelesaiPenailan": "12",
            "tahunSelesaiPenailan": "2024", "kreditBaruTotal": "12.500", "namaJabatan": "ARSIPARIS AHLI PERTAMA",
            "isAngkaKreditPertama": "", "isIntegrasi": "0", "isKonversi": "1", "tanggalSk": "10-01-2025",
        } | raw,
    )  # fmt: skip


def _diklat(person: Person, **raw) -> dict:
    return person.record(
        "rw_diklat",
        **{
            "latihanStrukturalId": "2", "nomor": f"PIM/{person.nip[-8:]}", "tanggal": "04-03-2019", "tahun": "2019",
            "tanggalSelesai": "28-06-2019", "jumlahJam": "900",
        } | raw,
    )  # fmt: skip


def _answers(person: Person, day: str) -> None:
    person.answer("rw_angkakredit", [_credit(person)], day)
    person.answer("rw_diklat", [_diklat(person)] if person.nip.endswith("1") else EMPTY, day)


def _rekap(person: Person, day: str, period: str, year: str = "2025", **row) -> None:
    person.listed(
        "rekap_skp",
        day,
        **{
            "Nama_Pegawai": "PEGAWAI", "Tahun": year, "Periode": period, "Jenis_Dokumen": "SKP", "Status": "Final",
            "Rating_Hasil_Kerja": "Sesuai Ekspektasi", "Rating_Hasil_Perilaku": "Sesuai Ekspektasi",
            "Predikat_Kinerja": "Baik",
        } | row,
    )  # fmt: skip


def _lists(people: list[Person], day: str) -> None:
    for person in people:
        _rekap(person, day, "Tahunan")
        person.listed(
            "umpan_balik", day, tahun="2025", jenis="KEBERATAN", tanggal_terima="2026-01-05",
            tanggal_ajukan="2026-01-08", isi="Bukti",
        )  # fmt: skip


def _region_lists(extracts: Extracts, region: str, day: str) -> None:
    for number in range(1, 31):
        extracts.listed(
            "kebutuhan_jabatan", region, day, jabatan="ARSIPARIS", jenjang="MU", unor_id=f"u{number}",
            kebutuhan="2", terisi="1", tmt="2025-01-01",
        )  # fmt: skip
        extracts.add(
            "formasi",
            region,
            day,
            {
                "formasi_id": f"f{number}", "ins_nm": "Pemerintah Kota Jambi", "jp_nama": "CPNS",
                "jabatan_nm": "ARSIPARIS TERAMPIL", "lokasi_nm": "DINAS", "jumlah_formasi": "1",
                "program_studi": "D-III KEARSIPAN",
            },
        )  # fmt: skip


@pytest.fixture(scope="module")
def extracts() -> Extracts:
    made = Extracts({"kota_jambi": DAYS})
    people = [*made.fill(n=29), made.person(hukdis=[("7", "2015-02-01", "2016-02-01", "S")])]
    for day in DAYS:
        for person in people:
            _answers(person, day)
        _lists(people, day)
        _region_lists(made, "kota_jambi", day)
    for person in people:
        person.exam("UD1", "2020-05-01")
    first, second, third = people[:3]
    # One period only early, one only late, and in the late extract a row that replaces nothing because it is bad.
    for person in people:
        _rekap(person, EARLY, "Triwulan I")
        _rekap(person, LATE, "Triwulan II")
    _rekap(second, LATE, "Triwulan I", Predikat_Kinerja="Luar biasa")
    _rekap(third, EARLY, "Tahunan", year="20255")
    _rekap(first, LATE, "Tahunan")
    return made


@pytest.fixture(scope="module")
def database(extracts: Extracts, tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    folder: Path = tmp_path_factory.mktemp("all")
    extracts.write(folder / "raw")
    with duckdb.connect(str(build_warehouse(folder, [date(2026, 6, 1)])), read_only=True) as connection:
        yield connection


def test_every_dataset_is_delivered_and_admitted(database: duckdb.DuckDBPyConnection) -> None:
    files = database.execute("select source, dataset, status, reason from audit_file").fetchall()
    assert [row for row in files if row[2] != "admitted"] == []
    assert {(source, dataset) for source, dataset, *_ in files} == set(DATASETS)


def test_every_row_of_every_dataset_ends_somewhere(database: duckdb.DuckDBPyConnection) -> None:
    assert database.execute("select * from audit_row_residual").fetchall() == []
    assert database.execute("select * from audit_row_ledger where residual <> 0").fetchall() == []
    held = database.execute("select dataset from audit_row_ledger where hop = 'star' and rows_out > 0").fetchall()
    assert {dataset for (dataset,) in held} == {name for _, name in DATASETS}


def _ends(database: duckdb.DuckDBPyConnection, dataset: str, where: str = "true") -> dict[tuple[str, str], int]:
    """(extract date, disposition) -> rows."""
    source = next(source for source, name in DATASETS if name == dataset)
    rows = database.execute(
        f"""
        select cast(resolved.extract_date as varchar), disposition, count(*)
        from int_rows__resolve as resolved
        inner join stg_{source}__{dataset} as staged using (row_key)
        where dataset = '{dataset}' and {where}
        group by all
        """
    ).fetchall()
    return {(day, disposition): count for day, disposition, count in rows}


def test_a_later_delivery_of_a_period_replaces_the_earlier_one(database: duckdb.DuckDBPyConnection) -> None:
    assert _ends(database, "rekap_skp", "period_name = 'TAHUNAN' and appraisal_year = 2025") == {
        (EARLY, "superseded"): 30,
        (LATE, "used"): 30,
        (LATE, "duplicate"): 1,
    }
    assert _ends(database, "rekap_skp", "period_name = 'TRIWULAN II'") == {(LATE, "used"): 30}


def test_a_period_that_only_an_earlier_extract_holds_stays(database: duckdb.DuckDBPyConnection) -> None:
    """A bad row is no delivery of its period: the others would be lost."""
    assert _ends(database, "rekap_skp", "period_name = 'TRIWULAN I'") == {(EARLY, "used"): 30, (LATE, "quarantined"): 1}


def test_a_row_without_a_readable_period_stands_until_all_periods_of_its_file_are_replaced(
    database: duckdb.DuckDBPyConnection,
) -> None:
    standing = database.execute(
        "select is_standing from int_rows__resolve inner join stg_e_kinerja__rekap_skp using (row_key) "
        "where delivery_period is null"
    ).fetchall()
    assert standing == [(True,)], "Triwulan I of that file is still in use"


def test_lists_and_answers_replace_by_their_own_rules(database: duckdb.DuckDBPyConnection) -> None:
    snapshot = {(EARLY, "superseded"): 30, (LATE, "used"): 30}
    assert _ends(database, "kebutuhan_jabatan") == snapshot
    assert _ends(database, "umpan_balik") == snapshot
    assert _ends(database, "rw_angkakredit") == snapshot


def test_an_export_of_e_kinerja_changes_no_verdict_yet(database: duckdb.DuckDBPyConnection) -> None:
    assert database.execute(
        "select distinct dataset from fct_performance where is_gate_record order by 1"
    ).fetchall() == [("rw_skp",), ("rw_skp22",)]
    assert database.execute("select count(*) from fct_performance where dataset = 'rekap_skp'").fetchone() == (90,)


def test_the_same_certificate_counts_once(database: duckdb.DuckDBPyConnection) -> None:
    assert database.execute(
        "select count(*) from (select employee_key, certificate_number from fct_training where is_counted "
        "group by all having count(*) > 1)"
    ).fetchone() == (0,)
