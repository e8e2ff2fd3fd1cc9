"""Registration rights as a page: the deadlines, the shares to register, all shares by whether they
may be sold, the sellers of an offering, and what it all rests on.
"""

from collections.abc import Iterator

from equitycalc.engine.blocks import Block
from equitycalc.engine.cutback import Offering
from equitycalc.engine.due import Deadline
from equitycalc.engine.registering import Registration
from equitycalc.rendering.dilution_page import first_of, title_of
from equitycalc.rendering.page import Grid, Line, Page
from equitycalc.rendering.rests_on import assumed_text, open_text, rests_on
from equitycalc.rendering.values import NOT_KNOWN, percent_text, shares_text

_STILL = {True: "yes", False: "no", None: NOT_KNOWN}


def registration_page(found: Registration, ledger: str, all_rows: bool = False) -> Page:
    """Lay out an answer; ``ledger`` names where it was read from."""
    below = found.found
    grids = [_deadlines(found), _blocks(found)] if found.promised else []
    grids.append(_standings(found))
    if found.offering is not None:
        grids.append(_offering(found.offering))
    reasons = [*_own_reasons(found), *rests_on(below)]
    if not all_rows:
        reasons = first_of(reasons)
    return Page(
        title_of(below.issuer),
        f"registration rights as of {below.as_of}",
        tuple(grids),
        (("Rests on", (f"the ledger: {ledger}", *reasons)),),
    )


def _deadlines(found: Registration) -> Grid:
    several = len(found.promised) > 1
    return Grid(
        ("Deadline", "Date", "Status"),
        ("Why", "Source", "Agreement") if several else ("Why", "Source"),
        tuple(_deadline(each, several) for each in found.deadlines),
        title="Deadlines",
    )


def _deadline(each: Deadline, several: bool) -> Line:
    source = ":".join(filter(None, (each.agreement.document, each.lines)))
    details = (each.because, source, *((each.agreement.id,) if several else ()))
    return Line(
        each.name.replace("_", " "),
        ("" if each.due is None else each.due.isoformat(), each.status.replace("_", " ")),
        details,
        quiet=each.status in ("open", "not_required"),
        strong=each.status in ("passed", "today"),
    )


def _blocks(found: Registration) -> Grid:
    each = [
        Line(f"of {one.agreement.id}", (shares_text(one.to_register), ""))
        for one in found.promised
        if len(found.promised) > 1
    ]
    total = Line("= to register", (shares_text(found.to_register), ""), strong=True)
    return Grid(
        ("Grant", "Shares", "Registrable"),
        ("Why", "Holder", "Source"),
        tuple(_block(block) for each in found.promised for block in each.blocks),
        (*each, total),
        title="Registrable securities",
    )


def _block(each: Block) -> Line:
    grant = each.position.grant
    source = ":".join(filter(None, (each.position.agreement.document, grant.lines)))
    return Line(
        grant.id,
        (shares_text(each.shares), _STILL[each.registrable]),
        (each.because, each.holder or "", source),
        quiet=each.registrable is False,
    )


def _standings(found: Registration) -> Grid:
    lines = tuple(
        Line(
            (each.key or "").replace("_", " "),
            (
                shares_text(each.shares),
                percent_text(each.ownership["fully_diluted"]),
            ),
        )
        for each in found.standings
    )
    total = found.found.totals["fully_diluted"]
    shares = None if total is None else total.shares
    whole = NOT_KNOWN if shares is None else shares_text(shares)
    return Grid(
        ("Registration", "Shares", "Of all"),
        (),
        lines,
        (Line("= all shares", (whole, ""), strong=True),),
        title="All shares, by registration",
    )


def _offering(each: Offering) -> Grid:
    more = each.over_allotment is not None
    ranks, extra = each.rights.priority, each.rights.over_allotment if more else None
    lines = ", ".join(term.lines for term in (ranks, extra) if term is not None and term.lines)
    where = ":".join(filter(None, (each.agreement.document, lines)))
    sellers = tuple(
        Line(
            one.want.holder,
            (
                one.want.seller,
                f"{one.want.shares:,}",
                f"{one.allocated:,}",
                *((f"{one.over_allotment:,}",) if more else ()),
            ),
            ("withdrawn" if one.withdrawn else "",),
            quiet=one.withdrawn,
        )
        for one in each.allocations
    )
    sums = [
        sum(one.want.shares for one in each.allocations),
        sum(one.allocated for one in each.allocations),
        *([sum(one.over_allotment for one in each.allocations)] if more else []),
    ]
    return Grid(
        ("Seller", "Class", "Wants", "May offer", *(("Over-allotment",) if more else ())),
        ("",),
        sellers,
        (Line("= all sellers", ("", *(f"{count:,}" for count in sums)), strong=True),),
        title=f"Offering of at most {each.maximum:,} shares" + (f" ({where})" if where else ""),
    )


def _own_reasons(found: Registration) -> Iterator[str]:
    """What the registration rests on beside the count of shares."""
    offering = found.offering
    if offering is not None:
        yield from offering.notes
    for assumed in found.assumptions:
        yield assumed_text(assumed)
    for blank in found.blanks:
        yield open_text(blank)
    yield from found.notes
