"""What is asked of a ledger's registration rights, and the answer."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from equitycalc.arguments import Given, as_typed, assumptions_as_typed
from equitycalc.engine.cutback import Want
from equitycalc.engine.notices import Proposed
from equitycalc.engine.registering import Registration
from equitycalc.engine.registering import registration as engine_registration
from equitycalc.offerings import Offer, offering, parse_shown, parse_want
from equitycalc.problems import Problem, QuestionErrors, Typed, did_you_mean, quoted
from equitycalc.questions import Question, answer_of, question_from, supplied_for
from equitycalc.registration_rights import agreements_with_rights
from equitycalc.scalars import parse_count, parse_date
from equitycalc.terms import Ledger


class Asked(NamedTuple):
    """A question, and what is asked of registration rights beside it: of one ``agreement``, with a
    filing ``proposed``, and with an ``offer`` to cut back; None where it is not asked.
    """

    question: Question
    agreement: str | None = None
    proposed: Proposed | None = None
    offer: Offer | None = None

    def with_wants(self, more: Sequence[Want]) -> "Asked":
        """The same with more who want to sell."""
        if self.offer is None:
            return self
        return self._replace(offer=self.offer._replace(wants=(*self.offer.wants, *more)))


def registration(
    ledger: Ledger,
    *,
    as_of: date | str | None = None,
    outstanding: int | str | None = None,
    assume: Mapping[str, Given] | None = None,
    agreement: str | None = None,
    proposed_filing: date | str | None = None,
    form: str | None = None,
    max_offering: int | str | None = None,
    wants: Iterable[str] = (),
    over_allotment: int | str | None = None,
    withdraw: Sequence[str] = (),
) -> Registration:
    """The registration rights of a ledger: the Python twin of ``equitycalc registration``.

    The arguments are the options of that command. Raises ``QuestionErrors`` where they do not fit
    each other, or the ledger.
    """
    asked = asked_from(
        as_of=as_typed(as_of),
        outstanding=as_typed(outstanding),
        assume=assumptions_as_typed(assume),
        agreement=agreement,
        proposed_filing=as_typed(proposed_filing),
        form=form,
        max_offering=as_typed(max_offering),
        wants=list(wants),
        over_allotment=as_typed(over_allotment),
        withdraw=withdraw,
    )
    return answer_registration(ledger, asked)


def asked_from(
    *,
    as_of: str | None = None,
    outstanding: str | None = None,
    assume: Iterable[str] = (),
    agreement: str | None = None,
    proposed_filing: str | None = None,
    form: str | None = None,
    max_offering: str | None = None,
    wants: Sequence[str] = (),
    more_wants: bool = False,
    over_allotment: str | None = None,
    withdraw: Sequence[str] = (),
) -> Asked:
    """What is asked from the texts that people type, or ``QuestionErrors`` with all that is wrong.

    ``more_wants`` says that a file has wants too, which are added afterwards.
    """
    typed = Typed()
    question = Question()
    with typed.collecting():
        question = question_from(as_of=as_of, outstanding=outstanding, assume=assume)
    day = typed.parsed(proposed_filing, parse_date, "proposed_filing")
    on_form = typed.parsed(form, parse_shown, "form")
    most = typed.parsed(max_offering, parse_count, "max_offering")
    more = typed.parsed(over_allotment, parse_count, "over_allotment")
    given = [typed.parsed(text, parse_want, "wants", i) for i, text in enumerate(wants)]
    wanted = tuple(each for each in given if each is not None)
    if form is not None and proposed_filing is None:
        typed.lacks("form", "a form is that of a filing", "--proposed-filing DATE")
    if max_offering is None:
        for name, text in (
            ("wants", wants),
            ("wants_file", more_wants),
            ("withdraw", withdraw),
            ("over_allotment", over_allotment),
        ):
            if text:
                said = "shares are allocated where an offering has a maximum"
                typed.lacks(name, said, "--max-offering N")
    elif not (wants or more_wants):
        said = "an offering is cut back among those who want to sell"
        typed.lacks("max_offering", said, "--wants CLASS:HOLDER=SHARES")
    typed.stop()
    return Asked(
        question,
        agreement,
        None if day is None else Proposed(day, on_form),
        None if most is None else Offer(most, wanted, more, tuple(withdraw)),
    )


def answer_registration(ledger: Ledger, asked: Asked) -> Registration:
    """The answer about registration rights, or ``QuestionErrors``."""
    ids = [agreement.id for agreement, _ in agreements_with_rights(ledger)]
    if asked.agreement is not None and asked.agreement not in ids:
        raise QuestionErrors(
            [
                Problem(
                    name="unknown-agreement",
                    message=f"no agreement {quoted(asked.agreement)} gives registration rights",
                    path=("agreement",),
                    help=did_you_mean(asked.agreement, ids)
                    or ("one of " + ", ".join(ids) if ids else None),
                )
            ]
        )
    supplied = supplied_for(ledger, asked.question)
    found = engine_registration(
        supplied, answer_of(supplied, asked.question), asked.agreement, asked.proposed
    )
    # What was supplied for these rights is of use here, and not idle as it is in a count.
    used = {(each.grant, each.term) for each in found.assumptions}
    counted = [each for each in found.found.assumptions if (each.grant, each.term) not in used]
    found = found._replace(found=found.found._replace(assumptions=tuple(counted)))
    if asked.offer is None:
        return found
    if not asked.offer.wants:
        typed = Typed()
        said = "an offering is cut back among those who want to sell"
        typed.lacks("max_offering", said, "--wants CLASS:HOLDER=SHARES")
        typed.stop()
    return found._replace(offering=offering(found, asked.offer))
