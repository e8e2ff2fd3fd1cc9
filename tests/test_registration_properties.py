"""What must be true of registrations, whatever is promised, sold and cut back."""

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any, NamedTuple, cast

from hypothesis import assume, given
from hypothesis import strategies as st

from equitycalc import engine, events
from equitycalc.bounds import NO_SHARES
from equitycalc.consistency import events_that_do_not_fit
from equitycalc.engine import Dilution
from equitycalc.engine.blocks import Block
from equitycalc.engine.cutback import Allocation, Want, cutback, tied, with_over_allotment
from equitycalc.engine.due import Deadline
from equitycalc.engine.dues import dues
from equitycalc.engine.registering import Registration
from equitycalc.engine.rule144 import Holding144
from equitycalc.problems import QuestionErrors
from equitycalc.quantities import Rounding
from equitycalc.questions import Question, answer
from equitycalc.registration_rights import SELLERS, RegistrationRights, Seller, rights_of
from equitycalc.registrations import asked_from, registration
from equitycalc.terms import (
    Agreement,
    ConvertibleDebenture,
    Grant,
    Issuer,
    Ledger,
    Outstanding,
    Shares,
)
from equitycalc.written import BLANK, Assumed, Cited, value_of_cited
from ledgers import COUNTS, LATER, PRICES, events_of, ledgers, ranks

BASE = date(2000, 1, 1)
STATED = 10**12


def promised(*grants: Grant, on: date = BASE, price: Decimal | None = None) -> Agreement:
    covered = Cited(tuple(each.id for each in grants))
    terms: Any = {} if price is None else {"conversion_price": Cited(price)}
    terms |= {"priority": Cited((("investor",), ("company",)))}
    own = RegistrationRights(covered, Cited(on), **terms)
    return Agreement(id="rr", date=on, grants=grants, registration_rights=own)


def of(agreement: Agreement, *happened: events.AnyEvent, stated: int | None = STATED) -> Ledger:
    statement = () if stated is None else (Outstanding(as_of=date(1999, 1, 1), shares=stated),)
    return Ledger(
        issuer=Issuer(name="Example, Inc."),
        outstanding=statement,
        agreements=(agreement,),
        events=happened,
    )


# An offering that is cut back.

Ranks = Sequence[Sequence[Seller]]
FEW = st.integers(0, 30)  # remainders and ties are found among few shares
WANTED = st.one_of(FEW, FEW, st.integers(0, 10**15))


@st.composite
def wants(draw: st.DrawFn, shares: st.SearchStrategy[int] = WANTED) -> list[Want]:
    sellers = draw(st.lists(st.tuples(st.sampled_from(SELLERS), shares), min_size=1, max_size=7))
    return [Want(seller, f"holder {n}", count) for n, (seller, count) in enumerate(sellers)]


def ranked(wanted: Sequence[Want], order: Ranks) -> list[list[Want]]:
    return [[each for each in wanted if each.seller in rank] for rank in order]


def allotted(found: Sequence[Allocation]) -> list[int]:
    return [each.allocated for each in found]


@given(WANTED, wants(), ranks())
def test_a_cutback_comes_to_the_maximum_or_to_all_that_is_wanted(
    maximum: int, wanted: list[Want], order: Ranks
) -> None:
    found = cutback(maximum, wanted, order)
    in_all = sum(each.shares for rank in ranked(wanted, order) for each in rank)
    assert [each.want for each in found] == wanted
    assert sum(allotted(found)) == min(maximum, in_all)
    for each in found:
        assert 0 <= each.allocated <= each.want.shares
        assert abs(each.allocated - each.exact) < 1
        assert each.cut_back == each.want.shares - each.allocated


@given(WANTED, wants(), ranks())
def test_a_rank_is_filled_before_the_next_gets_a_share(
    maximum: int, wanted: list[Want], order: Ranks
) -> None:
    found = {each.want: each for each in cutback(maximum, wanted, order)}
    for before, after in pairwise(ranked(wanted, order)):
        if any(found[each].allocated for each in after):
            assert not any(found[each].cut_back for each in before)


@given(WANTED, wants(), ranks())
def test_who_has_no_rank_gets_nothing(maximum: int, wanted: list[Want], order: Ranks) -> None:
    with_a_rank = {each for rank in ranked(wanted, order) for each in rank}
    for each in cutback(maximum, wanted, order):
        assert each.want in with_a_rank or each.allocated == each.exact == 0


@given(WANTED, wants(), ranks())
def test_a_cutback_is_that_of_fractions(maximum: int, wanted: list[Want], order: Ranks) -> None:
    found = cutback(maximum, wanted, order)
    assert allotted(found) == modelled(maximum, wanted, order)


