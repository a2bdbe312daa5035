"""rw_angkakredit: a balance at the change to conversion, then one PAK a year by predikat x koefisien, anew in each jenjang.

The balance is chosen so that each promotion of the career had its credit. A cohort names the sum that it wants at a date
in `Person.notes["credit"]`, and the years without a PAK in `Person.notes["credit_missing"]`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from orchestration.sample import codes
from orchestration.sample.calendar import add_months, days_before, dmy
from orchestration.sample.jobs import CUMULATIVE, OF_POST, worth
from orchestration.sample.people import NOW, Person
from orchestration.sample.records import Rec, own, rid

CONVERSION = date(2023, 1, 1)


@dataclass
class Spell:
    """A stretch in one jenjang; end None while it lasts."""

    jenjang: str
    name: str
    start: date
    end: date | None = None
    number: int = 0  # of the post in the position history


@dataclass
class Pak:
    what: str  # balance | first | conversion | conventional
    spell: Spell
    first: date  # first of the first month
    last: date  # first of the last month
    amount: Decimal

    @property
    def counted_from(self) -> date:
        """The first day on which the last month is over."""
        return add_months(self.last, 1)


def spells(person: Person) -> list[Spell]:
    """The jenjang that the person held one after the other; a move to another unit begins none."""
    out: list[Spell] = []
    for number, post in enumerate(person.posts):
        if post.assignment != "D":
            continue
        job = OF_POST.get(post.post_id) if post.jenis == "2" else None
        if job and out and out[-1].end is None and out[-1].jenjang == job[1]:
            continue
        if out and out[-1].end is None:
            out[-1].end = post.tmt
        if job:
            out.append(Spell(job[1], post.name, post.tmt, None, number))
    return out


def _conversions(person: Person, spell: Spell, begin: date, missing: set[int], open_year: bool) -> list[Pak]:
    out = []
    over = min(d for d in (spell.end, person.retired, NOW) if d)
    for year in range(begin.year, NOW.year + 1):
        first = max(date(year, 1, 1), begin)
        last = date(year, 12, 1)
        if year == NOW.year and (not spell.end or spell.end > date(year, 9, 1)):
            last = date(year, 9, 1)
            if not open_year:
                break
        if over <= add_months(last, 1) and spell.end:
            last = add_months(over.replace(day=1), -1)
        if last < first or last.year != year:
            break
        appraisal = person.appraisals.get(year)
        if year in missing or (appraisal is None and year != NOW.year):
            continue
        predikat = appraisal["predikat"] if appraisal else "BAIK"
        months = last.month - first.month + 1
        out.append(Pak("conversion", spell, first, last, worth(spell.jenjang, predikat, months)))
    return out


def _balance(person: Person, spell: Spell, paks: list[Pak], later: Spell | None, rng: object) -> Decimal:
    """What the spell must have begun conversion with, for the promotions that followed to be lawful."""
    low, high = codes.JENJANG_RANKS[spell.jenjang]
    steps = CUMULATIVE[spell.jenjang]
    index = min(max(person.rank_at(max(spell.start, date(2022, 12, 31))) - low, 0), len(steps))
    floor = steps[index - 1] if index else 0
    width = (steps[index] if index < len(steps) else steps[-1] + 40) - floor
    amount = Decimal(floor) + Decimal(rng.randint(0, int(width * 850))) / 1000  # type: ignore[attr-defined]
    needs = [
        (r.tmt, steps[min(r.gol - 1 - low, len(steps) - 1)])
        for r in person.ranks
        if r.tmt and r.tmt >= CONVERSION and r.tmt > spell.start and low < r.gol <= high + 1
        and (spell.end is None or r.tmt <= spell.end)
    ]  # fmt: skip
    if later and spell.end and spell.end >= CONVERSION:
        needs.append((spell.end, steps[-1]))
    for day, need in needs:
        earned = sum((p.amount for p in paks if p.counted_from <= day), Decimal(0))
        amount = max(amount, need - earned)
    return amount.quantize(Decimal("0.001"))


def paks(person: Person) -> list[Pak]:
    """Every PAK of a PNS in functional posts, in order; [] for anybody else."""
    if person.kind != "PNS":
        return []
    rng = own(person, "credit")
    wanted = person.notes.get("credit")
    missing = set(person.notes.get("credit_missing", ()))
    held = spells(person)
    out: list[Pak] = []
    plain = bool(person.cohort)
    conventional, open_year, gap = rng.random() < 0.22, rng.random() < 0.4, rng.random() < 0.05
    if gap and not plain:
        missing.add(rng.choice([2023, 2024, 2025]))
    for number, spell in enumerate(held):
        if spell.end and spell.end <= CONVERSION:
            continue
        later = held[number + 1] if number + 1 < len(held) else None
        if spell.start < CONVERSION:
            what, at, begin = "balance", date(2022, 12, 1), CONVERSION
        elif number == 0:
            what, at = "first", spell.start.replace(day=1)
            begin = add_months(at, 1)
        else:
            what, at, begin = "", spell.start, spell.start.replace(day=1)
        rows = _conversions(person, spell, begin, missing, open_year and not plain)
        if what:
            amount = _balance(person, spell, rows, later, rng) if what == "balance" else Decimal(0)
            if what == "first" and codes.JENJANG_RANKS[spell.jenjang][0] < person.rank_at(spell.start):
                amount = Decimal(CUMULATIVE[spell.jenjang][0])  # credit of the rank on which one enters
            if wanted and later is None:
                day, total = wanted
                amount = Decimal(total) - sum((p.amount for p in rows if p.counted_from <= day), Decimal(0))
            start = add_months(max(spell.start.replace(day=1), date(2019, 7, 1)), 0) if what == "balance" else at
            if what == "balance" and conventional and start < date(2022, 1, 1):
                for year in range(max(spell.start.year + 1, 2016), 2019):
                    old = Decimal(rng.randint(4000, 26000)) / 1000
                    out.append(Pak("conventional", spell, date(year - 1, 7, 1), date(year, 6, 1), old))
            out.append(Pak(what, spell, min(start, at), at, amount))
        out += rows
    return out


def rw_angkakredit(person: Person, upto: date) -> list[Rec]:
    rng = own(person, "rw_angkakredit")
    out = []
    for number, pak in enumerate(paks(person)):
        signed = days_before(pak.counted_from, -rng.randint(9, 40))
        decree, main = f"800.1.3/{rng.randint(11, 989)}/PAK/{signed.year}", rng.choice(["SIASN", "DISPAKATI", ""])
        if signed > upto:
            continue
        yes = {"balance": "isIntegrasi", "first": "isAngkaKreditPertama", "conversion": "isKonversi"}.get(pak.what)
        side = (pak.amount / 10).quantize(Decimal("0.001")) if pak.what == "conventional" else Decimal("0.000")
        flags = {k: "1" if k == yes else "0" for k in ("isAngkaKreditPertama", "isIntegrasi", "isKonversi")}
        if pak.what == "conventional":
            flags = dict.fromkeys(flags, "")
        out.append(
            Rec(
                {"id": rid("rw_angkakredit", person.nip, number)},
                pns=person.pns_id,
                nomorSk=decree,
                tanggalSk=dmy(signed),
                bulanMulaiPenailan=str(pak.first.month),
                tahunMulaiPenailan=str(pak.first.year),
                bulanSelesaiPenailan=str(pak.last.month),
                tahunSelesaiPenailan=str(pak.last.year),
                kreditUtamaBaru=f"{pak.amount - side:.3f}",
                kreditPenunjangBaru=f"{side:.3f}",
                kreditBaruTotal=f"{pak.amount:.3f}",
                rwJabatan=rid("rw_jabatan", person.nip, pak.spell.number),
                namaJabatan=pak.spell.name,
                **flags,
                path=None,
                Sumber=main,
                created_at="0001-01-01T00:00:00Z" if number % 3 else f"{signed.isoformat()}T02:11:00Z",
                updated_at="0001-01-01T00:00:00Z",
            )
        )
    return out
