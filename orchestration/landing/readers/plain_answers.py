"""The fast way for recorded answers: lines of the plain shape go through Arrow's JSON reader, a block at a time.

Plain is an answer with HTTP status 2xx whose `body.data` is a list of flat records of text and null. Arrow is given exactly
that shape and refuses whatever deviates (another key or type, a key twice, text that cannot be stored); such lines are
then read by the strict reader. So both ways give the same rows.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.json  # noqa: F401  pa.json

from orchestration.landing.readers.base import Batch

# Escapes for characters that no text column can hold: NUL and halves of surrogate pairs.
UNSTORABLE = re.compile(rb"\\u(?:0000|[dD][89a-fA-F])")
_ESCAPE_IN_KEY = re.compile(rb'\\[^"]*"\s*:')


class NotPlain(Exception):
    """The strict reader is to read this."""


class PlainAnswers:
    """Reads lines that are plain answers of one endpoint. columns: key in a record -> name of its column."""

    def __init__(self, endpoint: str | None, columns: Mapping[str, str]):
        self._endpoint, self._columns = endpoint, columns
        text = pa.string()
        record = pa.struct([(key, text) for key in columns])
        body = pa.struct([("code", pa.int64()), ("data", pa.list_(record))])
        fields = [("nip", text), ("endpoint", text), ("fetched_at", text), ("status", pa.int64()), ("body", body)]
        self._shape = pa.json.ParseOptions(explicit_schema=pa.schema(fields), unexpected_field_behavior="error")

    def read(self, block: bytes, lines: Sequence[int]) -> Batch:
        """The rows and answers of a block of whole lines with these line numbers. Raises NotPlain."""
        if not _is_one_value_a_line(block, len(lines)) or b"\\u" in block and UNSTORABLE.search(block):
            raise NotPlain
        try:
            block.decode("utf-8")
            answers = pa.json.read_json(
                pa.BufferReader(block), pa.json.ReadOptions(use_threads=False, block_size=len(block) + 1), self._shape
            ).combine_chunks()
        except (pa.ArrowInvalid, UnicodeDecodeError):
            raise NotPlain from None
        if answers.num_rows != len(lines):
            raise NotPlain
        return self._batch(answers, pa.array(lines, pa.int64()))

    def _batch(self, answers: pa.Table, lines: pa.Array) -> Batch:
        asked, endpoint, fetched, status, body = (column.combine_chunks() for column in answers.columns)
        code, data = body.field("code"), body.field("data")
        good = pc.and_(pc.equal(endpoint, self._endpoint), pc.and_(pc.greater_equal(status, 200), pc.less(status, 300)))
        records = data.flatten()
        if (
            body.null_count
            or data.null_count
            or records.null_count
            or good.null_count
            or good.false_count
            or pc.any(pc.equal(code, 0)).as_py()
        ):
            raise NotPlain
        parents = pc.list_parent_indices(data)
        counts = pc.list_value_length(data)
        starts = np.cumsum(counts.to_numpy()) - counts.to_numpy()
        answered = {
            "asked_nip": asked,
            "endpoint": endpoint,
            "fetched_at": fetched,
            "status": status,
            "outcome": pc.if_else(pc.greater(counts, 0), "rows", "none"),
            "n_records": counts.cast(pa.int64()),
            "_src_row": lines,
        }
        return Batch(
            cells={name: records.field(position) for position, name in enumerate(self._columns.values())},
            row=lines.take(parents),
            item=pa.array(np.arange(len(records)) - starts[parents.to_numpy()]),
            asked=asked.take(parents),
            fetched=fetched.take(parents),
            answers=answered,
        )

    def may_hold_other_keys(self, block: bytes, batch: Batch, seen: Collection[str]) -> bool:
        """Whether a record may have a key that is not among those seen before (a null cell does not tell)."""
        unseen = {key: name for key, name in self._columns.items() if key not in seen}
        return bool(unseen) and (
            any(f'"{key}"'.encode() in block for key in unseen)
            or any(batch.cells[name].null_count < len(batch.row) for name in unseen.values())
            or bool(_ESCAPE_IN_KEY.search(block))
        )


def _is_one_value_a_line(block: bytes, lines: int) -> bool:
    """Each line begins and ends with a brace, and inside no JSON value `}` can stand before `{`: so with as many values
    as lines each line is one value."""
    for end in (b"\n", b"\r\n"):
        if block.endswith((b"}", b"}" + end)) and block.count(b"}" + end + b"{") == lines - 1:
            return block.startswith(b"{")
    return False
