"""Code lists out of seeds, thresholds and waivers with dates: what holds for which extract, and that it is never silent."""

import csv
import datetime as dt
import io
import json
import re
import shutil
from types import SimpleNamespace

import duckdb
import pytest
from rich.console import Console

from orchestration import summary
from orchestration.checks.agreements import THRESHOLDS, WAIVERS
from orchestration.checks.parameters import resolved, seed_values, spellings
from orchestration.checks.suites import Suites, delivery_checks, load_suite
from orchestration.landing import paths
from orchestration.landing.land import land_all, land_region
from orchestration.landing.paths import DataRoot
from orchestration.publish.build import file_warnings, prepare
from orchestration.publish.plan import make_plan
from orchestration.publish.project import input_hashes
from tests.fixtures.goodfiles import BY_NAME, DATE, REGION, good

WAIVER_HEAD = "dataset,region,expectation,valid_from,valid_to,reason,granted_by"
THRESHOLD_HEAD = "dataset,region,expectation,parameter,value,valid_from,valid_to,reason,granted_by"


@pytest.fixture
def suites(tmp_path, monkeypatch):
    """A copy of the suites and the reference seeds that a test may change."""
    for name in ("SUITES", "REFERENCE"):
        shutil.copytree(getattr(paths, name), tmp_path / name)
        monkeypatch.setattr(paths, name, tmp_path / name)
    return paths.SUITES


def waive(folder, *rows):
    (folder / WAIVERS).write_text("\n".join([WAIVER_HEAD, *rows]) + "\n")


def agree(folder, *rows):
    (folder / THRESHOLDS).write_text("\n".join([THRESHOLD_HEAD, *rows]) + "\n")


# -- code lists -----------------------------------------------------------------------------------------------------


def words(expectation):
    """The values that an expectation lists by itself, in a set or as the branches of a regex."""
    arguments = expectation["kwargs"]
    if isinstance(arguments.get("value_set"), list):
        return set(arguments["value_set"])
    branches = re.findall(r"\(\?:([^()]*)\)", arguments["regex"]) if isinstance(arguments.get("regex"), str) else []
    return {re.sub(r"\\s\*|[^A-Za-z0-9]", "", word).upper() for text in branches for word in text.split("|")}


