"""The answer of `explain` as a page to read: what holds, what is missing, where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import fill
from typing import Any

from orchestration.explain.speech import day, line

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
    yield line("rank", lang, golongan=answer["golongan"] or none)
    yield line("when", lang, date=day(answer["period_date"], lang), known_at=day(answer["known_at"], lang))
    yield line("version", lang, publish_id=answer["publish_id"][:12], rules=answer["rule_set_version"])
    if answer["is_synthetic"]:
        yield line("synthetic", lang)
    concerned = [track for track in answer["tracks"] if track["verdict"]["code"] != "not_applicable"]
    others = [track for track in answer["tracks"] if track["verdict"]["code"] == "not_applicable"]
    for track in concerned:
        yield ""
        yield from _track(track, lang)
    if answer["manual_review"]:
        yield ""
        yield line("review", lang) + ":"
        for event in answer["manual_review"]:
            told = line("review_row", lang, kind=event["kind"][lang], golongan=event["golongan"], date=day(event["date"], lang))
            yield _wrap(f"- {told}", "  ")
            yield from _sources(event["sources"], lang)
    if others:
        yield ""
        yield line("others", lang) + ":"
        for track in others:
            yield from _why_not(track, lang)
    yield ""
    yield _wrap(line("closing", lang))


def _track(track: dict[str, Any], lang: str) -> Iterator[str]:
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
    if track["is_provisional"]:
        yield line("provisional", lang)
    if track["unconfirmed_rules"]:
        told = {
            c["rule"]["rule_id"]: f"{c['criterion'][lang]}: {c['rule']['legal_basis'][lang]}"
            for c in track["criteria"]
            if c["rule"]["rule_id"] in track["unconfirmed_rules"]
        }
        yield _wrap(line("unconfirmed", lang, rules="; ".join(told[rule] for rule in sorted(told))))
    for criterion in track["criteria"]:
        yield ""
        yield from _criterion(criterion, lang)


def _criterion(criterion: dict[str, Any], lang: str) -> Iterator[str]:
    rule = criterion["rule"]
    yield f"  {_MARK[criterion['status']['code']]} {criterion['criterion'][lang]}: {criterion['status'][lang]}"
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
    for source in sources:
        yield _field("sources", _source(source, lang), lang)


def _source(source: dict[str, Any], lang: str) -> str:
    """The delivered file as a path under raw/, with its row; in a line of several records which of them."""
    if not source["file"]:
        return line("lost", lang, id=source["id"])
    what = f"{source['dataset'][lang]} ({source['file']})"
    if source["row"] == 0:
        return line("searched", lang, file=what)
    if source["item"] is None:
        return line("row", lang, file=what, row=source["row"])
    return line("item", lang, file=what, row=source["row"], item=source["item"] + 1)


def _why_not(track: dict[str, Any], lang: str) -> Iterator[str]:
    for criterion in track["criteria"]:
        if criterion["status"]["code"] == "NOT_APPLICABLE":
            told = line(
                "because",
                lang,
                track=track["track"][lang],
                criterion=criterion["criterion"][lang].lower(),
                required=criterion["required"][lang],
                observed=criterion["observed"][lang],
            )
            yield _wrap(f"- {told}", "  ")


def _field(name: str, text: str, lang: str) -> str:
    return fill(
        f"{line(name, lang)}: {text}", _WIDTH, initial_indent=" " * 6, subsequent_indent=" " * 8,
        break_long_words=False, break_on_hyphens=False,
    )


def _wrap(text: str, indent: str = "") -> str:
    return fill(text, _WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
