"""Whatever the text, there is a ledger or there are problems that can be shown.

``make fuzz`` goes on where this ends: for as long as it is let, and with megabytes.
"""

from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import hostile
from equitycalc.reading import yaml_events
from examples import examples
from mutations import mutated, seeds, start
from outcomes import answered, outcome, problems_of
from test_bad_ledgers import BAD, text_of

NUMBERS = st.integers(0, 2**48)


@settings(max_examples=examples(300))
@given(st.binary(max_size=400))
@example(b"\xef\xbb\xbf")
@example(b"\xff\xfe")
def test_any_bytes_at_all(data: bytes) -> None:
    assert outcome(data)


@settings(max_examples=examples(400))
@given(NUMBERS)
def test_a_ledger_that_was_changed(number: int) -> None:
    random = Random(number)
    answered(outcome(mutated(random, start(random), 20_000)))


@settings(max_examples=examples(60))
@given(NUMBERS)
def test_the_pure_parser_comes_to_an_end_too(number: int) -> None:
    random = Random(number)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(yaml_events, "Parser", yaml_events.PureParser)
        assert outcome(mutated(random, start(random), 5_000))


@pytest.mark.parametrize("name", hostile.CLASSES)
def test_a_ledger_as_bad_as_it_can_be(name: str) -> None:
    answered(outcome(hostile.CLASSES[name](20_000).encode()))


# Of each name the first hundred by place are kept, and how many there are is right.


def check_the_first(data: bytes, least: int = 1) -> None:
    every, none = problems_of(data, 10**9)
    assert not none
    for most in (least, 100):
        shown, more = problems_of(data, most)
        names = {one.name for one in every}
        of_name = {name: [one for one in every if one.name == name] for name in names}
        first = {name: found[:most] for name, found in of_name.items()}
        assert {name: [one for one in shown if one.name == name] for name in names} == first
        left = {name: len(found) - most for name, found in of_name.items() if len(found) > most}
        assert more == left


@pytest.mark.parametrize("name", [name for name in BAD if "many" in name or name.endswith("-2")])
def test_the_first_by_place_of_a_bad_ledger(name: str) -> None:
    check_the_first(text_of(name), least=3)  # two keys of one entry may be told in another order


@pytest.mark.parametrize("name", hostile.BAD)
def test_the_first_by_place_of_very_many(name: str) -> None:
    check_the_first(hostile.BAD[name](4_000).encode())


@settings(max_examples=examples(60))
@given(NUMBERS)
def test_the_first_by_place_of_any(number: int) -> None:
    random = Random(number)
    check_the_first(mutated(random, random.choice(seeds()), 5_000), least=3)
