"""The least a command line on typer, PyYAML and pydantic can cost: import them, validate one entry.

Whatever `equitycalc dilution` takes beyond this on a small ledger is its own doing.
"""

from dataclasses import dataclass

import typer  # noqa: F401  imported for what importing costs
import yaml  # noqa: F401
from pydantic import TypeAdapter


@dataclass(frozen=True, slots=True, kw_only=True)
class Warrant:
    """As small as an entry with more than one type can be."""

    id: str
    shares: int


print(TypeAdapter(Warrant).validate_python({"id": "rost-warrant-a", "shares": "2500000"}))
