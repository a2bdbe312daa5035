"""Each choice of ours (mark P or X) that a row of seeds/rules holds, set to its other value, changes exactly the verdicts that
it should. Where no other value makes sense the row says why ("No switch")."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date

import pytest

from tests.dbt.warehouse import build_warehouse
from tests.fixtures.extracts import Extracts, dmy
from tests.fixtures.worked_cases_tracks import balance, jf, structural
from tests.oracle import TRACKS
from tests.rules import mutations as m
from tests.rules.rebuild import CRITERIA, Rebuild

# April 2025: the superior still counts. The profile of OLD stands on every date.
OLD, NEW = "2025-01-15", "2026-04-15"
DATES = {"A": "2025-04-01", "N": "2025-11-01", "F": "2026-02-01"}
EDUCATION = ("diploma", "education_ceiling", "min_education")


@dataclass(frozen=True)
class Switch:
    """A row of a rule table, set to another value. changes: person -> lines "ANF track criterion before>after", ANF being the dates;
    "ANF track begins" or "ends" where the track concerns the person with one value only.

    others: pattern of what may change for people who are not named (a choice about something that everyone has)."""

    table: str
    rule_id: str
    to: str
    changes: dict[str, set[str]]
    others: str = "nothing"

    @property
    def statement(self) -> str:
        column = "value" if self.table == "rule" else "precedence"
        return f"update {{t}} set {column} = '{self.to}' where rule_id = '{self.rule_id}'"


def people(ex: Extracts) -> dict[str, str]:
    """Name -> number."""
    here: dict[str, str] = {}

    def a(name: str, **facts) -> None:
        here[name] = ex.person(**facts).nip

    plain = {"rank_tmt": "2019-10-01"}
    first = [("III/a", "2021-12-01", {"jenisKPId": "211"})]
    a("first rank", cpns="2021-06-01", pns="2022-06-01", ranks=first)
    a("by number", cpns="2021-06-01", pns="2022-06-01", ranks=first, profile={"TMT CPNS": ""})
    a("later row", ranks=[("II/d", "2010-01-01"), ("III/a", "2021-10-01"), ("III/a", "2024-03-01", {"jenisKPId": ""})])
    a("tie", ranks=[("II/a", "2010-01-01"), ("III/a", "2021-10-01"), ("III/b", "2021-10-01")], education="D2",
      profile={"GOL AKHIR ID": "31", "GOL AKHIR NAMA": "III/a"})  # fmt: skip
    a(
        "undated",
        ranks=[("III/a", "2019-10-01"), ("III/b", None)],
        profile={"GOL AKHIR ID": "31", "GOL AKHIR NAMA": "III/a"},
    )
    a("profile above", **plain, profile={"GOL AKHIR ID": "32", "GOL AKHIR NAMA": "III/b"})
    a("by year", rank="III/b", **plain, education=[("SMA", "2003-06-10"), ("S1", None, {"tahunLulus": "2025"})])
    a("recorded", rank="III/b", **plain, exams=[("GELAR", "2018-11-10", "S1")])
    a("seen later", extracts=[NEW], **plain)
    boss = ex.person(rank="III/c", **plain)
    a("equal", rank="III/b", **plain, appraiser={"nip": boss.nip, "golongan_id": "33", "status": "ASN"})
    a("light", **plain, hukdis=[("2", "2025-09-10", None, "R")])
    a("medium", **plain, hukdis=[("7", "2025-03-01", "2026-03-01", "S")])
    kasi = structural("42", "2024-10-01", installed="2025-01-15")
    a("inaugurated", rank_tmt="2023-10-01", positions=[("4", "2010-01-01", ""), kasi])
    a("by profile", **plain, never=("rw_golongan", "rw_jabatan", "rw_pendidikan"))
    decisions = [
        balance("0"),
        ("2023-01", "2023-12", "25.005", "konversi"),
        ("2024-01", "2024-12", "24.990", "konversi"),
    ]
    a("credit", **plain, positions=[jf("Arsiparis Ahli Pertama", "2019-10-01")], credits=decisions)
    parts = {"kreditUtamaBaru": "49.000", "kreditPenunjangBaru": "0"}
    a(
        "parts",
        **plain,
        positions=[jf("Arsiparis Ahli Pertama", "2019-10-01")],
        credits=[("2024-12", "2024-12", "50", "integrasi", parts)],
    )
    a("aged", nip="196908011994031001", cpns="1994-03-01", pns="1995-03-01", rank="IV/a", **plain,
      positions=[structural("31", "2015-01-02")])  # fmt: skip
    a("number", nip="199009132021242014", **plain, profile={"STATUS CPNS PNS": "P"})
    a("status", **plain, profile={"KEDUDUKAN HUKUM ID": "71"})
    a("straddles", **plain, skp22={2023: "BAIK", 2024: (1, 3, "BAIK"), 2025: "BAIK"})
    one_day = [
        ("4", "2020-01-02", "", {"tanggalSk": "03-01-2020"}),
        ("2", "2020-01-02", "", {"tanggalSk": "02-01-2020"}),
    ]
    a("two posts", **plain, positions=one_day)
    begun = {"tanggalKursus": dmy("2024-12-30"), "tanggalSelesaiKursus": dmy("2025-01-02"), "tahunKursus": "2025"}
    person = ex.person(never=("rw_kursus",), **plain)
    person.answer("rw_kursus", [person.kursus(2025, **begun)])
    here["trained"] = person.nip
    return here


_UNKNOWN_RANK = {"A kp_reguler superior_rank UNKNOWN>PASS", "ANF kp_reguler education_ceiling UNKNOWN>PASS",
                 "ANF kp_reguler time_in_rank UNKNOWN>PASS", "ANF kp_reguler ujian_dinas UNKNOWN>NOT_APPLICABLE"}  # fmt: skip
_POLICY, _CONFLICT = "rule", "precedence"
SWITCHES = [
    # years in rank and in a post
    Switch(_POLICY, "KP.FIRST.CLOCK", "TMT of the rank", {
        "first rank": {"N kp_reguler time_in_rank PASS>FAIL"}, "by number": {"N kp_reguler time_in_rank PASS>FAIL"}}),
    Switch(_POLICY, "POL.RANK.NUMBER", "false", {"by number": {"N kp_reguler time_in_rank PASS>FAIL"}}),
    Switch(_POLICY, "POL.RANK.CLOCK", "latest TMT", {"later row": {"NF kp_reguler time_in_rank PASS>FAIL"}}),
    Switch(_POLICY, "POL.POST.START", "tmtJabatan", {"inaugurated": {"N kp_struktural time_in_position FAIL>PASS"}}),
    Switch(_CONFLICT, "POL.CONFLICT.RANK_TIE", "lower", {"tie": {"ANF kp_reguler education_ceiling FAIL>PASS"}}),
    Switch(_CONFLICT, "POL.CONFLICT.RANK_UNDATED", "dated", {"undated": _UNKNOWN_RANK}),
    Switch(_CONFLICT, "POL.CONFLICT.RANK_PROFILE_ABOVE", "rw_golongan", {"profile above": _UNKNOWN_RANK}),
    # diplomas: everyone has one
    Switch(
        _POLICY, "POL.EDU.RECORDING", "none",
        {"recorded": set(), "tie": set(), "by year": {
            "AN kp_reguler education_ceiling FAIL>UNKNOWN", "F kp_reguler education_ceiling PASS>UNKNOWN",
            "AN jabatan_pengawas min_education FAIL>UNKNOWN", "F jabatan_pengawas min_education PASS>UNKNOWN"}},
        others="ANF (kp_reguler education_ceiling|jabatan_[a-z_]+ min_education) PASS>UNKNOWN",
    ),
    Switch(_POLICY, "POL.EDU.YEAR_ONLY", "07-01", {"by year": {
        "N kp_reguler education_ceiling FAIL>PASS", "N jabatan_pengawas min_education FAIL>PASS"}}),
    # who somebody is
    Switch(_POLICY, "POL.SERVICE.ASSUMED", "none", {"seen later": {
        "ANF kp_reguler service_status PASS>UNKNOWN", "ANF jabatan_pengawas service_status PASS>UNKNOWN"}}),
    Switch(_CONFLICT, "POL.CONFLICT.STATUS_NUMBER", "status", {"number": {
        "ANF kp_reguler employment_kind UNKNOWN>PASS", "ANF jabatan_pengawas employment_kind UNKNOWN>PASS"}}),
    Switch(_CONFLICT, "POL.CONFLICT.STATUS_LEGAL", "legal_status", {"status": {
        "ANF kp_reguler employment_kind PASS>NOT_APPLICABLE", *(f"ANF {track} ends" for track in TRACKS if track != "kp_ijazah")}}),
    Switch(
        _POLICY, "POL.PROFILE", "none",
        {"by profile": {
            "A kp_reguler superior_rank PASS>UNKNOWN",
            *(f"ANF kp_reguler {criterion}>UNKNOWN" for criterion in (
                "position_kind PASS", "time_in_rank PASS", "education_ceiling PASS", "ujian_dinas NOT_APPLICABLE")),
            *(f"ANF {track} position_kind NOT_APPLICABLE>UNKNOWN" for track in (
                "kp_struktural", "kp_jf", "kenaikan_jenjang", "jabatan_administrator")),
            *(f"ANF {track} begins" for track in ("kp_struktural", "kp_jf", "kenaikan_jenjang", "jabatan_administrator")),
            *(f"ANF jabatan_pengawas {criterion} PASS>UNKNOWN" for criterion in (
                "min_education", "position_experience", "position_kind")),
            "ANF jabatan_jpt_pratama min_education PASS>UNKNOWN"}},
    ),
    Switch(_CONFLICT, "POL.CONFLICT.POSITION_DAY", "earliest_decree", {"two posts": {
        "ANF kp_reguler position_kind PASS>NOT_APPLICABLE", "ANF kp_reguler ends",
        *(f"ANF {track} {change}" for track in ("kp_jf", "kenaikan_jenjang")
          for change in ("position_kind NOT_APPLICABLE>PASS", "begins"))}}),
    # what the criteria ask
    Switch(_POLICY, "KP.SUPERIOR.EQUAL", "barred", {"equal": {"A kp_reguler superior_rank PASS>FAIL"}}),
    Switch(_POLICY, "POS.AGE.RULE", "<57y", {"aged": {"NF jabatan_jpt_pratama age_limit FAIL>PASS"}}),
    Switch(_POLICY, "POS.AGE.ASOF", "selection", {"aged": {"NF jabatan_jpt_pratama age_limit FAIL>UNKNOWN"}}),
    Switch(_CONFLICT, "POL.CONFLICT.PREDIKAT_GATE", "reported", {"straddles": {
        "ANF kp_reguler performance UNKNOWN>PASS", "ANF jabatan_pengawas performance UNKNOWN>PASS"}}),
    Switch(_CONFLICT, "POL.CONFLICT.PREDIKAT_GATE", "derived", {"straddles": {
        "ANF kp_reguler performance UNKNOWN>FAIL", "ANF jabatan_pengawas performance UNKNOWN>FAIL"}}),
    Switch(_POLICY, "DISC.LIGHT", "3", {"light": {
        "N kp_reguler discipline PASS>FAIL", "N jabatan_pengawas discipline PASS>FAIL"}}),
    Switch(
        _POLICY, "DISC.POSITIONS", "false", {"medium": {"ANF jabatan_pengawas discipline FAIL>NOT_APPLICABLE"}},
        others="ANF (jabatan_[a-z_]+|kenaikan_jenjang) discipline PASS>NOT_APPLICABLE",
    ),
    # credit: where the sum is too small, a closed year without a PAK leaves it open
    Switch(_POLICY, "AK.ROUND", "half even", {"credit": {
        "AN kp_jf credit_score PASS>FAIL", "F kp_jf credit_score PASS>UNKNOWN"}}),
    Switch(_CONFLICT, "POL.CONFLICT.CREDIT_TOTAL", "parts", {"parts": {
        "AN kp_jf credit_score PASS>FAIL", "F kp_jf credit_score PASS>UNKNOWN"}}),
]  # fmt: skip


@pytest.fixture(scope="module")
def world(tmp_path_factory) -> tuple[dict[str, str], Rebuild, Rebuild]:
    """People by name; a rebuild of the criteria, and one of the trainings."""
    ex = Extracts({"kota_jambi": [OLD, NEW]})
    named = people(ex)
    folder = tmp_path_factory.mktemp("switches")
    ex.write(folder / "raw")
    days = [date.fromisoformat(day) for day in DATES.values()]
    database = build_warehouse(folder, days, check=False, select=[f"+{CRITERIA}", "+fct_training"], default_scope=False)
    criteria = Rebuild(database, folder / "target")
    criteria.narrow("int_evaluation__dates", "is_in_scope")
    return named, criteria, Rebuild(database, folder / "target", wanted=("fct_training",))


def changes(rebuild: Rebuild, names: dict[str, str]) -> dict[str, set[str]]:
    """Person -> what changed, as in `Switch.changes`."""
    names = {nip: name for name, nip in names.items()}
    key = "nip, period_date, track, criterion"
    found = rebuild.con.execute(
        f"select {key}, former.status, latter.status from main.{CRITERIA} as former "
        f"full join {rebuild.relation(CRITERIA)} as latter using ({key}) "
        "where former.status is distinct from latter.status"
    ).fetchall()
    dates = defaultdict(set)
    for nip, day, track, criterion, before, after in found:
        change = f"{criterion} {before}>{after}" if before and after else "begins" if after else "ends"
        dates[names.get(nip, "another"), track, change].add(str(day))
    told = defaultdict(set)
    for (name, track, change), days in dates.items():
        told[name].add(f"{''.join(letter for letter, day in DATES.items() if day in days)} {track} {change}")
    return dict(told)


@pytest.mark.deep
@pytest.mark.parametrize("switch", [pytest.param(s, id=f"{s.rule_id} {s.to}") for s in SWITCHES])
def test_a_switch_changes_what_it_should(world, switch):
    named, rebuild, _ = world
    rebuild.replace(switch.table, [switch.statement])
    found = changes(rebuild, named)
    assert {name: found.get(name, set()) for name in switch.changes} == switch.changes
    beside = {line for name, lines in found.items() if name not in switch.changes for line in lines}
    assert [line for line in sorted(beside) if not re.fullmatch(switch.others, line)] == []
    assert beside or switch.others == "nothing"


@pytest.mark.deep
def test_a_bar_by_a_light_punishment_cites_the_choice(world):
    """Not the regulation on medium and heavy ones; who is barred by one of those, or not at all, still rests on that."""
    named, rebuild, _ = world
    rebuild.replace("rule", ["update {t} set value = '3' where rule_id = 'DISC.LIGHT'"])
    names = {nip: name for name, nip in named.items()}
    found = rebuild.con.execute(
        "select distinct nip, status, rule_id, rule_confidence, legal_basis, observed like '% (light)' "
        f"from {rebuild.relation(CRITERIA)} where criterion = 'discipline' and period_date = ? order by all",
        [DATES["N"]],
    ).fetchall()
    block = ("DISC.BLOCK", "C2-", "Peraturan BKN 6/2022 Ps 55(1)")
    barred = {names[row[0]]: row[2:] for row in found if row[1] == "FAIL"}
    assert barred == {"light": ("DISC.LIGHT", "P", "-", True), "medium": (*block, False)}
    assert {row[2:] for row in found if row[1] == "PASS"} == {(*block, False)}


@pytest.mark.deep
def test_the_year_of_a_training_is_a_switch(world):
    """From 30 December 2024 to 2 January 2025: of 2025, in which it ends, or of 2024."""
    named, _, trainings = world
    year = "select training_year from {} inner join int_identity__resolve using (employee_key) where nip = ?"
    rows = lambda: trainings.con.execute(year.format(trainings.relation("fct_training")), [named["trained"]]).fetchall()  # noqa: E731
    assert rows() == [(2025,)]
    trainings.replace("rule", ["update {t} set value = 'start date' where rule_id = 'TRN.YEAR'"])
    assert rows() == [(2024,)]


def test_every_choice_is_a_switch_or_says_why_not():
    """A choice of ours, or between sources that differ, is read by a model, or its note says why it cannot be another one."""
    for table, row, reader in m.readers():
        if row["confidence"] not in ("P", "X"):
            continue
        fixed = reader == "docs" or (table == "precedence" and not row["otherwise"])
        assert fixed == ("No switch: " in row["note"]), f"{table} {row['rule_id']}"


def test_every_switch_of_precedence_has_its_case():
    """The other value that the row names is one that a case tries; the label of a predikat alone changes no status."""
    named = {(row["rule_id"], row["otherwise"]) for row in m.rows_of("precedence") if row["otherwise"]}
    tried = {(switch.rule_id, switch.to) for switch in SWITCHES}
    assert named - tried == {("POL.CONFLICT.PREDIKAT", "derived")}
