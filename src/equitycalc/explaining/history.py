"""What events and splits have made of a term: one step after another, from what was written.

Where a grant is in several hands, no single line of steps leads to what one of them has: then what
happened is told, and no formula given.
"""

from collections.abc import Iterator
from typing import Any

from equitycalc.bounds import Range
from equitycalc.engine import Part, Position
from equitycalc.engine.formulas import Ends, Exercise, NetExercise
from equitycalc.explaining.tree import MOST, Node, Source, Unit, worked
from equitycalc.explaining.written import term_node, written_node
from equitycalc.quantities import two_places
from equitycalc.written import Blank, value_of

_DONE = {
    "exercise": "exercised",
    "convert": "converted",
    "cancel": "cancelled",
    "forfeit": "forfeited",
    "repay": "repaid",
    "pay": "paid",
    "transfer": "transferred",
    "sold": "sold",
}
_AMENDED = "amended"


def event_source(event: Any) -> Source | None:
    """Where an event stands."""
    if event.document is None and event.lines is None:
        return Source(says="an event of the ledger")
    return Source(event.document, event.lines)


def left_node(position: Position, part: Part | None, term: str) -> Node:
    """What one holder has left of a grant: of its shares, or of the money of a debt or a fee."""
    written = term_node(position, term)
    life = position.life
    if part is None or life is None or not (life.moves or life.splits or life.amended):
        return written
    found = written
    if _one_line(position, term):
        for step in _in_order((*life.moves, *life.splits)):
            found = _after(found, step, term)
        if found.value == part.left:
            return found
    changes = (
        *(move for move in life.moves if move.taken.top != 0),
        *(life.splits if term == "shares" else ()),
        *(each for each in life.amended if each.event.term == term),
    )
    told = tuple(_told(step, written, position) for step in _in_order(changes)[:MOST])
    notes: tuple[str, ...] = (f"what is left of it to {part.holder}",)
    if len(changes) > MOST:
        notes = (*notes, f"after {len(changes):,} events, of which the first are shown")
    return Node(term, part.left, written.unit, inputs=(written, *told), notes=notes)


def price_node(position: Position, term: str) -> Node:
    """A price in force: as it was written, and what splits and amendments made of it."""
    found = term_node(position, term)
    life = position.life
    in_force = getattr(position.terms, term)
    if life is None or value_of(in_force) == value_of(getattr(position.grant, term)):
        return term_node(position, term, position.terms)
    seen: set[int] = set()
    for step in _in_order((*life.splits, *life.amended)):
        if step.number in seen:
            continue
        if hasattr(step, "by"):
            seen.add(step.number)
            leaves = {"price": found, **_of_split(step)}
            found = worked(Ends(step.by, step.by), "adjusted_price", leaves, label=term)
            found = _price(found, step.by.adjusted_price)
        elif step.event.term == term:
            found = written_node(position, term, step.after, event_source(step.event))
            found = found.named(term, f"{_AMENDED} {step.event.date}")
    if found.value == value_of(in_force) or found.value == in_force:
        return found
    node = written_node(position, term, in_force, None)
    if isinstance(in_force, Blank):  # it is the day that can be supplied
        node = node._replace(notes=("granted_on is blank, so that a split may have adjusted it",))
    return node._replace(inputs=(term_node(position, term),))


def _price(node: Node, price: Any) -> Node:
    """A price is one number, and its fields too."""
    inputs = tuple(
        each._replace(label="price") if each.label == "price" else each for each in node.inputs
    )
    return node._replace(value=price, inputs=inputs)


def _one_line(position: Position, term: str) -> bool:
    life = position.life
    assert life is not None, "something happened"
    passed_on = any(move.event.kind in ("transfer", "sold") for move in life.moves)
    amended = any(each.event.term == term for each in life.amended)
    scaled_back = getattr(position.grant, "stated_after_split", False)
    many = len(life.moves) + len(life.splits) > MOST
    return not (passed_on or amended or scaled_back or many or len(life.parts) > 1)


def _in_order(steps: tuple[Any, ...]) -> list[Any]:
    return sorted(steps, key=lambda each: (each.event.date, each.number))


