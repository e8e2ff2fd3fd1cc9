"""What a benchmark found, as aligned text for a terminal or as Markdown for the README."""

from __future__ import annotations

from dataclasses import dataclass, field

from harness import Series


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of text under headers. The first column is words, the others are figures."""

    headers: tuple[str, ...]
    rows: list[tuple[str, ...]] = field(default_factory=list)

    def text(self) -> str:
        """In columns."""
        rows = [self.headers, *self.rows]
        widths = [max(len(row[i]) for row in rows) for i in range(len(self.headers))]
        return "\n".join(
            "  ".join(
                cell.ljust(width) if i == 0 else cell.rjust(width)
                for i, (cell, width) in enumerate(zip(row, widths, strict=True))
            ).rstrip()
            for row in rows
        )

    def markdown(self) -> str:
        """As a Markdown table, figures to the right."""
        rule = ("---", *("---:" for _ in self.headers[1:]))
        return "\n".join("| " + " | ".join(row) + " |" for row in (self.headers, rule, *self.rows))


@dataclass(frozen=True, slots=True)
class Section:
    """One benchmark's part of the report."""

    title: str
    tables: list[Table]
    notes: list[str] = field(default_factory=list)

    def text(self) -> str:
        """For a terminal; a table without rows is left out."""
        tables = (table.text() for table in self.tables if table.rows)
        return "\n\n".join((self.title + "\n" + "-" * len(self.title), *tables, *self.notes))

    def markdown(self) -> str:
        """For the README, under a heading of the third level."""
        tables = (table.markdown() for table in self.tables if table.rows)
        return "\n\n".join((f"### {self.title}", *tables, *self.notes))


def figures(series: dict[str, Series]) -> Table:
    """What each command took."""
    table = Table(("command", "median", "fastest", "slowest", "peak memory"))
    for label, one in series.items():
        table.rows.append(
            (
                label,
                _seconds(one.median),
                _seconds(min(one.seconds)),
                _seconds(max(one.seconds)),
                f"{one.peak / 2**20:.0f} MiB",
            )
        )
    return table


def ratios() -> Table:
    """An empty table of ratios, each with its target if it has one."""
    return Table(("ratio", "measured", "target", "result"))


def add_ratio(table: Table, label: str, measured: float, at_most: float | None = None) -> None:
    """One row of such a table."""
    if at_most is None:
        table.rows.append((label, f"{measured:.2f}", "none", ""))
    else:
        # Compared as measured, not as printed: 0.604 is shown as 0.60 and falls short of 0.60.
        result = "reached" if measured <= at_most else "falls short"
        table.rows.append((label, f"{measured:.2f}", f"at most {at_most:.2f}", result))


def _seconds(value: float) -> str:
    return f"{value:.3f} s" if value < 10 else f"{value:.1f} s"
