"""`jejak explain` on the committed sample: people of many kinds are told their verdict whole, in words, down to the file."""

from __future__ import annotations

import gzip
import json
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner

from orchestration.cli import main
from orchestration.explain.answer import SCHEMA, explain
from orchestration.explain.speech import LANGUAGES, spoken
from orchestration.explain.text import page
from tests.fixtures.sample import SAMPLE, planted

JUNE = date(2025, 6, 1)
# Cohort of planted people, date, track, verdict, what the Indonesian page must say of it.
KINDS = {
    "eligible": ("eligible", JUNE, "kp_reguler", "eligible", "Semua syarat yang dinilai terpenuhi"),
    "time": ("fail_time_in_rank", JUNE, "kp_reguler", "not_eligible", "Tunggu sampai masa kerja dalam pangkat"),
    "superior": ("fail_superior_rank", date(2025, 4, 1), "kp_reguler", "not_eligible", "tidak melampaui golongan atasan"),
    "discipline": ("fail_discipline", JUNE, "kp_reguler", "not_eligible", "bergantung pada aturan yang belum dikonfirmasi"),
    "no_appraisal": ("unknown_performance", JUNE, "kp_reguler", "unknown", "BELUM DAPAT DIPASTIKAN"),
    "which_kind": ("unknown_employment_kind", JUNE, "kp_reguler", "unknown", "tidak cocok dengan bentuk nomor"),
    "undated_rank": ("unknown_rank", JUNE, "kp_reguler", "unknown", "Lengkapi TMT golongan yang lebih tinggi"),
    "objection": ("kp_reguler__objection_open", JUNE, "kp_reguler", "unknown", "Tunggu putusan atas keberatan"),
    "straddling": ("kp_reguler__sources_straddle", JUNE, "kp_reguler", "unknown", "Cocokkan predikat"),
    "post": ("kp_struktural__fail_time_in_position", JUNE, "kp_struktural", "not_eligible", "pada eselon ini"),
    "credit": ("kp_jf__fail_credit_score", JUNE, "kp_jf", "not_eligible", "angka kredit kumulatif paling sedikit"),
    "diploma": ("kp_ijazah__eligible", JUNE, "kp_ijazah", "eligible", "golongan awal"),
    "vacancy": ("kenaikan_jenjang__unknown_vacancy", JUNE, "kenaikan_jenjang", "unknown", "bagian organisasi"),
    "age": ("jabatan_jpt_pratama__fail_age_limit", JUNE, "jabatan_jpt_pratama", "not_eligible", "usia paling tinggi 56"),
}  # fmt: skip
# What a person must never read: codes of the warehouse, empty values, names of its columns and datasets.
CODE = re.compile(
    r"\b(PASS|FAIL|UNKNOWN|NOT_APPLICABLE|None|null|SANGAT_BAIK|BUTUH_PERBAIKAN|DI_ATAS|PPPK_PARUH_WAKTU)\b"
    r"|\b(kp|kenaikan|jabatan)_\w+|\b\w+_(rank|score|date|kind|status|key|ids?)\b|[{}]|\b(rw|profil)_\w+(?!\S*\.)"
)


@pytest.fixture(scope="module")
def published(sample_warehouse, tmp_path_factory) -> Path:
    """A folder of versions whose current one holds the tables of the sample's warehouse."""
    folder = tmp_path_factory.mktemp("published")
    (folder / "v1" / "restricted").mkdir(parents=True)
    (folder / "v1" / "restricted" / "marts.duckdb").symlink_to(sample_warehouse)
    (folder / "current").symlink_to("v1")
    return folder


@pytest.fixture(scope="module")
def warehouse(sample_warehouse):
    with duckdb.connect(str(sample_warehouse), read_only=True) as con:
        yield con


def person_of(cohort: str, day: date) -> str:
    people = planted()["cohorts"][cohort]["people"]
    return next(nip for nip, dates in sorted(people.items()) if day.isoformat() in dates)


@pytest.mark.parametrize("kind", KINDS)
def test_people_of_many_kinds(published, kind):
    cohort, day, track, verdict, words = KINDS[kind]
    answer = explain(published, person_of(cohort, day), day)
    told = next(t for t in answer["tracks"] if t["track"]["code"] == track)
    assert told["verdict"]["code"] == verdict
    pages = {lang: page(answer, lang) for lang in LANGUAGES}
    assert words in " ".join(pages["id"].split())
    for lang, text in pages.items():
        without_files = re.sub(r"\(?\S+/\S+\.(ndjson|csv|xlsx)(\.gz)?\)?", "", text)
        assert CODE.findall(without_files) == [], lang
        assert all(len(line) <= 130 for line in text.splitlines())
        assert told["not_judged"][lang] in " ".join(text.split())
        for criterion in told["criteria"]:
            assert criterion["criterion"][lang] in text
    for criterion in told["criteria"]:
        assert criterion["rule"]["rule_id"], criterion["criterion"]
        if criterion["status"]["code"] in ("FAIL", "UNKNOWN"):
            assert criterion["to_do"]["id"] and criterion["to_do"]["en"]
        else:
            assert criterion["to_do"] is None


