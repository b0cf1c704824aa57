# `make` alone lists what there is.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
READY := .venv/.ready
CODE := src tests tools $(wildcard benchmarks/*.py)
DEMO := $(shell mktemp -u -t lawreport-demo.XXXXXX)

.DEFAULT_GOAL := help
.PHONY: help venv demo test lint types unit bench fixtures golden known accuracy gains clean

help: ## List the targets
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | expand -t 12

venv: $(READY) ## Build .venv from Python and pip alone (again when pyproject.toml changes)

# Bytecode is made here for places where Python writes none as it runs: a start without it takes a tenth of a second more.
$(READY): pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1'
	$(BIN)/python -m pip install --quiet --editable . --group dev
	$(BIN)/python -m compileall -q src
	@touch $@

demo: $(READY) ## Read the fixture reports and look at what came out
	@$(BIN)/lawreport extract fixtures/reports -o $(DEMO)
	@echo
	@$(BIN)/lawreport show fixtures/reports/yunlan-2023/pdf/libreoffice.pdf 行政
	@echo
	@$(BIN)/python tools/demo.py $(DEMO)
	@rm -f $(DEMO)

test: lint types unit ## Everything that must hold: style, types, import layers, tests

unit: $(READY) ## The tests alone
	$(BIN)/pytest -n auto

lint: $(READY) ## Style and import layers
	$(BIN)/ruff check $(CODE)
	$(BIN)/ruff format --check $(CODE)
	$(BIN)/lint-imports

types: $(READY) ## mypy --strict
	$(BIN)/mypy

bench: $(READY) ## Measure speed and memory, write docs/performance.md
	$(BIN)/python benchmarks/run.py --write

fixtures: $(READY) ## Print the fixtures' PDFs anew (needs LibreOffice, Chromium, Typst: see tools/make_fixtures.py)
	$(BIN)/python tools/make_fixtures.py
	$(BIN)/python tools/make_hostile.py

golden: $(READY) ## Accept the records of today as the golden ones, on purpose
	$(BIN)/pytest tests/test_golden.py --update-golden -k records

known: $(READY) ## List the cases that fail today as known, on purpose
	$(BIN)/python tools/known_cases.py

accuracy: $(READY) ## Score the fixtures against their gold, list each miss
	$(BIN)/python tools/accuracy.py --show

gains: $(READY) ## Which figures the uncommitted change of patterns/ gains and loses
	$(BIN)/python tools/accuracy.py --gains HEAD

clean: ## Remove what was built
	rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