def modelled(maximum: int, wanted: Sequence[Want], order: Ranks) -> list[int]:
    """Each share to whoever is furthest below its part; of those equally far, to the first."""
    got = dict.fromkeys(wanted, 0)
    for rank in ranked(wanted, order):
        left = maximum - sum(got.values())
        total = sum(each.shares for each in rank)
        parts = {each: Fraction(each.shares, total) * min(left, total) for each in rank if total}
        got |= {each: int(part) for each, part in parts.items()}
        while sum(got[each] for each in rank) < min(left, total):
            furthest = max(parts, key=lambda each: parts[each] - got[each])
            got[furthest] += 1
    return list(got.values())


@given(WANTED, wants(), ranks())
def test_one_share_more_gives_nobody_more_than_one(
    maximum: int, wanted: list[Want], order: Ranks
) -> None:
    one, two = (allotted(cutback(most, wanted, order)) for most in (maximum, maximum + 1))
    assert all(after - before <= 1 for before, after in zip(one, two, strict=True))


def test_one_share_more_may_leave_somebody_less() -> None:
    """The paradox of the largest remainder: 2 of 14 is 1.43 of ten shares, and 1.57 of eleven."""
    wanted = [Want("investor", name, shares) for name, shares in (("A", 6), ("B", 6), ("C", 2))]
    assert allotted(cutback(10, wanted, [["investor"]])) == [4, 4, 2]
    assert allotted(cutback(11, wanted, [["investor"]])) == [5, 5, 1]


@given(WANTED, wants(), ranks())
def test_who_wants_more_gets_no_less_than_others_of_its_class(
    maximum: int, wanted: list[Want], order: Ranks
) -> None:
    for one in (found := cutback(maximum, wanted, order)):
        for two in found:
            if one.want.seller == two.want.seller and one.want.shares >= two.want.shares:
                short = 1 if one.want.shares == two.want.shares else 0
                assert one.allocated >= two.allocated - short


@given(WANTED, wants(), ranks(), st.randoms(use_true_random=False))
def test_the_order_decides_only_ties(
    maximum: int, wanted: list[Want], order: Ranks, random: Any
) -> None:
    found = cutback(maximum, wanted, order)
    other = list(wanted)
    random.shuffle(other)
    shuffled = {each.want: each.allocated for each in cutback(maximum, other, order)}
    by_want = {each.want: each for each in found}
    for rank in ranked(wanted, order):
        of_rank = [by_want[each] for each in rank]
        if not tied([each.exact for each in of_rank], allotted(of_rank)):
            assert [shuffled[each] for each in rank] == allotted(of_rank)


@given(wants(FEW), ranks(), st.integers(0, 200))
def test_a_tie_is_one_where_another_order_gives_other_shares(
    wanted: list[Want], order: Ranks, maximum: int
) -> None:
    forward = cutback(maximum, wanted, order)
    backward = cutback(maximum, wanted[::-1], order)[::-1]
    found = {each.want: each for each in forward}
    differs = any(a != b for a, b in zip(allotted(forward), allotted(backward), strict=True))
    assert differs == any(
        tied([found[each].exact for each in rank], [found[each].allocated for each in rank])
        for rank in ranked(wanted, order)
    )


@given(WANTED, wants(), ranks(), st.data())
def test_without_the_withdrawn_a_cutback_is_that_of_the_others(
    maximum: int, wanted: list[Want], order: Ranks, data: st.DataObject
) -> None:
    gone = data.draw(st.sets(st.sampled_from(wanted)))
    found = cutback(maximum, wanted, order, gone)
    others = [each for each in wanted if each not in gone]
    assert [each.allocated for each in found if not each.withdrawn] == allotted(
        cutback(maximum, others, order)
    )
    assert {each.want for each in found if each.withdrawn} == gone
    assert not any(each.allocated or each.exact for each in found if each.withdrawn)


@given(WANTED, WANTED, wants(), ranks())
def test_an_over_allotment_is_shared_to_the_last_share(
    maximum: int, more: int, wanted: list[Want], order: Ranks
) -> None:
    before = cutback(maximum, wanted, order)
    assume(any(allotted(before)))
    found = with_over_allotment(before, more)
    total = sum(allotted(before))
    assert sum(each.over_allotment for each in found) == more
    assert allotted(found) == allotted(before)
    for each in found:
        assert each.exact_over_allotment == Fraction(more * each.allocated, total)
        assert abs(each.over_allotment - each.exact_over_allotment) < 1
        assert each.over_allotment >= 0


