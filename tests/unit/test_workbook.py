"""Workbooks that people open: whatever a delivery holds, the cell shows it and does nothing."""

import datetime as dt
import zipfile
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from orchestration.publish import workbook
from orchestration.publish.text import defused, visible
from orchestration.publish.workbook import Column, Page, Table, write_workbook

FORMULAS = [
    "=1+1",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://x.invalid","x")',
    "+1+cmd|' /C calc'!A0",
    "-1+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(1,1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "\0=1+1",
    "  =1+1",
    "\u00a0=1+1",
    "\ufeff=1+1",
    "\uff1d1+1",
    "\uff0b1+1\uff20",
    "\uff0dA1",
    "%0A=1+1",
    "|calc",
    "-A1",
    "+A1",
    "\tNama",
]
HARMLESS = [
    "-5",
    "-5,25",
    "-1.234,50",
    "+62811234567",
    "+ 3",
    "-",
    "--",
    "- 12 %",
    "198503122010011008",
    "III/a",
    "a=b",
    "x@y",
    "'apostrophe",
    "",
    "0",
    "http://example.invalid/",
]


def rows_of(path, sheet=0):
    return CalamineWorkbook.from_path(str(path)).get_sheet_by_index(sheet).to_python(skip_empty_area=False)


@pytest.mark.parametrize("text", FORMULAS)
def test_what_could_be_a_formula_is_defused(text):
    assert defused(text) == "'" + visible(text)


@pytest.mark.parametrize("text", HARMLESS)
def test_numbers_and_names_are_unharmed(text):
    assert defused(text) == text


def test_hidden_marks_are_shown():
    assert visible("a\0b\tc\nd") == "a␀b␉c␊d"
    assert visible("slip\u202exslx.csv\u200b") == "slip⟨202E⟩xslx.csv⟨200B⟩"
    assert visible("\ud800\uffff\x85") == "⟨D800⟩⟨FFFF⟩⟨0085⟩"
    assert visible("Nurul ‘Aini, S.Pd — Åse 𠮷") == "Nurul ‘Aini, S.Pd — Åse 𠮷"


def test_the_corpus_arrives_as_text(tmp_path):
    """Read back by another library: no formula, no link, every cell text."""
    corpus = [*FORMULAS, *HARMLESS[:-3], "_x0041_", "<script>alert(1)</script>", "&amp;", " blanks ", "'=1"]
    path = tmp_path / "corpus.xlsx"
    write_workbook(path, "=1+1", [Table("=1+1", [Column("=A1")], [[text] for text in corpus])])
    assert [row[0] for row in rows_of(path)] == ["'=A1", *map(defused, corpus)]
    with zipfile.ZipFile(path) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
        assert "<f>" not in sheet and "hyperlink" not in sheet
        assert sheet.count('t="s"') == len(corpus) + 1
        assert not [name for name in parts.namelist() if "external" in name.lower() or "vba" in name.lower()]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=40), min_size=1, max_size=8))
def test_any_text_can_be_written_and_read(tmp_path_factory, texts):
    path = tmp_path_factory.mktemp("any") / "any.xlsx"
    write_workbook(path, "any", [Table("any", [Column("text")], [["x" + text] for text in texts])])
    assert [row[0] for row in rows_of(path)][1:] == [visible("x" + text) for text in texts]


def test_values_keep_their_kind_and_the_header_its_help(tmp_path):
    path = tmp_path / "kinds.xlsx"
    columns = [Column("a"), Column("b"), Column("c"), Column("d"), Column("e", 40, True)]
    rows = [[-5, Decimal("2.50"), dt.date(2026, 4, 1), True, "x"], [None, 10**17, None, False, None]]
    write_workbook(path, "kinds", [Page("About", ["# Title", "", "words"]), Table("Rows", columns, rows, ["note"])])
    assert rows_of(path) == [["Title"], [""], ["words"]]
    assert rows_of(path, 1) == [
        ["note", "", "", "", ""],
        ["a", "b", "c", "d", "e"],
        [-5.0, 2.5, dt.date(2026, 4, 1), "yes", "x"],
        ["", "1" + "0" * 17, "", "no", ""],
    ]
    with zipfile.ZipFile(path) as parts:
        sheet = parts.read("xl/worksheets/sheet2.xml").decode()
    assert 'state="frozen"' in sheet and '<autoFilter ref="A2:E4"' in sheet
    assert 'orientation="landscape"' in sheet and 'fitToHeight="0"' in sheet


def test_the_same_rows_give_the_same_bytes(tmp_path):
    for name in ("one.xlsx", "two.xlsx"):
        write_workbook(tmp_path / name, "t", [Page("p", ["a"]), Table("t", [Column("c")], [["x"], [1]])])
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()


def test_sheet_names_are_allowed_and_unique(tmp_path):
    wanted = ["a/b:c", "A b c", "x" * 40, "x" * 40, "History", "", "'q'", "=\t"]
    path = tmp_path / "names.xlsx"
    write_workbook(path, "names", [Page(name, ["x"]) for name in wanted])
    names = CalamineWorkbook.from_path(str(path)).sheet_names
    assert names == ["a b c", "A b c (2)", "x" * 31, "x" * 27 + " (2)", "History (sheet)", "Sheet", "q", "=␉"]


def test_more_rows_than_a_sheet_takes_go_on_in_the_next(tmp_path, monkeypatch):
    monkeypatch.setattr(workbook, "_MAX_ROWS", 3)
    path = tmp_path / "long.xlsx"
    write_workbook(path, "long", [Table("t", [Column("c")], ([number] for number in range(5)))])
    book = CalamineWorkbook.from_path(str(path))
    assert book.sheet_names == ["t", "t (2)", "t (3)"]
    assert [rows_of(path, number)[1:] for number in range(3)] == [[[0.0], [1.0]], [[2.0], [3.0]], [[4.0]]]


def test_a_cell_too_long_is_cut_and_says_so(tmp_path):
    path = tmp_path / "cell.xlsx"
    write_workbook(path, "cell", [Table("t", [Column("c")], [["𠮷" * 20_000]])])
    text = rows_of(path)[1][0]
    assert text.endswith(" ... (cut)") and len(text.encode("utf-16-le")) // 2 <= 32_767


def test_each_printed_page_says_whose_list_it_is(tmp_path):
    """The lines above a table and its header are printed on every page, with the grid."""
    path = tmp_path / "printed.xlsx"
    write_workbook(path, "printed", [Table("list", [Column("c")], [["x"]], ["Dinas Kesehatan", "DATA SINTETIS"])])
    with zipfile.ZipFile(path) as book:
        assert "list!$1:$3</definedName>" in book.read("xl/workbook.xml").decode()
        assert 'gridLines="1"' in book.read("xl/worksheets/sheet1.xml").decode()
