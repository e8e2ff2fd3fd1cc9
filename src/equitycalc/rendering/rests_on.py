"""What a figure rests on, in words: the statement, the assumptions, the open terms, the notes."""

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from equitycalc.engine import AssumedTerm, Dilution, OpenTerm
from equitycalc.rendering.values import term_plain, term_text

if TYPE_CHECKING:
    from equitycalc.engine.movements import Stated

COUNTED_TWICE = "a right used before it and not recorded would be counted twice"


def rests_on(found: Dilution) -> Iterator[str]:
    """One sentence for each thing that the figures rest on, the most important first."""
    stated = found.outstanding
    if stated is not None:
        source = f" ({stated.source})" if stated.source else ""
        before = _before_splits(found.stated)
        yield (
            f"the statement of {stated.as_of}: {stated.shares:,} outstanding{before}{source}, "
            f"{_age(found.age_days or 0)}; {COUNTED_TWICE}"
        )
    for each in found.assumptions:
        if each.used or each.by != "ledger":
            yield assumed_text(each)
    for blank in found.blanks:
        yield open_text(blank)
    for due in found.funding:
        yield f"finder's fee: {due.grant}, on funding introduced by {due.introduced_by}"
    yield from found.notes


def _before_splits(stated: "Stated | None") -> str:
    """What was stated, where splits have changed it since."""
    if stated is None or stated.shares == stated.statement.shares:
        return ""
    exactly = "" if stated.exact == stated.shares else f", exactly {stated.exact}"
    return f" after splits{exactly}, stated as {stated.statement.shares:,}"


def _age(days: int) -> str:
    if days == 0:
        return "of the date itself"
    return f"{days:,} day{'s' if days > 1 else ''} old"


def assumed_text(each: AssumedTerm) -> str:
    """An assumption, who made it, and why or whether it is used."""
    name = f"{each.grant}.{each.term} = {term_plain(each.term, each.value)}"
    if each.by == "ledger":
        return f"assumed by the ledger: {name} ({each.because})"
    made = "supplied" if each.by == "option" else f"pro forma, {each.because}"
    return f"{made}: {name}" + (
        "" if each.used else ", unused in the totals: its grant does not count"
    )


def open_text(blank: OpenTerm) -> str:
    """An open term, and the option that supplies it."""
    name = f"{blank.grant}.{blank.term}"
    return f"open: {name} {stated_text(blank)}; supply it with {supply_text(blank)}"


def stated_text(blank: OpenTerm) -> str:
    """How the document leaves the term open."""
    if blank.minimum is None:
        return "is blank"
    money = isinstance(blank.minimum, Decimal)
    return f"is a minimum, {f'{blank.minimum:,f}' if money else term_text(blank.minimum)}"


def supply_text(blank: OpenTerm) -> str:
    """The option that supplies the term."""
    return f"--assume {blank.grant}.{blank.term}=VALUE"
