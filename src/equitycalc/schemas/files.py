"""What the reader builds from something written otherwise: the kinds of grants and of events,
interest, vesting, terms by name, and figures in the unit of their measure.
"""

from collections.abc import Iterator, Mapping
from itertools import groupby

from equitycalc.demands import EXPECTED, LIMITED, Assertion, Limit
from equitycalc.engine import BASES
from equitycalc.events import KINDS_OF_EVENT, Amend, Exercise
from equitycalc.measures import OF_GROUP, OF_TREASURY_STOCK, OF_WHOLE, Unit
from equitycalc.registration_rights import RegistrationRights
from equitycalc.scalars import parse_count, parse_money, parse_rate
from equitycalc.schemas.entries import Definitions, about, meaning
from equitycalc.schemas.values import (
    Parse,
    Schema,
    described,
    list_of,
    offering,
    value,
    whole,
    words,
)
from equitycalc.terms import (
    INTEREST,
    KINDS,
    Agreement,
    ConvertibleDebenture,
    Issuer,
    Schedule,
    Statement,
    Tranche,
)
from equitycalc.written import terms_of

_UNITS: dict[str, Unit] = OF_WHOLE | OF_GROUP
_FIGURES = (*EXPECTED, "tolerance")
_READ: dict[Unit, Parse] = {"shares": parse_count, "money": parse_money, "ratio": parse_rate}

# The terms that can be amended, by every name that they go by.
_AMENDABLE = {
    term: how
    for kind in KINDS.values()
    for term, how in terms_of(kind).items()
    if term != "granted_on"
}
_AMENDABLE |= {key: terms_of(ConvertibleDebenture)[field] for key, field in INTEREST.items()}


