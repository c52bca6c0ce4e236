# Sojourn. `make help` lists what can be made.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.ONESHELL:
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
# Where this is set, as in some containers, every start compiles every module anew and takes three times as long.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: help setup run test proof costs coverage check format lock

# What the tests use beside the product: Debian packages, and meanwhile the independent verifiers.
define prepared
tests/verifiers/setup & verifiers=$$!
tests/prepare-machine || { wait $$verifiers; exit 1; }
wait $$verifiers
endef

help: ## this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 16

setup: .venv/stamp-run ## the locked environment of the product in .venv, .venv/bin/sojourn among it

.venv/stamp-python:
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 or newer is missing: apt-get install python3 python3-venv"; exit 1; }
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed."; exit 1; }
	$(PYTHON) -m venv .venv || { echo "The environment could not be made: apt-get install python3-venv"; exit 1; }
	touch $@

.venv/stamp-run: requirements/run.lock requirements/command.py | .venv/stamp-python
	@echo "Installing what Sojourn needs; a later start skips this."
	$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes --no-deps -r requirements/run.lock
	$(BIN)/python requirements/command.py
	touch $@

.venv/stamp-dev: requirements/dev.lock requirements/command.py | .venv/stamp-python
	@echo "Installing what Sojourn and its tests need; a later run skips this."
	$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes --no-deps -r requirements/dev.lock
	$(BIN)/python requirements/command.py
	touch $@ .venv/stamp-run

run: .venv/stamp-run ## start Sojourn with its demonstration country; Ctrl-C stops it
	@export SOJOURN_DEMONSTRATION=$${SOJOURN_DEMONSTRATION:-1}
	exec $(BIN)/sojourn run

test: .venv/stamp-dev ## every test; the browser too; one closing line
	@$(prepared)
	exec $(BIN)/python -m pytest -q -n 2 --dist loadfile --no-loadscope-reorder

proof: .venv/stamp-dev ## what independent programs say about us; ABOUT="word …": only what names it
	@$(prepared)
	exec $(BIN)/python -m tests.proof $(ABOUT)

costs: .venv/stamp-dev ## count the statements of every page and action anew, into docs/reference/costs.md
	@SOJOURN_WRITE_COSTS=1 exec $(BIN)/python -m pytest -q tests/sites/test_costs.py

coverage: .venv/stamp-dev ## see anew what of the law is there and proven, into docs/reference/coverage.md
	@SOJOURN_WRITE_COVERAGE=1 exec $(BIN)/python -m pytest -q -n 0 tests/packs/test_coverage.py

check: .venv/stamp-dev ## format, lint, strict types, import contracts, architecture tests
	@$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	if [ -f .importlinter ]; then $(BIN)/lint-imports --no-cache; fi
	$(BIN)/python -m pytest -q tests/architecture tests/contracts

format: .venv/stamp-dev ## put the code in the house's format
	@$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock: .venv/stamp-dev ## choose versions anew and write them down with their hashes
	@compile="$(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate --python-version 3.11"
	$$compile --custom-compile-command 'make lock' -o requirements/run.lock requirements/run.in
	$$compile --custom-compile-command 'make lock' -o requirements/dev.lock -c requirements/run.lock requirements/dev.in
