"""Prove a build: every quote stands in its text at its position, and the graph has the shape it should have."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

HELP = "prove every quote against its text, and the graph against its shapes"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("graph", nargs="?", type=Path, default=Path("output"), metavar="DIR", help="default: output")


def run(options: argparse.Namespace) -> int:
    """Print what was proved, and each fault in a line; any fault makes the exit status 1."""
    from kg.check import check_output

    proof = check_output(options.graph)
    for line in (*proof.faults, *(f"warning: {warning}" for warning in proof.warnings)):
        print(f"kg: {line}", file=sys.stderr)
    print(proof.summary)
    return 1 if proof.faults else 0
