"""What a run says of files that were refused or are worth a look, against what `audit_file` is given."""

import datetime as dt
import io
from collections import Counter
from types import SimpleNamespace

import duckdb
import pytest
from rich.console import Console

from orchestration import summary
from orchestration.landing.land import land_all
from orchestration.landing.paths import DataRoot
from orchestration.publish.build import prepare
from orchestration.publish.plan import make_plan
from orchestration.publish.survey import survey
from orchestration.run import Outcome

HEADER = "nip,jenis,nomor,tanggal_lulus,jenjang"
ROW = "198503122010011008,UD1,{},2020-05-01,"
MISPLACED = {
    "kepegawaian/jambi/2026-05-01/ujian.csv": ("kepegawaian", "ujian", "jambi", dt.date(2026, 5, 1)),
    "kepegawaian/jambi/2026-05-01/profil_asn.xlsx": ("kepegawaian", "profil_asn", "jambi", dt.date(2026, 5, 1)),
    "kepegawaian/kota_jambi/1 Mei/ujian.csv": ("kepegawaian", "ujian", "kota_jambi", None),
    "kepegawaian/kota_jambi/2026-05-01/cuti.csv": ("kepegawaian", None, "kota_jambi", dt.date(2026, 5, 1)),
    "kepegawaian/kota_jambi/2026-06-01/ujian.xlsx": ("kepegawaian", "ujian", "kota_jambi", dt.date(2026, 6, 1)),
    "gaji/kota_jambi/2026-05-01/daftar.csv": ("gaji", None, None, dt.date(2026, 5, 1)),
}


def put(root, file, text):
    path = root.raw / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


@pytest.fixture
def root(tmp_path):
    data = DataRoot(tmp_path)
    put(data, "kepegawaian/kota_jambi/2026-05-01/ujian.csv", f"{HEADER},catatan\n{ROW.format(1)},x\n")
    put(data, "kepegawaian/kota_sawahlunto/2026-05-01/ujian.csv", f"{HEADER}\n{ROW.format(2)}\n")
    put(data, "kepegawaian/kota_sawahlunto/2026-07-01/ujian.csv", "nothing of the kind\n")
    for file in MISPLACED:
        put(data, file, file)
    land_all(data)
    return data


def outcome(root, known_at=None):
    found = survey(root)
    plan = make_plan(root, known_at, entries=found.entries, misplaced=found.misplaced_entries)
    assert plan == make_plan(root, known_at)
    return Outcome(plan, root.published / plan.publish_id, found, is_new=True)


def said(part, *arguments):
    out = io.StringIO()
    part(*arguments, Console(file=out, width=200))
    return out.getvalue()


def files(root, plan):
    with duckdb.connect(str(prepare(root, plan))) as con:
        return con.execute(
            "select file, source, dataset, region_slug, extract_date, status, reason, warnings, src_file_sha256 "
            "from landing.file order by file"
        ).fetchall()


def test_an_extract_of_a_day_to_come_is_told(root):
    told = said(lambda console: summary._future(outcome(root), console, dt.date(2026, 4, 30)))
    assert "Dated in the future" in told and "withdraw" in told
    assert told.count("2026-05-01/ujian.csv") == 2, "one of each region"
    assert said(lambda console: summary._future(outcome(root), console, dt.date(2026, 5, 1))) == ""


def test_what_costs_most_is_told_first(root):
    lines = [line for line, _ in summary._refused_lines(outcome(root))[0]]
    places = ["kepegawaian/jambi", "2026-07-01/ujian.csv", "gaji", "cuti.csv"]
    found = [next(number for number, line in enumerate(lines) if place in line) for place in places]
    assert found == sorted(found), "a whole region, a dataset that is missing, then stray names"


def test_misplaced_files_are_refused_deliveries(root):
    rows = {row[0]: row[1:] for row in files(root, outcome(root).plan)}
    assert {file: rows[file][:4] for file in MISPLACED} == MISPLACED
    for file in MISPLACED:
        *_, status, reason, _, sha = rows[file]
        assert (status, len(sha)) == ("refused", 64)
        assert reason.count(file) == 1, reason
    assert "region.csv" in rows["kepegawaian/jambi/2026-05-01/ujian.csv"][5]


