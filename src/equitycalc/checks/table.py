"""The named checks: what each is called, when it runs, and how much its findings weigh."""

from collections.abc import Callable, Iterator
from typing import Literal, NamedTuple

from equitycalc.checks import basic, citations, notes, strict
from equitycalc.checks.asserted import failed_assertion
from equitycalc.checks.limited import broken_limit
from equitycalc.checks.stale import stale_assertion
from equitycalc.checks.subject import Subject
from equitycalc.problems import Problem, Severity

# When a check runs: always, with --strict, or with --documents.
Tier = Literal["basic", "strict", "documents"]


class Check(NamedTuple):
    """A named check. ``run`` gives its findings, of its name and severity; its docstring says what
    it finds, why that matters, and what mends it.
    """

    tier: Tier
    severity: Severity
    run: Callable[[Subject], Iterator[Problem]]

    @property
    def name(self) -> str:
        """What it is called by."""
        return self.run.__name__.replace("_", "-")

    @property
    def says(self) -> str:
        """What it finds, in one line."""
        return self.paragraphs[0]

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """What it finds, why that matters, and what mends it."""
        text = (self.run.__doc__ or "").replace("``", "`")
        return tuple(" ".join(each.split()) for each in text.split("\n\n"))


CHECKS = {
    check.name: check
    for check in (
        Check("basic", "error", basic.expires_before_grant),
        Check("basic", "error", basic.event_out_of_order),
        Check("basic", "error", basic.duplicate_grant),
        Check("basic", "error", basic.over_authorized),
        Check("basic", "error", basic.unknown_check),
        Check("basic", "error", failed_assertion),
        Check("basic", "error", broken_limit),
        Check("strict", "warning", strict.below_par),
        Check("strict", "warning", strict.holder_alias),
        Check("strict", "warning", strict.uncited_grant),
        Check("strict", "warning", stale_assertion),
        Check("strict", "warning", strict.unused_adjustment),
        Check("strict", "warning", strict.double_split),
        Check("strict", "warning", strict.unused_allow),
        Check("strict", "note", notes.blank_term),
        Check("strict", "note", notes.unsigned_agreement),
        Check("strict", "note", notes.no_expiry),
        Check("strict", "note", notes.conflict_unresolved),
        Check("strict", "note", notes.assumed_term),
        Check("documents", "error", citations.citation_out_of_range),
        Check("documents", "error", citations.citation_without_figure),
    )
}
