"""From records to verdicts: one person, one date, one track, every criterion."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property

from . import figures as f
from .raw import RW, Answer, Delivered, ProfileRow, Row, shape

PASS, FAIL, UNKNOWN, NA = "PASS", "FAIL", "UNKNOWN", "NOT_APPLICABLE"
GATES = ("employment_kind", "position_kind", "service_status")
FROM_PROFILE = {"rw_golongan", "rw_jabatan", "rw_pendidikan"}  # where profil_asn stands in for a missing answer
# An empty answer means "none" only where people can have none.
EMPTY_MEANS_NONE = {"rw_hukdis", "rw_kursus", "rw_diklat"}
# Track -> its criteria beside the gates.
TRACKS = {
    "kp_reguler": (
        "period_date", "time_in_rank", "performance", "superior_rank", "education_ceiling", "ujian_dinas",
        "discipline", "appeal_pending",
    ),
    "kp_struktural": (
        "period_date", "rank_range", "time_in_rank", "time_in_position", "performance", "ujian_dinas", "discipline",
        "appeal_pending",
    ),
    "kp_jf": (
        "period_date", "time_in_rank", "rank_range", "credit_score", "performance", "vacancy", "discipline",
        "appeal_pending",
    ),
    "kp_ijazah": (
        "period_date", "diploma", "rank_range", "time_in_rank", "performance", "competency_test", "discipline",
        "appeal_pending",
    ),
    "kenaikan_jenjang": ("credit_score", "vacancy", "competency_test", "performance", "discipline"),
    "jabatan_pengawas": ("min_education", "position_experience", "performance", "discipline"),
    "jabatan_administrator": ("min_education", "position_experience", "performance", "discipline"),
    "jabatan_jpt_pratama": ("min_education", "position_experience", "age_limit", "performance", "discipline"),
}  # fmt: skip
# Criteria that a track judges in its own way.
OF_TRACK = {
    "position_kind", "time_in_rank", "performance", "rank_range", "credit_score", "vacancy", "competency_test",
    "min_education", "position_experience",
}  # fmt: skip


@dataclass(frozen=True)
class Verdict:
    """One person at one period date.

    nips: every number of the person, sorted; nip: the newest one; region: folder slug, None if not known;
    failed_criteria, unknown_criteria: sorted; first_possible_date: only for eligible and not_eligible;
    current_golongan: the latest dated rank, also where time_in_rank is unknown because another may be above it;
    proposed_golongan: of the promotion tracks; proposed_level: pengawas, administrator, jpt_pratama or the jenjang code;
    is_provisional: an appraisal that the track asks for is under an objection not decided at the date."""

    nips: tuple[str, ...]
    nip: str
    period_date: date
    region: str | None
    verdict: str
    criteria: dict[str, str]
    failed_criteria: tuple[str, ...]
    unknown_criteria: tuple[str, ...]
    first_possible_date: date | None
    current_golongan: str | None
    proposed_golongan: str | None
    track: str = "kp_reguler"
    proposed_level: str | None = None
    is_provisional: bool = False


@dataclass
class Facts:
    """What a person's newest answers hold in one dataset."""

    answered: bool = False
    good: list[dict] = field(default_factory=list)
    spoiled: bool = False  # a quarantined record that stands


def counts(dataset: str, lines: list[Answer]) -> list[Answer]:
    return [a for a in lines if a.outcome == "rows" or (a.outcome == "none" and dataset in EMPTY_MEANS_NONE)]


def facts_of_person(dataset: str, told: dict[str, list[Answer]], borne: str) -> Facts:
    """What the answers under all numbers of a person hold. An extract replaces the older ones, whatever number was asked;
    that there is nothing under a number that is not borne any more replaces nothing under the others. Of one extract all
    answers hold; one record under two numbers is that of the number borne now."""
    since = date.min
    for nip, lines in told.items():
        if counted := counts(dataset, lines):
            last = max(a.order[:2] for a in counted)
            if nip == borne or any(a.outcome == "rows" for a in counted if a.order[:2] == last):
                since = max(since, last[0])
    whole, seen = Facts(), set()
    for nip in sorted(told, key=lambda n: (n == borne, n), reverse=True):
        part = newest_facts(dataset, [a for a in told[nip] if a.order[0] >= since])
        whole.answered |= part.answered
        whole.spoiled |= part.spoiled
        whole.good += [record for record in part.good if record["id"] not in seen]
        seen |= {record["id"] for record in part.good}
    return whole


def newest_facts(dataset: str, lines: list[Answer]) -> Facts:
    """The newest answer replaces older ones; records and errors older than it are superseded."""
    counted = counts(dataset, lines)
    newest = max((a.order[:2] for a in counted), default=None)
    facts = Facts(answered=newest is not None)
    # Answers of one moment stand side by side: neither is newer.
    for answer in (a for a in counted if a.order[:2] == newest):
        facts.good += [r.facts for r in answer.records if not r.bad and r.facts not in facts.good]
        facts.spoiled |= any(r.bad for r in answer.records)
    facts.spoiled |= any(a.outcome == "error" and (newest is None or a.order[:2] >= newest) for a in lines)
    return facts


