"""Whoever is killed while writing leaves the old file or the new one, never a part of either.

Half of the kills come at any moment of the whole, as a clock tells it. The other half come at a
call of a function chosen by number, from the making of the temporary file on: there most would go
wrong, and a slow machine is then no other than a fast one.
"""

import os
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random
from unittest import mock

import pytest

from hostile import good
from running import in_process

TIMES = 200
OLD = "yesterday's answer\n" * 1000

Work = Callable[[], object]


def child(work: Work) -> int:
    """Do something in a process of its own, which has everything imported already."""
    started = os.fork()
    if not started:
        try:
            work()
        finally:
            os._exit(0)
    return started


def seconds_of(work: Work) -> float:
    begun = time.perf_counter()
    os.waitpid(child(work), 0)
    return time.perf_counter() - begun


def counting(work: Work, at: Callable[[int], object]) -> None:
    """Do something, and tell the number of each call and return once the temporary file is made."""
    make, calls = tempfile.mkstemp, 0

    def next_call(*_: object) -> None:
        nonlocal calls
        calls += 1
        at(calls)

    def made(*args: object, **kwargs: object) -> object:
        sys.setprofile(next_call)
        return make(*args, **kwargs)  # type: ignore[call-overload]

    with mock.patch("tempfile.mkstemp", made):
        work()
    sys.setprofile(None)


def calls_of(work: Work) -> int:
    """How many calls and returns there are from the making of the temporary file to the end."""
    theirs, ours = os.pipe()
    last = 0

    def at(number: int) -> None:
        nonlocal last
        last = number

    def counted() -> None:
        counting(work, at)
        os.write(ours, str(last).encode())

    os.waitpid(child(counted), 0)
    found = os.read(theirs, 20)
    os.close(theirs)
    os.close(ours)
    return int(found)


def killed_by_the_clock(work: Work, pause: float) -> int:
    process = child(work)
    time.sleep(pause)
    os.kill(process, signal.SIGKILL)
    return process


def killed_at_a_call(work: Work, call: int) -> int:
    def at(number: int) -> None:
        if number == call:
            os.kill(os.getpid(), signal.SIGKILL)

    return child(lambda: counting(work, at))


def killed(work: Work, file: Path, old: bytes, new: bytes, random: Random) -> Counter[str]:
    """What the file holds after each of the kills, and how often a part of the new one is beside
    it.
    """
    longest = max(seconds_of(work) for _ in range(3))
    file.write_bytes(old)
    calls = calls_of(work)
    found: Counter[str] = Counter()
    for number in range(TIMES):
        file.write_bytes(old)
        if number % 4 == 0:
            moment = f"call {(call := random.randint(1, calls))}"
            process = killed_at_a_call(work, call)
        elif number % 4 == 2:  # at the end, where the one takes the other's place
            moment = f"call {(call := calls - random.randrange(min(calls, 200)))}"
            process = killed_at_a_call(work, call)
        else:
            moment = f"{(pause := random.uniform(0, longest)):.4f} s"
            process = killed_by_the_clock(work, pause)
        _, status = os.waitpid(process, 0)
        assert os.waitstatus_to_exitcode(status) in (0, -signal.SIGKILL)
        held = file.read_bytes()
        assert held in (old, new), f"killed at {moment}, it holds {len(held)} bytes"
        found["old" if held == old else "new"] += 1
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
    assert min(found["old"], found["new"], found["left over"]) > 0


def test_a_ledger_that_is_formatted(large: Path, tmp_path: Path) -> None:
    ledger = tmp_path / "ledger.yaml"
    old = large.read_bytes().replace(b": ", b":   ")
    ledger.write_bytes(old)
    assert in_process("fmt", str(ledger)).status == 0
    new = ledger.read_bytes()
    assert new != old
    found = killed(lambda: in_process("fmt", str(ledger)), ledger, old, new, Random(2))
    assert min(found["old"], found["new"], found["left over"]) > 0
