"""Words for codes and for the texts of the criteria mart, in Indonesian (`id`) and English (`en`)."""

from __future__ import annotations

import csv
import datetime as dt
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from orchestration.publish.project import DBT_PROJECT

LANGUAGES = ("id", "en")
_HERE = Path(__file__).parent
_REFERENCE = DBT_PROJECT / "seeds" / "reference"
# The CSV of a code list, its key, and the column with the name in each language.
_SEEDS = {
    "track": ("track", "track", {"id": "name_id", "en": "name_en"}),
    "not_judged": ("track", "track", {"id": "not_judged_id", "en": "not_judged_en"}),
    "criterion": ("criterion", "criterion", {"id": "name_id", "en": "name_en"}),
    "if_failed": ("criterion", "criterion", {"id": "if_failed", "en": "if_failed_en"}),
    "if_unknown": ("criterion", "criterion", {"id": "if_unknown", "en": "if_unknown_en"}),
}
# Free text at the end of a piece goes on to a flag or to the end of all; inside a piece it never crosses a joint.
_FREE = r"(.+?)(?=; a record is in quarantine| \(from_profile\)|$)"
_SHAPES = {
    "date": r"(\d{4}-\d\d-\d\d)",
    "golongan": r"((?:I|II|III|IV)/[a-e])",
    "number": r"(-?\d+(?:\.\d+)?)(?![\d-])",
    "year": r"(\d{4})(?!-)",
    "text": r"((?:(?!; | / ).)+?)",
}


def _load(name: str) -> dict[str, Any]:
    with (_HERE / name).open(encoding="utf-8") as handle:
        return yaml.load(handle, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


@cache
def words() -> dict[str, dict[str, dict[str, str]]]:
    """List -> code -> language -> word; words.yml and the seeds that hold words."""
    known = _load("words.yml")
    for name, (seed, key, columns) in _SEEDS.items():
        with (_REFERENCE / f"{seed}.csv").open(encoding="utf-8", newline="") as handle:
            known[name] = {
                row[key]: {lang: row[column] for lang, column in columns.items()} for row in csv.DictReader(handle)
            }
    with (_REFERENCE / "legal_status.csv").open(encoding="utf-8", newline="") as handle:
        names = {row["legal_status_name"] for row in csv.DictReader(handle)} - {""}
    # The service knows these in Indonesian only.
    known["legal_status"] = {name: dict.fromkeys(LANGUAGES, name) for name in sorted(names)}
    return known


def word(kind: str, code: Any, lang: str) -> str:
    """The word for a code; the code itself where no list has it."""
    return words()[kind].get(code, {}).get(lang, str(code))


def level(code: str, lang: str) -> str:
    """The word for a jenjang (PT, MU ...) or a level of posts (pengawas ...)."""
    return word("grade" if code in words()["grade"] else "position_level", code, lang)


def line(name: str, lang: str, /, **values: Any) -> str:
    """A fixed line of the explanation with its values."""
    text = words()["line"][name][lang]
    return text.format(**values) if values else text


def day(value: dt.date | str | None, lang: str) -> str:
    """1 Oktober 2026 or 1 October 2026; the words for "undated" where there is no date."""
    if value is None:
        return line("undated", lang)
    value = dt.date.fromisoformat(value) if isinstance(value, str) else value
    return f"{value.day} {word('month', value.month, lang)} {value.year}"


def number(text: str, lang: str) -> str:
    """A decimal without needless zeros; a comma divides it in Indonesian."""
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.replace(".", ",") if lang == "id" else text


def legal_basis(text: str, lang: str) -> str:
    """A citation with its abbreviations said in full; words for a choice of ours, which cites nothing."""
    if text in ("-", ""):
        return line("own_choice", lang)
    for short, full in words()["basis"].items():
        text = text.replace(short, full[lang])
    return text


@dataclass(frozen=True)
class _Piece:
    pattern: re.Pattern[str]
    kinds: tuple[str, ...]
    say: dict[str, str]

    def told(self, found: re.Match[str], lang: str) -> str:
        return self.say[lang].format(
            *(_value(kind, text, lang) for kind, text in zip(self.kinds, found.groups(), strict=True))
        )


def _value(kind: str, text: str, lang: str) -> str:
    if kind == "date":
        return day(text, lang)
    if kind == "number":
        return number(text, lang)
    if kind in _SHAPES:
        return text
    return word(kind, text, lang)


@cache
def _phrases() -> dict[str, Any]:
    return _load("phrases.yml")


@cache
def _pieces() -> tuple[_Piece, ...]:
    return tuple(_compile(entry) for entry in _phrases()["pieces"])


def _compile(entry: dict[str, str]) -> _Piece:
    kinds: list[str] = []
    pattern = ""
    parts = re.split(r"(\{\w+\})", entry["say"])
    for number, part in enumerate(parts):
        if not re.fullmatch(r"\{\w+\}", part):
            pattern += re.escape(part)
            continue
        kind = part[1:-1]
        kinds.append(kind)
        if kind == "text" and not any(parts[number + 1 :]):
            pattern += _FREE
        elif kind in _SHAPES:
            pattern += _SHAPES[kind]
        else:
            codes = sorted(words()[kind], key=len, reverse=True)
            pattern += "(" + "|".join(re.escape(code) for code in codes) + r")(?!\w)"
    numbers = iter(range(len(kinds)))
    plain = re.sub(r"\{\w+\}", lambda _: f"{{{next(numbers)}}}", entry["say"])
    return _Piece(re.compile(pattern), tuple(kinds), {"id": entry["id"], "en": entry.get("en", plain)})


def what_to_do(criterion: str, kind: str, observed: str, lang: str) -> str | None:
    """What a person can do about a criterion that fails (kind if_failed), is unknown (if_unknown) or does not apply
    (not_applicable: nothing, unless a hint says what to await), given its record."""
    fitting = [
        hint
        for hint in _phrases()["hints"]
        if hint["criterion"] in ("*", criterion)
        and hint.get("when", "if_unknown") == kind
        and hint["holds"] in observed
    ]
    said = next((hint[lang] for hint in fitting if not hint.get("also")), None)
    if kind == "not_applicable":
        return said
    more = [hint[lang] for hint in fitting if hint.get("also")]
    return " ".join([said or word(kind, criterion, lang), *more])


def spoken(text: str, lang: str) -> tuple[str, str]:
    """(text said in a language, the part of it for which no phrase is known: empty when all is said).

    The text is read from the left; at each place the phrase that reads the most is taken.
    """
    out, place = "", 0
    while place < len(text):
        matches = [(piece, found) for piece in _pieces() if (found := piece.pattern.match(text, place))]
        if not matches:
            return out + text[place:], text[place:]
        piece, found = max(matches, key=lambda match: match[1].end())
        out += piece.told(found, lang)
        place = found.end()
    return out, ""
