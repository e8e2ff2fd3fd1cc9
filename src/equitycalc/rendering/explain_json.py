"""An explanation as JSON, ``equitycalc.explain/1``: one node a line, its inputs inside it."""

from collections.abc import Iterator

from equitycalc.explaining.tree import Node
from equitycalc.explanations import Explanation
from equitycalc.rendering.dilution_json import assumptions_json, blanks_json, dumps, head_json
from equitycalc.rendering.explain_text import Quoting, in_order, node_json
from equitycalc.rendering.values import Json, shares_json

FORMAT = "equitycalc.explain/1"


def json_lines(
    explained: Explanation, ledger: str, quoting: Quoting | None = None
) -> Iterator[str]:
    """The object, line by line; ``ledger`` names where it was read from."""
    found = explained.found
    yield "{"
    head = head_json(FORMAT, found, ledger) | {"what": explained.what, "basis": explained.basis}
    for key, value in head.items():
        yield f'"{key}": {dumps(value)},'
    lines = _nodes(explained.root, quoting)
    lines[0] = lines[0].removeprefix("{")  # the keys of the root are the answer's own
    lines[-1] = lines[-1].removesuffix("}") + ","
    yield from lines
    tail: Json = {
        "bases": {basis: shares_json(figure) for basis, figure in explained.bases},
        "assumptions": assumptions_json(found.assumptions),
        "blanks": blanks_json(found.blanks),
    }
    yield '"beside": ['
    for number, node in enumerate(explained.beside):
        *lines, last = _nodes(node, quoting)
        yield from lines
        yield last + ("," if number + 1 < len(explained.beside) else "")
    yield "],"
    for key, value in tail.items():
        yield f'"{key}": {dumps(value)},'
    yield f'"notes_on_all": {dumps(list(found.notes))}'
    yield "}"


def _nodes(root: Node, quoting: Quoting | None) -> list[str]:
    """The lines of a tree. Trees may be deep, so that no object is made of the whole."""
    lines: list[str] = []
    before = -1
    for depth, node in in_order(root):
        if lines:
            lines[-1] += "" if depth > before else "]}" * (before - depth + 1) + ","
        own = dumps(node_json(node, quoting)).removesuffix("}")
        lines.append(f'{own}, "inputs": [')
        before = depth
    lines[-1] += "]}" * (before + 1)
    return lines