class World:
    """All delivered content, arranged by person."""

    def __init__(self, delivered: Delivered):
        self.delivered = delivered
        profiles = defaultdict(list)
        for row in delivered.profiles:
            if row.nip:
                profiles[row.nip].append(row)
        exams = defaultdict(list)
        for exam in delivered.exams:
            if exam.nip:
                exams[exam.nip].append(exam)
        superseded = self._superseded(delivered.exams)
        objections, recaps = defaultdict(list), defaultdict(list)
        for row in self._standing_recaps():
            if row.nip:
                recaps[row.nip].append(row)
        numbers = set(profiles) | set(exams) | {r.nip for r in delivered.objections + delivered.recaps if r.nip}
        numbers |= set(delivered.named)
        for dataset in RW:
            numbers |= set(delivered.answers[dataset])
        self.people: list[Person] = []
        self.by_nip: dict[str, Person] = {}
        groups = self._one_person_groups(numbers, profiles)
        # an objection is the person's, whatever number it was filed under
        first = {nip: group[0] for group in groups for nip in group}
        for row in delivered.objections:
            if row.key:
                row.key = (first[row.nip], *row.key[1:])
        late = self._superseded(delivered.objections)
        for row in delivered.objections:
            if row.nip and id(row) not in late and not row.reasons:
                objections[row.nip].append(row)
        for group in groups:
            person = Person(self, group)
            borne = max(group, key=lambda nip: self._recency(nip, profiles.get(nip, [])))
            for nip in group:
                self.by_nip[nip] = person
                person.rows += profiles.get(nip, [])
                person.exams += [e for e in exams.get(nip, []) if id(e) not in superseded]
                person.objections += objections.get(nip, [])
                person.recaps += recaps.get(nip, [])
            for dataset in RW:
                person.facts[dataset] = facts_of_person(
                    dataset, {nip: delivered.answers[dataset].get(nip, []) for nip in group}, borne
                )
                person.answers += [a for nip in group for a in delivered.answers[dataset].get(nip, [])]
            self.people.append(person)
        self._tie_rows_without_number()

    @staticmethod
    def _recency(nip: str, rows: list[ProfileRow]) -> tuple:
        """Orders the numbers of a person: the greatest is the one borne now."""
        seen = max((row.extract for row in rows if not row.reasons), default=date.min)
        return seen, shape(nip) == "PNS", nip[8:12], nip

    def _standing_recaps(self) -> list[Row]:
        """The newest extract of a region that holds a year and period replaces what older ones say of it."""
        newest: dict[tuple, date] = {}
        for row in self.delivered.recaps:
            if row.facts["year"] and row.facts["span"]:
                place = (row.region, row.facts["year"], row.facts["span"])
                newest[place] = max(newest.get(place, date.min), row.order[0])
        return [
            row
            for row in self.delivered.recaps
            if newest.get((row.region, row.facts["year"], row.facts["span"]), row.order[0]) == row.order[0]
        ]

    def free_post(self, region: str | None, post: str, jenjang: str, day: date, least: int = 1) -> bool | None:
        """Are so many posts free in one unit of the region at the date; None if no row tells."""
        files = self.delivered.needs.get(region or "")
        rows = files[max(files)] if files else []
        rows = [r for r in rows if r.facts["post"] == post and r.facts["jenjang"] == jenjang]
        told = [r.facts for r in rows if not r.reasons and r.facts["tmt"] <= day]
        if any(t["needed"] - t["filled"] >= least for t in told):
            return True
        return False if told and not any(r.reasons for r in rows) else None

    @staticmethod
    def _superseded(rows: list) -> set[int]:
        """A key of an appended list delivered again in a later extract corrects the earlier row."""
        by_key = defaultdict(list)
        for exam in rows:
            if exam.key:
                by_key[exam.region, exam.key].append(exam)
        out = set()
        for same in by_key.values():
            good = [e.order[0] for e in same if not e.reasons]
            newest = max(good) if good else None
            out |= {id(e) for e in same if newest and e.order[0] < newest}
        return out

    @staticmethod
    def _one_person_groups(numbers: set[str], profiles: dict) -> list[tuple[str, ...]]:
        """Numbers with one valid NIK and birth date are one person, unless two of them are PNS-shaped."""
        by_identity = defaultdict(set)
        for nip, rows in profiles.items():
            for row in rows:
                if row.nik and not row.reasons and row.facts["birth"]:
                    by_identity[row.nik, row.facts["birth"]].add(nip)
        group_of = {nip: {nip} for nip in numbers}
        for _, nips in sorted(by_identity.items()):
            merged = set().union(*(group_of[n] for n in nips))
            if sum(shape(n) == "PNS" for n in merged) <= 1:
                for nip in merged:
                    group_of[nip] = merged
        return sorted({tuple(sorted(g)) for g in group_of.values()})

    def _tie_rows_without_number(self) -> None:
        """A profile row whose number cannot be read belongs to the person with its PNS ID, else its NIK, else its name
        and birth date."""
        by_id, by_nik, by_name = defaultdict(set), defaultdict(set), defaultdict(set)
        for n, person in enumerate(self.people):
            for row in person.rows:
                by_id[row.pns_id].add(n)
                by_nik[row.nik].add(n)
                if row.facts["name"] and row.facts["birth"]:
                    by_name[row.facts["name"], row.facts["birth"]].add(n)
        for row in self.delivered.profiles:
            if row.nip:
                continue
            same_name = by_name.get((row.facts["name"], row.facts["birth"]), ())
            for found in (by_id[row.pns_id] if row.pns_id else (), by_nik[row.nik] if row.nik else (), same_name):
                if len(found) == 1:
                    self.people[next(iter(found))].rows.append(row)
                    break