def test_no_suite_repeats_a_list_that_a_seed_holds():
    lists = {}
    for path in sorted(paths.REFERENCE.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as handle:
            for column in csv.DictReader(handle).fieldnames:
                found = {re.sub(r"[^A-Za-z0-9]", "", value).upper() for value in seed_values(path.stem, column)}
                if 2 < len(found) < 60 and not column.endswith(("ordinal", "version")):
                    lists[f"{path.stem}.{column}"] = found
    for name in BY_NAME:
        for expectation in json.loads((paths.SUITES / f"{name}.json").read_text())["expectations"]:
            own = words(expectation) - {""}
            repeated = [where for where, values in lists.items() if len(own) > 2 and own >= values]
            assert not repeated, f"{name}, {expectation['meta']['id']}: a list of {repeated}"


def test_a_value_added_to_the_seed_is_admitted(tmp_path, suites):
    root = DataRoot(tmp_path / "data")
    good("ujian").set("jenis", "UD3").write(root.path)
    (entry,) = land_region(root, REGION)
    assert entry.status == "refused" and "jenis" in entry.reason
    with (paths.REFERENCE / "exam_kind.csv").open("a") as seed:
        seed.write("UD3,Ujian dinas tingkat III,\n")
    (entry,) = land_region(root, REGION)
    assert entry.status == "admitted" and not [c for c in entry.checks if not c["success"]]


@pytest.mark.parametrize(
    ("values", "text", "matches"),
    [
        (["BUTUHPERBAIKAN"], " Butuh-Perbaikan. ", True),
        (["BUTUHPERBAIKAN"], "BUTUH PERBAIKAN SEKALI", False),
        (["P/L-1"], "p/l 1", True),
        (["5", "14"], "05", True),
        (["5", "14"], "14.0", True),
        (["5", "14"], "54", False),
        (["0"], "00", True),
        (["A"], "-", True),
        (["A"], "B", False),
    ],
)
def test_spellings(values, text, matches):
    assert bool(re.match(spellings(values), text)) is matches


def test_a_parameter_must_lead_somewhere(tmp_path, suites):
    suite = {"meta": {"parameters": {"x": {"seeds": ["rank.golongan"]}}}, "expectations": []}
    with pytest.raises(ValueError, match="no expectation uses the parameters x"):
        resolved(suite)
    suite["meta"] = {}
    suite["expectations"] = [{"kwargs": {"value_set": {"$PARAMETER": "y"}}}]
    with pytest.raises(ValueError, match="parameter y is not declared"):
        resolved(suite)
    with pytest.raises(ValueError, match="has no column nothing"):
        seed_values("rank", "nothing")
    (paths.REFERENCE / "exam_kind.csv").unlink()
    with pytest.raises(ValueError, match=r"ujian\.json: .*exam_kind\.csv is missing"):
        load_suite("ujian")


# -- severities ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(BY_NAME))
def test_severities_are_what_the_readme_says(name):
    expectations = load_suite(name)["expectations"]
    by_id = {expectation["meta"]["id"]: expectation for expectation in expectations}
    assert by_id["columns"]["severity"] == "critical"
    for expectation in expectations:
        share = expectation["kwargs"].get("mostly")
        if expectation["severity"] == "critical" and expectation["meta"].get("on") == "answers":
            assert share == 1, "a snapshot with a page missing is none"
        elif share is not None:
            assert share <= 0.5 if expectation["severity"] == "critical" else share >= 0.9, expectation["meta"]["id"]


# -- waivers --------------------------------------------------------------------------------------------------------

BROKEN = f"ujian,{REGION},kind_readable"


def test_a_waiver_admits_the_file_and_is_shown_everywhere(tmp_path, suites):
    root = DataRoot(tmp_path / "data")
    good("ujian").set("jenis", "UD9").write(root.path)
    (entry,) = land_region(root, REGION)
    assert entry.status == "refused"
    before = input_hashes(paths.REPOSITORY)
    waive(suites, f"{BROKEN},2020-01-01,2099-01-01,new kinds are not in the list yet,Kepala Bidang Data")
    (entry,) = land_region(root, REGION)
    assert entry.status == "admitted" and entry.reasons == []
    (check,) = [check for check in entry.checks if check["id"] == "kind_readable"]
    assert (check["success"], check["severity"]) == (False, "warning")
    assert check["waiver"]["granted_by"] == "Kepala Bidang Data"
    text = "waived until 2099-01-01 because new kinds are not in the list yet (granted by Kepala Bidang Data)"
    plan = make_plan(root)
    (shown,) = file_warnings(plan).values()
    assert any(text in message for message in shown)
    out = io.StringIO()
    summary._waived(SimpleNamespace(plan=plan), Console(file=out, width=400))
    assert entry.file in out.getvalue() and text in out.getvalue()
    with duckdb.connect(str(prepare(root, plan))) as con:
        query = (
            "select outcome, waived_until, waiver_granted_by from landing.file_check where check_id = 'kind_readable'"
        )
        assert con.execute(query).fetchall() == [("waived", dt.date(2099, 1, 1), "Kepala Bidang Data")]
        assert text in con.execute("select warnings from landing.file").fetchone()[0]
    assert input_hashes(paths.REPOSITORY) == before, "the test changes a copy"
    waive(suites)
    assert [entry.status for entry in land_region(root, REGION)] == ["refused"]


@pytest.mark.parametrize(
    "row",
    [
        f"{BROKEN},2020-01-01,{DATE},ended that day,X",
        f"{BROKEN},2099-01-01,2100-01-01,not yet,X",
        "ujian,kota_sawahlunto,kind_readable,2020-01-01,2099-01-01,another region,X",
        f"ujian,{REGION},number_present,2020-01-01,2099-01-01,another expectation,X",
    ],
)
def test_a_waiver_of_something_else_changes_nothing(tmp_path, suites, row):
    root = DataRoot(tmp_path / "data")
    good("ujian").set("jenis", "UD9").write(root.path)
    (refused,) = land_region(root, REGION)
    waive(suites, row)
    (again,) = land_region(root, REGION)
    assert (again.status, again.reasons, again.checks) == (refused.status, refused.reasons, refused.checks)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (f"{BROKEN},2020-01-01,,why,who", "a waiver needs an end"),
        (f"{BROKEN},2020-01-01,2019-01-01,why,who", "is not after valid_from"),
        (f"{BROKEN},2020-01-01,2021-01-01,,who", "reason is empty"),
        (f"{BROKEN},2020-01-01,2021-01-01,why,", "granted_by is empty"),
        (f"{BROKEN},1 Mei,2021-01-01,why,who", "row 2"),
        ("ujian,,kind_readable,2020-01-01,2021-01-01,why,who", "a waiver is for one region"),
        ("ujian,jambi,kind_readable,2020-01-01,2021-01-01,why,who", "region 'jambi' is not known"),
        (f"ujian,{REGION},kind_codes,2020-01-01,2021-01-01,why,who", "only a critical expectation"),
        (f"ujian,{REGION},nothing,2020-01-01,2021-01-01,why,who", "no such expectation"),
        (f"cuti,{REGION},rows,2020-01-01,2021-01-01,why,who", r"cuti\.json is missing"),
    ],
)
def test_a_waiver_that_is_not_whole_is_named(suites, row, words):
    waive(suites, row)
    with pytest.raises(ValueError, match=words):
        Suites()


