"""An explanation as CSV: one row a node, in reading order, with its depth."""

from collections.abc import Iterator

from equitycalc.explanations import Explanation
from equitycalc.rendering.dilution_csv import line, number
from equitycalc.rendering.explain_text import in_order, node_json


def csv_lines(explained: Explanation) -> Iterator[str]:
    """A header, then the tree, and after it what stands beside it, from depth 0 again."""
    yield line(
        [
            *("depth", "label", "value", "bound", "at_most", "unit"),
            *("formula", "figures", "document", "lines", "says", "notes"),
        ]
    )
    for root in (explained.root, *explained.beside):
        for depth, node in in_order(root):
            found = node_json(node, None)
            source = found["source"] or {}
            yield line(
                [
                    depth,
                    found["label"],
                    *number(found["value"]),
                    *(found[key] for key in ("unit", "formula", "figures")),
                    *(source.get(key) for key in ("document", "lines", "says")),
                    "; ".join(found["notes"]),
                ]
            )