def test_wants_of_a_file_come_after_those_that_are_typed() -> None:
    more = [Want("company", "B", 2, has=3)]
    typed = asked_from(max_offering="10", wants=["investor:A=1"], more_wants=True)
    offer = typed.with_wants(more).offer
    assert offer is not None
    assert offer.wants == (Want("investor", "A", 1), *more)
    assert asked_from().with_wants(more).offer is None


# Deadlines.

SOME_DAYS = st.integers(0, 60)
COVERED, OTHERS = ("one", "two", "three"), ("other",)


class Days(NamedTuple):
    """An agreement with all its days, what was recorded, and a filing that is proposed."""

    ledger: Ledger
    proposed: date | None

    @property
    def rights(self) -> RegistrationRights:
        found = rights_of(self.ledger.agreements[0])
        assert found is not None
        return found

    def after(self, day: date, days: Cited[Any] | None) -> date:
        return day + timedelta(value_of_cited(days))

    def happened(self, today: date, *kinds: type) -> list[Any]:
        """What was recorded by a day, in order."""
        found = [event for event in self.ledger.events if isinstance(event, kinds)]
        by_then = [event for event in found if event.date <= today]
        return sorted(by_then, key=lambda event: event.date)

    def on(self, today: date) -> list[Deadline]:
        proposed = None if self.proposed is None else str(self.proposed)
        return list(registration(self.ledger, as_of=today, proposed_filing=proposed).deadlines)

    def again(self, event: events.OfRegistration) -> bool:
        """Whether a statement is filed for what is effective before."""
        of_these = isinstance(event, events.Filed) and event.grants != OTHERS
        before = event.date - timedelta(1)
        return of_these and self.done_by(before, events.Registered) is not None

    def done_by(self, today: date, *kinds: type) -> date | None:
        """The first day by which every grant was in a statement."""
        missing = set(COVERED)
        for event in self.happened(today, *kinds):
            missing -= set(event.grants)
            if not missing:
                return cast(date, event.date)
        return None


@st.composite
def days(draw: st.DrawFn) -> Days:
    terms = ("days_to_file", "days_to_effectiveness", "notice_days", "answer_days")
    cited: dict[str, Any] = {term: Cited(draw(SOME_DAYS)) for term in terms}
    if draw(st.booleans()):
        cited["piggyback_until"] = Cited("effectiveness")
    cited["years_registered"] = Cited(draw(st.integers(1, 3)))
    shares = [Shares(id=id, holder="Ada", shares=10) for id in (*COVERED, *OTHERS)]
    promise = RegistrationRights(Cited(COVERED), Cited(BASE), **cited)
    agreement = Agreement(id="rr", date=BASE, grants=tuple(shares), registration_rights=promise)
    near = st.integers(0, 130).map(lambda count: BASE + timedelta(count))
    recorded = draw(st.lists(a_record(near), max_size=6))
    asked = Days(of(agreement, *recorded), draw(st.none() | near))
    # What is effective is not filed again.
    ledger = of(agreement, *(event for event in recorded if not asked.again(event)))
    return asked._replace(ledger=ledger)


@st.composite
def a_record(draw: st.DrawFn, near: st.SearchStrategy[date]) -> events.OfRegistration:
    some = draw(st.sets(st.sampled_from(COVERED), min_size=1))
    stated: Any = {"date": draw(near), "form": "SB-2", "grants": tuple(sorted(some))}
    any_of: list[events.OfRegistration] = [
        events.Filed(**stated),
        events.Filed(**stated | {"grants": OTHERS}),
        events.Registered(**stated),
        events.Registered(**stated | {"grants": COVERED}),
        events.Notified(date=draw(near), proposed_filing=draw(near)),
    ]
    return draw(st.sampled_from(any_of))


NEARBY = st.integers(0, 200).map(lambda count: BASE + timedelta(count))


def named(found: Sequence[Deadline], name: str) -> list[Deadline]:
    return [each for each in found if each.name == name]


@given(days(), NEARBY)
def test_a_deadline_is_met_where_all_the_grants_are_in_a_statement_in_time(
    asked: Days, today: date
) -> None:
    found = asked.on(today)
    effective = asked.done_by(today, events.Registered)
    filed = asked.done_by(today, events.Filed, events.Registered)
    for name, term, done in (
        ("filing", asked.rights.days_to_file, filed),
        ("effectiveness", asked.rights.days_to_effectiveness, effective),
    ):
        (one,) = named(found, name)
        due = asked.after(BASE, term)
        assert one.due == due
        if done is not None and done <= due:
            assert (one.status, one.met_on) == ("met", done)
        elif done is not None:
            # What is effective was filed, on a day that may not be recorded.
            statuses = {"passed", "open"} if name == "filing" else {"passed"}
            assert (one.status in statuses, one.met_on) == (True, None)
            assert ("late" in one.because) == (one.status == "passed")
            assert name == "filing" or f"{(done - due).days:,} day" in one.because
        else:
            when = "ahead" if today < due else "today" if today == due else "passed"
            assert (one.status, one.met_on) == (when, None)


