"""How far long work has come, on a terminal's standard error.

Nothing is said of work that takes no longer than a second, nor where standard error is not a
terminal. The line is wiped when the work ends, also where Ctrl-C ends it.
"""

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from time import monotonic
from typing import TypeVar

T = TypeVar("T")

SILENT = 1.0  # seconds before the first word
EVERY = 0.2  # seconds between two
_WIPE = "\r\x1b[K"


@contextmanager
def progress(
    total: int, doing: str, among_output: bool = False
) -> Iterator[Callable[[Iterable[T]], Iterable[T]]]:
    """Gives a function that passes steps on and says now and then how many of ``total`` are done.

    ``doing`` names the steps, as in "points". Where the answer streams to the terminal itself, it
    is ``among_output``, and nothing is said.
    """
    stream = sys.stderr
    if among_output or stream is None or not stream.isatty():
        yield lambda steps: steps
        return
    began, said = monotonic(), False

    def told(steps: Iterable[T]) -> Iterator[T]:
        nonlocal said
        due, look = began + SILENT, 1
        for done, step in enumerate(steps):
            if done >= look:
                now = monotonic()
                # The clock is looked at some four times between two words, however quick a step is.
                look = done + 1 + int(done * EVERY / 4 / (now - began + EVERY))
                if now >= due:
                    part = f", {100 * done // total}%" if total else ""
                    due, said = now + EVERY, True  # before it is said: Ctrl-C may come between
                    with suppress(OSError):
                        stream.write(f"{_WIPE}{done:,} of {total:,} {doing}{part}")
                        stream.flush()
            yield step

    try:
        yield told
    finally:
        if said:
            with suppress(OSError):
                stream.write(_WIPE)
                stream.flush()
