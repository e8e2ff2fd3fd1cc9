"""`equitycalc check --strict` on large ledgers in which nothing is wrong, beside reading them."""

from __future__ import annotations

from bench_size import AT
from generate import write_file
from harness import Command, Setting, run_in_turn
from report import Section, add_ratio, figures, ratios

TO_READING = 2.00
READ = "import sys, equitycalc; equitycalc.read_ledger(sys.argv[1])"


def _label(what: str, size: int) -> str:
    return f"{what}, {size:,} grants"


def commands(setting: Setting) -> list[Command]:
    """All sizes together; the files are written on the way."""
    programs = setting.programs
    if programs.equitycalc is None:
        return []
    found = []
    for size in setting.sizes:
        setting.tell(f"writing {size:,} grants, to be checked")
        file = str(write_file(setting.folder, "yaml", size, setting.seed, allowing=True))
        found.append(Command(_label("read_ledger", size), (programs.python, "-c", READ, file)))
        check = (programs.equitycalc, "check", "--strict", file)
        found.append(Command(_label("check --strict", size), check))
    return found


def measure(setting: Setting) -> Section:
    """Ratios to reading at each size, and what each run took."""
    series = run_in_turn(setting, commands(setting), setting.runs)
    table = ratios()
    for size in setting.sizes:
        reading = series.get(_label("read_ledger", size))
        check = series.get(_label("check --strict", size))
        if reading is not None and check is not None:
            target = TO_READING if size == AT else None
            to = f"check --strict / read_ledger, {size:,} grants"
            add_ratio(table, f"time: {to}", check.median / reading.median, target)
            add_ratio(table, f"memory: {to}", check.peak / reading.peak)
    return Section("Checking", [table, figures(series)])
