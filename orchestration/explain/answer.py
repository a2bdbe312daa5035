"""What the published marts say about one person on one period date, as plain values: the JSON of `jejak explain`."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

import duckdb

from orchestration.explain.speech import LANGUAGES, legal_basis, level, spoken, what_to_do, word, words
from orchestration.publish.errors import ConfigError
from orchestration.publish.pointer import CURRENT

SCHEMA = "jejak.explain/2"
_ORDER = ("FAIL", "UNKNOWN", "PASS", "NOT_APPLICABLE")
_ID = re.compile(r"([0-9a-f]{12}):(\d+)(?::(\d+))?")


def explain(published: Path, asked: str, period: dt.date, track: str | None = None) -> dict[str, Any]:
    """The answer for one number, with the words of both languages.

    published: the folder of published versions; asked: a number as people write it, blanks and dots allowed.

    Raises:
        ConfigError: no version, no such person, or a date or track that was not evaluated for them; with what to do.
    """
    if track is not None and track not in words()["track"]:
        raise ConfigError(f"--track {track}: no such track. Tracks: {', '.join(words()['track'])}")
    folder = published / CURRENT
    database = folder / "restricted" / "marts.duckdb"
    if not folder.exists():
        raise ConfigError(f"{published}: no version is published yet; run `jejak run` first")
    try:
        con = duckdb.connect(str(database), read_only=True)
    except duckdb.Error as error:
        raise ConfigError(
            f"{database} cannot be read ({str(error).splitlines()[0]}); explanations need the right to read the restricted folder"
        ) from None
    with con:
        con.execute("set threads = 2")
        person = _person(con, asked)
        _check_date(con, period)
        return _answer(con, person, _digits(asked), period, track) | {"publish_id": folder.resolve().name}


def _digits(asked: str) -> str:
    digits = re.sub(r"[\s.'-]", "", asked)
    if not re.fullmatch(r"\d{18}", digits):
        raise ConfigError(
            f"{asked!r}: an employee number (NIP or NI PPPK) has 18 digits, this has {len(digits)}"
            + ("" if digits.isdigit() else " and holds something that is no digit")
        )
    return digits


def _rows(con: duckdb.DuckDBPyConnection, query: str, values: list[Any]) -> list[dict[str, Any]]:
    cursor = con.execute(query, values)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _person(con: duckdb.DuckDBPyConnection, asked: str) -> dict[str, Any]:
    digits = _digits(asked)
    found = _rows(
        con,
        "select employee_key, nip, all_nip, employee_name from dim_employee "
        "where nip = $1 or list_contains(string_split(all_nip, ','), $1) order by employee_key",
        [digits],
    )
    if not found:
        raise ConfigError(
            f"{digits}: nobody with this number is in the published extracts. Check the digits; if they are right, the "
            "person is in no admitted profil_asn or history (tables audit_file and audit_quarantine say what was not used)"
        )
    return found[0]


def _check_date(con: duckdb.DuckDBPyConnection, period: dt.date) -> None:
    dates = [
        row[0]
        for row in con.execute("select distinct period_date from mart_promotion_eligibility order by 1").fetchall()
    ]
    if period not in dates:
        nearest = sorted(dates, key=lambda date: (abs((date - period).days), date))[:3]
        near = ", ".join(date.isoformat() for date in sorted(nearest)) or "none"
        raise ConfigError(
            f"--period {period}: this date was not evaluated. Run `jejak run --period {period}` first, or ask for one of "
            f"the {len(dates)} dates that were; the nearest: {near}"
        )


def _answer(
    con: duckdb.DuckDBPyConnection, person: dict[str, Any], digits: str, period: dt.date, track: str | None
) -> dict[str, Any]:
    verdicts = _rows(
        con,
        "select * from mart_promotion_eligibility where period_date = $1 and employee_key = $2",
        [period, person["employee_key"]],
    )
    if not verdicts:
        raise ConfigError(f"{digits}: this person has no verdict on {period}")
    concerned = sorted(row["track"] for row in verdicts)
    if track is not None and track not in concerned:
        raise ConfigError(
            f"--track {track}: it does not concern this person on {period}. Tracks that do: {', '.join(concerned)}"
        )
    criteria = _rows(
        con,
        "select * from mart_promotion_criteria where period_date = $1 and employee_key = $2",
        [period, person["employee_key"]],
    )
    review = _rows(
        con,
        "select event_date, detail, review_kind, src_row_ids from fct_career_event "
        "where employee_key = $1 and review_kind is not null order by event_date, detail, src_row_ids",
        [person["employee_key"]],
    )
    doubtful = _rows(
        con,
        "select period_start, period_end, credit_total, computed_credit, src_row_ids from fct_credit "
        "where employee_key = $1 and conversion_check = 'differs' order by period_end, src_row_ids",
        [person["employee_key"]],
    )
    sources = _Sources(con, [row["src_row_ids"] for row in [*criteria, *review, *doubtful]])
    rules = _unconfirmed(
        con, sorted({code for row in verdicts for code in row["unconfirmed_rules"].split(",")}), period
    )
    first = verdicts[0]
    order = {name: place for place, name in enumerate(words()["track"])}
    return {
        "schema": SCHEMA,
        "asked": digits,
        "nip": person["nip"],
        "name": person["employee_name"],
        "region": first["region_name"],
        "employment_kind": first["employment_kind"],
        "position": first["current_position"],
        "unit": first["unit_name"],
        "golongan": first["current_golongan"],
        "period_date": period.isoformat(),
        "known_at": first["known_at"].isoformat(),
        "rule_set_version": first["rule_set_version"],
        "is_synthetic": first["is_synthetic"],
        "tracks": [
            _track(row, [c for c in criteria if c["track"] == row["track"]], sources, rules)
            for row in sorted(verdicts, key=lambda row: (row["verdict"] == "not_applicable", order[row["track"]]))
            if track in (None, row["track"])
        ],
        "manual_review": [
            {
                "date": _iso(row["event_date"]),
                "golongan": row["detail"],
                "kind": _both("review_kind", row["review_kind"]),
                "sources": sources.of(row["src_row_ids"]),
            }
            for row in review
        ],
        "credit_checks": [
            {
                "period_start": _iso(row["period_start"]),
                "period_end": _iso(row["period_end"]),
                "written": str(row["credit_total"]),
                "computed": str(row["computed_credit"]) if row["computed_credit"] is not None else None,
                "sources": sources.of(row["src_row_ids"]),
            }
            for row in doubtful
        ],
    }


def _unconfirmed(con: duckdb.DuckDBPyConnection, ids: list[str], period: dt.date) -> dict[str, dict[str, Any]]:
    """Rules by id, each with the criterion and the basis of its weakest row on a date."""
    rows = _rows(
        con,
        "select rule_id, criterion, legal_basis || case article when '-' then '' else ' ' || article end as basis, "
        "confidence from dim_rule where list_contains($1, rule_id) and valid_from <= $2 "
        "and coalesce(valid_to, date '9999-12-31') > $2 and confidence in ('C2-', 'U', 'X') order by all desc",
        [ids, period],
    )
    return {
        row["rule_id"]: {
            "rule_id": row["rule_id"],
            "criterion": _both("criterion", row["criterion"]),
            "legal_basis": _basis(row["basis"]),
            "confidence": _both("confidence", row["confidence"]),
        }
        for row in rows
    }


def _basis(text: str | None) -> dict[str, Any]:
    return {"code": text} | {lang: legal_basis(text or "", lang) for lang in LANGUAGES}


def _track(
    row: dict[str, Any], criteria: list[dict[str, Any]], sources: _Sources, rules: dict[str, dict[str, Any]]
) -> dict[str, Any]:
    place = {name: number for number, name in enumerate(words()["criterion"])}
    return {
        "track": _both("track", row["track"]),
        "verdict": _both("verdict", row["verdict"]),
        "proposed_golongan": row["proposed_golongan"],
        "proposed_level": _level(row["proposed_level"]),
        "failed_criteria": [_both("criterion", code) for code in row["failed_criteria"].split(",") if code],
        "unknown_criteria": [_both("criterion", code) for code in row["unknown_criteria"].split(",") if code],
        "first_possible_date": _iso(row["first_possible_date"]),
        "is_provisional": row["is_provisional"],
        "not_judged": {lang: word("not_judged", row["track"], lang) for lang in LANGUAGES},
        "unconfirmed_rules": [rules[code] for code in row["unconfirmed_rules"].split(",") if code],
        "criteria": [
            _criterion(criterion, sources)
            for criterion in sorted(criteria, key=lambda c: (_ORDER.index(c["status"]), place[c["criterion"]]))
        ],
    }


def _criterion(row: dict[str, Any], sources: _Sources) -> dict[str, Any]:
    kind = {"FAIL": "if_failed", "UNKNOWN": "if_unknown", "NOT_APPLICABLE": "not_applicable"}.get(row["status"])
    to_do = {
        lang: said
        for lang in LANGUAGES
        if kind and (said := what_to_do(row["criterion"], kind, row["observed"] or "", lang))
    }
    later = row["first_pass_date"] if row["status"] == "FAIL" or row["first_pass_date"] != row["period_date"] else None
    return {
        "criterion": _both("criterion", row["criterion"]),
        "status": _both("status", row["status"]),
        "required": _said(row["required"]),
        "observed": _said(row["observed"]),
        "to_do": {"code": kind} | to_do if to_do else None,
        "first_pass_date": _iso(later),
        "rule": {
            "rule_id": row["rule_id"],
            "legal_basis": _basis(row["legal_basis"]),
            "valid_from": _iso(row["rule_valid_from"]),
            "confidence": _both("confidence", row["rule_confidence"]),
        },
        "sources": sources.of(row["src_row_ids"]),
    }


def _both(kind: str, code: str | None) -> dict[str, Any]:
    """A code with its word in each language."""
    return {"code": code} | {lang: word(kind, code, lang) for lang in LANGUAGES}


def _level(code: str | None) -> dict[str, Any] | None:
    if code is None:
        return None
    return {"code": code} | {lang: level(code, lang) for lang in LANGUAGES}


def _said(text: str | None) -> dict[str, str]:
    text = text or ""
    return {"code": text} | {lang: spoken(text, lang)[0] for lang in LANGUAGES}


def _iso(value: dt.date | None) -> str | None:
    return value.isoformat() if value else None


class _Sources:
    """Evidence ids `<12 hex>:<row>[:<item>]` to the delivered file and the row in it."""

    def __init__(self, con: duckdb.DuckDBPyConnection, lists: list[str]):
        prefixes = sorted({found[1] for ids in lists for found in _ID.finditer(ids or "")})
        self._files = {
            row["prefix"]: row
            for row in _rows(
                con,
                "select substr(src_file_sha256, 1, 12) as prefix, min(file) as file, min(dataset) as dataset "
                "from audit_file where list_contains($1, substr(src_file_sha256, 1, 12)) group by 1 order by 1",
                [prefixes],
            )
        }

    def of(self, ids: str | None) -> list[dict[str, Any]]:
        """Each id with its file; row 0 is a list that was searched as a whole."""
        out = []
        for text in (ids or "").split(","):
            found = _ID.fullmatch(text)
            if not found:
                continue
            file = self._files.get(found[1], {})
            out.append(
                {
                    "id": text,
                    "file": file.get("file"),
                    "row": int(found[2]),
                    "item": int(found[3]) if found[3] is not None else None,
                    "dataset": _both("dataset", file.get("dataset")) if file else None,
                }
            )
        return out
