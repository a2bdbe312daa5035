"""The answer of `explain` as a page to read: what holds, what is missing, where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import fill
from typing import Any

from orchestration.explain.speech import day, line, number
from orchestration.publish.files import canonical_json

_MARK = {"PASS": "[v]", "FAIL": "[x]", "UNKNOWN": "[?]", "NOT_APPLICABLE": "[-]"}
_WIDTH = 110


def page(answer: dict[str, Any], lang: str) -> str:
    """The whole explanation in one language, wrapped; the same answer gives the same text."""
    return "\n".join(_lines(answer, lang)) + "\n"


def _lines(answer: dict[str, Any], lang: str) -> Iterator[str]:
    none = line("none", lang)
    yield line("title", lang, name=answer["name"] or line("nameless", lang), nip=answer["nip"], region=answer["region"])
    if answer["asked"] != answer["nip"]:
        yield line("former", lang, asked=answer["asked"], nip=answer["nip"])
    yield _wrap(line("post", lang, position=answer["position"] or none, unit=answer["unit"] or none))
    if answer["golongan"]:
        yield line("rank", lang, golongan=answer["golongan"])
    yield line("when", lang, date=day(answer["period_date"], lang), known_at=day(answer["known_at"], lang))
    yield line("version", lang, publish_id=answer["publish_id"][:12], rules=answer["rule_set_version"])
    if answer["is_synthetic"]:
        yield line("synthetic", lang)
    others = [track for track in answer["tracks"] if track["verdict"]["code"] == "not_applicable"]
    told: dict[str, str] = {}
    shown = [track for track in answer["tracks"] if track not in others]
    if not shown:
        # Where no track concerns the person, why not is all there is to tell: once, where it is the same for all.
        shown, others, shared = others, [], _shared(others)
        if shared:
            names = "; ".join(track["track"][lang] for track in shown)
            shown = []
            yield ""
            yield _wrap(line("none_concerns", lang, tracks=names))
            yield from _told(shared, told, "", lang)
    for track in shown:
        yield ""
        yield from _track(track, told, lang)
    yield from _for_review(answer, lang)
    if others:
        yield ""
        yield line("others", lang) + ":"
        for track in others:
            yield from _why_not(track, lang)
    yield ""
    yield _wrap(line("closing", lang))


def _for_review(answer: dict[str, Any], lang: str) -> Iterator[str]:
    if not answer["manual_review"] and not answer["credit_checks"]:
        return
    yield ""
    yield line("review", lang) + ":"
    for event in answer["manual_review"]:
        said = line(
            "review_row", lang, kind=event["kind"][lang], golongan=event["golongan"], date=day(event["date"], lang)
        )
        yield _wrap(f"- {said}", "  ")
        yield from _sources(event["sources"], lang)
    for check in answer["credit_checks"]:
        period = line("period", lang, start=day(check["period_start"], lang), end=day(check["period_end"], lang))
        computed = number(check["computed"], lang) if check["computed"] else line("not_computed", lang)
        said = line("credit_check", lang, period=period, written=number(check["written"], lang), computed=computed)
        yield _wrap(f"- {said}", "  ")
        yield from _sources(check["sources"], lang)


def _track(track: dict[str, Any], told: dict[str, str], lang: str) -> Iterator[str]:
    target = track["proposed_golongan"] or (track["proposed_level"] or {}).get(lang)
    name = track["track"][lang]
    yield f"{line('to', lang, track=name, target=target) if target and target not in name else name}: {track['verdict'][lang]}"
    for which, criteria in (("failed", track["failed_criteria"]), ("unclear", track["unknown_criteria"])):
        if criteria:
            yield _wrap(line(which, lang, criteria=", ".join(c[lang].lower() for c in criteria)))
    code = track["verdict"]["code"]
    if code == "eligible":
        yield line("first_now", lang)
    elif track["first_possible_date"]:
        yield line("first", lang, date=day(track["first_possible_date"], lang))
    elif code == "not_eligible":
        yield line("first_never", lang)
    if code != "not_applicable":
        yield _wrap(line("not_judged", lang, what=track["not_judged"][lang]))
    if track["is_provisional"]:
        yield line("provisional", lang)
    if track["unconfirmed_rules"]:
        rules = [
            f"{rule['criterion'][lang].lower()}: {rule['legal_basis'][lang]}" for rule in track["unconfirmed_rules"]
        ]
        yield _wrap(line("unconfirmed", lang, rules="; ".join(rules)))
    yield from _told(track["criteria"], told, name, lang)


def _shared(tracks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The gates that keep the person out of every one of several tracks, word by word the same; [] for one track."""
    out = [
        {
            canonical_json(criterion): criterion
            for criterion in track["criteria"]
            if criterion["status"]["code"] == "NOT_APPLICABLE"
        }
        for track in tracks
    ]
    same = [content for content in out[0] if all(content in other for other in out[1:])]
    return [out[0][content] for content in same] if len(tracks) > 1 else []


