"""The one way to replace terms of a ledger: assumptions in, another ledger out.

An assumption supplies a blank, raises a minimum, replaces an assumed value, or gives an optional
term that is not there. It never replaces what an agreement states.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from equitycalc.consistency import days_backwards, events_that_do_not_fit
from equitycalc.problems import Problem, QuestionErrors, Unreadable, did_you_mean, quoted
from equitycalc.registration_rights import RegistrationRights, rights_of
from equitycalc.scalars import parse_rate
from equitycalc.terms import INTEREST, ISSUER, ConvertibleDebenture, Grant, Issuer, Ledger
from equitycalc.written import Assumed, AtLeast, Blank, Cited, Written, terms_of

Entry = Grant | Issuer | RegistrationRights

SUPPLIED = "supplied with the question"


class Assumption(NamedTuple):
    """``GRANT.TERM=VALUE``: a term supplied by whoever asks; ``value`` is text, as in a ledger.

    ``pro_forma`` sets it whatever the agreement states, and whatever amendments made of it.
    """

    grant: str
    term: str
    value: str
    pro_forma: bool = False


def supply(ledger: Ledger, assumptions: tuple[Assumption, ...]) -> Ledger:
    """The ledger with every assumption in its place.

    The issuer's own terms go by the grant id ``issuer``, registration rights by the id of their
    agreement, where no grant has it. Raises ``QuestionErrors``; the path of a
    problem is ``("assume", index, part)``, the part being ``grant``, ``term`` or ``value``.
    """
    if not assumptions:
        return ledger
    agreed = {grant.id: each.date for each in ledger.agreements for grant in each.grants}
    entries: dict[str, Entry] = {ISSUER: ledger.issuer}
    entries |= {each.id: held for each in ledger.agreements if (held := rights_of(each))}
    entries |= {grant.id: grant for each in ledger.agreements for grant in each.grants}
    given: set[tuple[str, str]] = set()
    problems: list[Problem] = []
    amended: dict[int, Any] = {}
    for index, each in enumerate(assumptions):
        try:
            _refuse_unknown(each, entries)
            each = _in_full(each, entries[each.grant])
            _refuse_twice(each, given)
            given.add((each.grant, each.term))
            later = _open_amendments(ledger, each)
            entries[each.grant] = _with(entries[each.grant], agreed.get(each.grant), each, later)
            amended |= later
        except Unreadable as problem:
            problems.append(problem.under(("assume", index)))
    for index, each in enumerate(assumptions):
        entry = entries.get(each.grant)
        if entry is None or isinstance(entry, Issuer | RegistrationRights):
            continue
        for found in days_backwards(entry, agreed[each.grant], ()):
            last = str(found.path[-1])
            if each.term == ("granted_on" if (each.grant, last) not in given else last):
                problems.append(replace(found, path=("assume", index, "value")))
    if problems:
        raise QuestionErrors(problems)
    changed: Any = entries
    rights = {
        each.id: changed[each.id] if each.id not in agreed else held
        for each in ledger.agreements
        if (held := rights_of(each))
    }
    touched = {each.grant: index for index, each in enumerate(assumptions)}
    supplied = replace(
        ledger,
        issuer=ledger.issuer if ISSUER in agreed else changed[ISSUER],
        events=tuple(amended.get(number, event) for number, event in enumerate(ledger.events)),
        agreements=tuple(
            replace(
                each,
                grants=tuple(changed[grant.id] for grant in each.grants),
                registration_rights=rights.get(each.id),
            )
            if any(id in touched for id in (each.id, *(grant.id for grant in each.grants)))
            else each
            for each in ledger.agreements
        ),
    )
    problems += _events_that_no_longer_fit(supplied, touched)
    if problems:
        raise QuestionErrors(problems)
    return supplied


def _events_that_no_longer_fit(ledger: Ledger, touched: dict[str, int]) -> Iterator[Problem]:
    """Events of the ledger that cannot have happened to a grant with what was supplied for it.

    ``touched`` has the last assumption of each grant, by index.
    """
    if not ledger.events:
        return
    numbered = list(enumerate(ledger.events))
    ids = {grant.id for each in ledger.agreements for grant in each.grants}
    for agreement in ledger.agreements:
        for grant in agreement.grants:
            if grant.id in touched:
                for found in events_that_do_not_fit(numbered, [(grant, agreement)], ids):
                    said = f"with this, an event of the ledger does not fit: {found.message}"
                    yield replace(found, message=said, path=("assume", touched[grant.id], "value"))


def _refuse_unknown(assumption: Assumption, entries: dict[str, Any]) -> None:
    if assumption.grant not in entries:
        raise Unreadable(
            "unknown-grant",
            f"there is no grant {quoted(assumption.grant)} in this ledger",
            did_you_mean(assumption.grant, entries)
            or ("one of " + ", ".join(entries) if len(entries) <= 12 else None),
            at=("grant",),
        )


def _in_full(assumption: Assumption, entry: Entry) -> Assumption:
    """A term inside ``interest`` by the name of its field."""
    if not isinstance(entry, ConvertibleDebenture):
        return assumption
    return assumption._replace(term=INTEREST.get(assumption.term, assumption.term))


def _refuse_twice(assumption: Assumption, given: set[tuple[str, str]]) -> None:
    if (assumption.grant, assumption.term) in given:
        raise Unreadable(
            "assumed-twice",
            f"{quoted(f'{assumption.grant}.{assumption.term}')} is assumed twice",
            "give it once",
            at=("term",),
        )


def _open_amendments(ledger: Ledger, assumption: Assumption) -> dict[int, Any]:
    """The amendments of the ledger that leave the same term of the same grant open; pro forma, all
    amendments of it.
    """
    return {
        number: event
        for number, event in enumerate(ledger.events)
        if getattr(event, "term", None) == assumption.term
        and getattr(event, "grant", None) == assumption.grant
        and (
            assumption.pro_forma
            or isinstance(getattr(event, "value", None), Blank | AtLeast | Assumed)
        )
    }


def _with(
    entry: Entry, agreed_on: date | None, assumption: Assumption, amended: dict[int, Any]
) -> Entry:
    """The entry with one term replaced, or ``Unreadable``; ``amended`` are the amendments that
    leave it open, replaced in place.
    """
    terms = terms_of(type(entry))
    if assumption.term not in terms:
        named = getattr(entry, "kind", None)
        kind = f", kind {named.replace('_', ' ')}" if named else ""
        raise Unreadable(
            "unknown-term",
            f"{quoted(assumption.term)} is not a term of {assumption.grant}{kind}",
            did_you_mean(assumption.term, terms) or "one of " + ", ".join(terms),
            at=("term",),
        )
    how = terms[assumption.term]
    stated: Any = getattr(entry, assumption.term)
    lines = None
    if isinstance(stated, Cited):
        stated, lines = stated
    if stated is None and assumption.term == "granted_on":
        stated = agreed_on
    is_open = isinstance(stated, Blank | AtLeast | Assumed)
    if not (stated is None or is_open or amended or assumption.pro_forma):
        raise Unreadable(
            "stated-term",
            f"the ledger states {assumption.grant}.{assumption.term}: {_shown(stated, how)}",
            "an assumption supplies what is open; to try other terms, change a copy of the ledger",
            at=("term",),
        )
    for number, event in amended.items():
        amended[number] = replace(event, value=_assumed(assumption, event.value, how))
    if not is_open and amended and not assumption.pro_forma:
        return entry
    value: Any = _assumed(assumption, stated, how)
    if isinstance(entry, RegistrationRights):
        return entry._replace(**{assumption.term: Cited(value, lines)})
    changed: Any = {assumption.term: value}
    return replace(entry, **changed)


def _assumed(assumption: Assumption, stated: Any, how: Written) -> Assumed[Any]:
    """The value of an assumption in place of what is stated, or ``Unreadable``."""
    try:
        value = how.parse(assumption.value)
    except Unreadable as problem:
        problem.at = ("value",)
        raise
    if assumption.pro_forma:
        return Assumed(value, _stated_as(stated, how), by="pro_forma")
    if isinstance(stated, AtLeast) and value < stated.minimum:
        raise Unreadable(
            "under-minimum",
            f"the agreement states at least {_shown(stated.minimum, how)}",
            "supply that or more",
            at=("value",),
        )
    return Assumed(value, SUPPLIED, by="option")


def _stated_as(stated: Any, how: Written) -> str:
    """What a term that is set pro forma is in the ledger."""
    match stated:
        case None:
            return "not in the ledger"
        case Blank():
            return "blank in the ledger"
        case AtLeast(minimum):
            return f"at least {_shown(minimum, how)} in the ledger"
        case Assumed(value):
            return f"assumed {_shown(value, how)} in the ledger"
        case _:
            return f"{_shown(stated, how)} in the ledger"


def _shown(value: Any, how: Written) -> str:
    if how.parse is parse_rate:
        return f"{value.scaleb(2):f}%"
    if isinstance(value, Decimal):
        return f"{value:,f}"
    return f"{value:,}" if isinstance(value, int) else str(value)
