"""Recruitment after the vacancies: the selection funnel, the appointments that came of it, and open selection for JPT."""

from __future__ import annotations

import random
from datetime import date, timedelta

from orchestration.sample import codes
from orchestration.sample.calendar import days_before
from orchestration.sample.org import MUTATIONS, City
from orchestration.sample.people import Person
from orchestration.sample.records import Rec, rid

SELEKSI_HEADERS = [
    "tahun", "no_peserta", "formasi_id", "jenis_kelamin", "nilai_twk", "nilai_tiu", "nilai_tkp", "nilai_skb", "nilai_akhir",
    "status", "tanggal_daftar", "tanggal_akhir",
]  # fmt: skip
TERBUKA_HEADERS = [
    "id_lowongan", "jabatan", "jenis_jabatan", "unor_id", "tanggal_umum", "tanggal_tutup", "nip_pelamar",
    "lulus_administrasi", "nilai", "tiga_besar", "terpilih", "tanggal_pelantikan",
]  # fmt: skip


def seleksi(region: str, rng: random.Random, formasi: list[Rec]) -> list[Rec]:
    """Applicants of CPNS 2024 for each vacancy: administrative, SKD with its limits, SKB for three times the posts, the end.

    No names; `status` as SSCASN writes it. A vacancy that nobody passed may be filled from a neighbour's (`P/L-1`)."""
    posts: dict[str, int] = {}
    special: dict[str, bool] = {}
    agency = codes.REGION[region]["name"]
    for row in formasi:
        if row["ins_nm"] == agency and row["jumlah_formasi"].isdigit():
            posts.setdefault(row["formasi_id"], int(row["jumlah_formasi"]))
            special[row["formasi_id"]] = row["formasi_nm"] != "UMUM"
    out: list[Rec] = []
    serial = 0
    kept: list[Rec] = []
    for formasi_id, seats in posts.items():
        count = 0 if rng.random() < 0.03 else min(40, 2 + int(rng.expovariate(1 / 12)))
        pool: list[tuple[float, Rec]] = []
        for _ in range(count):
            serial += 1
            day = date(2024, 8, 20) + timedelta(days=rng.randint(0, 21))
            row = Rec(dict.fromkeys(SELEKSI_HEADERS, ""))
            row.update(
                tahun="2024",
                no_peserta=f"24{codes.REGION[region]['nik'][:4]}{rng.randint(10, 99)}{serial:06d}",
                formasi_id=formasi_id,
                jenis_kelamin="L" if rng.random() < 0.42 else "P",
                tanggal_daftar=day.isoformat(),
                tanggal_akhir="2024-09-19",
                status="TMS",
            )
            out.append(row)
            if rng.random() < 0.16:
                if rng.random() < 0.2:
                    row["status"] = "TMS-1"
                continue
            row["tanggal_akhir"] = "2024-11-18"
            if rng.random() < 0.08:
                row["status"] = "TH"
                continue
            twk, tiu = 5 * rng.randint(9, 27), 5 * rng.randint(10, 33)
            tkp = rng.randint(135, 212)
            row.update(nilai_twk=str(twk), nilai_tiu=str(tiu), nilai_tkp=str(tkp), status="TL")
            total = twk + tiu + tkp
            passed = total >= 286 and tiu >= 60 if special[formasi_id] else twk >= 65 and tiu >= 80 and tkp >= 166
            if passed:
                row["status"] = "P/TL"
                pool.append((total + tkp / 1000, row))
        pool.sort(key=lambda item: (-item[0], item[1]["no_peserta"]))
        ranked = []
        for total, row in pool[: 3 * seats]:
            row["tanggal_akhir"] = "2025-01-09"
            if rng.random() < 0.07:
                row["status"] = "P/TH"
                continue
            skb = rng.randint(180, 430)
            final = 0.4 * int(total) / 550 * 100 + 0.6 * skb / 500 * 100
            row.update(nilai_skb=str(skb), nilai_akhir=f"{final:.3f}")
            ranked.append((final, row))
        ranked.sort(key=lambda item: (-item[0], item[1]["no_peserta"]))
        for _, row in ranked[:seats]:
            row["status"] = "P/L"
            if rng.random() < 0.03:
                row["status"] = "APS"
        kept += [row for _, row in ranked[seats:]]
    for row in kept[:: max(1, len(kept) // 4)][:3]:
        row["status"] = rng.choice(["P/L-1", "P/L-2", "P/L-U1"])
    return out


def pengadaan(city: City, people: list[Person], day: date, winners: list[Rec]) -> list[Rec]:
    """list-pengadaan-instansi as of that day: who was appointed since 2024, CPNS with the number of their selection."""
    out = []
    rest = [w for w in winners if w["status"].startswith("P/L")]
    for person in sorted(people, key=lambda p: (p.cpns, p.nip)):
        if person.ghost or person.cohort or person.cpns > day or person.cpns < date(2024, 1, 1):
            continue
        if not person.stays or person.stays[0][0] != city.slug or person.role not in ("cpns", "pppk", "pw"):
            continue
        rng = random.Random(f"{person.pns_id}:pengadaan")
        cpns = person.role == "cpns"
        signed = days_before(person.cpns, rng.randint(3, 30))
        number = f"{person.cpns.year - 2001}{codes.REGION[city.slug]['nik'][:4]}7{rng.randint(10**7, 10**8 - 1)}"
        if cpns and rest:
            number = rest.pop(0)["no_peserta"]
        out.append(
            Rec(
                {"id": rid("pengadaan", person.nip)},
                orang_id=person.pns_id,
                no_peserta=number,
                nip=person.nip,
                nama=person.name,
                periode=str(person.cpns.year - 1),
                instansi_id=codes.REGION[city.slug]["agency_id"],
                no_pertek=f"{'AG' if cpns else 'BG'}-{rng.randint(10**7, 10**8 - 1)}",
                no_sk=f"813/{rng.randint(10, 989)}/BKPSDM/{signed.year}",
                path_ttd_sk="",
                path_ttd_pertek="",
                tgl_pertek=f"{days_before(signed, 9).isoformat()}T00:00:00Z",
                tgl_sk=f"{signed.isoformat()}T00:00:00Z",
                tgl_kontrak_mulai="" if cpns else f"{person.cpns.isoformat()}T00:00:00Z",
                tgl_kontrak_akhir="" if cpns else f"{person.cpns.year + 5}-{person.cpns:%m-%d}T00:00:00Z",
                jenis_formasi_id="0101" if cpns else "0202",
                jenis_formasi_nama="CPNS" if cpns else "PPPK Paruh Waktu" if person.kind == "PW" else "PPPK Teknis",
            )
        )
    return out


def seleksi_terbuka(city: City, people: list[Person]) -> list[tuple[date, Rec]]:
    """(day of the inauguration, row): applicants for each JPT post filled since 2022; the one who leads now was chosen."""
    rng = random.Random(f"{city.slug}:terbuka")
    ready = [
        p
        for p in people
        if not p.ghost and p.kind == "PNS" and p.role == "struktural" and p.region == city.slug
        and any(post.eselon in ("31", "32") for post in p.posts)
    ]  # fmt: skip
    ready.sort(key=lambda p: p.nip)
    out = []
    for unit in city.headed:
        if unit.eselon not in ("21", "22"):
            continue
        for since, chosen in unit.heads:
            if since not in MUTATIONS or since < date(2022, 1, 1) or chosen.ghost:
                continue
            key = f"STJ-{since.year}-{rid(unit.unit_id, since).replace('-', '')[5:11].upper()}"
            opened = days_before(since, rng.randint(70, 110))
            closed = opened + timedelta(days=rng.choice([15, 16, 21, 12]))
            others = [p for p in rng.sample(ready, min(len(ready), 6)) if p is not chosen and p.cpns < opened]
            field = [chosen, *others[: rng.randint(2, 5)]]
            scores = sorted((round(rng.uniform(62, 92), 2) for _ in field), reverse=True)
            if len(scores) > 2 and rng.random() < 0.3:
                scores[0], scores[1] = scores[1], scores[0]  # the mayor took the second of the three
            order = sorted(range(len(field)), key=lambda i: -scores[i])
            for number, person in enumerate(field):
                admitted = number < 3 or rng.random() < 0.75
                top = admitted and order.index(number) < 3
                values = [
                    key,
                    city.title(unit),
                    "JPT PRATAMA",
                    unit.unit_id,
                    opened.isoformat(),
                    closed.isoformat(),
                    person.nip,
                    "1" if admitted else "0",
                    f"{scores[number]:.2f}" if admitted else "",
                    "1" if top else "0",
                    "1" if person is chosen else "0",
                    since.isoformat() if person is chosen else "",
                ]
                out.append((since, Rec(zip(TERBUKA_HEADERS, values, strict=True))))
    return out