def test_two_waivers_of_one_thing_must_not_overlap(suites):
    waive(suites, f"{BROKEN},2020-01-01,2021-01-01,a,b", f"{BROKEN},2020-06-01,2022-01-01,a,b")
    with pytest.raises(ValueError, match="row 3: overlaps the row from 2020-01-01"):
        Suites()


# -- thresholds -----------------------------------------------------------------------------------------------------


def test_a_threshold_holds_for_its_region_and_time(tmp_path, suites):
    root = DataRoot(tmp_path / "data")
    good("ujian").set("jenis", "UD9", 18).write(root.path)
    assert [entry.status for entry in land_region(root, REGION)] == ["refused"]
    agree(suites, "ujian,kota_sawahlunto,kind_readable,mostly,0.3,2020-01-01,,another region,X")
    assert [entry.status for entry in land_region(root, REGION)] == ["refused"]
    agree(
        suites,
        "ujian,,kind_readable,mostly,0.9,2020-01-01,,all regions,X",
        f"ujian,{REGION},kind_readable,mostly,0.3,2020-01-01,,old forms until the new export,X",
    )
    (entry,) = land_region(root, REGION)
    assert entry.status == "admitted"
    (check,) = [check for check in entry.checks if check["id"] == "kind_readable"]
    assert check["observed"].endswith("; mostly 0.3 agreed because old forms until the new export (granted by X)")


def test_volume_and_freshness_have_thresholds_too(tmp_path, suites):
    root = DataRoot(tmp_path / "data")
    good("ujian").write(root.path)
    entries = land_all(root)
    newest = type(entries[0])(**{**vars(entries[0]), "extract_date": "2099-01-01", "dataset": "formasi", "file": "f"})
    late = {r.file: r for r in delivery_checks([*entries, newest]) if r.id == "freshness" and not r.success}
    assert entries[0].file in late
    agree(suites, f"ujian,{REGION},freshness,max_days,99999,2020-01-01,,closed for a year,X")
    agreed = {r.file: r for r in delivery_checks([*entries, newest]) if r.id == "freshness"}
    assert all(result.success for result in agreed.values())
    assert "max_days 99999 agreed because closed for a year (granted by X)" in agreed[entries[0].file].observed


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("ujian,,kind_readable,mostly,1.5,2020-01-01,,why,who", "1.5 is no mostly"),
        ("ujian,,kind_readable,colour,1,2020-01-01,,why,who", "parameter 'colour' is none of"),
        ("ujian,,kind_readable,max_days,9,2020-01-01,,why,who", "a parameter of the check freshness"),
        ("ujian,,volume,min_pct,much,2020-01-01,,why,who", "row 2"),
    ],
)
def test_a_threshold_that_means_nothing_is_named(suites, row, words):
    agree(suites, row)
    with pytest.raises(ValueError, match=words):
        Suites()


def test_agreements_belong_to_the_publish_id(tmp_path):
    """A waiver changes what a version says, so it changes the version's id."""
    for name in ("dbt_project", "expectations"):
        shutil.copytree(paths.REPOSITORY / name, tmp_path / name, ignore=shutil.ignore_patterns("target", "logs"))
    for name in ("landing", "checks", "publish"):
        shutil.copytree(paths.REPOSITORY / "orchestration" / name, tmp_path / "orchestration" / name)
    shutil.copy(paths.REPOSITORY / "requirements.lock", tmp_path)
    before = input_hashes(tmp_path)
    waive(tmp_path / "expectations", f"{BROKEN},2020-01-01,2021-01-01,a,b")
    after = input_hashes(tmp_path)
    assert {name for name in before if before[name] != after[name]} == {"expectations"}
