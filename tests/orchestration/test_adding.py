"""A new dataset by the five steps of expectations/README.md, and a new region by a seed row and a folder, in a copy of the
repository: landed, checked, staged, quarantined, in the star and in the ledger, without a line of code beyond the steps."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from orchestration.publish.project import REPOSITORY
from tests.fixtures.extracts import AGENCY, Extracts
from tests.orchestration.commands import jejak

NEW_REGION = "kota_padang"
REGION_ROW = "kota_padang,13.71,Kota Padang,1371,1371,5471,A5EB03E23B27F6A0E040640A040252AD,Pemerintah Kota Padang\n"
HEADER = "nip,jenis_cuti,nomor,tanggal_mulai,tanggal_selesai\n"

STAGING = """\
-- Grain: one landed line of a file `cuti`, good or bad.
-- Leave of employees.
{% set rules = listed_person_rules() %}
{% do rules.update({
    'key_missing': 'delivery_key is null',
    'key_conflict': has_two_contents('typed', 'src_file_sha256', 'delivery_key'),
    'date_unreadable': any_unread([['start_date_text', 'start_date'], ['end_date_text', 'end_date']]),
    'interval_reversed': 'end_date < start_date',
}) %}
with landed as (
    select
        {{ row_identity() }},
        {{ listed_person('nip') }},
        upper({{ filled('jenis_cuti') }}) as leave_kind,
        {{ filled('nomor') }} as leave_number,
        {{ filled_date('tanggal_mulai') }} as start_date_text,
        {{ filled_date('tanggal_selesai') }} as end_date_text,
        {{ delivered_record() }}
    from {{ source('landing', 'kepegawaian__cuti') }}
),

typed as (
    select
        landed.*,
        {{ listed_person_read() }},
        landed.region_slug || '|' || upper(landed.leave_number) as delivery_key,
        {{ to_date('start_date_text') }} as start_date,
        {{ to_date('end_date_text') }} as end_date
    from landed
),

judged as (
    select
        typed.*,
        {{ judgement(rules) }}
    from typed
)

select
    {{ row_identity_columns() }},
    nip,
    cast(null as timestamp) as fetched_at,
    delivery_key,
    {{ judgement_columns() }},
    leave_kind,
    leave_number,
    start_date,
    end_date
from judged
"""
FACT = """\
-- Grain: one leave of a person.
select
    identity.employee_key,
    region.region_code,
    leave.leave_kind,
    leave.start_date,
    leave.end_date,
    leave.row_key,
    leave.src_row_id as src_row_ids,
    {{ is_synthetic() }} as is_synthetic
from {{ ref('stg_kepegawaian__cuti') }} as leave
{{ join_used('leave', 'cuti') }}
{{ join_person('leave') }}
"""
FACT_COLUMNS = ("employee_key varchar, region_code varchar, leave_kind varchar, start_date date, end_date date, "
                "row_key varchar, src_row_ids varchar, is_synthetic boolean")  # fmt: skip


def after(path: Path, place: str, text: str) -> None:
    """Put the text behind the one line of the file that holds `place`."""
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    (number,) = [n for n, line in enumerate(lines) if place in line]
    path.write_text("".join([*lines[: number + 1], text, *lines[number + 1 :]]), encoding="utf-8")


def step_1_reader(copy: Path) -> None:
    registry = copy / "orchestration/landing/registry.py"
    text = registry.read_text()
    start = text.index("_UJIAN = Dataset(")
    entry = """_CUTI = Dataset(
    "kepegawaian",
    "cuti",
    "csv",
    APPEND,
    key=("nomor",),
    columns=_names("nip, jenis_cuti, nomor, tanggal_mulai, tanggal_selesai"),
    anchors=("nip", "nomor"),
    identifiers=("nip",),
)

