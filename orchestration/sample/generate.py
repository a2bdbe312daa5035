"""Put a whole synthetic delivery on disk: the datasets of each region in their real formats, and the planted facts."""

from __future__ import annotations

import csv
import json
import random
from collections.abc import Callable
from datetime import date
from pathlib import Path

from orchestration.sample import appraising, hiring, learning, posts, provinces, records
from orchestration.sample.cohorts import COHORTS
from orchestration.sample.credit import rw_angkakredit
from orchestration.sample.dirt import Dirt
from orchestration.sample.dirt_tables import TableDirt
from orchestration.sample.people import Factory, Person
from orchestration.sample.population import SCALES, SNAPSHOTS, World, build_world
from orchestration.sample.records import ESELON_HEADERS, PROFIL_HEADERS, Answer, Rec, own, profil_asn, ujian
from orchestration.sample.tracks import TRACK_COHORTS
from orchestration.sample.vacancies import HEADERS as FORMASI_HEADERS
from orchestration.sample.vacancies import formasi
from orchestration.sample.write import write_csv, write_ndjson, write_pages, write_xlsx

FIRST, OLDER, NEWEST = SNAPSHOTS
UJIAN_HEADERS = ["nip", "jenis", "nomor", "tanggal_lulus", "jenjang"]
# dataset -> (source, what the answer for a person holds, who was asked: None for everyone)
PER_PERSON: dict[str, tuple[str, Callable[[Person, date], list[Rec]], Callable[[Person], bool] | None]] = {
    "rw_golongan": ("kepegawaian", records.rw_golongan, None),
    "rw_jabatan": ("kepegawaian", records.rw_jabatan, None),
    "rw_pendidikan": ("kepegawaian", records.rw_pendidikan, None),
    "rw_hukdis": ("kepegawaian", records.rw_hukdis, None),
    "rw_angkakredit": ("kepegawaian", rw_angkakredit, None),
    "rw_penghargaan": ("kepegawaian", learning.rw_penghargaan, None),
    "rw_skp22": ("e_kinerja", records.rw_skp22, None),
    "rw_skp": ("e_kinerja", records.rw_skp, None),
    "rw_kinerjaperiodik": ("e_kinerja", appraising.rw_kinerjaperiodik, appraising.periodic_asked),
    "rw_kursus": ("pelatihan", learning.with_coaching, None),
    "rw_diklat": ("pelatihan", learning.rw_diklat, None),
}
# dataset -> (source, headers, extension); records in a list, one row each
TABLES: dict[str, tuple[str, list[str], str]] = {
    "hierarki_unor": ("kepegawaian", posts.UNOR_HEADERS, "csv"),
    "kebutuhan_jabatan": ("kepegawaian", posts.NEED_HEADERS, "csv"),
    "rekap_skp": ("e_kinerja", appraising.REKAP_HEADERS, "xlsx"),
    "penilaian_360": ("e_kinerja", appraising.HEADERS_360, "csv.gz"),
    "umpan_balik": ("e_kinerja", appraising.FEEDBACK_HEADERS, "csv"),
    "kegiatan_harian": ("e_kinerja", appraising.DIARY_HEADERS, "csv.gz"),
    "rekap_pelatihan": ("pelatihan", learning.REKAP_PELATIHAN_HEADERS, "xlsx"),
    "seleksi": ("rekrutmen", hiring.SELEKSI_HEADERS, "csv"),
    "pengadaan": ("rekrutmen", [], "ndjson.gz"),
    "seleksi_terbuka": ("rekrutmen", hiring.TERBUKA_HEADERS, "csv"),
}
SHARE_360, SHARE_DIARY = 0.09, 0.09  # of the people who took part in a round, who kept a diary
# per-person datasets that were pulled in part half a year before: those answers are superseded where a newer one exists
PULLED_BEFORE = ("rw_golongan", "rw_hukdis", "rw_skp22")


