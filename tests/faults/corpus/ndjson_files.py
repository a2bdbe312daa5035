"""Faults of recorded answers."""

from __future__ import annotations

import json

from tests.faults.corpus.kind import HIT, NDJSON, SAME, Delivery, Kind, lines, quarantined, refused, warned

ERROR = quarantined("error_answer")


def _line(change):
    """Change the line of the record that is hit: bytes without line end, in and out."""
    return lines(lambda found: [change(line.rstrip()) + b"\n" if n == HIT else line for n, line in enumerate(found)])


def _envelope(**values):
    """Change fields of the answer that is hit."""
    return lambda delivery: delivery.table.lines[HIT].update(values)


def _body(value):
    return _envelope(body=value)


def _each(change):
    """Write each line anew from its JSON value."""
    return lines(lambda found: [change(json.loads(line)).encode() + b"\n" for line in found])


def _turned(value):
    """The same JSON value with its keys in the other order."""
    if isinstance(value, dict):
        return {key: _turned(value[key]) for key in reversed(value)}
    return [_turned(one) for one in value] if isinstance(value, list) else value


def _numeric_own(delivery: Delivery) -> None:
    delivery.record["nipBaru"] = int(delivery.record["nipBaru"])


KINDS = (
    Kind("Python text in place of JSON", NDJSON, _line(lambda line: repr(json.loads(line)).encode()), refused("bad_json", HIT)),
    Kind("NaN", NDJSON, _line(lambda line: line.replace(b'"32"', b"NaN")), refused("bad_json", HIT)),
    Kind("two answers in one line", NDJSON, _line(lambda line: line + line), refused("bad_json", HIT)),
    Kind("a web page", NDJSON, _line(lambda line: b"<html>504 Gateway Time-out</html>"), refused("bad_json", HIT)),
    Kind("nested without end", NDJSON, _line(lambda line: b"[" * 200_000), refused("bad_json", HIT)),
    Kind("one JSON list", NDJSON, lines(lambda found: [b"[" + b",".join(line.strip() for line in found) + b"]\n"]),
         quarantined("error_answer", 0)),
    Kind("answers of another kind", NDJSON, _each(lambda line: json.dumps(line | {"body": {"code": 1, "data": [{"nama": "x"}]}})),
         refused("missing_column", column="id")),
    Kind("hundreds of keys", NDJSON, lambda d: d.record.update({f"x{n}": "" for n in range(250)}), refused("too_many_columns", HIT)),
    Kind("a key twice", NDJSON, _line(lambda line: line.replace(b'"golongan": ', b'"golongan": "IV/e", "golongan": ')), ERROR),
    Kind("an error of the service", NDJSON, _envelope(status=500, body={"code": 0, "data": "token salah"}), ERROR),
    Kind("an error without body", NDJSON, _envelope(status=502, body=None), ERROR),
    Kind("rows under an error status", NDJSON, _envelope(status=500), ERROR),
    Kind("no right, told as not found", NDJSON, _envelope(status=403, body={"code": 0, "data": "Data tidak ditemukan"}), ERROR),
    Kind("a text nobody knows", NDJSON, _body({"code": 0, "data": "coba lagi"}), ERROR),
    Kind("data is null", NDJSON, _body({"code": 1, "data": None}), ERROR),
    Kind("records that are no objects", NDJSON, _body({"code": 1, "data": ["x"]}), ERROR),
    Kind("another endpoint", NDJSON, _envelope(endpoint="rw-jabatan"), ERROR),
    Kind("no status", NDJSON, _envelope(status=None), ERROR),
    Kind("an escaped NUL", NDJSON, _line(lambda line: line.replace(b"III/b", b"III\\u0000/b")), ERROR),
    Kind("half a surrogate pair", NDJSON, _line(lambda line: line.replace(b"III/b", b"III\\ud800/b")), ERROR),
    Kind("the number asked as a figure", NDJSON, lambda d: _envelope(nip=int(d.nips[HIT]))(d), quarantined("numeric_identifier")),
    Kind("the record's number as a figure", NDJSON, _numeric_own, quarantined("numeric_identifier")),
    Kind("a record of somebody else", NDJSON, lambda d: d.record.update(nipBaru=d.nips[0]), quarantined("nip_mismatch")),
    Kind("a key more", NDJSON, lambda d: d.record.update(baru="x"), warned("unknown_column", HIT)),
    Kind("keys in another order", NDJSON, _each(lambda line: json.dumps(_turned(line))), SAME),
    Kind("every character escaped", NDJSON, _each(lambda line: json.dumps(line).replace("III/b", "\\u0049II\\/b")), SAME),
    Kind("JSON without blanks", NDJSON, _each(lambda line: json.dumps(line, separators=(",", ":"))), SAME),
    Kind("status as text", NDJSON, _envelope(status="200"), SAME),
    Kind("paged answer", NDJSON, lambda d: _body({"code": 1, "data": {"data": [d.record]}})(d), SAME),
)  # fmt: skip
