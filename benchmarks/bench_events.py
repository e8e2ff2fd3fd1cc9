"""`equitycalc dilution` on a ledger whose grants have events, beside the same ledger without.

A tenth of the grants have events; then, with no target, the shares are split as well, which makes
nearly every grant one to which something happened.
"""

from __future__ import annotations

from bench_size import AT, DILUTION
from generate import write_file
from harness import Command, Setting, run_in_turn
from report import Section, add_ratio, figures, ratios

TO_WITHOUT = 1.30

# What happens in the ledger: events, a split; and the target of it.
WITHOUT = "no events"
LEDGERS = {
    WITHOUT: (False, False, None),
    "events on a tenth": (True, False, TO_WITHOUT),
    "events on a tenth, and a split": (True, True, None),
}


def _label(happened: str, size: int) -> str:
    return f"{size:,} grants, {happened}"


def commands(setting: Setting) -> list[Command]:
    """All sizes together; the files are written on the way."""
    program = setting.programs.equitycalc
    if program is None:
        return []
    found = []
    for size in setting.sizes:
        for happened, (events, split, _) in LEDGERS.items():
            label = _label(happened, size)
            setting.tell(f"writing {label}")
            file = write_file(
                setting.folder, "yaml", size, setting.seed, with_events=events, with_split=split
            )
            found.append(Command(label, (program, DILUTION[0], str(file), *DILUTION[1:])))
    return found


def measure(setting: Setting) -> Section:
    """Ratios to the ledger without events at each size, and what each run took."""
    series = run_in_turn(setting, commands(setting), setting.runs)
    table = ratios()
    for size in setting.sizes:
        without = series.get(_label(WITHOUT, size))
        for happened, (_, _, target) in LEDGERS.items():
            one = series.get(_label(happened, size))
            if one is None or without is None or one is without:
                continue
            to = f"{_label(happened, size)} / none"
            aimed = target if size == AT else None
            add_ratio(table, f"time: {to}", one.median / without.median, aimed)
            add_ratio(table, f"memory: {to}", one.peak / without.peak)
    return Section("Events", [table, figures(series)])
