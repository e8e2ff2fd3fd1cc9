"""Reads changed ledgers for as long as it is let, each in a process of its own: ``make fuzz``.

What may come of a text is what ``outcomes`` says; what it may take is twenty seconds and 400 MiB.
Whatever breaks that is kept in a folder, as are the slowest and the largest inputs, and the exit
status is then 1. With ``--guided``, atheris looks for new paths through the code instead, in one
process; it has to be installed.
"""

import argparse
import os
import resource
import signal
import sys
import time
import traceback
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import hostile
from mutations import good, mutated, seeds, start
from outcomes import answered, outcome

SECONDS = 20
MEBIBYTES = 400
ASKED = 100_000  # a ledger of no more bytes than these is also asked, checked and shown
_UNIT = 1024**2 if sys.platform == "darwin" else 1024
_SIZES = {"up to 1 kB": 10**3, "up to 100 kB": 10**5, "up to 1 MB": 10**6, "up to 5 MB": 5 * 10**6}


class Tried(NamedTuple):
    """What one input took, and how it ended where that is wrong."""

    seconds: float
    peak: float
    failure: str | None


class Worst:
    """Of inputs of a size: how many, and the slowest and the largest."""

    def __init__(self) -> None:
        self.count = 0
        self.seconds = self.peak = 0.0

    def take(self, tried: Tried) -> bool:
        """Whether this is the worst so far."""
        self.count += 1
        worse = tried.seconds > self.seconds or tried.peak > self.peak
        self.seconds = max(self.seconds, tried.seconds)
        self.peak = max(self.peak, tried.peak)
        return worse


def attempt(data: bytes) -> Tried:
    """Read a text in a process of its own."""
    sys.stdout.flush()
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        resource.setrlimit(resource.RLIMIT_CPU, (2 * SECONDS, 2 * SECONDS + 5))
        try:
            found = outcome(data)
            if len(data) <= ASKED:
                answered(found)
        except BaseException:
            os.write(writing, traceback.format_exc()[-4000:].encode())
            os._exit(1)
        os._exit(0)
    os.close(writing)
    with open(reading, "rb") as said:  # noqa: PTH123
        trace = said.read().decode(errors="replace")
    _, status, usage = os.wait4(child, 0)
    seconds, peak = usage.ru_utime + usage.ru_stime, usage.ru_maxrss / _UNIT
    ended = os.waitstatus_to_exitcode(status)
    failure = trace or None
    if ended < 0:
        failure = f"ended by {signal.Signals(-ended).name}"
    elif ended == 0 and seconds > SECONDS:
        failure = f"{seconds:.1f} s"
    elif ended == 0 and peak > MEBIBYTES:
        failure = f"{peak:.0f} MiB"
    return Tried(seconds, peak, failure)


def fuzz(minutes: float, seed: int, folder: Path) -> int:
    """Try changed ledgers one after another; how many failed."""
    until = time.monotonic() + 60 * minutes
    worst = {size: Worst() for size in _SIZES}
    failures = number = 0
    while time.monotonic() < until:
        random = Random(f"{seed}-{number}")
        most = random.choice((2_000, 20_000, 20_000, 200_000, 5_000_000))
        name = random.choice(list(hostile.CLASSES)) if random.random() < 0.2 else None
        first = hostile.CLASSES[name](min(most, 50_000)).encode() if name else start(random)
        data = mutated(random, first, most)
        tried = attempt(data)
        size = next(name for name, bytes in _SIZES.items() if len(data) <= bytes)
        worse = worst[size].take(tried)
        if tried.failure is not None:
            failures += 1
            keep(folder, f"failure-{seed}-{number}", data)
            print(f"{seed}-{number}: {len(data):,} bytes: {tried.failure}", flush=True)
        elif worse and number > 100:
            keep(folder, f"worst-{size.replace(' ', '-')}", data)
        number += 1
    print(f"\n{number:,} inputs, {failures} failures, seed {seed}\n")
    print("| size | inputs | slowest, s | largest, MiB |\n| --- | ---: | ---: | ---: |")
    for size, one in worst.items():
        print(f"| {size} | {one.count:,} | {one.seconds:.2f} | {one.peak:.0f} |")
    return failures


def keep(folder: Path, name: str, data: bytes) -> None:
    """Leave an input in the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.yaml").write_bytes(data)


def guided(minutes: float, seed: int, folder: Path) -> None:
    """Let atheris change the texts, and keep those that lead along new paths."""
    import atheris

    corpus = folder / "corpus"
    for number, data in enumerate((*good(), *seeds())):
        keep(corpus, f"seed-{number}", data)

    def change(data: bytes, most: int, number: int) -> bytes:
        if number % 2:
            mutation: bytes = atheris.Mutate(data, most)
            return mutation
        return mutated(Random(number), data, most)

    def one(data: bytes) -> None:
        answered(outcome(data))

    atheris.instrument_all()
    limits = [
        f"-max_total_time={round(60 * minutes)}",
        f"-timeout={SECONDS}",
        f"-rss_limit_mb={2 * MEBIBYTES}",  # all inputs in one process, and its own tables
        "-max_len=30000",
        f"-seed={seed or 1}",
        f"-artifact_prefix={folder}/",
        "-print_final_stats=1",
    ]
    atheris.Setup([sys.argv[0], str(corpus), *limits], one, custom_mutator=change)
    atheris.Fuzz()


def main() -> int:
    """Run as the command line says."""
    parser = argparse.ArgumentParser(description="Fuzz the reader of ledgers.")
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--keep", type=Path, default=Path("fuzzed"), metavar="DIR")
    parser.add_argument("--guided", action="store_true", help="by coverage, with atheris")
    parser.add_argument("--again", type=Path, metavar="FILE", help="try this file alone")
    asked: Any = parser.parse_args()
    if asked.again:
        print(attempt(asked.again.read_bytes()))
        return 0
    if asked.guided:
        guided(asked.minutes, asked.seed, asked.keep)
        return 0
    return 1 if fuzz(asked.minutes, asked.seed, asked.keep) else 0


if __name__ == "__main__":
    sys.exit(main())
