"""The figures of a total, and what a holder owns of it, down to what each grant adds."""

from collections.abc import Callable, Iterable, Iterator
from heapq import nlargest
from operator import attrgetter
from typing import Any

from equitycalc.bounds import NO_SHARES, Range, exactly
from equitycalc.engine import (
    ALL_OTHER_HOLDERS,
    Basis,
    Claim,
    Dilution,
    Holding,
    Position,
    Total,
    bases,
    parts_of,
)
from equitycalc.engine.formulas import WRITTEN, Ends, TreasuryStock
from equitycalc.engine.movements import Movement
from equitycalc.explaining.grants import grant_node, why
from equitycalc.explaining.history import event_source
from equitycalc.explaining.tree import MOST, SUM, Node, Source, Unit, worked
from equitycalc.explaining.written import clause, market_price_node
from equitycalc.measures import UNITS, Measure
from equitycalc.quantities import Money
from equitycalc.terms import Shares

# What of a claim a figure counts, where it is not its shares.
_COUNTED = {
    "proceeds": "cash",
    "assumed_proceeds": "cash",
    "repurchased_shares": "cash",
    "debt_extinguished": "debt",
}
COUNTED_TWICE = "a right used before it and not recorded would be counted twice"
NO_STATEMENT = "no statement of shares outstanding is dated on or before the date"

# What a figure of a total is made of, by the names of its inputs.
_FORMULAS = {
    "shares": ("outstanding + incremental_shares", ("outstanding", "incremental_shares")),
    "incremental_shares": ("issued_since + rights", ("issued_since", "rights")),
    "dilution": (
        "incremental_shares / (outstanding + incremental_shares)",
        ("incremental_shares", "outstanding"),
    ),
    "overhang": ("rights / outstanding", ("rights", "outstanding")),
    "repurchased_shares": (
        WRITTEN[TreasuryStock]["repurchased_shares"],
        ("assumed_proceeds", "market_price"),
    ),
}


def total_node(found: Dilution, measure: Measure, all_rows: bool) -> Node:
    """One figure of a total, or of a holder."""
    if measure.holder is not None:
        return _ownership(found, measure, all_rows)
    return _figure(found, measure.name, measure.basis, all_rows)


def _figure(found: Dilution, name: str, basis: Basis, all_rows: bool) -> Node:
    if name == "outstanding":
        return outstanding_node(found)
    if name == "market_price":
        return market_price_node(found.market_price)
    value = Measure(name, basis).of(found)
    if name in _FORMULAS:
        formula, names = _FORMULAS[name]
        inputs = tuple(_figure(found, each, basis, all_rows) for each in names)
        notes = () if value is not None else (NO_STATEMENT,)
        return Node(name, value, UNITS[name], formula, None, inputs, notes)
    rows = tuple(_rows(found, found.claims, name, basis, all_rows, found.positions))
    return _sum(name, value, UNITS[name], rows)


def _sum(name: str, value: Any, unit: Unit, rows: tuple[Node, ...]) -> Node:
    """The sum of what each grant adds; also of one alone, so that its name is seen."""
    if not rows:
        return Node(name, value, unit, notes=("no grant adds to it",))
    return Node(name, value, unit, SUM, None, rows)


def outstanding_node(found: Dilution) -> Node:
    """The shares outstanding: the statement used, its age, and what splits made of it."""
    stated = found.outstanding
    if stated is None:
        return Node("outstanding", None, "shares", notes=(NO_STATEMENT,))
    source = Source(says=stated.source) if stated.source else None
    days = f"{found.age_days:,} day{'' if found.age_days == 1 else 's'} old"
    said = (f"stated on {stated.as_of}, {days}", COUNTED_TWICE)
    before = stated.shares if found.stated is None else found.stated.statement.shares
    node = Node("outstanding", exactly(before), "shares", source=source, notes=said)
    for step in () if found.stated is None else found.stated.steps:
        leaves = {
            "shares": node.named("shares"),
            "new": Node("new", step.new, "number"),
            "old": Node("old", step.old, "number"),
        }
        made = worked(Ends(step, step), "adjusted_shares", leaves, label="outstanding")
        node = made.named("outstanding", f"split {step.new}:{step.old}")
    return node


def _rows(
    found: Dilution,
    claims: Iterable[Claim],
    name: str,
    basis: Basis,
    all_rows: bool,
    positions: Iterable[Position],
) -> Iterator[Node]:
    """What each grant adds, in the order of the ledger; of many the largest, and the rest."""
    by_grant: dict[str, list[Claim]] = {each.grant.id: [] for each in positions}
    own: list[Claim] = []
    for claim in claims:
        if claim.position is None:
            own.append(claim)
        elif name not in ("issued_since", "rights") or claim.issued is (name == "issued_since"):
            by_grant[claim.position.grant.id].append(claim)
    shown = [each for each in positions if _belongs(each, by_grant[each.grant.id], name)]
    rest: list[Position] = []
    if not all_rows and len(shown) > MOST:
        size = _size(found, by_grant, name, basis)
        largest = {each.grant.id for each in nlargest(MOST, shown, key=size)}
        rest = [each for each in shown if each.grant.id not in largest]
        shown = [each for each in shown if each.grant.id in largest]
    for position in shown:
        yield grant_node(found, position, name, basis, tuple(by_grant[position.grant.id]))
    if rest:
        others = [claim for each in rest for claim in by_grant[each.grant.id]]
        figures: Any = bases(parts_of(others, found.market_price), found.market_price)[basis]
        said = "--all-rows shows them"
        label = f"{len(rest):,} others"
        yield Node(label, getattr(figures, name), UNITS[name], notes=(said,))
    if own and name in ("issued_since", "incremental_shares"):
        yield from (_moved(each) for each in _since(found))


