"""The quality page and the workbooks of a version: they tell what the tables tell, whatever a delivery holds."""

import datetime as dt
import html.parser
import re
from dataclasses import replace

import duckdb
import pytest
from python_calamine import CalamineWorkbook

from orchestration.landing.findings import Finding
from orchestration.publish.mend import COLUMNS, NO_REGION, REFUSED_SHEET, write_workbooks
from orchestration.publish.quality import write_page
from orchestration.publish.relations import MEND_FOLDER, QUALITY_PAGE
from orchestration.publish.text import defused
from tests.orchestration.builds import entry, plan

EVIL = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'&\u202e"
FILE = "kepegawaian/kota_jambi/2026-11-01/profil_asn.xlsx"
REFUSED = "kepegawaian/kota_jambi/2026-12-01/ujian.csv"
AHEAD = "e_kinerja/kota_jambi/2036-01-01/rw_skp.ndjson"
LOST = "kepegawaian/=jambi/2026-11-01/ujian.csv"
DAY = "date '2026-11-01'"


def quality(code="15.71", name="Kota Jambi", dataset="profil_asn", **changes):
    """A row of audit_quality as SQL."""
    row = {
        "region_code": f"'{code}'",
        "region_name": f"'{name}'",
        "source": "'kepegawaian'",
        "dataset": f"'{dataset}'",
        "local_name": f"'Lokal {dataset}'",
        "english_name": "'English'",
        "exporter": "'the exporter'",
        "newest_extract_date": DAY,
        "newest_of_region": DAY,
        "days_behind": "0",
        "is_late": "false",
        "is_stale": "false",
        "files_admitted": "1",
        "files_refused": "0",
        "delivered_rows": "200",
        "quarantined_rows": "0",
        "quarantined_pct": "0.0",
        "current_rows": "200",
        "to_mend_rows": "0",
        "to_mend_pct": "0.0",
        "checks_passed": "9",
        "checks_warned": "0",
        "checks_waived": "0",
        "checks_failed": "0",
    } | changes
    return "select " + ", ".join(f"{value} as {column}" for column, value in row.items())


@pytest.fixture
def version(tmp_path):
    """A folder with the tables of a version: a good region, and one of everything that can be wrong."""
    folder = tmp_path / "v"
    parquet = folder / "restricted" / "parquet"
    parquet.mkdir(parents=True)

    def put(name, *selects):
        with duckdb.connect() as con:
            con.execute(f"copy ({' union all by name '.join(selects)}) to '{parquet}/{name}.parquet' (format parquet)")

    evil = EVIL.replace("'", "''")
    put(
        "audit_quality",
        quality("13.73", "Kota Sawahlunto"),
        quality(quarantined_rows="4", to_mend_rows="3"),
        quality(dataset="ujian", is_stale="true", days_behind="30", files_refused="1", checks_waived="1"),
        quality(dataset="rw_skp", newest_extract_date="cast(null as date)", days_behind="null", files_admitted="0"),
        quality(
            "32.73",
            "Kota Bandung",
            quarantined_rows="10",
            quarantined_pct="5.00",
            to_mend_rows="10",
            to_mend_pct="5.00",
        ),
        quality("15.72", evil, files_admitted="0", newest_extract_date="cast(null as date)", days_behind="null"),
    )
    file = (
        "select {code} as region_code, {name} as region_name, '{slug}' as region_slug, {dataset} as dataset, '{file}' as file, "
        f"'{{sha}}' as src_file_sha256, '{{status}}' as status, '{{reason}}' as reason, {DAY} as extract_date, "
        "{settled} as is_settled"
    )
    jambi = {"code": "'15.71'", "name": "'Kota Jambi'", "slug": "kota_jambi"}
    lost = {"code": "null", "name": "null", "slug": "=jambi", "dataset": "null", "file": LOST, "sha": "c"}
    put(
        "audit_file",
        file.format(**jambi, dataset="'profil_asn'", file=FILE, sha="a", status="admitted", reason="", settled=False),
        file.format(
            **jambi,
            dataset="'profil_asn'",
            file=FILE,
            sha="z",
            status="refused",
            reason="since delivered well",
            settled=True,
        ),
        file.format(
            **jambi,
            dataset="'ujian'",
            file=REFUSED,
            sha="b",
            status="refused",
            reason=f"{REFUSED}: {evil}",
            settled=False,
        ),
        file.format(**lost, status="refused", reason="unknown region", settled=False),
    )
    put(
        "audit_check",
        f"select '15.71' as region_code, 'ujian' as dataset, '{REFUSED}' as file, 'b' as src_file_sha256, "
        f"'kind_readable' as check_id, 'waived' as outcome, 'most are {evil}' as message, date '2027-01-01' as waived_until",
        f"select '15.71' as region_code, 'rw_skp' as dataset, '{AHEAD}' as file, 'd' as src_file_sha256, "
        "'dating' as check_id, 'warned' as outcome, 'dated 2036-01-01' as message, cast(null as date) as waived_until",
    )
    bad = (
        f"select '15.71' as region_code, 'profil_asn' as dataset, '{FILE}' as file, 'a' as src_file_sha256, 7 as src_row, "
        "cast(null as bigint) as src_item, '199001012015011001' as nip, '{code}' as reason_code, 'Title' as reason_title, "
        "{columns} as column_names, {values} as values_found, 'the keeper' as mender, 'Mend it.' as what_to_do, "
        f"'SIASN' as mended_in, {DAY} as extract_date, 'k' as row_key, {{to_mend}} as is_to_mend"
    )
    put(
        "audit_quarantine",
        bad.format(to_mend="true", code="date_unreadable", columns="'TMT PNS'", values="'TMT PNS = =1+1'"),
        bad.format(
            to_mend="true", code="rating", columns="'NIP BARU, TMT PNS'", values=f"'NIP BARU = 1; TMT PNS = {evil}'"
        ),
        bad.format(to_mend="true", code="error_answer", columns="null", values="null"),
        bad.format(to_mend="false", code="replaced_since", columns="null", values="null"),
    )
    put(
        "audit_conflict",
        "select '15.71' as region_code, 'status_number' as conflict, 'employment_kind' as fact, 'none' as winner, "
        "'none' as precedence, 'employment_kind UNKNOWN' as effect, 'POL.X' as rule_id from range(8)",
    )
    form = f"select '15.71' as region_code, 'profil_asn' as dataset, '{FILE}' as file, 'a' as src_file_sha256, "
    put(
        "audit_date_form",
        form + "'TMT PNS' as column_name, 'dd-MM-yyyy' as date_form, 1190 as dates, 700 as ambiguous_dates",
        form + "'TMT PNS' as column_name, 'dd/MM/yyyy' as date_form, 2 as dates, 1 as ambiguous_dates",
        form + "'TMT PNS' as column_name, 'unreadable' as date_form, 4 as dates, 0 as ambiguous_dates",
        form + "'TMT CPNS' as column_name, 'dd-MM-yyyy' as date_form, 10 as dates, 6 as ambiguous_dates",
    )
    terms = "3 as quarantined, 0 as duplicate, 0 as superseded, 0 as out_of_scope, 0 as residual"
    put(
        "audit_row_ledger",
        f"select '15.71' as region_code, 'stage' as hop, 200 as rows_in, 197 as rows_out, {terms}",
        f"select '15.71' as region_code, 'land' as hop, 200 as rows_in, 197 as rows_out, {terms}",
    )
    return folder


