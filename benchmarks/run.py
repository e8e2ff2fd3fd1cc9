"""Measures equitycalc beside its peers and prints ratios of medians, peak memory and the targets.

    python benchmarks/run.py                  all of it; some minutes
    python benchmarks/run.py --markdown       the same, to be pasted into README.md

A benchmark is a module with `measure(setting) -> Section`; a new one is a file beside this one and
a line in `BENCHMARKS`.

The exit status is 0 whether targets are reached or not, and 1 if equitycalc is not there or a
program failed to run.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import bench_check
import bench_events
import bench_instructions
import bench_size
import bench_startup
import bench_sweep
from generate import SEED
from harness import Programs, Setting, find_programs, version
from report import Section

BENCHMARKS: dict[str, Callable[[Setting], Section]] = {
    "startup": bench_startup.measure,
    "size": bench_size.measure,
    "events": bench_events.measure,
    "check": bench_check.measure,
    "sweep": bench_sweep.measure,
    "instructions": bench_instructions.measure,
}
# Taken only when asked for.
OPTIONAL = ("instructions",)


def machine() -> str:
    """The machine in general terms."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{os.cpu_count()} cores, {memory:.0f} GiB of memory, "
        f"{platform.system()} on {platform.machine()}"
    )


def versions(programs: Programs) -> str:
    """What is installed, with versions."""
    named = (
        ("Python", programs.python),
        ("equitycalc", programs.equitycalc),
        ("hledger", programs.hledger),
        ("beancount", programs.bean_check),
    )
    return ", ".join(f"{name} {version(path)}" for name, path in named if path is not None)


def arguments() -> argparse.Namespace:
    """What the command line asks for."""
    parser = argparse.ArgumentParser(
        description="Measure equitycalc beside hledger and beancount, in turn, as whole processes."
    )
    parser.add_argument(
        "--sizes",
        type=int,
        nargs="+",
        default=[1_000, 10_000, 100_000],
        metavar="N",
        help="grants a ledger (default: 1000 10000 100000)",
    )
    parser.add_argument(
        "--runs", type=int, default=5, metavar="N", help="rounds; four times as many on small files"
    )
    parser.add_argument("--keep", type=Path, metavar="DIR", help="leave the generated files here")
    parser.add_argument("--equitycalc", metavar="PATH", help="the installed executable to measure")
    parser.add_argument("--only", nargs="+", choices=list(BENCHMARKS), help="these parts alone")
    parser.add_argument("--bare", action="store_true", help="give the peers amounts without tags")
    parser.add_argument("--instructions", action="store_true", help="also count with valgrind")
    parser.add_argument("--markdown", action="store_true", help="print the results as Markdown")
    parser.add_argument("--seed", type=int, default=SEED, help="of the generated ledgers")
    asked = parser.parse_args()
    if asked.runs < 1 or min(asked.sizes) < 1:
        parser.error("--runs and --sizes take whole numbers from 1")
    return asked


def chosen(asked: argparse.Namespace) -> list[str]:
    """The parts to run, in the order of the report."""
    names: list[str] = asked.only or [name for name in BENCHMARKS if name not in OPTIONAL]
    if asked.instructions:
        names = [*names, "instructions"]
    return [name for name in BENCHMARKS if name in names]


def run(asked: argparse.Namespace, folder: Path) -> int:
    """Measures, prints the report, and returns the exit status."""
    programs = find_programs(asked.equitycalc)
    missing = programs.missing()
    for sentence in missing:
        print(sentence, file=sys.stderr)
    setting = Setting(
        programs=programs,
        folder=folder.resolve(),
        sizes=tuple(sorted(set(asked.sizes))),
        runs=asked.runs,
        seed=asked.seed,
        bare=asked.bare,
        tell=lambda line: print(line, file=sys.stderr, flush=True),
    )
    sections = [BENCHMARKS[name](setting) for name in chosen(asked)]

    rounds = f"{asked.runs} rounds ({asked.runs * bench_startup.RUNS_FOR_ONE} on the small ledger)"
    facts = [
        f"Machine: {machine()}.",
        f"Programs: {versions(programs)}.",
        f"Medians of {rounds}, programs run in turn, after a round that is not counted.",
        *(["The peers read amounts alone (`--bare`), fewer facts than equitycalc."] * asked.bare),
        *missing,
        *(f"Failed to run: {failure}" for failure in setting.failures),
    ]
    if asked.markdown:
        facts = [f"- {fact}" for fact in facts]
    body = [section.markdown() if asked.markdown else section.text() for section in sections]
    print("\n\n".join(["\n".join(facts), *body]))
    return 1 if setting.failures or programs.equitycalc is None else 0


def main() -> int:
    """Runs in a folder that is removed afterwards, unless one is to be kept."""
    asked = arguments()
    if asked.keep is not None:
        asked.keep.mkdir(parents=True, exist_ok=True)
        return run(asked, asked.keep)
    with tempfile.TemporaryDirectory(prefix="equitycalc-bench-") as folder:
        return run(asked, Path(folder))


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
