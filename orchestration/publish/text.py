"""Delivered text made fit to be shown: nothing invisible, nothing that a spreadsheet would take for a formula."""

from __future__ import annotations

import re
import unicodedata

# Control pictures: a cell with a NUL or a tab in it is shown with one, not cut off or shifted.
_PICTURES = {code: 0x2400 + code for code in range(0x20)} | {0x7F: 0x2421}
# Marks that reverse or hide what follows them, and what XML cannot hold.
_HIDDEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\x80-\x9f]")
# After normalizing, so that the full-width forms of these signs are found too.
_FORMULA = re.compile(r"\s*[=+\-@|%]")
_NUMBER = re.compile(r"[+-]?\s?\d[\d.,\s]*%?|-+")


def visible(text: str) -> str:
    """The text on one line, control characters as pictures (␀ ␉ ␊), reversing and hidden marks as their code (⟨202E⟩)."""
    return _HIDDEN.sub(lambda mark: f"⟨{ord(mark[0]):04X}⟩", text.translate(_PICTURES))


def defused(text: str) -> str:
    """`visible`, with an apostrophe in front of what a spreadsheet could read as a formula; numbers stay as they are.

    A text cell of a workbook is never computed, but a workbook is saved as CSV and opened again. `-5`, `+62811` and a
    lone dash are numbers or harmless and stay.
    """
    shown = visible(text)
    plain = unicodedata.normalize("NFKC", text.lstrip("".join(map(chr, _PICTURES)) + " \u00a0\ufeff"))
    starts_hidden = text[:1] in "\t\r\n\0" and text != ""
    if starts_hidden or (_FORMULA.match(plain) and not _NUMBER.fullmatch(plain.strip())):
        return "'" + shown
    return shown
