"""What `bench_sweep.py` runs, in one process: the totals at many market prices, ours and numpy's.

    python benchmarks/sweep_work.py N P RUNS

Prints one JSON object: seconds of processor time of each run by name, bytes, and whether both found
the same. The ledger and its claims are there before the clock starts, and numpy's arrays too. Every
grant counts and has a price of its own, so that nearly each is a breakpoint.
"""

from __future__ import annotations

import gc
import json
import random
import resource
import sys
import time
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from equitycalc import dilution
from equitycalc.engine import Claim
from equitycalc.engine.curve import Curve, curve
from equitycalc.terms import (
    Agreement,
    ConvertibleDebenture,
    Grant,
    Issuer,
    Ledger,
    Outstanding,
    Warrant,
)
from equitycalc.written import BLANK, AtLeast

SEED = 20010116
TICK = 10_000  # ticks of a unit of money: prices have four decimals
HIGHEST = 1_000_000  # ticks
CHUNK = 100


def ledger_of(size: int) -> Ledger:
    """A ledger of so many grants that all count, each with a price of its own: nine rights to one
    debenture, and of a hundred grants two with a minimum and one whose price is blank.
    """
    rng = random.Random(SEED)
    grants: list[Grant] = []
    for number in range(size):
        price: Any = Decimal(rng.randrange(1, HIGHEST)).scaleb(-4)
        odd = rng.randrange(100)
        of: dict[str, Any] = {"id": f"g{number}", "holder": f"holder {number % 1000}"}
        price = BLANK if odd == 0 else price
        if number % 10 == 0:
            owed: Any = Decimal(rng.randrange(1, 10**8)).scaleb(-2)
            owed = AtLeast(owed) if odd in (1, 2) else owed
            grants.append(ConvertibleDebenture(**of, principal=owed, conversion_price=price))
        else:
            shares: Any = rng.randrange(1, 10**6)
            shares = AtLeast(shares) if odd in (1, 2) else shares
            grants.append(Warrant(**of, shares=shares, exercise_price=price))
    day = date(2026, 1, 1)
    return Ledger(
        issuer=Issuer(name="Example, Inc."),
        outstanding=(Outstanding(as_of=day, shares=10**10),),
        agreements=(Agreement(id="all", date=day, grants=tuple(grants)),),
    )


def prices_of(count: int) -> list[Decimal]:
    """As many market prices, evenly over those of the claims."""
    return [Decimal(1 + index * HIGHEST // count).scaleb(-4) for index in range(count)]


def ours(claims: Sequence[Claim], prices: Sequence[Decimal]) -> Curve:
    """Sorts, sums, and answers every price with the totals of all three bases."""
    found = curve(claims)
    for price in prices:
        found.bases(price)
    return found


class Arrays:
    """The claims with a price of their own as numpy has them: whole numbers, so that it is exact.

    What is summed is what ours answers with: shares, cash and debt, each at its low and its high
    end and with the number of its open parts.
    """

    def __init__(self, claims: Sequence[Claim], prices: Sequence[Decimal]) -> None:
        import numpy as np

        self.np = np
        priced = [each for each in claims if isinstance(each.price, Decimal) and not each.issued]
        self.own = np.array([int(each.price * TICK) for each in priced], dtype=np.int64)
        self.at = np.array([int(price * TICK) for price in prices], dtype=np.int64)
        columns = []
        for name, scale in (("shares", 1), ("cash", TICK), ("debt", TICK)):
            ranges = [getattr(each, name) for each in priced]
            for end in ("low", "high"):
                columns.append([int(getattr(each, end) * scale) for each in ranges])
            columns.append([each.open for each in ranges])
        self.columns = [np.array(column, dtype=np.int64) for column in columns]

    def broadcast(self) -> Any:
        """Every price against every claim, a hundred prices at a time."""
        np = self.np
        found = np.empty((len(self.columns), len(self.at)), dtype=np.int64)
        for first in range(0, len(self.at), CHUNK):
            used = self.own < self.at[first : first + CHUNK, None]
            for number, column in enumerate(self.columns):
                found[number, first : first + CHUNK] = (used * column).sum(axis=1)
        return found

    def matrix(self) -> Any:
        """The same, all columns in one product of matrices: floating point, and not exact."""
        np = self.np
        columns = np.stack(self.columns, axis=1).astype(np.float64)
        found = np.empty((len(self.at), len(self.columns)))
        for first in range(0, len(self.at), CHUNK):
            used = self.own < self.at[first : first + CHUNK, None]
            found[first : first + CHUNK] = used.astype(np.float64) @ columns
        return found

    def searchsorted(self) -> Any:
        """Sorted once, summed along, and each price looked up: what ours does, for whole numbers
        of 64 bits.
        """
        np = self.np
        order = np.argsort(self.own, kind="stable")
        place = np.searchsorted(self.own[order], self.at, side="left")
        sums = [np.concatenate(([0], np.cumsum(column[order]))) for column in self.columns]
        return np.stack([one[place] for one in sums])


def same(found: Curve, prices: list[Decimal], sums: Any) -> bool:
    """Whether numpy's sums are ours, to the last share and the last tick of money."""
    begin = found.used(0)
    for index, price in enumerate(prices):
        used = found.parts(price).used
        mine = []
        for name, scale in (("shares", 1), ("cash", TICK), ("debt", TICK)):
            whole, other = getattr(used, name), getattr(begin, name)
            mine += [int((getattr(whole, e) - getattr(other, e)) * scale) for e in ("low", "high")]
            mine.append(whole.open - other.open)
        if mine != [int(column[index]) for column in sums]:
            return False
    return True


def seconds(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def peak_now() -> int:
    """Bytes at the peak since `forget_peak`; of the whole process where it has none."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(each for each in status.read_text().splitlines() if each.startswith("VmHWM"))
        return int(line.split()[1]) * 1024
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def forget_peak() -> None:
    clear = Path("/proc/self/clear_refs")
    if clear.exists():
        clear.write_text("5")


def main() -> None:
    size, points, runs = map(int, sys.argv[1:4])
    gc.disable()  # as the command does
    claims, prices = dilution(ledger_of(size)).claims, prices_of(points)
    forget_peak()
    before = peak_now()
    found = ours(claims, prices)
    told: dict[str, Any] = {"above": peak_now() - before, "claims": len(claims)}
    del found
    twice = dilution(ledger_of(2 * size)).claims
    work: dict[str, Callable[[], object]] = {
        "ours": lambda: ours(claims, prices),
        "twice the grants": lambda: ours(twice, prices),
        "twice the prices": lambda: ours(claims, prices_of(2 * points)),
    }
    try:
        arrays = Arrays(claims, prices)
    except ImportError:
        pass
    else:
        work |= {
            "broadcast": arrays.broadcast,
            "matrix": arrays.matrix,
            "searchsorted": arrays.searchsorted,
        }
        told["same"] = same(curve(claims), prices, arrays.searchsorted())
        chunked = arrays.broadcast()
        told["same"] = told["same"] and bool((chunked == arrays.searchsorted()).all())
    told["seconds"] = {name: [] for name in work}
    for _ in range(runs):
        for name, one in work.items():
            told["seconds"][name].append(seconds(one))
    print(json.dumps(told))


if __name__ == "__main__":
    main()
