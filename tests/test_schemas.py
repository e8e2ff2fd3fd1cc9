"""``equitycalc schema`` and what it prints: every schema is draft 7, says what each key means, and,
where it is of what is read, is what the terms say.
"""

import json
import shlex
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft7Validator

from equitycalc.cli.app import COMMANDS
from equitycalc.cli.schema import complete_schema
from equitycalc.schemas import make
from equitycalc.schemas.meanings import MEANINGS
from running import ROOT, equitycalc, in_process
from test_cli import assert_transcript, modern_typer
from test_floors import every_module_after, running

FOLDER = ROOT / "src" / "equitycalc" / "schemas"
NAMES = sorted(path.name.removesuffix(".schema.json") for path in FOLDER.glob("*.schema.json"))
READ = {"ledger", "scenarios", "wants"}

every_schema = pytest.mark.parametrize("name", NAMES)


def schema_of(name: str) -> Any:
    return json.loads((FOLDER / f"{name}.schema.json").read_text("utf-8"))


# The schemas.


@every_schema
def test_it_is_draft_7(name: str) -> None:
    schema = schema_of(name)
    Draft7Validator.check_schema(schema)
    assert schema["$schema"] == "http://json-schema.org/draft-07/schema#"
    later = {"$defs", "$anchor", "prefixItems", "unevaluatedProperties", "unevaluatedItems"}
    later |= {"dependentRequired", "dependentSchemas", "minContains", "maxContains"}
    for part in everything_in(schema):
        assert not part.keys() & later
        # Whatever stands beside a reference is passed over.
        assert "$ref" not in part or part.keys() == {"$ref"}


@every_schema
def test_every_reference_leads_somewhere_and_every_definition_is_used(name: str) -> None:
    schema = schema_of(name)
    referred = {each["$ref"] for each in everything_in(schema) if isinstance(each.get("$ref"), str)}
    assert referred == {f"#/definitions/{each}" for each in schema["definitions"]}


@every_schema
def test_every_key_has_a_description(name: str) -> None:
    schema = schema_of(name)
    assert schema["description"]
    for part in parts_of(schema):
        for keyword in ("properties", "patternProperties"):
            for key, each in part.get(keyword, {}).items():
                assert narrows(schema, key) or is_described(schema, each), key


@pytest.mark.parametrize("name", sorted(READ))
def test_no_entry_has_keys_that_nobody_knows(name: str) -> None:
    for part in parts_of(schema_of(name)):
        if "properties" in part and "allOf" not in part:
            assert part["additionalProperties"] is False, part


def everything_in(schema: Any) -> Iterator[dict[str, Any]]:
    if isinstance(schema, dict):
        yield schema
    for each in schema.values() if isinstance(schema, dict) else schema:
        if isinstance(each, dict | list):
            yield from everything_in(each)


def parts_of(schema: Any) -> Iterator[dict[str, Any]]:
    """Every schema inside one that says what there is; not those that only narrow or ask."""
    if isinstance(schema, list):
        for each in schema:
            yield from parts_of(each)
    elif isinstance(schema, dict):
        yield schema
        for keyword, inside in schema.items():
            if keyword in ("properties", "patternProperties", "definitions"):
                yield from parts_of(list(inside.values()))
            elif keyword in ("items", "additionalProperties", "allOf", "anyOf", "oneOf"):
                yield from parts_of(inside)


def is_described(schema: Any, part: Any) -> bool:
    if "$ref" in part:
        part = schema["definitions"][part["$ref"].rpartition("/")[2]]
    return bool(part.get("description", "").strip())


def narrows(schema: Any, key: str) -> bool:
    """Whether a key is described once, with all numbers, and narrowed for each sort of them."""
    numbers = schema["definitions"].get("bounded", {}).get("properties", {})
    return key in numbers and is_described(schema, numbers[key])


# Those of what is read.


def test_those_of_what_is_read_are_what_the_terms_say() -> None:
    """``python -m equitycalc.schemas.make`` writes them anew."""
    assert set(make.MADE) == READ
    for name in READ:
        assert make.text_of(name) == (FOLDER / f"{name}.schema.json").read_text("utf-8"), name


def test_a_key_without_its_meaning_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(MEANINGS["_Entry"], "expires_on")
    with pytest.raises(LookupError, match="what expires_on of Option means"):
        make.text_of("ledger")


def test_every_meaning_is_some_keys() -> None:
    said = "\n".join((FOLDER / f"{name}.schema.json").read_text("utf-8") for name in READ)
    for of, meanings in MEANINGS.items():
        for key, text in meanings.items():
            assert json.dumps(text, ensure_ascii=False) in said, f"{key} of {of}"