def _told(criteria: list[dict[str, Any]], told: dict[str, str], track: str, lang: str) -> Iterator[str]:
    """Each criterion; what an earlier track has told word by word is not told again."""
    for criterion in criteria:
        head = f"  {_MARK[criterion['status']['code']]} {criterion['criterion'][lang]}: {criterion['status'][lang]}"
        content = canonical_json(criterion)
        if content in told:
            yield f"{head}, {line('same', lang, track=told[content])}"
        else:
            yield head
            yield from _criterion(criterion, lang)
        told.setdefault(content, track)


def _criterion(criterion: dict[str, Any], lang: str) -> Iterator[str]:
    rule = criterion["rule"]
    yield _field("required", criterion["required"][lang], lang)
    yield _field("observed", criterion["observed"][lang], lang)
    if criterion["to_do"]:
        yield _field("to_do", criterion["to_do"][lang], lang)
    if criterion["first_pass_date"]:
        yield _field("holds_from", day(criterion["first_pass_date"], lang), lang)
    if rule["rule_id"]:
        since = line("since", lang, date=day(rule["valid_from"], lang))
        yield _field("basis", f"{rule['legal_basis'][lang]}, {since} ({rule['confidence'][lang]})", lang)
    if criterion["sources"]:
        yield from _sources(criterion["sources"], lang)
    else:
        told = "no_sources" if criterion["status"]["code"] in ("PASS", "FAIL", "NOT_APPLICABLE") else "no_record"
        yield _field("sources", line(told, lang), lang)


def _sources(sources: list[dict[str, Any]], lang: str) -> Iterator[str]:
    """A line a delivered file, with its rows; of a line that holds several records, which of them."""
    files: dict[str, list[dict[str, Any]]] = {}
    for source in sources:
        files.setdefault(source["file"] or source["id"], []).append(source)
    for places in files.values():
        yield _field("sources", _file(places, lang), lang)


def _file(places: list[dict[str, Any]], lang: str) -> str:
    first = places[0]
    if not first["file"]:
        return line("lost", lang, id=first["id"])
    file = f"{first['dataset'][lang]} ({first['file']})"
    if all(place["row"] == 0 for place in places):
        return line("searched", lang, file=file)
    rows = sorted({place["row"] for place in places if place["item"] is None and place["row"] > 0})
    said = [line("rows", lang, rows=_numbers(rows, lang))] if rows else []
    for row in sorted({place["row"] for place in places if place["item"] is not None}):
        items = sorted(place["item"] + 1 for place in places if place["row"] == row and place["item"] is not None)
        said.append(line("items", lang, row=row, items=_numbers(items, lang)))
    return line("place", lang, file=file, places="; ".join(said))


def _numbers(numbers: list[int], lang: str) -> str:
    """1, 3 to 5: numbers that follow each other as a stretch."""
    stretches: list[list[int]] = []
    for value in numbers:
        if stretches and value == stretches[-1][-1] + 1:
            stretches[-1].append(value)
        else:
            stretches.append([value])
    return ", ".join(
        line("through", lang, first=s[0], last=s[-1]) if len(s) > 2 else ", ".join(map(str, s)) for s in stretches
    )


def _why_not(track: dict[str, Any], lang: str) -> Iterator[str]:
    for criterion in track["criteria"]:
        if criterion["status"]["code"] == "NOT_APPLICABLE":
            said = line(
                "because",
                lang,
                track=track["track"][lang],
                criterion=criterion["criterion"][lang].lower(),
                required=criterion["required"][lang],
                observed=criterion["observed"][lang],
            )
            yield _wrap(f"- {said}", "  ")


def _field(name: str, text: str, lang: str) -> str:
    return fill(
        f"{line(name, lang)}: {text}",
        _WIDTH,
        initial_indent=" " * 6,
        subsequent_indent=" " * 8,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _wrap(text: str, indent: str = "") -> str:
    return fill(text, _WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
