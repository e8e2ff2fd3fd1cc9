"""The ways to write a term (``written.py``), as JSON Schema.

A term is a scalar, or a mapping that says more than its value. Both are in one schema, because
keywords for scalars and for mappings pass each other over. Of an ``anyOf`` an editor would guess
which was meant, and name the wrong one.
"""

from equitycalc.schemas.values import Schema, described, offering, whole


def term(plain: Schema, one: Schema, why: Schema, ways: tuple[str, ...]) -> Schema:
    """A term written as a ``plain`` value, which ``one`` refers to, or as one that is assumed, and
    in those of the ``ways`` ``blank`` and ``at_least`` that it allows; ``why`` is a reason.
    """
    inside = {
        "assumed": described("The value that is taken, which no document states.", one),
        "because": described("Why it is taken.", why),
    }
    needs: Schema = {"assumed": ["because"], "because": ["assumed"]}
    said = "{assumed: V, because: TEXT}"
    if "at_least" in ways:
        minimum = "The minimum that the document states, where it states no maximum."
        inside = {"at_least": described(minimum, one)} | inside
        needs = {"at_least": {"maxProperties": 1}} | needs
        said = "{at_least: N}, " + said
    if "blank" in ways:
        said = "blank, " + said
        if "enum" in plain:
            plain = {"enum": [*plain["enum"], "blank"]}
        else:
            pattern = whole("blank|" + plain["pattern"].strip("^$"))
            plain = offering(("blank",), plain | {"pattern": pattern})
    return _or_mapping(plain, inside, needs, said)


def cited(written: Schema, one: Schema, lines: Schema) -> Schema:
    """A term that may cite ``lines`` of its own: as it is ``written``, which ``one`` refers to, or
    with its lines.
    """
    inside = {
        "value": described("The value, in any of the ways in which it can be written.", one),
        "lines": described("The lines of the agreement that it stands on, such as `28-31`.", lines),
    }
    ways = written.get("properties", {})
    needs: Schema = {"lines": ["value"]}
    if ways:
        needs["value"] = {"properties": dict.fromkeys(ways, False)}
    needs = written.get("dependencies", {}) | needs
    return _or_mapping(written, ways | inside, needs, "{value: V, lines: L}")


def _or_mapping(plain: Schema, inside: Schema, needs: Schema, said: str) -> Schema:
    """What is ``plain``, or a mapping of the keys ``inside``; ``needs`` says which need which."""
    scalar = plain.get("type", "string")
    types = scalar if isinstance(scalar, list) else [scalar]
    both = {
        **plain,
        "type": [*(each for each in types if each != "object"), "object"],
        "properties": inside,
        "additionalProperties": False,
        "minProperties": 1,
        "dependencies": needs,
    }
    if "enum" in both:
        both |= {"if": {"type": "object"}, "else": {"enum": both.pop("enum")}}
    if "errorMessage" in both:
        both["errorMessage"] += f"; or {said}"
    return both
