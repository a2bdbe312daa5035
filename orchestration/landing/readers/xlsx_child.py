"""Reads one workbook in a process of its own: a parser fed with a hostile or broken file may die, the run may not.

Called as a script with the path; prints JSON lines, one for each sheet start (`{"sheet": name}`) and one for each block of
rows (`{"row": number of the first, "cells": [[text or null]], "types": {"<row in block>,<column>": type}}`).
Imports nothing of the project: it must start fast and know nothing.
"""

from __future__ import annotations

import datetime
import json
import resource
import sys

BLOCK = 2000


def text_and_type(value):
    """(text, type) of a non-text cell."""
    if isinstance(value, bool):
        return ("true" if value else "false"), "boolean"
    if isinstance(value, float):
        if value.is_integer() and abs(value) < 1e21:
            return str(int(value)), "number"
        return repr(value), "number"
    if isinstance(value, int):
        return str(value), "number"
    if isinstance(value, datetime.datetime):
        day = value.time() == datetime.time(0)
        return (value.date().isoformat() if day else value.isoformat()), "date"
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat(), "date"
    return str(value), "date"  # timedelta


def main(path: str, memory_bytes: int, cpu_seconds: int) -> None:
    """Print the workbook as JSON lines."""
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    from python_calamine import CalamineWorkbook

    out = sys.stdout
    workbook = CalamineWorkbook.from_path(path)
    for name in workbook.sheet_names:
        sheet = workbook.get_sheet_by_name(name)
        out.write(json.dumps({"sheet": name}) + "\n")
        if sheet.start is None:
            continue
        offset = sheet.start[1]
        cells: list = []
        types: dict = {}
        first = 1
        for number, row in enumerate(sheet.iter_rows(), start=1):
            texts = [None] * offset
            for column, value in enumerate(row, start=offset):
                if type(value) is str:
                    texts.append(value or None)
                else:
                    text, kind = text_and_type(value)
                    texts.append(text)
                    types[f"{len(cells)},{column}"] = kind
            cells.append(texts)
            if len(cells) >= BLOCK:
                out.write(json.dumps({"row": first, "cells": cells, "types": types}) + "\n")
                cells, types, first = [], {}, number + 1
        if cells:
            out.write(json.dumps({"row": first, "cells": cells, "types": types}) + "\n")
    out.write('{"end": true}\n')


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