@given(days(), NEARBY)
def test_each_other_filing_has_its_notice_and_each_notice_its_answer(
    asked: Days, today: date
) -> None:
    found = asked.on(today)
    ended = asked.done_by(today, events.Registered)
    ended = None if asked.rights.piggyback_until is None else ended
    last = today if ended is None else ended - timedelta(1)
    ahead = timedelta(value_of_cited(asked.rights.notice_days))
    first: dict[date, date] = {}
    for each in asked.happened(last, events.Notified):
        if each.proposed_filing > BASE:
            first.setdefault(each.proposed_filing, each.date)
    filed = {
        each.date
        for each in asked.happened(last, events.Filed)
        if each.grants == OTHERS and each.date > BASE
    }
    notices, answers = named(found, "notice"), named(found, "answer")
    known = {(notice.due, notice.met_on) for notice in notices}
    slipped: set[date] = set()
    for proposed, on in first.items():
        days = {proposed, *(day for day in filed if day > proposed)} - slipped
        told = {day for day in days if (day - ahead, on if on <= day - ahead else None) in known}
        assert told, "each filing proposed has one notice, of its day or of a later one"
        slipped |= told - {proposed}
        assert asked.after(on, asked.rights.answer_days) in [answer.due for answer in answers]
    assert {day - ahead for day in filed} <= {notice.due for notice in notices}
    rows = [notice for notice in notices if "of the filing" in notice.because]
    assert len(first) <= len(rows) <= len(first) + len(filed) + (asked.proposed is not None)
    if ended is not None:
        assert notices[-1].status == "not_required"
        assert len(answers) == len(first)
    elif asked.proposed is not None and asked.proposed <= BASE:
        assert notices[-1].status == "not_required"
    elif asked.proposed is not None and asked.proposed not in first.keys() | filed:
        assert notices[-1].due == asked.proposed - ahead
        assert answers[-1].due == asked.after(asked.proposed - ahead, asked.rights.answer_days)
    elif not first.keys() | filed and asked.proposed is None:
        assert [each.status for each in (*notices, *answers)] == ["open", "open"]
    else:
        assert len(answers) == len(first)


@given(days(), NEARBY, st.integers(0, 400))
def test_time_takes_no_deadline_back(asked: Days, today: date, more: int) -> None:
    order = {"ahead": 0, "today": 1, "passed": 2}
    sooner, later = asked.on(today), asked.on(today + timedelta(more))
    for name in ("filing", "effectiveness"):
        (one,), (two,) = named(sooner, name), named(later, name)
        assert one.due == two.due
        if one.status == "met":
            assert two.status == "met"
            assert name == "filing" or one.met_on == two.met_on
        elif two.status in order:
            assert one.status == "open" or order[one.status] <= order[two.status]
        elif two.status == "met":
            assert one.status in ("ahead", "today")


@given(days(), st.integers(0, 2000), st.integers(0, 2000))
def test_the_period_runs_its_years_from_effectiveness(asked: Days, first: int, more: int) -> None:
    sooner, later = (
        named(asked.on(BASE + timedelta(count)), "registration_period")[0]
        for count in (first, first + more)
    )
    effective = asked.done_by(BASE + timedelta(first), events.Registered)
    if effective is None:
        assert (sooner.due, sooner.status) == (None, "open")
    else:
        ends = a_period_after(effective, 12 * value_of_cited(asked.rights.years_registered))
        assert sooner.due == later.due == ends


@given(ledgers().flatmap(events_of), LATER)
def test_a_deadline_is_met_by_an_event_alone(ledger: Ledger, as_of: date) -> None:
    found = registration(ledger, as_of=as_of)
    happened = {event.date for event in ledger.events if event.date <= as_of}
    for each in found.deadlines:
        assert (each.status == "met") == (each.met_on is not None)
        assert each.met_on is None or each.met_on in happened
        assert each.due is not None or each.status in ("open", "not_required")
    silent = replace(ledger, events=())
    assert all(each.status != "met" for each in registration(silent, as_of=as_of).deadlines)


@given(
    st.integers(-5, 5),
    st.sampled_from([events.Filed, events.Registered]),
    st.sampled_from([None, BASE, Assumed(BASE, "made up"), BLANK]),
)
def test_no_statement_comes_before_the_shares_it_is_for(
    count: int, kind: type[events.Filed | events.Registered], granted_on: Any
) -> None:
    grant = Shares(id="g", holder="Ada", shares=10, granted_on=granted_on)
    event = kind(date=BASE + timedelta(count), form="SB-2", grants=("g",))
    wrong = list(events_that_do_not_fit([(0, event)], [(grant, promised(grant))], {"g"}))
    known = granted_on in (None, BASE)
    assert [each.name for each in wrong] == (["event-before-grant"] if known and count < 0 else [])


