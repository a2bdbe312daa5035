"""Faults of one record, the same in every format: what is planted in which column, and the reason that its row gets."""

from __future__ import annotations

from tests.faults.corpus.kind import ALL, HIT, KEY, NUMBER, SAME, TEXT, XLSX, Delivery, Kind, Outcome, kept, quarantined

RANKED = (*XLSX, "ndjson", "ndjson.gz")
DATE = {"profil_asn": "TMT PNS", "ujian": "tanggal_lulus", "rw_golongan": "skTanggal"}
RANK = {"profil_asn": "GOL AKHIR NAMA", "rw_golongan": "golongan"}
RANK_ID = {"profil_asn": "GOL AKHIR ID", "rw_golongan": "golonganId"}
CODE = {"profil_asn": "JENIS KELAMIN", "ujian": "jenis"}


def _set(columns: dict[str, str], value):
    """Put a value into the record that is hit; a function makes it out of the value there."""

    def plant(delivery: Delivery) -> None:
        column = columns[delivery.dataset]
        if column not in delivery.table.columns:
            delivery.table.columns.append(column)
        delivery.record[column] = value(delivery.record[column]) if callable(value) else value

    return plant


def _number(change):
    """Change the person's number where the delivery names the person: in the answers' envelope, else in the row."""

    def plant(delivery: Delivery) -> None:
        delivery.record[NUMBER[delivery.dataset]] = change(delivery.nips[HIT])
        if delivery.table.lines:
            delivery.table.lines[HIT]["nip"] = change(delivery.nips[HIT])

    return plant


def _every(columns: dict[str, str], change):
    """Write the column of every record otherwise."""

    def plant(delivery: Delivery) -> None:
        for row in delivery.table.rows:
            row[columns[delivery.dataset]] = change(row[columns[delivery.dataset]])

    return plant


def _every_number(change):
    def plant(delivery: Delivery) -> None:
        for record, row in enumerate(delivery.table.rows):
            row[NUMBER[delivery.dataset]] = change(delivery.nips[record])
            if delivery.table.lines:
                delivery.table.lines[record]["nip"] = change(delivery.nips[record])

    return plant


def _same_key(delivery: Delivery) -> None:
    """The key of the record before with another content."""
    if delivery.dataset == "rw_golongan":
        other = delivery.record | {"skTanggal": "01-01-2020"}
        delivery.table.lines[HIT]["body"]["data"] = [delivery.record, other]
    else:
        delivery.record[KEY[delivery.dataset]] = delivery.table.rows[HIT - 1][KEY[delivery.dataset]]


def _twice(delivery: Delivery) -> None:
    """The record once more, letter by letter."""
    if delivery.table.lines:
        delivery.table.lines[HIT]["body"]["data"] = [delivery.record, delivery.record]
    else:
        delivery.table.rows.append(dict(delivery.record))


def _iso(text: str) -> str:
    """dd-MM-yyyy or ISO to ISO."""
    return text if text[4] == "-" else "-".join(reversed(text.split("-")))


MONTHS = "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember".split()


def _in_words(text: str) -> str:
    year, month, day = _iso(text).split("-")
    return f"{int(day)} {MONTHS[int(month) - 1]} {year}"


def _slashed(text: str) -> str:
    return "/".join(reversed(_iso(text).split("-")))


KEY_CONFLICT = {"csv": quarantined("key_conflict", HIT - 1, HIT), "xlsx": quarantined("key_conflict", HIT - 1, HIT),
                "ndjson": quarantined("key_conflict", HIT, HIT + 1)}  # fmt: skip

