"""``equitycalc registration``: deadlines, shares to register, and offerings that are cut back."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from equitycalc.cli import output
from equitycalc.cli.asked import chosen
from equitycalc.cli.completion import complete_agreement
from equitycalc.cli.flow import deliver, read, refuse_two_of, stopping
from equitycalc.cli.options import (
    AllReasons,
    AsOf,
    Assume,
    Format,
    FormatOption,
    LedgerArgument,
    NoColor,
    Output,
    OutstandingOption,
)
from equitycalc.problems import QuestionErrors
from equitycalc.registrations import answer_registration, asked_from

if TYPE_CHECKING:
    from equitycalc.rendering.page import Page

EXAMPLES = """\b
Examples:
  equitycalc registration
  equitycalc registration --as-of 2001-03-01
  equitycalc registration --assume debenture.principal=500000 --format json
  equitycalc registration --proposed-filing 2001-04-02 --form SB-2
  equitycalc registration --max-offering 10000000 --over-allotment 1500000 \\
    --wants investor:PHD=6000000 --wants other-rights:Fund=3000000 \\
    --wants company:Auxer=5000000 --wants other:Founder=1000000
"""


def registration(
    ledger: LedgerArgument = None,
    as_of: AsOf = None,
    outstanding: OutstandingOption = None,
    assume: Assume = None,
    agreement: Annotated[
        str | None,
        typer.Option(
            metavar="ID",
            autocompletion=complete_agreement,
            help="Of this agreement alone; else of all that give registration rights.",
        ),
    ] = None,
    proposed_filing: Annotated[
        str | None,
        typer.Option(
            metavar="DATE",
            help="Another registration to be filed then: adds its notice and answer.",
        ),
    ] = None,
    form: Annotated[
        str | None,
        typer.Option(metavar="FORM", help="The form of that filing; some need no notice."),
    ] = None,
    max_offering: Annotated[
        str | None,
        typer.Option(
            metavar="N", help="Cut an underwritten offering back to this many shares in all."
        ),
    ] = None,
    wants: Annotated[
        list[str] | None,
        typer.Option(
            metavar="CLASS:HOLDER=SHARES",
            help="What a seller wants to offer; the class is investor, other-rights, company or "
            "other. Repeatable.",
        ),
    ] = None,
    wants_file: Annotated[
        str | None,
        typer.Option(
            metavar="FILE",
            help="More sellers, from a YAML list of {class, holder, shares, has}; - is standard "
            "input.",
        ),
    ] = None,
    over_allotment: Annotated[
        str | None,
        typer.Option(metavar="M", help="Share this many more among those in the offering."),
    ] = None,
    withdraw: Annotated[
        list[str] | None,
        typer.Option(
            metavar="HOLDER",
            help="Allocate again without this seller, who was cut back. Repeatable.",
        ),
    ] = None,
    format: FormatOption = Format.TABLE.value,
    to: Output = None,
    all_rows: AllReasons = False,
    no_color: NoColor = False,
) -> None:
    """Registration rights: deadlines, what must be registered, and offerings that are cut back.

    Shows every deadline and whether it was met, which of the shares covered are still to be
    registered and why, how many a registration statement has to cover, and how all shares divide
    into free-trading, registrable and restricted ones. With --max-offering, also how many shares
    each seller may put into an underwritten offering. A deadline is met only by an event of the
    ledger.
    """
    given: dict[str, str | list[str] | None] = {
        "as_of": as_of,
        "outstanding": outstanding,
        "assume": assume or [],
        "agreement": agreement,
        "proposed_filing": proposed_filing,
        "form": form,
        "max_offering": max_offering,
        "wants": wants or [],
        "wants_file": wants_file,
        "over_allotment": over_allotment,
        "withdraw": withdraw or [],
        "format": format,
    }
    with stopping(given):
        written = chosen("format", format, Format)
        refuse_two_of({"ledger": ledger, "wants_file": wants_file})
        asked = asked_from(
            as_of=as_of,
            outstanding=outstanding,
            assume=assume or (),
            agreement=agreement,
            proposed_filing=proposed_filing,
            form=form,
            max_offering=max_offering,
            wants=wants or (),
            more_wants=wants_file is not None,
            over_allotment=over_allotment,
            withdraw=withdraw or (),
        )
        from_file = None
        if wants_file is not None:
            from equitycalc.reading.sources import source_of
            from equitycalc.reading.wants import read_wants

            output.refuse_to_overwrite(to, source_of(wants_file).path)
            from_file = read_wants(wants_file)
            asked = asked.with_wants(from_file.wants)
        read_ledger, name = read(ledger, to)
        try:
            found = answer_registration(read_ledger, asked)
        except QuestionErrors as errors:
            if from_file is None:
                raise
            wrong = from_file.placed(errors.problems, typed=len(wants or ()))
            raise QuestionErrors([*wrong]) from None

    def page() -> "Page":
        from equitycalc.rendering.registration_page import registration_page

        return registration_page(found, name, all_rows)

    def json() -> Iterator[str]:
        from equitycalc.rendering.registration_json import json_lines

        return json_lines(found, name)

    def csv() -> Iterator[str]:
        from equitycalc.rendering.registration_csv import csv_lines

        return csv_lines(found)

    deliver(written, to, no_color, page=page, json=json, csv=csv)
