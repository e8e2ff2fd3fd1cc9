"""Writes a made-up ledger of N grants, and the same facts for hledger and for beancount.

    python benchmarks/generate.py 10000 --out ledgers

gives `ledgers/10000.yaml`, `ledgers/10000.journal` and `ledgers/10000.beancount`. The same size and
seed give the same bytes, on any machine and any version of Python.

The three files say the same. In the ledger a grant is an entry of its agreement; in the other two
it is one transaction, dated the day of the grant, which posts the shares (or the money of a
debenture or a fee) to the holder's account and carries the other terms as tags or metadata. A blank
term posts zero, with the word `blank` beside it. `--bare` leaves tags and metadata out: that is
less than the same facts, and quicker to read.

With `--events` the ledger also says what happened to a tenth of its grants; with `--split`, that
the shares were split late. The agreements above them stay the same to the byte. Both are in the
ledger alone: the files for hledger and beancount are the same with them and without.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Literal, TextIO, TypeVar

T = TypeVar("T")

SEED = 20010116
GRANTS_AN_AGREEMENT = 20

AS_OF = date(2026, 6, 30)
FIRST_AGREEMENT = date(2014, 1, 6)
LAST_AGREEMENT = date(2026, 6, 15)
# Two statements, so that the later one has to be chosen; grants follow it, so that some shares are
# issued since and not all are inside it.
STATEMENTS = ((date(2025, 12, 31), 0.97), (date(2026, 3, 31), 1.0))

# 40 x (20 + 5) = 1,000 holders, a fifth of them companies.
_FIRST = (
    "Ada Boris Clara Dario Edith Felix Greta Hugo Irene Jonas Karla Leon Marta Nils Olga Pavel "
    "Quentin Rosa Stefan Thea"
)
_LAST = (
    "Abbott Barlow Castell Dorn Ekberg Falk Garnet Holt Ibsen Jarvis Keller Lund Marsh Novak Ortiz "
    "Pruett Quist Radford Soler Tarrant Ulrich Varga Weiss Yates Zeller Ashby Brandt Corey Dalton "
    "Ellery Frost Gower Hardy Irwin Joyner Kemp Larkin Mercer Norris Osgood"
)
_COMPANY = ("{} Capital LLC", "{} Holdings Inc.", "{} Trust", "{} & Partners LP", "{} Ventures")
HOLDERS = tuple(
    name
    for last in _LAST.split()
    for name in (
        *(f"{first} {last}" for first in _FIRST.split()),
        *(company.format(last) for company in _COMPANY),
    )
)

PRICES = ("0.04", "0.10", "0.125", "0.13", "0.25", "0.375", "0.50", "1.00", "1.75", "2.50", "12.00")
RATES = ("5%", "6%", "7.5%", "8%", "10%", "12%")
TITLES = (
    "Consulting agreement",
    "Employment agreement",
    "Bridge loan agreement",
    "Option agreement",
)
BECAUSE = ("the draft of the same month", "the registration statement", "the board minutes")

# How often each kind appears, in a hundred grants.
KINDS = (
    ("shares", 20),
    ("option", 25),
    ("warrant", 25),
    ("convertible_debenture", 10),
    ("stock_fee", 10),
    ("cash_fee", 5),
    ("finders_fee", 5),
)
KIND_OF_HUNDRED = tuple(kind for kind, times in KINDS for _ in range(times))

# The term that is posted to the holder's account, and in what.
POSTED = {"shares": "SHARES", "principal": "USD", "amount": "USD"}
IN_SHARES = ("shares", "option", "warrant")

OPEN_TERMS_IN_A_HUNDRED = 3

# One of every so many grants has events.
GRANTS_AN_EVENT = 10
# What happens to each kind; a word that stands twice happens twice as often.
EVENTS = {
    "shares": "transfer cancel forfeit",
    "option": "exercise exercise exercise transfer cancel forfeit amend",
    "warrant": "exercise exercise exercise transfer cancel amend",
    "convertible_debenture": "convert convert repay transfer cancel amend",
    "stock_fee": "pay pay transfer cancel amend",
    "cash_fee": "amend",
    "finders_fee": "amend",
}
# Late, so that nearly all grants come before it; up, so that amounts of later days stay within what
# is left; a third, so that prices become such as no decimal ends at.
SPLIT_ON, SPLIT_NEW, SPLIT_OLD = date(2026, 5, 15), 3, 2

Form = Literal["stated", "blank", "at_least", "assumed"]


@dataclass(frozen=True, slots=True)
class Term:
    """One term of a grant, as the document has it: `exercise_price`, `0.04`, stated."""

    name: str
    value: str
    form: Form = "stated"
    because: str = ""


@dataclass(frozen=True, slots=True)
class Grant:
    """One entry of the ledger. Fees in cash have no holder."""

    id: str
    kind: str
    holder: str | None
    granted_on: date | None
    terms: tuple[Term, ...]
    lines: str


@dataclass(frozen=True, slots=True)
class Agreement:
    """A document, and the grants made in it."""

    id: str
    title: str
    date: date
    counterparty: str
    signed: bool
    document: str
    lines: str
    grants: tuple[Grant, ...]


class Dice:
    """Choices built on `Random.random`, whose sequence alone Python promises never to change."""

    def __init__(self, seed: int) -> None:
        """The same seed, the same choices."""
        self._random = random.Random(seed).random

    def below(self, n: int) -> int:
        """A whole number from 0 to n - 1."""
        return int(self._random() * n)

    def between(self, low: int, high: int) -> int:
        """A whole number from low to high, both included."""
        return low + self.below(high - low + 1)

    def one_in(self, n: int) -> bool:
        """True once in n times."""
        return self.below(n) == 0

    def choose(self, values: Sequence[T]) -> T:
        """One of them, each as likely."""
        return values[self.below(len(values))]


# --- What the agreements say ----------------------------------------------------------------


def agreements(grants: int, seed: int = SEED) -> Iterator[Agreement]:
    """Agreements by date, one at a time, with so many grants in all (the last may have fewer)."""
    dice = Dice(seed)
    count = -(-grants // GRANTS_AN_AGREEMENT)
    days = (LAST_AGREEMENT - FIRST_AGREEMENT).days
    for number in range(1, count + 1):
        signed_on = FIRST_AGREEMENT + timedelta(days=days * (2 * number - 1) // (2 * count))
        size = min(GRANTS_AN_AGREEMENT, grants - GRANTS_AN_AGREEMENT * (number - 1))
        agreement_id = f"agreement-{number:05}"
        yield Agreement(
            id=agreement_id,
            title=dice.choose(TITLES),
            date=signed_on,
            counterparty=dice.choose(HOLDERS),
            signed=not dice.one_in(4),
            document=f"{number:05}.txt",
            lines=f"1-{160 + 7 * size}",
            grants=tuple(
                _grant(dice, agreement_id, signed_on, place) for place in range(1, size + 1)
            ),
        )


def _grant(dice: Dice, agreement: str, signed_on: date, place: int) -> Grant:
    kind = dice.choose(KIND_OF_HUNDRED)
    granted_on = signed_on + timedelta(days=dice.between(1, 60)) if dice.one_in(8) else None
    terms = _terms(dice, kind, granted_on or signed_on)
    if dice.below(100) < OPEN_TERMS_IN_A_HUNDRED:
        terms = _leave_one_open(dice, terms)
    first = 10 + 7 * place
    lines = f"{first}-{first + 4}"
    return Grant(
        id=f"{agreement.removeprefix('agreement-')}-{place:02}-{kind.replace('_', '-')}",
        kind=kind,
        holder=None if kind in ("cash_fee", "finders_fee") else dice.choose(HOLDERS),
        granted_on=granted_on,
        terms=terms,
        lines=f"{lines}, {first + 140}-{first + 142}" if dice.one_in(10) else lines,
    )


def _terms(dice: Dice, kind: str, granted_on: date) -> tuple[Term, ...]:
    """The terms of a kind, all of them stated. Ends are dated after the grant."""

    def shares() -> Term:
        return Term("shares", str(500 * dice.between(1, 4_000)))

    def money(name: str, step: int) -> Term:
        return Term(name, str(step * dice.between(1, 100)))

    def price(name: str) -> Term:
        return Term(name, dice.choose(PRICES))

    def end(name: str, days: tuple[int, int], left_out: int) -> tuple[Term, ...]:
        if dice.one_in(left_out):
            return ()
        return (Term(name, str(granted_on + timedelta(days=dice.between(*days)))),)

    match kind:
        case "shares":
            return (shares(),)
        case "option" | "warrant":
            until = end("expires_on", (30, 3_650), left_out=10)
            return (shares(), price("exercise_price"), *until)
        case "convertible_debenture":
            rate = () if dice.one_in(5) else (Term("interest_rate", dice.choose(RATES)),)
            until = end("matures_on", (180, 1_825), left_out=10)
            return (money("principal", 2_500), *rate, price("conversion_price"), *until)
        case "stock_fee":
            until = end("payable_by", (30, 365), left_out=10)
            parts = (Term("instalments", str(dice.between(2, 12))),) if dice.one_in(4) else ()
            return (money("amount", 150), price("price"), *until, *parts)
        case "cash_fee":
            return (money("amount", 150),)
        case _:
            return (Term("rate", dice.choose(RATES)),)


def _leave_one_open(dice: Dice, terms: tuple[Term, ...]) -> tuple[Term, ...]:
    """The same terms, one of them blank, a minimum, or assumed."""
    place = dice.below(len(terms))
    term = terms[place]
    if term.name == "instalments":
        return terms
    forms: tuple[Form, ...] = ("blank", "assumed")
    if term.name in POSTED:
        forms = ("blank", "assumed", "at_least")
    opened = Term(term.name, term.value, dice.choose(forms), dice.choose(BECAUSE))
    return (*terms[:place], opened, *terms[place + 1 :])


# --- What happens to the grants ---------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Event:
    """One event of the ledger, and where it stands."""

    kind: str
    date: date
    grant: str
    terms: tuple[tuple[str, str], ...]
    document: str
    lines: str


def events(grants: int, seed: int = SEED) -> Iterator[Event]:
    """One or two events on one of every ten grants, in the order of the grants."""
    # Dice of their own: those of the grants fall as they do without events.
    dice = Dice(seed + 1)
    for agreement in agreements(grants, seed):
        for first in range(0, len(agreement.grants), GRANTS_AN_EVENT):
            few = agreement.grants[first : first + GRANTS_AN_EVENT]
            yield from _Course(dice, agreement, dice.choose(few)).run()


class _Course:
    """A grant under way: what is left of it, who has it, and its price, so that events fit it."""

    def __init__(self, dice: Dice, agreement: Agreement, grant: Grant) -> None:
        self.dice = dice
        self.agreement = agreement
        self.grant = grant
        self.holder = grant.holder
        terms = {term.name: term for term in grant.terms}
        # Also of a term that is blank or a minimum: any amount is within it then.
        self.left = next((int(terms[name].value) for name in POSTED if name in terms), 0)
        self.price_name = next((name for name in terms if name.endswith("price")), None)
        self.price = Decimal(terms[self.price_name].value) if self.price_name else Decimal(0)
        self.end_name = next((name for name in terms if name.endswith(("_on", "_by"))), None)
        self.end = AS_OF
        if self.end_name is not None and terms[self.end_name].form != "blank":
            self.end = date.fromisoformat(terms[self.end_name].value)
        self.on = grant.granted_on or agreement.date

    def run(self) -> Iterator[Event]:
        """One event, or two; none follows the one that takes all."""
        dice = self.dice
        for place in range(2 if dice.one_in(3) else 1):
            if place and not self.left:
                return
            # Grants of the last weeks may begin after the date asked; so do their events then.
            days = (min(self.end, AS_OF) - self.on).days
            self.on += timedelta(days=dice.below(max(days, 0) + 1))
            kind = dice.choose(EVENTS[self.grant.kind].split())
            first = dice.between(1, 40)
            yield Event(
                kind=kind,
                date=self.on,
                grant=self.grant.id,
                terms=tuple(self.terms(kind)),
                document=f"{self.agreement.id.removeprefix('agreement-')}-{self.on:%Y-%m}.txt",
                lines=f"{first}-{first + 3}",
            )

    def terms(self, kind: str) -> Iterator[tuple[str, str]]:
        """What an event of a kind says beside its date and its grant."""
        dice = self.dice
        match kind:
            case "exercise":
                yield "shares", self.part()
                if dice.one_in(3):
                    yield "settle", "net"
                    yield "market_price", f"{self.price * dice.between(11, 40) / 10:f}"
            case "convert":
                yield "principal", self.part()
                if dice.one_in(2):
                    yield "interest", dice.choose(("all", "all", "0"))
            case "repay":
                yield "principal", self.part()
            case "pay":
                before = self.left
                amount = self.part()
                yield "shares", f"{int((before - self.left) / self.price):_}"
                if self.left:
                    yield "amount", amount
            case "cancel" | "forfeit":
                yield "shares", self.part(whole=self.grant.kind not in IN_SHARES)
            case "transfer":
                to = self.holder
                while to == self.holder:
                    to = dice.choose(HOLDERS)
                yield "to", str(to)
                before = self.left
                yield "shares", self.part(whole=self.grant.kind not in IN_SHARES)
                if not self.left:  # nothing was used up: another holder has it all
                    self.left, self.holder = before, to
            case _:
                yield from self.amendment()

    def part(self, whole: bool = False) -> str:
        """Some tenths of what is left, or all of it; it is taken."""
        tenths = 10 if whole else self.dice.between(1, 10)
        taken = self.left * tenths // 10
        self.left -= taken
        if not self.left:
            return "all"
        return f"{taken:_}" if self.grant.kind in IN_SHARES else str(taken)

    def amendment(self) -> Iterator[tuple[str, str]]:
        """Another price, a later end, or the day count of the interest; of a fee, its figure."""
        dice, kind = self.dice, self.grant.kind
        names = [name for name in (self.price_name, self.end_name) if name is not None]
        if kind == "convertible_debenture":
            names.append("day_count")
        name = dice.choose(names or [term.name for term in self.grant.terms])
        yield "term", name
        if name == self.price_name:
            self.price = Decimal(dice.choose(PRICES))
            yield "value", f"{self.price:f}"
        elif name == self.end_name:
            self.end = max(self.end, self.on) + timedelta(days=365)
            yield "value", str(self.end)
        elif name == "day_count":
            yield "value", "actual/365"
        elif name == "rate":
            yield "value", dice.choose(RATES)
        else:
            yield "value", str(self.left + 150)


# --- The ledger -----------------------------------------------------------------------------


def write_ledger(
    out: TextIO,
    grants: int,
    seed: int = SEED,
    with_events: bool = False,
    with_split: bool = False,
    allowing: bool = False,
) -> None:
    """The facts as equitycalc reads them: block style, one term a line.

    What is made up is now and then made up twice; `allowing` says so for `equitycalc check`.
    """
    # Shares granted before a statement are inside it, so it grows with the ledger.
    outstanding = 50_000_000 + 2_000_000 * grants
    out.write(
        "issuer:\n"
        "  name: Example Manufacturing, Inc.\n"
        "  ticker: EXMP\n"
        "  security: common stock\n"
        "  par_value: 0.001\n"
        f"  authorized_shares: {4 * outstanding:_}\n"
        f"as_of: {AS_OF}\n"
        "outstanding:\n"
    )
    for stated_on, part in STATEMENTS:
        out.write(
            f"  - as_of: {stated_on}\n"
            f"    shares: {int(outstanding * part):_}\n"
            f'    source: "Form 10-Q for {stated_on}, cover"\n'
        )
    made = set()
    out.write("agreements:\n")
    for agreement in agreements(grants, seed):
        out.write(
            f"  - id: {agreement.id}\n"
            f"    title: {agreement.title}\n"
            f"    date: {agreement.date}\n"
            f"    counterparty: {agreement.counterparty}\n"
            f"    signed: {'true' if agreement.signed else 'false'}\n"
            f"    document: {agreement.document}\n"
            f"    lines: {agreement.lines}\n"
            "    grants:\n"
        )
        for grant in agreement.grants:
            out.write(f"      - id: {grant.id}\n        kind: {grant.kind}\n")
            if grant.holder is not None:
                out.write(f"        holder: {grant.holder}\n")
            if grant.granted_on is not None:
                out.write(f"        granted_on: {grant.granted_on}\n")
            for term in grant.terms:
                out.write(f"        {term.name}: {_in_ledger(term)}\n")
            out.write(f"        lines: {grant.lines}\n")
            if allowing:
                figures = tuple(_in_ledger(term) for term in grant.terms if term.name in COUNTED)
                when = grant.granted_on or agreement.date
                whose = grant.holder or agreement.counterparty
                cited = (agreement.document, grant.lines) if "blank" in (*figures, when) else None
                alike = (grant.kind, whose, when, figures, cited)
                out.write("        allow: {duplicate-grant: made up}\n" * (alike in made))
                made.add(alike)
    if with_events or with_split:
        out.write("events:\n")
    for event in events(grants, seed) if with_events else ():
        out.write(f"  - kind: {event.kind}\n    date: {event.date}\n    grant: {event.grant}\n")
        out.writelines(f"    {name}: {value}\n" for name, value in event.terms)
        out.write(f"    document: {event.document}\n    lines: {event.lines}\n")
    if with_split:
        out.write(
            f"  - kind: split\n    date: {SPLIT_ON}\n    new: {SPLIT_NEW}\n    old: {SPLIT_OLD}\n"
        )


def _in_ledger(term: Term) -> str:
    value = f"{int(term.value):_}" if term.name == "shares" else term.value
    match term.form:
        case "stated":
            return value
        case "blank":
            return "blank"
        case "at_least":
            return f"{{at_least: {value}}}"
        case "assumed":
            return f'{{assumed: {value}, because: "{term.because}"}}'


# --- The same facts as transactions ---------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Transaction:
    """A grant as both plain-text accounting programs take it."""

    date: date
    id: str
    kind: str
    holder: str
    quantity: str
    commodity: str
    facts: tuple[tuple[str, str], ...]
    """Every other term and where it stands, by name."""


def transactions(grants: int, seed: int = SEED, bare: bool = False) -> Iterator[Transaction]:
    """One a grant, in the order of the ledger. A fee without a holder goes to the counterparty.

    `bare` leaves out the facts: what remains is the smallest file that has the same balances.
    """
    for agreement in agreements(grants, seed):
        for grant in agreement.grants:
            quantity, commodity = "0", "USD"
            facts = [("agreement", agreement.id)]
            for term in grant.terms:
                if term.name in POSTED:
                    commodity = POSTED[term.name]
                    quantity = "0" if term.form == "blank" else term.value
                    if term.form == "stated":
                        continue
                facts.append((term.name, _in_words(term)))
            facts.append(("document", agreement.document))
            # hledger ends a tag at a comma.
            facts.append(("lines", grant.lines.replace(",", "")))
            yield Transaction(
                date=grant.granted_on or agreement.date,
                id=grant.id,
                kind=grant.kind,
                holder=grant.holder or agreement.counterparty,
                quantity=quantity,
                commodity=commodity,
                facts=() if bare else tuple(facts),
            )


def _in_words(term: Term) -> str:
    match term.form:
        case "stated":
            return term.value
        case "blank":
            return "blank"
        case "at_least":
            return f"at least {term.value}"
        case "assumed":
            return f"assumed {term.value} because of {term.because}"


def write_journal(out: TextIO, grants: int, seed: int = SEED, bare: bool = False) -> None:
    """The facts as hledger reads them; the terms are tags."""
    for entry in transactions(grants, seed, bare):
        out.write(f"{entry.date} ({entry.id}) {entry.kind}\n")
        out.writelines(f"    ; {name}:{value}\n" for name, value in entry.facts)
        out.write(
            f"    equity:holders:{entry.holder}  {entry.quantity} {entry.commodity}\n"
            f"    equity:granted:{entry.kind}  {_negative(entry.quantity)} {entry.commodity}\n\n"
        )


def write_beancount(out: TextIO, grants: int, seed: int = SEED, bare: bool = False) -> None:
    """The facts as beancount reads them; the terms are metadata, all of it text."""
    # Beancount wants accounts opened; where in the file does not matter to it, so each is opened
    # when it is first met and nothing has to be collected beforehand.
    opened: set[str] = set()
    for entry in transactions(grants, seed, bare):
        to = f"Equity:Holders:{_account(entry.holder)}"
        source = f"Equity:Granted:{_account(entry.kind.capitalize())}"
        for account in (to, source):
            if account not in opened:
                opened.add(account)
                out.write(f"{FIRST_AGREEMENT} open {account}\n")
        out.write(f'{entry.date} * "{entry.holder}" "{entry.kind}"\n  grant: "{entry.id}"\n')
        out.writelines(f'  {name}: "{value}"\n' for name, value in entry.facts)
        out.write(
            f"  {to}  {entry.quantity} {entry.commodity}\n"
            f"  {source}  {_negative(entry.quantity)} {entry.commodity}\n\n"
        )


def _negative(quantity: str) -> str:
    return quantity if quantity == "0" else f"-{quantity}"


def _account(name: str) -> str:
    """A name beancount takes as part of an account: letters, digits and hyphens."""
    kept = "".join(c if c.isalnum() else " " for c in name)
    return "-".join(kept.split())


# --- Files ----------------------------------------------------------------------------------

SUFFIXES = ("yaml", "journal", "beancount")
COUNTED = ("shares", "principal", "amount", "rate", "exercise_price", "conversion_price", "price")


def write_file(
    folder: Path,
    suffix: str,
    grants: int,
    seed: int = SEED,
    bare: bool = False,
    *,
    with_events: bool = False,
    with_split: bool = False,
    allowing: bool = False,
) -> Path:
    """Writes one file into the folder, and returns its path."""
    folder.mkdir(parents=True, exist_ok=True)
    happened = "-events" * with_events + "-split" * with_split + "-allowing" * allowing
    happened = happened if suffix == "yaml" else ""
    path = folder / f"{grants}{happened}.{suffix}"
    with path.open("w", encoding="ascii", newline="\n") as out:
        match suffix:
            case "yaml":
                write_ledger(out, grants, seed, with_events, with_split, allowing)
            case "journal":
                write_journal(out, grants, seed, bare)
            case "beancount":
                write_beancount(out, grants, seed, bare)
            case _:
                raise ValueError(f"{suffix!r} is none of {', '.join(SUFFIXES)}")
    return path


def main() -> None:
    """Writes the files asked for on the command line, and prints their paths."""
    parser = argparse.ArgumentParser(description="Write made-up ledgers of N grants.")
    parser.add_argument("grants", type=int, nargs="+", metavar="N", help="how many grants")
    parser.add_argument("--out", type=Path, default=Path(), metavar="DIR", help="where to")
    parser.add_argument("--seed", type=int, default=SEED, help="another ledger of the same size")
    parser.add_argument("--format", nargs="+", choices=SUFFIXES, default=SUFFIXES)
    parser.add_argument("--bare", action="store_true", help="transactions without tags, metadata")
    parser.add_argument("--events", action="store_true", help="events on a tenth of the grants")
    parser.add_argument("--split", action="store_true", help="a split, late, of all shares")
    asked = parser.parse_args()
    if min(asked.grants) < 1:
        parser.error("a ledger has at least one grant")
    for grants in asked.grants:
        for suffix in asked.format:
            path = write_file(
                asked.out,
                suffix,
                grants,
                asked.seed,
                asked.bare,
                with_events=asked.events,
                with_split=asked.split,
            )
            print(path)


if __name__ == "__main__":
    main()
