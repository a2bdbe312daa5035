"""From records to verdicts: one person, one date, every criterion of regular promotion."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from . import figures as f
from .raw import RW, Answer, Delivered, ProfileRow, shape

PASS, FAIL, UNKNOWN, NA = "PASS", "FAIL", "UNKNOWN", "NOT_APPLICABLE"
GATES = ("employment_kind", "position_kind", "service_status")
FROM_PROFILE = {"rw_golongan", "rw_jabatan", "rw_pendidikan"}  # where profil_asn stands in for a missing answer
# An empty answer means "none" only where people can have none.
EMPTY_MEANS_NONE = {"rw_hukdis", "rw_kursus"}


@dataclass(frozen=True)
class Verdict:
    """One person at one period date.

    nips: every number of the person, sorted; nip: the newest one; region: folder slug, None if not known;
    failed_criteria, unknown_criteria: sorted; first_possible_date: only for eligible and not_eligible;
    current_golongan: the latest dated rank, also where time_in_rank is unknown because another may be above it."""

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


@dataclass
class Facts:
    """What a person's newest answers hold in one dataset."""

    answered: bool = False
    good: list[dict] = field(default_factory=list)
    spoiled: bool = False  # a quarantined record that stands


def newest_facts(dataset: str, lines: list[Answer]) -> Facts:
    """The newest answer replaces older ones; records and errors older than it are superseded."""
    counted = [a for a in lines if a.outcome == "rows" or (a.outcome == "none" and dataset in EMPTY_MEANS_NONE)]
    newest = max(counted, key=lambda a: a.order, default=None)
    facts = Facts(answered=newest is not None)
    if newest:
        facts.good = [r.facts for r in newest.records if not r.bad]
        facts.spoiled = any(r.bad for r in newest.records)
    facts.spoiled |= any(a.outcome == "error" and (newest is None or a.order > newest.order) for a in lines)
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
        superseded = self._superseded_exams()
        numbers = set(profiles) | set(exams) | set(delivered.named)
        for dataset in RW:
            numbers |= set(delivered.answers[dataset])
        self.people: list[Person] = []
        self.by_nip: dict[str, Person] = {}
        for group in self._one_person_groups(numbers, profiles):
            person = Person(self, group)
            for nip in group:
                self.by_nip[nip] = person
                person.rows += profiles.get(nip, [])
                person.exams += [e for e in exams.get(nip, []) if id(e) not in superseded]
            for dataset in RW:
                parts = [newest_facts(dataset, delivered.answers[dataset].get(nip, [])) for nip in group]
                person.facts[dataset] = Facts(
                    any(p.answered for p in parts), [g for p in parts for g in p.good], any(p.spoiled for p in parts)
                )
                person.answers += [a for nip in group for a in delivered.answers[dataset].get(nip, [])]
            self.people.append(person)
        self._tie_rows_without_number()

    def _superseded_exams(self) -> set[int]:
        """A key of `ujian` delivered again in a later extract corrects the earlier row."""
        by_key = defaultdict(list)
        for exam in self.delivered.exams:
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
        """A profile row whose number cannot be read belongs to the person with its PNS ID, else its NIK."""
        by_id, by_nik = defaultdict(set), defaultdict(set)
        for n, person in enumerate(self.people):
            for row in person.rows:
                by_id[row.pns_id].add(n)
                by_nik[row.nik].add(n)
        for row in self.delivered.profiles:
            if row.nip:
                continue
            for found in (by_id[row.pns_id] if row.pns_id else (), by_nik[row.nik] if row.nik else ()):
                if len(found) == 1:
                    self.people[next(iter(found))].rows.append(row)
                    break


