"""How fast extraction is, in megabytes of UTF-8 text per second of one core, beside a plain jieba-and-regex script.

    python benchmarks/bench_extract.py [--rounds 7]

CPU time, warm, in interleaved rounds; the median of the rounds. Only ratios of one run carry over to other machines.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import sys
import time
from collections.abc import Callable, Mapping, Sequence

from peer_jieba import PATTERNS, Script

from extract import Document, extract, load_corpus

#: The texts come in files of about this size.
_FILE = 50_000
_MEGABYTE = 1_000_000


def corpus() -> list[Document]:
    """Return the bundled texts."""
    return list(load_corpus())


def shuffled() -> list[Document]:
    """Return sentences of the clean bundled texts in random order, 1 MB of them, in files of 50 KB."""
    sentences = [s.text for document in corpus() if "scan" not in document.id for s in extract(document).sentences]
    chance, texts, lines, size = random.Random(2026), [], [], 0
    while sum(map(_bytes, texts)) < _MEGABYTE:
        lines.append(chance.choice(sentences))
        size += _bytes(lines[-1]) + 1
        if size >= _FILE:
            texts.append("\n".join(lines))
            lines, size = [], 0
    return [Document(f"shuffled-{number}", "", "", text) for number, text in enumerate(texts)]


def one_file(documents: Sequence[Document]) -> list[Document]:
    """Return the same text as one document."""
    return [Document("one-file", "", "", "\n".join(document.text for document in documents))]


def _bytes(text: str) -> int:
    return len(text.encode())


def cpu_seconds(read: Callable[[Document], object], documents: Sequence[Document]) -> float:
    """Return the CPU time that reading takes."""
    begun = time.process_time()
    for document in documents:
        read(document)
    return time.process_time() - begun


def measure(
    readers: Mapping[str, Callable[[Document], object]], documents: Sequence[Document], rounds: int
) -> dict[str, list[float]]:
    """Return the megabytes per second of each reader in each round; the readers take turns."""
    megabytes = sum(_bytes(document.text) for document in documents) / _MEGABYTE
    speeds: dict[str, list[float]] = {name: [] for name in readers}
    for read in readers.values():
        cpu_seconds(read, documents)
    for _ in range(rounds):
        for name, read in readers.items():
            speeds[name].append(megabytes / cpu_seconds(read, documents))
    return speeds


def main(arguments: Sequence[str]) -> int:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=7)
    rounds = parser.parse_args(arguments).rounds
    script = Script()
    readers: dict[str, Callable[[Document], object]] = {
        "extract": extract,
        "jieba + regex": lambda document: script.read(document.text),
    }
    pieces = shuffled()
    texts = {"bundled texts": corpus(), "shuffled, 50 KB files": pieces, "shuffled, one file": one_file(pieces)}
    print(
        f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores, {rounds} rounds, {len(PATTERNS)} patterns in the script"
    )
    print(f"{'':24}{'MB':>7}{'extract':>16}{'jieba + regex':>18}{'ratio':>8}")
    for name, documents in texts.items():
        speeds = measure(readers, documents, rounds)
        ours, theirs = (statistics.median(speeds[reader]) for reader in readers)
        ratio = statistics.median(a / b for a, b in zip(*speeds.values(), strict=True))
        megabytes = sum(_bytes(document.text) for document in documents) / _MEGABYTE
        print(f"{name:24}{megabytes:7.2f}{ours:11.2f} MB/s{theirs:13.2f} MB/s{ratio:7.1f}x")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
