"""What dbt's `adapter` does in these macros, for sqlfluff, which renders them without dbt."""

from jinja2 import pass_context


@pass_context
def dispatch(context, name, *_):
    """The macro `default__<name>`, the one that DuckDB runs."""
    return context.resolve(f"default__{name}")


def quote(name):
    """An identifier in quotes."""
    return f'"{name}"'
