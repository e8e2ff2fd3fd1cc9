"""An explanation as a page: a tree from the number down, and what else there is to say of it."""

from collections.abc import Iterator

from equitycalc.explaining.tree import Node, Source
from equitycalc.explanations import Explanation
from equitycalc.rendering.dilution_page import title_of
from equitycalc.rendering.explain_text import (
    Quoting,
    formula_text,
    in_order,
    source_text,
    value_text,
)
from equitycalc.rendering.page import Page, Twig
from equitycalc.rendering.values import shares_text


def explain_page(explained: Explanation, ledger: str, quoting: Quoting | None = None) -> Page:
    """Lay out an explanation; ``ledger`` names where it was read from, ``quoting`` gives the lines
    of a source.
    """
    found = explained.found
    price = found.market_price
    at = "" if price is None else f", at a market price of {price:f}"
    basis = explained.basis.replace("_", " ")
    quoted: set[Source] = set()
    tree = [
        twig
        for root in (explained.root, *explained.beside)
        for twig in _twigs(root, quoting, quoted)
    ]
    every = tuple(
        f"{each.replace('_', ' ')}: {shares_text(figure)} incremental shares"
        for each, figure in explained.bases
    )
    return Page(
        title_of(found.issuer),
        f"{explained.what} as of {found.as_of}, {basis}{at}",
        (),
        (
            ("On each basis", every if len(every) > 1 else ()),
            ("Rests on", (f"the ledger: {ledger}", *found.notes)),
        ),
        tuple(tree),
    )


def _twigs(root: Node, quoting: Quoting | None, quoted: set[Source]) -> Iterator[Twig]:
    """The lines of a tree; what a document says stands where it is cited first."""
    for depth, node in in_order(root):
        words = [value_text(node), formula_text(node)]
        lines: tuple[str, ...] = ()
        if node.source is not None:
            words.append(f"[{source_text(node.source)}]")
            if quoting is not None and node.source not in quoted:
                quoted.add(node.source)
                lines = quoting(node.source)
        yield Twig(depth, node.label, " ".join(filter(None, words)), node.notes, lines)
