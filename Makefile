# `make run` and `make test` are all the set-up there is; both make their own environment in .venv.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: run test lint bench schema clean

run: .venv/run
	$(BIN)/gcmplan list --phase I

test: .venv/dev
	$(BIN)/pytest -n 2 --cov --cov-report=term

lint: .venv/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: .venv/bench
	$(BIN)/python bench/run.py

schema: .venv/dev
	for name in workplan bodies places events check; do $(BIN)/gcmplan schema $$name > schema/$$name.schema.json; done

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
