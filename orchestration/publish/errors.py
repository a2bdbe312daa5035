"""The two ways in which a run ends without a new version; the command line turns them into exit codes."""


class ConfigError(Exception):
    """Wrong usage or configuration (exit 2): the operator must change a command, a file of settings or a folder."""


class RunRefused(Exception):
    """The data failed an audit (exit 1): no new version, readers keep the last good one."""
