"""Totals at many market prices, beside numpy on the same figures in the same process.

What numpy does in the obvious way, every price against every grant, is the target; what it does
when it sorts and looks up, as equitycalc does, is reported. `sweep_work.py` is what runs.
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from statistics import median
from typing import Any

from harness import Setting, environment
from report import Section, Table, add_ratio, ratios

GRANTS, PRICES = 100_000, 10_000
FASTER = 25.0
GROWTH = 2.2
ABOVE = 100  # MiB

NAMES = {
    "ours": f"equitycalc, {GRANTS:,} grants x {PRICES:,} prices",
    "twice the grants": f"equitycalc, {2 * GRANTS:,} grants x {PRICES:,} prices",
    "twice the prices": f"equitycalc, {GRANTS:,} grants x {2 * PRICES:,} prices",
    "broadcast": "numpy, broadcast, 100 prices at a time",
    "matrix": "numpy, product of matrices, 100 prices at a time (not exact)",
    "searchsorted": "numpy, sort + cumsum + searchsorted",
}


def _worked(setting: Setting) -> dict[str, Any] | None:
    work = Path(__file__).parent.resolve() / "sweep_work.py"
    setting.tell(f"sweep: {GRANTS:,} grants x {PRICES:,} prices, {setting.runs} runs")
    done = subprocess.run(
        [setting.programs.python, str(work), str(GRANTS), str(PRICES), str(setting.runs)],
        # One thread, so that processor time is time.
        env=environment() | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        setting.failures.append(f"sweep_work.py: {done.stderr.strip().splitlines()[-1]}")
        return None
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def measure(setting: Setting) -> Section:
    """How much faster than numpy, how it grows, and how much memory it takes."""
    told = _worked(setting)
    table = ratios()
    times = Table(("work", "median", "fastest", "slowest"))
    notes = []
    if told is not None:
        seconds: dict[str, list[float]] = told["seconds"]
        ours = median(seconds["ours"])
        for name in ("broadcast", "matrix", "searchsorted"):
            if name in seconds:
                aimed = FASTER if name == "broadcast" else None
                label = f"{NAMES[name].split(' (')[0]} / equitycalc"
                _add_at_least(table, f"time: {label}", median(seconds[name]) / ours, aimed)
        for name in ("twice the grants", "twice the prices"):
            add_ratio(table, f"time: {name} / once", median(seconds[name]) / ours, GROWTH)
        above = told["above"] / 2**20
        add_ratio(table, "memory above the loaded ledger, MiB", above, ABOVE)
        for name, runs in seconds.items():
            row = (NAMES[name], *(f"{each:.3f} s" for each in (median(runs), min(runs), max(runs))))
            times.rows.append(row)
        if "same" in told:
            same = (
                "the same to the last share" if told["same"] else "DIFFERENT: one of them is wrong"
            )
            notes.append(f"What equitycalc and numpy found: {same}.")
        else:
            notes.append("numpy is not installed beside equitycalc: not compared.")
    return Section("Sweep", [table, times], notes)


def _add_at_least(table: Table, label: str, measured: float, at_least: float | None) -> None:
    if at_least is None:
        table.rows.append((label, f"{measured:.2f}", "none", ""))
    else:
        result = "reached" if measured >= at_least else "falls short"
        table.rows.append((label, f"{measured:.2f}", f"at least {at_least:.2f}", result))