KINDS = (
    Kind("a number in scientific notation", ALL, _number(lambda nip: "1.98001E+17"), quarantined("nip_malformed")),
    Kind("a number of 17 digits", ALL, _number(lambda nip: nip[:17]), quarantined("nip_malformed")),
    Kind("a number of 19 digits", ALL, _number(lambda nip: nip + "0"), quarantined("nip_malformed")),
    Kind("a number with an O for a 0", ALL, _number(lambda nip: nip.replace("0", "O", 1)), quarantined("nip_malformed")),
    Kind("a number born in month 13", ALL, _number(lambda nip: "198013" + nip[6:]), quarantined("nip_invalid")),
    Kind("a number that ends in zeros", ALL, _number(lambda nip: nip[:15] + "000"), quarantined("nip_invalid")),
    Kind("a number with sex 3", ALL, _number(lambda nip: nip[:14] + "3" + nip[15:]), quarantined("nip_invalid")),
    Kind("no number", ALL, _number(lambda nip: None), quarantined("nip_missing")),
    Kind("a placeholder for a number", ALL, _number(lambda nip: "-"), quarantined("nip_malformed")),
    Kind("31 February", ALL, _set(DATE, "31-02-2020"), quarantined("date_unreadable")),
    Kind("month before day", ALL, _set(DATE, "12/25/2020"), quarantined("date_unreadable")),
    Kind("a day as a count of days", ALL, _set(DATE, "43831"), quarantined("date_unreadable")),
    Kind("a year of two digits", ALL, _set(DATE, "01-04-20"), quarantined("date_unreadable")),
    Kind("the year 202", ALL, _set(DATE, "01-04-0202"), quarantined("date_unreadable")),
    Kind("the year 2202", ALL, _set(DATE, "01-04-2202"), quarantined("date_unreadable")),
    Kind("words for a date", ALL, _set(DATE, "belum ada data"), quarantined("date_unreadable")),
    Kind("a rank that does not exist", RANKED, _set(RANK, "III/f"), quarantined("golongan_unreadable")),
    Kind("a rank in words", RANKED, _set(RANK, "golongan tiga"), quarantined("golongan_unreadable")),
    Kind("two ranks in one cell", RANKED, _set(RANK, "Pengatur Muda Tingkat I (III/b)"), quarantined("golongan_mismatch")),
    Kind("a rank against its id", RANKED, lambda d: (_set(RANK_ID, "33")(d), _set(RANK, "III/b")(d)), quarantined("golongan_mismatch")),
    Kind("a rank id of no list", RANKED, _set(RANK_ID, "77"), quarantined("code_unknown")),
    Kind("a code of no list", ("xlsx", "csv", "csv.gz"), _set(CODE, "X9"), quarantined("code_unknown")),
    Kind("no key", TEXT, _set(KEY, ""), quarantined("key_missing")),
    Kind("one key, two contents", ALL, _same_key, KEY_CONFLICT),
    Kind("a needed field empty", ("csv", "csv.gz"), _set({"ujian": "jenis"}, ""), quarantined("required_missing")),
    Kind("the same record twice", ALL, _twice, Outcome("same", duplicates=1)),
    Kind("numbers with an apostrophe", ALL, _every_number(lambda nip: f"'{nip}"), SAME),
    Kind("numbers in groups", ALL, _every_number(lambda nip: f" {nip[:8]} {nip[8:14]}.{nip[14]}\u00a0{nip[15:]} "), SAME),
    Kind("numbers with unseen characters", ALL, _every_number(lambda nip: f"\u200e\ufeff{nip}\u200b"), SAME),
    Kind("dates as dd/MM/yyyy", ALL, _every(DATE, _slashed), SAME),
    Kind("dates as ISO", ALL, _every(DATE, _iso), SAME),
    Kind("dates as a moment", ALL, _every(DATE, lambda text: _iso(text) + "T00:00:00Z"), SAME),
    Kind("dates with a time of day", ALL, _every(DATE, lambda text: f"{text} 00:00:00"), SAME),
    Kind("dates with points", ALL, _every(DATE, lambda text: _slashed(text).replace("/", ".")), SAME),
    Kind("a clock of AM and PM", ALL, _set(DATE, "4/1/2020 12:00:00 AM"), quarantined("date_unreadable")),
    Kind("dates with Indonesian months", ALL, _every(DATE, _in_words), SAME),
    Kind("dates among blanks", ALL, _every(DATE, lambda text: f"\u00a0 {text}\t"), SAME),
    Kind("ranks without slash", RANKED, _every(RANK, lambda text: text.replace("/", " ").upper()), SAME),
    Kind("ranks by their name", RANKED, _every(RANK, lambda text: "Penata Muda Tk. I (III/b)"), SAME),
    Kind("SQL in a cell", ALL, _set({"profil_asn": "ALAMAT", "ujian": "jenjang", "rw_golongan": "pangkat"}, "'); drop table x; --"), kept()),
)  # fmt: skip
