"""The ways to write a term (``written.py``), as JSON Schema.

A term is a scalar, or a mapping that says more than its value. Both stand in one schema, as
keywords for scalars and for mappings pass each other over: of an ``anyOf`` an editor would guess
which was meant, and name the wrong one. The mapping is a definition, for an editor that completes a
key would write out whatever has ``properties``.
"""

from equitycalc.schemas.values import Schema, as_pattern, described, offering, whole


def term(plain: Schema, ways: tuple[str, ...], mapping: Schema) -> Schema:
    """A term written as a ``plain`` value, ``blank`` if that is among its ``ways``, or as a
    ``mapping``, which is referred to.
    """
    plain = as_pattern(plain)
    if "blank" in ways:
        pattern = whole("blank|" + plain["pattern"].strip("^$"))
        plain = offering(("blank",), plain | {"pattern": pattern})
    said = {"blank": "blank", "at_least": "{at_least: N}"}
    return _or_mapping(
        plain, mapping, [*(said[way] for way in ways), "{assumed: V, because: TEXT}"]
    )


def assumed(one: Schema, why: Schema) -> Schema:
    """The mapping of a value that is assumed."""
    return _mapping(
        {
            "assumed": described("The value that is taken, which no document states.", one),
            "because": described("Why it is taken, such as `the note is not at hand`.", why),
        },
        {"assumed": ["because"], "because": ["assumed"]},
    )


def least_or_assumed(one: Schema, why: Schema) -> Schema:
    """The mapping of a minimum, or of a value that is assumed."""
    of_value = assumed(one, why)
    least = described("The minimum that the document states, where it states no maximum.", one)
    return _mapping(
        {"at_least": least} | of_value["properties"],
        {"at_least": {"maxProperties": 1}} | of_value["dependencies"],
    )


def cited(written: Schema, mapping: Schema) -> Schema:
    """A term that may cite its lines: as it is ``written``, or as a ``mapping``, which is referred
    to and has in it the one that the term may be without.
    """
    return _or_mapping(written, mapping, ["{value: V, lines: L}"])


def with_lines(written: Schema, of_value: Schema, lines: Schema) -> Schema:
    """The mapping of a term with its lines; ``of_value`` is the one that the term may be without,
    if any.
    """
    inside = {
        "value": described("The value, in any of the ways in which it can be written.", written),
        "lines": described("The lines of the agreement that it stands on, such as `28-31`.", lines),
    }
    ways = of_value.get("properties", {})
    alone = {"value": {"properties": dict.fromkeys(ways, False)}} if ways else {}
    needs = of_value.get("dependencies", {}) | {"lines": ["value"]} | alone
    return _mapping(ways | inside, needs)


def _mapping(properties: Schema, needs: Schema) -> Schema:
    return {
        "properties": properties,
        "additionalProperties": False,
        "minProperties": 1,
        "dependencies": needs,
    }


def _or_mapping(plain: Schema, mapping: Schema, said: list[str]) -> Schema:
    plain = as_pattern(plain)
    types = plain["type"] if isinstance(plain["type"], list) else [plain["type"]]
    both = {**plain, "type": [*(each for each in types if each != "object"), "object"]}
    if "errorMessage" in both:
        both["errorMessage"] = ", or ".join([both["errorMessage"], *said])
    return both | {"allOf": [mapping]}
