"""The fault corpus: what can be wrong with a delivered file, and what is declared to come of it.

`kind` is the model: a delivery, what may be done to it, and the outcomes. Each further module is a table of kinds.
"""

from tests.faults.corpus import csv_files, ndjson_files, places, text_files, values, workbooks

KINDS = (*text_files.KINDS, *csv_files.KINDS, *ndjson_files.KINDS, *workbooks.KINDS, *values.KINDS, *places.KINDS)
