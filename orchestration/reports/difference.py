"""`jejak diff`: which verdicts changed between two published versions, and the record, rule or scope that changed each.

Evidence ids name a file's bytes, so every record of a file that is delivered again has a new id. Records that are the
same (by the hash of the record alone) on both sides changed nothing and are left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

import duckdb

from orchestration.explain.speech import legal_basis, line, words
from orchestration.publish.project import SEED_HASHES
from orchestration.reports.published import Version, reading

_TABLES = ("mart_promotion_eligibility", "mart_promotion_criteria", "audit_file", "audit_row_provenance", "dim_rule")
_SIDES = ("a", "b")
# What has to be equal for a criterion to rest on the same rule.
_RULE = ("rule_id", "rule_valid_from", "legal_basis", "rule_confidence")


def compare(before: Version, after: Version) -> dict[str, Any]:
    """Everything that differs, as plain JSON values in one order.

    Keys: a, b (publish id, known_at); scope (dates only in one); people (only in one); inputs (files only in one);
    rules (rows of dim_rule only in one); pipeline (parts of the repository that differ, but for such rows); verdicts
    (changed ones, each with its criteria and causes); reasons (verdict the same, failed or unknown criteria not).

    Raises:
        ConfigError: one of the versions cannot be read.
    """
    with reading() as con:
        for side, version in zip(_SIDES, (before, after), strict=True):
            version.attach(con, side, _TABLES)
        evidence = _Evidence(con, (before, after))
        changed = _changed(con)
        criteria = _criteria(con)
        rules = _rules(con)
        people = _people(con)
    pipeline = sorted(
        name
        for name in {*before.manifest["hashes"], *after.manifest["hashes"]}
        if before.manifest["hashes"].get(name) != after.manifest["hashes"].get(name)
        and not (name == "rules" and any(rules.values()))
    )
    behind = _behind(rules)
    told = [_told(row, criteria, evidence, behind, pipeline) for row in changed]
    return {
        **{
            side: {"publish_id": version.publish_id, "known_at": version.manifest["known_at"]}
            for side, version in zip(_SIDES, (before, after), strict=True)
        },
        "scope": _only(before.scope, after.scope),
        "people": people,
        "inputs": _only(_inputs(before), _inputs(after)),
        "rules": rules,
        "pipeline": pipeline,
        "verdicts": [row for row in told if row["verdict"][0] != row["verdict"][1]],
        "reasons": [row for row in told if row["verdict"][0] == row["verdict"][1]],
    }


def _only(before: Iterable[Any], after: Iterable[Any]) -> dict[str, list[Any]]:
    before, after = list(before), list(after)
    return {"gone": [x for x in before if x not in after], "added": [x for x in after if x not in before]}


def _inputs(version: Version) -> list[str]:
    """`file (status)` of every file of the version, with the first digits of its bytes' hash."""
    return [f"{file} {sha[:12]} ({status})" for file, sha, status in version.manifest["inputs"]]


