"""The house: who may import whom, where each library lives, and what an import costs."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

SRC = Path(__file__).parents[1] / "src" / "equitycalc"

# From the ground up; a module imports from lines above its own, or from its own folder.
FLOORS = (
    {"quantities", "problems"},
    {"bounds", "scalars", "arguments", "collected", "number_words", "day_words"},
    {"written", "part_words"},
    {"printed"},
    {"allowances"},
    {"terms"},
    {"registration_rights", "demands"},
    {"events"},
    {"engine"},
    {"consistency", "ranges"},
    {"overrides", "narrowed", "left_out"},
    {"questions", "measures", "apart"},
    {"differences", "holders"},
    {"directions"},
    {"trying"},
    {"offerings", "scenarios", "explaining", "timelines", "diffing", "limits"},
    {"registrations", "comparing", "explanations", "solving"},
    {"sweeps", "checks"},
    {"reading", "rendering", "schemas"},
    {"cli"},
    {"__init__", "__main__"},
)
HOMES = {
    "yaml": "reading",
    "pydantic": "reading",
    "rich": "rendering",
    "vl_convert": "rendering",
    "typer": "cli",
}
MODULES = sorted(SRC.rglob("*.py"))


def room_of(module: Path) -> str:
    return module.relative_to(SRC).parts[0].removesuffix(".py")


def floor_of(room: str) -> int:
    return next(number for number, rooms in enumerate(FLOORS) if room in rooms)


def imports_of(module: Path) -> Iterator[str]:
    typing_only: set[ast.AST] = set()
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            typing_only.update(ast.walk(node))
        if node in typing_only:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports name the whole path"
            names = [alias.name for alias in node.names]
            yield from (
                [f"equitycalc.{name}" for name in names]
                if node.module == "equitycalc"
                else [node.module or ""]
            )


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(SRC)))
def test_a_module_imports_only_from_lower_floors_or_its_own_folder(module: Path) -> None:
    room = room_of(module)
    for name in imports_of(module):
        package, _, rest = name.partition(".")
        if package == "equitycalc" and rest and not rest.startswith("__"):
            other = rest.split(".")[0]
            assert other == room or floor_of(other) < floor_of(room), f"{room} imports {name}"
        elif package not in sys.stdlib_module_names and package != "equitycalc":
            assert room == HOMES[package], f"{room} imports {name}"


def modules_after(code: str) -> set[str]:
    return {name.split(".")[0] for name in every_module_after(code)}


def every_module_after(code: str) -> set[str]:
    listing = f"{code}\nimport sys\nprint(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", listing], capture_output=True, text=True, check=True
    )
    return set(done.stdout.split("\n")[-2].split())


def running(arguments: list[str]) -> str:
    return (
        f"import sys; sys.argv[1:] = {arguments!r}\n"
        "from equitycalc.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass"
    )


@pytest.mark.parametrize("name", ["equitycalc", "equitycalc.engine", "equitycalc.questions"])
def test_importing_the_engine_loads_no_third_party_package(name: str) -> None:
    plain = modules_after("pass")
    brought = modules_after(f"import {name}") - plain
    assert not {each for each in brought if each not in sys.stdlib_module_names} - {"equitycalc"}


@pytest.mark.parametrize(
    ("arguments", "spared"),
    [
        (["--version"], {"typer", "rich", "pydantic", "yaml", "decimal"}),
        (["dilution", "--format", "json"], {"rich"}),
        (["dilution", "--format", "csv"], {"rich"}),
        (["dilution"], {"rich"}),
        (["dilution", "--price", "0"], {"yaml", "rich"}),
        (["registration", "--format", "json"], {"rich"}),
        (["registration", "--format", "csv"], {"rich"}),
        (["registration"], {"rich"}),
        (["registration", "--max-offering", "many"], {"yaml", "rich"}),
        (["sweep", "--price", "0.01,0.1"], {"rich", "vl_convert"}),
        (["sweep", "--price", "0.01,0.1", "--format", "jsonl"], {"rich", "vl_convert"}),
        (["sweep", "--price", "1:0:1"], {"yaml", "rich"}),
    ],
)
def test_a_command_imports_only_what_it_needs(arguments: list[str], spared: set[str]) -> None:
    brought = modules_after(running(arguments))
    # Typer may itself import rich; what counts is that we do not ask for it to draw.
    spared = spared - ({"rich"} if "rich" in modules_after("import typer") else set())
    assert not brought & spared


@pytest.mark.parametrize(
    ("arguments", "spared"),
    [
        (
            ["dilution"],
            {
                "cli.registration",
                "events",
                "registrations",
                "offerings",
                "engine.registering",
                "engine.deadlines",
                "engine.blocks",
                "engine.cutback",
                "engine.resale",
                "engine.rule144",
                "engine.hands",
                "reading.wants",
                "rendering.dilution_json",
                "rendering.dilution_csv",
                "rendering.registration_page",
            },
        ),
        (
            ["dilution", "--by", "registration"],
            {"cli.registration", "registrations", "engine.registering", "engine.cutback"},
        ),
        (
            ["registration"],
            {
                "cli.dilution",
                "engine.history",
                "engine.hands",
                "reading.wants",
                "rendering.dilution_json",
                "rendering.dilution_csv",
                "rendering.registration_json",
                "rendering.registration_csv",
            },
        ),
        (
            ["registration", "--format", "json"],
            {"rendering.registration_page", "rendering.dilution_page", "rendering.page"},
        ),
    ],
)
def test_a_command_leaves_alone_what_others_need(arguments: list[str], spared: set[str]) -> None:
    brought = every_module_after(running(arguments))
    assert "equitycalc.engine.answer" in brought
    assert not brought & {f"equitycalc.{name}" for name in spared}
    for name in spared:
        assert (SRC / f"{name.replace('.', '/')}.py").is_file(), f"there is no {name}"


def test_nothing_below_the_doors_reads_a_clock_a_file_or_prints() -> None:
    for module in MODULES:
        if floor_of(room_of(module)) >= floor_of("reading"):
            continue
        tree = ast.parse(module.read_text(encoding="utf-8"))
        called = {
            node.func.id
            for node in ast.walk(tree)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        }
        named = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        assert not called & {"print", "open", "input", "float"}, module
        assert not named & {"today", "now", "environ", "argv", "stdout"}, module
        floats = [
            node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and type(node.value) is float and node.value != 0.6
        ]
        assert not floats, f"{module} has floats {floats}"


@pytest.mark.parametrize("folder", [SRC, SRC / "engine"], ids=["equitycalc", "engine"])
def test_the_map_of_a_folder_has_every_module(folder: Path) -> None:
    docstring = ast.get_docstring(ast.parse((folder / "__init__.py").read_text(encoding="utf-8")))
    assert docstring is not None
    there = {module.stem for module in folder.glob("[!_]*.py")}
    there |= {module.parent.name for module in folder.glob("*/__init__.py")}
    assert set(re.findall(r"``(\w+)``", docstring)) == there
