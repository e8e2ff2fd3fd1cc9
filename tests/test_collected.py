"""Problems that are counted and not kept, near words that are no longer looked for."""

from random import Random

import pytest

from equitycalc.collected import MOST, Collected
from equitycalc.problems import Guesses, Path, Place, Problem
from equitycalc.reading import ledger_of
from outcomes import outcome, problems_of


def problem(*path: str | int, name: str = "wrong", on_key: bool = False) -> Problem:
    return Problem(name=name, message=f"at {path}", path=path, on_key=on_key)


def paths(found: Collected) -> list[Path]:
    return [each.path for each in found]


def test_the_first_hundred_by_place_are_kept_in_whatever_order_they_are_found() -> None:
    numbers = list(range(1000))
    Random(5).shuffle(numbers)
    found = Collected()
    found += [problem("grants", number, "shares") for number in numbers]
    assert len(found) == 1000
    assert sorted(paths(found)) == [("grants", number, "shares") for number in range(MOST)]
    assert paths(found) == [("grants", number, "shares") for number in numbers if number < MOST], (
        "in the order in which they were found, for those of one place"
    )


def test_those_of_one_entry_are_kept_in_the_order_they_are_found() -> None:
    found = Collected()
    found += [problem("issuer", f"key-{number}", on_key=True) for number in range(150)]
    assert paths(found) == [("issuer", f"key-{number}") for number in range(MOST)]


def test_kinds_of_paths_are_kept_apart() -> None:
    found = Collected()
    found += [problem("events", number, "date") for number in range(150)]
    found += [problem("grants", number, "date") for number in range(150)]
    found.append(problem("issuer", "par_value"))
    assert len(list(found)) == 2 * MOST + 1
    assert found.counts == {"wrong": 301}


def test_kinds_of_paths_that_are_anybodys_words_do_not_fill_the_memory() -> None:
    found = Collected()
    found += [problem("terms", f"word-{number}") for number in range(1000)]
    assert len(found) == 1000
    assert len(list(found)) == 200 + MOST


def test_names_are_counted_apart() -> None:
    found = Collected()
    found += [problem("a", number) for number in range(MOST)]
    found.append(problem("b"))
    found += [problem("a", number, name="other") for number in range(MOST)]
    shown, more = found.shown(found)
    assert len(shown) == 2 * MOST
    assert more == {"wrong": 1}


def test_what_has_its_place_comes_in_order() -> None:
    found = Collected()
    for number in range(150):
        assert found.enough("wrong") == (number >= MOST)
        at = Place("", number + 1, 1)
        found.append(Problem(name="wrong", message="", path=("a", 150 - number), place=at))
    found.count("wrong")
    assert found.counts == {"wrong": 151}
    assert [each.place and each.place.line for each in found] == list(range(1, MOST + 1))


def test_nothing_is_said_of_what_was_refused() -> None:
    found = Collected()
    found.refuse(())  # the whole text: what it should have been is said
    found.refuse(("notes", 1))
    found.refuse(("notes", 1, "deeper"))
    found.refuse(("a", "b"))
    found.refuse(("a",))
    refused: list[Path] = [("notes", 1), ("notes", 1, "x"), ("a",), ("a", "c")]
    for path in refused:
        found.append(problem(*path))
        assert found.passes_over("wrong", path)
    assert len(found) == 0
    others: list[Path] = [(), ("notes",), ("notes", 2), ("b",)]
    for path in others:
        found.append(problem(*path))
        assert not found.passes_over("wrong", path)
    assert len(found) == 4
    at = Problem(name="wrong", message="", path=("a",), place=Place("", 1, 1))
    found.append(at)
    assert at in list(found), "what the parser says of it again is said"


def test_what_would_not_be_kept_is_counted() -> None:
    found = Collected()
    assert not found.passes_over("wrong", ("a", 500))
    found += [problem("a", 2 * number) for number in range(MOST)]
    assert not found.passes_over("wrong", ("a", 1)), "it comes before some that are kept"
    assert found.passes_over("wrong", ("a", 199))
    assert found.passes_over("wrong", ("a", 198)), "of one place the first to be found is kept"
    assert not found.passes_over("wrong", ("b", 199))
    assert found.counts == {"wrong": MOST + 2}


def test_near_words_are_looked_for_while_it_pays() -> None:
    guesses = Guesses(left=5)
    assert guesses.did_you_mean("shres", ("shares", "holder", "kind")) == 'did you mean "shares"?'
    assert guesses.nearest("holdr", ("shares", "holder", "kind")) == "holder"
    assert guesses.nearest("shares", ("shares",)) is None, "two times three words are enough"
    assert guesses.did_you_mean("shares", ("shares",)) is None