def test_a_verdict_that_rests_on_an_unconfirmed_rule_says_which(published):
    """The level of a functional post is set by a row that is not confirmed; a post of the level itself by one that is."""
    rests = explain(published, person_of("kp_jf__fail_credit_score", JUNE), JUNE, "jabatan_administrator")["tracks"][0]
    assert rests["verdict"]["code"] == "eligible"
    assert [rule["rule_id"] for rule in rests["unconfirmed_rules"]] == ["POS.EQUIV"]
    assert rests["unconfirmed_rules"][0]["legal_basis"]["code"] == "PermenPANRB 1/2023"
    day = date(2026, 2, 1)
    sure = explain(published, person_of("jabatan_administrator__eligible", day), day, "jabatan_administrator")[
        "tracks"
    ][0]
    assert (sure["verdict"]["code"], sure["unconfirmed_rules"]) == ("eligible", [])
    # Another criterion fails by a confirmed rule: the verdict stands without the unconfirmed one.
    stands = explain(published, person_of("fail_time_in_rank", JUNE), JUNE, "kp_reguler")["tracks"][0]
    assert stands["unconfirmed_rules"] == []


def test_a_criterion_that_rests_on_an_unknown_rank_cites_its_records(warehouse):
    """The rank rows are among the evidence, and no rank is named as the next."""
    found = warehouse.execute(
        """
        select criteria.criterion, criteria.status, criteria.required, criteria.observed,
            list_has_all(string_split(criteria.src_row_ids, ','), string_split(time_in_rank.src_row_ids, ','))
        from mart_promotion_criteria as criteria
        inner join mart_promotion_criteria as time_in_rank using (nip, track, period_date)
        where nip = ? and track = 'kp_reguler' and period_date = ? and time_in_rank.criterion = 'time_in_rank'
            and criteria.criterion in ('education_ceiling', 'superior_rank')
        order by 1
        """,
        [person_of("unknown_rank", JUNE), date(2025, 4, 1)],
    ).fetchall()
    assert [(criterion, cites) for criterion, _, _, _, cites in found] == [
        ("education_ceiling", True), ("superior_rank", True),
    ]  # fmt: skip
    for criterion, status, required, observed, _ in found:
        assert status == "UNKNOWN", criterion
        assert required.startswith("new rank ? ")
        assert observed.endswith("; the next rank is not known: a higher rank is recorded without a date")
        assert spoken(required, "en")[1] == spoken(observed, "en")[1] == spoken(observed, "id")[1] == ""


def test_a_rare_kind_of_promotion_is_shown_for_manual_review(published, sample_warehouse, tmp_path):
    """The same person with the last promotion by outstanding work: told beside the tracks, which stay as they were."""
    nip = person_of("fail_time_in_rank", JUNE)
    (tmp_path / "current" / "restricted").mkdir(parents=True)
    with duckdb.connect(str(tmp_path / "current" / "restricted" / "marts.duckdb")) as con:
        con.execute(f"attach '{sample_warehouse}' as built (read_only)")
        for table in ("mart_promotion_eligibility", "mart_promotion_criteria", "fct_career_event", "fct_credit"):
            person = f"(select employee_key from built.dim_employee where nip = '{nip}')"
            con.execute(f"create table {table} as from built.{table} where employee_key in {person}")
        for table in ("dim_employee", "dim_rule", "audit_file"):
            con.execute(f"create table {table} as from built.{table}")
        con.execute(
            "update fct_career_event set review_kind = 'luar_biasa' where event_type = 'rank' and event_date = "
            "(select max(event_date) from fct_career_event where event_type = 'rank')"
        )
    plain, rare = explain(published, nip, JUNE), explain(tmp_path, nip, JUNE)
    assert plain["manual_review"] == [] and rare["tracks"] == plain["tracks"]
    (event,) = rare["manual_review"]
    assert event["sources"][0]["dataset"]["code"] == "rw_golongan"
    assert "kenaikan pangkat karena prestasi luar biasa, golongan III" in page(rare, "id")
    assert "For manual review (changes no verdict above)" in page(rare, "en")