# Rule 144.

AROUND_144 = st.dates(date(1992, 1, 1), date(2011, 12, 31))


def a_period_after(day: date, months: int) -> date:
    last = day.replace(day=1)
    for _ in range(months):
        last = (last + timedelta(days=31)).replace(day=1)
    return last.replace(day=min(day.day, monthrange(last.year, last.month)[1]))


def in_force(on: date) -> tuple[int, int]:
    if on <= date(1997, 4, 28):
        return 24, 36
    return (12, 24) if on <= date(2008, 2, 14) else (6, 12)


@given(AROUND_144, st.integers(0, 3000))
def test_rule_144_is_that_of_a_walk_through_the_days(acquired: date, days: int) -> None:
    on = acquired + timedelta(days)
    held = Holding144(acquired, on)
    ends = {months: a_period_after(acquired, months) for months in (6, 12, 24, 36)}
    for which, opens in enumerate((held.resale_from, held.free_from)):
        # What will be the rule is not known: that of the day asked goes on.
        day = acquired
        while ends[in_force(min(day, on))[which]] > day:
            day += timedelta(1)
        assert opens == day


@given(AROUND_144, st.integers(0, 2000), st.integers(0, 2000))
def test_rule_144_never_closes_again(acquired: date, days: int, more: int) -> None:
    one, two = (Holding144(acquired, acquired + timedelta(n)) for n in (days, days + more))
    assert acquired < one.resale_from <= one.free_from
    assert two.resale_from <= one.resale_from
    assert two.free_from <= one.free_from
    if one.free_from <= one.on:
        assert two.free_from == one.free_from


@given(AROUND_144, st.integers(0, 2000), st.integers(0, 2000))
def test_who_holds_longer_is_free_no_later(acquired: date, longer: int, days: int) -> None:
    on = acquired + timedelta(days)
    later, earlier = Holding144(acquired, on), Holding144(acquired - timedelta(longer), on)
    assert earlier.resale_from <= later.resale_from
    assert earlier.free_from <= later.free_from


@given(
    st.integers(300, 450),
    st.sampled_from(["sold", "transfer"]),
    st.booleans(),
    st.sampled_from([None, "S-8", "free-trading", "restricted"]),
)
def test_a_sale_under_rule_144_comes_not_before_it(
    count: int, kind: str, converted: bool, registration: Any
) -> None:
    grant: Grant = Shares(id="g", holder="Ada", shares=10, registration=registration)
    day, happened = BASE + timedelta(count), []
    if converted:
        registration = None
        grant = ConvertibleDebenture(
            id="g", holder="Ada", principal=Decimal(10), conversion_price=Decimal(1)
        )
        happened = [events.Convert(date=day, grant="g", principal=events.ALL)]
    passed: Any = {"date": day, "grant": "g", "shares": 1, "under": "rule-144"}
    event = events.Sold(**passed) if kind == "sold" else events.Transfer(to="Ben", **passed)
    numbered = list(enumerate([*happened, event]))
    wrong = list(events_that_do_not_fit(numbered, [(grant, promised(grant))], {"g"}))
    early = day < date(2001, 1, 1) and registration in (None, "restricted")
    assert [each.name for each in wrong] == (["before-rule-144"] if early else [])


# Sales, transfers and splits.


def effective(*grants: Grant) -> events.Registered:
    return events.Registered(date=BASE, form="SB-2", grants=tuple(each.id for each in grants))


def blocks_of(found: Registration) -> list[Block]:
    return [block for each in found.promised for block in each.blocks]


class Hands(NamedTuple):
    """What one holder has of a grant of shares: under restrictions, and free of them."""

    restricted: int
    free: int

    @property
    def all(self) -> int:
        return self.restricted + self.free

    def first(self, count: int) -> "Hands":
        """So many of them: restricted shares go first."""
        restricted = min(count, self.restricted)
        return Hands(restricted, count - restricted)

    def plus(self, restricted: int, free: int) -> "Hands":
        return Hands(self.restricted + restricted, self.free + free)


Held = dict[str | None, Hands]
NOTHING = Hands(0, 0)
PUBLIC = engine.ALL_OTHER_HOLDERS


