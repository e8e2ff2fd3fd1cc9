"""Registration rights of a plain tree, and what must be true of them."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from equitycalc.consistency import rights_that_do_not_fit
from equitycalc.problems import Path
from equitycalc.reading.nouns import noun
from equitycalc.registration_rights import RegistrationRights

if TYPE_CHECKING:
    from collections.abc import Iterable

    from equitycalc.reading.ledger_tree import Reader
    from equitycalc.terms import Agreement


def rights_from(reader: "Reader", raw: Any, path: Path) -> RegistrationRights | None:
    """The registration rights of an agreement; None where they cannot be read."""
    if not reader.is_mapping(raw, path, noun(RegistrationRights)):
        return None
    with_lines = {term for term, written in raw.items() if isinstance(written, dict)}
    rights = reader.validated(RegistrationRights, raw, path)
    if rights is not None:
        reader.rights.append((path, rights, with_lines))
    return rights


def check_rights(reader: "Reader", agreements: "Iterable[Agreement]") -> None:
    """The checks that need every grant of the ledger."""
    kinds = {grant.id: grant.kind for each in agreements for grant in each.grants}
    unreadable = {id: "" for _, id, _ in reader.grant_ids if id not in kinds}
    found = ((path, rights) for path, rights, _ in reader.rights)
    cited = {(*path, term) for path, _, terms in reader.rights for term in terms}
    for problem in rights_that_do_not_fit(found, kinds | unreadable):
        # Of a term written with its lines, the value is one step further in.
        for end in range(len(problem.path), 0, -1):
            if problem.path[:end] in cited:
                inner = (*problem.path[:end], "value", *problem.path[end:])
                problem = replace(problem, path=inner)
                break
        reader.problems.append(problem)
