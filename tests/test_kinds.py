"""Every kind of grant and of event is known wherever kinds are told apart by their names."""

from typing import Any, get_args, get_type_hints

import pytest

from equitycalc.demands import Assertion, Limit
from equitycalc.engine import fold, told
from equitycalc.engine.positions import _ENDED
from equitycalc.events import KINDS_OF_EVENT
from equitycalc.explaining import history as explained
from equitycalc.reading.nouns import noun
from equitycalc.registration_rights import RegistrationRights
from equitycalc.rendering import timeline_text
from equitycalc.scenarios import Scenario
from equitycalc.terms import KINDS, Agreement, Conflict, Issuer, Ledger, Outstanding, Statement

OF_GRANT = {
    kind
    for kind, event in KINDS_OF_EVENT.items()
    if "grant" in get_type_hints(event) and kind != "amend"
}
PASSING_ON = {"transfer", "sold"}


@pytest.mark.parametrize(
    ("table", "kinds"),
    [
        (fold._HAPPENS_TO, OF_GRANT),
        (fold._TOO_MUCH, OF_GRANT),
        (_ENDED, OF_GRANT - PASSING_ON),
        (told._DONE, OF_GRANT - PASSING_ON),
        (explained._DONE, OF_GRANT),
    ],
    ids=["happens to", "too much", "ended", "told", "explained"],
)
def test_every_kind_of_event_of_a_grant_is_in_the_table(table: Any, kinds: set[str]) -> None:
    assert set(table) == kinds


def test_what_happens_to_grants_happens_to_kinds_of_them() -> None:
    assert set().union(*fold._HAPPENS_TO.values()) <= set(KINDS)


def test_a_timeline_has_a_word_for_every_kind_of_event() -> None:
    # A split and a sale are told by the word that they are.
    assert set(KINDS_OF_EVENT) - set(timeline_text._WORDS) == {"split", "sold"}


@pytest.mark.parametrize(
    "entry",
    [
        *KINDS.values(),
        *KINDS_OF_EVENT.values(),
        *(Agreement, Conflict, Issuer, Ledger, Outstanding, Statement),
        *(Assertion, Limit, RegistrationRights, Scenario),
    ],
)
def test_every_entry_is_called_something(entry: type) -> None:
    assert noun(entry).startswith(("a ", "an "))


def test_every_kind_of_event_is_one_of_the_words_of_its_class() -> None:
    for kind, event in KINDS_OF_EVENT.items():
        assert kind in get_args(get_type_hints(event)["kind"])