@st.composite
def passed_around(draw: st.DrawFn) -> tuple[Ledger, Held]:
    """Shares that are sold, passed on, cancelled and split day by day, and who has what in the end.
    They were granted outright, or converted in two steps.
    """
    count, converted = draw(st.integers(1, 1000)), draw(st.booleans())
    grant: Shares | ConvertibleDebenture = Shares(id="g", holder="Ada", shares=count)
    kinds = ["sold", "transfer", "free", "split", "cancel"]
    happened: list[events.AnyEvent] = []
    if converted:
        grant = ConvertibleDebenture(
            id="g", holder="Ada", principal=Decimal(count), conversion_price=Decimal(1)
        )
        some = Decimal(draw(st.integers(0, count)))
        for principal in (some, count - some):
            if principal:
                happened.append(events.Convert(date=BASE, grant="g", principal=principal))
        kinds.remove("cancel")
    happened.append(effective(grant))
    hands: Held = {"Ada": Hands(count, 0)}
    day = BASE
    for _ in range(draw(st.integers(0, 8))):
        # Splits of the day of the grant have been made in its terms.
        day += timedelta(draw(st.integers(day == BASE, 40)))
        kind = draw(st.sampled_from(kinds))
        having = [name for name, each in hands.items() if name != PUBLIC and each.all]
        if kind == "split":
            new = draw(st.integers(1, 5))
            happened.append(events.Split(date=day, new=new, old=1))
            hands = {name: Hands(*(new * n for n in each)) for name, each in hands.items()}
        elif having:
            holder = draw(st.sampled_from(having))
            shares = draw(st.integers(1, hands[holder].all))
            to = PUBLIC if kind == "sold" else draw(st.sampled_from(["Ada", "Ben", "Cleo"]))
            happened.append(what_happens(kind, to, day, holder, shares))
            gone = hands[holder].first(shares)
            hands[holder] = hands[holder].plus(-gone.restricted, -gone.free)
            if kind != "cancel":
                passed = gone if kind == "transfer" else Hands(0, shares)
                hands[to] = hands.get(to, NOTHING).plus(*passed)
    return of(promised(grant), *happened), hands


def what_happens(kind: str, to: str, day: date, holder: str | None, shares: int) -> events.AnyEvent:
    whose: Any = {"date": day, "grant": "g", "holder": holder, "shares": shares}
    match kind:
        case "sold":
            return events.Sold(under="registration", **whose)
        case "transfer":
            return events.Transfer(to=to, **whose)
        case "free":
            return events.Transfer(to=to, under="free", **whose)
        case _:
            return events.Cancel(kind="cancel", **whose)


def in_hands(found: Registration) -> Held:
    """Who has what by the blocks of shares."""
    hands: Held = {}
    for block in blocks_of(found):
        assert block.shares.bound == "exact"
        count = block.shares.low
        more = (count, 0) if block.registrable else (0, count)
        hands[block.holder] = hands.get(block.holder, NOTHING).plus(*more)
    return hands


def some(hands: Held) -> Held:
    """Without those who have nothing."""
    return {name: each for name, each in hands.items() if each.all}


def counted(found: Dilution, key: engine.GroupKey) -> dict[str | None, int]:
    """What each group has of the shares that the ledger put into being."""
    groups = {each.key: each.bases.fully_diluted.incremental_shares.low for each in found.by(key)}
    return {name: count for name, count in groups.items() if count}


# After every event, and before Rule 144(k) frees what is left.
AFTER = BASE + timedelta(days=400)


@given(passed_around())
def test_blocks_of_shares_are_in_the_hands_they_were_passed_to(drawn: tuple[Ledger, Held]) -> None:
    ledger, hands = drawn
    found = registration(ledger, as_of=AFTER)
    restricted, free = (sum(each[n] for each in hands.values()) for n in (0, 1))
    assert some(in_hands(found)) == some(hands)
    assert found.to_register.low == restricted
    by_standing = {"registrable": restricted, "free_trading": free}
    assert counted(found.found, "registration") == {k: v for k, v in by_standing.items() if v}
    assert counted(found.found, "holder") == {k: v.all for k, v in some(hands).items()}


@given(passed_around(), st.sampled_from(["registration", "rule-144"]))
def test_when_all_is_free_nothing_is_left_to_register(
    drawn: tuple[Ledger, Held], under: events.SoldUnder
) -> None:
    ledger, hands = drawn
    left = sum(each.all for each in hands.values())
    rest = [
        events.Sold(date=AFTER, grant="g", holder=name, shares=each.restricted, under=under)
        for name, each in hands.items()
        if each.restricted
    ]
    sold = replace(ledger, events=(*ledger.events, *rest))
    for found in (
        registration(sold, as_of=AFTER),
        registration(ledger, as_of=a_period_after(BASE, 24)),
    ):
        assert found.to_register == NO_SHARES
        assert sum(each.all for each in in_hands(found).values()) == left
        assert all(block.registrable is False for block in blocks_of(found))