def generate(
    scale: str,
    seed: int,
    out_dir: Path | str,
    progress: Callable[[str], None] | None = None,
    planted_dir: Path | str | None = None,
) -> dict:
    """Write `<out_dir>/raw/...` and `<planted>/<scale>.json`; return the planted facts.

    scale: a key of `SCALES` (small, city, province; tiny is for tests). seed: any integer; the same scale and seed give the same
    bytes. out_dir: the data folder (`$JEJAK_DATA`); existing files of the same names are replaced, nothing is deleted.
    province: region after region, so memory holds one; `province_region.csv` beside the facts has the rows that the region
    seed needs for them. planted_dir: where the planted facts go, default `<out_dir>/planted`; the pipeline never reads them.
    Raises ValueError for an unknown scale, with the known ones.
    """
    if scale not in SCALES:
        known = ", ".join(s for s in SCALES if s != "tiny")
        raise ValueError(f"unknown scale {scale!r}: choose one of {known}")
    say = progress or (lambda message: None)
    out = Path(out_dir)
    target = Path(planted_dir) if planted_dir else out / "planted"
    target.mkdir(parents=True, exist_ok=True)
    facts: dict = {}
    factory = None
    for regions in SCALES[scale].get("worlds", [None]):
        where = "" if regions is None else ", " + ", ".join(regions)
        say(f"inventing people ({scale}, seed {seed}{where})")
        world = build_world(scale, seed, regions, factory)
        factory = Factory(random.Random(0), None)  # keeps the numbers given so far, not the people
        factory.numbers = world.factory.numbers
        say(f"recording what the sources say about {len(world.people)} people")
        delivery = Delivery(world, random.Random(f"jejak-delivery:{scale}:{seed}{where}"))
        facts = _merged(facts, delivery.write(out / "raw", say))
        del world, delivery
    if scale == "province":
        with (target / "province_region.csv").open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, provinces.SEED_HEADERS, lineterminator="\n")
            writer.writeheader()
            writer.writerows(provinces.region_rows())
        say(f"rows for the region seed: {target / 'province_region.csv'}")
    text = json.dumps(facts, indent=1, ensure_ascii=False, sort_keys=True)
    (target / f"{scale}.json").write_text(text + "\n", encoding="utf-8")
    say(f"planted facts: {target / (scale + '.json')}")
    return facts


def _merged(facts: dict, more: dict) -> dict:
    """The planted facts of one world after the other: dicts by key, lists one after the other, counts added."""
    if not facts:
        return more
    out = dict(facts)
    for key in ("files", "regions", "vacancies"):
        out[key] = facts[key] | more[key]
    for key in ("moves", "dirt"):
        out[key] = facts[key] + more[key]
    out["people"] = {k: facts["people"].get(k, 0) + more["people"].get(k, 0) for k in facts["people"] | more["people"]}
    out["cohorts"] = {
        name: {"what": cohort["what"], "people": cohort["people"] | more["cohorts"][name]["people"]}
        for name, cohort in facts["cohorts"].items()
    }
    return out


