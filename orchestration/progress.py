"""Who listens to a run: the command line shows these events, a run started from the Dagster UI has no listener."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(frozen=True)
class Event:
    """One step of progress. done and total count units of the stage; is_detail: worth a glance, not a line."""

    stage: str
    text: str
    done: int | None = None
    total: int | None = None
    is_detail: bool = False


_listeners: list[Callable[[Event], None]] = []
_failures: list[BaseException] = []


def tell(stage: str, text: str, done: int | None = None, total: int | None = None, is_detail: bool = False) -> None:
    """Report progress to whoever listens in this process."""
    for listener in _listeners:
        listener(Event(stage, text, done, total, is_detail))


@contextmanager
def listening(listener: Callable[[Event], None]) -> Iterator[None]:
    """Receive the events of this process while the block runs."""
    _listeners.append(listener)
    try:
        yield
    finally:
        _listeners.remove(listener)


def failed(error: BaseException) -> None:
    """Keep the plain error behind a failed Dagster step, so that the command line can say it in its own words."""
    _failures.append(error)


def take_failures() -> list[BaseException]:
    """The errors kept since the last call."""
    taken = list(_failures)
    _failures.clear()
    return taken
