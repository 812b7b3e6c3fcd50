# Every target works on a bare machine with python3 (3.11 or newer), python3-venv, make and git.
# All of them share one virtual environment, .venv, made from uv.lock.

PYTHON ?= python3
SERVE ?= 1
UV_VERSION := 0.13.9
BIN := .venv/bin
UV := $(BIN)/uv

KERNEL := $(wildcard src/payvand/matching/kernel/*.[ch])

PYTEST := $(BIN)/python -m pytest
PURE := --ignore=tests/names --ignore=tests/matching
DEMO_DIR ?= demo

.PHONY: help setup model kernel demo test test-sqlite test-postgresql test-slow lint format bench bench-peers docs messages clean

help:  ## say what can be made
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

.venv/pyvenv.cfg:
	$(PYTHON) -m venv .venv

.venv/.uv-$(UV_VERSION): .venv/pyvenv.cfg
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	@touch $@

.venv/.synced: .venv/.uv-$(UV_VERSION) pyproject.toml uv.lock hatch_build.py scripts/build_kernel.py $(KERNEL)
	$(UV) sync --frozen --quiet
	@touch $@

setup: .venv/.synced  ## make the virtual environment

kernel: setup  ## compile the inner loops of the matching engine anew
	$(BIN)/python scripts/build_kernel.py

demo: setup  ## match lists across scripts, then build and serve the demonstration (SERVE=0 stops before serving)
	$(BIN)/payvand demo $(DEMO_DIR) --fresh $(if $(filter 0,$(SERVE)),--no-serve)

test: test-sqlite test-postgresql  ## run all tests on SQLite and on PostgreSQL, in parallel

test-sqlite: setup
	$(PYTEST) -n 2 -m "not slow" --database=sqlite

test-postgresql: setup  # names and matching know no database: they are tested once, with SQLite
	$(PYTEST) -n 2 -m "not slow and not journey" --database=postgresql $(PURE)

test-slow: setup  ## run what takes long: faults, volume, Spark (where there is Java)
	$(UV) sync --frozen --quiet --inexact --extra spark
	$(PYTEST) -m "slow" --database=sqlite
	$(PYTEST) -m "slow and not journey" --database=postgresql $(PURE)

lint: setup  ## check style, types, layers, templates, migrations, translations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	git ls-files '*.html' | xargs -r $(BIN)/djade --check --target-version 5.2
	$(BIN)/python -m django makemigrations --check --dry-run --settings payvand.config.settings
	$(BIN)/python scripts/messages.py check

format: setup  ## put the code in shape
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

model: setup  ## learn the likeness of names from data/training: some minutes, the same files each time
	$(BIN)/python -m payvand.matching.learning data/training src/payvand/matching

bench: setup  ## measure names, matching, search and pages; results go to benchmarks/results
	$(BIN)/python benchmarks/run.py

bench-peers: setup  ## measure the peers and ourselves side by side; writes docs/reference/benchmarks.md
	$(UV) sync --frozen --quiet --group peers
	$(BIN)/python benchmarks/peers.py

docs: setup  ## build the documentation into site/
	$(BIN)/zensical build --strict

messages: setup  ## collect and compile translations
	$(BIN)/python scripts/messages.py extract
	$(BIN)/python scripts/messages.py update
	$(BIN)/python scripts/messages.py compile

clean:  ## remove what was made
	rm -rf .venv build dist site demo .pytest_cache .mypy_cache .ruff_cache .hypothesis
