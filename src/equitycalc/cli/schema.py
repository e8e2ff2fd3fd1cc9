"""``equitycalc schema``: the JSON Schemas of what is read and of what is written."""

import json
from pathlib import Path
from typing import Annotated

import typer

import equitycalc
from equitycalc.cli import output
from equitycalc.cli.flow import stopping
from equitycalc.cli.options import Output
from equitycalc.problems import Problem, QuestionErrors, did_you_mean, quoted

EXAMPLES = """\b
Examples:
  equitycalc schema
  equitycalc schema ledger -o ledger.schema.json
  equitycalc schema dilution
"""

_FOLDER = Path(equitycalc.__file__).parent / "schemas"
_ENDING = ".schema.json"


def complete_schema(incomplete: str) -> list[str]:
    """The schemas there are."""
    return [name for name in _names() if name.startswith(incomplete)]


def schema(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="NAME",
            autocompletion=complete_schema,
            help="What the schema is of. Without one: what there is, a line each.",
            show_default=False,
        ),
    ] = None,
    to: Output = None,
) -> None:
    """Print a JSON Schema (draft 7): of a ledger or another file that is read, or of the JSON that
    a command writes.

    An editor that knows the schema of a ledger completes its keys, says what each means, and marks
    what is wrong while it is typed.
    """
    output.refuse_to_overwrite(to, _FOLDER)
    with stopping({"NAME": name}):
        lines = _listed() if name is None else _text(name).splitlines()
    output.write(lines, to)


def _names() -> list[str]:
    return sorted(path.name.removesuffix(_ENDING) for path in _FOLDER.glob(f"*{_ENDING}"))


def _text(name: str) -> str:
    """The text of a schema, or ``QuestionErrors``."""
    if name in _names():
        return (_FOLDER / f"{name}{_ENDING}").read_text(encoding="utf-8")
    said = f"there is no schema {quoted(name)}"
    help = did_you_mean(name, _names()) or "one of " + ", ".join(_names())
    raise QuestionErrors([Problem(name="unknown-schema", message=said, path=("NAME",), help=help)])


def _listed() -> list[str]:
    """A line for each schema: those of what is read, which bear no title, before the others."""
    known = {name: json.loads(_text(name)) for name in _names()}
    width = max(map(len, known))
    in_order = sorted(known, key=lambda name: "title" in known[name])
    return [f"{name:<{width}}  {_first_sentence(known[name])}" for name in in_order]


def _first_sentence(of: dict[str, str]) -> str:
    return of["description"].partition(". ")[0].rstrip(".")
