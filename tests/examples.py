"""How many examples a property draws: a few on every run, and many where time is no matter."""

import os

MANY = int(os.environ.get("EXAMPLES", "1"))


def examples(usual: int) -> int:
    """So many, or ``EXAMPLES`` times as many, as ``make thorough`` asks for."""
    return usual * MANY
