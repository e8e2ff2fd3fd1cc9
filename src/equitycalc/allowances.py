"""A named check switched off for one entry of a ledger, and why: ``allow: {NAME: reason}``."""

from typing import NamedTuple

from equitycalc.problems import Unreadable
from equitycalc.scalars import parse_id, parse_text
from equitycalc.written import Scalar


class Allowance(NamedTuple):
    """What ``check`` would say of an entry, and of what is inside it, is not said, ``because``."""

    check: str
    because: str


class Allowances(Scalar):
    """How ``allow`` is read: the name of each check, with the reason."""

    __slots__ = ()

    def __init__(self) -> None:
        super().__init__(parse_text)

    def read(self, written: object) -> tuple[Allowance, ...]:
        """The allowances of an entry, in order, or ``Unreadable``."""
        if not isinstance(written, dict):
            help = "write allow: {NAME-OF-CHECK: why}"
            raise Unreadable("not-a-mapping", "a check is switched off with its reason", help)
        return tuple(self._one(name, why) for name, why in written.items())

    def _one(self, name: str, why: object) -> Allowance:
        try:
            check = parse_id(name)
        except Unreadable as problem:
            problem.at, problem.on_key = (name,), True
            raise
        try:
            if not isinstance(why, str):
                raise Unreadable("not-one-value", "a reason is a text")
            return Allowance(check, " ".join(self.parse(why).split()))
        except Unreadable as problem:
            problem.at = (name,)
            raise
