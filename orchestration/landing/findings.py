"""What landing has to say about a file: one shape for reasons and warnings."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One remark on a delivered file. row: as in `_src_row`; column: the source's name. Either may be None."""

    code: str
    message: str
    row: int | None = None
    column: str | None = None


class Refused(Exception):
    """The file cannot be landed as a whole; carries the reason that the manifest records."""

    def __init__(self, code: str, message: str, row: int | None = None, column: str | None = None):
        super().__init__(message)
        self.finding = Finding(code, message, row, column)
