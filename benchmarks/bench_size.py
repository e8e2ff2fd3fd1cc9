"""`equitycalc dilution` on large ledgers, beside `hledger bal` and `bean-check` on the same facts.

And how the time grows with the ledger once start-up is taken off: what start-up is, the same
command on the shipped ledger of ten grants says.
"""

from __future__ import annotations

from itertools import pairwise

from generate import write_file
from harness import Command, Series, Setting, run_in_turn
from report import Section, Table, add_ratio, figures, ratios

DILUTION = ("dilution", "--by", "kind", "--format", "json")
STARTUP = "equitycalc, shipped ledger"

# At the largest size of the targets, against hledger.
AT = 100_000
TIME = 0.60
MEMORY = 0.35
# From ten thousand grants to a hundred thousand.
FROM = 10_000
GROWTH = 10.8


def _label(program: str, size: int) -> str:
    return f"{program}, {size:,} grants"


def commands(setting: Setting) -> list[Command]:
    """All sizes together, of what is installed; the files are written on the way."""
    programs = setting.programs
    found: list[Command] = []

    def add(label: str, program: str | None, *words: str) -> None:
        if program is not None:
            found.append(Command(label, (program, *words)))

    def file(program: str | None, suffix: str, size: int) -> str:
        """The path of the file, which is written only for a program that is there to read it."""
        if program is None:
            return ""
        setting.tell(f"writing {size:,} grants: {suffix}")
        return str(write_file(setting.folder, suffix, size, setting.seed, setting.bare))

    add(STARTUP, programs.equitycalc, *DILUTION)
    for size in setting.sizes:
        ledger = file(programs.equitycalc, "yaml", size)
        add(_label("equitycalc", size), programs.equitycalc, DILUTION[0], ledger, *DILUTION[1:])

        journal = file(programs.hledger, "journal", size)
        add(_label("hledger", size), programs.hledger, "bal", "-f", journal)

        # Its cache would turn every run after the first into reading a pickle.
        entries = file(programs.bean_check, "beancount", size)
        add(_label("bean-check", size), programs.bean_check, "--no-cache", entries)
    return found


def measure(setting: Setting) -> Section:
    """Ratios to both peers at each size, growth from size to size, and what each run took."""
    series = run_in_turn(setting, commands(setting), setting.runs)
    table = ratios()
    for size in setting.sizes:
        _add_peers(table, series, size)
    _add_growth(table, series, setting.sizes)
    notes = []
    if STARTUP in series:
        notes.append(
            f"Start-up is the median of `equitycalc {' '.join(DILUTION)}` on the shipped ledger, "
            "measured in the same rounds."
        )
    return Section("Large ledgers", [table, figures(series)], notes)


def _add_peers(table: Table, series: dict[str, Series], size: int) -> None:
    ours = series.get(_label("equitycalc", size))
    if ours is None:
        return
    for program in ("hledger", "bean-check"):
        theirs = series.get(_label(program, size))
        if theirs is None:
            continue
        aimed = program == "hledger" and size == AT
        to = f"equitycalc / {program}, {size:,} grants"
        add_ratio(table, f"time: {to}", ours.median / theirs.median, TIME if aimed else None)
        add_ratio(table, f"memory: {to}", ours.peak / theirs.peak, MEMORY if aimed else None)


def _add_growth(table: Table, series: dict[str, Series], sizes: tuple[int, ...]) -> None:
    startup = series.get(STARTUP)
    if startup is None:
        return
    for small, large in pairwise(sizes):
        few, many = series.get(_label("equitycalc", small)), series.get(_label("equitycalc", large))
        if few is None or many is None or few.median <= startup.median:
            continue
        ratio = (many.median - startup.median) / (few.median - startup.median)
        aimed = (small, large) == (FROM, AT)
        label = f"time above start-up: {large:,} / {small:,} grants"
        add_ratio(table, label, ratio, GROWTH if aimed else None)