def test_every_value_has_an_example() -> None:
    """In backticks, or among the words it lists; but for what has keys of its own, and for the
    value of a term in another way.
    """
    for name in READ:
        for part in parts_of(schema_of(name)):
            for key, each in part.get("properties", {}).items():
                text = each.get("description", "`")
                listed = "enum" in each or each.get("items", {}).keys() == {"$ref"}
                mapping = each.get("type") == "object" and "allOf" in each
                another_way = key in ("assumed", "at_least", "value")
                assert "`" in text or listed or mapping or another_way, key


def test_an_editor_offers_the_words_of_a_value_and_what_is_taken_without_it() -> None:
    of = schema_of("ledger")["definitions"]
    assert of["exercise"]["properties"]["settle"]["enum"] == ["cash", "net"]
    assert of["exercise"]["properties"]["settle"]["default"] == "cash"
    assert of["grant_shares"]["anyOf"] == [{"enum": ["blank"]}, {}]
    interest = of["convertible_debenture"]["properties"]["interest"]["properties"]
    assert interest["compounding"]["default"] == "simple"
    assert interest["paid_in"]["anyOf"][0]["enum"] == ["cash", "shares", "either", "blank"]
    assert of["stock_fee"]["properties"]["instalments"]["default"] == 1


def test_a_kind_is_told_by_if_and_then() -> None:
    """Of a union an editor says that nothing fits."""
    for name in ("ledger", "scenarios"):
        assert not [part for part in parts_of(schema_of(name)) if "oneOf" in part]


# The command.


@pytest.mark.parametrize(
    ("name", "command", "status"),
    [
        ("schema", "equitycalc schema", 0),
        ("schema-wants", "equitycalc schema wants", 0),
        ("schema-unknown", "equitycalc schema leger", 2),
        ("schema-nothing-near", "equitycalc schema xyzzy", 2),
        ("schema-help", "equitycalc schema --help", 0),
    ],
)
def test_transcript(name: str, command: str, status: int) -> None:
    if name.endswith("help") and not modern_typer():
        pytest.skip("the oldest Typer allowed words its help differently")
    run = equitycalc(*shlex.split(command)[1:])
    assert run.status == status
    assert not (run.out and run.err)
    assert_transcript(name, command, run.out or run.err)


@every_schema
def test_it_prints_the_file(name: str) -> None:
    run = in_process("schema", name)
    assert (run.status, run.err) == (0, "")
    assert run.out == (FOLDER / f"{name}.schema.json").read_text("utf-8")


def test_it_is_written_whole_to_a_file(tmp_path: Any) -> None:
    to = tmp_path / "ledger.schema.json"
    assert in_process("schema", "ledger", "-o", str(to)).status == 0
    assert json.loads(to.read_text("utf-8")) == schema_of("ledger")
    assert in_process("schema", "-o", "").status == 2
    refused = in_process("schema", "leger", "-o", str(tmp_path / "none.json"))
    assert refused.status == 2
    assert list(tmp_path.iterdir()) == [to]


def test_every_schema_is_listed_those_of_what_is_read_first() -> None:
    listed = [line.split()[0] for line in in_process("schema").out.splitlines()]
    assert listed == [*sorted(READ), *sorted(set(NAMES) - READ)]


def test_what_is_written_bears_the_name_of_its_format() -> None:
    for name in set(NAMES) - READ:
        schema = schema_of(name)
        assert schema["title"] == f"equitycalc.{name}/1"
        assert schema["properties"]["format"]["const"] == f"equitycalc.{name}/1"
        assert name in COMMANDS


def test_names_are_completed() -> None:
    assert complete_schema("s") == ["scenarios", "solve", "sweep"]
    assert complete_schema("") == NAMES


def test_it_needs_neither_the_reader_nor_the_makers() -> None:
    brought = every_module_after(running(["schema", "ledger"]))
    assert "equitycalc.cli.schema" in brought
    spared = {"equitycalc.reading", "equitycalc.schemas", "yaml"}
    assert not {name for name in brought if any(name.startswith(each) for each in spared)}


def test_the_files_of_the_repository_name_their_schemas() -> None:
    """Where the clone has them; an editor takes the path from the file itself."""
    for file, schema in (
        ("data/agreements.yaml", "ledger"),
        ("data/scenarios.yaml", "scenarios"),
        ("examples/published-cases.yaml", "ledger"),
        ("examples/sellers.yaml", "wants"),
    ):
        first = (ROOT / file).read_text("utf-8").split("\n")[0]
        begins = "# yaml-language-server: $schema="
        assert first.startswith(begins), file
        assert (ROOT / file).parent.joinpath(first.removeprefix(begins)).resolve() == (
            FOLDER / f"{schema}.schema.json"
        )
