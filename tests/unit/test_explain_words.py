"""Every code and every phrase has its words in Indonesian and in English, and texts are said whole or not at all."""

from __future__ import annotations

import csv
import re
import string
from pathlib import Path

import pytest

from orchestration.explain.speech import LANGUAGES, _load, day, legal_basis, spoken, what_to_do, word, words

SEEDS = Path(__file__).resolve().parents[2] / "dbt_project" / "seeds"


def codes(folder: str, seed: str, column: str) -> set[str]:
    with (SEEDS / folder / f"{seed}.csv").open(encoding="utf-8", newline="") as handle:
        return {row[column] for row in csv.DictReader(handle)} - {"", "*", "-"}


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_every_word_stands_in_both_languages():
    for kind, known in words().items():
        for code, said in known.items():
            assert set(said) == set(LANGUAGES), (kind, code)
            assert all(text and text.strip() for text in said.values()) or kind == "basis", (kind, code)
            assert fields(said["id"]) == fields(said["en"]), (kind, code)


@pytest.mark.parametrize(
    ("kind", "folder", "seed", "column"),
    [
        ("predikat", "reference", "predikat", "predikat"),
        ("rating", "reference", "rating", "rating"),
        ("education_class", "reference", "education_class", "education_class"),
        ("exam_kind", "reference", "exam_kind", "exam_kind"),
        ("grade", "reference", "functional_grade", "grade_id"),
        ("dataset", "reference", "dataset", "dataset"),
        ("employment_kind", "reference", "legal_status", "employment_kind"),
        ("review_kind", "rules", "manual_review_kind", "review_kind"),
        ("confidence", "rules", "rule", "confidence"),
    ],
)
def test_every_code_of_a_list_has_a_word(kind, folder, seed, column):
    assert codes(folder, seed, column) <= set(words()[kind])


EXAMPLES = {
    "date": "2025-10-01",
    "golongan": "III/b",
    "number": "4",
    "year": "2024",
    "text": "SITI AMINAH",
}


def test_every_phrase_is_said_in_both_languages():
    """With an example in each place, alone: nothing is left over, and Indonesian is not the English text."""
    for entry in _load("phrases.yml")["pieces"]:
        places = re.findall(r"\{(\w+)\}", entry["say"])
        text = entry["say"]
        for kind in places:
            text = text.replace(f"{{{kind}}}", EXAMPLES.get(kind) or next(iter(words()[kind])), 1)
        for lang in LANGUAGES:
            told, rest = spoken(text, lang)
            assert rest == "", (text, rest)
            assert told
        assert fields(entry["id"]) == {str(place) for place in range(len(places))}, entry
        assert "en" not in entry or fields(entry["en"]) == fields(entry["id"]), entry


@pytest.mark.parametrize(
    ("text", "indonesian", "english"),
    [
        (
            "III/a since 2021-10-01 (TMT CPNS)",
            "III/a sejak 1 Oktober 2021 (sejak TMT CPNS)",
            "III/a since 1 October 2021 (from the start as CPNS)",
        ),
        (
            "2023: BAIK; 2024: reported BAIK, ratings give KURANG (under objection)",
            "tahun 2023: Baik; tahun 2024: tertulis Baik, padahal hasil kerja dan perilakunya berarti Kurang (masih dalam keberatan)",
            "2023: Baik (good); 2024: written Baik (good), while results and behaviour mean Kurang (poor) (under objection)",
        ),
        ("49.99", "49,99", "49.99"),
        (
            "PENUNDAAN KP SELAMA 1 THN 2021-03-01 - 2022-03-01; TEGURAN 2020-01-01 - no end known",
            "PENUNDAAN KP SELAMA 1 THN, dari 1 Maret 2021 sampai sebelum 1 Maret 2022; TEGURAN, dari 1 Januari 2020, akhirnya belum diketahui",
            "PENUNDAAN KP SELAMA 1 THN, from 1 March 2021 until before 1 March 2022; TEGURAN, from 1 January 2020, its end not known",
        ),
        (
            "structural: KEPALA SEKSI DATA (UPTD) (from_profile); a record is in quarantine",
            "jabatan struktural: KEPALA SEKSI DATA (UPTD) (menurut profil ASN, karena riwayatnya belum ada); "
            "satu catatan ditahan karena tidak dapat dipercaya dan perlu diperbaiki",
            "structural post: KEPALA SEKSI DATA (UPTD) (from the ASN profile, as there is no history); "
            "one record is held back as not reliable and needs mending",
        ),
    ],
)
def test_said(text, indonesian, english):
    assert (spoken(text, "id"), spoken(text, "en")) == ((indonesian, ""), (english, ""))