@given(passed_around(), st.sampled_from(["Ada", "Ben", "Cleo"]), st.integers(0, 1500))
def test_an_investor_offers_what_is_to_be_registered_with_the_rights_and_no_more(
    drawn: tuple[Ledger, Held], holder: str, shares: int
) -> None:
    ledger, hands = drawn
    wants = [f"investor:{holder}={shares}"]
    has = hands.get(holder, NOTHING)
    if holder != "Ada" and not has.all:
        found = registration(ledger, as_of=AFTER, max_offering=10**9, wants=wants).offering
        assert found is not None
        assert found.notes == (
            f"not checked, because nothing says how many shares they have: {holder}",
        )
        return
    # Nothing shows that the rights were passed on.
    most = has.restricted if holder == "Ada" else 0
    try:
        found = registration(ledger, as_of=AFTER, max_offering=10**9, wants=wants).offering
    except QuestionErrors as errors:
        assert [each.name for each in errors.problems] == ["wants-more-than-held"]
        assert shares > most
    else:
        assert found is not None
        assert [each.allocated for each in found.allocations] == [shares]
        assert shares <= most and not found.notes


BY: list[engine.GroupKey] = ["holder", "registration"]
SALES = st.lists(
    st.tuples(st.sampled_from(["Ada", "Ben", "Cleo"]), COUNTS | st.just(events.ALL)), max_size=4
)


@given(ledgers().flatmap(events_of), LATER, SALES, st.data())
def test_sales_change_no_total(
    ledger: Ledger, as_of: date, sales: list[tuple[str, Any]], data: st.DataObject
) -> None:
    last = max([as_of, *(event.date for event in ledger.events)])
    grants = [each for agreement in ledger.agreements for each in agreement.grants]
    assume(grants)
    effective_now = events.Registered(
        date=last, form="SB-2", grants=tuple(each.id for each in grants)
    )
    more: list[events.AnyEvent] = [effective_now]
    for holder, shares in sales:
        grant = data.draw(st.sampled_from(grants))
        sold: Any = {"date": last, "grant": grant.id, "holder": holder, "shares": shares}
        more.append(events.Sold(under="registration", **sold))
    after = replace(ledger, events=(*ledger.events, *fitting(ledger, more)))
    one, two = answer(ledger, Question(as_of=last)), answer(after, Question(as_of=last))
    before, then = (each.bases.fully_diluted for each in (one, two))
    # A sale of more than is stated as a minimum shows that there were more.
    least, now = before.incremental_shares, then.incremental_shares
    assert least == now or (least.open and now.open and least.low <= now.low)
    assert before.rights == then.rights
    assert before.proceeds == then.proceeds
    assert one.received == two.received


def fitting(ledger: Ledger, more: Sequence[events.AnyEvent]) -> Iterator[events.AnyEvent]:
    """Those of some events that can happen to the ledger, one after the other."""
    grants = [(grant, each) for each in ledger.agreements for grant in each.grants]
    ids = {grant.id for grant, _ in grants}
    happened = list(ledger.events)
    for event in more:
        numbered = list(enumerate([*happened, event]))
        if not list(events_that_do_not_fit(numbered, grants, ids)):
            happened.append(event)
            yield event


@given(ledgers().flatmap(events_of), LATER)
def test_standings_and_holders_come_to_all_shares(ledger: Ledger, as_of: date) -> None:
    # Nobody knows who owns what where more was issued than is stated.
    enough = tuple(replace(each, shares=each.shares + 10**14) for each in ledger.outstanding)
    found = answer(replace(ledger, outstanding=enough), Question(as_of=as_of))
    total = found.totals["fully_diluted"]
    assume(total is not None and total.shares is not None)
    assert total is not None and total.shares is not None
    for key in BY:
        parts = [each.bases.fully_diluted.incremental_shares + each.held for each in found.by(key)]
        if all(each.bound == "exact" for each in parts):
            assert sum(each.low for each in parts) == total.shares.low, key


@given(ledgers(statements=False).flatmap(events_of), LATER)
def test_blocks_are_what_their_grants_put_into_being_or_may(ledger: Ledger, as_of: date) -> None:
    found = registration(ledger, as_of=as_of)
    every = blocks_of(found)
    for row in found.found.rows():
        grant = row.position.grant
        own = [block for block in every if block.position.grant is grant]
        if own and not isinstance(grant, ConvertibleDebenture):
            # Without a statement of shares outstanding, all that was issued counts beside it.
            counted = row.bases.fully_diluted.incremental_shares
            shares = sum((block.shares for block in own), NO_SHARES)
            assert shares.low == counted.low, grant.id
            assert shares.top == counted.top, grant.id
    still = [block for block in every if block.registrable is not False]
    assert found.to_register.high == sum(block.shares.high for block in still)
    assert found.to_register.low == sum(block.shares.low for block in still if block.registrable)


