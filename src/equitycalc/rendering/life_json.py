"""What has become of a grant, and of the issuer's own shares, as JSON."""

from datetime import date
from typing import TYPE_CHECKING, Any

from equitycalc.bounds import NO_CASH, NO_SHARES, Range
from equitycalc.engine import Life
from equitycalc.quantities import Money
from equitycalc.rendering.values import Json, money_json, shares_json, term_json
from equitycalc.scalars import parse_money
from equitycalc.written import terms_of

if TYPE_CHECKING:
    from equitycalc.engine.movements import Movement
    from equitycalc.engine.moves import Adjusted, Move


def life_json(life: Life) -> Json:
    """A life as an object: what is left of the grant, what came of it, and each event."""
    first, *others = (part.accrued for part in life.parts)
    changes = [
        *((move.event.date, move.number, _move(move)) for move in life.moves),
        *((each.event.date, each.number, _split(each)) for each in life.splits),
        *(
            (
                each.event.date,
                each.number,
                {
                    "kind": "amend",
                    "term": each.event.term,
                    "before": _term(each.before, life, each.event.term),
                    "after": _term(each.after, life, each.event.term),
                    "source": source_json(each.event),
                },
            )
            for each in life.amended
        ),
    ]
    changes.sort(key=lambda each: each[:2])
    return {
        "remaining": _number(life.left),
        "shares_issued": shares_json(sum((m.issued_now for m in life.moves), NO_SHARES)),
        "proceeds_received": money_json(sum((m.received for m in life.moves), NO_CASH)),
        "interest_accrued": money_json(sum(others, first)),
        "holders": [
            {"holder": part.holder, "remaining": _number(part.left)} for part in life.parts
        ],
        "events": [{"date": day.isoformat()} | change for day, _, change in changes],
    }


def movement_json(movement: "Movement") -> Json:
    """Shares issued outside the agreements, or bought back; as on their day, and now."""
    event: Any = movement.event
    return {
        "date": event.date.isoformat(),
        "kind": event.kind,
        "shares": event.shares,
        "shares_now": abs(movement.shares_now),
        "holder": movement.holder,
        "amount": _money(event.amount),
        "introduced_by": getattr(event, "introduced_by", None),
        "source": source_json(event),
    }


def registration_json(event: Any) -> Json:
    """A statement filed or effective, or a notice of one."""
    proposed = getattr(event, "proposed_filing", None)
    return {
        "date": event.date.isoformat(),
        "kind": event.kind,
        "form": event.form,
        "grants": list(getattr(event, "grants", ())),
        "proposed_filing": None if proposed is None else proposed.isoformat(),
        "source": source_json(event),
    }


def source_json(event: Any) -> Json:
    """Where an event stands."""
    return {"document": event.document, "lines": event.lines}


def unrounded(split: "Adjusted") -> Json:
    """The count before a split rounded it, where it did."""
    exact = split.by.exact_shares
    return {} if exact == split.by.adjusted_shares else {"exact": str(exact)}


def _move(move: "Move") -> Json:
    event: Any = move.event
    return {
        "kind": event.kind,
        "holder": move.holder,
        "to": event.to if event.kind == "transfer" else None,
        "under": getattr(event, "under", None),
        "taken": _number(move.taken),
        "remaining": _number(move.left),
        "shares_issued": shares_json(move.issued),
        "proceeds_received": money_json(move.received),
        "debt_extinguished": money_json(move.debt),
        "residue": _money(move.residue),
        "interest_paid": money_json(move.interest_paid),
        "source": source_json(event),
    }


def _split(split: "Adjusted") -> Json:
    by, event = split.by, split.event
    shares: Json | None = None
    if by.shares and not split.perhaps:
        shares = {"value": by.adjusted_shares, "bound": "exact"} | unrounded(split)
    return {
        "kind": "split",
        "holder": split.holder,
        "new": event.new,
        "old": event.old,
        "shares_before": int(by.shares) if by.shares else None,
        "shares": shares,
        "price_before": term_json(by.price),
        "price": None if split.perhaps else term_json(by.adjusted_price),
        "aggregate_before": _money(by.aggregate_before) if by.shares else None,
        "aggregate": _money(by.aggregate_after) if by.shares and not split.perhaps else None,
        "source": source_json(event),
    }


def _number(count: Range[Any]) -> Json | None:
    return shares_json(count) if isinstance(count.low, int) else money_json(count)


def _money(amount: Money | None) -> Json | None:
    return None if amount is None else money_json(Range(amount, amount))


def _term(value: object, life: Life, term: str) -> Json | None:
    """A term before or after an amendment; a day as its text."""
    how = terms_of(type(life.terms))[term]
    found = term_json(value, money=how.parse is parse_money)
    if found is not None and isinstance(found["value"], date):
        found["value"] = found["value"].isoformat()
    return found
