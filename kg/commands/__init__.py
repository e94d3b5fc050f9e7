"""The subcommands of `kg`, one module each: HELP, `add_arguments(parser)` and `run(options) -> exit status`.

The modules import nothing heavy until `run`: all of them are loaded to print the help.
"""

from __future__ import annotations

#: In the order of the help.
COMMANDS = (
    "build",
    "query",
    "show",
    "compare",
    "check",
    "extract",
    "explain",
    "coverage",
    "rules",
    "score",
    "selfcheck",
)