def test_a_pak_that_its_conversion_does_not_give_is_shown(published, warehouse):
    nip, day = warehouse.execute(
        "select nip, max(period_date) from fct_credit inner join mart_promotion_eligibility using (employee_key) "
        "where conversion_check = 'differs' and computed_credit is not null group by nip order by nip limit 1"
    ).fetchone()
    answer = explain(published, nip, day)
    (check, *_) = answer["credit_checks"]
    assert check["written"] != check["computed"] and check["sources"][0]["file"]
    assert "Untuk diperiksa manual" in page(answer, "id") and "converts to" in " ".join(page(answer, "en").split())


def test_a_pppk_is_told_why_not(published, warehouse):
    (nip,) = warehouse.execute(
        "select min(nip) from mart_promotion_eligibility where employment_kind = 'PPPK' and period_date = ?", [JUNE]
    ).fetchone()
    answer = explain(published, nip, JUNE)
    assert [t["verdict"]["code"] for t in answer["tracks"]] == ["not_applicable"]
    assert "TIDAK BERLAKU" in page(answer, "id") and "Tercatat: PPPK" in page(answer, "id")
    assert answer["tracks"][0]["criteria"][0]["sources"]

    assert "Tidak ada tanggal yang ditunggu" in page(answer, "id")


@pytest.mark.parametrize(
    ("observed", "said"),
    [("CPNS; PNS from %", "Jalur ini terbuka mulai TMT PNS itu"), ("CPNS; no TMT PNS%", "Tunggu SK PNS")],
)
def test_a_cpns_is_told_once_when_the_tracks_open(published, warehouse, observed, said):
    nip, day, opens = warehouse.execute(
        "select nip, period_date, first_pass_date from mart_promotion_criteria "
        "where criterion = 'employment_kind' and observed like ? order by nip, period_date limit 1", [observed]
    ).fetchone()  # fmt: skip
    answer = explain(published, nip, day)
    assert {track["verdict"]["code"] for track in answer["tracks"]} == {"not_applicable"}
    text = " ".join(page(answer, "id").split())
    assert text.count("Status kepegawaian: tidak berlaku") == 1 and said in text
    assert ("Terpenuhi mulai: " in text) == (opens is not None)
    assert all(track["track"]["id"] in text for track in answer["tracks"])


def test_the_timeline_says_every_code_with_its_word(warehouse):
    """No code of the warehouse, no id, no ISO date, no number with a point of decimals."""
    told = warehouse.execute(
        "select distinct event_type, description from mart_career_timeline order by all"
    ).fetchall()
    assert len({event for event, _ in told}) >= 11
    code = re.compile(r"[A-Z]+_[A-Z]+|[a-z]+_[a-z]+|\d{4}-\d\d-\d\d|: (UD1|UD2|UKOM|KPPI|GELAR|PLT|PLH|PJ|TT)\b")
    assert [row for row in told if code.search(row[1])] == []
    assert [row for row in told if row[0] in ("credit", "appraisal") and re.search(r"\d\.\d|→ \d{4}$", row[1])] == []


def test_every_text_of_the_marts_has_its_words(warehouse):
    """No required or observed text of anybody is left as the mart has it."""
    for column in ("required", "observed"):
        texts = warehouse.execute(f"select distinct {column} from mart_promotion_criteria order by 1").fetchall()
        assert len(texts) > 20
        assert [(text, rest) for (text,) in texts if (rest := spoken(text, "id")[1])] == []


def test_where_no_punishment_is_recorded_the_cited_answers_hold_none(warehouse):
    """An older answer that a newer one withdrew is no source of an absence."""
    cited = """
        with cited as (
            select distinct unnest(string_split(src_row_ids, ',')) as src_row_id
            from mart_promotion_criteria
            where criterion = 'discipline' and observed = 'no punishment recorded'
        )
        select outcome, count(*) > 0
        from cited inner join stg_landing__answers using (src_row_id)
        group by outcome
    """
    assert warehouse.execute(cited).fetchall() == [("none", True)]


def test_sources_are_the_delivered_rows(published):
    """Each file is one that was delivered; the line of an answer names the person, and its item is there."""
    nip = person_of("fail_time_in_rank", JUNE)
    answer = explain(published, nip, JUNE)
    checked = 0
    for track in answer["tracks"]:
        for source in (s for criterion in track["criteria"] for s in criterion["sources"]):
            path = SAMPLE / source["file"]
            assert path.is_file()
            if ".ndjson" in path.name:
                content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
                record = json.loads(content.splitlines()[source["row"] - 1])
                assert nip in json.dumps(record)
                assert source["item"] is None or len(record["body"]["data"]) > source["item"]
                checked += 1
    assert checked > 5


