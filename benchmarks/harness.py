"""Runs whole programs in turn, and says how long each took and how much memory it had at its peak.

What every benchmark shares: finding the programs, the environment they run in, the measuring.
Needs `os.wait4`: Linux, macOS or another Unix.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

# `ru_maxrss` counts kibibytes on Linux and bytes on macOS.
_RSS_UNIT = 1 if sys.platform == "darwin" else 1024


@dataclass(frozen=True, slots=True)
class Command:
    """One thing to measure. The label says what, in the words of the report."""

    label: str
    argv: tuple[str, ...]


@dataclass(slots=True)
class Series:
    """What one command took, run after run: seconds on the clock, and bytes at the peak."""

    command: Command
    seconds: list[float] = field(default_factory=list)
    peaks: list[int] = field(default_factory=list)

    @property
    def median(self) -> float:
        """Seconds: the middle of the runs."""
        return median(self.seconds)

    @property
    def peak(self) -> int:
        """Bytes: the most that any run held."""
        return max(self.peaks)


class ProgramError(Exception):
    """A program could not be started, or ended with a status that is not 0."""


@dataclass(frozen=True, slots=True)
class Programs:
    """Where the programs are; None where one is not installed."""

    equitycalc: str | None
    hledger: str | None
    bean_check: str | None
    python: str
    """The interpreter of the environment equitycalc is installed in: what the floor runs on."""

    def missing(self) -> list[str]:
        """A sentence for each that is not there."""
        return [
            sentence
            for found, sentence in (
                (self.equitycalc, "equitycalc is not installed: give its place with --equitycalc."),
                (self.hledger, "hledger is not installed (Debian: hledger): not compared."),
                (self.bean_check, "bean-check is not installed (PyPI: beancount): not compared."),
            )
            if found is None
        ]


@dataclass(slots=True)
class Setting:
    """What a benchmark is given: programs, a folder for its files, how often, and how much."""

    programs: Programs
    folder: Path
    sizes: tuple[int, ...]
    runs: int
    seed: int
    bare: bool
    tell: Callable[[str], None]
    """Takes a line on how far the work is."""
    failures: list[str] = field(default_factory=list)
    """What failed to run, to be told at the end."""


def find_programs(equitycalc: str | None) -> Programs:
    """Looks beside the running interpreter first, then on the PATH."""
    found = equitycalc if equitycalc is not None else _find("equitycalc")
    if found is not None:
        # Commands run in another folder. Links are kept: an environment is where its link is.
        found = str(Path(found).absolute())
    return Programs(
        equitycalc=found,
        hledger=shutil.which("hledger"),
        bean_check=_find("bean-check"),
        python=_interpreter_of(found) if found is not None else sys.executable,
    )


def _find(name: str) -> str | None:
    beside = Path(sys.executable).parent / name
    return str(beside) if os.access(beside, os.X_OK) else shutil.which(name)


def _interpreter_of(script: str) -> str:
    """The Python beside a script, or beside what the script links to (pipx and uv link theirs)."""
    for place in (Path(script), Path(script).resolve()):
        for name in ("python", "python3"):
            if os.access(place.parent / name, os.X_OK):
                return str(place.parent / name)
    return sys.executable


def environment() -> dict[str, str]:
    """Our environment without what would change the work.

    Compiled modules are used and kept, no ledger is preset, no colour is forced.
    """
    unwanted = ("PYTHONDONTWRITEBYTECODE", "PYTHONPATH", "FORCE_COLOR", "GITHUB_ACTIONS")
    return {
        name: value
        for name, value in os.environ.items()
        if name not in unwanted and not name.startswith("EQUITYCALC_")
    }


def run_once(command: Command, folder: Path) -> tuple[float, int]:
    """Seconds and peak bytes of one run, its output thrown away."""
    with tempfile.TemporaryFile() as errors:
        start = time.perf_counter()
        try:
            process = subprocess.Popen(
                command.argv,
                cwd=folder,
                env=environment(),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=errors,
            )
        except OSError as error:
            raise ProgramError(f"{command.label}: {error.strerror}") from error
        try:
            # The kernel counts what this process held when it started the child as the child's,
            # so a peak below some 20 MB could not be seen. No program measured here is so small.
            _, status, usage = os.wait4(process.pid, 0)
        except BaseException:
            process.kill()
            raise
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            errors.seek(0)
            said = _gist(errors.read().decode(errors="replace"))
            raise ProgramError(f"{command.label}: exit status {process.returncode}{said}")
    return seconds, usage.ru_maxrss * _RSS_UNIT


def _gist(text: str) -> str:
    """The line of an error output that says most: the first, or of a traceback the last."""
    lines = text.strip().splitlines()
    if not lines:
        return ""
    return f": {lines[-1] if lines[0].startswith('Traceback') else lines[0]}"


def run_in_turn(setting: Setting, commands: Sequence[Command], runs: int) -> dict[str, Series]:
    """Measures A B C A B C ..., so that a slow minute of the machine falls on all of them alike.

    One round before is not counted: it fills the disk cache and compiles modules. A command that
    fails is noted in the setting and left out. The series by label.
    """
    series = {command.label: Series(command) for command in commands}
    for turn in range(runs + 1):
        for label, one in list(series.items()):
            setting.tell(f"round {turn} of {runs}: {label}" if turn else f"warming up: {label}")
            try:
                seconds, peak = run_once(one.command, setting.folder)
            except ProgramError as failure:
                setting.failures.append(str(failure))
                del series[label]
                continue
            if turn:
                one.seconds.append(seconds)
                one.peaks.append(peak)
    return series


def version(program: str) -> str:
    """The number in the first line of `PROGRAM --version`."""
    try:
        done = subprocess.run(
            [program, "--version"], env=environment(), capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return "of unknown version"
    number = re.search(r"\d+(\.\d+)+\S*", done.stdout)
    return number.group().rstrip(",") if number else "of unknown version"
