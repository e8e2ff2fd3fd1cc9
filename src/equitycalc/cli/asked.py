"""What was typed after the options: words of a list, and the places of what is wrong."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from enum import StrEnum
from typing import TypeVar

from equitycalc.problems import Place, Problem, QuestionErrors, did_you_mean, quoted

E = TypeVar("E", bound=StrEnum)


def placed_in_options(
    problems: Iterable[Problem], given: Mapping[str, str | list[str] | None]
) -> list[Problem]:
    """The problems with the option and the column of the text after it that they are about.

    A path is the name of the option, where it is repeatable the index of the one meant, then a
    part of it. What was read from a file after an option has its place already.
    """
    placed = []
    for each in problems:
        if each.place is not None:
            placed.append(each)
            continue
        name, *inner = each.path
        text = given[str(name)]
        text = "" if text is None else text
        if isinstance(text, list):
            index = int(inner.pop(0)) if inner else 0
            text = text[index]
        column = _column(inner[0] if inner else "", text)
        # The name of an argument is written in capitals.
        option = str(name) if str(name).isupper() else "--" + str(name).replace("_", "-")
        placed.append(replace(each, place=Place(option, None, column, text or None)))
    return placed


def chosen(option: str, word: str, words: type[E]) -> E:
    """The word of a list that was typed, or ``QuestionErrors``."""
    if word in list(words):
        return words(word)
    problem = Problem(
        name="unknown-choice",
        message=f"{quoted(word)} is not one of {', '.join(words)}",
        path=(option,),
        help=did_you_mean(word, words),
    )
    raise QuestionErrors([problem])


def _column(part: str | int, text: str) -> int:
    """Where in the text a part begins: GRANT.TERM=VALUE, COUNT@DATE or CLASS:HOLDER=SHARES; a
    number is the place itself, from 0.
    """
    if isinstance(part, int):
        return part + 1
    if part == "shares":  # a holder's name may have the sign too
        return text.rindex("=") + 2
    before = {"term": ".", "value": "=", "date": "@", "holder": ":"}.get(part)
    return 1 if before is None or before not in text else text.index(before) + 2