def test_what_no_phrase_knows_is_named():
    assert spoken("III/a since yesterday", "id")[1] != ""


@pytest.mark.parametrize(
    ("criterion", "kind", "observed", "said"),
    [
        ("vacancy", "if_failed", "a post of MA is free", "Take the rise to the next level first"),
        ("vacancy", "if_failed", "no post of MA is free", "Wait until a post of the next level is free"),
        ("discipline", "if_failed", "PENURUNAN JABATAN 2025-01-01 - 2026-01-01", "Wait until the medium or heavy"),
        ("discipline", "if_failed", "TEGURAN 2025-09-10 - 2026-03-10 (light)", "Wait until the punishment named here"),
        ("position_experience", "if_failed", "no post of the level", "An appointment to a post of the level"),
        ("position_experience", "if_failed", "the time served counts as if since 2025-01-01", "Wait until"),
        (
            "credit_score",
            "if_unknown",
            "no balance of credit known; jenjang unknown",
            "Have the kind, echelon and level",
        ),
        ("credit_score", "if_unknown", "82.30; entered the jenjang at a higher rank", "Ask the agency (BKPSDM) which threshold"),
        ("employment_kind", "not_applicable", "CPNS; PNS from 2026-12-01", "This track opens on that TMT PNS"),
        ("employment_kind", "not_applicable", "CPNS; no TMT PNS in profil_asn", "This track opens with the appointment"),
        ("employment_kind", "not_applicable", "PPPK_PARUH_WAKTU", "There is no date to wait for"),
        ("time_in_rank", "if_unknown", "III/b since 2024-02-01; the range of the post is not known", "Have the kind and echelon"),
        ("time_in_rank", "if_unknown", "no rank with a date on or before this day", "Have the rank history completed"),
        ("age_limit", "if_unknown", "the profil_asn row is in quarantine", "Have the row of the ASN profile that is held back"),
        ("age_limit", "if_unknown", "no birth date", "Have the birth date checked"),
        ("performance", "if_unknown", "2023: no record; 2024: BAIK (rekap_skp)", "Have the appraisals completed"),
        ("performance", "if_unknown", "2024: BAIK / BUTUH_PERBAIKAN (rekap_skp)", "Have the predikat of the SKP recap"),
    ],
)
def test_what_to_do_fits_what_is_recorded(criterion, kind, observed, said):
    assert spoken(observed, "en")[1] == ""
    assert what_to_do(criterion, kind, observed, "en").startswith(said)


def test_where_nothing_can_be_awaited_nothing_is_said():
    assert what_to_do("position_kind", "not_applicable", "pelaksana: PENGELOLA", "en") is None


def test_every_track_tells_what_it_does_not_judge():
    """reading.md: no data on experience in the field, integrity, health and competences, nor on the use of a diploma."""
    told = {track: said["en"] for track, said in words()["not_judged"].items()}
    assert set(told) == codes("reference", "track", "track")
    for track, said in told.items():
        assert "discipline" in said
        assert ("integrity" in said) == track.startswith("jabatan_")
    assert "use of the diploma" in told["kp_ijazah"]


def test_days_citations_and_codes():
    assert (day("2026-02-01", "id"), day("2026-02-01", "en")) == ("1 Februari 2026", "1 February 2026")
    assert legal_basis("PP 99/2000 jo PP 12/2002 Ps 7(1)a", "id") == "PP 99/2000 jo. PP 12/2002 Pasal 7(1)a"
    assert legal_basis("-", "en") == "a policy choice of ours"
    assert word("verdict", "something new", "id") == "something new"
