"""An answer as JSON, ``equitycalc.dilution/1``: a contract; keys are only ever added.

One grant a line, so that large answers stream and diffs read well.
"""

import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from equitycalc.bounds import exactly
from equitycalc.engine import (
    BASES,
    AssumedTerm,
    Bases,
    Dilution,
    Figures,
    Group,
    GroupKey,
    OpenTerm,
    Row,
    Total,
)
from equitycalc.rendering.life_json import (
    life_json,
    movement_json,
    registration_json,
    source_json,
    unrounded,
)
from equitycalc.rendering.rests_on import supply_text
from equitycalc.rendering.values import (
    Json,
    date_json,
    money_json,
    plain,
    ratio_json,
    shares_json,
    term_json,
)
from equitycalc.scalars import parse_date, parse_money
from equitycalc.terms import KINDS
from equitycalc.written import terms_of

if TYPE_CHECKING:
    from equitycalc.engine.movements import Stated

FORMAT = "equitycalc.dilution/1"

# The terms of all kinds; days stand as plain dates beside them.
_HOW = {term: how for kind in KINDS.values() for term, how in terms_of(kind).items()}
DAYS = tuple(term for term, how in _HOW.items() if how.parse is parse_date)
TERMS = tuple(term for term in _HOW if term not in DAYS)


def json_lines(found: Dilution, ledger: str, by: GroupKey | None = None) -> Iterator[str]:
    """The object, line by line; ``ledger`` names where it was read from."""
    yield "{"
    for key, value in head_json(FORMAT, found, ledger).items():
        yield f'"{key}": {dumps(value)},'
    if by is None:
        yield from listed("grants", (row_json(row) for row in found.rows()))
    else:
        yield from listed("by", (group_json(group) for group in found.by(by)))
    interest = found.interest
    tail: Json = {
        "totals": {
            basis: total_json(total, interest[basis]) for basis, total in found.totals.items()
        },
        "proceeds_received": money_json(found.received),
        "funding": [
            {
                "grant": each.grant,
                "introduced_by": each.introduced_by,
                "gross": money_json(each.gross),
                "fee": money_json(each.fee),
                "net": money_json(each.net),
            }
            for each in found.funding
        ],
        "movements": [movement_json(each) for each in found.movements],
        "splits": [
            {
                "date": split.date.isoformat(),
                "new": split.new,
                "old": split.old,
                "round": split.round,
                "source": source_json(split),
            }
            for _, split in found.splits
        ],
        "registrations": [registration_json(event) for _, event in found.registrations],
        "authorized": None
        if found.authorized is None
        else {"shares": found.authorized, "left": shares_json(found.authorized_left)},
        "assumptions": assumptions_json(found.assumptions),
        "blanks": blanks_json(found.blanks),
    }
    for key, value in tail.items():
        yield f'"{key}": {dumps(value)},'
    notes = [*found.notes, *(found.notes_by(by) if by else ())]
    yield f'"notes": {dumps(notes)}'
    yield "}"


def head_json(format: str, found: Dilution, ledger: str) -> Json:
    """What every answer begins with: of what ledger and issuer it is, for when, beside what."""
    return {
        "format": format,
        "ledger": ledger,
        "issuer": {"name": found.issuer.name, "ticker": found.issuer.ticker},
        "as_of": found.as_of.isoformat(),
        "market_price": None if found.market_price is None else f"{found.market_price:f}",
        "outstanding": _outstanding(found),
        "outstanding_now": shares_json(found.outstanding_now),
    }


def assumptions_json(assumptions: Iterable[AssumedTerm]) -> list[Json]:
    """What stands for terms that no document states."""
    return [
        {
            "grant": each.grant,
            "term": each.term,
            "value": plain(each.value),
            "by": each.by,
            "because": each.because,
            "used": each.used,
        }
        for each in assumptions
    ]


def blanks_json(blanks: Iterable[OpenTerm]) -> list[Json]:
    """The open terms, and the options that supply them."""
    return [
        {
            "grant": each.grant,
            "term": each.term,
            "stated": "blank" if each.minimum is None else f"at least {plain(each.minimum)}",
            "supply": supply_text(each),
        }
        for each in blanks
    ]


def listed(name: str, entries: Iterable[Json]) -> Iterator[str]:
    """A list under its key, one entry a line."""
    yield f'"{name}": ['
    held: str | None = None
    for entry in entries:
        if held is not None:
            yield held + ","
        held = dumps(entry)
    if held is not None:
        yield held
    yield "],"


