"""What every test starts from: no colours, no ledger, no terminal of whoever runs them."""

import gc
import os
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from examples import examples

# Slow machines, and machines with other work, are no fault of the code. What lands is decided by
# the same examples on every run; everybody else's runs look for new ones.
settings.register_profile(
    "untimed",
    max_examples=examples(50),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize="CI" in os.environ,
)
settings.load_profile("untimed")


@pytest.fixture(autouse=True)
def collected_garbage() -> Iterator[None]:
    """A command collects none, because its process ends; that of the tests goes on."""
    yield
    if not gc.isenabled():
        gc.unfreeze()
        gc.enable()


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
