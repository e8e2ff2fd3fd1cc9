"""Whoever is killed while writing leaves the old file or the new one, never a part of either."""

import os
import signal
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from hostile import good
from running import in_process

TIMES = 200
OLD = "yesterday's answer\n" * 1000


def child(work: Callable[[], object]) -> int:
    """Do something in a process of its own, which has everything imported already."""
    started = os.fork()
    if not started:
        try:
            work()
        finally:
            os._exit(0)
    return started


def seconds_of(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    os.waitpid(child(work), 0)
    return time.perf_counter() - begun


def killed(
    work: Callable[[], object], file: Path, old: bytes, new: bytes, random: Random
) -> Counter[str]:
    """What the file holds after each of the kills, and whether a part of the new one is beside it.

    Half of them come at any moment, half at one near that of the latest that let it finish.
    """
    longest = max(seconds_of(work) for _ in range(3))
    first, last = 0.0, longest
    found: Counter[str] = Counter()
    for number in range(TIMES):
        file.write_bytes(old)
        span = (0.0, longest) if number % 2 else (first, last)
        pause = random.uniform(*span)
        process = child(work)
        time.sleep(pause)
        os.kill(process, signal.SIGKILL)
        _, status = os.waitpid(process, 0)
        assert os.waitstatus_to_exitcode(status) in (0, -signal.SIGKILL)
        held = file.read_bytes()
        assert held in (old, new), f"killed after {pause:.4f} s, it holds {len(held)} bytes"
        found["old" if held == old else "new"] += 1
        # The edge between the two, where the writing is, is where most would go wrong.
        edge = (
            (0.9 * first + 0.1 * pause, last) if held == old else (first, 0.9 * last + 0.1 * pause)
        )
        first, last = min(edge), max(edge)
        for left in file.parent.iterdir():
            if left.name.startswith(".equitycalc-"):
                found["left over"] += 1
                left.unlink()
        assert {left.name for left in file.parent.iterdir()} <= {file.name, "ledger.yaml"}
    return found


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    ledger = tmp_path_factory.mktemp("large") / "ledger.yaml"
    ledger.write_text(good(20_000), encoding="utf-8")
    return ledger


def test_an_answer(large: Path, tmp_path: Path) -> None:
    answer = tmp_path / "answer.json"
    asked = ("dilution", str(large), "--format", "json", "-o", str(answer))
    assert in_process(*asked).status == 0
    new = answer.read_bytes()
    assert len(new) > 50_000
    found = killed(lambda: in_process(*asked), answer, OLD.encode(), new, Random(1))
    assert found["old"] > TIMES // 10
    assert found["new"] > TIMES // 10


def test_a_ledger_that_is_formatted(large: Path, tmp_path: Path) -> None:
    ledger = tmp_path / "ledger.yaml"
    old = large.read_bytes().replace(b": ", b":   ")
    ledger.write_bytes(old)
    assert in_process("fmt", str(ledger)).status == 0
    new = ledger.read_bytes()
    assert new != old
    found = killed(lambda: in_process("fmt", str(ledger)), ledger, old, new, Random(2))
    assert found["old"] > TIMES // 10
    assert found["new"] > TIMES // 10