def _dicts(found: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    names = [column[0] for column in found.description]
    return [{name: _plain(value) for name, value in zip(names, row, strict=True)} for row in found.fetchall()]


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def _people(con: duckdb.DuckDBPyConnection) -> dict[str, list[dict[str, Any]]]:
    def only(here: str, there: str) -> list[dict[str, Any]]:
        return _dicts(
            con.execute(
                f"""
                select distinct employee_key, nip, employee_name, region_code
                from {here}.mart_promotion_eligibility as here
                where not exists (
                    from {there}.mart_promotion_eligibility as there where there.employee_key = here.employee_key
                )
                order by region_code, nip, employee_key
                """
            )
        )

    return {"gone": only("a", "b"), "added": only("b", "a")}


def _changed(con: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """Rows of the eligibility mart that differ, of the dates and the people that both versions have; kept as `changed`."""
    con.execute(
        """
        create temp table changed as
        with dates as (
            select distinct period_date from a.mart_promotion_eligibility
            intersect
            select distinct period_date from b.mart_promotion_eligibility
        ),
        people as (
            select distinct employee_key from a.mart_promotion_eligibility
            intersect
            select distinct employee_key from b.mart_promotion_eligibility
        )
        select
            period_date, employee_key, track,
            coalesce(y.nip, x.nip) as nip,
            coalesce(y.employee_name, x.employee_name) as employee_name,
            coalesce(y.region_code, x.region_code) as region_code,
            x.verdict as verdict_a, y.verdict as verdict_b,
            x.failed_criteria as failed_a, y.failed_criteria as failed_b,
            x.unknown_criteria as unknown_a, y.unknown_criteria as unknown_b
        from a.mart_promotion_eligibility as x
        full join b.mart_promotion_eligibility as y using (period_date, employee_key, track)
        where
            (
                x.verdict is distinct from y.verdict
                or x.failed_criteria is distinct from y.failed_criteria
                or x.unknown_criteria is distinct from y.unknown_criteria
            )
            and period_date in (from dates)
            and employee_key in (from people)
        """
    )
    return _dicts(con.execute("from changed order by period_date, region_code, nip, employee_key, track"))


def _criteria(con: duckdb.DuckDBPyConnection) -> dict[tuple, list[dict[str, Any]]]:
    """Criteria of the changed rows whose status differs: (date, person, track) -> rows."""
    columns = ("status", "required", "observed", "src_row_ids", *_RULE)
    pairs = ", ".join(f"x.{column} as {column}_a, y.{column} as {column}_b" for column in columns)
    sides = (
        f"(select c.* from {side}.mart_promotion_criteria as c semi join changed using (period_date, employee_key, track))"
        for side in _SIDES
    )
    found: dict[tuple, list[dict[str, Any]]] = {}
    rows = con.execute(
        f"""
        select period_date, employee_key, track, criterion, {pairs}
        from {next(sides)} as x
        full join {next(sides)} as y using (period_date, employee_key, track, criterion)
        where x.status is distinct from y.status
        order by period_date, employee_key, track, criterion
        """
    )
    for row in _dicts(rows):
        found.setdefault((row["period_date"], row["employee_key"], row["track"]), []).append(row)
    return found


def _rules(con: duckdb.DuckDBPyConnection) -> dict[str, list[dict[str, Any]]]:
    """Rows of dim_rule that only one version has."""
    shown = "rule_id, criterion, param, subject, value, unit, version_by, valid_from, valid_to, legal_basis, article, confidence"

    def only(here: str, there: str) -> list[dict[str, Any]]:
        query = f"select {shown} from {here}.dim_rule except select {shown} from {there}.dim_rule order by all"
        return _dicts(con.execute(query))

    return {"gone": only("a", "b"), "added": only("b", "a")}


class _Evidence:
    """Evidence ids of both versions resolved to files, rows and records."""

    def __init__(self, con: duckdb.DuckDBPyConnection, versions: tuple[Version, Version]):
        self._files: dict[str, str] = {}
        self._records: dict[str, str] = {}
        for side, version in zip(_SIDES, versions, strict=True):
            self._files |= dict(
                con.execute(
                    f"select substr(src_file_sha256, 1, 12), min(file) from {side}.audit_file "
                    "where src_file_sha256 is not null group by all"
                ).fetchall()
            )
            if "record_hash" in version.columns(con, side)["audit_row_provenance"]:
                self._con = con
                con.execute(
                    f"create temp table records_{side} as select distinct src_row_id, record_hash "
                    f"from {side}.audit_row_provenance"
                )
                self._records |= dict(con.execute(f"from records_{side}").fetchall())

    def moved(self, before: str | None, after: str | None) -> dict[str, list[dict[str, Any]]]:
        """Records cited on one side only."""
        gone, added = (sorted(_ids(here) - _ids(there)) for here, there in ((before, after), (after, before)))
        same = Counter(map(self._record, gone)) & Counter(map(self._record, added))
        return {"gone": self._places(gone, same), "added": self._places(added, same)}

    def _record(self, row_id: str) -> str:
        """The hash of the record; of what is no record (an answer line, a row in quarantine) the id itself."""
        return self._records.get(row_id, row_id)

    def _places(self, row_ids: list[str], same: Counter[str]) -> list[dict[str, Any]]:
        left = Counter(same)
        places = []
        for row_id in row_ids:
            record = self._record(row_id)
            if left[record]:
                left[record] -= 1
                continue
            sha, row, *item = row_id.split(":")
            place = {"id": row_id, "file": self._files.get(sha), "row": int(row)}
            places.append(place | ({"item": int(item[0])} if item else {}))
        return places


def _ids(text: str | None) -> set[str]:
    return {part for part in (text or "").split(",") if part}


def _told(
    row: dict[str, Any],
    criteria: dict[tuple, list[dict[str, Any]]],
    evidence: _Evidence,
    behind: _Behind,
    pipeline: list[str],
) -> dict[str, Any]:
    told = []
    for criterion in criteria.get((row["period_date"], row["employee_key"], row["track"]), []):
        moved = evidence.moved(criterion["src_row_ids_a"], criterion["src_row_ids_b"])
        rule_moved = None not in (criterion["status_a"], criterion["status_b"]) and any(
            criterion[f"{column}_a"] != criterion[f"{column}_b"] for column in _RULE
        )
        cited = frozenset(filter(None, (criterion["rule_id_a"], criterion["rule_id_b"])))
        own, possible, others = behind(row["track"], row["period_date"], criterion["criterion"], cited)
        if not (rule_moved or own or possible or any(moved.values())):
            possible = others  # a choice about records may serve more criteria than the one that it stands with
        causes = ["record"] * any(moved.values()) + ["rule"] * (rule_moved or bool(own))
        causes += ["possible_rule"] * bool(possible)
        told.append(
            {
                "criterion": criterion["criterion"],
                **{
                    name: [criterion[f"{name}_a"], criterion[f"{name}_b"]]
                    for name in ("status", "required", "observed", "rule_id", "rule_valid_from", "legal_basis")
                },
                "records": moved,
                "rule_rows": {"own": own, "possible": possible},
                # what no record and no rule explains: the extracts known, or the models
                "causes": causes or (["pipeline"] if pipeline else ["known_at"]),
            }
        )
    return {
        **{name: row[name] for name in ("period_date", "track", "employee_key", "nip", "employee_name", "region_code")},
        "verdict": [row["verdict_a"], row["verdict_b"]],
        "failed_criteria": [row["failed_a"], row["failed_b"]],
        "unknown_criteria": [row["unknown_a"], row["unknown_b"]],
        "criteria": told,
    }


_Behind = Callable[[str, str, str, frozenset[str]], tuple[list[str], list[str], list[str]]]


def _behind(rules: dict[str, list[dict[str, Any]]]) -> _Behind:
    """(track, date, criterion, rule ids cited) -> changed rule rows, as text: own, possible, all.

    own: rows on this track and date that serve the criterion, cited or not, or are of a rule that is cited. possible: those
    that serve no one criterion, as a choice between sources.
    """

    def is_read(rule: dict[str, Any], track: str, day: str) -> bool:
        whose = rule["subject"].split(" ")[0]
        in_force = rule["valid_from"] <= day and (rule["valid_to"] is None or day < rule["valid_to"])
        return (whose == track or whose not in words()["track"]) and (rule["version_by"] != "period" or in_force)

    def chosen(fits: Callable[[dict[str, Any]], bool]) -> list[str]:
        return _altered({side: [rule for rule in found if fits(rule)] for side, found in rules.items()})

    every = _altered(rules)

    @cache
    def find(track: str, day: str, criterion: str, cited: frozenset[str]) -> tuple[list[str], list[str], list[str]]:
        def is_own(rule: dict[str, Any]) -> bool:
            return rule["criterion"] == criterion or rule["rule_id"] in cited

        own = chosen(lambda rule: is_own(rule) and is_read(rule, track, day))
        possible = chosen(lambda rule: not rule["criterion"] and not is_own(rule) and is_read(rule, track, day))
        return own, possible, every

    return find


def _altered(rules: dict[str, list[dict[str, Any]]]) -> list[str]:
    """`rule: value before -> value after`, one for each rule, parameter and subject."""
    found: dict[tuple, dict[str, list[str]]] = {}
    for side in ("gone", "added"):
        for rule in rules[side]:
            found.setdefault((rule["rule_id"], rule["param"], rule["subject"]), {"gone": [], "added": []})[side].append(
                f"{rule['value']} {rule['unit']} {_validity(rule)}"
            )
    return [
        f"{' '.join(filter(None, key))}: {', '.join(sides['gone']) or 'no row'} -> {', '.join(sides['added']) or 'no row'}"
        for key, sides in sorted(found.items())
    ]


def as_text(difference: dict[str, Any], limit: int) -> Iterable[str]:
    """The difference for a person to read, a line each. What one cause changed on several dates is told once; `limit`
    bounds how many changes are told in full, and every list.
    """
    a, b = difference["a"], difference["b"]
    yield f"{a['publish_id']} (known at {a['known_at']}) -> {b['publish_id']} (known at {b['known_at']})"
    yield from _lists(difference, limit)
    verdicts = difference["verdicts"]
    yield ""
    yield f"{len(verdicts)} verdicts changed" + (":" if verdicts else ".")
    counts = Counter((row["track"], *row["verdict"]) for row in verdicts)
    for (track, old, new), count in sorted(counts.items(), key=lambda entry: tuple(map(str, entry[0]))):
        yield f"  {count:>6}  {track}: {old or 'no row'} -> {new or 'no row'}"
    alike: dict[tuple, list[dict[str, Any]]] = {}
    for row in verdicts:
        alike.setdefault(_change(row), []).append(row)
    for rows in list(alike.values())[:limit]:
        yield ""
        yield from _verdict(rows[0], [row["period_date"] for row in rows], limit)
    if len(alike) > limit:
        yield f"\nand {len(alike) - limit} changes more: --format json tells all of them"
    if difference["reasons"]:
        yield f"\n{len(difference['reasons'])} verdicts stayed and rest on other criteria: --format json"


def _lists(difference: dict[str, Any], limit: int) -> Iterable[str]:
    if parts := [name for name in difference["pipeline"] if name not in SEED_HASHES]:
        yield f"The pipeline itself changed: {', '.join(parts)}"
    if seeds := [SEED_HASHES[name] for name in difference["pipeline"] if name in SEED_HASHES]:
        yield f"Rows changed in dbt_project/seeds that are told by no rule here: {', '.join(seeds)}"
    for sign, side in (("-", "gone"), ("+", "added")):
        if dates := difference["scope"][side]:
            yield f"{sign} period dates: {', '.join(dates)}"
        for what, tell in (("inputs", lambda file: f"file {file}"), ("rules", _rule), ("people", _person)):
            found = difference[what][side]
            yield from (f"{sign} {tell(one)}" for one in found[:limit])
            if len(found) > limit:
                yield f"{sign} {len(found) - limit} {what} more: --format json tells all of them"


def _rule(rule: dict[str, Any]) -> str:
    named = " ".join(filter(None, (rule["rule_id"], rule["param"], rule["subject"])))
    return f"rule {named} = {rule['value']} {rule['unit']} {_validity(rule)}"


def _validity(rule: dict[str, Any]) -> str:
    until = f" until {rule['valid_to']}" if rule["valid_to"] else ""
    return f"from {rule['valid_from']}{until}"


def _person(person: dict[str, Any]) -> str:
    name = f" {person['employee_name']}" if person["employee_name"] else ""
    return f"person {person['nip']}{name} ({person['region_code']})"


def _change(row: dict[str, Any]) -> tuple:
    """What is the same where one cause changes the verdicts of a person on several dates."""
    criteria = tuple(
        (c["criterion"], *c["status"], *(p["id"] for side in c["records"].values() for p in side))
        for c in row["criteria"]
    )
    rules = tuple(text for c in row["criteria"] for texts in c["rule_rows"].values() for text in texts)
    return (row["employee_key"], row["track"], *row["verdict"], criteria, rules)


def _verdict(row: dict[str, Any], dates: list[str], limit: int) -> Iterable[str]:
    old, new = row["verdict"]
    when = dates[0] if len(dates) == 1 else f"{dates[0]} to {dates[-1]} ({len(dates)} dates)"
    yield (
        f"{row['nip']} {row['employee_name'] or ''}, {row['track']} at {when}: {old or 'no row'} -> {new or 'no row'}"
    )
    for criterion in row["criteria"]:
        old, new = criterion["status"]
        yield f"  {criterion['criterion']}: {old or 'not judged'} -> {new or 'not judged'}"
        if criterion["observed"][0] != criterion["observed"][1]:
            yield f"    observed: {criterion['observed'][0] or '-'} -> {criterion['observed'][1] or '-'}"
        if criterion["required"][0] != criterion["required"][1]:
            yield f"    required: {criterion['required'][0] or '-'} -> {criterion['required'][1] or '-'}"
        if "rule" in criterion["causes"]:
            rule = [f"{i} ({legal_basis(v, 'en')})" for i, v in zip(criterion["rule_id"], criterion["legal_basis"], strict=True) if i]
            yield f"    rule: {' -> '.join(dict.fromkeys(rule))}"
        for kind, says in (("own", "changed rule row"), ("possible", "possible cause, rule row")):
            rows = criterion["rule_rows"][kind]
            yield from (f"    {says} {text}" for text in rows[:limit])
            if len(rows) > limit:
                yield f"    {len(rows) - limit} rule rows more: --format json tells all of them"
        for sign, side in (("-", "gone"), ("+", "added")):
            for place in criterion["records"][side]:
                yield f"    {sign} {_place(place)}"
        if criterion["causes"] == ["pipeline"]:
            yield "    no record and no rule row differs: the models, the code or the code lists do"
        elif criterion["causes"] == ["known_at"]:
            yield "    no record and no rule row differs: only what was known and when"


def _place(place: dict[str, Any]) -> str:
    """A place in the words of `jejak explain`, which counts the records of a line from 1."""
    where = place["file"] or f"file {place['id'].split(':')[0]}"
    if not place["row"]:
        return line("searched", "en", file=where)
    said = {"items": place["item"] + 1, "row": place["row"]} if "item" in place else {"rows": place["row"]}
    return line("place", "en", file=where, places=line("items" if "item" in place else "rows", "en", **said))
