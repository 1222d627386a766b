# `make help` lists what there is. Nothing is needed beforehand but Python 3.11 or newer (and, for the tests, Chromium).
SHELL := /bin/bash
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

PYTHON ?= $(shell for v in python3 python3.13 python3.12 python3.11; do \
	$$v -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && echo $$v && break; done)
BIN := .venv/bin
RUNS := $(BIN)/.runs
TESTS := $(BIN)/.tests

.PHONY: help run dev test check cover bench faults build browser lint types contracts unused audit clean

help: ## List these commands
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 18

run: $(RUNS) ## Start the product at http://localhost:3000 (LEADGEN_PORT=… for another port)
	@$(BIN)/python -m leadgen_app.serve

dev: $(RUNS) ## Start it with hot reload and a demo customer to sign in as
	@$(BIN)/python -m leadgen_app.develop

build: $(RUNS) ## Build the pages and bring the database up to date, without starting anything
	@$(BIN)/python -m leadgen_app.serve --only-prepare

test: $(TESTS) browser ## Run all tests
	@$(BIN)/pytest -n auto --dist loadgroup

check: $(TESTS) lint types contracts unused audit browser ## Everything that must pass before a change lands
	@$(BIN)/pytest -n auto --dist loadgroup

cover: $(TESTS) browser ## Run all tests and list the lines that none of them reached
	@$(BIN)/pytest -n auto --dist loadgroup --cov --cov-report=term-missing:skip-covered

lint: $(TESTS)
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .

types: $(TESTS)
	@$(BIN)/pyright

contracts: $(TESTS)
	@$(BIN)/lint-imports

unused: $(TESTS)
	@$(BIN)/deptry .
	@$(BIN)/vulture

audit: $(TESTS)
	@.ci/audit $(BIN)

bench: $(TESTS) ## Measure the figures
	@$(BIN)/python -m tests.bench.bench_scoring
	@$(BIN)/python -m tests.bench.bench_cleaning
	@$(BIN)/python -m tests.bench.bench_crawl
	@$(BIN)/python -m tests.bench.bench_import
	@$(BIN)/python -m tests.bench.bench_duplicates
	@$(BIN)/python -m tests.bench.bench_contacts
	@$(BIN)/python -m tests.bench.bench_messages
	@$(BIN)/python -m tests.bench.bench_whatsapp
	@$(BIN)/python -m tests.bench.bench_smtp
	@$(BIN)/python -m tests.bench.bench_webhooks
	@$(BIN)/python -m tests.bench.bench_enquiries

faults: $(TESTS) ## Send while everything breaks: nothing twice, nothing lost (half an hour)
	@$(BIN)/python -m tests.faults

browser:
	@.ci/browser

$(RUNS): requirements.txt
	@[ -x $(BIN)/python ] || [ -n "$(PYTHON)" ] || { echo "Python 3.11 or newer is needed." >&2; exit 1; }
	@[ -x $(BIN)/python ] || $(PYTHON) -m venv .venv
	@echo "Installing what the product runs on (once for each version)."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(TESTS): requirements-dev.txt $(RUNS)
	@echo "Installing what the tests need."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

clean: ## Remove what was built (your data stays)
	@rm -rf .web .build .states .pytest_cache .ruff_cache .import_linter_cache .hypothesis .coverage
