# `make run` and `make test` are all the set-up there is; both make their own environment in .venv.
PYTHON ?= python3
BIN := .venv/bin
SCHEMAS := workplan bodies places session source events check diff log sessions agenda

.PHONY: run test lint bench schema clean

run: .venv/run
	$(BIN)/gcmplan list --phase I

test: .venv/dev .venv/readers/made
	$(BIN)/pytest -n 2 --dist worksteal --cov --cov-report=term

lint: .venv/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: .venv/bench
	$(BIN)/python bench/run.py

schema: .venv/dev
	for name in $(SCHEMAS); do $(BIN)/gcmplan schema $$name > schema/$$name.schema.json; done

clean:
	rm -rf .venv build dist .coverage* .hypothesis .mypy_cache .pytest_cache .ruff_cache

.venv/run: pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --editable .
	@touch $@

.venv/dev .venv/bench: .venv/%: pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[$*]'
	@touch $@ .venv/run

# The calendar programs that read our feeds in the tests.
.venv/readers/made: tests/readers/requirements.txt
	$(PYTHON) -m venv .venv/readers
	.venv/readers/bin/pip install --quiet --disable-pip-version-check --requirement $<
	@touch $@
