"""What every test starts from: no colours, no ledger, no terminal of whoever runs them."""

import pytest


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (
        "FORCE_COLOR",
        "NO_COLOR",
        "GITHUB_ACTIONS",
        "COLUMNS",
        "LINES",
        "EQUITYCALC_LEDGER",
        "EQUITYCALC_DEBUG",
    ):
        monkeypatch.delenv(name, raising=False)
