"""Faults of the csv form."""

from __future__ import annotations

from tests.faults.corpus.kind import CSV, HIT, RECORDS, SAME, Delivery, Kind, edit, kept, lines, refused, warned

HEADER = b"nip,jenis,nomor,tanggal_lulus,jenjang\r\n"


def _line(change):
    """Change the line of the record that is hit, given without its line end."""
    return lines(
        lambda found: [change(line.rstrip()) + b"\r\n" if n == HIT + 1 else line for n, line in enumerate(found)]
    )


def _header(new: bytes):
    return lines(lambda found: [new, *found[1:]])


def _columns(*names: str):
    def plant(delivery: Delivery) -> None:
        delivery.table.columns = list(names)

    return plant


KINDS = (
    Kind("a cell too few", CSV, _line(lambda line: line.rpartition(b",")[0]), refused("ragged_row", HIT, column="tanggal_lulus")),
    Kind("a cell too many", CSV, _line(lambda line: line + b",x"), refused("ragged_row", HIT, column="jenjang")),
    Kind("an unquoted comma", CSV, _line(lambda line: line.replace(b"UD/", b"UD,")), refused("ragged_row", HIT, column="jenjang")),
    Kind("a quotation mark never closed", CSV, _line(lambda line: b'"' + line), refused("unterminated_quote", HIT)),
    Kind("text after a closing mark", CSV, _line(lambda line: line.replace(b"UD1", b'"UD1"x')), refused("bad_csv", HIT)),
    Kind("line ends of an old Mac", CSV, edit(lambda content: content.replace(b"\r\n", b"\r")), refused("bad_csv", row=1)),
    Kind("semicolons", CSV, edit(lambda content: content.replace(b",", b";")), refused("wrong_separator", row=1)),
    Kind("tabs", CSV, edit(lambda content: content.replace(b",", b"\t")), refused("wrong_separator", row=1)),
    Kind("one column twice", CSV, _header(HEADER.replace(b"jenjang", b"NIP")), refused("duplicate_column", row=1, column="nip")),
    Kind("a needed column missing", CSV, _columns("nip", "jenis", "tanggal_lulus"), refused("missing_column", row=1, column="nomor")),
    Kind("a needed column renamed", CSV, _header(HEADER.replace(b"nomor", b"no")), refused("missing_column", row=1, column="nomor")),
    Kind(
        "another column missing", CSV, _columns("nip", "jenis", "nomor", "jenjang"),
        refused("check_failed", column="tanggal_lulus"), judged=True, records=30,
    ),
    Kind("no header", CSV, lines(lambda found: found[1:]), refused("missing_column", row=1, column="nip")),
    Kind("another table", CSV, edit(lambda content: b"kode,nama\n1,a\n"), refused("missing_column", row=1, column="nip")),
    Kind("hundreds of columns", CSV, _columns(*HEADER.decode().strip().split(","), *(f"x{n}" for n in range(201))),
         refused("too_many_columns", row=1)),
    Kind("a column more", CSV, _columns(*HEADER.decode().strip().split(","), "catatan"), warned("unknown_column")),
    Kind("a nameless column", CSV, lines(lambda found: [line.rstrip() + b",\r\n" for line in found]), warned("unknown_column")),
    Kind("a formula in a cell", CSV, lambda d: d.record.update(jenjang='=HYPERLINK("http://x","y")'), kept()),
    Kind("a footer line", CSV, edit(lambda content: content + b"Jumlah: 5\r\n"), refused("ragged_row", RECORDS, column="nip")),
    Kind("columns in another order", CSV, _columns("jenjang", "tanggal_lulus", "nomor", "jenis", "nip"), SAME),
    Kind("header in another spelling", CSV, _header(b"NIP,Jenis, Nomor ,Tanggal Lulus,JENJANG\r\n"), SAME),
    Kind("every cell in marks", CSV, lines(lambda found: [b",".join(b'"%s"' % c for c in line.strip().split(b",")) + b"\n" for line in found]), SAME),
)  # fmt: skip