def _after(before: Node, step: Any, term: str) -> Node:
    """What a term counts after one move or split."""
    if not hasattr(step, "taken"):
        if term != "shares":
            return before
        ends = Ends(
            step.by._replace(shares=before.value.low), step.by._replace(shares=before.value.high)
        )
        leaves = {"shares": before, **_of_split(step)}
        return worked(ends, "adjusted_shares", leaves, label=term).named(
            term, f"split {step.event.new}:{step.event.old} on {step.event.date}"
        )
    if step.taken.top == 0:
        return before
    done = _DONE[step.event.kind]
    taken = _told(step, before, None)
    formula = f"{term} - {done}"
    if before.value.open:  # what is at least so much may be more than was taken
        formula = f"max(0, {formula})"
    return Node(term, step.left, before.unit, formula, inputs=(before, taken))


def _of_split(step: Any) -> dict[str, Node]:
    source = event_source(step.event)
    counts = {"new": step.event.new, "old": step.event.old}
    return {name: Node(name, count, "number", source=source) for name, count in counts.items()}


def _told(step: Any, written: Node, position: Position | None) -> Node:
    """One event: what it took, or made of a term."""
    event, source = step.event, event_source(step.event)
    if hasattr(step, "taken"):
        label = _DONE[event.kind]
        notes = (f"{event.kind} of {event.date}",)
        if event.kind == "transfer":
            notes = (f"transfer of {event.date} to {event.to}",)
        return Node(label, step.taken, written.unit, source=source, notes=notes)
    if hasattr(step, "by"):
        said = f"split {event.new}:{event.old} on {event.date}, what {step.holder} had"
        said += ", if it was granted before" if step.perhaps else ""
        shares = step.by.adjusted_shares
        return Node("adjusted", Range(shares, shares), "shares", source=source, notes=(said,))
    assert position is not None, "amendments are told of a grant"
    made = written_node(position, event.term, step.after, source)
    return made.named(event.term, f"{_AMENDED} {event.date}")


def moves_of(position: Position) -> Iterator[Node]:
    """What happened to a grant, event by event, and what came of each."""
    life = position.life
    for move in () if life is None else life.moves:
        event = move.event
        unit: Unit = "shares" if isinstance(move.taken.low, int) else "money"
        came: list[Node] = []
        if move.issued.top != 0:
            came.append(issued_node(move, position))
        if move.received.top != 0:
            came.append(Node("proceeds", move.received, "money"))
        if move.interest_paid.top != 0:
            paid = Node("interest_paid", move.interest_paid, "money")
            came.append(paid.named("interest_paid", "taken as paid in cash"))
        yield Node(
            _DONE[event.kind],
            move.taken,
            unit,
            source=event_source(event),
            inputs=tuple(came),
            notes=(f"{event.kind} of {event.date}", f"by {move.holder}") if move.holder else (),
        )


def issued_node(move: Any, position: Position) -> Node:
    """The shares that one use of a grant issued, in shares of its day."""
    source = event_source(move.event)
    said = f"{move.event.kind} of {move.event.date}"
    if move.by is None:
        return Node("issued", move.issued, "shares", source=source, notes=(said,))
    taken = Node("shares", move.taken, "shares", notes=("as many as were exercised",))
    leaves = {"shares": taken, "amount": _converted(move)}
    for term in ("exercise_price", "conversion_price"):
        price = getattr(move.by.low, term, None)
        if price is not None and value_of(getattr(position.grant, term)) == price:
            leaves[term] = term_node(position, term)
        elif price is not None:
            leaves[term] = Node(term, price, "price", notes=("the price in force that day",))
    if isinstance(move.by.low, Exercise):
        return Node("issued", move.issued, "shares", "shares", source, (leaves["shares"],), (said,))
    net = isinstance(move.by.low, NetExercise)
    made = worked(move.by, "shares_issued" if net else "shares", leaves, label="issued")
    notes = (said, *made.notes)
    if move.residue:
        notes = (*notes, f"residue {two_places(move.residue):,f}: it buys no whole share")
    return made._replace(source=source, notes=notes)


def _converted(move: Any) -> Node:
    """The debt that one conversion ended."""
    if move.debt == move.taken:
        return Node("amount", move.debt, "money", notes=("principal",))
    principal = Node("principal", move.taken, "money")
    said = "the principal, and interest with it"
    return Node("amount", move.debt, "money", inputs=(principal,), notes=(said,))
