"""Start-up in instructions, relative to `python -c pass`: a figure a busy machine does not change.

Needs valgrind, and takes some fifty times as long as the programs themselves.
"""

from __future__ import annotations

import re
import shutil
import subprocess

import bench_startup
from harness import Command, ProgramError, Setting, environment
from report import Section, Table


def count(command: Command, setting: Setting) -> int:
    """Instructions of one run."""
    done = subprocess.run(
        [
            "valgrind",
            "--tool=cachegrind",
            "--cache-sim=no",
            "--cachegrind-out-file=/dev/null",
            # An installed script may start its interpreter through a shell.
            "--trace-children=yes",
            *command.argv,
        ],
        check=False,
        cwd=setting.folder,
        # The order of sets would move the figure a little.
        env={**environment(), "PYTHONHASHSEED": "0"},
        capture_output=True,
        text=True,
    )
    found = re.findall(r"I\s+refs:\s+([\d,]+)", done.stderr)
    if done.returncode != 0 or not found:
        raise ProgramError(f"{command.label} under valgrind: exit status {done.returncode}")
    return sum(int(counted.replace(",", "")) for counted in found)


def measure(setting: Setting) -> Section:
    """Instructions of the commands of the small ledger, and of `--version`."""
    title = "Start-up in instructions"
    if shutil.which("valgrind") is None:
        return Section(title, [], ["valgrind is not installed: not counted."])
    python = setting.programs.python
    commands = [Command("python -c pass", (python, "-c", "pass"))]
    if (program := setting.programs.equitycalc) is not None:
        commands.append(Command("equitycalc --version", (program, "--version")))
    commands += bench_startup.commands(setting)

    table = Table(("command", "instructions", "relative to python -c pass"))
    nothing = None
    for command in commands:
        setting.tell(f"counting instructions: {command.label}")
        try:
            # The first run compiles modules.
            count(command, setting)
            counted = count(command, setting)
        except ProgramError as failure:
            setting.failures.append(str(failure))
            continue
        nothing = nothing or counted
        table.rows.append((command.label, f"{counted / 1e6:,.0f} M", f"{counted / nothing:.2f}"))
    return Section(title, [table])
