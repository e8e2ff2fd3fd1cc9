"""Time and memory of `equitycalc` on ledgers as bad as five megabytes allow, and on good ones.

One whole process for each class of `hostile.py`: processor time, the peak of its resident set, its
exit status. What takes longer, or more memory, than is promised, or ends with anything but an
answer or problems, is a failure, and the exit status is then 1.
"""

from __future__ import annotations

import argparse
import os
import re
import resource
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import hostile
from harness import environment, find_programs
from report import Table

SECONDS = 20
MEBIBYTES = 400
GIVE_UP = 60  # seconds of processor time after which a process is ended
AN_END = (0, 1)  # an answer, or problems of the ledger


class Run(NamedTuple):
    """What one process took, and how it ended."""

    name: str
    command: str
    size: int
    seconds: float
    peak: float  # MiB
    status: int
    said: str

    def failure(self) -> str | None:
        """What was promised and not kept, or None."""
        if self.status not in AN_END:
            return f"exit status {self.status}: {self.said}"
        if self.seconds > SECONDS:
            return f"{self.seconds:.1f} s"
        return f"{self.peak:.0f} MiB" if self.peak > MEBIBYTES else None


def files(folder: Path, size: int) -> Iterator[tuple[str, Path]]:
    """The file of each class, written by a process of its own: the kernel counts what this one
    holds as held by those that it starts.
    """
    script = Path(hostile.__file__)
    command = [sys.executable, str(script), str(folder), "--size", str(size)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    for name in hostile.CLASSES:
        yield name, folder / hostile.file_name(name)


def measured(program: list[str], command: str, name: str, file: Path) -> Run:
    """One run of one command on one file; of what it says the first line is kept."""
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(
            [*program, *command.split(), str(file)],
            env=environment(),
            cwd=file.parent,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (GIVE_UP, GIVE_UP + 5)),
        )
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        said = output.read(300).decode(errors="replace").partition("\n")[0]
    if process.returncode == -signal.SIGXCPU:
        said = f"ended after {GIVE_UP} s"
    unit = 1024**2 if sys.platform == "darwin" else 1024
    return Run(
        name=name,
        command=command,
        size=file.stat().st_size,
        seconds=usage.ru_utime + usage.ru_stime,
        peak=usage.ru_maxrss / unit,
        status=process.returncode,
        said=said,
    )


def table(runs: list[Run], commands: list[str]) -> Table:
    """A row for each class: of each command its time, memory and end."""
    headers = [part for each in commands for part in (f"{each}: s", "MiB", "ends in")]
    found = Table(("input", "MB", *headers))
    for name in hostile.CLASSES:
        mine = {run.command: run for run in runs if run.name == name}
        if not mine:
            continue
        cells = [name, f"{next(iter(mine.values())).size / 1e6:.1f}"]
        for run in mine.values():
            cells += [f"{run.seconds:.1f}", f"{run.peak:.0f}", ending(run)]
        found.rows.append(tuple(cells))
    return found


def summary(runs: list[Run]) -> Table:
    """A row for each section and command: how many inputs, the slowest and the largest."""
    found = Table(("section", "command", "inputs", "slowest, s", "of", "largest, MiB", "of"))
    for section, classes in hostile.SECTIONS.items():
        for command in dict.fromkeys(run.command for run in runs):
            some = [run for run in runs if run.name in classes and run.command == command]
            if not some:
                continue
            slow, large = (
                max(some, key=lambda run: run.seconds),
                max(some, key=lambda run: run.peak),
            )
            times = (f"{slow.seconds:.1f}", slow.name, f"{large.peak:.0f}", large.name)
            found.rows.append((section, command, str(len(some)), *times))
    return found


def ending(run: Run) -> str:
    """An answer, the name of the first problem, or a failure."""
    if run.status == 0:
        return "an answer"
    problem = re.search(r"(?:error|warning|note)\[([a-z0-9-]+)\]", run.said)
    return problem[1] if problem and run.status in AN_END else f"status {run.status}"


def main() -> int:
    """Measures, prints the table, and returns the exit status."""
    parser = argparse.ArgumentParser(description="Measure equitycalc on good and on bad ledgers.")
    parser.add_argument("--size", type=int, default=hostile.SIZE, metavar="BYTES")
    parser.add_argument("--commands", nargs="+", default=["dilution", "check"], metavar="COMMAND")
    parser.add_argument("--only", default="", metavar="TEXT", help="classes whose name has it")
    parser.add_argument("--equitycalc", metavar="PATH", help="the installed executable to measure")
    parser.add_argument("--markdown", action="store_true", help="print the table as Markdown")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="leave the ledgers here")
    asked = parser.parse_args()
    program = find_programs(asked.equitycalc).equitycalc
    if program is None:
        print("equitycalc is not installed: give its place with --equitycalc.", file=sys.stderr)
        return 1
    runs: list[Run] = []
    with tempfile.TemporaryDirectory(prefix="equitycalc-hostile-") as temporary:
        for name, file in files(asked.keep or Path(temporary), asked.size):
            if asked.only not in name:
                continue
            for command in asked.commands:
                run = measured([program], command, name, file)
                runs.append(run)
                said = f"{run.seconds:6.1f} s {run.peak:6.0f} MiB  {command} {name}: {ending(run)}"
                print(said, file=sys.stderr, flush=True)
    for found in (summary(runs), table(runs, asked.commands)):
        print((found.markdown() if asked.markdown else found.text()) + "\n")
    failures = [(run, failure) for run in runs if (failure := run.failure())]
    for run, failure in failures:
        print(f"{run.command} of {run.name}: {failure}", file=sys.stderr)
    return 1 if failures else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
