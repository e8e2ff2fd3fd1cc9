"""Writes the schemas of what is read, from the terms: ``python -m equitycalc.schemas.make``."""

import json
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any

from equitycalc.engine.cutback import Want
from equitycalc.scenarios import Scenario
from equitycalc.schemas.entries import Definitions
from equitycalc.schemas.files import Files
from equitycalc.schemas.values import Schema, described, list_of
from equitycalc.terms import Ledger

FOLDER = Path(__file__).parent
_WIDTH = 120


def ledger() -> Schema:
    """The schema of a ledger."""
    files = Files()
    empty = {"properties": {"agreements": {"maxItems": 0}}, "required": ["agreements"]}
    dated = {"if": empty, "then": {"required": ["as_of"]}}
    return _file(files.mapping(Ledger) | dated, files)


def scenarios() -> Schema:
    """The schema of a file of scenarios."""
    files = Files()
    listed = list_of(files.entry(Scenario))
    of_all = {
        "description": "A file of scenarios: questions about a ledger with something else in it.",
        "type": "object",
        "properties": {
            "scenarios": described("The scenarios, in the order in which they are shown.", listed)
        },
        "required": ["scenarios"],
        "additionalProperties": False,
    }
    return _file(of_all, files)


def wants() -> Schema:
    """The schema of a file of sellers."""
    files = Files()
    said = "A file of sellers, for `--wants-file`: who wants to sell in an underwritten offering."
    return _file(described(said, list_of(files.entry(Want))), files)


MADE: dict[str, Callable[[], Schema]] = {"ledger": ledger, "scenarios": scenarios, "wants": wants}


def text_of(name: str) -> str:
    """The text of the schema of that name."""
    return _text(MADE[name](), 0) + "\n"


def _file(of_all: Schema, definitions: Definitions) -> Schema:
    head = {"$schema": "http://json-schema.org/draft-07/schema#"}  # a title would head every hint
    return head | of_all | {"definitions": dict(sorted(definitions.made.items()))}


def _text(part: Any, indent: int) -> str:
    """JSON, with on one line whatever has room there."""
    line = json.dumps(part, ensure_ascii=False)
    if len(line) + indent <= _WIDTH or not isinstance(part, dict | list):
        return line
    inner = indent + 2
    if isinstance(part, dict):
        parts = [f"{json.dumps(key)}: {_text(each, inner)}" for key, each in part.items()]
    elif all(isinstance(each, str) and " " not in each for each in part):
        parts = textwrap.wrap(line[1:-1], _WIDTH - inner)
        return "[\n" + "\n".join(" " * inner + each for each in parts) + f"\n{' ' * indent}]"
    else:
        parts = [_text(each, inner) for each in part]
    opens, closes = "{}" if isinstance(part, dict) else "[]"
    lines = ",\n".join(" " * inner + each for each in parts)
    return f"{opens}\n{lines}\n{' ' * indent}{closes}"


if __name__ == "__main__":
    for name in MADE:
        (FOLDER / f"{name}.schema.json").write_text(text_of(name), encoding="utf-8")
