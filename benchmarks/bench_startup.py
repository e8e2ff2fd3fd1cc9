"""The whole command on the ledger that ships with equitycalc: ten grants, so nearly all start-up.

Beside `bean-check` on ten transactions, and beside the least that the same libraries allow.
"""

from __future__ import annotations

from pathlib import Path

from generate import write_file
from harness import Command, Setting, run_in_turn
from report import Section, add_ratio, figures, ratios

ENTRIES = 10
TO_BEAN_CHECK = 2.40
TO_FLOOR = 1.25

# These take a fraction of a second and scatter more than long ones.
RUNS_FOR_ONE = 4


def commands(setting: Setting) -> list[Command]:
    """What is compared, of what is installed. No ledger is named, so the shipped one is read."""
    programs = setting.programs
    found = []
    if programs.equitycalc is not None:
        found.append(Command("equitycalc dilution", (programs.equitycalc, "dilution")))
    if programs.bean_check is not None:
        file = write_file(setting.folder, "beancount", ENTRIES, setting.seed, setting.bare)
        argv = (programs.bean_check, "--no-cache", str(file))
        found.append(Command(f"bean-check, {ENTRIES} entries", argv))
    floor = Path(__file__).resolve().with_name("floor.py")
    found.append(Command("floor.py", (programs.python, str(floor))))
    return found


def measure(setting: Setting) -> Section:
    """Ratios to both, and what each took."""
    series = run_in_turn(setting, commands(setting), setting.runs * RUNS_FOR_ONE)
    table = ratios()
    ours = series.get("equitycalc dilution")
    if ours is not None:
        peers = (
            (f"bean-check, {ENTRIES} entries", TO_BEAN_CHECK),
            ("floor.py", TO_FLOOR),
        )
        for label, target in peers:
            if label in series:
                ratio = ours.median / series[label].median
                add_ratio(table, f"time: equitycalc dilution / {label}", ratio, target)
    return Section("Small ledger", [table, figures(series)])
