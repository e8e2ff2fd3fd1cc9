"""Changes of a ledger in words: what they are of, what became of it, and what they come to."""

from typing import Any

from equitycalc.bounds import Between
from equitycalc.differences import DIFFERENT, Difference
from equitycalc.diffing.answer import Diff
from equitycalc.diffing.changes import Change
from equitycalc.diffing.gates import Judged
from equitycalc.diffing.states import Item
from equitycalc.rendering.measures_text import figure_text
from equitycalc.rendering.terms_text import change_text, cut, entry_text
from equitycalc.rendering.values import NOT_KNOWN, count_text, points_text, step_text, sum_text

POINTS = " points"

NO_STEP = Between(0, 0)

# What a change is called by, beside its terms.
_NAMED_BY = ("id", "kind", "date", "grant", "as_of", "grants", "agreements", "registration_rights")
_WHERE = ("document", "lines", "source", "worked_from")


def verdict(found: Diff) -> str:
    """What the changes come to, in a few words."""
    count = len(found.changes)
    changes = "1 change" if count == 1 else f"{count:,} changes"
    whole = found.whole["fully_diluted"]
    assert whole is not None, "all shares need no price"
    shares = whole.incremental_shares if whole.shares is None else whole.shares
    if shares != NO_STEP:
        more = step_text(shares, count_text)
        if more == NOT_KNOWN:
            return f"{changes}; by how many shares, fully diluted, is not known"
        return f"{changes}, {more} shares fully diluted"
    if all(is_nothing(step) for step in found.whole.values()):
        return f"{changes}, no total differs"
    return f"{changes}, no more and no fewer shares fully diluted, but other totals differ"


def gate_text(each: Judged) -> str:
    """A gate, and the figure that it is of."""
    unproven = ": unproven, and so it fails" if each.outcome == "unproven" else ""
    return f"{each.gate.condition.text}: {figure_of(each)}{unproven}"


def figure_of(each: Judged) -> str:
    """What the figure of a gate is, or changes by."""
    measure = each.gate.condition.measure
    if each.gate.of_change:
        said = _change_text(measure.unit, each.figure)
        return f"{measure.text} changes by {'what is ' if said == NOT_KNOWN else ''}{said}"
    return f"{measure.text} is {figure_text(measure, each.figure)}"


def _change_text(unit: str, figure: Any) -> str:
    text = {"shares": count_text, "money": sum_text}.get(unit, points_text)
    said = step_text(figure, text)
    return said + POINTS if unit == "ratio" and said != NOT_KNOWN else said


def label_of(item: Item) -> str:
    """What changes: ``rost-warrant-a.exercise_price``."""
    change, term = item
    name = _name(change)
    return cut(name if term is None else f"{name}.{term.term}")


def _name(change: Change) -> str:
    match change.entry:
        case "ledger" | "issuer":
            return change.entry
        case "statement":
            return f"outstanding of {change.name}"
        case "event":
            event = change.old if change.new is None else change.new
            of = f" of {change.grant}" if change.grant else ""
            return f"{change.name}{of} on {event.date}"
        case "events":
            of = f" of {change.grant}" if change.grant else ""
            return f"events{of} on {change.name}"
        case "agreement" | "grant":
            return str(change.name)
        case _:
            return f"{change.entry} {change.name}"


def what_text(item: Item) -> str:
    """What became of it, in words."""
    change, term = item
    if term is not None:
        return change_text(term, change.new)
    match change.what:
        case "added" | "removed":
            entry = change.new if change.what == "added" else change.old
            kind = getattr(entry, "kind", None) if change.entry == "grant" else None
            named = " ".join(filter(None, (change.what, kind and kind.replace("_", " "))))
            terms = entry_text(entry, (*_NAMED_BY, *_WHERE))
            return f"{named}: {terms}" if terms else named
        case "renamed":
            return f"was called {change.altered[0].old}"
        case "reordered":
            return "in another order, which comes to something else"
        case _:
            parts = (f"{each.term} {change_text(each, change.new)}" for each in change.altered)
            return ", ".join(parts)


def is_nothing(step: Difference | None) -> bool:
    """Whether a step makes no difference to any total."""
    figures = () if step is None else (getattr(step, name) for name in (*DIFFERENT, "shares"))
    return all(each in (None, NO_STEP) for each in figures)