def test_a_key_that_is_misspelt_everywhere_is_missing_nowhere() -> None:
    grants = "".join(
        f"  - {{id: g{number}, kind: shares, holdr: H, shares: 1}}\n" for number in range(30_000)
    )
    text = f"issuer: {{name: E}}\nagreements:\n- id: a\n  date: 2024-01-01\n  grants:\n{grants}"
    shown, more = problems_of(text.encode(), MOST)
    assert {each.name for each in shown} == {"unknown-key"}
    assert {each.help for each in shown} == {'did you mean "holder"?'}
    assert more == {"unknown-key": 30_000 - MOST}


def test_places_at_the_end_of_a_text_without_a_line_break() -> None:
    for text in ("a: {b", "issuer: {name: E}\nnotes", "issuer:\r\n  name:", "notes: [\u2028"):
        assert outcome(text.encode())
        assert outcome(f"{text}\n".encode())


DEBT = """
issuer: {{name: E}}
agreements:
- id: a
  date: 2000-01-01
  grants:
  - id: d
    kind: convertible_debenture
    holder: H
    principal: 1000000
    conversion_price: 1
    granted_on: {granted_on}
    interest: {{rate: 8%, compounding: {compounding}}}
events:
"""
REPAY = "- {kind: repay, date: 2090-01-01, grant: d, principal: 0}\n"


@pytest.mark.parametrize(
    ("compounding", "granted_on", "extra", "most"),
    [
        ("daily", "2000-01-01", "", 760),  # 25,000,000 / (32,874 x 365 / 365) = 760.48
        ("daily", "{assumed: 2045-01-01, because: a guess}", "", 1521),  # 25,000,000 / 16,436
        ("monthly", "blank", "", 23_148),  # 25,000,000 / (32,874 x 12 / 365 = 1,080)
        ("simple", "2000-01-01", "", 24_000),
        ("blank", "2000-01-01", "", 1000),
        (
            "simple",
            "2000-01-01",
            "- {kind: amend, date: 2089-01-01, grant: d, term: compounding, value: daily}\n",
            760,
        ),
    ],
)
def test_exact_interest_is_followed_as_far_as_memory_goes(
    compounding: str, granted_on: str, extra: str, most: int
) -> None:
    head = DEBT.format(compounding=compounding, granted_on=granted_on) + extra
    count = most - bool(extra)
    shown, _ = problems_of(f"{head}{REPAY * (count + 1)}".encode(), MOST)
    if most in (24_000, 1000):
        assert not shown
        return
    (wrong,) = shown
    assert wrong.path == ("events", most, "date")
    assert wrong.message == (
        f"d has {most + 1:,} events by then, and its interest compounds "
        f"{'daily' if extra else compounding}: more digits than are counted"
    )


def test_as_many_events_as_memory_takes_are_read() -> None:
    head = DEBT.format(compounding="annual", granted_on="2000-01-01")
    assert ledger_of(f"{head}{REPAY * 50}".encode(), "good.yaml").events


def test_of_many_holders_a_message_names_a_few() -> None:
    head = (
        "issuer: {name: E}\nagreements:\n- id: a\n  date: 2024-01-01\n  grants:\n"
        "  - {id: w, kind: warrant, holder: H, shares: 900, exercise_price: 1}\nevents:\n"
    )
    passed = "".join(
        f"- {{kind: transfer, date: 2024-01-02, grant: w, shares: 9, to: Holder {number}}}\n"
        for number in range(30)
    )
    wrong = (
        "- {kind: cancel, date: 2024-01-02, grant: w, shares: 10, holder: Holder 3}\n"
        "- {kind: cancel, date: 2024-01-02, grant: w, shares: 1, holder: Nobody at all}\n"
        "- {kind: cancel, date: 2024-01-02, grant: w, shares: 1, holder: Holdr 3}\n"
    )
    shown, _ = problems_of(f"{head}{passed}{wrong}".encode(), MOST)
    assert [each.help for each in shown] == [
        "the rest is held by H, Holder 0, Holder 1, Holder 2, Holder 4 and others: add holder",
        "held by H, Holder 0, Holder 1, Holder 2, Holder 3 and others",
        'did you mean "Holder 3"?',
    ]


def test_names_of_holders_that_nobody_could_mean_are_looked_for_while_it_pays() -> None:
    head = (
        "issuer: {name: E}\nagreements:\n- id: a\n  date: 2024-01-01\n  grants:\n"
        "  - {id: w, kind: warrant, holder: Holder, shares: 900, exercise_price: 1}\nevents:\n"
    )
    wrong = "- {kind: cancel, date: 2024-01-02, grant: w, shares: 1, holder: Holdr}\n"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Guesses.__init__, "__defaults__", (2,))
        shown, _ = problems_of(f"{head}{wrong * 3}".encode(), MOST)
    near = 'did you mean "Holder"?'
    assert [each.help for each in shown] == [near, near, "held by Holder"]