def test_json_keeps_its_form(published):
    """The keys that programs rely on; adding one is a change of SCHEMA."""
    answer = explain(published, person_of("fail_time_in_rank", JUNE), JUNE, "kp_reguler")
    assert answer["schema"] == SCHEMA == "jejak.explain/2"
    assert set(answer) == {
        "schema", "asked", "nip", "name", "region", "employment_kind", "position", "unit", "golongan", "period_date",
        "known_at", "rule_set_version", "is_synthetic", "tracks", "manual_review", "credit_checks", "publish_id",
    }  # fmt: skip
    (track,) = answer["tracks"]
    assert set(track) == {
        "track", "verdict", "proposed_golongan", "proposed_level", "failed_criteria", "unknown_criteria",
        "first_possible_date", "is_provisional", "not_judged", "unconfirmed_rules", "criteria",
    }  # fmt: skip
    for criterion in track["criteria"]:
        assert set(criterion) == {
            "criterion", "status", "required", "observed", "to_do", "first_pass_date", "rule", "sources"
        }  # fmt: skip
        assert set(criterion["rule"]) == {"rule_id", "legal_basis", "valid_from", "confidence"}
        assert set(criterion["required"]) == set(criterion["observed"]) == {"code", *LANGUAGES}
        assert all(set(s) == {"id", "file", "row", "item", "dataset"} for s in criterion["sources"])
    assert json.loads(json.dumps(answer)) == answer


def test_the_pages_agree_with_the_marts(published, warehouse):
    """Every criterion row of the person is told once, none else."""
    nip = person_of("kp_jf__fail_credit_score", JUNE)
    answer = explain(published, nip, JUNE)
    told = sorted(
        (t["track"]["code"], c["criterion"]["code"], c["status"]["code"])
        for t in answer["tracks"]
        for c in t["criteria"]
    )
    rows = warehouse.execute(
        "select track, criterion, status from mart_promotion_criteria where nip = ? and period_date = ? order by all",
        [nip, JUNE],
    ).fetchall()
    assert told == rows


def test_a_former_number_and_blanks_are_understood(published, warehouse):
    nip, all_nip = warehouse.execute(
        "select nip, all_nip from dim_employee inner join mart_promotion_eligibility using (employee_key, nip) "
        "where contains(all_nip, ',') and period_date = ? order by nip limit 1",
        [JUNE],
    ).fetchone()
    former = next(number for number in all_nip.split(",") if number != nip)
    written = f"{former[:8]} {former[8:14]} {former[14]} {former[15:]}"
    answer = explain(published, written, JUNE)
    assert (answer["nip"], answer["asked"]) == (nip, former)
    assert f"Nomor {former} adalah nomor lama" in page(answer, "id")


# -- the command ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def command(published, tmp_path, monkeypatch):
    (tmp_path / "published").symlink_to(published)
    monkeypatch.setenv("JEJAK_DATA", str(tmp_path))
    return lambda *arguments: CliRunner().invoke(main, ["explain", *arguments])


def test_the_command_tells_both_languages(command):
    nip = person_of("eligible", JUNE)
    done = command(nip, "--period", "2025-06-01")
    assert done.exit_code == 0
    assert done.output.index("PENJELASAN untuk") < done.output.index("EXPLANATION for")
    assert "EXPLANATION" not in command(nip, "--period", "2025-06-01", "--lang", "id").output
    told = json.loads(command(nip, "--period", "2025-06-01", "--format", "json", "--track", "kp_reguler").output)
    assert told["tracks"][0]["verdict"] == {"code": "eligible", "id": "MEMENUHI SYARAT", "en": "ELIGIBLE"}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("12345", "--period", "2025-06-01"), "has 18 digits, this has 5"),
        (("999999999999999999", "--period", "2025-06-01"), "nobody with this number"),
        (("{nip}", "--period", "2025-06-02"), "run --period 2025-06-02"),
        (("{nip}", "--period", "1 June 2025"), "write it as YYYY-MM-DD"),
        (("{nip}", "--period", "2025-06-01", "--track", "kp_ijazah"), "Tracks that do:"),
        (("{nip}", "--period", "2025-06-01", "--track", "nonsense"), "no such track"),
    ],
)
def test_what_cannot_be_told_says_why(command, arguments, message):
    nip = person_of("eligible", JUNE)
    done = command(*(argument.format(nip=nip) for argument in arguments))
    assert done.exit_code == 2
    assert message in done.output
    assert len(done.output.strip().splitlines()) == 1


def test_before_the_first_version(tmp_path, monkeypatch):
    monkeypatch.setenv("JEJAK_DATA", str(tmp_path))
    done = CliRunner().invoke(main, ["explain", "198001012005011001", "--period", "2025-06-01"])
    assert (done.exit_code, "run `jejak run` first" in done.output) == (2, True)


def test_neither_dagster_nor_dbt_is_loaded():
    """What makes the command quick."""
    code = (
        "import sys; import orchestration.cli, orchestration.explain.answer, orchestration.explain.text; "
        "print([name for name in ('dagster', 'dbt', 'great_expectations', 'pandas', 'pyarrow') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