"""
    registry.write_text(
        text[:start] + entry + text[start:].replace("        _UJIAN,\n", "        _UJIAN,\n        _CUTI,\n", 1)
    )
    after(copy / "orchestration/assets/kepegawaian.py", '"hierarki_unor":', '        "cuti": "Leave of employees.",\n')


def step_2_suite(copy: Path) -> None:
    suite = json.loads((copy / "expectations/ujian.json").read_text())
    kept = [e for e in suite["expectations"] if e["kwargs"].get("column") in (None, "nip", "nomor")]
    kept[0]["kwargs"]["column_set"] = HEADER.strip().split(",")
    suite = suite | {"name": "cuti", "expectations": kept}
    suite["meta"].pop("parameters", None)
    (copy / "expectations/cuti.json").write_text(json.dumps(suite, indent=1) + "\n")


def step_3_staging(copy: Path) -> None:
    project = copy / "dbt_project"
    folder = project / "models/staging/kepegawaian"
    (folder / "stg_kepegawaian__cuti.sql").write_text(STAGING)
    (folder / "stg_kepegawaian__cuti.yml").write_text(
        "version: 2\n\nmodels:\n  - name: stg_kepegawaian__cuti\n    description: Leave.\n"
        "    config:\n      meta:\n        grain: [row_key]\n"
    )
    after(
        project / "models/sources.yml",
        "    tables:",
        "      - name: kepegawaian__cuti\n        description: Leave.\n        config:\n          meta:\n"
        "            dagster:\n              asset_key: [landing, kepegawaian, cuti]\n",
    )
    after(project / "seeds/reference/dataset.csv", "kepegawaian,ujian,", "kepegawaian,cuti,csv,append,false,true\n")
    after(project / "macros/datasets.sql", "['kepegawaian', 'ujian']", "        ['kepegawaian', 'cuti'],\n")


def step_5_star(copy: Path) -> None:
    star = copy / "dbt_project/models/star"
    columns = "".join(
        f"      - name: {name}\n        description: {name}\n        data_type: {kind}\n"
        for name, kind in (column.split() for column in FACT_COLUMNS.split(", "))
    )
    (star / "fct_leave.sql").write_text(FACT)
    (star / "fct_leave.yml").write_text(
        "version: 2\n\nmodels:\n  - name: fct_leave\n    description: Leave.\n"
        f"    config:\n      meta:\n        grain: [row_key]\n    columns:\n{columns}"
    )
    provenance = copy / "dbt_project/models/audit/audit_row_provenance.sql"
    text = provenance.read_text()
    text = text.replace(
        "'fct_career_event', 'fct_performance',", "'fct_leave', 'fct_career_event', 'fct_performance',", 1
    )
    text = text.replace("['ujian', 'fct_career_event'],", "['ujian', 'fct_career_event'], ['cuti', 'fct_leave'],", 1)
    provenance.write_text(text)


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository with one dataset and one region more. Step 4 is the planted row of `extracts`."""
    folder = tmp_path_factory.mktemp("copy") / "repository"
    ignored = shutil.ignore_patterns(
        ".git", ".venv", "target", "data", "__pycache__", ".*_cache", "build", "*.egg-info"
    )
    shutil.copytree(REPOSITORY, folder, ignore=ignored)
    for step in (step_1_reader, step_2_suite, step_3_staging, step_5_star):
        step(folder)
    with (folder / "dbt_project/seeds/reference/region.csv").open("a") as seed:
        seed.write(REGION_ROW)
    return folder


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """People of Kota Jambi and of Kota Padang, and a file of the new dataset with one bad row."""
    root = tmp_path_factory.mktemp("data")
    AGENCY[NEW_REGION] = (REGION_ROW.split(",")[6], "Pemerintah Kota Padang", "1371")
    try:
        extracts = Extracts({"kota_jambi": ["2026-04-15"], NEW_REGION: ["2026-04-15"]})
        people = extracts.fill(n=30)
        extracts.fill(NEW_REGION, n=30)
        extracts.write(root / "raw")
    finally:
        del AGENCY[NEW_REGION]
    rows = [f"{p.nip},TAHUNAN,CUTI/{n},2025-06-02,2025-06-06\n" for n, p in enumerate(people)]
    rows[3] = rows[3].replace("2025-06-06", "2025-06-01")
    (root / "raw/kepegawaian/kota_jambi/2026-04-15/cuti.csv").write_text(HEADER + "".join(rows))
    return root


def check(database: Path) -> None:
    """What the warehouse (or the published marts) must say of the new dataset and the new region."""
    with duckdb.connect(str(database), read_only=True) as con:
        assert con.execute("select status, rows, warnings from audit_file where dataset = 'cuti'").fetchall() == [
            ("admitted", 30, "")
        ]
        assert con.execute("select dataset, src_row, reason_code from audit_quarantine").fetchall() == [
            ("cuti", 5, "interval_reversed")
        ]
        ledger = con.execute(
            "select hop, rows_in, rows_out, quarantined, residual from audit_row_ledger where dataset = 'cuti' order by 1"
        ).fetchall()
        assert ledger == [
            ("land", 30, 30, 0, 0),
            ("resolve", 29, 29, 0, 0),
            ("stage", 30, 29, 1, 0),
            ("star", 29, 29, 0, 0),
        ]
        assert con.execute("select * from audit_row_residual").fetchall() == []
        held = con.execute(
            "select relation, count(*) from audit_row_provenance where dataset = 'cuti' group by 1"
        ).fetchall()
        assert held == [("fct_leave", 29)]
        judged = con.execute(
            "select region_code, region_name, count(*) from mart_promotion_eligibility "
            "where track = 'kp_reguler' and period_date = '2026-06-01' and verdict = 'eligible' group by 1, 2 order by 1"
        ).fetchall()
        assert judged == [("13.71", "Kota Padang", 30), ("15.71", "Kota Jambi", 30)]


def test_five_steps_and_a_seed_row(copy, data):
    wanted = (
        "+mart_promotion_eligibility",
        "+audit_row_residual",
        "+audit_row_ledger",
        "+audit_row_provenance",
        "+audit_quarantine",
    )
    code = (
        "import sys, datetime, pathlib; from tests.dbt.warehouse import build_warehouse; "
        f"print(build_warehouse(pathlib.Path(sys.argv[1]), [datetime.date(2026, 6, 1)], select={wanted + ('audit_file',)!r}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(data)], cwd=copy, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    check(Path(done.stdout.splitlines()[-1]))


@pytest.mark.deep
def test_five_steps_and_a_seed_row_in_a_whole_run(copy, data, tmp_path):
    """The same through `jejak run`: the new asset with its checks, the third partition, the published version."""
    shutil.copytree(data / "raw", tmp_path / "raw")
    done = jejak(tmp_path, "run", repository=copy)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Kota Padang" in done.stdout and "cuti.csv" in done.stderr
    check(tmp_path / "published/current/restricted/marts.duckdb")
    assert jejak(tmp_path, "verify", repository=copy).returncode == 0
