"""A curve as block characters, for a terminal."""

from collections.abc import Sequence
from fractions import Fraction

from equitycalc.quantities import whole_shares

_EIGHTHS = " ▁▂▃▄▅▆▇█"
_WIDEST = 60
DRAWN = f"{_EIGHTHS}│└─"  # what the terminal has to know


def block_curve(
    values: Sequence[Fraction | None], ends: tuple[str, str], scale: tuple[str, str], height: int
) -> tuple[str, ...]:
    """A bar for each value, from zero up to the largest; None leaves its place empty.

    ``ends`` stand beneath the first and the last bar, ``scale`` beside the top and the bottom.
    """
    wide = max(1, _WIDEST // len(values))
    bars = [bar for value in _eighths(values, height) for bar in [value] * wide]
    margin = max(map(len, scale))
    lines = []
    for row in range(height, 0, -1):
        label = scale[0] if row == height else scale[1] if row == 1 else ""
        filled = "".join(_EIGHTHS[max(0, min(8, bar - 8 * (row - 1)))] for bar in bars)
        lines.append(f"{label.rjust(margin)} │{filled.rstrip()}")
    lines.append(f"{' ' * margin} └{'─' * len(bars)}")
    first, last = ends
    lines.append(f"{' ' * margin}  {first}{last.rjust(len(bars) - len(first))}")
    return tuple(lines)


def sparkline(values: Sequence[Fraction | None], top: Fraction) -> str:
    """A curve one row high, its bars against ``top``."""
    wide = max(1, _WIDEST // 2 // len(values))
    return "".join(_EIGHTHS[bar] * wide for bar in _eighths(values, 1, top))


def _eighths(
    values: Sequence[Fraction | None], height: int, top: Fraction | None = None
) -> list[int]:
    """How many eighths of a row each bar is high; one that is not nothing is at least one."""
    known = [value for value in values if value is not None]
    top = max(known, default=Fraction(0)) if top is None else top
    found = []
    for value in values:
        share = Fraction(0) if value is None or top <= 0 else max(Fraction(0), value) / top
        bar = whole_shares(share * 8 * height, "nearest")
        found.append(max(bar, 1) if share else 0)
    return found
