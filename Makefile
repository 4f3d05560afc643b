# `make run` and `make test` do all their set-up; they need Python 3.11, git and make.
SHELL := /bin/bash
PYTHON ?= python3.11
BIN := .venv/bin
INSTALL := $(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python

.PHONY: run test test-all bench dev lint lock clean

run: .venv/core
	$(BIN)/rapport run --landing seeds/extracts

test: .venv/dev
	PYTHON=$(BIN)/python tests/run_lanes quick

test-all: .venv/dev
	PYTHON=$(BIN)/python tests/run_lanes all

bench: .venv/dev
	$(BIN)/python -m tests.benchmarks.servicenow
	$(BIN)/python -m tests.benchmarks.simulate
	$(BIN)/python -m tests.benchmarks.trace
	$(BIN)/python -m tests.benchmarks.working_time
	$(BIN)/python -m tests.benchmarks.receipt_allocation

dev: .venv/core
	$(BIN)/rapport dev

lint: .venv/dev
	$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy

# Nothing is installed that is not named, with its hash, in a lock file.
.venv/core: requirements-uv.lock requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --require-hashes --only-binary :all: -r requirements-uv.lock
	$(INSTALL) --require-hashes --only-binary :all: -r requirements.lock
	$(INSTALL) --no-deps --no-build-isolation --editable .
	touch $@

.venv/dev: .venv/core requirements-dev.lock
	$(INSTALL) --require-hashes --only-binary :all: -r requirements-dev.lock
	touch $@

lock: .venv/core
	for name in requirements-uv requirements requirements-dev; do \
	  $(BIN)/uv pip compile $$name.in -o $$name.lock --quiet --generate-hashes --no-emit-index-url \
	    --no-header --python-version 3.11 --upgrade; done

clean:
	rm -rf .venv