def _belongs(position: Position, own: list[Claim], name: str) -> bool:
    """Whether a grant is listed with a figure: those that count for nothing once, where they
    would.
    """
    if own:
        return True
    if name == "issued_since":
        return isinstance(position.grant, Shares)
    return name == "rights" and not isinstance(position.grant, Shares)


def _size(
    found: Dilution, by_grant: dict[str, list[Claim]], name: str, basis: Basis
) -> Callable[[Position], Any]:
    """How much a grant has of what a figure counts: what is open is more than any number."""
    market = None if basis == "fully_diluted" else found.market_price
    counted = attrgetter(_COUNTED.get(name, "shares"))

    def size(position: Position) -> tuple[int, int]:
        opened = count = 0
        for claim in by_grant[position.grant.id]:
            if market is not None and isinstance(claim.price, Money) and claim.price >= market:
                continue
            figure: Range[Any] = counted(claim)
            opened += figure.open
            count += abs(int(figure.high))
        return min(opened, 1), count

    return size


def _since(found: Dilution) -> list[Movement]:
    """What was issued and bought back outside the agreements after the statement."""
    stated = found.outstanding
    return [each for each in found.movements if stated is None or each.event.date > stated.as_of]


def _moved(movement: Movement) -> Node:
    event = movement.event
    said = [f"{event.kind} of {event.date}, outside the agreements"]
    if movement.holder:
        said.append(f"to {movement.holder}")
    if abs(movement.shares_now) != event.shares:
        said.append(f"{event.shares:,} of its day, before splits")
    value: Range[int] = exactly(movement.shares_now)
    return Node(event.kind, value, "shares", source=event_source(event), notes=tuple(said))


def _ownership(found: Dilution, measure: Measure, all_rows: bool) -> Node:
    """What a holder has of all shares: own / (own + others)."""
    value, basis = measure.of(found), measure.basis
    label = f"ownership({measure.holder})"
    total = found.totals[basis]
    assert total is not None, "the basis has its market price"
    held: Range[int] = NO_SHARES
    figures: Any = bases(parts_of([], found.market_price), found.market_price)[basis]
    for group in found.by("holder"):
        if group.key == measure.holder:
            held, figures = group.held, group.bases[basis]
    owned = total.owned(figures, held)
    if owned is None:
        lacks = NO_STATEMENT
        if total.outstanding is not None:
            lacks = "the ledger issued more shares than the statement says there are"
        return Node(label, value, "ratio", notes=(lacks,))
    own = Node(
        "own",
        owned.own,
        "shares",
        "held + incremental_shares",
        None,
        (
            _held(found, measure.holder, owned.held, all_rows),
            _incremental(found, measure.holder, owned.incremental_shares, basis, all_rows),
        ),
    )
    others = Node(
        "others",
        owned.others,
        "shares",
        "held_by_others + incremental_of_others",
        None,
        (
            Node("held_by_others", owned.held_by_others, "shares"),
            Node("incremental_of_others", owned.incremental_of_others, "shares"),
        ),
        (f"of {_count(total)} shares in all",),
    )
    said = "presumes that shares the ledger issued to a holder are still held"
    return Node(label, value, "ratio", "own / (own + others)", None, (own, others), (said,))


def _count(total: Total[Any]) -> str:
    shares = total.shares
    assert shares is not None, "shares are stated"
    return f"{'at least ' if shares.bound != 'exact' else ''}{int(shares.low):,}"


def _held(found: Dilution, holder: str | None, value: Range[int], all_rows: bool) -> Node:
    """What of the shares outstanding the ledger issued to a holder."""
    if holder == ALL_OTHER_HOLDERS:
        said = "what no other holder of the ledger is known to have"
        return Node("held", value, "shares", notes=(said,))
    mine = [each for each in found.holdings if each.holder == holder]
    rows = [_holding(each) for each in mine]
    if not all_rows and len(rows) > MOST:
        rest = sum((each.shares for each in mine[MOST:]), NO_SHARES)
        rows = rows[:MOST]
        label = f"{len(mine) - MOST:,} others"
        rows.append(Node(label, rest, "shares", notes=("--all-rows shows them",)))
    if sum((each.shares for each in mine), NO_SHARES) == value:
        return _sum("held", value, "shares", tuple(rows))
    said = "no more than are outstanding"
    return Node("held", value, "shares", inputs=tuple(rows), notes=(said,))


def _holding(holding: Holding) -> Node:
    position = holding.position
    if position is None:
        said = "issued outside the agreements"
        return Node("issue", holding.shares, "shares", notes=(said,))
    return Node(
        position.grant.id, holding.shares, "shares", None, clause(position), (), why(position)
    )


def _incremental(
    found: Dilution, holder: str | None, value: Range[Any], basis: Basis, all_rows: bool
) -> Node:
    """A holder's shares beside those outstanding, grant by grant."""
    mine = [
        claim
        for claim in found.claims
        if (claim.holder or (ALL_OTHER_HOLDERS if claim.position is None else None)) == holder
    ]
    name = "incremental_shares"
    having = dict.fromkeys(claim.position.grant.id for claim in mine if claim.position is not None)
    positions = [each for each in found.positions if each.grant.id in having]
    of_grants = [claim for claim in mine if claim.position is not None]
    rows = list(_rows(found, of_grants, name, basis, all_rows, positions))
    rows += [_moved(each) for each in _since(found) if (each.holder or ALL_OTHER_HOLDERS) == holder]
    return _sum(name, value, "shares", tuple(rows))