STEPS = st.lists(
    st.tuples(st.sampled_from(["convert", "repay", "sold", "split"]), st.integers(1, 50)),
    max_size=8,
)


@given(st.integers(1, 200), st.integers(1, 40), st.integers(1, 40), STEPS)
def test_blocks_of_a_debt_are_those_of_a_walk_through_its_events(
    principal: int, own: int, at: int, steps: list[tuple[str, int]]
) -> None:
    cents = Decimal("0.01")
    note = ConvertibleDebenture(
        id="note", holder="Ada", principal=Decimal(principal), conversion_price=own * cents
    )
    happened: list[events.AnyEvent] = [effective(note)]
    day, debt, unsold, sold, factor = BASE, principal, 0, 0, 1
    for kind, count in steps:
        day += timedelta(1)
        of_note: Any = {"date": day, "grant": "note"}
        match kind:
            case "convert" if debt:
                part = min(debt, count)
                happened.append(events.Convert(principal=Decimal(part), **of_note))
                debt, unsold = debt - part, unsold + part * 100 * factor // own
            case "repay" if debt:
                part = min(debt, count)
                happened.append(events.Repay(principal=Decimal(part), **of_note))
                debt -= part
            case "sold" if unsold:
                part = min(unsold, count)
                happened.append(events.Sold(shares=part, under="registration", **of_note))
                unsold, sold = unsold - part, sold + part
            case "split":
                new = count % 4 + 1
                happened.append(events.Split(date=day, new=new, old=1))
                unsold, sold, factor = new * unsold, new * sold, new * factor
    found = registration(of(promised(note, price=at * cents), *happened), as_of=AFTER)
    every = blocks_of(found)
    assert sum(block.shares.low for block in every if not block.registrable) == sold
    assert found.to_register.low == unsold + debt * 100 * factor // at
    assert found.to_register.bound == "exact"


@given(passed_around(), st.integers(2, 12), st.sampled_from(["down", "up", "nearest"]))
def test_a_reverse_split_rounds_each_block_once(
    drawn: tuple[Ledger, Held], old: int, how: Rounding
) -> None:
    ledger, hands = drawn
    left = sum(each.all for each in hands.values())
    split = events.Split(date=AFTER, new=1, old=old, round=how)
    before = registration(ledger, as_of=AFTER)
    after = registration(replace(ledger, events=(*ledger.events, split)), as_of=AFTER)
    many = len(blocks_of(before))
    assert abs(sum(block.shares.low for block in blocks_of(after)) - Fraction(left, old)) < many + 1
    assert abs(after.to_register.low - Fraction(before.to_register.low, old)) < many + 1


@given(passed_around(), st.integers(1, 12), st.integers(1, 12))
def test_a_split_and_its_reverse_leave_the_blocks_as_they_were(
    drawn: tuple[Ledger, Held], new: int, old: int
) -> None:
    ledger, _ = drawn
    splits = [(old, 1), (new, old), (old, new), (1, old)]
    more = [events.Split(date=AFTER, new=to, old=since) for to, since in splits]
    before = registration(ledger, as_of=AFTER)
    after = registration(replace(ledger, events=(*ledger.events, *more)), as_of=AFTER)
    assert after.to_register == before.to_register
    assert [block.shares for block in blocks_of(after)] == [
        block.shares for block in blocks_of(before)
    ]


@given(COUNTS, PRICES, st.integers(0, 1200), st.integers(0, 1200))
def test_what_is_to_be_registered_never_grows_by_itself(
    principal: int, price: Decimal, days: int, more: int
) -> None:
    note = ConvertibleDebenture(
        id="note", holder="Ada", principal=Decimal(principal), conversion_price=price
    )
    bridge = Shares(id="bridge", holder="Ada", shares=1000)
    ledger = of(promised(note, bridge, price=price))
    one, two = (
        registration(ledger, as_of=BASE + timedelta(n)).to_register for n in (days, days + more)
    )
    assert two.low <= one.low
    assert one.low == (0 if days >= 731 else 1000 + Fraction(principal) // Fraction(price))


@given(days())
def test_the_timeline_has_the_deadlines_that_are_answered_in_the_end(asked: Days) -> None:
    found = [
        (each.name, each.due, each.met_on)
        for each in registration(asked.ledger, as_of=BASE + timedelta(5000)).deadlines
        if each.due is not None
    ]
    assert [(each.name, day, each.met_on) for day, each in dues(asked.ledger)] == found
