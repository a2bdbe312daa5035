"""Faults of bytes in csv and ndjson files, packed or not."""

from __future__ import annotations

import gzip

from tests.faults.corpus.kind import (
    ALL,
    HIT,
    PACKED,
    RECORDS,
    SAME,
    TEXT,
    Delivery,
    Kind,
    edit,
    line_of,
    lines,
    pack,
    refused,
    warned,
)

MEGABYTE = 1024 * 1024


def _in_hit_line(old: bytes, new: bytes):
    """Replace something in the line of the record that is hit."""

    def plant(delivery: Delivery) -> None:
        at = line_of(delivery)
        delivery.edits.append(
            lambda content: b"".join(
                line.replace(old, new, 1) if number == at else line
                for number, line in enumerate(content.splitlines(keepends=True))
            )
        )

    return plant


def _accents(delivery: Delivery) -> None:
    """One line in UTF-8, a later one in Windows' encoding."""
    name = {"csv": "nomor", "ndjson": "skNomor"}[delivery.format.removesuffix(".gz")]
    delivery.table.rows[0][name] = "Café"
    delivery.record[name] = "Café"
    at = line_of(delivery)
    delivery.edits.append(
        lambda content: b"".join(
            line.replace("é".encode(), b"\xe9") if number == at else line
            for number, line in enumerate(content.splitlines(keepends=True))
        )
    )


def _flip(content: bytes) -> bytes:
    return content[:-6] + bytes([content[-6] ^ 0x20]) + content[-5:]


def _in_two(content: bytes) -> bytes:
    """Two packed parts one after the other, as `cat a.gz b.gz` makes them."""
    return gzip.compress(content[:40], mtime=0) + gzip.compress(content[40:], mtime=0)


def _zero_bytes(delivery: Delivery) -> None:
    delivery.edits.append(lambda content: b"")
    delivery.packing = lambda content: content


KINDS = (
    Kind("zero bytes", ALL, _zero_bytes, refused("empty_file")),
    Kind("nothing, packed", PACKED, edit(lambda content: b""), refused("empty_file")),
    Kind("blank lines only", TEXT, edit(lambda content: b"\n\n\n"), refused("empty_file")),
    Kind("NUL byte", TEXT, _in_hit_line(b"1980", b"19\x0080"), refused("nul_byte", HIT)),
    Kind(
        "UTF-16 with its mark",
        TEXT,
        edit(lambda content: content.decode().encode("utf-16")),
        refused("not_utf8", row=1),
    ),
    Kind(
        "UTF-16 without its mark",
        TEXT,
        edit(lambda content: content.decode().encode("utf-16-le")),
        refused("nul_byte", row=1),
    ),
    Kind("Windows encoding", TEXT, _in_hit_line(b"1980", b"\xe9980"), refused("not_utf8", HIT)),
    Kind("two encodings in one file", TEXT, _accents, refused("not_utf8", HIT)),
    Kind(
        "cut inside a character",
        TEXT,
        lines(lambda found: [*found[:-1], found[-1][:12] + "é".encode()[:1]]),
        refused("not_utf8", RECORDS - 1),
    ),
    Kind(
        "cut inside the last record",
        TEXT,
        edit(lambda content: content[: content.rindex(b"1980") + 3]),
        {"csv": refused("ragged_row", RECORDS - 1, column="nomor"), "ndjson": refused("bad_json", RECORDS - 1)},
    ),
    Kind(
        "a line without end",
        TEXT,
        edit(lambda content: content + b" " * (65 * MEGABYTE)),
        refused("line_too_long", RECORDS),
    ),
    Kind(
        "a cell of 10 MB", TEXT, _in_hit_line(b"1980", b"1980" + b"8" * 10 * MEGABYTE), refused("field_too_large", HIT)
    ),
    Kind("packed file cut short", PACKED, pack(lambda packed: packed[: len(packed) // 2]), refused("damaged_file")),
    Kind("packed file without its end", PACKED, pack(lambda packed: packed[:-4]), refused("damaged_file", RECORDS - 1)),
    Kind("packed file with a wrong checksum", PACKED, pack(_flip), refused("damaged_file", RECORDS - 1)),
    Kind(
        "packed file with a tail", PACKED, pack(lambda packed: packed + b"more"), refused("damaged_file", RECORDS - 1)
    ),
    Kind(
        "called packed, is not",
        PACKED,
        lambda d: setattr(d, "packing", lambda content: content),
        refused("damaged_file"),
    ),
    Kind("packed twice", PACKED, pack(gzip.compress), refused("nul_byte", row=1)),
    Kind("packed in two parts", PACKED, lambda d: setattr(d, "packing", _in_two), SAME),
    Kind(
        "packed bomb of many lines",
        PACKED,
        edit(lambda content: content + (b" " * 900_000 + b"\n") * 80),
        refused("too_large"),
    ),
    Kind("byte order mark", TEXT, edit(lambda content: b"\xef\xbb\xbf" + content), SAME),
    Kind(
        "Windows line ends", TEXT, edit(lambda content: content.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")), SAME
    ),
    Kind(
        "no line end at the end",
        TEXT,
        edit(lambda content: content.rstrip()),
        {"csv": warned("no_line_end"), "ndjson": SAME},
    ),
    Kind("blank lines between", TEXT, lines(lambda found: [line for one in found for line in (one, b"\n")]), SAME),
)