class Person:
    def __init__(self, world: World, nips: tuple[str, ...]):
        self.world, self.nips = world, nips
        self.rows: list[ProfileRow] = []
        self.exams: list = []
        self.answers: list[Answer] = []
        self.facts: dict[str, Facts] = {}
        self._passing: dict[date, bool] = {}
        self._spells: dict[date, tuple] = {}

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
        row = next(iter(self._standing(day) or before), None) or self._oldest(self.all_rows)
        if row:
            return row.region
        if self.answers:
            return max(self.answers, key=lambda a: a.order).region
        if self.exams:
            return self.exams[-1].region
        named = self.world.delivered.named
        return min((region for nip in self.nips for region in named.get(nip, ())), default=None)

    def employment_kind(self, day: date) -> str:
        row, how = self.profile_at(day)
        if row:
            nip, status, p = row.nip or self.nips[0], row.facts["status"], row.facts
            if status:
                if shape(nip) == "PPPK":
                    return UNKNOWN
                is_pns = day >= p["pns"] if p["pns"] else status == "P"
                return PASS if is_pns else NA
            if p["legal"] in f.PPPK_CODES or "PPPK" in p["employee_type"]:
                return NA
            gol = p["gol"]
        else:
            nip, gol = self.nips[-1], None
        if gol is None:
            dated = [r for r in self.facts["rw_golongan"].good if r["tmt"] and r["tmt"] <= day]
            gol = max(dated, key=lambda r: r["tmt"], default={"gol": None})["gol"]
        if gol in f.ORDER:
            return PASS
        if gol in f.ROMAN:
            return NA
        return PASS if shape(nip) == "PNS" else NA

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
        if day > f.APPEAL_BARS_LAST_DAY:
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
                if first_rank and newest["cpns"]:
                    start = min(start, newest["cpns"])
        return gol, start

    # -- the criteria -------------------------------------------------------------------------------------------
    def position_kind(self, day: date) -> str:
        facts = self.facts["rw_jabatan"]
        kind = None
        if facts.answered:
            posts = [r for r in facts.good if r["assignment"] == "D" and r["tmt"] <= day]
            if posts:
                post = max(posts, key=lambda r: (r["tmt"], r["decree"] or date.min, r["id"]))
                kind, eselon = post["kind"], post["eselon"]
        else:
            for row in self.good_rows:
                p = row.facts
                if p["kind"] and p["kind_tmt"] and p["kind_tmt"] <= day:
                    kind, eselon = p["kind"], p["eselon"]
                    break
        if kind == "4":
            status = PASS
        elif kind == "2" or (kind == "1" and eselon and eselon not in f.STRUCTURAL_WITHOUT_LEVEL):
            status = NA
        else:
            status = UNKNOWN
        return self._spoil(status, "rw_jabatan")

    def _spoil(self, status: str, *datasets: str) -> str:
        """A quarantined record that stands makes all but a failure unknown; so does a quarantined profile row where the
        profile stands in."""
        spoiled = any(self.facts[d].spoiled for d in datasets)
        for dataset in FROM_PROFILE.intersection(datasets):
            spoiled |= not self.facts[dataset].answered and self.profile_spoiled
        return UNKNOWN if status != FAIL and spoiled else status

    def time_in_rank(self, day: date) -> str:
        rank = self.rank_at(day)
        if rank is None:
            return UNKNOWN
        reached = f.add_months(rank[1], 12 * f.YEARS_IN_RANK) <= day
        return self._spoil(PASS if reached else FAIL, "rw_golongan")

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
        exam, exempt_class = f.EXAM_TO_LEAVE[rank[0]]
        dated, _ = self.diplomas(day)
        if any(f.CLASS_ORDER[c] >= f.CLASS_ORDER[exempt_class] for c in dated):
            return PASS
        passed = any(not e.reasons and e.facts["kind"] == exam and e.facts["day"] <= day for e in self.exams)
        spoiled = any(e.reasons for e in self.exams)
        if passed:
            return UNKNOWN if spoiled else PASS
        return FAIL if self.region_at(day) in self.world.delivered.exam_regions else UNKNOWN

    def superior_rank(self, day: date) -> str:
        if day > f.SUPERIOR_LAST_DAY:
            return NA
        proposed = self.proposed(day)
        required = "rw_skp22" if day.year >= f.MATRIX_SINCE else "rw_skp"
        if proposed is None or not self.facts[required].answered:
            return UNKNOWN
        rows = [r for d in ("rw_skp22", "rw_skp") for r in self.facts[d].good if r["year"] <= day.year]
        if not rows:
            return UNKNOWN
        latest = max(r["year"] for r in rows)
        outcomes = {self._against(r["appraiser"], proposed, day) for r in rows if r["year"] == latest}
        return self._spoil(outcomes.pop() if len(outcomes) == 1 else UNKNOWN, required)

    def _against(self, appraiser: tuple, proposed: int, day: date) -> str:
        nip, written, status = appraiser
        if status == "NON ASN":
            return NA
        superior = self.world.by_nip.get(nip) if nip else None
        rank = None
        if superior and superior.facts["rw_golongan"].answered:
            spell = superior.dated_spell(day)
            rank = spell[0] if spell else None
        rank = rank or written
        if rank is None:
            return UNKNOWN
        return PASS if proposed <= f.ORDER[rank] else FAIL

    def year_outcome(self, year: int) -> str | None:
        """PASS, FAIL or UNKNOWN by what is recorded for an appraisal year; None if nothing is."""
        if year >= f.MATRIX_SINCE:
            outcomes = [self._predikat_outcome(r) for r in self.facts["rw_skp22"].good if r["year"] == year]
        else:
            rows = [r for r in self.facts["rw_skp"].good if r["year"] == year]
            if year == f.INTEGRATED_YEAR:
                integrated = [r["nilaiIntegrasi"] for r in rows if r["nilaiIntegrasi"] is not None]
                if rows and not integrated:
                    return UNKNOWN
                outcomes = [PASS if v >= f.BAIK_PP30 else FAIL for v in integrated]
            else:
                outcomes = [self._elements_outcome(r) for r in rows]
        if not outcomes:
            return None
        return outcomes[0] if len(set(outcomes)) == 1 else UNKNOWN

    @staticmethod
    def _predikat_outcome(row: dict) -> str:
        sides = {p in f.AT_LEAST_BAIK for p in (row["said"], row["derived"]) if p}
        return UNKNOWN if len(sides) > 1 else PASS if sides == {True} else FAIL

    @staticmethod
    def _elements_outcome(row: dict) -> str:
        names = ["nilaiSkp", "orientasiPelayanan", "komitmen", "kerjasama"]
        names += ["inisiatifKerja"] if row["regime"].startswith("PP30") else ["integritas", "disiplin"]
        values = [row[n] for n in names]
        if (row["kepemimpinan"] or 0) > 0:
            values.append(row["kepemimpinan"])
        if any(v is not None and v < f.BAIK_PP46 for v in values):
            return FAIL
        return UNKNOWN if None in values else PASS

    def performance(self, day: date, asked_at: date | None = None) -> str:
        """asked_at: the period date of a search; years not yet usable then and without a record count as Baik."""
        years = f.needed_years(day)
        outcomes = []
        for year in years:
            outcome = self.year_outcome(year)
            if outcome is None:
                outcome = PASS if asked_at and f.usable_from(year) > asked_at else UNKNOWN
            outcomes.append(outcome)
        status = FAIL if FAIL in outcomes else UNKNOWN if UNKNOWN in outcomes else PASS
        return self._spoil(status, *{"rw_skp22" if y >= f.MATRIX_SINCE else "rw_skp" for y in years})

    @cached_property
    def punishments(self) -> list[tuple[date, date | None]]:
        """[start, end) of each blocking punishment; end None when it is not known."""
        rows = sorted(
            (r for r in self.facts["rw_hukdis"].good if r["level"] in f.BLOCKING), key=lambda r: (r["start"], r["id"])
        )
        spans: list[list] = []
        for r in rows:
            if r["kind"] == f.ENDS_THE_ONE_BEFORE:
                continue
            months = r["months"] or f.MONTHS_BY_KIND.get(r["kind"] or "", 0)
            end = r["end"] or (f.add_months(r["start"], months) if months else None)
            if r["annulled"]:
                end = min(end, r["annulled"]) if end else r["annulled"]
            spans.append([r["start"], end])
        for r in rows:
            if r["kind"] == f.ENDS_THE_ONE_BEFORE:
                before = [s for s in spans if s[0] <= r["start"]]
                if before:
                    last = max(before, key=lambda s: s[0])
                    last[1] = min(last[1], r["start"]) if last[1] else r["start"]
        return [tuple(s) for s in spans]

    def discipline(self, day: date) -> str:
        facts = self.facts["rw_hukdis"]
        if any(start <= day and end and day < end for start, end in self.punishments):
            return FAIL
        if not facts.answered or any(start <= day and end is None for start, end in self.punishments):
            return UNKNOWN
        return self._spoil(PASS, "rw_hukdis")

    # -- the verdict --------------------------------------------------------------------------------------------
    def gates(self, day: date) -> dict[str, str]:
        return {name: getattr(self, name)(day) for name in GATES}

    def criteria(self, day: date) -> dict[str, str]:
        return self.gates(day) | {
            "period_date": PASS if f.is_period(day) else FAIL,
            "time_in_rank": self.time_in_rank(day),
            "performance": self.performance(day),
            "superior_rank": self.superior_rank(day),
            "education_ceiling": self.education_ceiling(day),
            "ujian_dinas": self.ujian_dinas(day),
            "discipline": self.discipline(day),
            "appeal_pending": self.appeal_pending(day),
        }

    def _passes_but_performance(self, day: date) -> bool:
        if day not in self._passing:
            self._passing[day] = (
                self.time_in_rank(day) == PASS
                and all(
                    getattr(self, name)(day) in (PASS, NA)
                    for name in ("education_ceiling", "ujian_dinas", "discipline", "superior_rank", "appeal_pending")
                )
                and all(getattr(self, name)(day) == PASS for name in GATES)
            )
        return self._passing[day]

    def first_possible(self, day: date, until: date) -> date | None:
        for later in f.periods_between(day, until):
            if self._passes_but_performance(later) and self.performance(later, asked_at=day) == PASS:
                return later
        return None

    def verdict(self, day: date, search_until: date) -> Verdict:
        spell, proposed = self.dated_spell(day), self.proposed(day)
        gates = self.gates(day)
        first = None
        if NA in gates.values():
            criteria = {name: NA for name, status in gates.items() if status == NA}
            verdict = "not_applicable"
        else:
            criteria = self.criteria(day)
            statuses = set(criteria.values())
            verdict = "not_eligible" if FAIL in statuses else "unknown" if UNKNOWN in statuses else "eligible"
            if verdict == "eligible":
                first = day
            elif verdict == "not_eligible":
                first = self.first_possible(day, search_until)
        nip = self.good_rows[0].nip if self.good_rows else self.nips[-1]
        return Verdict(
            self.nips, nip, day, self.region_at(day), verdict, criteria,
            tuple(sorted(c for c, s in criteria.items() if s == FAIL)),
            tuple(sorted(c for c, s in criteria.items() if s == UNKNOWN)),
            first,
            spell[0] if spell else None,
            f.RANKS[proposed - 1] if proposed and proposed <= len(f.RANKS) else None,
        )  # fmt: skip
