"""The `jejak` command. Exit codes: 0 a good version is current, 1 the data failed an audit, 2 usage or configuration."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console
from rich.markup import escape

from orchestration.landing.paths import DataRoot
from orchestration.progress import Event
from orchestration.publish.errors import ConfigError, RunRefused


@contextmanager
def _plain_errors() -> Iterator[None]:
    """Faults of data and settings are told in a few lines; only a bug shows a traceback."""
    try:
        yield
    except ConfigError as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(2)
    except RunRefused as error:
        click.echo(f"Stopped: {error}", err=True)
        sys.exit(1)


class _Progress:
    """Progress on stderr: one moving line on a terminal, plain lines elsewhere."""

    def __init__(self) -> None:
        self.console = Console(stderr=True, highlight=False)
        self._status = self.console.status("starting") if self.console.is_terminal else None
        self._tenth = -1

    def __enter__(self) -> _Progress:
        if self._status:
            self._status.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._status:
            self._status.stop()

    def __call__(self, event: Event) -> None:
        counter = f" {event.done}/{event.total}" if event.total else ""
        text = f"{event.stage:8}{counter} {event.text}"
        if self._status:
            self._status.update(escape(text))
        if event.is_detail:
            return
        if event.stage in ("dbt", "publish"):
            tenth = 10 * (event.done or 0) // (event.total or 1)
            if self._status or (tenth == self._tenth and event.done != event.total):
                return
            self._tenth = tenth
        self.console.print(text, markup=False, soft_wrap=True)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Jejak Karier: from the extracts of a personnel agency to explained promotion verdicts.

    The data root is $JEJAK_DATA, or the folder data/ of the repository.
    """


@main.command()
@click.option(
    "--period",
    "periods",
    multiple=True,
    metavar="DATE",
    help="Evaluate this period date too, now and in every later run.",
)
@click.option(
    "--known-at", metavar="DATE", help="Publish what the extracts told up to this day; never moves `current`."
)
def run(periods: tuple[str, ...], known_at: str | None) -> None:
    """Land what is new, build, audit, publish."""
    from orchestration.run import parse_periods, run_listening

    root = DataRoot()
    with _plain_errors():
        dates = parse_periods(periods)
        day = parse_periods([known_at])[0] if known_at else None
        with _Progress() as listener:
            outcome = run_listening(root, day, listener, dates)
        from orchestration.summary import show

        show(outcome, Console(highlight=False))


@main.command()
@click.argument("nip")
@click.option("--period", required=True, metavar="DATE", help="The date asked about; one that a run has evaluated.")
@click.option("--track", metavar="TRACK", help="One track; without it all that concern the person.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option(
    "--lang",
    type=click.Choice(["id", "en", "both"]),
    default="both",
    show_default=True,
    help="Language of the text; both: Indonesian, then English. JSON always holds both.",
)
def explain(nip: str, period: str, track: str | None, form: str, lang: str) -> None:
    """Tell the verdicts on one person: each criterion with its basis, its records down to file and row, and what to do.

    NIP: the employee number, as written anywhere; a former number of the person will do.
    """
    import datetime as dt
    import json

    from orchestration.explain.answer import explain as answer_of
    from orchestration.explain.text import page

    with _plain_errors():
        try:
            day = dt.date.fromisoformat(period)
        except ValueError:
            raise ConfigError(f"--period {period!r} is not a date; write it as YYYY-MM-DD") from None
        answer = answer_of(DataRoot().published, nip, day, track)
    if form == "json":
        click.echo(json.dumps(answer, ensure_ascii=False, indent=2))
        return
    rule = "\n" + "=" * 80 + "\n\n"
    click.echo(rule.join(page(answer, which) for which in (("id", "en") if lang == "both" else (lang,))), nl=False)


@main.command()
@click.option("--scale", type=click.Choice(["small", "city", "province"]), default="small", show_default=True)
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed gives the same bytes.")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    help="Data folder: extracts go to OUT/raw.",
)
def sample(scale: str, seed: int, out: Path) -> None:
    """Write synthetic extracts of two cities in their real formats."""
    from orchestration.sample import generate

    console = Console(stderr=True, highlight=False)
    with _plain_errors():
        try:
            generate(scale, seed, out, progress=lambda text: console.print(text, markup=False, soft_wrap=True))
        except ValueError as error:
            raise ConfigError(str(error)) from None
    click.echo(f"Synthetic extracts of scale {scale}, seed {seed}: {out}/raw. Use them with JEJAK_DATA={out}")


@main.command()
@click.argument("published", required=False)
def verify(published: str | None) -> None:
    """Re-compute every hash, ledger and chain from files alone.

    PUBLISHED: one version, as a folder or a publish id; without it all versions, the chain, the lake and raw/.
    """
    from orchestration.publish.pointer import MANIFEST
    from orchestration.publish.verify import verify_all, verify_version, versions

    root = DataRoot()
    console = Console(stderr=True, highlight=False)

    def say(text: str) -> None:
        console.print(f"verify   {text}", markup=False, soft_wrap=True)

    with _plain_errors():
        if published is None:
            problems = verify_all(root, say)
        else:
            folder = next((p.resolve() for p in (Path(published), root.published / published) if p.is_dir()), None)
            if folder is None:
                raise ConfigError(f"{published}: neither a folder nor a version in {root.published}")
            if folder.parent != root.published.resolve() and not (folder / MANIFEST).is_file():
                raise ConfigError(
                    f"{published}: no published version, it has no {MANIFEST}. Give a publish id, the folder of one version "
                    f"(a folder of {root.published}, or a copy of one), or nothing for all of them"
                )
            say(f"version {folder.name}")
            problems = verify_version(folder)
    for problem in problems:
        click.echo(problem)
    if problems:
        click.echo(f"{len(problems)} problems found.", err=True)
        sys.exit(1)
    nothing = published is None and not list(versions(root.published))
    click.echo(
        "No version is published yet; the rest is as it was landed." if nothing else "All is as it was published."
    )


@main.command()
@click.option("--period", required=True, metavar="DATE", help="A period date of the scope, YYYY-MM-DD.")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    help="A new or empty folder: OUT/<region>/<opd>.xlsx",
)
def export(period: str, out: Path) -> None:
    """The nominative lists of the current version, a workbook an OPD: who is eligible, what each other person lacks, who
    becomes eligible in the next 12 months. The lists name people: send each OPD its own.
    """
    from orchestration.publish.scope import parse_date
    from orchestration.reports.nominative import export
    from orchestration.reports.published import locate

    with _plain_errors():
        try:
            day = parse_date(period)
        except ValueError:
            raise ConfigError(f"--period {period!r} is not a date; write it as YYYY-MM-DD") from None
        version = locate(DataRoot(), "current")
        written = export(version, day, out)
    click.echo(f"Version {version.publish_id}, period {day}: {len(written)} workbooks in {out}")


@main.command()
@click.argument("a")
@click.argument("b")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--limit", default=50, show_default=True, help="Text only: how many changes are told in full.")
def diff(a: str, b: str, form: str, limit: int) -> None:
    """Verdicts that changed from version A to version B, and the record or rule that changed each.

    A, B: a publish id, the folder of a version, `current` or `previous`.
    """
    from orchestration.reports.difference import as_text, compare
    from orchestration.reports.published import locate

    root = DataRoot()
    with _plain_errors():
        difference = compare(locate(root, a), locate(root, b))
    if form == "json":
        import json

        click.echo(json.dumps(difference, ensure_ascii=False, indent=1))
    else:
        for line in as_text(difference, limit):
            click.echo(line)


if __name__ == "__main__":
    main()
