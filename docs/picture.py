"""Draw docs/dilution.svg: the README's picture, the real table of the shipped ledger."""

import io
import re
from pathlib import Path

from rich.console import Console

from equitycalc import dilution, read_ledger
from equitycalc.rendering.as_table import print_page
from equitycalc.rendering.dilution_page import dilution_page

DOCS = Path(__file__).parent
LEDGER = "data/agreements.yaml"
COMMAND = "equitycalc dilution --price 0.08 --assume debenture.principal=500000"


def main() -> None:
    """Answer the question of COMMAND and write what the terminal shows as SVG."""
    found = dilution(
        read_ledger(DOCS.parent / LEDGER), price="0.08", assume={"debenture.principal": "500000"}
    )
    console = Console(
        record=True, width=96, file=io.StringIO(), force_terminal=True, highlight=False
    )
    print_page(dilution_page(found, LEDGER), console)
    drawn = console.export_svg(title=COMMAND, unique_id="equitycalc")
    # The fonts would be fetched from elsewhere: any monospaced font of the reader's will do.
    drawn = re.sub(r"@font-face \{.*?\}\s*", "", drawn, flags=re.DOTALL)
    (DOCS / "dilution.svg").write_text(drawn, encoding="utf-8")


if __name__ == "__main__":
    main()