class Delivery:
    """All extracts of a world before they are written, and the deliberate dirt in them."""

    def __init__(self, world: World, rng: random.Random) -> None:
        self.world, self.rng = world, rng
        self.dirt: list[dict] = []
        self.regions = list(world.cities)
        self.profil: dict[tuple[str, date], list[Rec]] = {}
        self.answers: dict[tuple[str, str, date], list[Answer]] = {}
        self.ujian: dict[tuple[str, date], list[Rec]] = {}
        self.formasi: dict[str, list[Rec]] = {}
        self.vacancy_facts: dict[str, dict] = {}
        self._snapshots()
        self._pulls()
        self._exams()
        for slug, city in world.cities.items():
            units = [
                u.name if u.parent is city.top or u.parent is None else f"{u.opd_name} | {u.name.split(' - ')[0]}"
                for u in city.headed
            ]
            clinics = [f"{u.opd_name} | {u.name.split(' - ')[0]}" for u in city.place("clinic")]
            self.formasi[slug], self.vacancy_facts[slug] = formasi(slug, rng, units, clinics)
        self.tables: dict[tuple[str, str, date], list[Rec]] = {}
        self._tables()
        dirt = Dirt(rng, world.people, self.profil, self.answers, self.ujian, self.dirt)
        dirt.apply()
        TableDirt(dirt, self.tables).apply()

    def _tables(self) -> None:
        """What comes as one list for the region: snapshots, periods, and lists that grow."""
        for region, city in self.world.cities.items():
            for day in (OLDER, NEWEST):
                here = [p for p in self.world.people if self._listed(p, region, day)]
                self.tables[("hierarki_unor", region, day)] = posts.unit_tree(city)
                self.tables[("kebutuhan_jabatan", region, day)] = posts.needs(city, here, day)
                period, month = ("2025-2", date(2026, 3, 1)) if day == OLDER else ("2026-1", date(2026, 9, 1))
                self.tables[("penilaian_360", region, day)] = [
                    r for p in here for r in appraising.raters(p, period, SHARE_360)
                ]
                self.tables[("kegiatan_harian", region, day)] = [
                    r for p in here for r in appraising.diary(p, month, SHARE_DIARY)
                ]
                self.tables[("rekap_skp", region, day)] = self._rekap(region, day, here)
            self._feedback(region)
            self._local_training(region)
            winners = hiring.seleksi(region, self.rng, self.formasi[region])
            self.tables[("seleksi", region, NEWEST)] = winners
            for day in (OLDER, NEWEST):
                here = [p for p in self.world.people if self._listed(p, region, day)]
                self.tables[("pengadaan", region, day)] = hiring.pengadaan(city, here, day, winners)
            terms = hiring.seleksi_terbuka(city, self.world.people)
            self.tables[("seleksi_terbuka", region, OLDER)] = [r for day, r in terms if day <= OLDER]
            self.tables[("seleksi_terbuka", region, NEWEST)] = [r for day, r in terms if OLDER < day <= NEWEST]

    @staticmethod
    def _rekap(region: str, day: date, here: list[Person]) -> list[Rec]:
        """In May the last two years; in November the quarters of the year, and from Sawahlunto 2025 once more, corrected."""
        out = []
        for year in [2024, 2025] if day == OLDER else [2025] if region == "kota_sawahlunto" else []:
            rows = [r for r in (appraising.rekap_annual(p, year) for p in here) if r]
            if day == NEWEST:
                for row in rows[5::97]:
                    row["Jabatan"] = row["Jabatan"].upper()
                    row.mark("corrects_earlier", effect="used; replaces the period as first delivered", nip=row["NIP"])
            out += rows
        if day == NEWEST:
            out += [r for p in here for r in appraising.rekap_quarters(p, 2026, 3)]
        return out

    def _feedback(self, region: str) -> None:
        """A list that grows: what was filed since, and decisions that came after the older file."""
        older, newer = [], []
        for person in self.world.people:
            if person.ghost:
                continue
            for filed, row in appraising.feedback(person):
                if (person.region_at(filed) or person.region) != region or filed > NEWEST:
                    continue
                decided = row["tanggal_putus"]
                if filed > OLDER:
                    newer.append(row)
                    continue
                if decided > OLDER.isoformat():
                    early = Rec(row, tanggal_putus="", putusan="")
                    older.append(early.mark("decided_later", effect="superseded by the decision", nip=person.nip))
                    newer.append(row.mark("corrects_earlier", effect="used", nip=person.nip))
                else:
                    older.append(row)
        for day, rows in ((OLDER, older), (NEWEST, newer)):
            rows.sort(key=lambda r: (r["tanggal_ajukan"], r["nip"]))
            self.tables[("umpan_balik", region, day)] = rows

    def _local_training(self, region: str) -> None:
        taken: set[str] = set()
        found = []
        for person in self.world.people:
            if not person.ghost and person.region == region and person.stays[-1][2] is None:
                found += learning.rekap_pelatihan(person, NEWEST, taken)
        found.sort(key=lambda item: (item[0], item[1]["Nomor Sertifikat"]))
        self.tables[("rekap_pelatihan", region, OLDER)] = [r for day, r in found if day <= OLDER]
        self.tables[("rekap_pelatihan", region, NEWEST)] = [r for day, r in found if day > OLDER]

    @staticmethod
    def _listed(person: Person, region: str, day: date) -> bool:
        """Does the region's Profil ASN of that day show the person?"""
        if person.ghost or person.cpns > day:
            return False
        if person.retired and person.retired <= day and (person.listed_until is None or day > person.listed_until):
            return False
        return any(
            slug == region and since <= day and (until is None or day < until) for slug, since, until in person.stays
        )

    def _snapshots(self) -> None:
        for region in self.regions:
            for day in SNAPSHOTS:
                rows = [profil_asn(p, day, region) for p in self.world.people if self._listed(p, region, day)]
                self.profil[(region, day)] = sorted(rows, key=lambda r: (r["UNOR NAMA"], r["PNS ID"]))

    def _pulls(self) -> None:
        """Everyone of the newest profile is asked; leavers and some others were asked half a year before."""
        for region in self.regions:
            now = [p for p in self.world.people if self._listed(p, region, NEWEST)]
            asked_now = {p.nip for p in now}
            before = [p for p in self.world.people if self._listed(p, region, OLDER) or self._listed(p, region, FIRST)]
            gone = [
                p
                for p in before
                if not any(self._listed(p, r, NEWEST) for r in self.regions)
                and p.nip not in asked_now
                and p.stays[-1][0] == region
            ]
            again = [
                p
                for p in before
                if self._listed(p, region, OLDER)
                and self._listed(p, region, NEWEST)
                and not p.cohort
                and own(p, "pulled before").random() < 0.09
            ]
            for dataset, (_, build, asked) in PER_PERSON.items():
                pulled = {NEWEST: now, OLDER: gone + (again if dataset in PULLED_BEFORE else [])}
                for day, persons in pulled.items():
                    lines = []
                    for person in sorted(persons, key=lambda p: p.pns_id):
                        if dataset in person.skip or (asked and not asked(person)):
                            continue
                        lines.append(
                            Answer(
                                person.nip,
                                [] if dataset in person.error else build(person, day),
                                "error" if dataset in person.error else "",
                            )
                        )
                        if dataset in person.error:
                            lines[-1].marks.append(
                                {
                                    "kind": "error_answer",
                                    "expected_reason": "error_answer",
                                    "nip": person.nip,
                                    "expected_effect": "discipline UNKNOWN" if dataset == "rw_hukdis" else "UNKNOWN",
                                }
                            )
                    self.answers[(dataset, region, day)] = lines
            for person in now:
                for dataset in sorted(person.skip):
                    self.dirt.append(
                        {
                            "kind": "never_asked",
                            "dataset": dataset,
                            "nip": person.nip,
                            "file": None,
                            "row": None,
                            "item": None,
                            "expected_reason": None,
                            "expected_effect": "no answer: UNKNOWN",
                        }
                    )

    def _exams(self) -> None:
        """An append list: the older file holds all up to its day, the newer one what came since."""
        for region in self.regions:
            self.ujian[(region, OLDER)], self.ujian[(region, NEWEST)] = [], []
        for person in self.world.people:
            if person.ghost:
                continue
            for number, exam in enumerate(sorted(person.exams, key=lambda e: (e[1], e[0]))):
                if exam[1] > NEWEST:
                    continue
                day = OLDER if exam[1] <= OLDER else NEWEST
                region = person.region_at(exam[1]) or person.region
                self.ujian[(region, day)].append(ujian(person, number, exam))
        for rows in self.ujian.values():
            rows.sort(key=lambda r: (r["tanggal_lulus"], r["nomor"]))

    # --- writing -------------------------------------------------------------------------------------------------------
    def write(self, raw: Path, say: Callable[[str], None]) -> dict:
        files: dict[str, dict] = {}
        for (region, day), rows in self.profil.items():
            # the first export of Sawahlunto came without the two eselon columns
            headers = PROFIL_HEADERS + ([] if region == "kota_sawahlunto" and day == FIRST else ESELON_HEADERS)
            name = f"kepegawaian/{region}/{day.isoformat()}/profil_asn.xlsx"
            say(f"writing {name} ({len(rows)} rows)")
            write_xlsx(raw / name, headers, rows)
            self._note(files, name, "profil_asn", [(r, n, None) for n, r in enumerate(rows, 2)])
        for (dataset, region, day), answers in self.answers.items():
            if not answers:
                continue
            source = PER_PERSON[dataset][0]
            name = f"{source}/{region}/{day.isoformat()}/{dataset}.ndjson.gz"
            say(f"writing {name} ({len(answers)} answers)")
            write_ndjson(raw / name, dataset.replace("_", "-"), day.isoformat(), answers)
            placed = [(r, n, i) for n, a in enumerate(answers, 1) for i, r in enumerate(a.rows)]
            errors = [(a, n, None) for n, a in enumerate(answers, 1) if a.outcome == "error"]
            self._note(files, name, dataset, placed + errors)
            files[name] |= {
                "answers": len(answers),
                "answers_none": sum(a.outcome == "none" for a in answers),
                "answers_error": len(errors),
            }
        for (region, day), rows in self.ujian.items():
            name = f"kepegawaian/{region}/{day.isoformat()}/ujian.csv"
            write_csv(raw / name, UJIAN_HEADERS, rows, bom=region == "kota_sawahlunto")
            self._note(files, name, "ujian", [(r, n, None) for n, r in enumerate(rows, 2)])
        for region, rows in self.formasi.items():
            name = f"rekrutmen/{region}/{NEWEST.isoformat()}/formasi.csv"
            write_csv(raw / name, FORMASI_HEADERS, rows)
            self._note(files, name, "formasi", [(r, n, None) for n, r in enumerate(rows, 2)])
        for (dataset, region, day), rows in self.tables.items():
            source, headers, extension = TABLES[dataset]
            name = f"{source}/{region}/{day.isoformat()}/{dataset}.{extension}"
            say(f"writing {name} ({len(rows)} rows)")
            if extension == "xlsx":
                above = self._above(region) if dataset == "rekap_skp" else ()
                title = dataset.replace("_", " ").title()
                write_xlsx(raw / name, headers, rows, title=title, sheet_name="Sheet1", above=above)
                placed = [(r, n, None) for n, r in enumerate(rows, len(above) + 2)]
            elif extension == "ndjson.gz":
                write_pages(raw / name, "list-pengadaan-instansi", day.isoformat(), rows)
                placed = [(r, n // 100 + 1, n % 100) for n, r in enumerate(rows)]
            else:
                write_csv(raw / name, headers, rows, bom=region == "kota_sawahlunto" and dataset == "umpan_balik")
                placed = [(r, n, None) for n, r in enumerate(rows, 2)]
            self._note(files, name, dataset, placed)
        for folder in sorted({str(Path(name).parent) for name in files}):
            (raw / folder / "_origin.json").write_text('{"synthetic": true}\n', encoding="utf-8")
        return self._facts(files)

    def _above(self, region: str) -> tuple[str, ...]:
        """The title block of a rekap, three or four lines before the header."""
        name = self.world.cities[region].spec["name"].upper()
        lines = ("REKAPITULASI SASARAN KINERJA PEGAWAI", name, "Sumber: aplikasi e-Kinerja", "")
        return lines if region != "kota_sawahlunto" else lines[:3]

    def _note(self, files: dict, name: str, dataset: str, placed: list[tuple]) -> None:
        """Count the landed rows of a file (an error answer is one) and find where each deliberate piece came to stand."""
        files[name] = {"dataset": dataset, "rows": len(placed)}
        shared = [row for record, row, _ in placed if isinstance(record, Rec) and record.shared]
        if shared:  # certificates that rw_kursus or rw_diklat tells too: JP counted once
            files[name]["rows_in_two_sources"] = shared
        for record, row, item in placed:
            for mark in record.marks:
                self.dirt.append({"dataset": dataset, "file": name, "row": row, "item": item} | mark)

    def _facts(self, files: dict) -> dict:
        world = self.world
        heads = {
            region: {
                "profile_rows_newest": len(self.profil[(region, NEWEST)]),
                "people_listed_newest": sum(self._listed(p, region, NEWEST) for p in world.people),
            }
            for region in self.regions
        }
        kinds: dict[str, int] = {}
        for person in world.people:
            key = "known only as an appraiser" if person.ghost else f"{person.kind} {person.role}"
            kinds[key] = kinds.get(key, 0) + 1
        dirt = sorted(
            self.dirt,
            key=lambda d: (
                d["file"] or "",
                d["row"] or 0,
                -1 if d["item"] is None else d["item"],
                d["kind"],
                d["nip"] or "",
            ),
        )
        return {
            "scale": world.scale,
            "seed": world.seed,
            "synthetic": True,
            "files": files,
            "people": kinds,
            "regions": heads,
            "vacancies": self.vacancy_facts,
            "moves": world.moves,
            "dirt": dirt,
            "cohorts": {
                name: {"what": ((COHORTS | TRACK_COHORTS)[name].__doc__ or "").split("\n")[0], "people": members}
                for name, members in world.cohorts.items()
            },
        }
