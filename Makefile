# `make serve` and `make test` do all the set-up they need; `make help` lists the rest.
SHELL := /bin/bash
PYTHON ?= python3
PORT ?= 8000
HOST ?= 127.0.0.1
VENV := .venv
BIN := $(VENV)/bin
# Constraints hold for what is installed and for what builds it.
export PIP_CONSTRAINT := $(CURDIR)/constraints.txt
export PIP_BUILD_CONSTRAINT := $(PIP_CONSTRAINT)
export PIP_DISABLE_PIP_VERSION_CHECK := 1
RUN := $(VENV)/installed-to-run
DEV := $(VENV)/installed-to-develop
BENCH := $(VENV)/installed-to-measure
EVAL := $(VENV)/installed-to-evaluate
# Judged sets of third parties, beside the checkout: each with the split that is evaluated.
SETS := $(or $(KB_SHARED_DATA),../shared/data)/relevance
JUDGED := insuranceqa-en:valid stard-zh:dev cranfield:test vaswani-npl:test

.PHONY: serve test check lint types index bench bench-quick bench-http eval clean help

serve: $(RUN) ## set up, index the corpus, show the site on http://127.0.0.1:8000
	@exec $(BIN)/kb serve --host $(HOST) --port $(PORT)

test: $(DEV) ## set up and run every test
	$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder

check: lint types test ## all that must be green before a change is submitted

lint: $(DEV) ## style
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(DEV) ## types
	$(BIN)/mypy

index: $(RUN) ## bring the index up to date with the corpus
	$(BIN)/kb index

bench: $(BENCH) ## measure the engine beside others, most of an hour; results and plots go to docs/
	$(BIN)/python -m tests.bench --out docs $(OPTIONS)

bench-quick: $(BENCH) ## the same in a minute or two, to see that it works; OPTIONS=--help
	$(BIN)/python -m tests.bench --quick $(OPTIONS)

bench-http: $(DEV) ## measure searches over HTTP; see python -m tests.bench.http --help
	$(BIN)/python -m tests.bench.http

eval: $(EVAL) ## relevance on the corpus and, where they are, on other judged sets; OPTIONS=--baselines
	@failed=0; \
	evaluate() { $(BIN)/kb eval "$$@" --floors tests/relevance/floors.json $(OPTIONS) || failed=1; }; \
	evaluate; evaluate --typos; \
	$(BIN)/kb eval --related --floors tests/relevance/floors.json || failed=1; \
	for set in $(JUDGED); do \
	    if [ -d "$(SETS)/$${set%:*}" ]; \
	    then evaluate "$(SETS)/$${set%:*}" --split "$${set#*:}"; \
	    else echo "$${set%:*} is not there ($(SETS))"; fi; \
	done; exit $$failed

clean: ## remove the virtual environment and the index
	rm -rf $(VENV) data/index data/evaluation

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 13

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	    || { echo 'Python 3.11 or newer is needed; name one with: make PYTHON=python3.12 …'; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(RUN): $(BIN)/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --editable .
	@touch $@

$(DEV): $(RUN)
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	@touch $@

$(BENCH): $(RUN)
	$(BIN)/python -m pip install --quiet --editable '.[bench]'
	@touch $@

$(EVAL): $(RUN)
	$(BIN)/python -m pip install --quiet --editable '.[eval]'
	@touch $@