class Person:
    def __init__(self, world: World, nips: tuple[str, ...]):
        self.world, self.nips = world, nips
        self.rows: list[ProfileRow] = []
        self.exams: list = []
        self.objections: list[Row] = []
        self.recaps: list[Row] = []
        self.answers: list[Answer] = []
        self.facts: dict[str, Facts] = {}
        self._told: dict[tuple, str] = {}
        self._passing: dict[tuple[str, date], bool] = {}
        self._spells: dict[date, tuple] = {}
        self._posts: dict[date, tuple] = {}

    # -- profile ------------------------------------------------------------------------------------------------
    @cached_property
    def good_rows(self) -> list[ProfileRow]:
        """Usable profile rows, newest first."""
        return [r for r in self.all_rows if not r.reasons]

    @cached_property
    def all_rows(self) -> list[ProfileRow]:
        """Profile rows, newest extract first; of one day the one with the later post first."""
        by_place = sorted(self.rows, key=lambda r: (r.region, r.line))
        return sorted(by_place, key=lambda r: (r.extract, r.facts["kind_tmt"] or date.min), reverse=True)

    @cached_property
    def profile_spoiled(self) -> bool:
        """A quarantined profile row is newer than the newest usable one: what the profile stands in for is in doubt."""
        newest = self.good_rows[0].extract if self.good_rows else date.min
        return any(r.reasons and r.extract > newest for r in self.rows)

    def profile_at(self, day: date) -> tuple[ProfileRow | None, str]:
        """(row, how): how is seen, assumed (oldest later row), left, or none."""
        before = [r for r in self.rows if r.extract <= day]
        if not before:
            later = self._oldest(self.good_rows)
            return (later, "assumed") if later else (None, "none")
        standing = self._standing(day)
        good_before = [r for r in self.good_rows if r.extract <= day]
        if not standing:
            return (good_before[0] if good_before else None), "left"
        good = [r for r in self.good_rows if r in standing]
        if good:
            return good[0], "seen"
        return (good_before[0], "seen") if good_before else (None, "none")

    @staticmethod
    def _oldest(rows: list[ProfileRow]) -> ProfileRow | None:
        """The first row of the oldest extract; rows come newest first."""
        return next((r for r in rows if r.extract == rows[-1].extract), None)

    def _standing(self, day: date) -> list[ProfileRow]:
        """Rows, good or bad, in the newest profile of a region on or before the date."""
        newest = {
            region: max((e for e in days if e <= day), default=None)
            for region, days in self.world.delivered.profile_dates.items()
        }
        return [r for r in self.all_rows if newest[r.region] == r.extract]

    def region_at(self, day: date) -> str | None:
        """Where the person stands; a quarantined row tells that too."""
        before = [r for r in self.all_rows if r.extract <= day]
        row = next(iter(self._standing(day) or before), None)
        row = row or self._oldest(self.good_rows) or self._oldest(self.all_rows)
        if row:
            return row.region
        if self.answers:
            return max(self.answers, key=lambda a: a.order).region
        listed = self.exams or self.objections or self.recaps
        if listed:
            return listed[-1].region
        named = self.world.delivered.named
        return min((region for nip in self.nips for region in named.get(nip, ())), default=None)

    def kind(self, day: date) -> str | None:
        """PNS, CPNS, PPPK, or None where it is not known."""
        row, how = self.profile_at(day)
        if row:
            nip, status, p = row.nip or self.nips[0], row.facts["status"], row.facts
            if status:
                if shape(nip) == "PPPK":
                    return None
                is_pns = day >= p["pns"] if p["pns"] else status == "P"
                return "PNS" if is_pns else "CPNS"
            if p["legal"] in f.PPPK_CODES or "PPPK" in p["employee_type"]:
                return "PPPK"
            gol = p["gol"]
        else:
            nip, gol = self.nips[-1], None
        forms = [gol] if gol in f.ORDER or gol in f.ROMAN else [r["gol"] for r in self.facts["rw_golongan"].good]
        if any(form in f.ORDER for form in forms):
            return "PNS"
        if any(form in f.ROMAN for form in forms):
            return "PPPK"
        return "PNS" if shape(nip) == "PNS" else "PPPK"

    def employment_kind(self, day: date) -> str:
        return {f.PROMOTABLE: PASS, None: UNKNOWN}.get(self.kind(day), NA)

    def service_status(self, day: date) -> str:
        row, how = self.profile_at(day)
        if how == "left":
            return NA
        if row is None:
            return UNKNOWN
        status = f.SERVICE.get(row.facts["legal"] or "", UNKNOWN)
        if how == "assumed" and status == NA:
            return UNKNOWN  # first seen when already retired: since when is not known
        return status

    def appeal_pending(self, day: date) -> str:
        row, how = self.profile_at(day)
        if row is None:
            return UNKNOWN
        if not f.at(f.APPEAL_BARS, day):
            return PASS
        return {None: UNKNOWN, f.APPEAL_CODE: FAIL}.get(row.facts["legal"], PASS)

    # -- rank ---------------------------------------------------------------------------------------------------
    def dated_spell(self, day: date) -> tuple[str, date, bool, bool] | None:
        """(rank, first TMT of its spell, is it the first spell, by a first appointment): rw_golongan, else profile."""
        facts = self.facts["rw_golongan"]
        if facts.answered:
            rows = [r for r in facts.good if r["gol"] in f.ORDER and r["tmt"] and r["tmt"] <= day]
        else:
            rows = []
            for row in self.good_rows:
                p = row.facts
                if p["gol"] in f.ORDER and p["gol_tmt"] and p["gol_tmt"] <= day:
                    rows = [{"gol": p["gol"], "tmt": p["gol_tmt"], "kp": None}]
                    break
        if not rows:
            return None
        highest: dict[date, str] = {}
        for r in rows:
            best = highest.get(r["tmt"])
            if best is None or f.ORDER[r["gol"]] > f.ORDER[best]:
                highest[r["tmt"]] = r["gol"]
        spells: list[tuple[str, date]] = []
        for tmt in sorted(highest):
            if not spells or spells[-1][0] != highest[tmt]:
                spells.append((highest[tmt], tmt))
        gol, start = spells[-1]
        appointed = any(r["tmt"] == start and r["gol"] == gol and r["kp"] == f.FIRST_APPOINTMENT_KP for r in rows)
        return gol, start, len(spells) == 1, appointed

    def rank_at(self, day: date) -> tuple[str, date] | None:
        """(rank, start of its clock), None when the rank is unknown."""
        if day not in self._spells:
            self._spells[day] = self._rank_at(day)
        return self._spells[day]

    def _rank_at(self, day: date):
        spell = self.dated_spell(day)
        if spell is None:
            return None
        gol, start, is_first, appointed = spell
        order = f.ORDER[gol]
        if any(r["tmt"] is None and f.ORDER.get(r["gol"], 0) > order for r in self.facts["rw_golongan"].good):
            return None
        newest = self.good_rows[0].facts if self.good_rows else None
        if newest and f.ORDER.get(newest["gol"], 0) > order and (newest["gol_tmt"] is None or newest["gol_tmt"] <= day):
            return None
        if is_first:
            if newest is None:
                pns_number = next((n for n in self.nips if shape(n) == "PNS"), None)
                if appointed and pns_number:
                    start = min(start, date(int(pns_number[8:12]), int(pns_number[12:14]), 1))
            else:
                if newest["first"] in f.ORDER:
                    first_rank = newest["first"] == gol
                else:
                    first_rank = appointed or bool(newest["pns"] and start <= newest["pns"])
                pns_number = next((n for n in self.nips if shape(n) == "PNS"), None)
                told = date(int(pns_number[8:12]), int(pns_number[12:14]), 1) if pns_number else None
                if first_rank and (newest["cpns"] or told):
                    start = min(start, newest["cpns"] or told)
        return gol, start

    # -- the criteria -------------------------------------------------------------------------------------------
    def posts(self, day: date) -> tuple[list[dict], bool]:
        """(definitive posts up to the date, one for each day on which one began, oldest first; is that all of them).

        Where there is no answer the profile's post stands in: what came before it is not known."""
        if day not in self._posts:
            self._posts[day] = self._posts_until(day)
        return self._posts[day]

    def _posts_until(self, day: date) -> tuple[list[dict], bool]:
        facts = self.facts["rw_jabatan"]
        if not facts.answered:
            for row in self.good_rows:
                p = row.facts
                if p["kind"] and p["kind_tmt"] and p["kind_tmt"] <= day:
                    post = {"kind": p["kind"], "eselon": p["eselon"], "jf": p["jf"]}
                    return [post | {"tmt": p["kind_tmt"], "start": p["kind_tmt"]}], False
            return [], False
        of_day: dict[date, dict] = {}
        for r in facts.good:
            if r["assignment"] == "D" and r["tmt"] <= day:
                best = of_day.get(r["tmt"])
                if best is None or (r["decree"] or date.min, r["id"]) > (best["decree"] or date.min, best["id"]):
                    of_day[r["tmt"]] = r
        return [of_day[tmt] for tmt in sorted(of_day)], True

    @staticmethod
    def level(post: dict) -> str | None:
        """pelaksana, a jenjang, pengawas, administrator or structural; None where the record does not tell."""
        if post["kind"] == "4":
            return "pelaksana"
        if post["kind"] == "2":
            return post["jf"][0]
        if post["kind"] != "1" or not post["eselon"] or post["eselon"] in f.STRUCTURAL_WITHOUT_LEVEL:
            return None
        if post["eselon"] in f.PENGAWAS:
            return "pengawas"
        return "administrator" if post["eselon"] in f.ADMINISTRATOR else "structural"

    def position_kind(self, day: date, track: str = "kp_reguler") -> str:
        posts, complete = self.posts(day)
        return self._spoil(self._stands_for(track, posts, complete) if posts else UNKNOWN, "rw_jabatan")

    def _stands_for(self, track: str, posts: list[dict], complete: bool) -> str:
        post, level = posts[-1], self.level(posts[-1])
        if track in f.POSITION_TRACKS:
            wanted = f.LEVELS[f.POSITION_TRACKS[track][2]]
            levels = {self.level(p) for p in posts} if track == "jabatan_jpt_pratama" else {level}
            if levels & wanted:
                return PASS
            sure = None not in levels and (complete or track != "jabatan_jpt_pratama")
            return NA if sure else UNKNOWN
        if level is None and post["kind"] != "2":
            return UNKNOWN
        if f.POST_KIND[track] not in ("any", post["kind"]):
            return NA
        if track == "kenaikan_jenjang":
            jenjang = (post["jf"] or (None,))[0]
            return UNKNOWN if jenjang is None else PASS if jenjang in f.JENJANG_AFTER else NA
        return PASS

    def jf(self, day: date) -> tuple[str | None, str | None]:
        """(jenjang, name without it) of the functional post held at the date."""
        posts, _ = self.posts(day)
        return posts[-1]["jf"] or (None, None) if posts else (None, None)

    def _spoil(self, status: str, *datasets: str) -> str:
        """A quarantined record that stands makes all but a failure unknown; so does a quarantined profile row where the
        profile stands in."""
        spoiled = any(self.facts[d].spoiled for d in datasets)
        for dataset in FROM_PROFILE.intersection(datasets):
            spoiled |= not self.facts[dataset].answered and self.profile_spoiled
        return UNKNOWN if status != FAIL and spoiled else status

    def time_in_rank(self, day: date, track: str = "kp_reguler") -> str:
        rank = self.rank_at(day)
        if rank is None:
            return UNKNOWN
        if track == "kp_struktural":
            need = self._structural_path(day)[1]
            if need is None:  # the range is not known
                long = self._since(rank[1], f.YEARS_IN_RANK[track], day)
                short = self._since(rank[1], f.YEARS_BELOW_RANGE, day)
                return self._spoil(PASS if long else UNKNOWN if short else FAIL, "rw_golongan")
        else:
            need = f.YEARS_IN_RANK[track]
        return self._spoil(PASS if self._since(rank[1], need, day) else FAIL, "rw_golongan")

    @staticmethod
    def _since(start: date, years: int, day: date) -> bool:
        return f.add_months(start, 12 * years) <= day

    # -- structural promotion -----------------------------------------------------------------------------------
    def _structural_path(self, day: date) -> tuple[str, int | None, bool]:
        """(rank_range, years in rank, does the time in the post count)."""
        posts, rank = self.posts(day)[0], self.rank_at(day)
        limits = f.ESELON_RANKS.get(posts[-1]["eselon"] or "") if posts and posts[-1]["kind"] == "1" else None
        if rank is None or limits is None:
            return UNKNOWN, None, True
        order, lowest, highest = f.ORDER[rank[0]], f.ORDER[limits[0]], f.ORDER[limits[1]]
        if order >= lowest:
            return (FAIL if order >= highest else PASS), f.YEARS_IN_RANK["kp_struktural"], False
        alone = lowest - order == 1 and self._since(rank[1], f.YEARS_BELOW_ALONE, day)
        return PASS, (f.YEARS_BELOW_ALONE if alone else f.YEARS_BELOW_RANGE), not alone

    def time_in_position(self, day: date) -> str:
        """Only for a rank below the range: one level below, four years in the rank serve as well."""
        rank_range, _, counts = self._structural_path(day)
        if rank_range == UNKNOWN:
            return UNKNOWN
        posts, complete = self.posts(day)
        if f.ORDER[self.rank_at(day)[0]] >= f.ORDER[f.ESELON_RANKS[posts[-1]["eselon"]][0]]:
            return NA
        if not counts:
            return self._spoil(PASS, "rw_jabatan")
        first = posts[-1]
        for post in reversed(posts[:-1]):
            if post["kind"] != "1" or post["eselon"] != first["eselon"]:
                break
            first = post
        reached = self._since(first["start"], f.YEARS_IN_POST, day)
        return self._spoil(PASS if reached else FAIL if complete else UNKNOWN, "rw_jabatan")

    # -- functional promotion -----------------------------------------------------------------------------------
    def rank_range(self, day: date, track: str) -> str:
        if track == "kp_struktural":
            status = self._structural_path(day)[0]
        else:
            rank, jenjang = self.rank_at(day), self.jf(day)[0]
            if rank is None or (track == "kp_jf" and jenjang is None):
                status = UNKNOWN
            elif track == "kp_ijazah":
                low = f.LEAST_SOURCE_RANK and f.ORDER[rank[0]] < f.ORDER[f.LEAST_SOURCE_RANK]
                status = FAIL if low else PASS
            else:
                status = self._beyond(jenjang, f.ORDER[rank[0]] + 1, day)
        return self._spoil(status, "rw_golongan")

    @staticmethod
    def _beyond(jenjang: str, proposed: int, day: date) -> str:
        """May the proposed rank be reached in this jenjang: within its range, or so far above it as the rules let."""
        above = proposed - f.ORDER[f.JENJANG_RANKS[jenjang][1]]
        if above <= 0:
            return PASS
        if jenjang not in f.JENJANG_AFTER:
            return FAIL
        known = [ranks for since, ranks in f.RANKS_BEYOND if since <= day]
        return UNKNOWN if not known else PASS if above <= known[-1] else FAIL

    def credit_score(self, day: date, track: str) -> str:
        jenjang, rank = self.jf(day)[0], self.rank_at(day)
        if jenjang is None or rank is None:
            return UNKNOWN
        if day < f.CREDIT_TABLE_FROM:
            return UNKNOWN  # no table of that time is known
        if f.ORDER[rank[0]] < f.ORDER[f.JENJANG_RANKS[jenjang][0]]:
            return UNKNOWN
        if track == "kenaikan_jenjang":
            need = f.RISE_CREDIT.get(jenjang)
        else:
            need = f.JENJANG_CREDIT[jenjang].get(rank[0])
        if need is None:
            return NA  # nothing to reach from here
        return self._spoil(self._credit_against(need, day), "rw_angkakredit")

    def _credit_against(self, need: int, day: date) -> str:
        bounds = self.credit(day)
        if bounds is None:
            return UNKNOWN
        least, most = bounds
        if least >= need:
            return PASS
        if most is None or most >= need:
            return UNKNOWN
        entered = self.dated_spell(self._jenjang_spell(day)[0]["tmt"])
        lowest = f.JENJANG_RANKS[self.jf(day)[0]][0]
        return FAIL if entered and f.ORDER[entered[0]] <= f.ORDER[lowest] else UNKNOWN

    def _jenjang_spell(self, day: date) -> tuple[dict, bool]:
        """(first post of the unbroken spell of the present jenjang, was it a kenaikan jenjang)."""
        posts, _ = self.posts(day)
        n = len(posts) - 1
        while n and posts[n - 1]["jf"] and posts[n - 1]["jf"][0] == posts[-1]["jf"][0]:
            n -= 1
        before = posts[n - 1]["jf"] if n else None
        jenjang, name = posts[n]["jf"]
        ladder = f.at(f.RISES, posts[n]["tmt"])
        return posts[n], bool(before and ladder.get(before[0]) == jenjang and before[1] == name)

    def credit(self, day: date) -> tuple[Decimal, Decimal | None] | None:
        """(least, most) credit in the present jenjang; most None: no limit is known; None: it cannot be told."""
        if not self.facts["rw_angkakredit"].answered:
            return None
        jenjang = self.jf(day)[0]
        first_post, promoted = self._jenjang_spell(day)
        rows = []
        for r in self.facts["rw_angkakredit"].good:
            after = f.add_months(r["last"], 1)
            if after <= day:
                held = self.jf(after - timedelta(days=1))[0]
                in_doubt = bool(r["named"] and held and r["named"] != held)
                rows.append(r | {"held": held, "in_doubt": in_doubt and jenjang in (held, r["named"])})
        entered, from_zero = first_post["tmt"], False
        opening = [r for r in rows if r["kind"] == "balance" and (r["held"] == jenjang or r["in_doubt"])]
        former = [r for r in rows if r["kind"] == "conventional"]
        if opening:
            last = max(r["last"] for r in opening)
            latest = [r for r in opening if r["last"] == last]
            if len({r["amount"] for r in latest}) > 1 or any(r["in_doubt"] for r in opening):
                return None
            base, since = latest[0]["amount"], f.add_months(last, 1)
        elif promoted and not any(r["held"] == jenjang for r in former):
            base, since = Decimal(0), entered if entered.day == 1 else f.add_months(entered.replace(day=1), 1)
            from_zero = True
        elif former and jenjang in f.NILAI_DASAR:
            if any(r["held"] not in f.NILAI_DASAR or r["in_doubt"] for r in former) or self._overlap(former):
                return None
            base = sum(r["amount"] for r in former) - f.NILAI_DASAR[jenjang]
            if base < 0:
                return None
            since = f.add_months(max(r["last"] for r in former), 1)
        else:
            return None
        later = [r for r in rows if r["kind"] == "konversi" and r["last"] >= since.replace(day=1)]
        counted = [r for r in later if r["held"] == jenjang and not r["in_doubt"]]
        doubtful = [r for r in later if r["in_doubt"]]
        if not from_zero and any(r["first"] < since for r in counted):
            return None  # reaches back over the opening balance
        annual = {r["last"].year for r in counted if self._is_annual(r)}
        counted = [r for r in counted if self._is_annual(r) or not (r["first"].year == r["last"].year in annual)]
        if self._overlap(counted):
            return None
        # An annual decision in doubt would replace the periodic ones of its year; a periodic one takes nothing away.
        unsure = {r["last"].year for r in doubtful if self._is_annual(r)}
        least = base + sum(r["amount"] for r in counted if not unsure & {r["first"].year, r["last"].year})
        most = base + sum(r["amount"] for r in counted + doubtful)
        return least, (None if self._month_missing(since, entered, counted + doubtful, day) else most)

    @staticmethod
    def _is_annual(row: dict) -> bool:
        return row["first"].month == 1 and row["last"] == row["first"].replace(month=12)

    @staticmethod
    def _overlap(rows: list[dict]) -> bool:
        spans = sorted((r["first"], r["last"]) for r in rows)
        return any(later[0] <= earlier[1] for earlier, later in zip(spans, spans[1:], strict=False))

    @staticmethod
    def _month_missing(since: date, entered: date, rows: list[dict], day: date) -> bool:
        """A month of a closed year for which no assessment is recorded."""
        month = since.replace(day=1)
        if month < entered.replace(day=1):
            return True  # the balance is of an earlier spell
        while month.year < day.year:
            if not any(r["first"] <= month <= r["last"] for r in rows):
                return True
            month = f.add_months(month, 1)
        return False

    def vacancy(self, day: date, track: str) -> str:
        if track == "kenaikan_jenjang" and day < f.RISE_RULES_FROM:
            return UNKNOWN
        (jenjang, name), rank = self.jf(day), self.rank_at(day)
        if jenjang is None or (track == "kp_jf" and rank is None):
            return UNKNOWN
        following = f.JENJANG_AFTER.get(jenjang)
        if track == "kp_jf":
            above = f.ORDER[rank[0]] - f.ORDER[f.JENJANG_RANKS[jenjang][1]]
            if above < 0 or following is None:
                return NA
            beyond = self._beyond(jenjang, f.ORDER[rank[0]] + 1, day)
            if beyond != PASS:
                return beyond
        least = f.FREE_POSTS if track == "kenaikan_jenjang" else 1
        free = self.world.free_post(self.region_at(day), name, following, day, least) if following else None
        if free is None:
            return UNKNOWN
        return PASS if free == (track == "kenaikan_jenjang") else FAIL

    def competency_test(self, day: date, track: str) -> str:
        if track == "kp_ijazah":
            return self._examined(f.DIPLOMA_EXAM, day)
        level = f.JENJANG_AFTER.get(self.jf(day)[0] or "")
        if day < f.RISE_RULES_FROM:
            return UNKNOWN
        return UNKNOWN if level is None else self._examined(f.RISE_EXAM, day, level)

    def _examined(self, kind: str, day: date, level: str | None = None) -> str:
        good = [e.facts for e in self.exams if not e.reasons]
        if any(e["kind"] == kind and e["day"] <= day and level in (None, e["level"]) for e in good):
            return UNKNOWN if any(e.reasons for e in self.exams) else PASS
        return FAIL if self.region_at(day) in self.world.delivered.exam_regions else UNKNOWN

    # -- diploma and positions ----------------------------------------------------------------------------------
    def entry_rank(self, day: date) -> tuple[int, bool] | None:
        """(order of the rank at which the highest diploma starts, is it dated), if that is above the present rank."""
        spell = self.dated_spell(day)
        if spell is None:
            return None
        for classes, is_dated in zip(self.diplomas(day), (True, False), strict=True):
            entry = max((f.ORDER[f.ENTRY[c]] for c in classes), default=0)
            if entry > f.ORDER[spell[0]]:
                return entry, is_dated
        return None

    def diploma(self, day: date) -> str:
        entry = self.entry_rank(day)
        if self.rank_at(day) is None:
            return UNKNOWN
        return self._spoil(FAIL if entry is None else PASS if entry[1] else UNKNOWN, "rw_pendidikan")

    def min_education(self, day: date, track: str) -> str:
        least = f.CLASS_ORDER[f.POSITION_TRACKS[track][0]]
        dated, undated = self.diplomas(day)
        if any(f.CLASS_ORDER[c] >= least for c in dated):
            status = PASS
        elif any(f.CLASS_ORDER[c] >= least for c in undated) or not (dated or undated):
            status = UNKNOWN
        else:
            status = FAIL
        return self._spoil(status, "rw_pendidikan")

    def position_experience(self, day: date, track: str) -> str:
        _, years, level = f.POSITION_TRACKS[track]
        status = self._experience(day, years, f.LEVELS[level])
        if track == "jabatan_jpt_pratama":
            both = {status, self._experience(day, f.JPT_YEARS_IN_ALL, f.JPT_IN_ALL)}
            status = FAIL if FAIL in both else UNKNOWN if UNKNOWN in both else PASS
        return self._spoil(status, "rw_jabatan")

    def _experience(self, day: date, years: int, levels: set[str]) -> str:
        posts, complete = self.posts(day)
        if self._long_enough(posts, levels, years, day):
            return PASS
        if not posts or not complete or self._long_enough(posts, levels | {None}, years, day):
            return UNKNOWN
        return FAIL

    def _long_enough(self, posts: list[dict], levels: set, years: int, day: date) -> bool:
        spells: list[list[date]] = []
        going = False
        for n, post in enumerate(posts):
            until = posts[n + 1]["tmt"] if n + 1 < len(posts) else day
            if self.level(post) not in levels:
                going = False
            elif going:
                spells[-1][1] = until
            else:
                spells.append([post["start"], until])
                going = True
        spells = [s for s in spells if s[0] < s[1]]
        if len(spells) == 1:
            return self._since(spells[0][0], years, spells[0][1])
        return sum((b - a).days for a, b in spells) >= (day - f.add_months(day, -12 * years)).days > 0

    def age_limit(self, day: date) -> str:
        row, _ = self.profile_at(day)
        if row is None or row.facts["birth"] is None:
            return UNKNOWN
        number = row.nip or self.nips[0]
        births = (row.facts["birth"], date(int(number[:4]), int(number[4:6]), int(number[6:8])))
        young = {day <= f.add_months(b, 12 * f.JPT_AGE) for b in births}
        return UNKNOWN if len(young) > 1 else PASS if young == {True} else FAIL

    def proposed(self, day: date) -> int | None:
        """Order number of the next rank (18 above IV/e), None when the rank is unknown."""
        rank = self.rank_at(day)
        return None if rank is None else f.ORDER[rank[0]] + 1

    @cached_property
    def gelar(self) -> dict[str, date]:
        out: dict[str, date] = {}
        for exam in self.exams:
            if not exam.reasons and exam.facts["kind"] == "GELAR" and exam.facts["level"]:
                level, day = exam.facts["level"], exam.facts["day"]
                out[level] = min(out.get(level, day), day)
        return out

    def diplomas(self, day: date) -> tuple[list[str], list[str]]:
        """(classes recorded on or before the date, classes without any date)."""
        if self.facts["rw_pendidikan"].answered:
            rows = self.facts["rw_pendidikan"].good
        else:
            rows = []
            for row in self.good_rows:  # newest that was known with a date that holds, else the newest without one
                p = row.facts
                if p["class"]:
                    rows.append({"class": p["class"], "level": p["level"], "day": p["graduated"]})
            rows = self._one_profile_diploma(rows, day)
        dated, undated = [], []
        for r in rows:
            recorded = self.gelar.get(r["level"]) or r["day"]
            if recorded is None:
                undated.append(r["class"])
            elif recorded <= day:
                dated.append(r["class"])
        return dated, undated

    def _one_profile_diploma(self, rows: list[dict], day: date) -> list[dict]:
        for r in rows:
            recorded = self.gelar.get(r["level"]) or r["day"]
            if recorded is None or recorded <= day:
                return [r]
        return []

    def education_ceiling(self, day: date) -> str:
        proposed = self.proposed(day)
        if proposed is None:
            return UNKNOWN
        dated, undated = self.diplomas(day)

        def enough(classes):
            return any(proposed <= f.ORDER[f.CEILING[c]] for c in classes)

        if enough(dated):
            status = PASS
        elif enough(undated) or not (dated or undated):
            status = UNKNOWN
        else:
            status = FAIL
        return self._spoil(status, "rw_pendidikan")

    def ujian_dinas(self, day: date) -> str:
        rank = self.rank_at(day)
        if rank is None:
            return UNKNOWN
        if rank[0] not in f.EXAM_TO_LEAVE:
            return NA
        exam = f.EXAM_TO_LEAVE[rank[0]]
        dated, _ = self.diplomas(day)
        highest = max(dated, key=f.CLASS_ORDER.get, default=None)
        if highest in f.EXEMPT_CLASSES[exam]:
            return PASS
        past = [r for r in self.facts["rw_diklat"].good if r["day"] <= day]
        if any(f.exam_spared(exam, r["training"], r["name"]) for r in past):
            return PASS
        return self._examined(exam, day)

    def superior_rank(self, day: date) -> str:
        if not f.at(f.SUPERIOR_COUNTS, day):
            return NA
        proposed = self.proposed(day)
        required = f.regime(day.year)[1]
        if required is None or not self.facts[required].answered:
            return UNKNOWN
        rows = [r for d in ("rw_skp22", "rw_skp") for r in self.facts[d].good if r["year"] <= day.year]
        if not rows:
            return UNKNOWN
        latest = max(r["year"] for r in rows)
        outcomes = {self._against(r["appraiser"], proposed, day) for r in rows if r["year"] == latest}
        return self._spoil(outcomes.pop() if len(outcomes) == 1 else UNKNOWN, required)

    def _against(self, appraiser: tuple, proposed: int | None, day: date) -> str:
        nip, written, status = appraiser
        if status == "NON ASN":
            return NA
        superior = self.world.by_nip.get(nip) if nip else None
        rank = None
        if superior and superior.facts["rw_golongan"].answered:
            spell = superior.dated_spell(day)
            rank = spell[0] if spell else None
        rank = rank or written
        if rank is None or proposed is None:
            return UNKNOWN
        return PASS if proposed <= f.ORDER[rank] else FAIL

    def year_outcome(self, year: int, day: date, track: str) -> str | None:
        """PASS, FAIL or UNKNOWN by what is recorded for an appraisal year; None if nothing is."""
        outcome = self._recorded_outcome(year, track)
        if outcome is None:
            return None
        if self.provisional(year, day) or self._granted_without_change(year, day):
            return UNKNOWN
        return outcome

    def provisional(self, year: int, day: date) -> bool:
        """An objection filed in time, and by the date, is not decided at the date."""
        return self._recorded_outcome(year, "kp_reguler") is not None and any(
            o["filed"] <= day
            and (o["received"] is None or (o["filed"] - o["received"]).days <= f.OBJECTION_DAYS)
            and not (o["decided"] and o["decided"] <= day)
            for o in self._objections(year)
        )

    def _objections(self, year: int) -> list[dict]:
        return [o.facts for o in self.objections if o.facts["kind"] == "KEBERATAN" and o.facts["year"] == year]

    def _granted_without_change(self, year: int, day: date) -> bool:
        """Granted by the date, and no answer from before the decision shows another predikat than the newest one."""
        granted = [
            o["decided"]
            for o in self._objections(year)
            if o["decided"] and o["decided"] <= day and o["decision"] != "DITOLAK"
        ]
        return any(not self._changed_since(year, decided) for decided in granted)

    def _changed_since(self, year: int, decided: date) -> bool:
        said: list[tuple[date, set]] = []
        for answer in sorted((a for a in self.answers if a.dataset == "rw_skp22"), key=lambda a: a.order):
            good = [r.facts for r in answer.records if not r.bad]
            seen = {(r["said"], r["derived"]) for r in good if r["year"] == year}
            if seen:
                said.append((answer.order[0], seen))
        before = [seen for day, seen in said if day < decided]
        return bool(before) and said[-1][0] >= decided and said[-1][1] != before[-1]

    def _recorded_outcome(self, year: int, track: str) -> str | None:
        method, dataset = f.regime(year)
        if method == "predikat":
            own = [self._predikat_outcome(r, track) for r in self.facts["rw_skp22"].good if r["year"] == year]
            own = own if dataset == "rw_skp22" else []
            recap = [
                self._predikat_outcome(r.facts, track)
                for r in self.recaps
                if not r.reasons and r.facts["counts"] and r.facts["year"] == year
            ]
            outcomes = own + recap
        else:
            rows = [r for r in self.facts["rw_skp"].good if r["year"] == year]
            if method == "none":
                return UNKNOWN if rows else None
            if method == "integrated":
                integrated = [r["nilaiIntegrasi"] for r in rows if r["nilaiIntegrasi"] is not None]
                if rows and not integrated:
                    return UNKNOWN
                outcomes = [PASS if f.serves(f.predikat_pp30(v, False), track) else FAIL for v in integrated]
            else:
                outcomes = [self._elements_outcome(r, track) for r in rows]
        if not outcomes:
            return None
        return outcomes[0] if len(set(outcomes)) == 1 else UNKNOWN

    @staticmethod
    def _predikat_outcome(row: dict, track: str) -> str:
        sides = {f.serves(p, track) for p in (row["said"], row["derived"]) if p}
        return UNKNOWN if len(sides) > 1 else PASS if sides == {True} else FAIL

    @staticmethod
    def _elements_outcome(row: dict, track: str) -> str:
        least = f.LEAST_PREDIKAT[track]

        def low(score: float) -> bool:
            if f.GAP_FALLS == "upper":
                return score <= max(f.PP46_UPPER[p] for p in f.PREDIKAT[: f.PREDIKAT.index(least)])
            return score < f.PP46[least]

        regulation = "PP30" if row["regime"].startswith("PP30") else "PP46"
        values = [row[name] for name in sorted(f.ELEMENTS[regulation])]
        values += [row[name] for name in sorted(f.LEADERS[regulation]) if (row[name] or 0) > 0]
        if any(v is not None and low(v) for v in values):
            return FAIL
        if None not in values:
            return PASS
        total = row["nilaiPrestasiKerja"]
        if f.TOTAL_SERVES and total is not None:
            return PASS if total >= f.PP46[least] else FAIL
        return UNKNOWN

    def performance(self, day: date, track: str = "kp_reguler", asked_at: date | None = None) -> str:
        """asked_at: the period date of a search; years not yet usable then and without a record count as Baik."""
        if track == "kenaikan_jenjang" and day < f.RISE_RULES_FROM:
            return UNKNOWN
        years = f.needed_years(day, track)
        taken = PASS if f.serves(f.FUTURE_PREDIKAT, track) else FAIL
        outcomes = []
        for year in years:
            outcome = self.year_outcome(year, day, track)
            if outcome is None:
                outcome = taken if asked_at and f.usable_from(year) > asked_at else UNKNOWN
            outcomes.append(outcome)
        status = FAIL if FAIL in outcomes else UNKNOWN if UNKNOWN in outcomes else PASS
        asked = {f.regime(year)[1] for year in years} - {None}
        if status == PASS and "rw_skp22" in asked and any(r.reasons for r in self.recaps):
            return UNKNOWN
        return self._spoil(status, *sorted(asked))

    @cached_property
    def punishments(self) -> list[tuple[date, date | None, str]]:
        """([start, end), level) of each punishment that is not light; end None when it is not known."""
        rows = sorted(
            (r for r in self.facts["rw_hukdis"].good if r["level"] != "R"), key=lambda r: (r["start"], r["id"])
        )
        spans: list[list] = []
        for r in rows:
            if r["kind"] == f.ENDS_THE_ONE_BEFORE:
                continue
            months = r["months"] or f.at(f.MONTHS_BY_KIND.get(r["kind"] or "", ()), r["start"])
            end = r["end"] + timedelta(days=int(f.END_COUNTS)) if r["end"] else None
            end = end or (f.add_months(r["start"], months) if months else None)
            if r["annulled"]:
                end = min(end, r["annulled"]) if end else r["annulled"]
            spans.append([r["start"], end, r["level"]])
        for r in rows:
            if r["kind"] == f.ENDS_THE_ONE_BEFORE:
                before = [s for s in spans if s[0] <= r["start"]]
                if before:
                    last = max(before, key=lambda s: s[0])
                    last[1] = min(last[1], r["start"]) if last[1] else r["start"]
        return [tuple(s) for s in spans]

    def discipline(self, day: date) -> str:
        facts = self.facts["rw_hukdis"]
        bar = f.at(f.BLOCKING, day) or set()
        begun = [end for start, end, level in self.punishments if start <= day and level in bar]
        if any(end and day < end for end in begun):
            return FAIL
        if not facts.answered or None in begun:
            return UNKNOWN
        return self._spoil(PASS, "rw_hukdis")

    # -- the verdict --------------------------------------------------------------------------------------------
    def concerns(self, track: str, day: date) -> bool:
        """Does the person have a row for the track: regular promotion everyone, the others who is no PPPK."""
        if track == "kp_reguler":
            return True
        if self.kind(day) == "PPPK":
            return False
        return track != "kp_ijazah" or (day >= f.ENTRY_FROM and self.entry_rank(day) is not None)

    def status(self, name: str, day: date, track: str) -> str:
        own = name in OF_TRACK
        key = (name, day, track if own else None)
        if key not in self._told:
            if day < f.KNOWN_FROM.get((track, name), date.min):
                self._told[key] = UNKNOWN
            elif name == "period_date":
                self._told[key] = PASS if f.is_period(day) else FAIL
            else:
                self._told[key] = getattr(self, name)(day, *([track] if own else []))
        return self._told[key]

    def _passes_but_performance(self, track: str, day: date) -> bool:
        if (track, day) not in self._passing:
            names = [name for name in TRACKS[track] if name not in ("performance", "period_date")]
            self._passing[track, day] = (
                all(self.status(name, day, track) in (PASS, NA) for name in names)
                and all(self.status(name, day, track) == PASS for name in GATES)
                and self.concerns(track, day)
            )
        return self._passing[track, day]

    def first_possible(self, track: str, day: date, until: date) -> date | None:
        days = f.periods_between(day, until) if "period_date" in TRACKS[track] else f.months_between(day, until)
        for later in days:
            if self._passes_but_performance(track, later) and self.performance(later, track, asked_at=day) == PASS:
                return later
        return None

    def _proposed(self, track: str, day: date) -> tuple[str | None, str | None]:
        """(golongan, level)."""
        if track in f.POSITION_TRACKS:
            return None, track.removeprefix("jabatan_")
        if track == "kenaikan_jenjang":
            return None, f.JENJANG_AFTER.get(self.jf(day)[0] or "")
        order = self.proposed(day)
        if track == "kp_ijazah" and order is not None:
            order = self.entry_rank(day)[0]
        return (f.RANKS[order - 1] if order and order <= len(f.RANKS) else None), None

    def criteria(self, day: date, track: str) -> dict[str, str]:
        """Criterion -> status; only the gates that say so where the track does not concern the person."""
        gates = {name: self.status(name, day, track) for name in GATES}
        if NA in gates.values():
            return {name: NA for name, status in gates.items() if status == NA}
        return gates | {name: self.status(name, day, track) for name in TRACKS[track]}

    def verdict(self, day: date, search_until: date, track: str = "kp_reguler") -> Verdict:
        spell = self.dated_spell(day)
        criteria = self.criteria(day, track)
        first, provisional = None, False
        verdict = "not_applicable"
        if "discipline" in criteria:
            statuses = set(criteria.values())
            verdict = "not_eligible" if FAIL in statuses else "unknown" if UNKNOWN in statuses else "eligible"
            if verdict == "eligible":
                first = day
            elif verdict == "not_eligible":
                first = self.first_possible(track, day, search_until)
            provisional = any(self.provisional(year, day) for year in f.needed_years(day, track))
        nip = self.good_rows[0].nip if self.good_rows else self.nips[-1]
        golongan, level = self._proposed(track, day)
        return Verdict(
            self.nips, nip, day, self.region_at(day), verdict, criteria,
            tuple(sorted(c for c, s in criteria.items() if s == FAIL)),
            tuple(sorted(c for c, s in criteria.items() if s == UNKNOWN)),
            first,
            spell[0] if spell else None,
            golongan, track, level, provisional,
        )  # fmt: skip
