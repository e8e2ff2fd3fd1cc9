"""The events of a plain tree: one adapter for each kind, as for grants."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from equitycalc.consistency import events_that_do_not_fit
from equitycalc.events import KINDS_OF_EVENT, Amend, AnyEvent, Exercise
from equitycalc.problems import Path, Unreadable, quoted
from equitycalc.terms import INTEREST, ConvertibleDebenture
from equitycalc.written import terms_of

if TYPE_CHECKING:
    from equitycalc.reading.ledger_tree import Reader


def events_from(reader: "Reader", raw: list[Any]) -> Iterator[AnyEvent]:
    """The events that can be read and happen to grants that the ledger has."""
    numbered = list(readable_events(reader, raw, ("events",)))
    ids = Counter(id for _, id, _ in reader.grant_ids)
    # Of two grants with one id, nobody knows whose event it is: that they share it is said.
    alone = [each for each in reader.readable if ids[each[0].id] == 1]
    reader.problems += events_that_do_not_fit(numbered, alone, ids)
    return (event for _, event in numbered)


def readable_events(
    reader: "Reader", raw: list[Any], where: Path
) -> Iterator[tuple[int, AnyEvent]]:
    """The events of a list that can be read, each with its place in it."""
    for number, entry in enumerate(raw):
        raw[number] = None
        path = (*where, number)
        if not reader.is_mapping(entry, path, "an event"):
            continue
        kind = entry.get("kind")
        one_of = "one of " + ", ".join(KINDS_OF_EVENT)
        if kind is None:
            reader.wrong("missing-key", 'an event needs "kind"', path, one_of)
        elif not isinstance(kind, str) or kind not in KINDS_OF_EVENT:
            word = quoted(kind) if isinstance(kind, str) else "this"
            near = reader.near(kind, KINDS_OF_EVENT)
            said = f"{word} is not a kind of event"
            reader.wrong("unknown-kind", said, (*path, "kind"), near or one_of)
        else:
            event: AnyEvent | None = reader.validated(KINDS_OF_EVENT[kind], entry, path)
            if isinstance(event, Amend):
                event = _amendment(reader, event, path)
            if isinstance(event, Exercise) and event.settle == "net" and not event.market_price:
                said = 'a net exercise needs "market_price"'
                reader.wrong("missing-key", said, path, "the price that shares are given up at")
            elif event is not None:
                yield number, event


def _amendment(reader: "Reader", event: Amend, path: Path) -> Amend | None:
    """The amendment with its value read as its term is; None where it cannot be."""
    kind = reader.kinds.get(event.grant)
    if kind is None:
        return event  # that the grant is unknown, or unreadable, is said elsewhere
    terms = {term: how for term, how in terms_of(kind).items() if term != "granted_on"}
    if kind is ConvertibleDebenture:
        terms = {name: terms[term] for name, term in INTEREST.items()} | terms
    how = terms.get(event.term)
    if how is None:
        said = f"{quoted(event.term)} is not a term of {event.grant} that can be amended"
        help = reader.near(event.term, terms) or "one of " + ", ".join(terms)
        reader.wrong("unknown-term", said, (*path, "term"), help)
        return None
    try:
        value = how.read(event.value)
    except Unreadable as problem:
        reader.problems.append(problem.under((*path, "value")))
        return None
    term = INTEREST.get(event.term, event.term) if kind is ConvertibleDebenture else event.term
    return replace(event, term=term, value=value)