def the_plan():
    columns = ["PNS ID", "NIP BARU", "NAMA", "TMT PNS"]
    admitted = replace(entry(FILE, "a"), columns=columns, sheet="Data ASN")
    refused = entry(REFUSED, "b", status="refused")
    refused.reasons = [Finding("missing_column", "gone", row=1, column="jenis")]
    return replace(plan(), entries=(admitted, refused))


class Page(html.parser.HTMLParser):
    """Tags with attributes, and the text."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.words = [], []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))

    def handle_data(self, data):
        self.words.append(data)

    @property
    def text(self):
        return " ".join(" ".join(self.words).split())


@pytest.fixture
def page(version):
    return Page(write_page(version, the_plan()).read_text(encoding="utf-8"))


def test_the_first_sentence_says_for_whom_the_data_is_good(page):
    assert "Yes for Kota Sawahlunto." in page.text
    assert "Yes, with care, for Kota Bandung and Kota Jambi" in page.text
    assert "Many rows are held back, so many answers are unknown: Lokal profil_asn (5.00 %)." in page.text
    assert "Not yet for <script>alert(1)</script>" in page.text
    assert "Every delivered row is accounted for" in page.text
    assert "replaced_since" not in page.text, "a newer delivery replaced it: nothing is to be mended"
    assert "since delivered well" not in page.text
    assert f"First look at this date. {AHEAD} : dated 2036-01-01" in page.text
    assert "Dated far after everything else, which a wrongly named folder would explain: Lokal rw_skp." in page.text
    for words in (
        "Lokal ujian.",
        "never delivered",
        "refused since",
        "waived until 2027-01-01",
        "3 of 600 rows that count today (0.50 %)",
    ):
        assert words in page.text, words
    assert "employment kind status_number 8 neither POL.X employment_kind UNKNOWN" in page.text
    assert not re.search(r"[a-z0-9][.:][A-Z]", re.sub(r"<script>.*?⟨202E⟩", "", page.text)), "a blank is missing"
    assert page.text.index("land") < page.text.index("Checked: each row")


def test_the_forms_of_dates_are_counted(page):
    """By region and form: all, those that could be read the other way, and where another form is more frequent."""
    for line in (
        "dd-MM-yyyy 1,200 706 none",
        "dd/MM/yyyy 2 1 profil_asn: TMT PNS",
        "unreadable (held back) 4 0 none",
    ):
        assert f"Kota Jambi {line}" in page.text, line


def test_nothing_of_a_delivery_becomes_markup(page, version):
    assert {tag for tag, _ in page.tags} & {"script", "img", "iframe", "link", "object", "form"} == set()
    assert not [a for _, attributes in page.tags for a in attributes if a.startswith("on")]
    assert "<script>alert(1)</script><img src=x onerror=alert(2)>" in page.text, "shown as text"
    text = (version / QUALITY_PAGE).read_text(encoding="utf-8")
    assert "\u202e" not in text and "⟨202E⟩" in text


def test_the_page_needs_no_network(page, version):
    text = (version / QUALITY_PAGE).read_text(encoding="utf-8")
    assert not re.search(r"https?://|//[a-z]|@import|url\(|src=[\"']", text.replace("onerror", ""))
    assert [a["href"] for tag, a in page.tags if tag == "a"] and all(
        a["href"].startswith("#") for tag, a in page.tags if tag == "a"
    )
    policy = [a["content"] for tag, a in page.tags if a.get("http-equiv") == "Content-Security-Policy"]
    assert policy and policy[0].startswith("default-src 'none'")


def test_the_page_can_be_read_by_everybody(page):
    assert ("html", {"lang": "en"}) in page.tags
    assert all(a.get("scope") in ("row", "col") for tag, a in page.tags if tag == "th")
    assert all(a.get("aria-label") for tag, a in page.tags if tag == "svg")
    assert all(a.get("tabindex") == "0" and a.get("aria-label") for _, a in page.tags if a.get("class") == "wide")
    anchors = {a["href"][1:] for tag, a in page.tags if tag == "a"}
    assert anchors <= {a.get("id") for _, a in page.tags}


def luminance(colour):
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_texts_stand_out_from_their_ground(version):
    text = write_page(version, the_plan()).read_text(encoding="utf-8")
    colours = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", text))
    pairs = [(name, f"{name}-bg") for name in ("good", "care", "bad")] + [
        ("ink", "band"),
        ("soft", "band"),
        ("blue", "band"),
    ]
    for front, ground in pairs:
        high, low = sorted((luminance(colours[front]), luminance(colours[ground])), reverse=True)
        assert (high + 0.05) / (low + 0.05) >= 4.5, (front, ground)


def test_the_same_version_gives_the_same_bytes(version):
    pages, books = [], []
    for _ in range(2):
        pages.append(write_page(version, the_plan()).read_bytes())
        books.append([path.read_bytes() for path in write_workbooks(version, the_plan())])
    assert pages[0] == pages[1] and books[0] == books[1]


def test_a_version_without_the_tables_has_no_page(tmp_path):
    (tmp_path / "restricted" / "parquet").mkdir(parents=True)
    assert write_page(tmp_path, the_plan()) is None
    assert write_workbooks(tmp_path, the_plan()) == []


def sheets(path):
    book = CalamineWorkbook.from_path(str(path))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def test_the_workbook_lists_every_row_with_its_cell(version):
    paths = write_workbooks(version, the_plan())
    assert [path.name for path in paths] == ["kota_jambi.xlsx", f"{NO_REGION}.xlsx"]
    found = sheets(version / MEND_FOLDER / "kota_jambi.xlsx")
    assert list(found) == ["About", REFUSED_SHEET, "the keeper"]
    header, *rows = found["the keeper"]
    assert header == [column.title for column in COLUMNS]
    assert [row[-1] for row in rows] == ["date_unreadable", "error_answer", "rating"]
    date, error, rating = (dict(zip(header, row, strict=True)) for row in rows)
    assert (date["Sheet"], date["Row or line"], date["Column"], date["Cell"]) == ("Data ASN", 7, "TMT PNS", "D7")
    assert date["Value found"] == "'=1+1"
    assert date["NIP"] == "199001012015011001" and date["Extract of"] == dt.date(2026, 11, 1)
    assert rating["Cell"] == "B7, D7" and rating["Value found"] == defused(f"NIP BARU = 1; TMT PNS = {EVIL}")
    assert error["Column"] == error["Cell"] == error["Value found"] == ""
    _, refused = found[REFUSED_SHEET]
    assert refused[:4] == [REFUSED, "Lokal ujian", 1.0, "jenis"] and refused[5] == "the exporter"
    assert any("the keeper: 3" in line[0] for line in found["About"])


def test_what_names_no_region_has_a_workbook_of_its_own(version):
    write_workbooks(version, the_plan())
    found = sheets(version / MEND_FOLDER / f"{NO_REGION}.xlsx")
    assert [row[0] for row in found[REFUSED_SHEET][1:]] == [LOST]
