"""Named points at which a test may stop the process dead, to prove that no step leaves readers on a bad version."""

from collections.abc import Callable

# Set by tests only (there is no way to set it from outside the process).
HOOK: Callable[[str], None] | None = None


def reached(name: str) -> None:
    """Tell the test's hook, if there is one, that the step `name` is done."""
    if HOOK is not None:
        HOOK(name)
