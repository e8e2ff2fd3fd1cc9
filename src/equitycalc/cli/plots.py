"""Charts beside an answer: the option, what can be wrong with it, and the file."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer

from equitycalc.cli import output
from equitycalc.problems import Problem, QuestionErrors, quoted

if TYPE_CHECKING:
    from equitycalc.rendering.charts import Kind

Plot = Annotated[
    str | None,
    typer.Option("--plot", metavar="FILE", help="Also draw a chart: FILE.svg or FILE.png."),
]


def plot_kind(plot: str | None) -> "Kind | None":
    """The kind of chart that ``--plot`` asks for, None where it does not.

    ``QuestionErrors`` where the file's name does not say, or nothing could be drawn: call it before
    the answer is computed.
    """
    if plot is None:
        return None
    from equitycalc.rendering.charts import KINDS, PlotLibraryMissing, chart_kind, need_plot_library

    kind = chart_kind(plot)
    if kind is None:
        raise _refused(
            "not-a-chart",
            f"{quoted(plot)} does not say what kind of chart it is to be",
            "name the file " + " or ".join(f"FILE.{each}" for each in KINDS),
        )
    try:
        need_plot_library()
    except PlotLibraryMissing:
        raise _refused(
            "no-plot-library",
            "nothing that draws charts is installed",
            'run pip install "equitycalc[plot]", or leave --plot out',
        ) from None
    return kind


def write_plot(plot: str | None, draw: Callable[[], bytes]) -> None:
    """Write the chart that ``draw`` makes, where one is asked for; after the answer itself."""
    if plot is not None:
        output.write_bytes(draw(), plot)


def _refused(name: str, message: str, help: str) -> QuestionErrors:
    return QuestionErrors([Problem(name=name, message=message, path=("plot",), help=help)])
