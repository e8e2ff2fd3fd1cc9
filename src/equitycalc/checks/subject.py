"""What a check looks at."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from equitycalc.terms import Ledger

# The lines of the document of a name, or in a text why there are none.
Texts = Callable[[str], Sequence[str] | str]


class Subject(NamedTuple):
    """A ledger that could be read, and the documents it cites where they are at hand."""

    ledger: Ledger
    documents: Texts | None = None