def test_a_misplaced_file_is_part_of_the_publish_id(root):
    before = make_plan(root).publish_id
    file = "kepegawaian/jambi/2026-05-01/ujian.csv"
    put(root, file, "other content")
    changed = make_plan(root).publish_id
    (root.raw / file).unlink()
    assert len({before, changed, make_plan(root).publish_id}) == 3


def test_the_summary_counts_what_audit_file_holds(root):
    done = outcome(root)
    counted = Counter(row[3] for row in files(root, done.plan) if row[5] == "refused")
    assert counted == {"jambi": 2, "kota_jambi": 3, "kota_sawahlunto": 1, None: 1}
    figures = SimpleNamespace(quarantine=[])
    lines = said(summary._regions, done, figures).splitlines()
    shown = {line[:20].strip(): int(line.split()[-2]) for line in lines if line and not line.startswith("Region")}
    assert shown == {"Kota Jambi": 3, "Kota Sawahlunto": 1, "jambi (unknown)": 2, "(no region)": 1}
    refused = said(summary._refused, done).splitlines()[2:]
    assert refused[0].startswith("  kepegawaian/jambi: region 'jambi' is not known") and "(2 files)" in refused[0]
    assert len(refused) == 6


def test_what_is_left_out_is_counted(root):
    for number in range(20):
        put(root, f"kepegawaian/jambi_{number:02}/2026-05-01/ujian.csv", "x")
        put(root, f"kepegawaian/jambi_{number:02}/2026-05-01/profil_asn.xlsx", "x")
    done = outcome(root)
    text = said(summary._refused, done)
    refused = [entry for entry in done.plan.entries if not entry.is_admitted]
    assert text.splitlines()[-1] == f"  and {len(refused) - 12 * 2} more: table audit_file"


def test_warnings_reach_the_reader(root):
    done = outcome(root)
    rows = {row[0]: row[7] for row in files(root, done.plan)}
    text = said(summary._warnings, done)
    file = "kepegawaian/kota_jambi/2026-05-01/ujian.csv"
    assert "Column 'catatan' is not known" in rows[file] and "row 1" in rows[file] and file not in rows[file]
    assert f"  {file}: {rows[file]}" in text.splitlines()
    assert rows["kepegawaian/kota_sawahlunto/2026-05-01/ujian.csv"] == ""
    assert "sawahlunto" not in text


def test_a_volume_that_is_odd_is_a_warning(root):
    for day, size in (("2026-06-02", 20), ("2026-06-03", 300)):
        body = "\n".join(ROW.format(number) for number in range(size))
        put(root, f"kepegawaian/kota_jambi/{day}/ujian.csv", f"{HEADER}\n{body}\n")
    land_all(root)
    rows = {row[0]: row[7] for row in files(root, outcome(root).plan)}
    assert "1500 % of the 20 of 2026-06-02" in rows["kepegawaian/kota_jambi/2026-06-03/ujian.csv"]


def test_a_past_day_knows_no_later_refusal_or_warning(root):
    put(root, "kepegawaian/kota_jambi/2026-08-01/ujian.csv", f"{HEADER},catatan\n{ROW.format(1)},x\n")
    land_all(root)
    now, then = outcome(root), outcome(root, dt.date(2026, 5, 1))
    for part in (summary._refused, summary._warnings):
        assert "2026-0" in said(part, now)
    assert "sawahlunto/2026-07-01" in said(summary._refused, now)
    refused = said(summary._refused, then)
    for later in ("2026-06-01", "2026-07-01", "1 Mei"):
        assert later not in refused
    assert "cuti.csv" in refused and "region 'jambi'" in refused
    assert "2026-08-01" in said(summary._warnings, now)
    assert "2026-08-01" not in said(summary._warnings, then)


def test_all_tables_list_the_regions_in_one_order(root):
    done = outcome(root)
    figures = SimpleNamespace(
        quarantine=[("13.73", "a", 2), ("15.71", "b", 1)],
        verdicts=[(day, code, "unknown", 1) for day in done.plan.periods for code in ("13.73", "15.71")],
        unconfirmed=[(day, 1234) for day in done.plan.periods],
    )
    for part in (summary._regions, summary._quarantined, summary._verdicts):
        text = said(part, done, figures)
        assert text.index("Kota Jambi") < text.index("Kota Sawahlunto"), text
    assert "1,234 verdicts of all tracks" in text