class Files(Definitions):
    """The definitions of one file."""

    def __init__(self) -> None:
        super().__init__()
        self.built = {
            ("Ledger", "agreements"): lambda: list_of(self.entry(Agreement)),
            ("Ledger", "events"): self.events,
            ("Ledger", "assertions"): self.assertions,
            ("Ledger", "limits"): self.limits,
            ("Agreement", "registration_rights"): lambda: self.entry(RegistrationRights),
            ("Agreement", "grants"): self.grants,
            ("Option", "vesting"): self.vesting,
            ("Warrant", "vesting"): self.vesting,
            ("Amend", "term"): lambda: words(tuple(_AMENDABLE)),
            ("Amend", "value"): dict,  # as its term is
            ("Assertion", "measure"): _measure,
            ("Conflict", "statements"): lambda: list_of(self.entry(Statement), 2),
            ("Scenario", "assume"): self.terms,
            ("Scenario", "terms"): self.terms,
            ("Scenario", "grants"): self.grants,
            ("Scenario", "events"): self.events,
        }
        for key in _FIGURES:
            self.built["Assertion", key] = dict  # as its measure is

    def grants(self) -> Schema:
        """Grants of any kind."""
        self.ref("convertible_debenture", self.debenture)
        return list_of(self.ref("grant", lambda: self._of_kinds(KINDS)))

    def debenture(self) -> Schema:
        """A convertible debenture, which has the terms of its interest inside ``interest``."""
        debenture = self.mapping(ConvertibleDebenture)
        terms = debenture["properties"]
        inside = {
            key: terms[field] | {"description": meaning(ConvertibleDebenture, key)}
            for key, field in INTEREST.items()
        }
        interest = {
            "type": "object",
            "properties": inside,
            "required": ["rate"],
            "additionalProperties": False,
        }
        short = INTEREST["rate"]
        kept = {key: each for key, each in terms.items() if key == short or key not in INTEREST}
        kept["interest"] = described(meaning(ConvertibleDebenture, "interest"), interest)
        return debenture | {
            "properties": kept,
            "dependencies": {
                "interest": _without(short, said=f"write interest or {short}, not both")
            },
        }

    def vesting(self) -> Schema:
        """Tranches, or a schedule: keywords of lists and of mappings pass each other over."""
        both = {"type": ["object", "array"], "items": self.entry(Tranche)}
        return self.ref("vesting", lambda: self.mapping(Schedule) | both)

    def events(self) -> Schema:
        """Events of any kind."""
        net = _where("settle", {"const": "net"}, {"required": ["market_price"]})
        self.entry(Exercise, net)
        self.entry(Amend, {"allOf": list(self._amendments())})
        return list_of(self.ref("event", lambda: self._of_kinds(KINDS_OF_EVENT)))

    def _amendments(self) -> Iterator[Schema]:
        """The value of each term that can be amended."""
        written = {term: self.term(term, how) for term, how in _AMENDABLE.items()}
        for one, terms in groupby(
            sorted(written, key=lambda term: str(written[term])), written.get
        ):
            yield _where("term", words(tuple(terms)), {"properties": {"value": one}})

    def terms(self) -> Schema:
        """Terms by name, ``GRANT.TERM: VALUE``."""
        known = {
            term: described(meaning(of, term), value(how.parse))
            for of in (RegistrationRights, Issuer, *reversed(KINDS.values()))
            for term, how in terms_of(of).items()
        }
        known |= {key: known[field] for key, field in INTEREST.items()}
        terms = {rf"^[^.]+\.{term}$": each for term, each in known.items()}
        return self.ref(
            "terms",
            lambda: {"type": "object", "patternProperties": terms, "additionalProperties": False},
        )

    def assertions(self) -> Schema:
        """Facts from outside, each in the unit of its measure."""
        priced = {"pattern": rf"^(?:{'|'.join(BASES[1:])})\."}
        rules = [_where("measure", priced, {"required": ["market_price"]})]
        for unit, parse in _READ.items():
            names = "|".join(name for name in _UNITS if _UNITS[name] == unit)
            figures = {"properties": dict.fromkeys(_FIGURES, value(parse))}
            rules.append(_where("measure", {"pattern": rf"^(?:.*\.)?(?:{names})$"}, figures))
        apart = {
            "tolerance": ["is"],
            "holder": _without("kind", said="write holder or kind, not both"),
        }
        return list_of(self.entry(Assertion, _one_of(EXPECTED, apart) | {"allOf": rules}))

    def limits(self) -> Schema:
        """What a reviewer will not pass."""
        whose = {"holder": ["ownership"], "basis": ["ownership"]}
        return list_of(self.entry(Limit, _one_of(LIMITED, whose)))

    def _of_kinds(self, kinds: Mapping[str, type]) -> Schema:
        """An entry of one of some kinds: what is wrong with one is said of its kind alone."""
        said = {"enumDescriptions": [about(each) for each in kinds.values()]}
        kind = described(meaning(next(iter(kinds.values())), "kind"), words(tuple(kinds)) | said)
        return {
            "type": "object",
            "properties": {"kind": kind},
            "required": ["kind"],
            "allOf": [
                _where("kind", {"const": kind}, self.entry(each)) for kind, each in kinds.items()
            ],
        }


def _where(key: str, condition: Schema, then: Schema) -> Schema:
    """What holds where a key is there and as the condition says."""
    return {"if": {"properties": {key: condition}, "required": [key]}, "then": then}


def _one_of(keys: tuple[str, ...], more: Schema) -> Schema:
    """That one of some keys is there, and no other of them; and ``more`` that depends on keys."""
    said = f"write one of {', '.join(keys)}"
    return {
        "anyOf": [{"required": [key], "errorMessage": said} for key in keys],
        "dependencies": {
            key: _without(*(each for each in keys if each != key), said=said) for key in keys
        }
        | more,
    }


def _without(*keys: str, said: str) -> Schema:
    """That some keys are not there."""
    return {"properties": dict.fromkeys(keys, False), "errorMessage": said}


def _measure() -> Schema:
    """The measure of an assertion; those on other bases than the first are too many to offer."""
    plain = tuple(name for name in _UNITS if name not in OF_TREASURY_STOCK)
    of_all = rf"(?:(?:{'|'.join(BASES)})\.)?(?:{'|'.join(plain)})"
    of_one = rf"treasury_stock\.(?:{'|'.join(OF_TREASURY_STOCK)})"
    help = "a figure, such as dilution, or a basis and a figure, such as treasury_stock.dilution"
    measure = {"type": "string", "pattern": whole(f"{of_all}|{of_one}"), "errorMessage": help}
    return offering(plain, measure)
