"""The one way to replace terms of a ledger: assumptions in, another ledger out.

An assumption supplies a blank, raises a minimum, replaces an assumed value, or gives an optional
term that is not there. It never replaces what an agreement states.
"""

from dataclasses import dataclass, replace
from typing import Any

from equitycalc.checks import days_backwards
from equitycalc.problems import Problem, QuestionErrors, Unreadable, did_you_mean, quoted
from equitycalc.terms import Agreement, Grant, Ledger
from equitycalc.written import Assumed, AtLeast, Blank, terms_of

SUPPLIED = "supplied with the question"


@dataclass(frozen=True, slots=True)
class Assumption:
    """``GRANT.TERM=VALUE``: a term supplied by whoever asks; ``value`` is text, as in a ledger."""

    grant: str
    term: str
    value: str


def supply(ledger: Ledger, assumptions: tuple[Assumption, ...]) -> Ledger:
    """The ledger with every assumption in its place.

    Raises ``QuestionErrors``; the path of a problem is ``("assume", index, part)``, the part
    being ``grant``, ``term`` or ``value``.
    """
    if not assumptions:
        return ledger
    standing = {grant.id: (grant, each) for each in ledger.agreements for grant in each.grants}
    replaced: dict[str, Grant] = {}
    problems: list[Problem] = []
    given: set[tuple[str, str]] = set()
    for index, assumption in enumerate(assumptions):
        try:
            if assumption.grant not in standing:
                raise _unknown_grant(assumption, standing)
            if (assumption.grant, assumption.term) in given:
                raise Unreadable(
                    "assumed-twice",
                    f"{assumption.grant}.{assumption.term} is assumed twice",
                    at=("term",),
                )
            given.add((assumption.grant, assumption.term))
            grant, agreement = standing[assumption.grant]
            grant = replaced.get(grant.id, grant)
            replaced[grant.id] = _with(grant, agreement, assumption)
        except Unreadable as problem:
            problems.append(problem.under(("assume", index)))
    for index, assumption in enumerate(assumptions):
        if assumption.grant in replaced:
            grant, agreement = replaced[assumption.grant], standing[assumption.grant][1]
            where = ("assume", index, "value")
            for found in days_backwards(grant, agreement.date, ()):
                if assumption.term == "granted_on" or found.path == (assumption.term,):
                    problems.append(replace(found, path=where))
    if problems:
        raise QuestionErrors(problems)
    agreements = (
        replace(each, grants=tuple(replaced.get(grant.id, grant) for grant in each.grants))
        if any(grant.id in replaced for grant in each.grants)
        else each
        for each in ledger.agreements
    )
    return replace(ledger, agreements=tuple(agreements))


def _with(grant: Grant, agreement: Agreement, assumption: Assumption) -> Grant:
    """The grant with one term replaced, or ``Unreadable``."""
    kind = grant.kind.replace("_", " ")
    terms = terms_of(type(grant))
    if assumption.term not in terms:
        raise Unreadable(
            "unknown-term",
            f"{quoted(assumption.term)} is not a term of {assumption.grant}, kind {kind}",
            did_you_mean(assumption.term, terms) or "one of " + ", ".join(terms),
            at=("term",),
        )
    stated: Any = getattr(grant, assumption.term)
    if stated is None and assumption.term == "granted_on":
        stated = agreement.date
    if not (stated is None or isinstance(stated, Blank | AtLeast | Assumed)):
        raise Unreadable(
            "stated-term",
            f"the agreement states {assumption.grant}.{assumption.term}: {_shown(stated)}",
            "an assumption supplies what is open; to try other terms, change a copy of the ledger",
            at=("term",),
        )
    try:
        value = terms[assumption.term].parse(assumption.value)
    except Unreadable as problem:
        problem.at = ("value",)
        raise
    if isinstance(stated, AtLeast) and value < stated.minimum:
        raise Unreadable(
            "under-minimum",
            f"the agreement states at least {_shown(stated.minimum)}",
            f"supply {_shown(stated.minimum)} or more",
            at=("value",),
        )
    changed: Any = {assumption.term: Assumed(value, SUPPLIED, by="option")}
    return replace(grant, **changed)


def _shown(value: Any) -> str:
    return f"{value:,}" if isinstance(value, int) else str(value)


def _unknown_grant(assumption: Assumption, standing: dict[str, Any]) -> Unreadable:
    return Unreadable(
        "unknown-grant",
        f"there is no grant {quoted(assumption.grant)} in this ledger",
        did_you_mean(assumption.grant, standing),
        at=("grant",),
    )
