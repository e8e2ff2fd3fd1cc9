"""What changes on a day of a timeline, in words."""

from collections.abc import Iterable, Iterator

from equitycalc.engine.changed import NO_STEP, Change, Step, together
from equitycalc.engine.due import Deadline
from equitycalc.engine.running import Moment
from equitycalc.rendering.happened import event_text
from equitycalc.rendering.values import count_text, step_text

NAMED = 4  # how many changes of a day are told one by one
_WORDS = {
    "presumed_issued": "presumed issued",
    "in_outstanding": "in the stated count",
    "exercise": "exercised",
    "convert": "converted",
    "cancel": "cancelled",
    "forfeit": "forfeited",
    "transfer": "transferred",
    "amend": "amended",
    "repay": "repaid",
    "pay": "paid in stock",
    "issue": "shares issued",
    "repurchase": "shares bought back",
    "filed": "registration statement filed",
    "registered": "registration effective",
    "notified": "notice of a registration",
    "interest": "interest accrued",
}


def why_text(moment: Moment, all_of_them: bool = False) -> str:
    """What changes on a day: of many grants how many, where not ``all_of_them`` are to be told."""
    changes = moment.changes
    if all_of_them or len(changes) <= NAMED:
        return "; ".join(map(change_text, changes))
    return "; ".join(_counted(changes))


def _counted(changes: Iterable[Change]) -> Iterator[str]:
    """A day on which much happens: the statement and splits, and how many of everything else."""
    steps: dict[tuple[str, ...], list[Step | None]] = {}
    for change in changes:
        if change.statement is not None:
            yield change_text(change)
        else:
            steps.setdefault(change.what, []).append(change.shares)
    for what, found in steps.items():
        count = f"{len(found):,} " if what != ("interest",) else ""
        yield f"{count}{what_text(what)}{_step(together(found))}"


def what_text(what: tuple[str, ...]) -> str:
    """The words for a change, without whose it is."""
    return ", ".join(_WORDS.get(each, each) for each in what)


def change_text(change: Change) -> str:
    """One change: whose, what, and by how many shares."""
    return _said(change) + _step(change.shares)


def _said(change: Change) -> str:
    if change.statement is not None:
        stated = change.statement
        source = f" ({stated.source})" if stated.source else ""
        return f"statement of {stated.shares:,} outstanding{source}"
    if change.deadline is not None:
        return _deadline(change.deadline)
    told: dict[str, list[str]] = {}
    position = change.position
    for event in change.events:
        kind = str(getattr(event, "kind", ""))
        told.setdefault(kind, []).append(event_text(event, position))
    earlier = [text for kind, texts in told.items() if kind not in change.what for text in texts]
    said = [text for each in change.what for text in told.get(each, [_WORDS.get(each, each)])]
    whose = "" if position is None else f"{position.grant.id}: "
    return whose + ", ".join((*earlier, *said))


def _deadline(found: Deadline) -> str:
    said = f"{found.agreement.id}: {found.name.replace('_', ' ')} {due_text(found)}"
    if found.recorded_on is None:
        return said
    late = "" if found.status == "met" else ", late"
    return f"{said}, recorded {found.recorded_on}{late}"


def due_text(found: Deadline) -> str:
    """What a deadline does on its day."""
    return "ends" if found.name == "registration_period" else "due"


def _step(step: Step | None) -> str:
    return "" if step is None or step == NO_STEP else f" ({step_text(step, count_text)})"
