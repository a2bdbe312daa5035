"""Put a whole synthetic delivery on disk: the ten datasets of two cities in their real formats, and the planted facts."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from datetime import date
from pathlib import Path

from orchestration.sample.cohorts import COHORTS
from orchestration.sample.dirt import Dirt
from orchestration.sample.people import Person
from orchestration.sample.population import SCALES, SNAPSHOTS, World, build_world
from orchestration.sample.records import ESELON_HEADERS, PER_PERSON, PROFIL_HEADERS, Answer, Rec, own, profil_asn, ujian
from orchestration.sample.vacancies import HEADERS as FORMASI_HEADERS
from orchestration.sample.vacancies import formasi
from orchestration.sample.write import write_csv, write_ndjson, write_xlsx

FIRST, OLDER, NEWEST = SNAPSHOTS
UJIAN_HEADERS = ["nip", "jenis", "nomor", "tanggal_lulus", "jenjang"]
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

    scale: a key of `SCALES` (small, city; tiny is for tests). seed: any integer; the same scale and seed give the same
    bytes. out_dir: the data folder (`$JEJAK_DATA`); existing files of the same names are replaced, nothing is deleted.
    planted_dir: where the planted facts go, default `<out_dir>/planted`; the pipeline never reads them.
    Raises ValueError for an unknown scale, with the known ones.
    """
    if scale not in SCALES:
        known = ", ".join(s for s in SCALES if s != "tiny")
        raise ValueError(f"unknown scale {scale!r}: choose one of {known}")
    say = progress or (lambda message: None)
    out = Path(out_dir)
    say(f"inventing people ({scale}, seed {seed})")
    world = build_world(scale, seed)
    say(f"recording what the sources say about {len(world.people)} people")
    delivery = Delivery(world, random.Random(f"jejak-delivery:{scale}:{seed}"))
    facts = delivery.write(out / "raw", say)
    target = Path(planted_dir) if planted_dir else out / "planted"
    target.mkdir(parents=True, exist_ok=True)
    text = json.dumps(facts, indent=1, ensure_ascii=False, sort_keys=True)
    (target / f"{scale}.json").write_text(text + "\n", encoding="utf-8")
    say(f"planted facts: {target / (scale + '.json')}")
    return facts


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
        Dirt(rng, world.people, self.profil, self.answers, self.ujian, self.dirt).apply()

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
            for dataset, (_, build) in PER_PERSON.items():
                pulled = {NEWEST: now, OLDER: gone + (again if dataset in PULLED_BEFORE else [])}
                for day, persons in pulled.items():
                    lines = []
                    for person in sorted(persons, key=lambda p: p.pns_id):
                        if dataset in person.skip:
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
                                    "expected_effect": "discipline UNKNOWN",
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
        for folder in sorted({str(Path(name).parent) for name in files}):
            (raw / folder / "_origin.json").write_text('{"synthetic": true}\n', encoding="utf-8")
        return self._facts(files)

    def _note(self, files: dict, name: str, dataset: str, placed: list[tuple]) -> None:
        """Count the landed rows of a file (an error answer is one) and find where each deliberate piece came to stand."""
        files[name] = {"dataset": dataset, "rows": len(placed)}
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
                name: {"what": (COHORTS[name].__doc__ or "").split("\n")[0], "people": members}
                for name, members in world.cohorts.items()
            },
        }
