"""The command `kg`: each subcommand is a module of `kg.commands`.

Errors are told in one line; the exit status is 2 for wrong use and 1 for failed work. Nothing heavy is imported before
a command runs, so that help is there at once.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Sequence
from importlib import import_module

from kg.commands import COMMANDS
from kg.errors import UsageError

_INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command that the arguments name and return its exit status."""
    _speak_utf8()
    parser = _parser()
    options = parser.parse_args(arguments)
    earlier = signal.signal(signal.SIGTERM, _interrupt)
    try:
        status = int(options.run(options))
        sys.stdout.flush()
        return status
    except BrokenPipeError:
        # The reader of the pipe has what it wanted (`kg query ... | head`).
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        if not _is_expected(error):
            raise
        print(f"kg: {' '.join(str(error).split())}", file=sys.stderr)
        return 2 if isinstance(error, UsageError) else 1
    except KeyboardInterrupt:
        print("kg: interrupted; the previous output is as it was", file=sys.stderr)
        return _INTERRUPTED
    finally:
        signal.signal(signal.SIGTERM, earlier)


class _Version(argparse.Action):
    """Looks the version up when it is asked for: reading package metadata takes as long as the help itself."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from importlib.metadata import version

        print(f"stcoop-kg {version('stcoop-kg')}")
        parser.exit()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="kg",
        description="Facts on international cooperation in science and technology, with a sentence behind each.",
        epilog="kg COMMAND --help tells more about a command.",
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="print the version and end")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for name in COMMANDS:
        module = import_module(f"kg.commands.{name}")
        command = commands.add_parser(name, help=module.HELP, description=module.__doc__)
        module.add_arguments(command)
        command.set_defaults(run=module.run)
    return parser


def _speak_utf8() -> None:
    """Print Chinese whatever the locale says."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def _is_expected(error: Exception) -> bool:
    """Tell an error about what was asked for or found from a fault of our own, which shall be seen whole."""
    ours = type(error).__module__.partition(".")[0] in ("kg", "extract", "ontology")
    return ours or isinstance(error, OSError)
