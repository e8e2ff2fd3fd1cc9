"""Who has what of a grant: kept up from event to event, held to what counting anew finds."""

from hypothesis import given
from hypothesis import strategies as st

from equitycalc.bounds import NO_SHARES, Range, at_least, exactly
from equitycalc.engine.whose import InHands, Issued, Lot

HOLDERS = st.sampled_from(["Ada", "Ben", None])
SHARES = st.one_of(
    st.integers(0, 3).map(exactly), st.integers(0, 3).map(at_least), st.just(Range(1, 3))
)


@st.composite
def lots(draw: st.DrawFn) -> tuple[Lot, ...]:
    """What one move issued: a holder has one lot of the free ones, and one of the others."""
    whose = draw(st.sets(st.tuples(HOLDERS, st.booleans()), max_size=4))
    return tuple(Lot(holder, draw(SHARES), free) for holder, free in whose)


@given(st.lists(st.tuples(st.integers(0, 5), lots()), max_size=12))
def test_shares_by_the_hands_they_are_in(steps: list[tuple[int, tuple[Lot, ...]]]) -> None:
    issued, moves = Issued(), dict[int, tuple[Lot, ...]]()
    had: set[str | None] = set()
    for number, now in steps:
        issued.take(number, moves.get(number, ()))
        issued.put(number, now)
        moves[number] = now
        had |= {lot.holder for lot in now if lot.shares.top != 0}
        every = [(at, lot) for at in sorted(moves) for lot in moves[at] if lot.shares.top != 0]
        assert set(issued.having) == {lot.holder for _, lot in every}
        for holder in ("Ada", "Ben", None):
            own = [(at, lot) for at, lot in every if lot.holder == holder]
            assert (holder in issued) == (holder in had)
            assert issued.shares_of(holder) == sum((lot.shares for _, lot in own), NO_SHARES)
            in_order = sorted((lot.free, at) for at, lot in own)
            assert list(issued.moves_of(holder)) == in_order


def test_the_restricted_ones_come_first_and_then_the_oldest() -> None:
    issued = Issued()
    issued.put(3, [Lot("Ada", exactly(5)), Lot("Ada", exactly(7), free=True)])
    issued.put(1, [Lot("Ada", exactly(2)), Lot("Ben", exactly(0))])
    assert list(issued.moves_of("Ada")) == [(False, 1), (False, 3), (True, 3)]
    assert issued.shares_of("Ada") == exactly(14)
    assert list(issued.having) == ["Ada"]
    assert "Ben" not in issued
    issued.take(1, [Lot("Ada", exactly(2)), Lot("Ben", exactly(0))])
    issued.take(3, [Lot("Ada", exactly(5)), Lot("Ada", exactly(7), free=True)])
    assert issued.having == {}
    assert "Ada" in issued, "she had some"


@given(st.lists(st.tuples(HOLDERS, SHARES), max_size=12))
def test_what_all_have_left(steps: list[tuple[str | None, Range[int]]]) -> None:
    parts = InHands({"Ada": exactly(3)})
    for holder, part in steps:
        parts[holder] = part
        assert parts.left == sum(parts.values(), NO_SHARES)
        assert set(parts.having) == {name for name, each in parts.items() if each.top != 0}
