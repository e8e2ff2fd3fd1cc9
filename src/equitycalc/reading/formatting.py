"""A ledger's text in the form of the house: spacing, digits, quotes, and the order of keys.

Spans of the text are moved, and no tree is written out: entries keep their order, every comment
stays with what it belongs to, and what cannot be moved safely stays as it is. A comment above a key
belongs to that key; one behind a value to its line; one indented as an entry is, and after it, to
its end; the first lines of a file to the file.
"""

import re
from typing import Any

from equitycalc.collected import Collected
from equitycalc.problems import Problem
from equitycalc.reading.documents import Kind, document
from equitycalc.reading.layout import Layout
from equitycalc.reading.shapes import LEDGER, SCENARIOS, SELLERS, Held
from equitycalc.reading.spans import BREAKS
from equitycalc.reading.unchanged import same_letters, same_tree
from equitycalc.reading.yaml_events import events
from equitycalc.reading.yaml_tree import tree

_KIND = Kind("file", "issuer:")
# Parsers skip this mark where a line begins, which then is not as far in as it seems.
_INNER_MARK = re.compile("^\ufeff", re.MULTILINE)
_LEDGER_KEYS = frozenset(("issuer", "outstanding", "agreements"))


def formatted(data: bytes, file: str) -> bytes:
    """The text of a ledger, or of a file of scenarios or sellers, in the form of the house;
    ``LedgerErrors`` where it cannot be read as YAML.

    What its entries say is not looked at: a ledger with other mistakes is formatted too.
    """

    def build(plain: Any, problems: Collected) -> bytes | None:
        return _formatted(data, file, plain, problems)

    return document(data, file, _KIND, build)


def _formatted(data: bytes, file: str, plain: Any, problems: Collected) -> bytes | None:
    if problems:
        return None
    name = _name(plain)
    if name is None:
        said = "this is no ledger, nor a file of scenarios or of sellers"
        help = "a ledger has issuer: and agreements:, a file of scenarios begins with scenarios:"
        problems.append(Problem(name="not-a-ledger", message=said, help=help))
        return None
    text = BREAKS.sub("\n", data.decode("utf-8"))
    if _INNER_MARK.search(text):
        return data
    before = text.encode("utf-8")
    result = Layout(text, events(before)).document(Held(name, plain)).encode("utf-8")
    if result != before:
        wrong = Collected()
        after = tree(result, wrong)
        # Nothing is known that leads here. If something does, the ledger must not suffer.
        if wrong or not same_tree(plain, after) or not same_letters(before, result):
            raise RuntimeError(f"{file} would not say the same, and was left as it is")
    return result


def _name(plain: Any) -> str | None:
    """What the outermost entry goes by, told by its keys."""
    if isinstance(plain, dict):
        if "scenarios" in plain:
            return SCENARIOS
        return None if _LEDGER_KEYS.isdisjoint(plain) else LEDGER
    first = plain[0] if isinstance(plain, list) and plain else None
    return SELLERS if isinstance(first, dict) and "class" in first else None