def dumps(value: Any) -> str:
    """A value as JSON, on one line."""
    return json.dumps(value, ensure_ascii=False)


def _outstanding(found: Dilution) -> Json | None:
    stated = found.outstanding
    if stated is None:
        return None
    return {
        "shares": stated.shares,
        "as_of": stated.as_of.isoformat(),
        "source": stated.source,
        "age_days": found.age_days,
    } | _before_splits(found.stated)


def _before_splits(stated: "Stated | None") -> Json:
    """The count as it was stated, where splits have changed it since."""
    if stated is None or stated.shares == stated.statement.shares:
        return {}
    rounded = {} if stated.exact == stated.shares else {"exact": str(stated.exact)}
    return {"stated_shares": stated.statement.shares} | rounded


def row_json(row: Row) -> Json:
    """One grant as an object."""
    grant, agreement = row.position.terms, row.position.agreement
    life = row.position.life
    day = row.position.granted_on
    found: Json = {
        "id": grant.id,
        "agreement": agreement.id,
        "kind": grant.kind,
        "holder": grant.holder,
        "status": str(row.position.status),
        "reason": row.reason or None,
    }
    for term in DAYS:
        found[term] = date_json(getattr(grant, term, None))
    found["granted_on"] = None if day is None else day.isoformat()
    for term in TERMS:
        value = getattr(grant, term, None)
        found[term] = term_json(value, money=_HOW[term].parse is parse_money)
    last = life.splits[-1] if life is not None and life.splits and not life.moves else None
    if last is not None and not last.perhaps and found.get("shares"):
        found["shares"] |= unrounded(last)
    found["residue"] = None if row.residue is None else money_json(exactly(row.residue))
    found["exercisable"] = shares_json(row.bases.fully_diluted.exercisable)
    found["life"] = None if life is None else life_json(life)
    found["registration"] = getattr(grant, "registration", None)
    found["source"] = {"document": agreement.document, "lines": grant.lines}
    return found | _bases(row.bases, row.interest)


def group_json(group: Group) -> Json:
    """One group as an object."""
    found: Json = {
        "key": group.key,
        "grants": group.grants,
        "held": shares_json(group.held),
        "exercisable": shares_json(group.bases.fully_diluted.exercisable),
    }
    for basis in BASES:
        figures = group.bases[basis]
        owned = {"ownership": ratio_json(group.ownership[basis])}
        found[basis] = None if figures is None else _figures(figures) | owned
    return found


def _bases(bases: Bases, interest: Bases) -> Json:
    return {
        basis: None
        if (figures := bases[basis]) is None
        else _figures(figures) | {"interest_in_cash": _in_cash(figures, interest[basis])}
        for basis in BASES
    }


def _in_cash(figures: Figures[Any], interest: Figures[Any] | None) -> Json | None:
    """The count if interest were paid in cash; None where none is counted in shares."""
    if interest is None or interest.rights.top == 0:
        return None
    return shares_json(figures.incremental_shares - interest.incremental_shares)


def _figures(figures: Figures[Any]) -> Json:
    found: Json = {
        "incremental_shares": shares_json(figures.incremental_shares),
        "proceeds": money_json(figures.proceeds),
        "debt_extinguished": money_json(figures.debt_extinguished),
    }
    return found | _bought_back(figures)


def _bought_back(figures: Figures[Any]) -> Json:
    if figures.assumed_proceeds is None:
        return {}
    return {
        "assumed_proceeds": money_json(figures.assumed_proceeds),
        "repurchased_shares": shares_json(figures.repurchased_shares),
    }


def total_json(total: Total[Any] | None, interest: Figures[Any] | None) -> Json | None:
    """The whole of one basis as an object; ``interest`` is what of it interest takes."""
    if total is None:
        return None
    figures = total.figures
    found: Json = {
        "outstanding": None
        if total.outstanding is None
        else {"value": total.outstanding, "bound": "exact"},
        "issued_since": shares_json(figures.issued_since),
        "rights": shares_json(figures.rights),
        "incremental_shares": shares_json(figures.incremental_shares),
        "shares": shares_json(total.shares),
        "proceeds": money_json(figures.proceeds),
        "debt_extinguished": money_json(figures.debt_extinguished),
        "dilution": ratio_json(total.dilution),
        "overhang": ratio_json(total.overhang),
        "exercisable": shares_json(figures.exercisable),
        "interest_in_cash": _in_cash(figures, interest),
    }
    return found | _bought_back(figures)
